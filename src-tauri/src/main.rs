//! `broadsheet-desktop`: one window on one library.
//!
//! The window shows the same UI as a browser does through `broadsheet-server`, and reaches the newsroom by two
//! commands ([`doors`]) and one protocol for pictures ([`media`]). It has no other leave: no plugin, nothing of
//! the shell's core (`capabilities/window.json`).
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod closing;
mod doors;
mod journal;
mod library;
mod media;
mod menu;
mod paint;
mod place;
mod refused;
mod window;

use std::io::{self, Write};
use std::process::ExitCode;

use broadsheet_newsroom::Lang;
use clap::Parser;
use tauri::{App, RunEvent};

use crate::doors::Desk;
use crate::library::Options;
use crate::place::LastPlace;

/// As the command line has it, and for the same reason.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let options = Options::parse();
    paint::by_the_processor();
    let desk = Desk::at(options.library(), Lang::of_environment());
    match build(desk) {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::MenuEvent(chosen) = &event {
                    menu::chosen(app, chosen.id().as_ref());
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            // There is nowhere left to say that standard error is closed.
            let _ = writeln!(io::stderr(), "error[window]: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(desk: Desk) -> tauri::Result<App> {
    tauri::Builder::default()
        .manage(desk)
        .manage(LastPlace::default())
        .invoke_handler(tauri::generate_handler![doors::call, doors::upload])
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, media::answer)
        .setup(|app| {
            window::open(app)?;
            Ok(())
        })
        .on_window_event(|window, event| {
            place::watch(window, event);
            closing::watch(window, event);
        })
        .build(tauri::generate_context!())
}
