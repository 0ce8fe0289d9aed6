//! Ink, proved by what a renderer separates: black prints over, white is left out, spot colours have their plate, and
//! nowhere is more ink than the press bears.

use crate::separations::{Kept, Plates as Separated};
use crate::specimen::{Composer, SC, Style, job, jpeg, mm};
use broadsheet_layout::frame::{Ink, LineEnd, Role};
use broadsheet_press::{
    Finding, Job, Overprint, Plates, PressNotice, Spot, Standard, Verdict, preflight_by, print,
};
use broadsheet_units::Length;

/// A tint of three inks with what may stand on it: black letters, a black hairline, a thick black bar, grey letters and
/// letters left white.
const TINT: Ink = Ink { c: 40, m: 30, y: 20, k: 0 };

fn on_a_tint() -> Composer {
    let mut page = Composer::new(120.0, 160.0);
    let bold = page.font("NotoSansCJK-Bold.ttc", SC);
    page.tint(mm(10.0, 10.0, 100.0, 140.0), TINT);
    for (row, ink) in [Ink::BLACK, Ink::grey(60), Ink::PAPER].into_iter().enumerate() {
        let block = page.block(Role::Headline, Some(1), "黑字叠印");
        let style = Style { font: bold, size: 36.0, scale_x: 1000, ink };
        page.line(block, (0, 12), (20.0, 35.0 + 30.0 * row as f64), style, LineEnd::Last);
    }
    page.rule(mm(20.0, 110.0, 80.0, 0.1), Ink::BLACK);
    page.rule(mm(20.0, 120.0, 80.0, 10.0), Ink::BLACK);
    page
}

/// How far a plate's points are from a tint's value, at the most.
fn breaks(points: &[[u32; 4]], plate: usize, per_cent: u8) -> u32 {
    let wanted = (u32::from(per_cent) * 255 + 50) / 100;
    points.iter().map(|inks| inks[plate].abs_diff(wanted)).max().unwrap()
}

/// The rows of [`on_a_tint`]: black letters, grey letters, white letters, hairline, bar; each as its area in millimetres.
const ROWS: [(f64, f64, f64, f64); 5] = [
    (15.0, 22.0, 80.0, 18.0),
    (15.0, 52.0, 80.0, 18.0),
    (15.0, 82.0, 80.0, 18.0),
    (25.0, 108.0, 70.0, 4.0),
    (25.0, 122.0, 70.0, 6.0),
];

#[test]
fn black_letters_and_hairlines_leave_the_tint_below_them_whole() {
    for standard in [Standard::X4, Standard::X1a] {
        let page = on_a_tint();
        let pdf = print(&[&page.frame], &page.shelf, &Job { standard, ..job() }).unwrap().pdf;
        let plates = Separated::of(&Kept::new("overprint.pdf", &pdf), 200);
        let [black, grey, white, hairline, bar] = ROWS.map(|(x, y, w, h)| plates.over(x, y, w, h));
        for (points, what) in [(&black, "letters"), (&hairline, "hairline")] {
            assert!(points.iter().any(|inks| inks[3] > 250), "{standard:?}: there are {what}");
            for (plate, per_cent) in [TINT.c, TINT.m, TINT.y].into_iter().enumerate() {
                let off = breaks(points, plate, per_cent);
                assert!(off <= 1, "{standard:?}: {what} break plate {plate} by {off}");
            }
        }
        // What is not solid black takes the tint away below it: a grey is the grey that was asked for.
        assert!(grey.iter().any(|inks| inks[..3] == [0, 0, 0] && inks[3].abs_diff(153) <= 1), "{standard:?}");
        assert!(white.iter().any(|inks| inks.iter().sum::<u32>() == 0), "{standard:?}: white letters");
        assert!(bar.iter().all(|inks| inks[..3] == [0, 0, 0] && inks[3] == 255), "{standard:?}: the bar");
    }
}

#[test]
fn what_is_to_knock_out_does() {
    let page = on_a_tint();
    let overprint = Overprint { text: Length::from_points(20.0), rules: Length::ZERO };
    let print = print(&[&page.frame], &page.shelf, &Job { overprint, ..job() }).unwrap();
    let plates = Separated::of(&Kept::new("knock-out.pdf", &print.pdf), 200);
    for (x, y, w, h) in [ROWS[0], ROWS[3]] {
        let points = plates.over(x, y, w, h);
        assert!(points.iter().any(|inks| inks[3] > 250 && inks[..3] == [0, 0, 0]), "black on bare paper");
        assert!(breaks(&points, 0, TINT.c) > 90, "the plate of cyan is broken");
    }
}

#[test]
fn no_black_is_device_grey() {
    let page = on_a_tint();
    for standard in [Standard::X4, Standard::X1a] {
        let pdf = print(&[&page.frame], &page.shelf, &Job { standard, ..job() }).unwrap().pdf;
        let document = lopdf::Document::load_mem(&pdf).unwrap();
        let content = document.get_page_content(document.page_iter().next().unwrap());
        let content = lopdf::content::Content::decode(&content).unwrap();
        let used =
            |operator: &str| content.operations.iter().filter(|step| step.operator == operator).count();
        assert_eq!(["g", "G", "rg", "RG"].map(used), [0; 4], "{standard:?}");
        assert!(used("k") >= 5, "{standard:?}");
    }
}

#[test]
fn black_knocks_out_where_it_would_be_too_much_ink() {
    let mut page = Composer::new(120.0, 120.0);
    let bold = page.font("NotoSansCJK-Bold.ttc", SC);
    // 170 % below it and 100 % of black are more than the 240 % of newsprint.
    page.tint(mm(10.0, 10.0, 100.0, 40.0), Ink { c: 90, m: 80, y: 0, k: 0 });
    page.tint(mm(10.0, 60.0, 100.0, 40.0), Ink { c: 70, m: 70, y: 0, k: 0 });
    for baseline in [35.0, 85.0] {
        let block = page.block(Role::Headline, Some(1), "黑字");
        page.line(block, (0, 6), (20.0, baseline), Style::black(bold, 30.0), LineEnd::Last);
    }
    let print = print(&[&page.frame], &page.shelf, &job()).unwrap();
    let [PressNotice::BlackKnockedOut { total, limit, .. }] = print.notices[..] else {
        panic!("{:?}", print.notices)
    };
    assert_eq!((total, limit), (270, 240));
    let place = print.notices[0].rect().unwrap();
    let (x, y, right) = (place.x.to_mm(), place.y.to_mm(), place.right().to_mm());
    assert!(
        (x - 20.0).abs() < 0.1 && (25.0..35.0).contains(&y) && (35.0..50.0).contains(&right),
        "{place:?}"
    );
    let plates = Separated::of(&Kept::new("dark.pdf", &print.pdf), 150);
    let heavy = plates.over(15.0, 15.0, 90.0, 30.0);
    assert!(heavy.iter().any(|inks| inks[3] == 255 && inks[..3] == [0, 0, 0]));
    assert!(
        breaks(&plates.over(15.0, 65.0, 90.0, 30.0), 0, 70) <= 1,
        "140 and 100 are just as much as there may be"
    );
    let most = plates.most(0.0, 0.0, 120.0, 120.0);
    assert!((239.0..=241.0).contains(&most), "{most}");
    assert_eq!(print.pages[0].most_ink, 240);
}

#[test]
fn an_ink_over_the_limit_is_said_once_and_where() {
    let mut page = Composer::new(120.0, 120.0);
    let heavy = Ink { c: 90, m: 90, y: 90, k: 0 };
    page.tint(mm(10.0, 20.0, 30.0, 40.0), heavy);
    page.tint(mm(60.0, 20.0, 30.0, 40.0), heavy);
    let print = print(&[&page.frame], &page.shelf, &job()).unwrap();
    let about = print.notices.iter().filter(|notice| notice.code() == "ink-over-limit").collect::<Vec<_>>();
    let [notice @ PressNotice::InkOverLimit { ink, limit, .. }] = about.as_slice() else {
        panic!("{:?}", print.notices)
    };
    assert_eq!((*ink, *limit, notice.rect()), (heavy, 240, Some(mm(10.0, 20.0, 30.0, 40.0))));
}

#[test]
fn the_most_ink_of_a_page_is_told_as_a_renderer_finds_it() {
    let mut page = Composer::new(120.0, 120.0);
    let bold = page.font("NotoSansCJK-Bold.ttc", SC);
    page.picture(jpeg(900, 900, |_| {}), (900, 900), None, mm(10.0, 10.0, 70.0, 70.0), "深色", 1);
    let block = page.block(Role::Headline, Some(1), "压图的黑字");
    page.line(block, (0, 15), (15.0, 45.0), Style::black(bold, 24.0), LineEnd::Last);
    let print = print(&[&page.frame], &page.shelf, &job()).unwrap();
    let plates = Separated::of(&Kept::new("most.pdf", &print.pdf), 300);
    let most = plates.most(0.0, 0.0, 120.0, 120.0);
    assert!(most <= 240.5, "the limit holds: {most}");
    let told = f64::from(print.pages[0].most_ink);
    assert!(told <= 240.0 && (told - most).abs() <= 4.0, "told {told}, found {most}");
    assert_eq!(print.pages[0].inks, ["Cyan", "Magenta", "Yellow", "Black"]);
}

#[test]
fn a_page_of_black_alone_has_one_plate() {
    let mut page = on_a_tint();
    page.picture(jpeg(600, 300, |_| {}), (600, 300), None, mm(20.0, 132.0, 30.0, 15.0), "彩色原图", 1);
    let black = Job { plates: Plates::Black, ..job() };
    let print = print(&[&page.frame], &page.shelf, &black).unwrap();
    assert_eq!(print.pages[0].inks, ["Black"]);
    let plates = Separated::of(&Kept::new("black.pdf", &print.pdf), 150);
    let all = plates.over(-3.0, -3.0, 126.0, 166.0);
    assert!(all.iter().all(|inks| inks[..3] == [0, 0, 0]), "nothing on the other plates");
    // Nor of the marks: a plate would be made for them alone.
    let sheet = plates.over(-14.0, -14.0, 148.0, 188.0);
    assert!(sheet.iter().all(|inks| inks[..3] == [0, 0, 0]), "marks on the other plates");
    assert!(sheet.iter().filter(|inks| inks[3] > 200).count() > all.iter().filter(|i| i[3] > 200).count());
    // C40 M30 Y20 is about as light as a third of black.
    let tint = plates.over(12.0, 12.0, 4.0, 4.0)[0][3];
    assert!((50..115).contains(&tint), "{tint}");
    let picture = plates.over(21.0, 133.0, 28.0, 13.0);
    let (least, most) =
        (picture.iter().map(|i| i[3]).min().unwrap(), picture.iter().map(|i| i[3]).max().unwrap());
    assert!(least < 120 && most > 240, "the picture keeps its tones: {least} to {most}");
    // Its own rules find nothing, and find what a page of four inks brings.
    assert_eq!(preflight_by(&print.pdf, &black.rules(&page.frame)).verdict, Verdict::Pass);
    let four = broadsheet_press::print(&[&page.frame], &page.shelf, &job()).unwrap();
    let found = preflight_by(&four.pdf, &black.rules(&page.frame)).findings;
    let codes: Vec<&str> = found.iter().map(Finding::code).collect();
    assert_eq!(codes, ["colour-on-black-page", "colour-on-black-page"], "a tint and a picture");
}

#[test]
fn a_spot_colour_keeps_its_plate_and_its_tints() {
    let mut page = Composer::new(120.0, 120.0);
    let red = Ink { c: 0, m: 90, y: 80, k: 0 };
    page.tint(mm(10.0, 10.0, 40.0, 40.0), red);
    page.tint(mm(60.0, 10.0, 40.0, 40.0), Ink { c: 0, m: 45, y: 40, k: 0 });
    page.tint(mm(10.0, 60.0, 40.0, 40.0), Ink { c: 0, m: 90, y: 0, k: 0 });
    let spots = vec![Spot { name: "PANTONE 032".to_owned(), stands_for: red }];
    let print = print(&[&page.frame], &page.shelf, &Job { spots, ..job() }).unwrap();
    assert_eq!(print.pages[0].inks, ["Magenta", "PANTONE 032"]);
    let plates = Separated::of(&Kept::new("spot.pdf", &print.pdf), 72);
    let at = |x: f64, y: f64| {
        let spot = plates.spot("PANTONE 032", x, y, 5.0, 5.0).unwrap()[0];
        (plates.over(x, y, 5.0, 5.0)[0], spot)
    };
    assert_eq!(at(20.0, 20.0), ([0; 4], 255), "solid");
    let (process, half) = at(70.0, 20.0);
    assert!(process == [0; 4] && half.abs_diff(128) <= 1, "{process:?} {half}");
    assert_eq!(at(20.0, 70.0).1, 0, "another colour stays in the process inks");
    assert_eq!(at(20.0, 70.0).0[1].abs_diff(230), 0);
}

#[test]
fn dark_text_of_several_inks_is_refused_in_the_body() {
    let mut page = Composer::new(120.0, 120.0);
    let serif = page.font("NotoSerifCJK-Regular.ttc", SC);
    let block = page.block(Role::Paragraph, Some(1), "正文");
    let rich = Ink { c: 40, m: 30, y: 30, k: 100 };
    page.line(
        block,
        (0, 6),
        (20.0, 35.0),
        Style { font: serif, size: 9.0, scale_x: 1000, ink: rich },
        LineEnd::Last,
    );
    let print = print(&[&page.frame], &page.shelf, &job()).unwrap();
    let report = preflight_by(&print.pdf, &job().rules(&page.frame));
    assert_eq!(report.verdict, Verdict::Fail);
    assert_eq!(report.findings.iter().map(Finding::code).collect::<Vec<_>>(), ["rich-black-text"]);
}
