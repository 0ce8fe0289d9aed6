//! How a module is dressed: what a page editor does to it beyond its place. All of it is data of the make-up.
//!
//! Places inside a module are counted from its own top left, in base columns and rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::act::Refused;
use crate::id::{PageId, PhotoId};
use crate::make_up::Area;
use crate::text::MOST_IN_LINE;

/// The rows that a drop cap may have.
const DROP_CAPS: std::ops::RangeInclusive<u8> = 2..=5;
/// How many corners a wrap's polygon may have.
const MOST_CORNERS: usize = 64;
/// How many lines a page editor may break a headline into.
const MOST_LINES: usize = 8;
/// How many notches, quotes, wraps or shared captions a module may have.
const MOST_PARTS: usize = 16;

/// How a module is dressed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields)]
pub struct Treatment {
    /// Where the headline stands.
    #[serde(skip_serializing_if = "HeadPlace::is_over")]
    #[ts(as = "Option<HeadPlace>")]
    pub head: HeadPlace,
    /// The headline's lines as the page editor broke it. They hold as long as they are the headline's words: words
    /// that nobody wrote are never printed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>")]
    pub lines: Vec<String>,
    /// What is behind the headline block (反白题).
    #[serde(skip_serializing_if = "Ground::is_paper")]
    #[ts(as = "Option<Ground>")]
    pub head_ground: Ground,
    /// The box around the headline block (题框).
    #[serde(skip_serializing_if = "Border::is_none")]
    #[ts(as = "Option<Border>")]
    pub head_border: Border,
    /// Where the kicker stands.
    #[serde(skip_serializing_if = "KickerPlace::is_above")]
    #[ts(as = "Option<KickerPlace>")]
    pub kicker: KickerPlace,
    /// The box around the module (框).
    #[serde(skip_serializing_if = "Border::is_none")]
    #[ts(as = "Option<Border>")]
    pub border: Border,
    /// What is behind the whole module (底纹, 反白).
    #[serde(skip_serializing_if = "Ground::is_paper")]
    #[ts(as = "Option<Ground>")]
    pub ground: Ground,
    /// The rows of the large first letter; 0: none.
    #[serde(skip_serializing_if = "is_zero")]
    #[ts(as = "Option<u8>")]
    pub drop_cap: u8,
    /// Whether fine rules stand between its text columns (栏线).
    #[serde(skip_serializing_if = "is_false")]
    #[ts(as = "Option<bool>")]
    pub column_rules: bool,
    /// What is cut out of the area: an L has one notch at a corner, a U one in the middle of a side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Area>>")]
    pub notches: Vec<Area>,
    /// Pulled quotes, each keeping the text clear of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Quote>>")]
    pub quotes: Vec<Quote>,
    /// How the text runs around pictures; around a picture that is not named, along its box.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Wrap>>")]
    pub wraps: Vec<Wrap>,
    /// Captions that several pictures share.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<CaptionBox>>")]
    pub captions: Vec<CaptionBox>,
    /// Whether credits run up the edge of their pictures instead of standing in the captions.
    #[serde(skip_serializing_if = "is_false")]
    #[ts(as = "Option<bool>")]
    pub edge_credits: bool,
    /// The page that the story comes from (上接).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>")]
    pub from: Option<PageId>,
    /// The page that the story goes on on (下转).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<String>")]
    pub to: Option<PageId>,
}

/// Where a headline block stands in its module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HeadPlace {
    /// 盖文: over all of its text.
    #[default]
    Over,
    /// 串文: over the first columns; the text runs beside and beneath it.
    Beside {
        /// How many base columns it takes.
        cols: u16,
    },
    /// 竖题: its lines run down, beside the text.
    Upright {
        /// How many base columns it takes.
        cols: u16,
        /// On which side of the text.
        side: Side,
    },
}

/// Where the kicker stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum KickerPlace {
    /// 引题: above the headline, in its middle where the style has it so.
    #[default]
    Above,
    /// 肩题: on the headline's left shoulder. Beside an upright headline it stands at the top in any case.
    Shoulder,
}

/// A side of a module.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// At the left.
    #[default]
    Left,
    /// At the right.
    Right,
}

/// What is behind text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Ground {
    /// A tint, in per cent of black; 0: the bare paper.
    pub tint: u8,
    /// Whether the text is reversed out of it (反白).
    pub reversed: bool,
}

/// The box around a module or a headline block.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Border {
    /// No box.
    #[default]
    None,
    /// A fine rule.
    Thin,
    /// A heavy rule.
    Thick,
    /// A heavy rule and a fine one within it (文武线).
    Double,
}

/// A pulled quote.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS)]
pub struct Quote {
    /// Its words: they must stand in the story's text.
    pub text: String,
    /// Where it stands.
    pub area: Area,
}

/// How the text runs around a picture.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields)]
pub struct Wrap {
    /// The picture.
    #[ts(type = "string")]
    pub photo: PhotoId,
    /// Along which outline; the picture is cut to it.
    #[serde(default, skip_serializing_if = "Shape::is_box")]
    #[ts(as = "Option<Shape>")]
    pub shape: Shape,
    /// Rows that stay free above and below it; `None`: the style's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u16>,
    /// 字 that stay free beside it; `None`: the style's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ems: Option<u16>,
}

/// The outline of a picture.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Shape {
    /// Its box.
    #[default]
    Box,
    /// The ellipse in its box.
    Round,
    /// A polygon.
    Polygon {
        /// Its corners, across and down, in thousandths of the box.
        points: Vec<[u16; 2]>,
    },
}

/// A caption that several pictures share.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, TS)]
pub struct CaptionBox {
    /// The pictures, in the order in which it speaks of them.
    #[ts(type = "Array<string>")]
    pub photos: Vec<PhotoId>,
    /// Where it stands.
    pub area: Area,
}

impl Treatment {
    /// Whether there is nothing special about the module.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the module has a box or a ground of its own, so that its text stands in from its edges.
    #[must_use]
    pub fn is_boxed(&self) -> bool {
        !self.border.is_none() || !self.ground.is_paper()
    }

    /// How the text runs around a picture.
    #[must_use]
    pub fn wrap(&self, photo: PhotoId) -> Option<&Wrap> {
        self.wraps.iter().find(|wrap| wrap.photo == photo)
    }

    /// What of it an area of another size can have: parts that would lie outside are left out.
    #[must_use]
    pub fn within(mut self, area: Area) -> Self {
        let fits = |inner: &Area| inner.lies_within(area.cols, area.rows);
        self.notches.retain(fits);
        self.quotes.retain(|quote| fits(&quote.area));
        self.captions.retain(|caption| fits(&caption.area));
        if let HeadPlace::Beside { cols } | HeadPlace::Upright { cols, .. } = &mut self.head {
            *cols = (*cols).min(area.cols);
        }
        self
    }

    /// Everything lies inside the module, and every number is one that a page can be made with.
    pub(crate) fn check(&self, area: Area) -> Result<(), Refused> {
        let invalid = |field: &'static str, value: String| Err(Refused::Invalid { field, value });
        if let HeadPlace::Beside { cols } | HeadPlace::Upright { cols, .. } = self.head
            && (cols == 0 || cols > area.cols)
        {
            return invalid("head", cols.to_string());
        }
        let characters: usize = self.lines.iter().map(|line| line.chars().count()).sum();
        if self.lines.len() > MOST_LINES || characters > MOST_IN_LINE {
            return invalid("lines", self.lines.len().to_string());
        }
        for ground in [self.ground, self.head_ground] {
            if ground.tint > 100 {
                return invalid("tint", ground.tint.to_string());
            }
        }
        if self.drop_cap != 0 && !DROP_CAPS.contains(&self.drop_cap) {
            return invalid("drop_cap", self.drop_cap.to_string());
        }
        if self.from.is_some() && self.from == self.to {
            return invalid("to", self.to.map(|page| page.to_string()).unwrap_or_default());
        }
        let parts = [
            ("notches", self.notches.clone()),
            ("quotes", self.quotes.iter().map(|quote| quote.area).collect()),
            ("captions", self.captions.iter().map(|caption| caption.area).collect()),
        ];
        for (field, areas) in parts {
            if areas.len() > MOST_PARTS {
                return invalid(field, areas.len().to_string());
            }
            if let Some(out) = areas.iter().find(|inner| !inner.lies_within(area.cols, area.rows)) {
                return invalid(field, out.written());
            }
        }
        self.check_wraps()
    }

    fn check_wraps(&self) -> Result<(), Refused> {
        let invalid = |value: String| Err(Refused::Invalid { field: "wraps", value });
        if self.wraps.len() > MOST_PARTS {
            return invalid(self.wraps.len().to_string());
        }
        for (n, wrap) in self.wraps.iter().enumerate() {
            if self.wraps[..n].iter().any(|before| before.photo == wrap.photo) {
                return invalid(wrap.photo.to_string());
            }
            if let Shape::Polygon { points } = &wrap.shape
                && (!(3..=MOST_CORNERS).contains(&points.len())
                    || points.iter().flatten().any(|thousandths| *thousandths > 1000))
            {
                return invalid(format!("{points:?}"));
            }
        }
        Ok(())
    }
}

impl HeadPlace {
    /// Whether it stands over all of its text.
    #[must_use]
    pub fn is_over(&self) -> bool {
        *self == Self::Over
    }
}

impl KickerPlace {
    /// Whether it stands where kickers stand by themselves.
    #[must_use]
    pub fn is_above(&self) -> bool {
        *self == Self::Above
    }
}

impl Ground {
    /// Whether there is nothing behind the text.
    #[must_use]
    pub fn is_paper(&self) -> bool {
        self.tint == 0
    }

    /// Whether the text is reversed out of what is behind it.
    #[must_use]
    pub fn reverses(&self) -> bool {
        self.reversed && !self.is_paper()
    }
}

impl Border {
    /// Whether there is no box.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
}

impl Shape {
    /// Whether it is the picture's box.
    #[must_use]
    pub fn is_box(&self) -> bool {
        *self == Self::Box
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const AREA: Area = Area { col: 0, row: 0, cols: 3, rows: 20 };

    fn field(treatment: &Treatment) -> Option<&'static str> {
        match treatment.check(AREA) {
            Err(Refused::Invalid { field, .. }) => Some(field),
            _ => None,
        }
    }

    #[test]
    fn a_plain_module_is_written_as_it_always_was() {
        let json = r#"{"story":"00000000-0000-0000-0000-000000000007","area":{"col":0,"row":0,"cols":3,"rows":20},"columns":null,"headline":null,"pictures":[]}"#;
        let module: crate::make_up::Module = serde_json::from_str(json).unwrap();
        assert!(module.treatment.is_plain());
        assert_eq!(serde_json::to_string(&module).unwrap(), json);
    }

    #[test]
    fn a_treatment_is_read_back_as_it_was_written() {
        let photo = PhotoId(Uuid::from_u128(3));
        let treatment = Treatment {
            head: HeadPlace::Upright { cols: 1, side: Side::Right },
            lines: vec!["接诉".into(), "即办".into()],
            ground: Ground { tint: 100, reversed: true },
            border: Border::Double,
            drop_cap: 3,
            notches: vec![Area { col: 2, row: 10, cols: 1, rows: 10 }],
            wraps: vec![Wrap { photo, shape: Shape::Round, rows: None, ems: Some(2) }],
            to: Some(PageId(Uuid::from_u128(5))),
            ..Treatment::default()
        };
        assert_eq!(field(&treatment), None);
        let json = serde_json::to_string(&treatment).unwrap();
        assert_eq!(serde_json::from_str::<Treatment>(&json).unwrap(), treatment);
    }

    #[test]
    fn what_no_page_can_be_made_with_is_refused_by_its_name() {
        let plain = Treatment::default;
        let outside = Area { col: 2, row: 0, cols: 2, rows: 3 };
        let wrap = |points: Vec<[u16; 2]>| Wrap {
            photo: PhotoId(Uuid::from_u128(3)),
            shape: Shape::Polygon { points },
            rows: None,
            ems: None,
        };
        for (wanted, treatment) in [
            ("head", Treatment { head: HeadPlace::Beside { cols: 4 }, ..plain() }),
            ("head", Treatment { head: HeadPlace::Upright { cols: 0, side: Side::Left }, ..plain() }),
            ("lines", Treatment { lines: vec!["字".into(); 9], ..plain() }),
            ("tint", Treatment { ground: Ground { tint: 101, reversed: false }, ..plain() }),
            ("drop_cap", Treatment { drop_cap: 1, ..plain() }),
            ("notches", Treatment { notches: vec![outside], ..plain() }),
            ("quotes", Treatment { quotes: vec![Quote { text: "字".into(), area: outside }], ..plain() }),
            ("wraps", Treatment { wraps: vec![wrap(vec![[0, 0], [1000, 0]])], ..plain() }),
            ("wraps", Treatment { wraps: vec![wrap(vec![[0, 0], [1001, 0], [0, 9]])], ..plain() }),
        ] {
            assert_eq!(field(&treatment), Some(wanted));
        }
    }
}
