//! The paper's sizes, by their trade names.

use serde::{Deserialize, Serialize};

use crate::act::Refused;

/// The paper's size, by its trade name; the measures are the style sheet's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Format {
    /// 四开.
    #[serde(rename = "四开")]
    Quarto,
    /// 对开.
    #[serde(rename = "对开")]
    Folio,
    /// The English broadsheet.
    #[serde(rename = "broadsheet")]
    Broadsheet,
    /// The English tabloid.
    #[serde(rename = "tabloid")]
    Tabloid,
    /// Berliner.
    #[serde(rename = "berliner")]
    Berliner,
}

impl Format {
    /// Every size.
    pub const ALL: [Self; 5] = [Self::Quarto, Self::Folio, Self::Broadsheet, Self::Tabloid, Self::Berliner];

    /// The trade name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Quarto => "四开",
            Self::Folio => "对开",
            Self::Broadsheet => "broadsheet",
            Self::Tabloid => "tabloid",
            Self::Berliner => "berliner",
        }
    }

    /// Base columns of the grid (TYPOGRAPHY.md §2).
    #[must_use]
    pub fn columns(self) -> u16 {
        match self {
            Self::Quarto | Self::Broadsheet => 6,
            Self::Folio => 8,
            Self::Tabloid | Self::Berliner => 5,
        }
    }

    /// Whole rows of the type area (TYPOGRAPHY.md §2).
    #[must_use]
    pub fn rows(self) -> u16 {
        match self {
            Self::Quarto => 88,
            Self::Folio => 123,
            Self::Broadsheet => 135,
            Self::Tabloid => 84,
            Self::Berliner => 107,
        }
    }
}

impl std::str::FromStr for Format {
    type Err = Refused;

    fn from_str(written: &str) -> Result<Self, Refused> {
        let known = Self::ALL.into_iter().find(|format| format.name() == written);
        known.ok_or_else(|| Refused::Invalid { field: "format", value: written.to_owned() })
    }
}
