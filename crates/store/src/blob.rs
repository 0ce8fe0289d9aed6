//! Files that never change: what came from outside, as it came, and composed pages as they were proofed and signed.
//! Each is named by the SHA-256 of what is in it: `originals/ab/cdef…`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::chain::sha256_hex;
use crate::error::{At, StoreError};
use crate::folder;
use crate::library::Library;

impl Library {
    /// Keeps a file as it came (a photo, an advert, a style sheet, a press profile); answers its SHA-256 in lower-case
    /// hex when it is on the disk. The event that names it is appended afterwards, so that the log never names a file
    /// that is not there.
    ///
    /// # Errors
    /// `read-only`, `disk-full`.
    pub fn put_original(&self, bytes: &[u8]) -> Result<String, StoreError> {
        self.put(folder::ORIGINALS, bytes)
    }

    /// A file as it came.
    ///
    /// # Errors
    /// `file-missing`; `file-damaged` where it is no longer what was kept.
    pub fn original(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        get(&self.original_path(sha256)?, sha256)
    }

    /// Where a file as it came is.
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

    /// Keeps what the press has made of a page when it was signed, all of it or nothing, each as [`Library::put_original`]
    /// keeps a photo; not for ever: what is kept is held under a limit, the oldest going first.
    ///
    /// # Errors
    /// `read-only`, `disk-full`.
    pub fn put_press(&self, files: &[&[u8]]) -> Result<(), StoreError> {
        let shelf = self.dir().join(folder::PRESS);
        let mut put = Vec::new();
        for bytes in files {
            match self.put(folder::PRESS, bytes) {
                Ok(sha256) => put.push(place(self.dir(), folder::PRESS, &sha256)?),
                Err(error) => {
                    // The room that they take is somebody else's.
                    put.iter().for_each(|path| drop(fs::remove_file(path)));
                    return Err(error);
                }
            }
        }
        // One that was there already is as good as new.
        for path in &put {
            let _as_far_as_it_can =
                fs::File::open(path).and_then(|file| file.set_modified(SystemTime::now()));
        }
        hold_under(&shelf, MOST_PRESS);
        Ok(())
    }

    /// What the press has made of a page.
    ///
    /// # Errors
    /// `file-missing` where it is no longer kept; `file-damaged` where it is no longer what was kept.
    pub fn press(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        get(&place(self.dir(), folder::PRESS, sha256)?, sha256)
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

/// How many bytes of press files and their proofs are kept: some issues in colour, some weeks in black.
const MOST_PRESS: u64 = 4 << 30;

/// Takes away the oldest files of a shelf until what is left is under the limit. What cannot be taken away, because
/// somebody else was first or is reading it, stays for the next time.
fn hold_under(shelf: &Path, limit: u64) {
    let known = |path: PathBuf| {
        let known = fs::metadata(&path).ok()?;
        Some((known.modified().ok()?, path, known.len()))
    };
    let files = folder::files(shelf).unwrap_or_default().into_iter();
    let mut files: Vec<_> = files.filter(|path| folder::is_finished(path)).filter_map(known).collect();
    files.sort();
    let mut sum: u64 = files.iter().map(|(_, _, length)| length).sum();
    for (_, path, length) in files {
        if sum <= limit {
            break;
        }
        if fs::remove_file(&path).is_ok() {
            sum -= length;
        }
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_oldest_press_files_go_when_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, length: usize, age: u64| {
            let path = place(folder.path(), "press", name).unwrap();
            folder::write_whole(&path, &vec![0; length]).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        };
        let name = |digit: &str| digit.repeat(64);
        put(&name("a"), 40, 10);
        put(&name("b"), 40, 30);
        put(&name("c"), 40, 20);
        put(&name("d"), 90, 40);
        let left = || {
            let names = ["a", "b", "c", "d"].into_iter();
            names
                .filter(|digit| place(folder.path(), "press", &name(digit)).unwrap().exists())
                .collect::<String>()
        };
        let shelf = folder.path().join("press");
        hold_under(&shelf, 210);
        assert_eq!(left(), "abcd");
        hold_under(&shelf, 170);
        assert_eq!(left(), "abc");
        hold_under(&shelf, 40);
        assert_eq!(left(), "a");
        hold_under(&shelf, 0);
        assert_eq!(left(), "");
        hold_under(&folder.path().join("none"), 0);
    }
}
