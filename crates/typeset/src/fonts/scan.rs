//! Finding font files and reading what they call themselves.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use skrifa::attribute::Style;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::face::{FaceNames, Font, FontFile, FontId};
use super::mapped::MappedFile;

/// How deep folders are searched: deep enough for every system's layout, and an end to looping links.
const DEPTH: usize = 8;
/// Threads that read files: more would only wait for the disk.
const MOST_THREADS: usize = 4;

/// What was found in folders.
#[derive(Default)]
pub(super) struct Scanned {
    pub(super) fonts: Vec<Font>,
    /// The families of faces that no text can be set from.
    pub(super) damaged: Vec<String>,
}

/// The faces of all font files below `folders`, in the order of the folders, then of paths. What cannot be read is
/// left out: a damaged file must not keep the rest from being used.
pub(super) fn faces(folders: &[PathBuf]) -> Scanned {
    let mut files = Vec::new();
    for folder in folders {
        walk(folder, DEPTH, &mut files);
    }
    let mut seen = BTreeSet::new();
    files.retain(|path| seen.insert(path.clone()));
    let mut scanned = Scanned::default();
    for read in read_all(&files) {
        match (read, u32::try_from(scanned.fonts.len())) {
            (Read::Whole { file, index, names }, Ok(id)) => {
                scanned.fonts.push(Font::new(FontId(id), file, index, names));
            }
            (Read::Whole { .. }, Err(_)) => {}
            (Read::Damaged { families }, _) => scanned.damaged.extend(families),
        }
    }
    scanned
}

/// The faces of all files, in their order, read side by side: it is a good part of what any command takes that sets a page.
/// The threads are its own: whoever waits for the fonts may be what a pool's threads wait for.
fn read_all(files: &[PathBuf]) -> Vec<Read> {
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MOST_THREADS);
    let share = files.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let read = |files: &[PathBuf]| files.iter().flat_map(|path| read_file(path)).collect::<Vec<_>>();
        let shares: Vec<_> = files.chunks(share).map(|files| scope.spawn(move || read(files))).collect();
        let joined =
            shares.into_iter().map(|share| share.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.flatten().collect()
    })
}

/// A face as its file says.
enum Read {
    Whole { file: Arc<FontFile>, index: u32, names: FaceNames },
    Damaged { families: Vec<String> },
}

/// The folders where this system keeps fonts; `home` is the user's folder.
pub(super) fn system_folders(home: Option<&Path>) -> Vec<PathBuf> {
    let of_home: &[&str] = if cfg!(target_os = "macos") {
        &["Library/Fonts"]
    } else if cfg!(windows) {
        &["AppData/Local/Microsoft/Windows/Fonts"]
    } else {
        &[".local/share/fonts", ".fonts"]
    };
    let of_system: &[&str] = if cfg!(target_os = "macos") {
        &["/Library/Fonts", "/System/Library/Fonts"]
    } else if cfg!(windows) {
        &["C:/Windows/Fonts"]
    } else {
        &["/usr/share/fonts", "/usr/local/share/fonts"]
    };
    let own = of_home.iter().filter_map(|folder| home.map(|home| home.join(folder)));
    own.chain(of_system.iter().map(PathBuf::from)).collect()
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<DirEntry> = entries.filter_map(Result::ok).collect();
    entries.sort_by_cached_key(DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // What a folder's own list tells of its entries is not asked for again; it tells nothing of where a link leads.
        let is_folder = match entry.file_type() {
            Ok(kind) if !kind.is_symlink() => kind.is_dir(),
            _ => path.is_dir(),
        };
        if is_folder {
            if depth > 0 {
                walk(&path, depth - 1, files);
            }
        } else if is_font(&path) {
            files.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| {
        ["ttf", "otf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn read_file(path: &Path) -> Vec<Read> {
    let Ok(map) = MappedFile::open(path) else { return Vec::new() };
    let file = Arc::new(FontFile::new(path.to_owned(), map));
    let bytes: &[u8] = (*file.map).as_ref();
    let Ok(parsed) = FileRef::new(bytes) else { return Vec::new() };
    let mut read = Vec::new();
    for (index, face) in (0..).zip(parsed.fonts()) {
        let Ok(face) = face else { continue };
        let names = names(&face);
        if !can_be_set_from(&face) {
            read.push(Read::Damaged { families: names.families });
        } else if !names.families.is_empty() {
            read.push(Read::Whole { file: Arc::clone(&file), index, names });
        }
    }
    read
}

/// Whether text can be set from a face: its file holds all the tables that it names, which one that broke off does
/// not, and it says how large its em is and which glyph is which character.
fn can_be_set_from(face: &FontRef<'_>) -> bool {
    let tables = face.table_directory().table_records();
    tables.iter().all(|table| face.table_data(table.tag()).is_some())
        && face.head().is_ok_and(|head| head.units_per_em() > 0)
        && face.charmap().has_map()
}

fn names(face: &FontRef<'_>) -> FaceNames {
    let mut families: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if !name.is_empty() && !families.contains(&name) {
            families.push(name);
        }
    };
    for id in [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME] {
        if let Some(english) = face.localized_strings(id).english_or_first() {
            add(english.to_string());
        }
    }
    for id in [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME] {
        face.localized_strings(id).for_each(|name| add(name.to_string()));
    }
    let postscript = face
        .localized_strings(StringId::POSTSCRIPT_NAME)
        .english_or_first()
        .map(|name| name.to_string())
        .unwrap_or_default();
    let attributes = face.attributes();
    FaceNames {
        families,
        postscript,
        weight: weight(attributes.weight.value()),
        upright: attributes.style == Style::Normal,
    }
}

/// A weight as a whole number from 1 to 1000.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1..=1000")]
fn weight(value: f32) -> u16 {
    value.clamp(1.0, 1000.0).round() as u16
}
