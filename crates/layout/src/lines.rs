//! How a title's lines are made: the composer's options as a style sheet writes them.

use broadsheet_typeset::{Hyphens, Letterfit, LineOptions, Punctuation, Strictness};
use serde::{Deserialize, Serialize};

/// How lines are broken, squeezed and filled. What a sheet leaves out is as Chinese newspapers do it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LineStyle {
    /// 避头尾.
    pub line_break: LineBreak,
    /// 标点挤压.
    pub punctuation: Marks,
    /// Whether body text stands on a strict character grid.
    pub character_grid: bool,
    /// Where and how often words are divided.
    pub hyphens: HyphenStyle,
    /// How far letters may move and widen to spare the blanks between words.
    pub letterfit: LetterfitStyle,
    /// Whether marks of Latin text stand outside the column's edges in part.
    pub hanging: bool,
}

/// The levels of 避头尾: `line-break` of CSS Text 3.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineBreak {
    /// All marks kept.
    #[default]
    Strict,
    /// Small kana, ー and 〜 may start a line.
    Normal,
    /// So may ！？：；・, iteration marks, and units and signs away from numbers.
    Loose,
}

/// How much blank full-width marks carry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// 全角式.
    #[default]
    Quanjiao,
    /// 开明式.
    Kaiming,
    /// 半角式.
    Banjiao,
}

/// Where and how often words are divided.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HyphenStyle {
    /// The fewest letters before a hyphen.
    pub before: u8,
    /// The fewest letters behind it.
    pub after: u8,
    /// How many lines in succession may end with a hyphen; 0: as many as there are.
    pub in_succession: u8,
}

impl Default for HyphenStyle {
    fn default() -> Self {
        let Hyphens { before, after, in_succession } = Hyphens::default();
        Self { before, after, in_succession }
    }
}

/// How far letters may move and widen, in thousandths of the em and of their width.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LetterfitStyle {
    /// Between two letters.
    pub tracking: u16,
    /// Of each letter.
    pub scaling: u16,
}

impl LineBreak {
    /// As the composer takes it.
    #[must_use]
    pub const fn strictness(self) -> Strictness {
        match self {
            Self::Strict => Strictness::Strict,
            Self::Normal => Strictness::Normal,
            Self::Loose => Strictness::Loose,
        }
    }
}

impl LineStyle {
    /// Letters that are moved or widened by more than a tenth are no longer the same type.
    pub(crate) fn is_in_range(&self) -> bool {
        self.letterfit.tracking <= 100 && self.letterfit.scaling <= 100
    }

    /// The composer's options for body text.
    pub(crate) fn options(&self) -> LineOptions {
        let HyphenStyle { before, after, in_succession } = self.hyphens;
        let LetterfitStyle { tracking, scaling } = self.letterfit;
        LineOptions {
            strictness: self.line_break.strictness(),
            punctuation: match self.punctuation {
                Marks::Quanjiao => Punctuation::Full,
                Marks::Kaiming => Punctuation::Kaiming,
                Marks::Banjiao => Punctuation::Half,
            },
            hyphens: Hyphens { before, after, in_succession },
            letterfit: Letterfit { tracking, scaling },
            hang: self.hanging,
            grid: self.character_grid,
            ..LineOptions::default()
        }
    }
}
