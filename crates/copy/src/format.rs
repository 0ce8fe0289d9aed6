//! What a page is made up on: one sheet of a size that has a trade name, or two of them side by side as one (通版).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::act::Refused;

/// A paper's size, by its trade name; the measures are the style sheet's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Paper {
    /// 四开.
    Quarto,
    /// 对开.
    Folio,
    /// The English broadsheet.
    Broadsheet,
    /// The English tabloid.
    Tabloid,
    /// Berliner.
    Berliner,
}

impl Paper {
    /// Every size.
    pub const ALL: [Self; 5] = [Self::Quarto, Self::Folio, Self::Broadsheet, Self::Tabloid, Self::Berliner];

    /// The trade names: of one page, and of a spread.
    const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Quarto => ["四开", "四开通版"],
            Self::Folio => ["对开", "对开通版"],
            Self::Broadsheet => ["broadsheet", "broadsheet-spread"],
            Self::Tabloid => ["tabloid", "tabloid-spread"],
            Self::Berliner => ["berliner", "berliner-spread"],
        }
    }

    /// Base columns: of one page, and of a spread (TYPOGRAPHY.md §2).
    const fn columns(self) -> [u16; 2] {
        match self {
            Self::Quarto | Self::Broadsheet => [6, 12],
            Self::Folio => [8, 18],
            Self::Tabloid | Self::Berliner => [5, 10],
        }
    }

    /// Whole rows of the type area (TYPOGRAPHY.md §2).
    const fn rows(self) -> u16 {
        match self {
            Self::Quarto => 88,
            Self::Folio => 123,
            Self::Broadsheet => 135,
            Self::Tabloid => 84,
            Self::Berliner => 107,
        }
    }
}

/// One page of a size, or a spread: two facing pages made up and printed as one, over the fold between them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Format {
    /// The size of one page.
    pub paper: Paper,
    /// Whether it is two of them.
    pub spread: bool,
}

impl Format {
    /// A page of 四开.
    pub const QUARTO: Self = Self::page(Paper::Quarto);
    /// A page of 对开.
    pub const FOLIO: Self = Self::page(Paper::Folio);

    /// One page.
    #[must_use]
    pub const fn page(paper: Paper) -> Self {
        Self { paper, spread: false }
    }

    /// Two pages as one.
    #[must_use]
    pub const fn spread(paper: Paper) -> Self {
        Self { paper, spread: true }
    }

    /// Every format: the pages, then the spreads.
    pub fn all() -> impl Iterator<Item = Self> {
        Paper::ALL.into_iter().map(Self::page).chain(Paper::ALL.into_iter().map(Self::spread))
    }

    /// The trade name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.paper.names()[usize::from(self.spread)]
    }

    /// Base columns of the grid. A spread's are even in number, so that the fold falls between two of them.
    #[must_use]
    pub fn columns(self) -> u16 {
        self.paper.columns()[usize::from(self.spread)]
    }

    /// Whole rows of the type area.
    #[must_use]
    pub fn rows(self) -> u16 {
        self.paper.rows()
    }
}

impl std::str::FromStr for Format {
    type Err = Refused;

    fn from_str(written: &str) -> Result<Self, Refused> {
        let known = Self::all().find(|format| format.name() == written);
        known.ok_or_else(|| Refused::Invalid { field: "format", value: written.to_owned() })
    }
}

/// Written by its trade name, as logs and style sheets have it.
impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        written.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_written_by_its_trade_name() {
        for format in Format::all() {
            let written = serde_json::to_string(&format).unwrap();
            assert_eq!(written, format!("\"{}\"", format.name()));
            assert_eq!(serde_json::from_str::<Format>(&written).unwrap(), format);
        }
        assert_eq!("四开通版".parse(), Ok(Format::spread(Paper::Quarto)));
        assert_eq!("对开".parse(), Ok(Format::FOLIO));
        let unknown = Refused::Invalid { field: "format", value: "八开".into() };
        assert_eq!("八开".parse::<Format>(), Err(unknown));
        assert!(serde_json::from_str::<Format>("\"八开\"").is_err());
    }

    #[test]
    fn the_fold_of_a_spread_falls_between_two_columns() {
        for paper in Paper::ALL {
            let (page, spread) = (Format::page(paper), Format::spread(paper));
            assert_eq!(spread.columns() % 2, 0, "{paper:?}");
            assert!(spread.columns() >= page.columns() * 2, "{paper:?}");
            assert_eq!(spread.rows(), page.rows());
        }
    }
}
