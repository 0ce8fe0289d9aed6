//! How a title's pages go to the press, as data: nothing of it moves a line. A sheet that says nothing of it has what
//! stands here.

use broadsheet_units::Length;
use serde::{Deserialize, Serialize};

use crate::frame::Ink;
use crate::range::is_ink;
use crate::written::{millimetres_option, points_option};

/// What the press house has asked for.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PressStyle {
    /// The printing condition, by the name of its profile.
    pub profile: String,
    /// The largest sum of the four inks, in per cent, where it is less than the profile allows.
    pub ink_limit: Option<u16>,
    /// The member of PDF/X that pages are signed for.
    pub standard: PressStandard,
    /// The names of the page files; `{date}` is the date (20221118), `{page}` the page's number.
    pub file_name: String,
    /// Spot colours, each with the process inks that stand for it.
    pub spots: Vec<SpotStyle>,
    /// What of black ink overprints.
    pub overprint: OverprintStyle,
    /// How much pictures are sharpened at the size at which they are printed, in per cent; 0: not at all.
    pub sharpening: u16,
}

/// A member of PDF/X.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PressStandard {
    /// PDF/X-4.
    #[default]
    X4,
    /// PDF/X-1a:2003.
    X1a,
}

/// A spot colour.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpotStyle {
    /// The name of its plate, as the print house knows the ink.
    pub name: String,
    /// The inks that stand for it, and for which it is printed.
    pub stands_for: Ink,
}

/// What of black ink overprints; what is larger knocks out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OverprintStyle {
    /// Text up to this size, in 点; all of it where nothing is said.
    #[serde(with = "points_option")]
    pub text: Option<Length>,
    /// Rules up to this thickness; all of them where it is null.
    #[serde(with = "millimetres_option")]
    pub rules_mm: Option<Length>,
}

impl Default for PressStyle {
    fn default() -> Self {
        Self {
            profile: "newsprint".to_owned(),
            ink_limit: None,
            standard: PressStandard::default(),
            file_name: "{date}-{page}".to_owned(),
            spots: Vec::new(),
            overprint: OverprintStyle::default(),
            sharpening: 0,
        }
    }
}

impl Default for OverprintStyle {
    fn default() -> Self {
        Self { text: None, rules_mm: Some(Length::from_mm(2.0)) }
    }
}

impl PressStyle {
    /// The name of a page's file, without its ending.
    #[must_use]
    pub fn page_file(&self, date: chrono::NaiveDate, number: &str) -> String {
        self.file_name.replace("{date}", &date.format("%Y%m%d").to_string()).replace("{page}", number)
    }

    /// What is out of range in it.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let named = |name: &str| !name.trim().is_empty() && !name.chars().any(char::is_control);
        let spot = |spot: &SpotStyle| {
            let Ink { c, m, y, .. } = spot.stands_for;
            // What black alone stands for would take all text from its plate.
            named(&spot.name) && !is_plate(&spot.name) && (c, m, y) != (0, 0, 0) && is_ink(spot.stands_for)
        };
        let twice = |at: usize, spot: &SpotStyle| {
            let before = self.spots.iter().take(at);
            before.into_iter().any(|one| one.name == spot.name || one.stands_for == spot.stands_for)
        };
        let spots =
            self.spots.iter().all(spot) && !self.spots.iter().enumerate().any(|(at, spot)| twice(at, spot));
        match self {
            _ if !named(&self.profile) => Some("press.profile"),
            _ if self.ink_limit.is_some_and(|limit| !(100..=400).contains(&limit)) => Some("press.ink_limit"),
            _ if !is_pattern(&self.file_name) => Some("press.file_name"),
            _ if !spots => Some("press.spots"),
            _ if self.sharpening > 300 => Some("press.sharpening"),
            _ => None,
        }
    }
}

/// The names of plates that are there anyhow, and those that stand for all plates or for none (ISO 32000-1, 8.6.6.4).
fn is_plate(name: &str) -> bool {
    ["All", "None", "Cyan", "Magenta", "Yellow", "Black"].iter().any(|plate| name.eq_ignore_ascii_case(plate))
}

/// Whether files can be named so, on every system. Two pages, or one page of two days, must not have one name.
fn is_pattern(name: &str) -> bool {
    let rest = name.replace("{date}", "").replace("{page}", "");
    let plain = !rest.chars().any(|c| c.is_control() || "/\\:*?\"<>|{}".contains(c));
    let tells = name.contains("{date}") && name.contains("{page}");
    tells && plain && name.len() <= 100 && !name.starts_with(['.', ' ']) && !name.ends_with(['.', ' '])
}
