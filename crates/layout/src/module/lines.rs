//! The module's head, lines and jump lines at their places.

use broadsheet_typeset::Align;
use broadsheet_units::{Length, Point, Rect};

use super::form::{Filled, Form};
use crate::body::{Opening, Worded};
use crate::flow::{Columns, Flowed};
use crate::head::{add_missing, add_notices};
use crate::journey::{Begins, Rest, set_line};
use crate::matter::Matter;
use crate::notice::{Finding, Notice, Place};
use crate::plan::StoryCopy;

impl Form<'_> {
    pub(super) fn set_head(&self, filled: &Filled, story: &StoryCopy, matter: &mut Matter) {
        let Some(chosen) = filled.chosen else { return };
        let at = Point::new(self.bounds.left(self.room.col), self.shop.grid.height(self.room.top));
        matter.append(self.head.set(self.shop, chosen, self.ink), at);
        let foot = u32::from(self.room.top) + chosen.rows();
        if foot > u32::from(self.bounds.foot) {
            let finding = Finding::HeadlineTooTall { rows: foot, available: u32::from(self.bounds.foot) };
            matter.notices.push(Notice { finding, place: self.place(story) });
        }
    }

    pub(super) fn place_lines(
        &self,
        filled: &Filled,
        worded: &[Worded],
        story: &StoryCopy,
        matter: &mut Matter,
    ) {
        let columns = Columns::of(&filled.places);
        for ((flowed, worded), body) in filled.flow.paragraphs.iter().zip(worded).zip(self.bodies) {
            let place = Place {
                story: Some(story.id),
                area: Some(self.bounds.area),
                paragraph: worded.paragraph,
                part: Some(crate::frame::Part::Body),
                ..Place::default()
            };
            let before = worded.before();
            let text = worded.wording.text.get(before..).unwrap_or_default();
            add_notices(matter, &flowed.notices, text, &place);
            if flowed.too_wide {
                matter.notices.push(Notice { finding: Finding::TableTooWide, place: place.clone() });
            }
            let on_page = flowed.before(filled.places.len());
            if on_page == 0 {
                continue;
            }
            let block = matter.add_block(worded.wording.block(worded.role, Some(story.id.0)));
            self.set_opening(worded, flowed, filled, block, &place, matter);
            // At the head of a column a line stands on its first row, whatever white is beneath it.
            let white = if columns.is_head(flowed.first) { 0 } else { flowed.white };
            for (n, line) in flowed.lines.iter().enumerate().take(on_page) {
                let at = filled.places[flowed.first + n];
                let size = line.glyphs.iter().map(|glyph| glyph.size).max().unwrap_or(self.shop.grid.em);
                let y = self.baseline(at.row, white, size);
                let lead = if n == 0 { body.lead_in(flowed.first, &filled.places) } else { Length::ZERO };
                let x = at.x + body.inset.of(n) + lead;
                matter.add_line(block, before, line, Point::new(x, y), self.ink);
            }
        }
    }

    /// Rules between columns side by side, on the rows on which both have text.
    pub(super) fn set_column_rules(&self, filled: &Filled, matter: &mut Matter) {
        let (grid, weight) = (&self.shop.grid, self.shop.style.rules.between_columns);
        let places = &filled.places[..filled.flow.lines.min(filled.places.len())];
        let rows = |column: usize| {
            let of_column = places.iter().filter(move |place| usize::from(place.column) == column);
            of_column.map(|place| place.row)
        };
        for (n, pair) in self.columns.windows(2).enumerate() {
            let right_end = pair[0].x + pair[0].width;
            let x = right_end + (pair[1].x - right_end - weight) / 2;
            let beside: Vec<u16> = rows(n + 1).collect();
            let both: Vec<u16> = rows(n).filter(|row| beside.contains(row)).collect();
            for run in both.chunk_by(|above, row| above + 1 == *row) {
                let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                let (top, foot) = (grid.height(*first), grid.height(*last) + grid.em);
                matter.add_rule(Rect::new(x, top, weight, foot - top), self.ink);
            }
        }
    }

    /// The baseline of a line: on the row's own, or, with rows of white around its paragraph, in their middle.
    fn baseline(&self, row: u16, white: usize, size: Length) -> Length {
        let grid = &self.shop.grid;
        let top = grid.height(row);
        if white == 0 {
            return top + grid.baseline;
        }
        let height = grid.pitch * i32::try_from(white + 1).unwrap_or(1) - (grid.pitch - grid.em);
        top + (height - size) / 2 + self.shop.ascent(size)
    }

    /// Sets what stands apart from a paragraph's lines: a drop cap, a bullet, a table's rules.
    fn set_opening(
        &self,
        worded: &Worded,
        flowed: &Flowed,
        filled: &Filled,
        block: u32,
        place: &Place,
        matter: &mut Matter,
    ) {
        let Some(at) = filled.places.get(flowed.first) else { return };
        let grid = &self.shop.grid;
        match &worded.opening {
            Opening::DropCap(apart) | Opening::Bullet(apart) => {
                add_missing(matter, &apart.notices, place);
                if !apart.line.glyphs.is_empty() {
                    let y = grid.height(at.row + apart.rows - 1) + grid.baseline;
                    matter.add_line(block, 0, &apart.line, Point::new(at.x, y), self.ink);
                }
            }
            Opening::Row { above, beneath, .. } => {
                // At the head of a column nothing stands above that a rule would part it from.
                let first = flowed.first.checked_sub(1).and_then(|before| filled.places.get(before));
                let above = *above && first.is_some_and(|before| before.column == at.column);
                let rows = [above.then_some(at.row), beneath.then_some(at.row + 1)];
                for row in rows.into_iter().flatten() {
                    let y = grid.height(row) - (grid.pitch - grid.em) / 2;
                    let rule = Rect::new(at.x, y, at.measure, self.shop.style.rules.thin);
                    matter.add_rule(rule, self.ink);
                }
            }
            Opening::Plain => {}
        }
    }

    /// Sets the lines that lead from page to page.
    pub(super) fn set_jumps(&self, filled: &Filled, story: &StoryCopy, matter: &mut Matter) {
        let words = self.words();
        let lines = [
            (filled.from, self.journey.from.as_deref().map(|from| words.words_from(from)), Align::Start),
            (filled.to, self.journey.to.as_deref().map(|to| words.words_to(to)), Align::End),
        ];
        for (place, words, align) in lines {
            if let (Some(place), Some(words)) = (place, words) {
                let at = Point::new(place.x, self.shop.grid.height(place.row) + self.shop.grid.baseline);
                set_line(self.shop, story.id, &words, align, place.measure, at, self.ink, matter);
            }
        }
    }

    /// Where the text goes on that has no place here.
    pub(super) fn rest(&self, filled: &Filled, worded: &[Worded]) -> Option<Rest> {
        let begun = match self.journey.begins {
            Begins::At(rest) => rest,
            _ => Rest { paragraph: 0, byte: 0 },
        };
        let (n, flowed) = filled
            .flow
            .paragraphs
            .iter()
            .enumerate()
            .find(|(_, flowed)| flowed.before(filled.places.len()) < flowed.lines.len())?;
        let on_page = flowed.before(filled.places.len());
        let before = worded.get(n).map_or(0, Worded::before);
        let byte = if on_page == 0 { 0 } else { before + flowed.lines[on_page].range.start };
        let byte = if n == 0 { byte + begun.byte } else { byte };
        Some(Rest { paragraph: begun.paragraph + n, byte })
    }
}
