//! Captions and credits: beneath their picture, shared by several, or at a picture's edge.

use broadsheet_copy::page::CaptionBox;
use broadsheet_typeset::{Align, Line, TextStyle};
use broadsheet_units::{Length, Point};

use super::Picture;
use crate::frame::{Ink, Part, Role};
use crate::head::{add_notices, has_names};
use crate::matter::{Matter, Wording};
use crate::module::{Bounds, Space};
use crate::notice::{Finding, Notice, Place};
use crate::plan::{PhotoCopy, StoryCopy};
use crate::shop::Shop;
use crate::signature::{Manner, add_people};

/// A photo's credit as it is printed; empty where it has none.
pub(super) fn credit(shop: &Shop<'_>, photo: &PhotoCopy, size: Length) -> Wording {
    let style = &shop.style.caption;
    let mut credit = Wording::default();
    // On lines of their own names are not parted.
    let look = TextStyle { whole: 1, ..shop.style.text(&style.credit, size) };
    if let Some(byline) = photo.credit.as_ref().filter(|credit| has_names(std::slice::from_ref(credit))) {
        let manner = Manner { chinese: shop.is_chinese(), even: style.even_names, blank: 0 };
        add_people(&mut credit, std::slice::from_ref(byline), Part::Credit, &look, manner);
        if byline.role.is_none() && !style.credit_suffix.is_empty() {
            credit.made(" ", &look);
            credit.made(&style.credit_suffix, &look);
        }
    }
    credit
}

/// A caption set at its measure, the credit at the end of its last line where it has room there.
pub(super) struct CaptionLines {
    caption: Wording,
    lines: Vec<Line>,
    notices: Vec<broadsheet_typeset::Notice>,
    credit: Wording,
    credit_lines: Vec<Line>,
    credit_notices: Vec<broadsheet_typeset::Notice>,
    run_in: bool,
}

impl CaptionLines {
    /// A photo's own caption and, where it stands with it, credit.
    pub(super) fn of(shop: &Shop<'_>, photo: &PhotoCopy, measure: Length, credited: bool) -> Self {
        let style = &shop.style.caption;
        let look = shop.style.text(&style.face, style.size);
        let mut caption = Wording::default();
        caption.copy(photo.caption.as_deref().unwrap_or_default(), &look, Part::Caption, 0, 0);
        let credit = if credited { credit(shop, photo, style.size) } else { Wording::default() };
        Self::worded(shop, caption, credit, measure)
    }

    fn worded(shop: &Shop<'_>, caption: Wording, credit: Wording, measure: Length) -> Self {
        let style = &shop.style.caption;
        let set = shop.set(&caption, Align::Justify, measure);
        let credit_set = shop.set(&credit, Align::End, measure);
        let last = set.lines.last().map(|line| line.x + line.width);
        let run_in = match (last, credit_set.lines.as_slice()) {
            (Some(last), [only]) => last + style.size + only.natural <= measure,
            _ => false,
        };
        Self {
            caption,
            lines: set.lines,
            notices: set.notices,
            credit,
            credit_lines: credit_set.lines,
            credit_notices: credit_set.notices,
            run_in,
        }
    }

    /// No caption at all.
    pub(super) fn none() -> Self {
        Self {
            caption: Wording::default(),
            lines: Vec::new(),
            notices: Vec::new(),
            credit: Wording::default(),
            credit_lines: Vec::new(),
            credit_notices: Vec::new(),
            run_in: false,
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.lines.len() + if self.run_in { 0 } else { self.credit_lines.len() }
    }

    /// Sets the first `kept` lines from `at`.
    #[expect(clippy::too_many_arguments, reason = "where it stands, and what it says when it does not fit")]
    pub(super) fn set(
        &self,
        shop: &Shop<'_>,
        story: &StoryCopy,
        at: Point,
        kept: u16,
        place: &Place,
        ink: Ink,
        matter: &mut Matter,
    ) {
        let row = |n: usize| {
            let row = u16::try_from(n).unwrap_or(u16::MAX);
            Point::new(at.x, at.y + shop.grid.height(row) + shop.grid.baseline)
        };
        let kept = usize::from(kept);
        if !self.lines.is_empty() {
            let block = matter.add_block(self.caption.block(Role::Caption, Some(story.id.0)));
            for (n, line) in self.lines.iter().enumerate().take(kept) {
                matter.add_line(block, 0, line, row(n), ink);
            }
        }
        if !self.credit_lines.is_empty() {
            let first = if self.run_in { self.lines.len() - 1 } else { self.lines.len() };
            let block = matter.add_block(self.credit.block(Role::Credit, Some(story.id.0)));
            for (n, line) in self.credit_lines.iter().enumerate() {
                if first + n < kept {
                    matter.add_line(block, 0, line, row(first + n), ink);
                }
            }
        }
        let of = |part| Place { part: Some(part), ..place.clone() };
        add_notices(matter, &self.notices, &self.caption.text, &of(Part::Caption));
        add_notices(matter, &self.credit_notices, &self.credit.text, &of(Part::Credit));
    }
}

/// Sets a caption that pictures share: what is said of each, once, behind a mark that points to it, and the credits
/// that are not at the pictures' edges.
pub(crate) fn set_shared(
    shop: &Shop<'_>,
    story: &StoryCopy,
    bounds: &Bounds,
    shared: &CaptionBox,
    pictures: &[Picture<'_>],
    ink: Ink,
    matter: &mut Matter,
) {
    let style = &shop.style.caption;
    let space = Space::of(shared.area);
    let measure = bounds.measure(space.col, space.cols);
    let named: Vec<&Picture<'_>> = shared
        .photos
        .iter()
        .filter_map(|id| pictures.iter().find(|picture| picture.photo.id == *id))
        .collect();
    let look = shop.style.text(&style.face, style.size);
    let mark = shop.style.text(&shop.style.body.strong, style.size);
    let (mut caption, mut credits) = (Wording::default(), Wording::default());
    let mut said: Vec<&str> = Vec::new();
    for picture in &named {
        let text = picture.photo.caption.as_deref().unwrap_or_default();
        if text.trim().is_empty() || said.contains(&text) {
            continue;
        }
        said.push(text);
        let mut marks: Vec<&str> = Vec::new();
        for other in named.iter().filter(|other| other.photo.caption.as_deref() == Some(text)) {
            marks.extend(pointer(space, other.space).filter(|mark| !marks.contains(mark)));
        }
        caption.made(&marks.concat(), &mark);
        let index = story.photos.iter().position(|photo| photo.id == picture.photo.id).unwrap_or(0);
        caption.copy(text, &look, Part::Caption, index, 0);
    }
    let mut printed: Vec<String> = Vec::new();
    for picture in named.iter().filter(|picture| !picture.edge_credit) {
        let own = credit(shop, picture.photo, style.size);
        if own.text.is_empty() || printed.contains(&own.text) {
            continue;
        }
        if !printed.is_empty() {
            credits.made(" ", &shop.style.text(&style.credit, style.size));
        }
        printed.push(own.text.clone());
        credits.append(own);
    }
    let lines = CaptionLines::worded(shop, caption, credits, measure);
    let kept = space.foot.min(bounds.area.rows).saturating_sub(space.top);
    let place = Place {
        story: Some(story.id),
        photo: named.first().map(|picture| picture.photo.id),
        area: Some(super::on_page(bounds.area, shared.area)),
        ..Place::default()
    };
    if let Some(over) = lines.rows().checked_sub(usize::from(kept)).filter(|over| *over > 0) {
        let finding = Finding::CaptionOver { lines: u32::try_from(over).unwrap_or(u32::MAX) };
        matter.notices.push(Notice { finding, place: place.clone() });
    }
    let at = Point::new(bounds.left(space.col), shop.grid.height(space.top));
    lines.set(shop, story, at, kept, &place, ink, matter);
}

/// The mark that points from a caption to a picture; none where one stands on the other.
fn pointer(caption: Space, picture: Space) -> Option<&'static str> {
    if picture.foot <= caption.top {
        Some("▲")
    } else if picture.top >= caption.foot {
        Some("▼")
    } else if picture.col.saturating_add(picture.cols) <= caption.col {
        Some("◀")
    } else if picture.col >= caption.col.saturating_add(caption.cols) {
        Some("▶")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use broadsheet_copy::page::Area;

    #[test]
    fn pointers_follow_from_where_the_picture_stands() {
        let space = |col, row, cols, rows| Space::of(Area { col, row, cols, rows });
        let caption = space(2, 10, 1, 5);
        assert_eq!(pointer(caption, space(2, 0, 1, 10)), Some("▲"));
        assert_eq!(pointer(caption, space(0, 15, 3, 4)), Some("▼"));
        assert_eq!(pointer(caption, space(0, 8, 2, 10)), Some("◀"));
        assert_eq!(pointer(caption, space(3, 8, 1, 10)), Some("▶"));
        assert_eq!(pointer(caption, space(2, 12, 1, 1)), None);
    }
}
