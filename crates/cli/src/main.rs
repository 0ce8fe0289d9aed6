//! `broadsheet`: the newsroom on the command line.
//!
//! A contract that other programs drive: names and JSON fields are stable. Exit 0 is done, 1 refused or failed
//! with `error[CODE]: message` and `hint: …` on standard error, 2 wrong usage. With `--json`, standard output is
//! exactly one JSON value, and empty on a refusal (except `preflight` and `verify`, which answer what they found).

mod arguments;
mod door;
mod print;
mod run;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::door::Door;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let door = Door::new(&arguments);
    match run::run(&door, arguments.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            print::refusal(&failure.say(door.lang()));
            ExitCode::FAILURE
        }
    }
}
