//! The real window: what is typed in it is kept, and what it shows is what prints.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::door::Door;
use crate::program::{Cli, Folder, below};
use crate::raster::{Part, Raster, WHOLE};
use crate::screen::Window;
use crate::specimen::{self, EDITOR};

/// What a person types, key by key.
const TYPED: &str = "今夜灯火通明，渡口的船都靠了岸。";
/// A character beyond the BMP, which the driver's keys do not reach: it comes in as from an input method.
const RARE: &str = "𠮷";
/// Control and End, as the driver names them.
const TO_THE_END: &str = "\u{e009}\u{e010}";
/// The window's size where pixels are compared: the page is then shown at about 100 dpi.
const LARGE: (u32, u32) = (1880, 1780);

/// Opens a story and puts the cursor behind its last character.
fn open_story(window: &Window, story: &str) {
    window.go(&format!("#/story/{story}"));
    window.click("(//*[@data-part='paragraph'])[1]");
    window.chord(TO_THE_END);
}

/// Opens a page and reads back what its canvas shows, once it is painted as finely as it is shown.
fn canvas(window: &Window, page: &str) -> Raster {
    window.go(&format!("#/page/{page}"));
    window.until(
        "(() => {
           const canvas = document.querySelector('main canvas');
           const shown = canvas?.getBoundingClientRect();
           return canvas?.getAttribute('aria-busy') === 'false' && shown.height > 1000 && Math.abs(shown.width * devicePixelRatio - canvas.width) < 1.5;
         })()",
    );
    let read = window.run(
        "const canvas = document.querySelector('main canvas');
         const { width, height } = canvas;
         const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
         const grey = [];
         for (let n = 0; n < data.length; n += 4)
           grey.push(String.fromCharCode(Math.round(data[n] * 0.3 + data[n + 1] * 0.59 + data[n + 2] * 0.11)));
         return [width, height, grey.join('')];",
    );
    let size = |n: usize| usize::try_from(read[n].as_u64().unwrap()).unwrap();
    let grey = read[2].as_str().unwrap().chars().map(|grey| u8::try_from(grey).unwrap()).collect();
    Raster::new(size(0), size(1), grey)
}

#[test]
fn a_library_that_is_held_elsewhere_opens_once_it_is_let_go() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let mut door = Door::open(&cli);
    let window = Window::open(&cli.library);
    let told = window.run("return document.querySelector('main').innerText");
    let told = told.as_str().unwrap();
    assert!(told.contains("library-in-use") && told.contains(&door.pid().to_string()), "{told}");
    window.click("//a[.='Try again']");
    window.until("location.pathname === '/again' && document.querySelector('main[role=alert]') !== null");
    door.kill();
    window.click("//a[.='Try again']");
    window.until("document.querySelector('main.room > *') !== null");
    window.work_as(EDITOR);
}

#[test]
fn closing_the_window_finishes_what_is_being_written() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let story = longest(&cli);
    let before = last_paragraph(&cli, &story);
    let window = Window::open(&cli.library);
    window.work_as(EDITOR);
    open_story(&window, &story);
    window.keys(TYPED);
    window.quit(&cli);
    assert_eq!(last_paragraph(&cli, &story), format!("{before}{TYPED}"));
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
}

#[test]
fn the_window_opens_where_it_was_closed_and_never_off_the_screen() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let place = |window: &Window| window.run("return [screenX, screenY, innerWidth, innerHeight]");
    let window = Window::open(&cli.library);
    window.resize((1210, 830));
    window.work_as(EDITOR);
    let left = place(&window);
    let memory = window.quit(&cli);
    let file = memory.path("app.broadsheet.desktop/window.json");
    let window = Window::open_again(&cli.library, memory);
    assert_eq!(place(&window), left);
    let memory = window.quit(&cli);

    // The screen that it stood on is gone, and was larger.
    let mut kept: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    kept["frame"] = json!({ "x": 5000, "y": -4000, "width": 4000, "height": 3000 });
    std::fs::write(&file, kept.to_string()).unwrap();
    let window = Window::open_again(&cli.library, memory);
    let shown: Vec<i64> = place(&window).as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect();
    let [x, y, width, height] = shown[..] else { panic!("{shown:?}") };
    assert!(x >= 0 && y >= 0 && width > 1000 && height > 1000, "{shown:?}");
    assert!(x + width <= 1920 && y + height <= 1800, "{shown:?}");
}

/// Where the page's picture stands on it.
fn picture(window: &Window) -> Part {
    let place = window.run(
        "const page = document.querySelector('main canvas').getBoundingClientRect();
         const box = document.querySelector('main .module.picture').getBoundingClientRect();
         return [(box.left - page.left) / page.width, (box.top - page.top) / page.height,
                 box.width / page.width, box.height / page.height];",
    );
    std::array::from_fn(|n| place[n].as_f64().unwrap())
}

/// Whether two rasters show the same page: the same ink in the same places, in each part of it.
fn same_page(one: &Raster, other: &Raster) -> bool {
    one.likeness(other, WHOLE) > 0.96
        && one.difference(other, WHOLE) < 0.035
        // At the sizes that a window may have, two rasterisers are alike to 0.81 in the least alike part of a page; a
        // page that lacks a single line to 0.71.
        && one.least_likeness(other) > 0.76
}

#[test]
fn the_page_in_the_window_is_the_page_of_the_press_file() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let window = Window::open(&cli.library);
    window.resize(LARGE);
    window.work_as(EDITOR);
    let shown = canvas(&window, &specimen::page(&cli));
    let picture = picture(&window);
    drop(window);
    let press_file = only(&files(&cli.library.join("exports")));
    let printed = Raster::of_pdf(&press_file, &shown);
    let said = |what: &Raster| {
        let (whole, least) = (what.likeness(&printed, WHOLE), what.least_likeness(&printed));
        format!("like {whole:.3}, at least {least:.3}, different {:.3}", what.difference(&printed, WHOLE))
    };
    assert!(same_page(&shown, &printed), "{}", said(&shown));
    // The measure itself is measured: each of these is another page.
    let wrong = [
        ("two pixels to the right", shown.moved(2, 0)),
        ("two pixels down", shown.moved(0, 2)),
        ("without its picture", shown.without(picture)),
        ("without a line of its foot", shown.without([0.1, 0.9, 0.8, 0.02])),
        ("nothing", shown.without(WHOLE)),
        ("another page", Raster::of_pdf(&other_page(&cli, &folder), &shown)),
    ];
    for (what, wrong) in wrong {
        assert!(!same_page(&wrong, &printed), "{what} passes: {}", said(&wrong));
    }
}

/// A proof of another page of the issue, with one story on it.
fn other_page(cli: &Cli, folder: &Folder) -> PathBuf {
    let issue = cli.ask("", &["issue", "list"])[0]["id"].as_str().unwrap().to_owned();
    let page = cli.make(EDITOR, &["page", "new", "--issue", &issue, "--number", "A04", "--format", "四开"]);
    let body = folder.file("body.txt", "渡口的灯塔又亮了，守塔人说它还认得回港的船。\n".repeat(60));
    let story = cli.make(EDITOR, &["story", "new", "--headline", "渡口灯塔百年重亮", "--body-file", &body]);
    let place = ["page", "plan", &page, "--place", &story, "--at", "1,1", "--span", "6x60"];
    cli.ask(EDITOR, &place);
    let file = folder.path("A04.pdf");
    cli.ask(EDITOR, &["page", "proof", &page, "--out", file.to_str().unwrap()]);
    file
}

#[test]
fn what_is_typed_is_in_the_log_and_set_anew_on_the_page() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let page = specimen::page(&cli);
    let story = longest(&cli);
    let body_before = last_paragraph(&cli, &story);
    let fit_before = fit(&cli, &page, &story);
    let events_before = cli.ask("", &["verify"])["events"].as_u64().unwrap();
    let exports_before = files(&cli.library.join("exports"));

    let window = Window::open(&cli.library);
    window.resize(LARGE);
    window.work_as(EDITOR);
    let shown_before = canvas(&window, &page);
    open_story(&window, &story);
    window.keys(TYPED);
    window.run(&format!("document.execCommand('insertText', false, '{RARE}')"));
    window.saved();

    assert_eq!(typed_since(&cli.library, events_before), format!("{TYPED}{RARE}"));
    assert_eq!(last_paragraph(&cli, &story), format!("{body_before}{TYPED}{RARE}"));
    assert_eq!(cli.ask("", &["verify"])["ok"], true);
    let characters = i64::try_from(TYPED.chars().count() + 1).unwrap();
    assert_ne!(fit(&cli, &page, &story), fit_before, "{characters} more");

    // On the page it is set anew, as it prints: the proof that the window itself writes shows the same.
    let shown = canvas(&window, &page);
    window.click("//button[contains(., '出大样 PDF')]");
    window.until("document.querySelector('main').innerText.includes('.pdf')");
    let proof = only(&(&files(&cli.library.join("exports")) - &exports_before));
    let printed = Raster::of_pdf(&proof, &shown);
    assert!(same_page(&shown, &printed), "like {}", shown.least_likeness(&printed));
    assert!(!same_page(&shown_before, &printed), "the page is as it was before");
    let text = Command::new("pdftotext").args(["-raw"]).arg(&proof).arg("-").output().unwrap();
    let text: String = String::from_utf8(text.stdout).unwrap().split_whitespace().collect();
    assert!(text.contains(&format!("{TYPED}{RARE}")), "{text}");
}

#[test]
fn what_the_window_called_saved_is_there_after_the_window_was_killed() {
    const ROUNDS: u64 = 4;
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let story = longest(&cli);
    let (mut seed, mut acknowledged, mut lost) = (7, 0, 0);
    for round in 0..ROUNDS {
        let before = last_paragraph(&cli, &story);
        let window = Window::open(&cli.library);
        window.work_as(EDITOR);
        open_story(&window, &story);
        let mut typed = before.clone();
        let mut type_some = |keys: u64| {
            let keys: String = TYPED.chars().cycle().take(usize::try_from(keys).unwrap()).collect();
            window.keys(&keys);
            typed.push_str(&keys);
        };
        type_some(1 + below(&mut seed, 6));
        window.saved();
        let saved = shown_text(&window);
        type_some(1 + below(&mut seed, 40));
        window.kill(&cli);
        let kept = last_paragraph(&cli, &story);
        assert!(kept.starts_with(&saved), "round {round}: {saved} was saved, {kept} is there");
        assert!(typed.starts_with(&kept), "round {round}: {typed} was typed, {kept} is there");
        assert_eq!(cli.ask("", &["verify"])["ok"], true, "round {round}");
        acknowledged += saved.chars().count() - before.chars().count();
        lost += typed.chars().count() - kept.chars().count();
    }
    // Else the kills would prove little: something was saved, and they fell while something was under way.
    assert!(acknowledged > 0 && lost > 0, "{acknowledged} characters saved, {lost} under way");
}

/// The last paragraph as the window shows it.
fn shown_text(window: &Window) -> String {
    let text =
        window.run("return [...document.querySelectorAll('[data-part=paragraph]')].at(-1).textContent");
    text.as_str().unwrap().to_owned()
}

/// The sample's longest story.
fn longest(cli: &Cli) -> String {
    let stories = cli.ask("", &["story", "list"]);
    let ids = stories.as_array().unwrap().iter().map(|story| story["id"].as_str().unwrap().to_owned());
    let characters = |id: &String| cli.ask("", &["story", "show", id])["characters"].as_u64();
    ids.max_by_key(characters).unwrap()
}

fn last_paragraph(cli: &Cli, story: &str) -> String {
    let story = cli.ask("", &["story", "show", story]);
    story["body"].as_array().unwrap().last().unwrap().as_str().unwrap().to_owned()
}

/// How a story fits on a page, in characters.
fn fit(cli: &Cli, page: &str, story: &str) -> i64 {
    let page = cli.ask("", &["page", "show", page]);
    let stories = page["stories"].as_array().unwrap();
    stories.iter().find(|one| one["id"] == story).unwrap()["over_characters"].as_i64().unwrap()
}

/// The text that came into the log after its first events, in the order in which it did.
fn typed_since(library: &Path, events: u64) -> String {
    let file =
        Connection::open_with_flags(library.join("library.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut asked = file.prepare("SELECT body FROM event WHERE seq > ?1 ORDER BY seq").unwrap();
    let bodies = asked.query_map([i64::try_from(events).unwrap()], |row| row.get::<_, String>(0)).unwrap();
    let mut typed = String::new();
    for body in bodies {
        gather(&serde_json::from_str(&body.unwrap()).unwrap(), &mut typed);
    }
    typed
}

/// Every `text` in a step.
fn gather(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value.as_str() {
            Some(part) if name == "text" => text.push_str(part),
            _ => gather(value, text),
        }),
        Value::Array(values) => values.iter().for_each(|value| gather(value, text)),
        _ => {}
    }
}

/// The files of a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn only(files: &BTreeSet<PathBuf>) -> PathBuf {
    assert_eq!(files.len(), 1, "{files:?}");
    files.first().unwrap().clone()
}
