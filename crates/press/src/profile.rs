//! The condition of paper, ink and press that a file is made for: an ICC output profile, and what is said of it.

use std::fmt;
use std::sync::{Arc, LazyLock};

use moxcms::{ColorProfile, DataColorSpace, ProfileClass, ProfileText};

use crate::Standard;
use crate::colour::PressColour;

/// The condition of paper, ink and press that the file is made for.
#[derive(Clone, PartialEq, Eq)]
pub struct PressProfile {
    /// The ICC output profile; CMYK.
    pub icc: Arc<[u8]>,
    /// The name by which print houses know the printing condition (`OutputConditionIdentifier`).
    pub identifier: String,
    /// Whether that name is one of the ICC's registry of printing conditions.
    pub registered: bool,
    /// The condition in words, for the output intent and the reader.
    pub name: String,
    /// The largest sum of the four inks, in per cent.
    pub ink_limit: u16,
}

/// Why a file is no profile that a press can be served with.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProfileFault {
    /// It is no ICC profile.
    #[error("it is no ICC profile")]
    NotIcc,
    /// It breaks off.
    #[error("it has {is} of its {said} bytes")]
    CutShort {
        /// How many bytes it says that it has.
        said: u64,
        /// How many it has.
        is: u64,
    },
    /// It is of a later version of the ICC's specification than the file may hold.
    #[error("it is of version {found}, after {newest}")]
    Version {
        /// Its version.
        found: u8,
        /// The latest that may be.
        newest: u8,
    },
    /// It is not for an output device.
    #[error("it is of class {0}")]
    Class(String),
    /// It is not for CMYK.
    #[error("it is for {0}")]
    Space(String),
    /// It has no table from colours to inks, or none from inks to colours.
    #[error("it lacks a table between colours and inks")]
    NoTables,
    /// Its tables cannot be read.
    #[error("its tables cannot be read")]
    Damaged,
}

impl ProfileFault {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotIcc => "profile-not-icc",
            Self::CutShort { .. } => "profile-cut-short",
            Self::Version { .. } => "profile-version",
            Self::Class(_) => "profile-class",
            Self::Space(_) => "profile-space",
            Self::NoTables => "profile-tables",
            Self::Damaged => "profile-damaged",
        }
    }
}

/// Coldset newsprint.
static NEWSPRINT: LazyLock<Arc<[u8]>> = LazyLock::new(|| {
    Arc::from(include_bytes!("../../../assets/icc/newsprint-snap-tr002-tac240.icc").as_slice())
});

impl PressProfile {
    /// A profile that comes with the program, by the name by which style sheets call it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        (name == "newsprint").then(Self::newsprint)
    }

    /// The names of the profiles that come with the program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ["newsprint"].into_iter()
    }

    /// Coldset newsprint after CGATS TR 002 with 240 % total ink: what is used unless a title asks for another.
    #[must_use]
    pub fn newsprint() -> Self {
        Self {
            icc: Arc::clone(&NEWSPRINT),
            identifier: "CGATS TR 002".to_owned(),
            registered: true,
            name: "Coldset newsprint (SNAP, CGATS TR 002), total ink 240 %".to_owned(),
            ink_limit: 240,
        }
    }

    /// Whether a file of the standard may hold it: PDF 1.4, of which the flat ones are, knows version 2 of the ICC's
    /// specification, PDF 1.6 version 4 too.
    ///
    /// # Errors
    /// The version that is too new, with the newest that may be.
    pub fn fits(&self, standard: Standard) -> Result<(), ProfileFault> {
        let newest = match standard {
            Standard::X4 => 4,
            Standard::X1a => 2,
        };
        let found = version(&self.icc);
        if found > newest { Err(ProfileFault::Version { found, newest }) } else { Ok(()) }
    }

    /// Proves that pictures can be printed and shown through it: it is whole, and both ways through it are gone once.
    ///
    /// # Errors
    /// What is wrong with its file.
    pub fn prove(&self) -> Result<(), ProfileFault> {
        PressColour::open(self)?.prove()
    }
}

/// What a profile says that it is for, in its own words.
#[must_use]
pub fn profile_description(icc: &[u8]) -> Option<String> {
    let text = match ColorProfile::new_from_slice(icc).ok()?.description? {
        ProfileText::PlainString(text) => text,
        ProfileText::Localizable(texts) => {
            let english = texts.iter().position(|text| text.language == "en").unwrap_or(0);
            texts.into_iter().nth(english)?.value
        }
        ProfileText::Description(text) => text.ascii_string,
    };
    let text = text.trim_matches(|c: char| c.is_control() || c.is_whitespace());
    (!text.is_empty()).then(|| text.to_owned())
}

/// The bytes of an ICC profile's header and the number of its tags (ICC.1:2010, 7.2 and 7.3).
const HEADER: usize = 132;

/// The version of the ICC's specification that a profile is of.
fn version(icc: &[u8]) -> u8 {
    icc.get(8).copied().unwrap_or(0)
}

/// Opens a press profile.
pub(crate) fn open(icc: &[u8]) -> Result<ColorProfile, ProfileFault> {
    let field = |at: usize| icc.get(at..at + 4).map(|field| String::from_utf8_lossy(field).trim().to_owned());
    let number = |at: usize| icc.get(at..)?.first_chunk::<4>().map(|field| u32::from_be_bytes(*field));
    if field(36).as_deref() != Some("acsp") {
        return Err(ProfileFault::NotIcc);
    }
    let is = u64::try_from(icc.len()).unwrap_or(u64::MAX);
    let said = number(0).map_or(0, u64::from);
    if said > is || icc.len() < HEADER {
        return Err(ProfileFault::CutShort { said, is });
    }
    let found = version(icc);
    if found > 4 {
        return Err(ProfileFault::Version { found, newest: 4 });
    }
    if let Some(class) = field(12).filter(|class| class != "prtr") {
        return Err(ProfileFault::Class(class));
    }
    if let Some(space) = field(16).filter(|space| space != "CMYK") {
        return Err(ProfileFault::Space(space));
    }
    let tags = usize::try_from(number(HEADER - 4).unwrap_or(0)).unwrap_or(usize::MAX);
    for tag in 0..tags.min(icc.len()) {
        let at = HEADER + tag * 12;
        let (Some(from), Some(length)) = (number(at + 4), number(at + 8)) else {
            return Err(ProfileFault::Damaged);
        };
        if u64::from(from) + u64::from(length) > is {
            return Err(ProfileFault::Damaged);
        }
    }
    let profile = ColorProfile::new_from_slice(icc).map_err(|_| ProfileFault::Damaged)?;
    if (profile.color_space, profile.profile_class) != (DataColorSpace::Cmyk, ProfileClass::OutputDevice) {
        return Err(ProfileFault::Damaged);
    }
    let to_inks = profile.lut_b_to_a_perceptual.is_some() || profile.lut_b_to_a_colorimetric.is_some();
    let to_colours = profile.lut_a_to_b_perceptual.is_some() || profile.lut_a_to_b_colorimetric.is_some();
    if to_inks && to_colours { Ok(profile) } else { Err(ProfileFault::NoTables) }
}

impl Default for PressProfile {
    fn default() -> Self {
        Self::newsprint()
    }
}

impl fmt::Debug for PressProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = f.debug_struct("PressProfile");
        told.field("icc_length", &self.icc.len()).field("identifier", &self.identifier);
        // The digest of a job is made of this: jobs of registered conditions keep those that they had before there were
        // others.
        if !self.registered {
            told.field("registered", &self.registered);
        }
        told.field("name", &self.name).field("ink_limit", &self.ink_limit).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with newsprint's profile once these bytes stand in it.
    fn spoilt(at: usize, bytes: &[u8]) -> Result<(), ProfileFault> {
        let mut icc = NEWSPRINT.to_vec();
        icc[at..at + bytes.len()].copy_from_slice(bytes);
        PressProfile { icc: icc.into(), ..PressProfile::newsprint() }.prove()
    }

    fn of_bytes(icc: &[u8]) -> Result<(), ProfileFault> {
        PressProfile { icc: icc.into(), ..PressProfile::newsprint() }.prove()
    }

    #[test]
    fn a_file_that_no_press_can_be_served_with_is_refused_for_what_it_is() {
        assert_eq!(PressProfile::newsprint().prove(), Ok(()));
        assert_eq!(of_bytes(b""), Err(ProfileFault::NotIcc));
        assert_eq!(of_bytes(b"%PDF-1.6"), Err(ProfileFault::NotIcc));
        assert_eq!(spoilt(12, b"mntr"), Err(ProfileFault::Class("mntr".to_owned())));
        assert_eq!(spoilt(16, b"RGB "), Err(ProfileFault::Space("RGB".to_owned())));
        assert_eq!(spoilt(8, &[5]), Err(ProfileFault::Version { found: 5, newest: 4 }));
        let whole = NEWSPRINT.len();
        for length in [40, 128, 131, 200, whole / 2, whole - 1] {
            let (said, is) = (whole as u64, length as u64);
            assert_eq!(of_bytes(&NEWSPRINT[..length]), Err(ProfileFault::CutShort { said, is }), "{length}");
        }
        // A tag that lies behind the end.
        assert_eq!(spoilt(HEADER + 4, &[0xff; 4]), Err(ProfileFault::Damaged));
        // A profile without one of its tables: the tags are there under names that nobody knows.
        let named = |name: &[u8; 3]| {
            let mut icc = NEWSPRINT.to_vec();
            let tags = usize::try_from(u32::from_be_bytes(*icc[128..].first_chunk().unwrap())).unwrap();
            for tag in 0..tags {
                let at = HEADER + tag * 12;
                if icc[at..].starts_with(name) {
                    icc[at..at + 3].copy_from_slice(b"zzz");
                }
            }
            of_bytes(&icc)
        };
        assert_eq!(named(b"B2A"), Err(ProfileFault::NoTables));
        assert_eq!(named(b"A2B"), Err(ProfileFault::NoTables));
    }

    #[test]
    fn a_flat_file_holds_no_profile_of_version_4() {
        let mut icc = NEWSPRINT.to_vec();
        icc[8] = 4;
        let new = PressProfile { icc: icc.into(), ..PressProfile::newsprint() };
        assert_eq!(new.fits(Standard::X4), Ok(()));
        assert_eq!(new.fits(Standard::X1a), Err(ProfileFault::Version { found: 4, newest: 2 }));
        assert_eq!(PressProfile::newsprint().fits(Standard::X1a), Ok(()));
    }

    #[test]
    fn a_profile_says_what_it_is_for() {
        let said = profile_description(&NEWSPRINT).expect("a description");
        assert!(said.is_ascii() && said.len() > 4, "{said:?}");
        assert_eq!(profile_description(b"no profile"), None);
    }
}
