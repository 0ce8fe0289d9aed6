//! Any file as an advert.

use broadsheet_layout::frame::Crop;
use broadsheet_press::{Job, Standard, check_advert, pdf_size, print};
use broadsheet_preview::{Tones, thumbnail, thumbnail_of};

use crate::plate::{Held, alone, is_whole, job, right_half};

/// Any file as an advert: it is refused by a code, or it is taken in; and one that is taken in is checked, shown, placed
/// and printed.
///
/// # Panics
/// Where that does not hold.
pub fn advert(pdf: &[u8]) {
    let size = match pdf_size(pdf) {
        Ok(size) => size,
        Err(kind) => return assert!(!kind.code().is_empty(), "{kind:?} has no code"),
    };
    check_advert(pdf, &job()).expect("what is taken in is checked");
    let half = right_half(Crop { x: 0, y: 0, width: size.0, height: size.1 });
    for shown in [thumbnail(pdf, 120, Tones::Colour), thumbnail_of(pdf, Some(half), 120, Tones::Colour)] {
        let small = shown.expect("what is taken in is shown");
        assert!(small.width.max(small.height) <= 120, "it is no larger than it may be");
    }
    let frame = alone(pdf, size);
    let job = Job { standard: Standard::X1a, ..job() };
    let printed = print(&[&frame], &Held(pdf), &job).expect("what is placed is printed");
    is_whole(&printed.pdf, &job, &frame);
}
