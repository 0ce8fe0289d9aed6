//! The lock of the one process that writes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::error::{At, StoreError};
use crate::folder;

/// Held while a library is open for writing; the system lets it go when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _held: File,
}

impl Lock {
    /// Takes the lock of the library and writes this process's id into its file.
    pub(crate) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(folder::LOCK);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).at(dir)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse { path: dir.to_owned(), pid: holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::of_io(dir, error)),
        }
        file.set_len(0).at(dir)?;
        writeln!(file, "{}", std::process::id()).at(dir)?;
        file.flush().at(dir)?;
        Ok(Self { _held: file })
    }
}

/// The process that wrote its id into the lock's file; on Windows the file cannot be read while it is held.
fn holder(file: &mut File) -> Option<u32> {
    let mut written = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut written).ok()?;
    written.trim().parse().ok()
}
