//! The web UI's files, all in memory: a request is looked up, never opened.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use axum::body::Bytes;

/// The built UI as it was when this program was built; empty where there was none.
const BUILT: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/ui.rs"));

/// The files of the UI by their paths, without a slash in front.
#[derive(Clone, Debug, Default)]
pub struct Ui {
    files: BTreeMap<String, Bytes>,
}

impl Ui {
    /// The UI that is built in.
    #[must_use]
    pub fn built_in() -> Self {
        let files =
            BUILT.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::from_static(bytes))).collect();
        Self { files }
    }

    /// A built UI in a folder, read once.
    ///
    /// # Errors
    /// Where the folder or a file in it cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        gather(folder, "", &mut files)?;
        Ok(Self { files })
    }

    /// Whether there is a front page.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.files.contains_key("index.html")
    }

    /// The file at the path of a request, with its media type.
    pub(crate) fn file(&self, path: &str) -> Option<(&'static str, Bytes)> {
        let name = if path == "/" { "index.html" } else { path.strip_prefix('/')? };
        self.files.get(name).map(|bytes| (media_type(name), bytes.clone()))
    }
}

fn gather(folder: &Path, under: &str, files: &mut BTreeMap<String, Bytes>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, Bytes::from(fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
