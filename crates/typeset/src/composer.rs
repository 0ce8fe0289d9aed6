//! The composer: shapes paragraphs, remembers them, and sets them over slots.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use broadsheet_units::Length;

use crate::fit::Breakings;
use crate::shape::{self, ShapedParagraph, Shaper};
use crate::{FontLibrary, LineCounts, Paragraph, Set, SetRequest, Slot, fit, place};

/// How many paragraphs are remembered before the older half is forgotten: some thirty pages.
const REMEMBERED: usize = 1_024;

/// Sets paragraphs. Keeps what it has shaped (bounded), so hold on to one and share it; all of its work takes `&self`.
#[derive(Debug)]
pub struct Composer {
    library: Arc<FontLibrary>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    shaper: Shaper,
    /// Used since the last time that one was full.
    recent: HashMap<Arc<Paragraph>, Arc<ShapedParagraph>>,
    /// Used before that.
    older: HashMap<Arc<Paragraph>, Arc<ShapedParagraph>>,
}

impl Composer {
    /// A composer that sets from these fonts.
    #[must_use]
    pub fn new(library: Arc<FontLibrary>) -> Self {
        Self { library, state: Mutex::default() }
    }

    /// The fonts it sets from.
    #[must_use]
    pub fn library(&self) -> &Arc<FontLibrary> {
        &self.library
    }

    /// Shapes a paragraph, or answers what it shaped before for an equal one.
    #[must_use]
    pub fn shape(&self, paragraph: &Paragraph) -> Arc<ShapedParagraph> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = state.recent.get(paragraph) {
            return Arc::clone(known);
        }
        let shaped = match state.older.remove(paragraph) {
            Some(known) => known,
            None => Arc::new(shape::shape(paragraph, &self.library, &mut state.shaper)),
        };
        if state.recent.len() >= REMEMBERED / 2 {
            state.older = std::mem::take(&mut state.recent);
        }
        state.recent.insert(Arc::clone(&shaped.paragraph), Arc::clone(&shaped));
        shaped
    }

    /// Breaks a shaped paragraph over slots: line n goes in slot n; the last slot repeats when they run out, and no
    /// slot at all means one of unlimited measure.
    #[must_use]
    pub fn set(&self, shaped: &ShapedParagraph, slots: &[Slot], request: SetRequest) -> Set {
        let slots = without_repeats(slots);
        let known = shaped.settings.lock().unwrap_or_else(PoisonError::into_inner).set(slots, request);
        known.unwrap_or_else(|| {
            let breakings = breakings(shaped, slots);
            let (found, pale) = breakings.lines(request);
            let (lines, about_lines) = place::place(shaped, slots, found);
            let mut notices = shaped.notices.clone();
            notices.extend(about_lines);
            let set = Set { lines, notices, pale };
            shaped.settings.lock().unwrap_or_else(PoisonError::into_inner).keep_set(slots, request, &set);
            set
        })
    }

    /// In how many lines a paragraph can be set over these slots.
    #[must_use]
    pub fn line_counts(&self, shaped: &ShapedParagraph, slots: &[Slot]) -> LineCounts {
        breakings(shaped, without_repeats(slots)).counts()
    }

    /// The width of a paragraph set on one line, without its indent; of several lines (line feeds) the widest.
    #[must_use]
    pub fn natural_width(&self, paragraph: &Paragraph) -> Length {
        Length::from_raw(i32::try_from(fit::natural_width(&self.shape(paragraph))).unwrap_or(i32::MAX))
    }
}

/// How a paragraph breaks over slots, found once for its number of lines and for the lines themselves.
fn breakings(shaped: &ShapedParagraph, slots: &[Slot]) -> Arc<Breakings> {
    let known = shaped.settings.lock().unwrap_or_else(PoisonError::into_inner).breakings(slots);
    known.unwrap_or_else(|| {
        let found = Arc::new(Breakings::of(shaped, slots));
        shaped.settings.lock().unwrap_or_else(PoisonError::into_inner).keep_breakings(slots, &found);
        found
    })
}

/// The slots without the equal ones at their end, but one: the last one repeats anyway, unless it starts a column.
fn without_repeats(slots: &[Slot]) -> &[Slot] {
    let Some(last) = slots.last().filter(|last| !last.starts_column) else { return slots };
    let different = slots.iter().rposition(|slot| slot != last).map_or(0, |at| at + 1);
    &slots[..slots.len().min(different + 1)]
}
