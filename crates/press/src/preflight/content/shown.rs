//! Text as it is shown.

use lopdf::Object;

use super::inked::{Coat, leaves_colour};
use super::laid::Shape;
use super::operations::is_known;
use super::{LONGEST_NAME, Run, Walk};
use crate::preflight::font::Face;
use crate::preflight::lookup::{as_dictionary, name};
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::report::{FindingKind, Used};
use crate::preflight::state::Paint;
use crate::preflight::text::{self, Piece, TextPlace};

/// How far letters reach above and below their line, in sizes. Marks that reach farther have little ink.
const REACH: (f64, f64) = (-0.15, 0.75);

impl<'a> Walk<'a, '_> {
    pub(super) fn text_operation(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        let numbers = self.numbers(operands);
        match (operator, numbers.as_slice()) {
            ("Tf", _) => self.font(run, operands),
            ("Tr", &[mode]) => {
                #[expect(clippy::cast_possible_truncation, reason = "saturates; modes are 0 to 7")]
                let mode = mode as i64;
                run.state.text.mode = mode;
            }
            ("TL", &[leading]) => run.state.text.leading = leading,
            ("Ts", &[rise]) => run.state.text.rise = rise,
            ("Tc", &[space]) => run.state.text.letter_space = space,
            ("Tw", &[space]) => run.state.text.word_space = space,
            ("Tz", &[per_cent]) => run.state.text.scale = per_cent / 100.0,
            ("BT", _) => {
                (run.text, run.letters) = (TextPlace::default(), None);
                run.unbalanced |= std::mem::replace(&mut run.in_text, true);
            }
            ("ET", _) => {
                clip_by_letters(run);
                run.unbalanced |= !std::mem::take(&mut run.in_text);
            }
            ("Tm", numbers) => {
                if let Ok(matrix) = numbers.try_into() {
                    run.text.set(Matrix(matrix));
                }
            }
            ("Td", &[x, y]) => run.text.advance(x, y),
            ("TD", &[x, y]) => {
                run.state.text.leading = -y;
                run.text.advance(x, y);
            }
            ("T*", _) => run.text.advance(0.0, -run.state.text.leading),
            ("Tj" | "TJ", _) => self.show(run, operands),
            ("'" | "\"", _) => {
                if let &[word, letter] = numbers.as_slice() {
                    (run.state.text.word_space, run.state.text.letter_space) = (word, letter);
                }
                run.text.advance(0.0, -run.state.text.leading);
                self.show(run, operands);
            }
            // Marks, and what says how lines join and curves are made, is nothing to a press.
            _ if is_known(operator) => {}
            _ => {
                let at = self.last.unwrap_or_else(|| self.open(&run.state));
                let name = operator.chars().take(LONGEST_NAME).collect();
                self.add(FindingKind::UnknownOperator { name }, Some(at));
            }
        }
    }

    /// Takes a font, or the name of one that is not there.
    fn font(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        run.state.text.size = self.numbers(operands).last().copied().unwrap_or(0.0);
        let Some(name) = operands.first().and_then(|operand| operand.as_name().ok()) else { return };
        let place = run.text.matrix().then(run.state.ctm);
        let mut at = Area::EMPTY;
        at.include(place.apply(0.0, 0.0));
        let font = self.resource(run, b"Font", name, Some(at));
        run.state.text.font = font.and_then(|(font, _)| as_dictionary(font));
    }

    pub(super) fn show(&mut self, run: &mut Run<'a>, operands: &[Object]) {
        let pieces = text::pieces(operands);
        if !pieces.iter().any(|piece| matches!(piece, Piece::String(string) if !string.is_empty())) {
            return;
        }
        let face = run.state.text.font.map(|font| self.budget.fonts.face(self.document, font));
        let start = run.text.matrix();
        let text = run.state.text.clone();
        let steps = |length: f64| {
            if face.as_ref().is_some_and(|face| face.vertical) { (0.0, -length) } else { (length, 0.0) }
        };
        let (mut along, mut reach) = (0.0f64, (f64::INFINITY, f64::NEG_INFINITY));
        for piece in &pieces {
            let from = along;
            along += match piece {
                Piece::Back(back) => -back / 1000.0 * text.size * text.scale,
                Piece::String(string) => {
                    let size = if text.size == 0.0 { 1.0 } else { text.size };
                    let (each, blank) = (text.letter_space / size, text.word_space / size);
                    let advance = face.as_ref().map_or(0.0, |face| face.advance(string, each, blank));
                    advance * text.size * text.scale
                }
            };
            if matches!(piece, Piece::String(_)) {
                reach = (reach.0.min(from).min(along), reach.1.max(from).max(along));
            }
        }
        let (x, y) = steps(along);
        run.text.go_on(x, y);
        let matrix = start.then(run.state.ctm);
        let vertical = face.as_ref().is_some_and(|face| face.vertical);
        let reach = if vertical {
            (-text.size / 2.0, -reach.1, text.size / 2.0, -reach.0)
        } else {
            (reach.0, text.rise + REACH.0 * text.size, reach.1, text.rise + REACH.1 * text.size)
        };
        let reach = Area::of(matrix, reach);
        // Modes from 4 on clip, 3 and 7 paint nothing (ISO 32000-1, table 106).
        if (4..=7).contains(&text.mode) {
            // Some letters reach farther than most.
            let more = text.size.abs() * matrix.scales().0.max(matrix.scales().1) / 2.0;
            let letters = run.letters.get_or_insert(Area::EMPTY);
            if face.is_some() {
                letters.include((reach.left - more, reach.bottom - more));
                letters.include((reach.right + more, reach.top + more));
            } else {
                *letters = Area::ALL;
            }
        }
        self.shown(run, &pieces, face.as_deref(), matrix, reach);
    }

    /// Looks at text that was shown from the origin of a matrix, over all of an area.
    fn shown(
        &mut self,
        run: &Run<'a>,
        pieces: &[Piece<'_>],
        face: Option<&Face>,
        matrix: Matrix,
        reach: Area,
    ) {
        let state = &run.state;
        // Glyphs of the file's own are painted as they say themselves, whatever the mode is (ISO 32000-1, 9.3.6).
        let own = |font| name(self.document, font, b"Subtype") == Some(b"Type3");
        let mode = if state.text.font.is_some_and(own) { 0 } else { state.text.mode };
        if matches!(mode, 3 | 7) {
            return;
        }
        let size = state.text.size.abs() * matrix.scales().1;
        let mut area = Area::EMPTY;
        area.include(matrix.apply(0.0, state.text.rise));
        area.include(matrix.apply(0.0, state.text.rise + state.text.size * 0.7));
        // It is found at its first letter. Where that is out of sight the others need not be.
        let first = area.intersection(state.clip).intersection(self.sheet.bleed);
        let area = if first.is_void() { area.joined(reach) } else { area };
        let fills = matches!(mode, 0 | 2 | 4 | 6);
        let Some(seen) = self.seen(area, state) else {
            let paint = if fills { &state.fill } else { &state.stroke };
            return self.check_unseen(&paint.colour, Used::Text, state, area);
        };
        if let (Some(font), Some(face)) = (state.text.font, face) {
            text::check_font(self, font, face, pieces, seen, run.depth);
        }
        let reach = reach.intersection(state.clip).intersection(self.sheet.bleed);
        if fills {
            let coat = (&*state.fill, state.fill_overprint, state.fill_opacity);
            self.letters(run, coat, (size, reach), seen);
            self.check_reversed(&state.fill.colour, size, (reach, seen));
        }
        if !fills || matches!(mode, 2 | 6) {
            let coat = (&*state.stroke, state.stroke_overprint, state.stroke_opacity);
            self.letters(run, coat, (size, reach), seen);
            let colour = &state.stroke.colour;
            if !fills {
                self.check_reversed(colour, size, (reach, seen));
            }
            // In the colour of the letters it only makes them bolder.
            let same = || colour.inks().is_some() && colour.inks() == state.fill.colour.inks();
            let bolder = fills && (*colour == state.fill.colour || same());
            if !bolder && colour.inks().is_none_or(|inks| inks != [0.0; 4]) {
                self.check_thickness(state.line_width * state.ctm.scale(), seen);
            }
        }
    }

    /// Looks at letters of a size that are filled or stroked, somewhere within their reach.
    fn letters(
        &mut self,
        run: &Run<'a>,
        (paint, overprints, opacity): (&Paint, bool, f64),
        (size, reach): (f64, Area),
        seen: Area,
    ) {
        let state = &run.state;
        self.check_colour(&paint.colour, Used::Text, overprints, state, (reach, seen));
        if let Some(inks) = self.inks(paint, Used::Text, seen) {
            let coat = Coat {
                opacity,
                used: Used::Text,
                ..Coat::of(inks, paint, overprints && !reach.is_void(), state)
            };
            self.lay(coat, Shape::Somewhere, reach, seen);
        } else {
            self.stain(reach);
        }
        let others_stay = overprints && leaves_colour(&paint.colour, state.overprint_mode);
        self.check_black(&paint.colour, others_stay, size, seen);
    }
}

/// Cuts what follows by the letters that have been shown in a mode that clips, somewhere within their rectangle.
fn clip_by_letters(run: &mut Run<'_>) {
    if let Some(letters) = run.letters.take() {
        run.state.clip = run.state.clip.intersection(letters);
        run.state.clip_unclear = true;
    }
}
