//! Font files as memory: the one module with `unsafe` code.
//!
//! A Chinese font collection has 20 to 30 MB and only a few pages of it are read, so files are mapped, not read.
//!
//! Safety: the map is read-only and private to this module's [`MappedFile`], which hands out shared slices only.
//! What remains is that another program could rewrite an installed font file in place while it is mapped. Package
//! managers and font installers replace files by renaming, which leaves the mapped file untouched; every font
//! parser above treats the bytes as untrusted.

use std::fs::File;
use std::io;
use std::path::Path;

/// A file, mapped read-only.
pub(super) struct MappedFile(memmap2::Mmap);

impl MappedFile {
    /// Maps the file at `path`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // SAFETY: read-only map, never handed out mutably; see the module's account of who may change the file.
        let map = unsafe { memmap2::Mmap::map(&file)? };
        Ok(Self(map))
    }
}

impl AsRef<[u8]> for MappedFile {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
