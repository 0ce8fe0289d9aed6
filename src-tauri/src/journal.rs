//! The log file, for whoever has to find out what went wrong. It names calls and codes, never what was written.

use std::fs::{self, File, OpenOptions};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::fmt;

/// A longer log than this is put aside at the start; the one before it is dropped.
const LONGEST: u64 = 4 << 20;

/// Begins to write `logs/desktop.log` in the library, and answers where it is; `None` where it cannot be written,
/// which stops nobody from working.
pub(crate) fn open(library: &Path) -> Option<PathBuf> {
    let folder = library.join("logs");
    fs::create_dir_all(&folder).ok()?;
    let path = folder.join("desktop.log");
    if fs::metadata(&path).is_ok_and(|log| log.len() > LONGEST) {
        fs::rename(&path, folder.join("desktop.1.log")).ok()?;
    }
    let file = OpenOptions::new().create(true).append(true).open(&path).ok()?;
    write_to(file);
    Some(path)
}

fn write_to(file: File) {
    let writer = fmt().with_writer(Mutex::new(file)).with_ansi(false).with_target(false);
    // It fails only where somebody writes already.
    let _ = writer.try_init();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        tracing::error!(%what, "panic");
        usual(what);
    }));
}
