//! The lock of the one process that writes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::error::{At, StoreError};
use crate::folder;

/// How often a lock that another process holds is looked at before it is refused, and how long between.
const LOOKS: u32 = 50;
const BETWEEN: Duration = Duration::from_millis(10);

/// Held while a library is open for writing; the system lets it go when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    held: File,
}

impl Lock {
    /// Takes the lock of the library and writes this process's id into its file.
    ///
    /// The holder writes its id a moment after it has the lock, and takes it out before it lets the lock go. Whoever
    /// comes in between waits that moment, so that a refusal names the process; a lock that is let go meanwhile is
    /// taken.
    pub(crate) fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(folder::LOCK);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).at(dir)?;
        let mut seen = None;
        for look in 0..LOOKS {
            match file.try_lock() {
                Ok(()) => {
                    file.set_len(0).at(dir)?;
                    file.rewind().at(dir)?;
                    writeln!(file, "{}", std::process::id()).at(dir)?;
                    return Ok(Self { held: file });
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(StoreError::of_io(dir, error)),
            }
            let holder = holder(&mut file);
            // After a crash the file still has the last holder's id until the next one writes its own: only an id
            // that stays is the holder's.
            if look > 0 && holder.is_some() && holder == seen {
                break;
            }
            seen = holder;
            sleep(BETWEEN);
        }
        Err(StoreError::InUse { path: dir.to_owned(), pid: seen })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // An id that stays behind says nothing wrong for longer than the next holder needs to write its own.
        let _ = self.held.set_len(0);
    }
}

/// The process that wrote its id into the lock's file; on Windows the file cannot be read while it is held.
fn holder(file: &mut File) -> Option<u32> {
    let mut written = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut written).ok()?;
    // A line that has no end yet is still being written.
    written.strip_suffix('\n')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("broadsheet-lock-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    /// Two programs that start at once: the one that comes second names the first, which has the lock but has not
    /// written who it is yet.
    #[test]
    fn a_holder_that_has_just_come_is_named() {
        let dir = folder("young");
        for left_behind in ["", "17\n"] {
            fs::write(dir.join(folder::LOCK), left_behind).unwrap();
            let mut young = OpenOptions::new().write(true).open(dir.join(folder::LOCK)).unwrap();
            young.lock().unwrap();
            let second = std::thread::spawn({
                let dir = dir.clone();
                move || Lock::take(&dir)
            });
            young.set_len(0).unwrap();
            sleep(Duration::from_millis(40));
            writeln!(young, "4242").unwrap();
            let refused = second.join().unwrap().unwrap_err();
            assert!(matches!(refused, StoreError::InUse { pid: Some(4242), .. }), "{refused}");
        }
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn a_lock_that_is_let_go_meanwhile_is_taken() {
        let dir = folder("let-go");
        let first = OpenOptions::new().write(true).create(true).truncate(true).open(dir.join(folder::LOCK));
        let first = first.unwrap();
        first.lock().unwrap();
        let second = std::thread::spawn({
            let dir = dir.clone();
            move || Lock::take(&dir)
        });
        sleep(Duration::from_millis(40));
        drop(first);
        let second = second.join().unwrap().unwrap();
        let written = fs::read_to_string(dir.join(folder::LOCK)).unwrap();
        assert_eq!(written.trim(), std::process::id().to_string());
        drop(second);
        assert_eq!(fs::read_to_string(dir.join(folder::LOCK)).unwrap(), "");
        fs::remove_dir_all(&dir).unwrap();
    }
}
