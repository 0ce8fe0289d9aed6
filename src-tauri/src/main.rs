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
mod refused;
mod window;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use broadsheet_newsroom::{Access, Lang, Newsroom, Refusal, SystemHost};
use clap::Parser;
use tauri::{App, RunEvent};

use crate::doors::Desk;
use crate::library::Options;

fn main() -> ExitCode {
    let options = Options::parse();
    let desk = Desk::new(open_library(&options), Lang::of_environment());
    let shut = desk.is_shut();
    match build(desk) {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::MenuEvent(chosen) = &event {
                    menu::chosen(app, chosen.id().as_ref());
                }
            });
            if shut { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            // There is nowhere left to say that standard error is closed.
            let _ = writeln!(io::stderr(), "error[window]: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Opens the library and its log. A refusal is shown in the window, and on standard error for whoever started it.
fn open_library(options: &Options) -> Result<Arc<Newsroom>, Refusal> {
    let folder = options.library();
    match Newsroom::open(&folder, Access::Write, Box::new(SystemHost)) {
        Ok(newsroom) => {
            if let Some(file) = journal::open(&folder) {
                newsroom.keeps_log_in(file);
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), library = %folder.display(), "open");
            Ok(Arc::new(newsroom))
        }
        Err(failure) => {
            let refusal = failure.say(Lang::of_environment());
            let (code, message, hint) = (&refusal.code, &refusal.message, &refusal.hint);
            let _ = writeln!(io::stderr(), "error[{code}]: {message}\nhint: {hint}");
            Err(refusal)
        }
    }
}

fn build(desk: Desk) -> tauri::Result<App> {
    tauri::Builder::default()
        .manage(desk)
        .invoke_handler(tauri::generate_handler![doors::call, doors::upload])
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, media::answer)
        .setup(|app| {
            window::open(app)?;
            Ok(())
        })
        .on_window_event(closing::watch)
        .build(tauri::generate_context!())
}
