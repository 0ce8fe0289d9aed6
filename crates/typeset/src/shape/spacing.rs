//! The blanks between atoms: 标点挤压 and 中西间距 (TYPOGRAPHY.md §3, clreq §3.1.6, §3.2).
//!
//! A full-width mark is half a 字 of ink; its other half is blank and stands in the gap beside it. Adjacent marks
//! share one blank, so a gap holds the blank of one of them at most. Each gap says how much it may give when a line
//! must be squeezed, and at which [`Stage`] its turn comes.

use crate::classes::Class;
use crate::{Lang, LineOptions, Punctuation};

use super::Atom;

/// The order in which a line that is too wide takes back blank. Before all of them comes the blank of a closing
/// mark at the line's end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Stage {
    /// Middle dots: an eighth on either side.
    Dots,
    /// Brackets and quotation marks: a quarter.
    Brackets,
    /// Commas, enumeration commas, colons, semicolons: a quarter.
    Commas,
    /// Full stops, question and exclamation marks: a quarter.
    Stops,
    /// 中西间距 down to an eighth, and the spaces of Latin text.
    Spaces,
}

/// How many stages there are.
pub(crate) const STAGES: usize = 5;

/// The blank between two atoms of one line. Raw units of length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    /// What belongs there.
    pub(crate) natural: i32,
    /// How readily it grows: the em where it does, 0 where nothing may come between.
    pub(crate) stretch: i32,
    /// How much it can give.
    pub(crate) shrink: i32,
    /// When it gives.
    pub(crate) stage: Stage,
    /// What letterfit may open it or take from it, in thousandths of a unit: between two letters of a word.
    pub(crate) letters: i32,
}

impl Gap {
    const NONE: Self = Self { natural: 0, stretch: 0, shrink: 0, stage: Stage::Spaces, letters: 0 };
}

/// Sums over the atoms and gaps before a place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    /// Of bodies and natural blanks.
    pub(crate) width: i64,
    /// Of stretches.
    pub(crate) stretch: i64,
    /// Of what can be given, by stage.
    pub(crate) shrink: [i64; STAGES],
    /// Of what letterfit may take up or give, in thousandths of a unit.
    pub(crate) letters: i64,
}

/// The gaps before the atoms. Also settles what depends on neighbours: the blanks of marks by style, and the width of
/// typed spaces.
///
/// What has neither width nor ink (controls, a typed space that stands for the gap) is passed over: the gap between
/// its neighbours is that of neighbours, and stands before the first of what is passed over. So a line that starts
/// there loses it, as every line loses the gap before its first atom.
pub(crate) fn gaps(atoms: &mut [Atom], text: &str, lang: Lang, options: &LineOptions) -> Vec<Gap> {
    for atom in atoms.iter_mut() {
        // On the grid every mark fills its cell.
        settle_blank(atom, if options.grid { Punctuation::Full } else { options.punctuation });
    }
    settle_spaces(atoms, text, options);
    let mut gaps = vec![Gap::NONE; atoms.len()];
    let mut before: Option<usize> = None;
    for at in 0..atoms.len() {
        if is_passed_over(&atoms[at]) {
            continue;
        }
        if let Some(before) = before.filter(|_| !atoms[at].joined) {
            let mut gap = gap(&atoms[before], &atoms[at], options);
            // A word space may open twice as far as the blank between two Han before it looks as bad.
            if lang != Lang::Zh && atoms[before].class == Class::Space {
                gap.stretch *= 2;
            }
            gaps[before + 1] = gap;
        }
        // Nothing is shared across the end of a line.
        before = (atoms[at].class != Class::Newline).then_some(at);
    }
    close_numbers(atoms, text, &mut gaps);
    gaps
}

/// A full-width number is never stretched: ３．５, １２，３４５, ３：２ (between its digits nothing stretches anyway).
fn close_numbers(atoms: &[Atom], text: &str, gaps: &mut [Gap]) {
    let is_digit = |at: usize| atoms.get(at).is_some_and(|atom| atom.class == Class::WideDigit);
    for at in 1..atoms.len() {
        let mark = text[atoms[at].start as usize..].starts_with(['．', '，', '：', '／']);
        if mark && is_digit(at - 1) && is_digit(at + 1) {
            gaps[at].stretch = 0;
            gaps[at + 1].stretch = 0;
        }
    }
}

/// Neither width nor ink of its own: controls, and typed spaces that stand for the gap between their neighbours.
fn is_passed_over(atom: &Atom) -> bool {
    atom.class == Class::Invisible || (atom.class == Class::Space && atom.body == 0)
}

/// Prefix sums: entry i is of what stands before atom i; the gap before atom i counts in entry i + 1.
pub(crate) fn sums(atoms: &[Atom], gaps: &[Gap], options: &LineOptions) -> Vec<Sums> {
    let scaling = i64::from(options.letterfit.scaling);
    let mut sums = Vec::with_capacity(atoms.len() + 1);
    let mut sum = Sums::default();
    sums.push(sum);
    for (atom, gap) in atoms.iter().zip(gaps) {
        sum.width += i64::from(gap.natural) + i64::from(atom.body);
        sum.stretch += i64::from(gap.stretch);
        sum.shrink[gap.stage as usize] += i64::from(gap.shrink);
        let scaled = if atom.class.is_latin() { i64::from(atom.body) * scaling } else { 0 };
        sum.letters += i64::from(gap.letters) + scaled;
        sums.push(sum);
    }
    sums
}

/// The blank that a mark keeps when it ends a line, and how much of it can be given there: all.
pub(crate) fn end_blank(atom: &Atom) -> i32 {
    if atom.class.is_closing() || atom.class == Class::Dot { atom.right } else { 0 }
}

/// 开明式 and 半角式 take the blanks of some or all marks away.
fn settle_blank(atom: &mut Atom, punctuation: Punctuation) {
    let keeps = match punctuation {
        Punctuation::Full => true,
        Punctuation::Kaiming => atom.class == Class::Stop,
        Punctuation::Half => false,
    };
    if atom.class.is_blank_mark() && !keeps {
        atom.left = 0;
        atom.right = 0;
    }
}

/// Typed spaces are one at the most, however many were typed. Between Han and Latin they are the 中西间距 and no more,
/// beside a full-width mark nothing; between two Han they are half a 字.
fn settle_spaces(atoms: &mut [Atom], text: &str, options: &LineOptions) {
    let mut at = 0;
    while at < atoms.len() {
        let end = (at..atoms.len()).find(|end| atoms[*end].class != Class::Space).unwrap_or(atoms.len());
        if end == at {
            at += 1;
            continue;
        }
        if at > 0 && end < atoms.len() && atoms[at - 1].class != Class::Newline {
            let width = space_between(&atoms[at - 1], &atoms[end], options, &atoms[at]);
            let typed = |atom: &&mut Atom| text[atom.start as usize..].starts_with([' ', '\u{A0}']);
            for (n, space) in atoms[at..end].iter_mut().filter(typed).enumerate() {
                space.body = if n == 0 { width } else { 0 };
            }
        }
        at = end;
    }
}

/// The width of a typed space between two atoms.
fn space_between(before: &Atom, after: &Atom, options: &LineOptions, space: &Atom) -> i32 {
    let is_mark = |atom: &Atom| atom.class.is_blank_mark() && atom.class != Class::Dot;
    match (before.class, after.class) {
        (Class::Han, Class::Han) => space.em / 2,
        (before, after) if options.han_latin_gap && is_han_latin(before, after) => 0,
        _ if is_mark(before) || is_mark(after) => 0,
        _ => space.body,
    }
}

/// The gap between two atoms.
fn gap(before: &Atom, after: &Atom, options: &LineOptions) -> Gap {
    let em = i32::midpoint(before.em, after.em);
    let stretch = if stretches(before.class, after.class) { em } else { 0 };
    let tracking = if after.class == Class::Newline { 0 } else { before.tracking };
    let in_word = before.class.is_narrow() && after.class.is_narrow();
    let letters = if in_word { em.saturating_mul(i32::from(options.letterfit.tracking)) } else { 0 };
    let mut gap = Gap { natural: tracking, stretch, letters, ..Gap::NONE };
    if before.class.is_blank_mark() || after.class.is_blank_mark() {
        let (blank, stage) = shared_blank(before, after);
        gap.natural += blank;
        gap.stage = stage;
        gap.shrink = if stage == Stage::Dots { blank / 2 } else { blank.min(em / 4) };
    } else if options.han_latin_gap && is_han_latin(before.class, after.class) {
        gap.natural += em / 4;
        gap.shrink = em / 4 - em / 8;
    } else if before.class == Class::Space {
        gap.shrink = before.body / 3;
    }
    gap
}

/// The one blank that two neighbours share, at least one of them a mark, and the stage at which it gives.
fn shared_blank(before: &Atom, after: &Atom) -> (i32, Stage) {
    let (left, right) = (before.right, after.left);
    if before.class == Class::Dot || after.class == Class::Dot {
        let both = before.class.is_blank_mark() && after.class.is_blank_mark();
        let dot = if before.class == Class::Dot { left } else { right };
        // Beside another mark the dot's own quarter is the blank that is shared.
        return (if both { dot.max(0) } else { left.max(right) }, Stage::Dots);
    }
    // A mark whose blank faces another mark that has none on that side gives it up: 。” and （“ are one and a half 字.
    let blank = match (before.class.is_blank_mark(), after.class.is_blank_mark()) {
        (true, true) if left == 0 || right == 0 => 0,
        _ => left.max(right),
    };
    let stage = [before, after]
        .into_iter()
        .filter_map(|atom| match atom.class {
            Class::Opening if atom.left > 0 => Some(Stage::Brackets),
            Class::Closing if atom.right > 0 => Some(Stage::Brackets),
            Class::Comma => Some(Stage::Commas),
            Class::Stop => Some(Stage::Stops),
            _ => None,
        })
        .min();
    (blank, stage.unwrap_or(Stage::Brackets))
}

/// Han beside a Latin letter or digit, in either order.
fn is_han_latin(before: Class, after: Class) -> bool {
    let latin = |class| matches!(class, Class::Letter | Class::Digit);
    (before == Class::Han && latin(after)) || (latin(before) && after == Class::Han)
}

/// Whether justification may open a place: between Han, marks and symbols everywhere, in Latin text behind spaces.
fn stretches(before: Class, after: Class) -> bool {
    match (before, after) {
        (Class::Space | Class::WideSpace, _) => true,
        (_, class) if class.is_blank() => false,
        (Class::Tab | Class::Newline, _) => false,
        (Class::Dash, Class::Dash) | (Class::Ellipsis, Class::Ellipsis) => false,
        (Class::WideLetter, Class::WideLetter) | (Class::WideDigit, Class::WideDigit) => false,
        // ￥300, 15％, ３６℃: a sign stays close to its number.
        (Class::Wide, Class::Digit | Class::WideDigit) | (Class::Digit | Class::WideDigit, Class::Wide) => {
            false
        }
        (before, after) => !(before.is_narrow() && after.is_narrow()),
    }
}

/// How much of a mark of Latin text stands outside its line, in thousandths of its width: as much as makes the edge of
/// a column look straight.
pub(crate) fn hangs(c: char) -> i64 {
    match c {
        '.' | ',' => 700,
        '-' | '\u{2010}' | '\u{AD}' | '“' | '”' | '‘' | '’' | '"' | '\'' => 600,
        ':' | ';' | '–' => 400,
        '!' | '?' | '—' => 200,
        _ => 0,
    }
}
