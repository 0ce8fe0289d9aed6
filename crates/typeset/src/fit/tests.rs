//! The search held against every set of breaks there is.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use broadsheet_units::Length;

use super::cost::runt;
use super::*;
use crate::{Composer, FontLibrary, FontStack, Paragraph, TextStyle};

static COMPOSER: LazyLock<Composer> =
    LazyLock::new(|| Composer::new(Arc::new(FontLibrary::system(None, &[]))));

const EM: Length = Length::points(9);

const PIECES: [&str; 16] =
    ["字", "字", "字", "，", "。", "”", "“", "（", "……", "·", "12", "5%", "3万", "abc", "happiness", " "];

fn shaped(text: &str) -> Arc<ShapedParagraph> {
    let style = TextStyle::new(FontStack::new(["Noto Serif CJK SC"], 400), EM);
    COMPOSER.shape(&Paragraph::new(text, style))
}

/// What all sets of legal breaks come to: whether any fits, and whether any fits without a loose line.
#[derive(Default, Debug)]
struct Exhausted {
    fits: bool,
    fits_tightly: bool,
}

/// A set of breaks as far as it is made.
#[derive(Clone, Copy, Default)]
struct Way {
    start: usize,
    line: usize,
    /// Lines in succession that end with a hyphen.
    hyphens: u8,
    /// With a loose line, or more hyphens in succession than the style allows.
    loose: bool,
}

/// Tries every set of legal breaks, each line measured by itself.
fn exhaust(shaped: &ShapedParagraph, slots: &[Slot], way: Way, found: &mut Exhausted) {
    let Way { start, line, .. } = way;
    let mut ink_end = start;
    for end in start + 1..=shaped.atoms.len() {
        let class = shaped.atoms[end - 1].class;
        if !class.is_blank() && class != Class::Invisible {
            ink_end = end;
        }
        let last = end == shaped.atoms.len();
        let hyphen = match shaped.breaks.get(end) {
            None | Some(Break::Legal(_) | Break::Mandatory) => 0,
            Some(Break::Hyphen(glyph)) => glyph.advance,
            Some(Break::Forced(_) | Break::Never) => continue,
        };
        let fit = measure_line(shaped, start, ink_end, hyphen, available(shaped, slots, line));
        let Some(ratio) = fit.ratio() else { continue };
        // A runt is worth a loose line.
        let runt = last && line > 0 && runt(&shaped.atoms[start..ink_end]);
        let hyphens = if hyphen > 0 { way.hyphens + 1 } else { 0 };
        let ladder = hyphens > shaped.paragraph.options.hyphens.in_succession;
        let loose = way.loose || (ratio > ONE && !last) || runt || ladder;
        if last {
            found.fits = true;
            found.fits_tightly |= !loose;
        } else {
            exhaust(shaped, slots, Way { start: end, line: line + 1, hyphens, loose }, found);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// A forced break, a line too wide and a loose line only come where brute force finds nothing better.
    #[test]
    fn brute_force_finds_nothing_better(
        pieces in prop::collection::vec(0..PIECES.len(), 1..12),
        measures in prop::collection::vec(1..14_i32, 1..4),
    ) {
        let text: String = pieces.into_iter().map(|n| PIECES[n]).collect();
        let shaped = shaped(&text);
        let slots: Vec<Slot> = measures.into_iter().map(|halves| Slot::new(EM * halves / 2)).collect();
        let mut exhausted = Exhausted::default();
        exhaust(&shaped, &slots, Way::default(), &mut exhausted);
        let set = COMPOSER.set(&shaped, &slots, SetRequest::default());
        let has = |code: &str| set.notices.iter().any(|notice| notice.code() == code);
        prop_assert_eq!(has("forced-break") || has("wider-than-measure"), !exhausted.fits, "{:?}", exhausted);
        if exhausted.fits_tightly {
            prop_assert!(!has("loose-line"), "{}", text);
        }
    }
}
