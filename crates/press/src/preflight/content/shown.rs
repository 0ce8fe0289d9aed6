//! Text as it is shown.

use lopdf::Object;

use super::{Run, Walk};
use crate::preflight::lookup::as_dictionary;
use crate::preflight::matrix::{Area, Matrix};
use crate::preflight::report::Used;
use crate::preflight::text::{self, TextPlace};

impl<'a> Walk<'a, '_> {
    pub(super) fn text_operation(&mut self, run: &mut Run<'a>, operator: &str, operands: &[Object]) {
        let numbers = self.numbers(operands);
        match (operator, numbers.as_slice()) {
            ("Tf", _) => {
                let font = operands.first().and_then(|operand| operand.as_name().ok());
                let font = font.and_then(|font| self.resource(run.resources, b"Font", font));
                run.state.text.font = font.and_then(|(font, _)| as_dictionary(font));
                run.state.text.size = numbers.last().copied().unwrap_or(0.0);
            }
            ("Tr", &[mode]) => {
                #[expect(clippy::cast_possible_truncation, reason = "saturates; modes are 0 to 7")]
                let mode = mode as i64;
                run.state.text.mode = mode;
            }
            ("TL", &[leading]) => run.state.text.leading = leading,
            ("Ts", &[rise]) => run.state.text.rise = rise,
            ("BT", _) => run.text = TextPlace::default(),
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
                run.text.advance(0.0, -run.state.text.leading);
                self.show(run, operands);
            }
            _ => {}
        }
    }

    pub(super) fn show(&mut self, run: &Run<'a>, operands: &[Object]) {
        let state = &run.state;
        let strings = text::strings(operands);
        // Modes 3 and 7 paint nothing (ISO 32000-1, table 106).
        if strings.is_empty() || matches!(state.text.mode, 3 | 7) {
            return;
        }
        let matrix = run.text.matrix().then(state.ctm);
        let size = state.text.size.abs() * matrix.scales().1;
        let mut area = Area::EMPTY;
        area.include(matrix.apply(0.0, state.text.rise));
        area.include(matrix.apply(0.0, state.text.rise + state.text.size * 0.7));
        let Some(seen) = self.seen(area, state) else { return };
        if let Some(font) = state.text.font {
            text::check_font(self, font, &strings, seen);
        }
        let fills = matches!(state.text.mode, 0 | 2 | 4 | 6);
        let (paint, overprints) =
            if fills { (&state.fill, state.fill_overprint) } else { (&state.stroke, state.stroke_overprint) };
        self.check_colour(&paint.colour, Used::Text, overprints, state, seen);
        // As far as it may reach: every byte a letter as wide as it is high.
        let bytes: usize = strings.iter().map(|string| string.len()).sum();
        #[expect(clippy::cast_precision_loss, reason = "no string is that long")]
        area.include(matrix.apply(bytes as f64 * state.text.size, state.text.rise));
        let reach = area.intersection(state.clip).intersection(self.sheet.bleed);
        self.ink(&paint.colour, overprints, reach, false);
        self.check_black(&paint.colour, overprints, size, seen);
        self.check_reversed(&paint.colour, size, seen);
    }
}
