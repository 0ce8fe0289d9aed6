//! Which library the window opens, and how.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use broadsheet_newsroom::{Access, Lang, Newsroom, Refusal, SystemHost};
use clap::Parser;

use crate::journal;

/// Broadsheet in a window.
#[derive(Debug, Parser)]
#[command(name = "broadsheet-desktop", version)]
pub(crate) struct Options {
    /// The library's folder; this platform's data folder unless given. It is made where there is none.
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
}

impl Options {
    /// The folder, the same that the command line takes when none is named.
    pub(crate) fn library(&self) -> PathBuf {
        self.library.clone().unwrap_or_else(SystemHost::default_library)
    }
}

/// Opens the library and its log. A refusal is shown in the window, and on standard error for whoever started it.
pub(crate) fn open(folder: &Path, lang: Lang) -> Result<Arc<Newsroom>, Refusal> {
    match Newsroom::open(folder, Access::Write, Box::new(SystemHost)) {
        Ok(newsroom) => {
            if let Some(file) = journal::open(folder) {
                newsroom.keeps_log_in(file);
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), library = %folder.display(), "open");
            Ok(Arc::new(newsroom))
        }
        Err(failure) => {
            let refusal = failure.say(lang);
            let (code, message, hint) = (&refusal.code, &refusal.message, &refusal.hint);
            // There is nowhere left to say that standard error is closed.
            let _ = writeln!(io::stderr(), "error[{code}]: {message}\nhint: {hint}");
            Err(refusal)
        }
    }
}
