//! Files that never change: photos as they came, and composed pages as they were proofed and signed. Each is named
//! by the SHA-256 of what is in it: `originals/ab/cdef…`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::chain::sha256_hex;
use crate::error::{At, StoreError};
use crate::folder;
use crate::library::Library;

impl Library {
    /// Keeps a photo's original; answers its SHA-256 in lower-case hex when it is on the disk. The event that names
    /// it is appended afterwards, so that the log never names a file that is not there.
    ///
    /// # Errors
    /// `read-only`, `disk-full`.
    pub fn put_original(&self, bytes: &[u8]) -> Result<String, StoreError> {
        self.put(folder::ORIGINALS, bytes)
    }

    /// A photo's original.
    ///
    /// # Errors
    /// `file-missing`; `file-damaged` where it is no longer what was kept.
    pub fn original(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        get(&self.original_path(sha256)?, sha256)
    }

    /// Where a photo's original is.
    ///
    /// # Errors
    /// `file-missing` where `sha256` is not a hash in lower-case hex.
    pub fn original_path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        place(self.dir(), folder::ORIGINALS, sha256)
    }

    /// Keeps a composed page, as [`Library::put_original`] keeps a photo.
    ///
    /// # Errors
    /// `read-only`, `disk-full`.
    pub fn put_frame(&self, bytes: &[u8]) -> Result<String, StoreError> {
        self.put(folder::FRAMES, bytes)
    }

    /// A composed page.
    ///
    /// # Errors
    /// `file-missing`; `file-damaged` where it is no longer what was kept.
    pub fn frame(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        get(&place(self.dir(), folder::FRAMES, sha256)?, sha256)
    }

    fn put(&self, shelf: &str, bytes: &[u8]) -> Result<String, StoreError> {
        self.need_write()?;
        let sha256 = sha256_hex(bytes);
        let path = place(self.dir(), shelf, &sha256)?;
        // One that is there and whole is left alone; one that has been damaged is written anew.
        if get(&path, &sha256).is_err() {
            folder::write_for_good(&path, bytes)?;
        }
        Ok(sha256)
    }
}

/// Where a file is. A hash in another form is nobody's name, and never becomes part of a path.
pub(crate) fn place(dir: &Path, shelf: &str, sha256: &str) -> Result<PathBuf, StoreError> {
    let shelf = dir.join(shelf);
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match sha256.split_at_checked(2) {
        Some((first, rest)) if is_hash => Ok(shelf.join(first).join(rest)),
        _ => Err(StoreError::FileMissing { path: shelf }),
    }
}

/// Reads a file and checks that it is what its name says.
pub(crate) fn get(path: &Path, sha256: &str) -> Result<Vec<u8>, StoreError> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::FileMissing { path: path.to_owned() });
        }
        read => read.at(path)?,
    };
    if sha256_hex(&bytes) == sha256 {
        Ok(bytes)
    } else {
        Err(StoreError::FileDamaged { path: path.to_owned() })
    }
}
