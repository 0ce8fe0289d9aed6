//! `broadsheet-server`: opens a library and answers a browser on this machine.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use broadsheet_newsroom::{Access, Lang, Newsroom, SystemHost};
use broadsheet_server::{Ui, open};
use clap::Parser;

/// As the command line has it, and for the same reason.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Answers a browser on this machine: prints the address to open, and serves until it is interrupted.
#[derive(Debug, Parser)]
#[command(name = "broadsheet-server", version)]
struct Options {
    /// The library's folder; it is made where there is none.
    #[arg(long, value_name = "DIR")]
    library: PathBuf,
    /// The port of 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A built UI to serve instead of the one built in.
    #[arg(long, value_name = "DIR")]
    ui: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // There is nowhere left to say that standard error is closed.
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    let lang = Lang::of_environment();
    let ui = match &options.ui {
        Some(folder) => Ui::read(folder).map_err(|why| format!("error[ui]: {}: {why}", folder.display()))?,
        None => Ui::built_in(),
    };
    if !ui.is_complete() {
        return Err(
            "error[ui]: there is no built UI\nhint: build it (npm run build in ui/) or name one with --ui"
                .to_owned(),
        );
    }
    let newsroom =
        Newsroom::open(&options.library, Access::Write, Box::new(SystemHost)).map_err(|failure| {
            let refusal = failure.say(lang);
            format!("error[{}]: {}\nhint: {}", refusal.code, refusal.message, refusal.hint)
        })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| format!("error[runtime]: {why}"))?;
    runtime.block_on(async {
        let door = open(options.port).await.map_err(|error| format!("error[door]: {error}"))?;
        let mut out = io::stdout();
        writeln!(out, "{}", door.address()).and_then(|()| out.flush()).map_err(|why| why.to_string())?;
        let served = door.serve(Arc::new(newsroom), ui, interrupted()).await;
        served.map_err(|error| format!("error[door]: {error}"))
    })
}

/// Ctrl-C, or what a service manager sends.
#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut by_manager) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = by_manager.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
async fn interrupted() {
    drop(tokio::signal::ctrl_c().await);
}
