//! One face of an installed font.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::mapped::MappedFile;
use super::outline::{self, Outline};

/// A face of a [`crate::FontLibrary`], valid for that library.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FontId(pub u32);

/// Bytes that can be shared with a PDF writer or a rasteriser.
type Shared = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// What the name, OS/2 and head tables say of a face.
pub(super) struct FaceNames {
    /// The families it belongs to, in every language; the typographic English one first.
    pub(super) families: Vec<String>,
    /// The PostScript name; empty where the font has none.
    pub(super) postscript: String,
    /// 1 to 1000.
    pub(super) weight: u16,
    /// Upright, neither italic nor oblique.
    pub(super) upright: bool,
}

/// One face of an installed font file.
pub struct Font {
    id: FontId,
    file: Arc<FontFile>,
    index: u32,
    names: FaceNames,
    opened: OnceLock<Option<Opened>>,
}

/// A font file, shared by the faces of a collection.
pub(super) struct FontFile {
    pub(super) path: PathBuf,
    pub(super) map: Arc<MappedFile>,
    sha256: OnceLock<[u8; 32]>,
}

/// What is read when a face is first used.
struct Opened {
    shaper: harfrust::Font,
    glyph_count: u32,
    units_per_em: u16,
    ascent: i32,
    descent: i32,
    cap_height: i32,
}

impl FontFile {
    pub(super) fn new(path: PathBuf, map: MappedFile) -> Self {
        Self { path, map: Arc::new(map), sha256: OnceLock::new() }
    }
}

impl Font {
    pub(super) fn new(id: FontId, file: Arc<FontFile>, index: u32, names: FaceNames) -> Self {
        Self { id, file, index, names, opened: OnceLock::new() }
    }

    /// Its number in the library.
    #[must_use]
    pub fn id(&self) -> FontId {
        self.id
    }

    /// The font file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// Which face of the file's collection it is; 0 for a file of one face.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The family, as the font gives it in English.
    #[must_use]
    pub fn family(&self) -> &str {
        self.names.families.first().map_or("", String::as_str)
    }

    /// The family in every language that the font gives it in, the English one first.
    #[must_use]
    pub fn families(&self) -> &[String] {
        &self.names.families
    }

    /// The PostScript name; empty where the font has none.
    #[must_use]
    pub fn postscript_name(&self) -> &str {
        &self.names.postscript
    }

    /// The weight: 400 is regular, 700 bold.
    #[must_use]
    pub fn weight(&self) -> u16 {
        self.names.weight
    }

    /// Neither italic nor oblique.
    #[must_use]
    pub fn is_upright(&self) -> bool {
        self.names.upright
    }

    /// The bytes of the whole file, with all faces of a collection.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        (*self.file.map).as_ref()
    }

    /// The bytes of the whole file, to keep.
    #[must_use]
    pub fn shared_bytes(&self) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
        Arc::clone(&self.file.map) as Shared
    }

    /// The SHA-256 of the file's bytes; computed when first asked for, then remembered.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        *self.file.sha256.get_or_init(|| Sha256::digest(self.bytes()).into())
    }

    /// Font units in one em.
    #[must_use]
    pub fn units_per_em(&self) -> u16 {
        self.opened().map_or(1000, |opened| opened.units_per_em)
    }

    /// The ascent above the baseline, in font units.
    #[must_use]
    pub fn ascent(&self) -> i32 {
        self.opened().map_or(880, |opened| opened.ascent)
    }

    /// The descent, in font units; negative below the baseline.
    #[must_use]
    pub fn descent(&self) -> i32 {
        self.opened().map_or(-120, |opened| opened.descent)
    }

    /// The height of a capital letter, in font units; about 0.73 of the em where the font does not say.
    #[must_use]
    pub fn cap_height(&self) -> i32 {
        self.opened().map_or(730, |opened| opened.cap_height)
    }

    /// Whether the font has a glyph for this character.
    #[must_use]
    pub fn has(&self, character: char) -> bool {
        let Some(opened) = self.opened() else { return false };
        let gid = opened.shaper.charmap().map_unicode(character);
        gid.is_some_and(|gid| opened.glyph(gid.to_u32()) != 0)
    }

    /// The outline of a glyph, in font units, y upwards; empty where there is none.
    #[must_use]
    pub fn outline(&self, gid: u16) -> Outline {
        FontRef::from_index(self.bytes(), self.index)
            .map_or_else(|_| Outline::default(), |font| outline::outline(&font, gid))
    }

    /// The font as the shaper reads it; `None` where the file is damaged.
    pub(crate) fn shaper(&self) -> Option<&harfrust::Font> {
        self.opened().map(|opened| &opened.shaper)
    }

    /// A glyph that its tables name, 0 where it has none of that number: tables of a damaged font name what is not there.
    pub(crate) fn glyph(&self, gid: u32) -> u16 {
        self.opened().map_or(0, |opened| opened.glyph(gid))
    }

    fn opened(&self) -> Option<&Opened> {
        self.opened.get_or_init(|| self.open()).as_ref()
    }

    fn open(&self) -> Option<Opened> {
        let font = FontRef::from_index(self.bytes(), self.index).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        if metrics.units_per_em == 0 || metrics.glyph_count == 0 {
            return None;
        }
        let em = f32::from(metrics.units_per_em);
        let shaper = harfrust::Font::new(harfrust::font::Blob::Shared(self.shared_bytes()), self.index)?;
        Some(Opened {
            shaper,
            glyph_count: metrics.glyph_count,
            units_per_em: metrics.units_per_em,
            ascent: units(metrics.ascent),
            descent: units(metrics.descent),
            cap_height: units(metrics.cap_height.filter(|height| *height > 0.0).unwrap_or(em * 0.73)),
        })
    }
}

impl Opened {
    fn glyph(&self, gid: u32) -> u16 {
        u16::try_from(gid).ok().filter(|_| gid < self.glyph_count).unwrap_or(0)
    }
}

/// Font units as whole numbers, which is what the tables hold.
#[expect(clippy::cast_possible_truncation, reason = "table values are 16 bit; float to int casts saturate")]
fn units(value: f32) -> i32 {
    value.round() as i32
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font")
            .field("id", &self.id)
            .field("family", &self.family())
            .field("weight", &self.weight())
            .field("path", &self.path())
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}
