//! Small images of pages, compared.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A grey that differs by more is another one.
const DIFFERS: u8 = 48;

/// What differs, where it is more than the odd edge pixel of another machine's arithmetic.
pub(crate) fn difference(known: &[u8], now: &[u8]) -> Option<String> {
    let Ok(known) = image::load_from_memory(known) else { return Some("page.png is not there".to_owned()) };
    let (known, now) = (known.into_luma8(), image::load_from_memory(now).ok()?.into_luma8());
    if known.dimensions() != now.dimensions() {
        return Some(format!("page.png is {:?}, was {:?}", now.dimensions(), known.dimensions()));
    }
    let off = known.pixels().zip(now.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > DIFFERS).count();
    let allowed = known.pixels().len() / 5_000;
    (off > allowed).then(|| format!("page.png: {off} pixels differ, {allowed} may"))
}

/// Both images on one: grey what is the same, red what was there alone, blue what is there alone now.
pub(crate) fn marked(known: &[u8], now: &[u8]) -> Option<Vec<u8>> {
    let known = image::load_from_memory(known).ok()?.into_luma8();
    let now = image::load_from_memory(now).ok()?.into_luma8();
    let (width, height) = (known.width().max(now.width()), known.height().max(now.height()));
    let marked = RgbImage::from_fn(width, height, |x, y| {
        let grey = |image: &image::GrayImage| image.get_pixel_checked(x, y).map_or(255, |pixel| pixel.0[0]);
        let (was, is) = (grey(&known), grey(&now));
        if was.abs_diff(is) <= DIFFERS {
            let pale = 160 + is / 3 + u8::from(is == 255) * 10;
            Rgb([pale; 3])
        } else if was < is {
            Rgb([220, 30, 30])
        } else {
            Rgb([20, 70, 220])
        }
    });
    let mut file = Cursor::new(Vec::new());
    marked.write_to(&mut file, ImageFormat::Png).ok()?;
    Some(file.into_inner())
}

#[test]
fn what_moved_is_marked_where_it_was_and_where_it_is() {
    let png = |at: u32| {
        let image =
            image::GrayImage::from_fn(200, 100, |x, _| image::Luma([if x / 20 == at { 0 } else { 255 }]));
        let mut file = Cursor::new(Vec::new());
        image.write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    };
    let (known, now) = (png(1), png(2));
    assert_eq!(difference(&known, &known), None);
    assert_eq!(difference(&known, &now).as_deref(), Some("page.png: 4000 pixels differ, 4 may"));
    let marked = image::load_from_memory(&marked(&known, &now).unwrap()).unwrap().into_rgb8();
    let at = |x| marked.get_pixel(x, 50).0;
    assert!(at(30)[0] > at(30)[2] && at(50)[2] > at(50)[0] && at(150)[0] == at(150)[2], "red, blue, grey");
}
