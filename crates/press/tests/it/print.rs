//! Frames to PDF/X-4: what is in the file, by our own preflight and by tools that are not ours.

use crate::separations::{Kept, Plates as Separated, tool};
use crate::specimen::{BODY, Composer, SC, Style, job, mm, specimen};
use broadsheet_layout::frame::{Ink, LineEnd, Role};
use broadsheet_press::{Job, PressError, PressNotice, Severity, Verdict, preflight, print};
use chrono::Duration;

#[test]
fn the_same_frame_files_and_date_give_the_same_bytes() {
    let mut page = specimen();
    let one = print(&[&page.frame], &page.shelf, &job()).unwrap();
    assert!(one.notices.is_empty(), "{:?}", one.notices);
    page.shelf.vouch = true;
    let other = print(&[&page.frame], &page.shelf, &job()).unwrap();
    assert!(one.pdf == other.pdf);
    let mut later = job();
    later.at += Duration::minutes(1);
    assert!(one.pdf != print(&[&page.frame], &page.shelf, &later).unwrap().pdf);
    if let Ok(path) = std::env::var("BROADSHEET_KEEP") {
        std::fs::write(path, &one.pdf).unwrap();
    }
}

#[test]
fn fonts_are_known_by_the_time_the_pages_are_painted() {
    let mut page = specimen();
    // No other test prints these lines alone: nothing of them is known before.
    let mut at = 0;
    page.frame.items.retain(|_| {
        at += 1;
        at % 2 == 0
    });
    for marks in [false, true] {
        // What other tests print meanwhile may have it forgotten, once in a while.
        let known = ["一", "二", "三"].into_iter().any(|slug| {
            print(&[&page.frame, &page.frame], &page.shelf, &Job { marks, slug: slug.to_owned(), ..job() })
                .unwrap();
            // The last that the file asked for on this thread was its last font, packed.
            comemo::testing::last_was_hit()
        });
        assert!(known, "with marks: {marks}");
    }
}

#[test]
fn our_own_preflight_passes_what_we_print() {
    let page = specimen();
    let pdf = print(&[&page.frame, &page.frame], &page.shelf, &job()).unwrap().pdf;
    let report = preflight(&pdf);
    assert_eq!(report.findings, [], "no finding at all");
    assert_eq!((report.verdict, report.profile.as_deref()), (Verdict::Pass, Some("PDF/X-4")));
}

#[test]
fn other_tools_find_the_structure_sound() {
    let page = specimen();
    let pdf = Kept::new("sound.pdf", &print(&[&page.frame], &page.shelf, &job()).unwrap().pdf);
    let path = pdf.0.to_str().unwrap();
    assert!(tool("qpdf", &["--check", path]).contains("PDF Version: 1.6"));
    let fonts = tool("pdffonts", &[path]);
    let faces: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(faces.len(), 3, "{fonts}");
    for face in faces {
        let columns: Vec<&str> = face.split_whitespace().collect();
        let flags = &columns[columns.len() - 5..columns.len() - 2];
        assert_eq!(flags, ["yes", "yes", "yes"], "embedded, subset, with a character map: {face}");
        assert_eq!(columns[0].find('+'), Some(6), "{face}");
    }
    let boxes = tool("pdfinfo", &["-box", path]);
    // 272.5 × 390 mm, 3 mm of bleed, 12 mm of marks around it.
    for (name, corners) in [
        ("MediaBox", [0.0, 0.0, 857.48, 1190.55]),
        ("BleedBox", [34.02, 34.02, 823.46, 1156.54]),
        ("TrimBox", [42.52, 42.52, 814.96, 1148.03]),
    ] {
        let line = boxes.lines().find(|line| line.starts_with(name)).unwrap();
        let found: Vec<f64> = line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect();
        assert!(found.iter().zip(corners).all(|(one, other)| (one - other).abs() < 0.02), "{line}");
    }
    assert!(boxes.contains("Tagged:          yes") && boxes.contains("PDF version:     1.6"), "{boxes}");
}

#[test]
fn every_paragraph_is_read_out_whole_and_in_order() {
    let page = specimen();
    let pdf = Kept::new("text.pdf", &print(&[&page.frame], &page.shelf, &job()).unwrap().pdf);
    let path = pdf.0.to_str().unwrap();
    for (mode, exact) in [(&["-raw"][..], true), (&[], false)] {
        let mut arguments = mode.to_vec();
        arguments.extend([path, "-"]);
        let said = tool("pdftotext", &arguments);
        assert!(said.lines().count() > 15, "lines stand where they are: {said}");
        let joined: String = said.lines().collect();
        let mut from = 0;
        for block in page.frame.blocks.iter().filter(|block| block.role != Role::Figure) {
            // What begins with the indent of a paragraph is found without it.
            let text = block.text.trim_start_matches('\u{3000}');
            let at = joined.get(from..).and_then(|rest| rest.find(text));
            if exact {
                from += at.unwrap_or_else(|| panic!("{text:?} is not in {joined:?} after byte {from}"))
                    + text.len();
            }
        }
        assert!(joined.contains("示例记者 摄"), "{joined}");
        assert!(joined.contains("an instrument of any"), "{joined}");
        // A divided word stands whole with the line that it begins in.
        assert!(!exact || said.lines().any(|line| line.ends_with("an instrument ")), "{said}");
    }
    let structure = tool("pdfinfo", &["-struct-text", path]);
    let order = ["H1", "Art", "P (block)", "H2", "Figure", "Caption"];
    let mut from = 0;
    for tag in order {
        from += structure[from..].find(tag).unwrap_or_else(|| panic!("{tag}: {structure}"));
    }
    assert!(!structure.contains("Error"), "{structure}");
    assert_eq!(BODY.len(), structure.matches("P (block)").count() - 4, "{structure}");
}

#[test]
fn plates_hold_black_text_on_black_alone_and_the_ink_limit_everywhere() {
    let page = specimen();
    let pdf = Kept::new("inks.pdf", &print(&[&page.frame], &page.shelf, &job()).unwrap().pdf);
    let plates = Separated::of(&pdf, 100);
    let over = |left: f64, top: f64, wide: f64, high: f64| plates.over(left, top, wide, high).into_iter();
    let most = over(0.0, 0.0, 272.5, 390.0).map(|inks| inks.iter().sum::<u32>()).max().unwrap();
    assert!((500..=612).contains(&most), "the most ink within the trim is {} %", f64::from(most) / 2.55);
    // The body text: black, and nothing of the other plates.
    let body: Vec<[u32; 4]> = over(24.0, 66.0, 58.0, 52.0).collect();
    assert!(body.iter().any(|inks| inks[3] > 200), "there is text");
    assert!(body.iter().all(|inks| inks[..3] == [0, 0, 0]), "and it is black ink only");
    // Black text on a tint overprints: the tint is whole below it.
    let boxed: Vec<[u32; 4]> = over(122.0, 155.0, 56.0, 26.0).collect();
    assert!(boxed.iter().any(|inks| inks[3] > 200), "there is text on the tint");
    assert!(
        boxed.iter().all(|inks| inks[0].abs_diff(51) <= 1 && inks[2].abs_diff(26) <= 1),
        "{:?}",
        boxed.first()
    );
    // Text in paper white knocks out of the red band.
    let band: Vec<[u32; 4]> = over(24.0, 24.0, 20.0, 10.0).collect();
    assert!(band.iter().any(|inks| inks.iter().sum::<u32>() == 0), "white letters");
    // A registration mark is on every plate.
    let mark: Vec<[u32; 4]> = over(132.0, -12.0, 8.0, 6.0).collect();
    assert!(mark.iter().any(|inks| inks.iter().all(|&ink| ink > 100)), "{:?}", mark.iter().max());
}

#[test]
fn inks_are_written_by_number() {
    let mut page = Composer::new(100.0, 100.0);
    for (row, ink) in
        [(0, Ink { c: 1, m: 29, y: 57, k: 90 }), (1, Ink::grey(60)), (2, Ink::BLACK), (3, Ink::PAPER)]
    {
        page.tint(mm(10.0, 10.0 * f64::from(row), 10.0, 10.0), ink);
    }
    let pdf = print(&[&page.frame], &page.shelf, &Job { marks: false, ..job() }).unwrap().pdf;
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let content = document.get_page_content(document.page_iter().next().unwrap());
    let operations = lopdf::content::Content::decode(&content).unwrap().operations;
    let inks = operations.iter().filter(|operation| operation.operator == "k");
    let number = |ink: &lopdf::Object| ink.as_float().unwrap();
    let inks: Vec<Vec<f32>> = inks.map(|ink| ink.operands.iter().map(number).collect()).collect();
    assert_eq!(inks, [[0.01, 0.29, 0.57, 0.9], [0.0, 0.0, 0.0, 0.6], [0.0, 0.0, 0.0, 1.0], [0.0; 4]]);
}

#[test]
fn a_font_must_be_the_very_file() {
    let page = specimen();
    let code = |result: Result<broadsheet_press::Print, PressError>| result.map(|_| ()).unwrap_err().code();
    let mut missing = page.shelf.clone();
    missing.fonts.remove("LXGWWenKai-Regular");
    let error = print(&[&page.frame], &missing, &job()).unwrap_err();
    assert_eq!(error.code(), "font-missing");
    assert!(error.to_string().contains("LXGWWenKai-Regular"), "{error}");
    let mut changed = page.frame.clone();
    changed.fonts[0].sha256 = Some("0".repeat(64));
    assert_eq!(code(print(&[&changed], &page.shelf, &job())), "font-changed");
    let mut other_face = page.frame.clone();
    other_face.fonts[0].index = 0;
    assert_eq!(
        code(print(&[&other_face], &page.shelf, &job())),
        "font-changed",
        "the Japanese face of the file"
    );
    let mut rubbish = page.shelf.clone();
    for bytes in rubbish.fonts.values_mut() {
        *bytes = b"no font".to_vec().into();
    }
    let mut unpinned = page.frame.clone();
    unpinned.fonts.iter_mut().for_each(|font| font.sha256 = None);
    assert_eq!(code(print(&[&unpinned], &rubbish, &job())), "font-unreadable");
}

#[test]
fn a_frame_that_does_not_hold_together_is_refused() {
    let page = specimen();
    let refused = |prepare: &dyn Fn(&mut broadsheet_layout::PageFrame)| {
        let mut frame = page.frame.clone();
        prepare(&mut frame);
        print(&[&frame], &page.shelf, &job()).unwrap_err().code()
    };
    assert_eq!(refused(&|frame| frame.blocks.clear()), "frame-broken");
    assert_eq!(refused(&|frame| frame.pictures.clear()), "frame-broken");
    assert_eq!(refused(&|frame| frame.trim.width = broadsheet_units::Length::ZERO), "page-size");
    assert_eq!(refused(&|frame| frame.trim.width = broadsheet_units::Length::MAX), "page-size");
    assert_eq!(
        refused(&|frame| frame.blocks.iter_mut().for_each(|block| block.text = "短".to_owned())),
        "frame-broken"
    );
    assert_eq!(print(&[], &page.shelf, &job()).unwrap_err(), PressError::NoPages);
}

#[test]
fn what_is_wrong_with_a_page_is_said() {
    let mut page = Composer::new(200.0, 200.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let block = page.block(Role::Paragraph, None, "缺\u{10ffff}字");
    page.line(
        block,
        (0, page.frame.blocks[0].text.len()),
        (20.0, 20.0),
        Style::black(serif, 9.0),
        LineEnd::Last,
    );
    page.tint(mm(10.0, 50.0, 20.0, 20.0), Ink { c: 90, m: 80, y: 70, k: 60 });
    let mut job = job();
    job.slug = "样报 \u{10ffff}".to_owned();
    let printed = print(&[&page.frame], &page.shelf, &job).unwrap();
    let codes: Vec<&str> = printed.notices.iter().map(PressNotice::code).collect();
    assert_eq!(codes, ["missing-glyph", "ink-over-limit", "slug-incomplete"]);
    assert_eq!(printed.notices[1].severity(), Severity::Error);
    // The same two faults are seen from outside.
    let report = preflight(&printed.pdf);
    let found: Vec<&str> = report.findings.iter().map(broadsheet_press::Finding::code).collect();
    assert_eq!(found, ["missing-glyph", "ink-over-limit"]);
    assert_eq!(report.findings[1].place.as_deref(), Some("10, 50 mm"));
}

#[test]
fn without_marks_the_sheet_is_the_bleed() {
    let mut page = Composer::new(200.0, 200.0);
    page.rule(mm(-3.0, 50.0, 206.0, 1.0), Ink::BLACK);
    let mut job = job();
    job.marks = false;
    let pdf = print(&[&page.frame], &page.shelf, &job).unwrap().pdf;
    assert_eq!(preflight(&pdf).findings, []);
    let kept = Kept::new("bare.pdf", &pdf);
    let boxes = tool("pdfinfo", &["-box", kept.0.to_str().unwrap()]);
    let of = |name: &str| {
        boxes
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap()
            .split_whitespace()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(of("MediaBox"), of("BleedBox"));
}

/// What the figures of a file say to who cannot see them, in the order of its objects; `None` for one that says nothing.
fn alternatives(pdf: &[u8]) -> Vec<Option<String>> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let is_figure = |dictionary: &&lopdf::Dictionary| {
        dictionary.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Figure")
    };
    let alternative = |figure: &lopdf::Dictionary| lopdf::decode_text_string(figure.get(b"Alt").ok()?).ok();
    dictionaries.filter(is_figure).map(alternative).collect()
}

#[test]
fn a_picture_says_what_it_shows_to_who_cannot_see_it() {
    let page = specimen();
    let figure = page.frame.blocks.iter().find(|block| block.role == Role::Figure).unwrap();
    let pdf = print(&[&page.frame], &page.shelf, &job()).unwrap().pdf;
    assert_eq!(alternatives(&pdf), [Some(figure.text.clone())]);
    let mut silent = page.frame.clone();
    silent.blocks.iter_mut().filter(|block| block.role == Role::Figure).for_each(|block| block.text.clear());
    let pdf = print(&[&silent], &page.shelf, &job()).unwrap().pdf;
    assert_eq!(alternatives(&pdf), [None], "an empty text would be read out as nothing");
}
