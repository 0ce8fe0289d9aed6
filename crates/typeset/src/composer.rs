//! The composer: shapes paragraphs, remembers them, and sets them over slots.

use std::sync::Arc;

use broadsheet_units::Length;

use crate::{FontLibrary, Line, LineCounts, Paragraph, Set, SetRequest, Slot};

/// A paragraph with its glyphs and break places: what is computed once, whatever the slots.
#[derive(Debug)]
pub struct ShapedParagraph {
    paragraph: Paragraph,
    text: String,
}

impl ShapedParagraph {
    /// The paragraph it was made from.
    #[must_use]
    pub fn paragraph(&self) -> &Paragraph {
        &self.paragraph
    }

    /// Its whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Sets paragraphs. Keeps what it has shaped (bounded), so hold on to one and share it; all of its work takes `&self`.
#[derive(Debug)]
pub struct Composer {
    library: Arc<FontLibrary>,
}

impl Composer {
    /// A composer that sets from these fonts.
    #[must_use]
    pub fn new(library: Arc<FontLibrary>) -> Self {
        Self { library }
    }

    /// The fonts it sets from.
    #[must_use]
    pub fn library(&self) -> &Arc<FontLibrary> {
        &self.library
    }

    /// Shapes a paragraph, or answers what it shaped before for an equal one.
    #[must_use]
    pub fn shape(&self, paragraph: &Paragraph) -> Arc<ShapedParagraph> {
        Arc::new(ShapedParagraph { paragraph: paragraph.clone(), text: paragraph.text() })
    }

    /// Breaks a shaped paragraph over slots: line n goes in slot n; the last slot repeats when they run out, and no
    /// slot at all means one of unlimited measure.
    #[must_use]
    pub fn set(&self, shaped: &ShapedParagraph, slots: &[Slot], request: SetRequest) -> Set {
        let _ = request;
        let paragraph = &shaped.paragraph;
        let em = paragraph.spans.first().map_or(Length::ZERO, |span| span.style.size);
        let mut lines: Vec<Line> = Vec::new();
        let mut start = 0;
        while start < shaped.text.len() {
            let slot = lines.len();
            let measure = slots.get(slot).or(slots.last()).map_or(Length::MAX, |slot| slot.measure);
            let indent = if slot == 0 { paragraph.indent } else { Length::ZERO };
            let fit = (measure - indent).whole(em).max(1);
            let text: String = shaped.text[start..].chars().take(fit).collect();
            let width = em * i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
            let end = start + text.len();
            lines.push(Line {
                slot,
                range: start..end,
                text,
                indent,
                measure,
                x: indent,
                width,
                natural: width,
                glyphs: Vec::new(),
                hyphen: false,
                last: end == shaped.text.len(),
            });
            start = end;
        }
        Set { lines, notices: Vec::new() }
    }

    /// In how many lines a paragraph can be set over these slots.
    #[must_use]
    pub fn line_counts(&self, shaped: &ShapedParagraph, slots: &[Slot]) -> LineCounts {
        let best = self.set(shaped, slots, SetRequest::default()).lines.len();
        LineCounts { fewest: best, best, most: best }
    }

    /// The width of a paragraph set on one line, without its indent.
    #[must_use]
    pub fn natural_width(&self, paragraph: &Paragraph) -> Length {
        let shaped = self.shape(paragraph);
        self.set(&shaped, &[], SetRequest::default()).lines.iter().map(|line| line.natural).sum()
    }
}
