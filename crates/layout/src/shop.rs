//! The composing room: what every stage of setting works with.

use broadsheet_typeset::{Align, Composer, Lang, Line, Notice, Paragraph, Set, SetRequest, Slot};
use broadsheet_units::Length;

use crate::grid::Grid;
use crate::matter::Wording;
use crate::style::{Face, Ladder, StyleSheet};

/// Composer, style and grid of the page at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shop<'a> {
    pub(crate) composer: &'a Composer,
    pub(crate) style: &'a StyleSheet,
    pub(crate) grid: Grid,
    /// Whether what is set now stands in paper white on a dark ground.
    pub(crate) reversed: bool,
}

/// A wording on one line, and what its setting found.
pub(crate) struct OneLine {
    pub(crate) line: Line,
    pub(crate) notices: Vec<Notice>,
}

impl Shop<'_> {
    /// A paragraph of a wording, in the sheet's language.
    pub(crate) fn paragraph(&self, wording: &Wording, align: Align, indent: Length) -> Paragraph {
        let mut paragraph = Paragraph::new("", self.style.text(&self.style.body.text, self.style.body.size));
        paragraph.spans.clone_from(&wording.spans);
        paragraph.lang = self.style.language();
        paragraph.align = align;
        paragraph.indent = indent;
        paragraph.options = self.style.lines.options();
        paragraph
    }

    /// A wording set at one measure; [`Length::MAX`] is no measure at all.
    pub(crate) fn set(&self, wording: &Wording, align: Align, measure: Length) -> Set {
        if wording.text.is_empty() {
            return Set::default();
        }
        let mut paragraph = self.paragraph(wording, align, Length::ZERO);
        // What is not body is short: a word broken in it reads badly.
        paragraph.options.hyphenate = false;
        // Nor does it stand on the body's character grid.
        paragraph.options.grid = false;
        let shaped = self.composer.shape(&paragraph);
        let slot = [Slot::new(measure)];
        let slots: &[Slot] = if measure == Length::MAX { &[] } else { &slot };
        self.composer.set(&shaped, slots, SetRequest::default())
    }

    /// The sizes for a headline over so many base columns. One that is wider than a page of a spread stands over the fold.
    pub(crate) fn ladder(&self, columns: u16) -> &Ladder {
        if self.grid.spread && columns > self.grid.columns / 2 {
            &self.style.headline.spread
        } else {
            self.style.ladder(columns)
        }
    }

    /// The face of plain body text: on a dark ground the sheet's own for that, where it has one.
    pub(crate) fn body_face(&self) -> &Face {
        let body = &self.style.body;
        body.reversed.as_ref().filter(|_| self.reversed).unwrap_or(&body.text)
    }

    /// A wording on one line of its natural width, however wide; nothing where there is no text.
    pub(crate) fn one_line(&self, wording: &Wording) -> Option<OneLine> {
        let set = self.set(wording, Align::Start, Length::MAX);
        Some(OneLine { line: set.lines.into_iter().next()?, notices: set.notices })
    }

    /// Whether the page is Chinese.
    pub(crate) fn is_chinese(&self) -> bool {
        self.style.language() == Lang::Zh
    }

    /// From the top of a line of this size to its baseline.
    pub(crate) fn ascent(&self, size: Length) -> Length {
        size.mul_ratio(i64::from(self.style.body.baseline), 1000)
    }

    /// So many thousandths of a row.
    pub(crate) fn of_row(&self, thousandths: u16) -> Length {
        self.grid.pitch.mul_ratio(i64::from(thousandths), 1000)
    }
}
