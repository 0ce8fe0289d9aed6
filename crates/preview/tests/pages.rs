//! Pages made by hand, set in the installed Noto fonts: what the canvas is told, and what the PNG shows.
//!
//! `BLESS=1 cargo test -p broadsheet-preview` writes the reference images anew; look at them before they are
//! committed.

#[cfg(test)]
mod handset;

use broadsheet_layout::frame::{Crop, Ink, Role};
use broadsheet_preview::{
    DisplayItem, Look, Paths, PreviewError, Stamps, Tones, display_list, png, thumbnail, thumbnail_of,
};
use handset::{Albums, Fonts, Page, check_image, square_photo};
use serde_json::Value;

fn sample() -> Page {
    let mut page = Page::new(160, 90);
    page.tint([4.0, 4.0, 152.0, 30.0], Ink::grey(10));
    page.line(Role::Headline, "大样上街", 8.0, 27.0, 24.0, Ink::BLACK);
    page.line(Role::Headline, "NEWS", 112.0, 27.0, 15.0, Ink { c: 0, m: 100, y: 100, k: 0 });
    page.rule([4.0, 38.0, 152.0, 0.5]);
    page.line(Role::Paragraph, "汾河岸边，鼓声四起。", 8.0, 50.0, 9.0, Ink::BLACK);
    page.line(Role::Paragraph, "𠮷 and 12%", 8.0, 62.0, 9.0, Ink::BLACK);
    page.picture([112.0, 42.0, 40.0, 40.0], Crop { x: 0, y: 0, width: 60, height: 60 });
    page
}

#[test]
fn a_page_is_drawn_as_it_was_set() {
    let page = sample();
    let draw = || {
        let albums = Albums::of(square_photo(1));
        png(&page.frame, &Fonts::installed(), &albums, &Stamps::default(), &Look::Process, 150.0).unwrap()
    };
    let file = draw();
    check_image("sample", &file);
    assert!(file == draw(), "the same page gives the same bytes");
}

#[test]
fn squeezed_and_raised_glyphs_are_drawn_where_they_stand() {
    let mut page = Page::new(120, 40);
    page.line(Role::Headline, "长扁字", 6.0, 30.0, 24.0, Ink::BLACK);
    page.change_last_line(|line| {
        for run in &mut line.runs {
            run.scale_x = 600;
            for (glyph, rise) in run.glyphs.iter_mut().zip([0, 4, -4]) {
                glyph.y = broadsheet_units::Length::points(rise);
            }
        }
    });
    let file =
        png(&page.frame, &Fonts::installed(), &Albums::none(), &Stamps::default(), &Look::Process, 150.0)
            .unwrap();
    check_image("squeezed", &file);
    let list = serde_json::to_value(display_list(&page.frame, &Fonts::installed(), &Look::Process)).unwrap();
    assert_eq!(list["items"][0]["runs"][0]["rise"], serde_json::json!([0, 4, -4]));
    assert_eq!(list["items"][0]["runs"][0]["wide"], 600);
}

#[test]
fn a_photo_on_the_page_is_cropped_and_stands_upright() {
    // The same picture, stored upright and stored on its side with an orientation mark, gives the same page.
    let mut page = Page::new(60, 60);
    page.picture([5.0, 5.0, 50.0, 50.0], Crop { x: 30, y: 0, width: 60, height: 60 });
    let upright = png(
        &page.frame,
        &Fonts::installed(),
        &Albums::of(square_photo(1)),
        &Stamps::default(),
        &Look::Process,
        96.0,
    )
    .unwrap();
    check_image("cropped", &upright);
    for orientation in [3, 6, 8] {
        let turned = png(
            &page.frame,
            &Fonts::installed(),
            &Albums::of(square_photo(orientation)),
            &Stamps::default(),
            &Look::Process,
            96.0,
        )
        .unwrap();
        check_image("cropped", &turned);
    }
    // Somebody who has decoded it already may hand over the part that is shown, also a finer one.
    let whole = image::load_from_memory(&square_photo(1)).unwrap();
    let part = whole.crop_imm(30, 0, 60, 60);
    let finer = part.resize_exact(240, 240, image::imageops::FilterType::Triangle);
    for (part, exact) in [(part, true), (finer, false)] {
        let shown = Albums::decoded(part.into_rgb8());
        let file =
            png(&page.frame, &Fonts::installed(), &shown, &Stamps::default(), &Look::Process, 96.0).unwrap();
        assert_eq!(file == upright, exact);
        check_image("cropped", &file);
    }
}

#[test]
fn a_page_of_black_alone_is_seen_in_the_greys_that_it_is_printed_in() {
    let mut page = sample();
    let red = Ink { c: 0, m: 100, y: 100, k: 0 };
    let look = Look::Black(vec![(red, Ink::grey(50))]);
    let draw = |page: &Page, look: &Look| {
        let albums = Albums::of(square_photo(1));
        let file = png(&page.frame, &Fonts::installed(), &albums, &Stamps::default(), look, 96.0).unwrap();
        image::load_from_memory(&file).unwrap().into_rgb8()
    };
    let coloured = |picture: &image::RgbImage| {
        picture.pixels().filter(|pixel| pixel.0.iter().any(|channel| *channel != pixel.0[0])).count()
    };
    assert!(coloured(&draw(&page, &Look::Process)) > 900);
    assert_eq!(coloured(&draw(&page, &look)), 0);

    let json = serde_json::to_value(display_list(&page.frame, &Fonts::installed(), &look)).unwrap();
    assert_eq!(json["inks"], serde_json::json!(["#ededed", "#111111", "#9c9c9c"]));
    assert_eq!(json["items"][6]["grey"], true);
    let json = serde_json::to_value(display_list(&page.frame, &Fonts::installed(), &Look::Process)).unwrap();
    assert_eq!(json["items"][6].get("grey"), None);

    // What is wrong with an advert must be seen: the press prints it as it came.
    for block in page.frame.blocks.iter_mut().filter(|block| block.role == Role::Figure) {
        block.role = Role::Advert;
    }
    assert!(coloured(&draw(&page, &look)) > 900);
    let json = serde_json::to_value(display_list(&page.frame, &Fonts::installed(), &look)).unwrap();
    assert_eq!(json["items"][6].get("grey"), None);
}

#[test]
fn greys_are_as_light_as_the_colours() {
    // By the light of each primary (IEC 61966-2-1): green is lighter than red, and red than blue.
    let colours = [[255, 255, 255], [0, 0, 0], [128, 128, 128], [255, 0, 0], [0, 255, 0], [0, 0, 255]];
    let greys = [255, 0, 128, 127, 220, 76u8];
    for (colour, grey) in colours.into_iter().zip(greys) {
        let picture = image::RgbImage::from_pixel(32, 32, image::Rgb(colour));
        let mut file = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
        let small = thumbnail(file.get_ref(), 32, Tones::Greys).unwrap();
        let [r, g, b] = image::load_from_memory(&small.jpeg).unwrap().into_rgb8().get_pixel(16, 16).0;
        assert!(r == g && g == b && r.abs_diff(grey) <= 2, "{colour:?}: {r} {g} {b}, not {grey}");
    }
}

#[test]
fn the_list_says_each_thing_once_and_where_it_came_from() {
    let page = sample();
    let list = display_list(&page.frame, &Fonts::installed(), &Look::Process);
    let json = serde_json::to_value(&list).unwrap();
    assert_eq!(json["page"], serde_json::json!([160, 90]));
    assert_eq!(json["inks"], serde_json::json!(["#ededed", "#111111", "#e30613"]));
    let glyphs = &list.glyphs;
    let mut named: Vec<_> = glyphs.font.iter().zip(&glyphs.gid).collect();
    assert!(named.len() == glyphs.path.len() && named.len() > 20);
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), glyphs.path.len(), "an outline stands twice");

    let kinds: Vec<_> =
        json["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["tint", "line", "line", "rule", "line", "line", "picture"]);
    let headline = &json["items"][1];
    assert_eq!(headline["block"], 0);
    assert_eq!((headline["up"].as_f64(), headline["down"].as_f64()), (Some(21.12), Some(2.88)));
    assert_eq!(json["blocks"][0]["role"], "headline");
    assert_eq!(
        json["blocks"][0]["spans"][0],
        serde_json::json!({"start": 0, "end": 4, "part": "headline", "index": 0, "offset": 0})
    );
    let picture = &json["items"][6];
    assert_eq!(picture["crop"], serde_json::json!([0, 0, 60, 60]));
    assert_eq!(picture["photo"].as_str(), Some(page.frame.pictures[0].photo.to_string().as_str()));
}

/// A character outside the BMP is two units of a JavaScript string and one character of the copy.
#[test]
fn offsets_count_as_javascript_counts() {
    let page = sample();
    let json = serde_json::to_value(display_list(&page.frame, &Fonts::installed(), &Look::Process)).unwrap();
    let line = &json["items"][5];
    assert_eq!((&line["start"], &line["end"]), (&Value::from(0), &Value::from(10)));
    let units: Vec<u64> = line["runs"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|run| run["glyphs"].as_array().unwrap().chunks(4).map(|glyph| glyph[3].as_u64().unwrap()))
        .collect();
    assert_eq!(units, [2, 1, 1, 1, 1, 1, 1, 1, 1]);
}

#[test]
fn glyphs_out_of_turn_say_where_they_begin() {
    let mut page = Page::new(60, 20);
    page.line(Role::Paragraph, "甲乙丙", 2.0, 12.0, 9.0, Ink::BLACK);
    page.change_last_line(|line| line.runs[0].glyphs.swap(0, 2));
    let json = serde_json::to_value(display_list(&page.frame, &Fonts::installed(), &Look::Process)).unwrap();
    assert_eq!(json["items"][0]["runs"][0]["starts"], serde_json::json!([2, 1, 0]));
}

#[test]
fn what_cannot_be_drawn_is_shown_or_said() {
    let mut page = sample();
    page.change_last_line(|line| line.runs[0].glyphs[0].gid = u16::MAX);
    let fonts = Fonts::installed();
    let error =
        png(&page.frame, &fonts, &Albums::of(square_photo(1)), &Stamps::default(), &Look::Process, 72.0)
            .unwrap_err();
    assert!(matches!(error, PreviewError::OutlineMissing { gid: u16::MAX, .. }), "{error}");
    let list = display_list(&page.frame, &fonts, &Look::Process);
    let hollow = list.glyphs.gid.iter().position(|gid| *gid == u16::MAX).unwrap();
    assert_eq!(&*list.glyphs.path[hollow], "m80 40h840v-840h-840zm790-50h-740v-740h740z");

    let page = sample();
    let code = |result: Result<Vec<u8>, PreviewError>| result.unwrap_err().code();
    assert_eq!(
        code(png(&page.frame, &fonts, &Albums::none(), &Stamps::default(), &Look::Process, 72.0)),
        "picture-missing"
    );
    assert_eq!(
        code(png(
            &page.frame,
            &fonts,
            &Albums::of(b"not a picture".to_vec()),
            &Stamps::default(),
            &Look::Process,
            72.0
        )),
        "picture-unreadable"
    );
    assert_eq!(
        code(png(&page.frame, &fonts, &Albums::none(), &Stamps::default(), &Look::Process, 60_000.0)),
        "too-many-pixels"
    );
    assert_eq!(
        code(png(&page.frame, &fonts, &Albums::none(), &Stamps::default(), &Look::Process, 0.0)),
        "no-pixels"
    );
    let mut broken = sample();
    broken.frame.fonts.clear();
    assert_eq!(
        code(png(&broken.frame, &fonts, &Albums::none(), &Stamps::default(), &Look::Process, 72.0)),
        "frame-broken"
    );
}

#[test]
fn thumbnails_are_small_and_upright() {
    let small = thumbnail(&square_photo(6), 32, Tones::Colour).unwrap();
    assert_eq!((small.width, small.height), (32, 21));
    let decoded = image::load_from_memory(&small.jpeg).unwrap().into_rgb8();
    // Red at the left, blue at the right, as the photographer saw it.
    assert!(decoded.get_pixel(3, 10).0[0] > 180 && decoded.get_pixel(3, 10).0[2] < 80);
    assert!(decoded.get_pixel(28, 10).0[2] > 180 && decoded.get_pixel(28, 10).0[0] < 80);
    let part =
        thumbnail_of(&square_photo(6), Some(Crop { x: 60, y: 0, width: 30, height: 30 }), 500, Tones::Colour)
            .unwrap();
    assert_eq!((part.width, part.height), (30, 30));
}

#[test]
fn a_picture_that_is_cut_off_or_absurd_is_refused() {
    let whole = square_photo(1);
    for cut in [0, 1, 40, 200] {
        assert_eq!(
            thumbnail(&whole[..cut], 32, Tones::Colour).unwrap_err().code(),
            "picture-unreadable",
            "{cut} bytes"
        );
    }
    // A PNG header that claims 60,000 × 60,000 pixels.
    let mut header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0".to_vec();
    header.extend(handset::crc(&header[12..]).to_be_bytes());
    header.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    assert_eq!(thumbnail(&header, 32, Tones::Colour).unwrap_err().code(), "picture-too-large");
}

/// The budget of DESIGN: a full page, re-sent after every keystroke.
#[test]
fn a_full_page_stays_small() {
    let page = handset::full_page(5_100);
    let list = display_list(&page.frame, &Fonts::installed(), &Look::Process);
    let count: usize = list
        .items
        .iter()
        .map(|item| match item {
            DisplayItem::Line(line) => line.runs.iter().map(|run| run.glyphs.len() / 4).sum(),
            _ => 0,
        })
        .sum();
    assert!(count >= 5_100, "{count}");
    // Nine hundred outlines of a Song face are most of it.
    let whole = serde_json::to_vec(&list).unwrap().len();
    let outlines = serde_json::to_vec(&list.glyphs).unwrap().len();
    assert!(
        whole - outlines < 300_000 && whole < 1_100_000,
        "{whole} bytes, {outlines} of them {} outlines",
        list.glyphs.path.len()
    );
}

#[test]
fn a_page_that_is_listed_again_is_the_same() {
    let page = sample();
    let fonts = Fonts::installed();
    let paths = Paths::default();
    let kept = paths.kept(&fonts);
    let first = display_list(&page.frame, &kept, &Look::Process);
    assert_eq!(first, display_list(&page.frame, &fonts, &Look::Process));
    assert_eq!(first, display_list(&page.frame, &kept, &Look::Process));
}
