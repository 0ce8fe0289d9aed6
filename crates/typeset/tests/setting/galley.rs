//! Setting a paragraph in one call.

use std::sync::{Arc, LazyLock};

use broadsheet_typeset::{
    Align, Composer, FontLibrary, FontStack, Line, Paragraph, Set, SetRequest, Slot, TextStyle,
};
use broadsheet_units::Length;

/// One composer for all tests: fonts are scanned once.
pub(crate) static COMPOSER: LazyLock<Composer> =
    LazyLock::new(|| Composer::new(Arc::new(FontLibrary::system(None, &[]))));

/// The body em of the tests.
pub(crate) const EM: Length = Length::points(9);

/// The body style: Song, 9 点.
pub(crate) fn body() -> TextStyle {
    TextStyle::new(FontStack::new(["Noto Serif CJK SC"], 400), EM)
}

/// A body paragraph without an indent.
pub(crate) fn paragraph(text: &str) -> Paragraph {
    Paragraph::new(text, body())
}

/// A paragraph over slots of one measure.
pub(crate) fn set(paragraph: &Paragraph, measure: Length) -> Set {
    let shaped = COMPOSER.shape(paragraph);
    COMPOSER.set(&shaped, &[Slot::new(measure)], SetRequest::default())
}

/// The texts of the lines of a body paragraph, `ems` 字 wide.
pub(crate) fn lines(text: &str, ems: i32) -> Vec<String> {
    set(&paragraph(text), EM * ems).lines.into_iter().map(|line| line.text).collect()
}

/// The natural width of a text on one line, in 字.
pub(crate) fn ems(text: &str) -> f64 {
    let mut paragraph = paragraph(text);
    paragraph.align = Align::Start;
    COMPOSER.natural_width(&paragraph).to_points() / EM.to_points()
}

/// What a line may fill.
pub(crate) fn available(line: &Line) -> Length {
    line.measure - line.indent
}

/// The left edge of the ink of a line's n-th glyph, from the slot's left edge, in 字.
pub(crate) fn ink_left(line: &Line, n: usize) -> f64 {
    let glyph = &line.glyphs[n];
    let font = COMPOSER.library().font(glyph.font);
    let (low, _) = font.outline(glyph.gid).x_extent().expect("the glyph has ink");
    (glyph.x.to_points() + f64::from(low) * glyph.size.to_points() / f64::from(font.units_per_em()))
        / EM.to_points()
}
