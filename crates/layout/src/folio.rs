//! The folio (报眉): page number and section, the title, date and names, and the thick and thin rule beneath.

use broadsheet_copy::byline::Byline;
use broadsheet_copy::number;
use broadsheet_units::{Length, Point, Rect};
use chrono::{Datelike, NaiveDate};

use crate::frame::{Ink, Role};
use crate::grid::Hand;
use crate::head::{add_missing, has_names};
use crate::matter::{Matter, Wording};
use crate::notice::{Finding, Notice, Place};
use crate::plan::Folio;
use crate::shop::{OneLine, Shop};
use crate::style::Face;

/// White between the folio's text and its rule, in 点.
const ABOVE_RULE: i32 = 5;
/// White between the thick rule and the thin one, in thousandths of a 点.
const BETWEEN_RULES: i64 = 1200;

/// Sets the folio, from the top left corner of the type area: it stands above, so its places are negative. On a
/// left-hand page, on a spread, and where the sheet is not mirrored, number and section stand at the left and date and
/// names at the right; else the other way round. A spread has one folio for both of its pages; the title, elsewhere in
/// the middle, stands in the middle of its left half, so that the fold does not run through it.
pub(crate) fn set(shop: &Shop<'_>, folio: &Folio, hand: Hand) -> Matter {
    let style = &shop.style.folio;
    let rules = &shop.style.rules;
    let width = shop.grid.type_area.width;
    let mut matter = Matter::default();
    let thin_top = -style.rule_above;
    let thick_top = thin_top - Length::points(1).mul_ratio(BETWEEN_RULES, 1000) - rules.thick;
    let baseline = thick_top - Length::points(ABOVE_RULE);
    let turned = style.mirrored && hand == Hand::Right;
    let (gap, under) = (shop.grid.em, style.small_size.mul_ratio(3, 2));
    // Number and section at one edge, the title in the middle, date over names at the other.
    let number = label(shop, &number_in_words(&folio.number), &style.number, style.number_size);
    let section = folio.section.as_deref().unwrap_or_default();
    let section = label(shop, section, &style.section, style.section_size);
    let mut outer = Length::ZERO;
    for (n, label) in [number, section].into_iter().enumerate() {
        let Some(label) = label else { continue };
        let from = if n == 1 { outer + gap } else { outer };
        let x = if turned { width - from - label.width() } else { from };
        place(&mut matter, &label, Point::new(x, baseline));
        outer = from + label.width();
    }
    let title = label(shop, &folio.title, &style.title, style.title_size);
    let small = |text: &str| label(shop, text, &style.small, style.small_size);
    let date = small(&date_in_words(folio.date, shop.is_chinese()));
    let names = small(&names_in_words(&folio.editors, shop.is_chinese()));
    let mut inner = Length::ZERO;
    for (label, up) in [(&date, under), (&names, Length::ZERO)] {
        let Some(label) = label else { continue };
        // With no names the date stands on the line itself.
        let up = if names.is_none() { Length::ZERO } else { up };
        let x = if turned { Length::ZERO } else { width - label.width() };
        inner = inner.max(label.width());
        place(&mut matter, label, Point::new(x, baseline - up));
    }
    let mut full = outer + gap + inner > width;
    if let Some(label) = &title {
        // In the middle of the page, or of a spread's left half, where no date and names stand.
        let (room, beside) = match hand {
            Hand::Both => (width / 2, outer),
            Hand::Left | Hand::Right => (width, outer.max(inner)),
        };
        let x = (room - label.width()) / 2;
        full |= x < beside + gap;
        place(&mut matter, label, Point::new(x, baseline));
    }
    if full {
        matter.notices.push(Notice::new(Finding::FolioOverfull));
    }
    matter.add_rule(Rect::new(Length::ZERO, thick_top, width, rules.thick), Ink::BLACK);
    matter.add_rule(Rect::new(Length::ZERO, thin_top, width, rules.thin), Ink::BLACK);
    matter
}

/// A part of the folio on its line.
struct Label {
    wording: Wording,
    one: OneLine,
}

impl Label {
    fn width(&self) -> Length {
        self.one.line.width
    }
}

/// A text on one line; nothing where there is none.
fn label(shop: &Shop<'_>, text: &str, face: &Face, size: Length) -> Option<Label> {
    let mut wording = Wording::default();
    wording.made(text.trim(), &shop.style.text(face, size));
    let one = shop.one_line(&wording)?;
    Some(Label { wording, one })
}

fn place(matter: &mut Matter, label: &Label, at: Point) {
    let block = matter.add_block(label.wording.block(Role::Folio, None));
    matter.add_line(block, 0, &label.one.line, at, Ink::BLACK);
    add_missing(matter, &label.one.notices, &Place::default());
}

/// A spread's two numbers are divided by a dot: A04·A05.
fn number_in_words(number: &str) -> String {
    number::places(number).collect::<Vec<_>>().join("·")
}

/// 2022年11月18日 星期五, or Friday, November 18, 2022.
fn date_in_words(date: NaiveDate, chinese: bool) -> String {
    const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    if chinese {
        let day = DAYS[usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0) % 7];
        format!("{}年{}月{}日 星期{day}", date.year(), date.month(), date.day())
    } else {
        date.format("%A, %B %-d, %Y").to_string()
    }
}

/// 责编 示例编辑  校对 示例校对: a role before its names.
fn names_in_words(editors: &[Byline], chinese: bool) -> String {
    let one = |byline: &Byline| {
        let names = byline.names.join(if chinese { " " } else { ", " });
        match &byline.role {
            Some(role) if chinese => format!("{role} {names}"),
            Some(role) => format!("{role}: {names}"),
            None => names,
        }
    };
    let named = editors.iter().filter(|byline| has_names(std::slice::from_ref(byline)));
    named.map(one).collect::<Vec<_>>().join(if chinese { "　" } else { "   " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_its_weekday() {
        let date = NaiveDate::from_ymd_opt(2022, 11, 18).unwrap();
        assert_eq!(date_in_words(date, true), "2022年11月18日 星期五");
        assert_eq!(date_in_words(date, false), "Friday, November 18, 2022");
        let sunday = NaiveDate::from_ymd_opt(2024, 2, 4).unwrap();
        assert_eq!(date_in_words(sunday, true), "2024年2月4日 星期日");
    }
}
