//! Which library the window opens.

use std::path::PathBuf;

use clap::Parser;
use directories::ProjectDirs;

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
        self.library.clone().unwrap_or_else(|| {
            ProjectDirs::from("", "", "Broadsheet")
                .map_or_else(|| PathBuf::from("broadsheet-library"), |dirs| dirs.data_dir().join("library"))
        })
    }
}
