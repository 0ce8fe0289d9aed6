//! Which library the window opens.

use std::path::PathBuf;

use broadsheet_newsroom::SystemHost;
use clap::Parser;

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
