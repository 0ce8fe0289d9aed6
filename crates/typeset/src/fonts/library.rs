//! The installed fonts, by family.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::face::{Font, FontId};
use super::scan::{self, Scanned};
use crate::FontStack;

/// A family that is installed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Family {
    /// Its name in English, or the first that the font gives.
    pub name: String,
    /// Its names in other languages.
    pub other_names: Vec<String>,
    /// The weights it comes in, ascending.
    pub weights: Vec<u16>,
}

/// A stack as far as it is installed.
#[derive(Debug, Default)]
pub(crate) struct Resolved {
    /// Faces for Latin characters, best first.
    pub(crate) latin: Vec<FontId>,
    /// Faces for all other characters, best first.
    pub(crate) general: Vec<FontId>,
    /// Families of the stack that are not installed.
    pub(crate) missing: Vec<String>,
}

/// The fonts that are installed. Made once; opening it reads only names, a face's other tables are read when it is
/// used. Share it in an [`Arc`].
#[derive(Debug)]
pub struct FontLibrary {
    fonts: Vec<Font>,
    /// Lower-cased family names of faces that no text can be set from.
    damaged: Vec<String>,
    /// Lower-cased family name (any language) to its faces, in scanning order.
    by_family: BTreeMap<String, Vec<FontId>>,
    resolved: Mutex<HashMap<FontStack, Arc<Resolved>>>,
    fallbacks: Mutex<HashMap<(char, u16), Option<FontId>>>,
    /// One entry a family, in the order in which a character is looked for outside its stack.
    last_resort: OnceLock<Vec<String>>,
}

impl FontLibrary {
    /// The fonts of this system, of the user whose folder is `home`, and below `extra`, which go first.
    #[must_use]
    pub fn system(home: Option<&Path>, extra: &[PathBuf]) -> Self {
        let mut folders = extra.to_vec();
        folders.extend(scan::system_folders(home));
        Self::scan(&folders)
    }

    /// The fonts below these folders only.
    #[must_use]
    pub fn scan(folders: &[PathBuf]) -> Self {
        let Scanned { fonts, damaged } = scan::faces(folders);
        let mut by_family: BTreeMap<String, Vec<FontId>> = BTreeMap::new();
        for font in &fonts {
            for family in font.families() {
                let faces = by_family.entry(family.to_lowercase()).or_default();
                if faces.last() != Some(&font.id()) {
                    faces.push(font.id());
                }
            }
        }
        Self {
            fonts,
            damaged: damaged.iter().map(|family| family.to_lowercase()).collect(),
            by_family,
            resolved: Mutex::default(),
            fallbacks: Mutex::default(),
            last_resort: OnceLock::new(),
        }
    }

    /// The face with this number.
    ///
    /// # Panics
    /// Where the number is of another library.
    #[must_use]
    pub fn font(&self, id: FontId) -> &Font {
        &self.fonts[id.0 as usize]
    }

    /// All faces, in the order of their numbers.
    #[must_use]
    pub fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// The installed families, by name.
    #[must_use]
    pub fn families(&self) -> Vec<Family> {
        let mut families: BTreeMap<&str, (Vec<String>, Vec<u16>)> = BTreeMap::new();
        for font in &self.fonts {
            let (others, weights) = families.entry(font.family()).or_default();
            others.extend(font.families().iter().skip(1).cloned());
            weights.push(font.weight());
        }
        families
            .into_iter()
            .map(|(name, (mut other_names, mut weights))| {
                other_names.sort();
                other_names.dedup();
                weights.sort_unstable();
                weights.dedup();
                Family { name: name.to_owned(), other_names, weights }
            })
            .collect()
    }

    /// Whether a family of this name is installed; case is ignored.
    #[must_use]
    pub fn has_family(&self, name: &str) -> bool {
        self.by_family.contains_key(&name.to_lowercase())
    }

    /// Whether a family of this name is there and no text can be set from it: its file is damaged or says nothing of its
    /// characters. It counts as not installed.
    #[must_use]
    pub fn is_damaged(&self, name: &str) -> bool {
        !self.has_family(name) && self.damaged.contains(&name.to_lowercase())
    }

    /// The face of the first installed family of a stack, nearest to its weight; where none is installed, the face
    /// that missing characters are looked for in first. `None` only where no font is installed at all.
    #[must_use]
    pub fn first(&self, stack: &FontStack) -> Option<FontId> {
        let resolved = self.resolve(stack);
        resolved
            .general
            .first()
            .copied()
            .or_else(|| self.last_resort().first().and_then(|family| self.nearest(family, stack.weight)))
    }

    /// The stack as far as it is installed; remembered.
    pub(crate) fn resolve(&self, stack: &FontStack) -> Arc<Resolved> {
        let mut known = self.resolved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(stack) {
            return Arc::clone(found);
        }
        let mut resolved = Resolved::default();
        for (families, faces) in [
            (stack.latin.as_deref().unwrap_or_default(), &mut resolved.latin),
            (stack.families.as_slice(), &mut resolved.general),
        ] {
            for family in families {
                match self.nearest(family, stack.weight) {
                    Some(id) => faces.push(id),
                    None => resolved.missing.push(family.clone()),
                }
            }
        }
        let general = resolved.general.clone();
        resolved.latin.extend(general);
        let resolved = Arc::new(resolved);
        known.insert(stack.clone(), Arc::clone(&resolved));
        resolved
    }

    /// A face outside the stack that has this character: Chinese families first, then all others by name, emoji
    /// families first where the character is one. Remembered.
    pub(crate) fn fallback(&self, character: char, weight: u16) -> Option<FontId> {
        let mut known = self.fallbacks.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry((character, weight)).or_insert_with(|| {
            let is_emoji = matches!(character, '\u{1F000}'..='\u{1FAFF}');
            let families = self.last_resort();
            let (emoji, rest): (Vec<&String>, Vec<&String>) =
                families.iter().partition(|family| is_emoji && family.contains("emoji"));
            emoji
                .into_iter()
                .chain(rest)
                .filter_map(|family| self.nearest(family, weight))
                .find(|id| self.font(*id).has(character))
        })
    }

    /// The upright face of a family nearest to a weight: of two as near, the lighter for light texts (under 500) and
    /// the heavier for others, as CSS Fonts 4 §5.2 leans.
    fn nearest(&self, family: &str, weight: u16) -> Option<FontId> {
        let faces = self.by_family.get(&family.to_lowercase())?;
        faces.iter().copied().min_by_key(|id| {
            let font = self.font(*id);
            let against_the_lean = (font.weight() < weight) != (weight < 500);
            (!font.is_upright(), font.weight().abs_diff(weight), against_the_lean, id.0)
        })
    }

    fn last_resort(&self) -> &[String] {
        self.last_resort.get_or_init(|| {
            let mut families: Vec<(u8, String)> = self
                .fonts
                .iter()
                .map(|font| font.family().to_lowercase())
                .map(|name| (rank(&name), name))
                .collect();
            families.sort();
            families.dedup();
            families.into_iter().map(|(_, name)| name).collect()
        })
    }
}

/// Where a family stands in the search for a character that its stack lacks: Song faces of Simplified Chinese, other
/// faces of it, other Chinese, Japanese and Korean faces, the rest. Mono-spaced faces stand behind their kin.
fn rank(family: &str) -> u8 {
    let has = |parts: &[&str]| parts.iter().any(|part| family.contains(part));
    let simplified =
        has(&["cjk sc", "han serif sc", "han sans sc", "songti", "simsun", "stsong", "宋", "pingfang sc"]);
    let base = if simplified && has(&["serif", "song", "宋", "simsun"]) {
        0
    } else if simplified {
        2
    } else if has(&["cjk", "wenkai", "fandol", "source han", "hei", "kai", "ming"]) {
        4
    } else {
        6
    };
    base + u8::from(has(&["mono"]))
}
