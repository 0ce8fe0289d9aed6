//! The style of what a page editor dresses modules with: boxes, quotes, drop caps, jump lines, tables. A sheet that says
//! nothing of it has what stands here.

use broadsheet_units::Length;
use serde::{Deserialize, Serialize};

use crate::written::points;

/// Numbers and words of module treatments.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DressStyle {
    /// Pulled quotes, in the deck's face.
    pub quote: QuoteStyle,
    /// Rows that stay free above and below pictures, quotes and heads beside text.
    pub stand_off_rows: u16,
    /// 字 that stay free beside them.
    pub stand_off_ems: u16,
    /// From a box to its text, in 字.
    pub padding: u16,
    /// Jump lines, in the credit's face.
    pub jump: JumpStyle,
    /// Credits at the edges of pictures, in the credit's face, in 点.
    #[serde(with = "points")]
    pub edge_credit: Length,
}

/// Pulled quotes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QuoteStyle {
    /// The largest size, in 点.
    #[serde(with = "points")]
    pub most: Length,
    /// The smallest, in 点.
    #[serde(with = "points")]
    pub least: Length,
    /// The rules above and below, in 点; 0 sets none.
    #[serde(with = "points")]
    pub rule: Length,
}

/// The lines that lead from page to page; `{page}` is where.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JumpStyle {
    /// 下转.
    pub to: String,
    /// 上接.
    pub from: String,
    /// How a page that is a number only is named (第3).
    pub numbered: String,
}

impl Default for DressStyle {
    fn default() -> Self {
        Self {
            quote: QuoteStyle::default(),
            stand_off_rows: 1,
            stand_off_ems: 1,
            padding: 1,
            jump: JumpStyle::default(),
            edge_credit: Length::from_points(6.5),
        }
    }
}

impl Default for QuoteStyle {
    fn default() -> Self {
        Self { most: Length::points(16), least: Length::points(10), rule: Length::points(1) }
    }
}

impl Default for JumpStyle {
    fn default() -> Self {
        Self {
            to: "（下转{page}版）".to_owned(),
            from: "（上接{page}版）".to_owned(),
            numbered: "第{page}".to_owned(),
        }
    }
}

impl JumpStyle {
    /// 下转第3版, 下转A03版.
    pub(crate) fn words_to(&self, number: &str) -> String {
        self.to.replace("{page}", &self.page(number))
    }

    /// 上接第1版.
    pub(crate) fn words_from(&self, number: &str) -> String {
        self.from.replace("{page}", &self.page(number))
    }

    fn page(&self, number: &str) -> String {
        let digits = number.trim_start_matches('0');
        if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) {
            self.numbered.replace("{page}", digits)
        } else {
            number.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_line_names_its_page_as_a_reader_would() {
        let jump = JumpStyle::default();
        assert_eq!(jump.words_to("3"), "（下转第3版）");
        assert_eq!(jump.words_to("03"), "（下转第3版）");
        assert_eq!(jump.words_from("A03"), "（上接A03版）");
        let english = JumpStyle { to: "Continued on Page {page}".into(), numbered: "{page}".into(), ..jump };
        assert_eq!(english.words_to("A3"), "Continued on Page A3");
        assert_eq!(english.words_to("3"), "Continued on Page 3");
    }
}
