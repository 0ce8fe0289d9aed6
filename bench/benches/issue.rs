//! A whole issue to the press, the release program as a whole process: 32 对开 pages of 200,000 字 with 60 pictures of
//! 12 MP, signed, to PDF/X-4 (target ≤ 8 s on two cores, peak memory ≤ 700 MB), and the same issue without its pictures
//! (≤ 0.6 s). Each is exported as the desk does it, from what was made at the signatures, and printed anew from the signed
//! pages alone, as when nothing of that is left. The baseline is half the issue: what a page costs must not grow with their
//! number.
//!
//! The libraries are made by the use cases and are not timed: 320 stories filed, approved, made up by the program and
//! signed.

#![expect(clippy::print_stdout, reason = "a bench says what it has measured")]

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use broadsheet_bench::prose;
use broadsheet_newsroom::{Access, Ask, FixedHost, Lang, Newsroom};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage};
use serde_json::{Value, json};

const PAGES: usize = 32;
const PICTURES: usize = 60;
/// 6,250 字 a page.
const LENGTHS: [usize; 10] = [1450, 950, 850, 750, 550, 500, 400, 300, 300, 200];
/// Of a picture, in pixels.
const WIDTH: u32 = 4000;
const HEIGHT: u32 = 3000;
const RUNS: usize = 5;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let program = PathBuf::from(
        std::env::var_os("BROADSHEET_RELEASE")
            .expect("BROADSHEET_RELEASE names the folder of the release binaries: run `make bench`"),
    )
    .join("broadsheet");
    let folder = std::env::temp_dir().join(format!("broadsheet-bench-issue-{}", std::process::id()));
    for (what, pages, pictures) in [
        ("half of it, text alone (baseline)", PAGES / 2, 0),
        ("the issue, text alone", PAGES, 0),
        ("half of it with its pictures (baseline)", PAGES / 2, PICTURES / 2),
        ("the issue with its pictures", PAGES, PICTURES),
    ] {
        let library = folder.join(format!("{pages}-{pictures}"));
        let made = make(&library, pages, pictures);
        let out = folder.join("out");
        for kept in [true, false] {
            if !kept {
                std::fs::remove_dir_all(library.join("press")).expect("what was made is thrown away");
            }
            let mut took = Vec::new();
            let mut peak = 0;
            for _ in 0..RUNS {
                let _ = std::fs::remove_dir_all(&out);
                let (time, memory) = export(&program, &library, &made.issue, &out);
                took.push(time);
                peak = peak.max(memory);
            }
            took.sort_unstable();
            println!(
                "{:<64} {:>9.0} ms {:>6} MB   {pages} pages, {} 字, {pictures} pictures, {} MB of PDF",
                format!("{what}, {}", if kept { "as signed" } else { "printed anew" }),
                took[RUNS / 2].as_secs_f64() * 1000.0,
                peak / 1024 / 1024,
                made.characters,
                written(&out) / 1024 / 1024,
            );
        }
        let _ = std::fs::remove_dir_all(&library);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

struct Made {
    issue: String,
    characters: usize,
}

/// A library whose issue is signed, page by page.
fn make(library: &Path, pages: usize, pictures: usize) -> Made {
    let start = chrono::DateTime::parse_from_rfc3339("2022-11-17T19:30:00+08:00").expect("a time");
    let room =
        Newsroom::open(library, Access::Write, Box::new(FixedHost::new(start))).expect("the library opens");
    let act = |person: Option<&str>, call: &str, arguments: Value| {
        let ask = Ask { person: person.map(str::to_owned), cmd_id: None, lang: Lang::Zh };
        room.call(call, &ask, arguments).unwrap_or_else(|why| panic!("{call}: {why:?}"))
    };
    let made = |answer: &Value| answer["id"].as_str().expect("an id").to_owned();
    let title = json!({
        "name": "样报", "latin_name": "Specimen", "lang": "zh-CN", "style": "evening", "tags": [], "deadline": 1410,
    });
    act(None, "title_set", title);
    act(None, "person_add", json!({ "name": "管理员", "roles": ["admin"] }));
    for (name, roles) in
        [("记者", json!(["reporter", "photographer"])), ("编辑", json!(["editor", "page-editor"]))]
    {
        act(Some("管理员"), "person_add", json!({ "name": name, "roles": roles }));
    }
    act(Some("管理员"), "person_add", json!({ "name": "总编", "roles": ["chief"] }));
    let issue = made(&act(Some("总编"), "issue_new", json!({ "date": "2022-11-18" })));
    let sample = broadsheet_bench::stories();
    let mut from = prose();
    let mut characters = 0;
    let mut left = pictures;
    for number in 0..pages {
        let page = json!({
            "issue": issue, "number": format!("A{:02}", number + 1), "format": "对开", "section": "城事",
        });
        let page = made(&act(Some("编辑"), "page_new", page));
        // Two pictures a page, while they last.
        let mut here = left.div_ceil(pages - number);
        left -= here;
        for (at, (length, pattern)) in LENGTHS.into_iter().zip(sample.iter().cycle()).enumerate() {
            let text: Vec<char> = from.by_ref().take(length).collect();
            characters += text.len();
            let body: Vec<String> = text.chunks(150).map(|part| part.iter().collect()).collect();
            let story = json!({
                "kicker": pattern.text.kicker, "headline": pattern.text.headline, "deck": null, "source": null,
                "bylines": [], "body": body, "rubric": null, "tags": [],
            });
            let story = made(&act(Some("记者"), "story_new", story));
            if here > 0 {
                here -= 1;
                let upload = room.upload("street.jpg", picture((number * LENGTHS.len() + at) as u32));
                let photo = json!({
                    "upload": upload, "story": story, "caption": "鼓王工坊里，学徒们在打磨新制的鼓身。",
                    "credit": { "role": "摄", "names": ["示例记者"] },
                });
                act(Some("记者"), "photo_add", photo);
            }
            act(Some("记者"), "story_submit", json!({ "id": story }));
            act(
                Some("编辑"),
                "story_approve",
                json!({ "id": story, "version": null, "opinion": "同意刊发" }),
            );
            // The program makes the page up of what stands on it.
            let area = json!({ "col": at % 8, "row": at / 8 * 60, "cols": 1, "rows": 60 });
            act(Some("编辑"), "page_place", json!({ "id": page, "story": story, "area": area }));
        }
        act(Some("编辑"), "page_auto", json!({ "id": page }));
        act(Some("总编"), "page_sign", json!({ "id": page, "hash": null }));
    }
    Made { issue, characters }
}

/// A street in the evening, with the grain of a camera: a file of some megabytes, no two alike.
fn picture(seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut grain = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state & 15) as u8
    };
    let pixels = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let window = (x / 90 + y / 120 + seed).is_multiple_of(5) && x % 90 > 20 && y % 120 > 30;
        let sky = (y * 120 / HEIGHT) as u8;
        let grain = grain();
        if window {
            Rgb([225 + grain, 190 + grain, 90 + grain])
        } else {
            Rgb([60 + sky + grain, 50 + grain, 90 - sky / 2 + grain])
        }
    });
    let mut file = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut file, 90)
        .write_image(pixels.as_raw(), WIDTH, HEIGHT, image::ExtendedColorType::Rgb8)
        .expect("the picture is written");
    file.into_inner()
}

/// Runs the program, and says how long it took and how much memory it held at its peak, in bytes.
fn export(program: &Path, library: &Path, issue: &str, out: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(program)
        .arg("--library")
        .arg(library)
        .args(["--json", "issue", "export", issue, "--profile", "x4", "--out"])
        .arg(out)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    let done = loop {
        // The kernel keeps the high-water mark; the last look before the end is the whole of it but for a moment.
        if let Some(kib) = std::fs::read_to_string(&status).ok().as_deref().and_then(high_water) {
            peak = kib * 1024;
        }
        if let Some(done) = child.try_wait().expect("the program ends") {
            break done;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = start.elapsed();
    assert!(done.success(), "the issue is not exported");
    (took, peak)
}

fn high_water(status: &str) -> Option<u64> {
    status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.parse().ok()
}

fn written(out: &Path) -> u64 {
    let files = std::fs::read_dir(out).expect("the issue's folder");
    files.filter_map(|file| file.ok()?.metadata().ok()).map(|file| file.len()).sum()
}
