//! Adverts on the screen: as they are cut and as they are seen, and a crossed box where they cannot be drawn.

use broadsheet_layout::frame::Crop;
use broadsheet_preview::{Thumbnail, Tones, thumbnail, thumbnail_of};
use image::RgbImage;

/// A PDF of 60 × 40 mm as cut, with 3 mm of bleed: a ground of cyan, a yellow square of 10 mm at the top left, and
/// magenta all over the bleed. `more` goes into the page's dictionary.
fn advert(more: &str) -> Vec<u8> {
    let pt = |mm: f64| mm * 72.0 / 25.4;
    let (bleed, width, height) = (pt(3.0), pt(60.0), pt(40.0));
    let content = format!(
        "0 1 0 0 k 0 0 900 900 re f 1 0 0 0 k {bleed:.3} {bleed:.3} {width:.3} {height:.3} re f \
         0 0 1 0 k {bleed:.3} {:.3} {:.3} {:.3} re f",
        bleed + height - pt(10.0),
        pt(10.0),
        pt(10.0)
    );
    let (right, top) = (width + bleed, height + bleed);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {:.3} {:.3}] /Contents 4 0 R /Resources << >> \
             /TrimBox [{bleed:.3} {bleed:.3} {right:.3} {top:.3}] {more} >>",
            right + bleed,
            top + bleed
        ),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("xref\n0 5\n0000000000 65535 f \n");
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let place = file.len();
    file.push_str(&format!("{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{place}\n%%EOF\n"));
    file.into_bytes()
}

fn seen(thumbnail: &Thumbnail) -> RgbImage {
    image::load_from_memory(&thumbnail.jpeg).expect("a JPEG").into_rgb8()
}

/// What a point, in shares of the picture, is nearest to.
fn colour(picture: &RgbImage, x: f64, y: f64) -> &'static str {
    let at = |share: f64, side: u32| ((share * f64::from(side)) as u32).min(side - 1);
    let [r, g, b] = picture.get_pixel(at(x, picture.width()), at(y, picture.height())).0;
    match (r > 150, g > 120, b > 150) {
        (false, _, true) => "cyan",
        (true, true, false) => "yellow",
        (true, false, _) => "magenta",
        (true, true, true) => "light",
        _ => "dark",
    }
}

#[test]
fn an_advert_is_seen_as_it_is_cut() {
    let small = thumbnail(&advert(""), 300, Tones::Colour).unwrap();
    assert_eq!((small.width, small.height), (300, 200));
    let picture = seen(&small);
    assert_eq!(colour(&picture, 0.05, 0.08), "yellow");
    assert_eq!(colour(&picture, 0.3, 0.1), "cyan");
    for (x, y) in [(0.99, 0.01), (0.99, 0.99), (0.01, 0.99)] {
        assert_eq!(colour(&picture, x, y), "cyan", "no bleed at {x} {y}");
    }
}

#[test]
fn a_turned_one_stands_as_it_is_seen_and_a_part_is_a_part() {
    let turned = thumbnail(&advert("/Rotate 90"), 300, Tones::Colour).unwrap();
    assert_eq!((turned.width, turned.height), (200, 300));
    assert_eq!(colour(&seen(&turned), 0.95, 0.05), "yellow");
    // Its left half is a frame's 354 pixels at 300 to an inch.
    let half = Crop { x: 0, y: 0, width: 354, height: 472 };
    let part = seen(&thumbnail_of(&advert(""), Some(half), 236, Tones::Colour).unwrap());
    assert_eq!(part.dimensions(), (177, 236));
    assert_eq!((colour(&part, 0.25, 0.2), colour(&part, 0.45, 0.2)), ("yellow", "cyan"));
}

#[test]
fn what_cannot_be_drawn_is_a_crossed_box() {
    let whole = advert("");
    for file in [&whole[..200], b"%PDF-1.4 and nothing"] {
        let picture = seen(
            &thumbnail_of(file, Some(Crop { x: 0, y: 0, width: 300, height: 200 }), 300, Tones::Colour)
                .unwrap(),
        );
        assert_eq!(picture.dimensions(), (300, 200));
        assert_eq!((colour(&picture, 0.5, 0.5), colour(&picture, 0.5, 0.2)), ("dark", "light"));
    }
}
