//! `broadsheet`: the newsroom on the command line.
//!
//! A contract that other programs drive: names and JSON fields are stable. Exit 0 is done, 1 refused or failed, 2
//! wrong usage; each says `error[CODE]: message` and `hint: …` on standard error. With `--json`, standard output is
//! exactly one JSON value, and empty on a refusal (except `preflight` and `verify`, which answer what they found).

mod arguments;
mod door;
mod help;
mod print;
mod run;
mod usage;
mod words;

use std::process::ExitCode;

use broadsheet_newsroom::Lang;
use clap::{CommandFactory, FromArgMatches};

use crate::arguments::Arguments;
use crate::door::Door;

/// Setting a page makes and drops a great many small lists, on all cores: a key is known a fifth sooner with this than with
/// the system's allocator (`make bench`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit of a command line that cannot be read.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let lang = Lang::of_environment();
    let mut command = help::localised(Arguments::command(), lang);
    let read = command.try_get_matches_from_mut(std::env::args_os());
    let arguments = match read.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return usage::answer(&error, lang),
    };
    let door = Door::new(&arguments, lang);
    match run::run(&door, arguments.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            let wrong = usage::of_value(&failure, lang);
            print::refusal(wrong.as_ref().unwrap_or(&failure.say(lang)));
            if wrong.is_some() { ExitCode::from(WRONG_USAGE) } else { ExitCode::FAILURE }
        }
    }
}
