//! A title's own style sheet and press profile: taken in, on the plate, proved, in backups, and refused where they are
//! none.

use std::path::{Path, PathBuf};

use broadsheet_newsroom::{Access, Ask, Lang, Newsroom};
use lopdf::{Dictionary, Document, Object};
use serde_json::{Value, json};

use crate::desk::{Folder, approve, ask, by, host, id, open, page, place, refused, story, title};

/// What the title's own sheet is called.
const OWN: &str = "城事报";
/// The spot colour of its rubrics.
const SPOT: &str = "PANTONE 186 C";

/// What preflight remarks on it, and no more: what is not as most pages are.
const AS_THE_STYLE_SAYS: [&str; 2] = ["black-knocks-out", "spot-colour"];

/// The ICC file that comes with the program.
fn newsprint() -> Vec<u8> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/icc");
    std::fs::read(assets.join("newsprint-snap-tr002-tac240.icc")).unwrap()
}

/// The same press under another description: another file.
fn icc() -> Vec<u8> {
    let mut icc = newsprint();
    let number = |icc: &[u8], at: usize| u32::from_be_bytes(*icc[at..].first_chunk().unwrap()) as usize;
    let tag = (0..number(&icc, 128)).map(|tag| 132 + tag * 12).find(|at| icc[*at..].starts_with(b"desc"));
    let text = number(&icc, tag.unwrap() + 4) + 12;
    icc[text..text + 7].copy_from_slice(b"GAZETTE");
    icc
}

/// The evening sheet with changes.
fn sheet(changes: Value) -> Value {
    let evening = Path::new(env!("CARGO_MANIFEST_DIR")).join("../layout/styles/evening.json");
    let mut sheet: Value = serde_json::from_slice(&std::fs::read(evening).unwrap()).unwrap();
    sheet["name"] = json!(OWN);
    put(&mut sheet, changes);
    sheet
}

fn put(value: &mut Value, changes: Value) {
    match changes {
        Value::Object(changes) if value.is_object() || value.is_null() => {
            for (key, changed) in changes {
                put(&mut value[key], changed);
            }
        }
        changed => *value = changed,
    }
}

/// The sheet of a title with a press of its own.
fn own() -> Value {
    let red = json!({ "c": 0, "m": 100, "y": 80, "k": 5 });
    sheet(json!({
        "rubric": { "ink": red, "reversed": false },
        "press": {
            "profile": "gazette", "ink_limit": 230, "file_name": "CS_{page}_{date}",
            "spots": [{ "name": SPOT, "stands_for": red }],
            "overprint": { "text": 1, "rules_mm": 0 },
        },
    }))
}

fn adding(room: &Newsroom, sheet: &Value) -> Value {
    json!({ "upload": room.upload("own.json", sheet.to_string().into_bytes()) })
}

fn add_style(room: &Newsroom, sheet: &Value) -> Value {
    ask(room, "style_add", adding(room, sheet))
}

fn profile(room: &Newsroom, icc: Vec<u8>, ink_limit: u16) -> Value {
    json!({ "upload": room.upload("gazette.icc", icc), "name": null, "condition": "GAZETTE 2022",
        "registered": false, "description": "城事报印刷厂 新闻纸", "ink_limit": ink_limit })
}

fn add_profile(room: &Newsroom, icc: Vec<u8>, ink_limit: u16) -> Value {
    ask(room, "profile_add", profile(room, icc, ink_limit))
}

/// A title that has taken its own sheet and profile in and uses them.
fn own_title(folder: &Folder) -> Newsroom {
    let room = open(folder, host());
    add_profile(&room, icc(), 260);
    add_style(&room, &own());
    ask(&room, "title_set", title(OWN));
    room
}

/// A page with a story under a rubric, to be signed.
fn made_up(room: &Newsroom) -> String {
    let page = page(room);
    let story = story(room, "鼓响汾河");
    approve(room, &story);
    place(room, &page, &story);
    let mut make_up = ask(room, "page", json!({ "id": page }))["make_up"].clone();
    make_up["bands"] = json!([{ "text": "城事", "area": { "col": 0, "row": 4, "cols": 6, "rows": 4 } }]);
    ask(room, "page_lay", json!({ "id": page, "version": null, "make_up": make_up }));
    page
}

fn sign(room: &Newsroom, page: &str) {
    ask(room, "page_sign", json!({ "id": page, "hash": null }));
}

/// A press file, opened.
struct Plate(Document);

impl Plate {
    fn of(export: &Value) -> Self {
        Self(Document::load(export["file"].as_str().unwrap()).unwrap())
    }

    fn intent(&self) -> &Dictionary {
        let intents = self.0.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap();
        assert_eq!(intents.len(), 1);
        self.0.get_dictionary(intents[0].as_reference().unwrap()).unwrap()
    }

    fn said(&self, key: &[u8]) -> String {
        lopdf::decode_text_string(self.intent().get(key).unwrap()).unwrap()
    }

    fn profile(&self) -> Vec<u8> {
        let profile = self.intent().get(b"DestOutputProfile").unwrap().as_reference().unwrap();
        self.0.get_object(profile).unwrap().as_stream().unwrap().decompressed_content().unwrap()
    }

    /// The names of its spot colours.
    fn spots(&self) -> Vec<String> {
        let spot = |object: &Object| {
            let Ok([kind, name, ..]) = object.as_array().map(Vec::as_slice) else { return None };
            (kind.as_name().ok()? == b"Separation")
                .then(|| String::from_utf8_lossy(name.as_name().unwrap()).into_owned())
        };
        let of_dictionary = |dictionary: &Dictionary| {
            dictionary.iter().filter_map(|(_, value)| spot(value)).collect::<Vec<_>>()
        };
        let mut spots: Vec<String> = Vec::new();
        for object in self.0.objects.values() {
            spots.extend(spot(object));
            if let Ok(dictionary) = object.as_dict() {
                spots.extend(of_dictionary(dictionary));
            }
        }
        spots.sort();
        spots.dedup();
        spots
    }

    /// Whether any text but the slug line, which is 6.5 PDF points high and beside the page, overprints.
    fn overprints(&self) -> bool {
        let page = self.0.page_iter().next().unwrap();
        let content = lopdf::content::Content::decode(&self.0.get_page_content(page)).unwrap();
        let (mut states, mut marked, mut size) = (Vec::new(), false, 0.0);
        content.operations.iter().any(|step| {
            match step.operator.as_str() {
                "q" => states.push(marked),
                "Q" => marked = states.pop().unwrap_or(false),
                // The only state that a page of ours sets is the one for overprinting.
                "gs" => marked = true,
                "Tf" => size = step.operands[1].as_float().unwrap(),
                "Tj" | "TJ" => return marked && size > 7.0,
                _ => {}
            }
            false
        })
    }
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["notices"].as_array().unwrap().iter().map(|notice| notice["code"].as_str().unwrap()).collect()
}

#[test]
fn a_title_is_printed_by_its_own_sheet_for_its_own_press() {
    let folder = Folder::new();
    let room = own_title(&folder);
    let page = made_up(&room);
    sign(&room, &page);
    let export = ask(&room, "page_export", json!({ "id": page }));
    assert!(export["file"].as_str().unwrap().ends_with("/CS_A01_20221118.pdf"), "{export}");
    assert_eq!(codes(&export), AS_THE_STYLE_SAYS);
    let plate = Plate::of(&export);
    assert_eq!(plate.said(b"OutputConditionIdentifier"), "GAZETTE 2022");
    assert_eq!(plate.said(b"Info"), "城事报印刷厂 新闻纸");
    assert!(plate.intent().get(b"RegistryName").is_err(), "it stands in no registry");
    assert!(plate.profile() == icc() && icc() != newsprint());
    assert_eq!(plate.spots(), ["All", SPOT], "besides the marks of the sheet, which are on every plate");
    assert!(!plate.overprints(), "all black knocks out");
    // The same page by the sheet of the house is another file of the same frame.
    let hash = || ask(&room, "page", json!({ "id": page }))["hash"].clone();
    let signed = hash();
    ask(&room, "title_set", title("evening"));
    let export = ask(&room, "page_export", json!({ "id": page }));
    assert!(export["file"].as_str().unwrap().ends_with("/20221118-A01.pdf"), "{export}");
    let plate = Plate::of(&export);
    assert_eq!(plate.said(b"OutputConditionIdentifier"), "CGATS TR 002");
    assert_eq!(plate.said(b"RegistryName"), "http://www.color.org");
    assert!(plate.profile() == newsprint() && plate.overprints() && plate.spots() == ["All"]);
    assert_eq!(hash(), signed);
}

#[test]
fn an_issue_goes_out_by_the_titles_own_pattern_and_press() {
    let folder = Folder::new();
    let room = own_title(&folder);
    let page = made_up(&room);
    sign(&room, &page);
    let issue = ask(&room, "page", json!({ "id": page }))["issue"].clone();
    let export = ask(&room, "issue_export", json!({ "id": issue }));
    let out = PathBuf::from(export["folder"].as_str().unwrap());
    assert_eq!(export["files"][0]["file"], "CS_A01_20221118.pdf");
    assert!(out.join("proof/CS_A01_20221118.png").is_file());
    let manifest: Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["condition"], "GAZETTE 2022");
    // The sheet asks for less than the profile allows.
    assert_eq!(manifest["ink_limit"], 230);
    let inks = manifest["pages"][0]["inks"].as_array().unwrap();
    assert!(inks.contains(&json!(SPOT)) && !inks.contains(&json!("Magenta")), "{inks:?}");
    assert_eq!(manifest["pages"][0]["as_signed"], true);
}

#[test]
fn what_was_signed_before_the_style_changed_says_so_and_is_itself_again_when_it_is_changed_back() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let page = made_up(&room);
    sign(&room, &page);
    let export = || {
        let export = ask(&room, "page_export", json!({ "id": page }));
        let file = std::fs::read(export["file"].as_str().unwrap()).unwrap();
        (codes(&export).contains(&"not-as-signed"), file)
    };
    let as_signed = export();
    assert!(!as_signed.0);
    add_profile(&room, icc(), 260);
    add_style(&room, &own());
    assert_eq!(export(), as_signed, "what is only taken in changes nothing");
    ask(&room, "title_set", title(OWN));
    let (anew, file) = export();
    assert!(anew && file != as_signed.1);
    ask(&room, "title_set", title("evening"));
    assert_eq!(export(), as_signed);
}

#[test]
fn a_file_of_a_name_that_is_there_takes_its_place_at_once() {
    let folder = Folder::new();
    let room = own_title(&folder);
    let page = made_up(&room);
    let seen = || {
        let view = ask(&room, "page", json!({ "id": page }));
        (view["etag"].clone(), view["hash"].clone())
    };
    let first = seen();
    assert_eq!(seen(), first);
    // Another limit or another file of the profile: the page is set as before, and may look different.
    add_profile(&room, icc(), 250);
    let second = seen();
    assert!(second.0 != first.0 && second.1 == first.1);
    add_profile(&room, newsprint(), 250);
    let third = seen();
    assert!(third.0 != second.0 && third.1 == first.1);
    // Another sheet: it is another page.
    let mut larger = own();
    larger["body"]["baseline"] = json!(860);
    let taken = add_style(&room, &larger);
    assert_eq!(
        (&taken["name"], &taken["in_use"], &taken["fault"]),
        (&json!(OWN), &json!(true), &Value::Null)
    );
    let fourth = seen();
    assert!(fourth.0 != third.0 && fourth.1 != first.1);
    add_style(&room, &own());
    assert_eq!(seen().1, first.1);
    let styles = ask(&room, "styles", json!({}));
    let names: Vec<_> = styles.as_array().unwrap().iter().map(|style| style["name"].clone()).collect();
    assert_eq!(names, ["evening", "morning", OWN]);
    // A page that is signed is printed for the press that there is.
    sign(&room, &page);
    let plate = Plate::of(&ask(&room, "page_export", json!({ "id": page })));
    assert!(plate.profile() == newsprint());
}

#[test]
fn a_page_of_black_alone_looks_as_the_titles_own_press_prints_it() {
    let folder = Folder::new();
    let room = own_title(&folder);
    let issue = id(&ask(&room, "issue_new", json!({ "date": "2022-11-18", "title": null })));
    let new =
        json!({ "issue": issue, "number": "A02", "format": "四开", "section": null, "black_alone": true });
    let page = id(&ask(&room, "page_new", new));
    let bands = json!([{ "text": "城事", "area": { "col": 0, "row": 4, "cols": 6, "rows": 4 } }]);
    let make_up = json!({ "modules": [], "bands": bands, "adverts": [] });
    ask(&room, "page_lay", json!({ "id": page, "version": null, "make_up": make_up }));
    let png = room.media(&format!("page/{page}/png"), "dpi=48", None).unwrap().bytes;
    let picture = tiny_skia::Pixmap::decode_png(&png).unwrap();
    let grey = |pixel: &tiny_skia::PremultipliedColorU8| {
        pixel.red() == pixel.green() && pixel.green() == pixel.blue()
    };
    assert!(picture.pixels().iter().all(grey), "a red rubric is a tint of black");
    assert!(picture.pixels().iter().any(|pixel| (60..200).contains(&pixel.red())));
}

/// How many files the library keeps as they came.
fn kept(folder: &Folder) -> Vec<PathBuf> {
    let shelves = std::fs::read_dir(folder.0.join("library/originals")).unwrap();
    let shelves = shelves.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    shelves.flat_map(|shelf| std::fs::read_dir(shelf).unwrap().map(|entry| entry.unwrap().path())).collect()
}

/// Whether it is said in both languages, in a sentence with a hint, and that nothing has changed.
fn refused_whole(room: &Newsroom, folder: &Folder, call: &str, arguments: &Value) -> (String, String) {
    let seq = || ask(room, "session", json!({}))["seq"].clone();
    let (before, files) = (seq(), kept(folder));
    let why = room.call(call, &by("示例总编"), arguments.clone()).expect_err(call);
    assert_eq!((seq(), kept(folder)), (before, files), "{why}");
    let (zh, en) = (why.say(Lang::Zh), why.say(Lang::En));
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(han(&zh.message) && han(&zh.hint), "{zh:?}");
    assert!(!en.message.is_empty() && !han(&en.hint) && en.hint.ends_with('.'), "{en:?}");
    (zh.code, en.message)
}

#[test]
fn what_is_no_style_sheet_is_refused_with_its_place() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let tried = |bytes: Vec<u8>| {
        let upload = json!({ "upload": room.upload("own.json", bytes) });
        refused_whole(&room, &folder, "style_add", &upload)
    };
    let house = |changes: Value| tried(sheet(changes).to_string().into_bytes());
    let (code, said) = tried(b"{\n  \"name\": \"own\",\n  oh\n}".to_vec());
    assert_eq!(code, "style-not-json");
    assert!(said.starts_with("own.json: ") && said.contains("line 3, column 3"), "{said}");
    assert_eq!(tried(b"%PDF-1.6".to_vec()).0, "style-not-json");
    assert_eq!(tried(Vec::new()).0, "style-not-json");
    assert_eq!(tried(vec![b'{', 0xff, 0xfe]).0, "not-utf8");
    let (code, said) = house(json!({ "rubric": { "colour": "red" } }));
    assert_eq!(code, "style-unknown-field");
    assert!(said.contains("“colour”"), "{said}");
    let mut short = sheet(json!({}));
    short["caption"].as_object_mut().unwrap().remove("gap");
    assert_eq!(tried(short.to_string().into_bytes()).0, "style-missing-field");
    assert_eq!(house(json!({ "bleed_mm": "three" })).0, "style-field");
    assert_eq!(house(json!({ "body": { "text": { "stack": "fangsong", "weight": 400 } } })).0, "style-stack");
    for changes in [
        json!({ "body": { "size": 0 } }),
        json!({ "body": { "size": 1e300, "pitch": 1e300 } }),
        json!({ "bleed_mm": -1 }),
        json!({ "headline": { "ladders": [] } }),
        json!({ "pages": [] }),
        json!({ "pages": [{ "format": "四开", "width_mm": 272.5, "height_mm": 390, "columns": 6, "column": 11,
            "rows": 88, "spread": { "columns": 12, "column": 12 } }] }),
        json!({ "press": { "file_name": "{page}" } }),
        json!({ "press": { "ink_limit": 30 } }),
        json!({ "press": { "spots": [{ "name": "All", "stands_for": { "c": 9, "m": 0, "y": 0, "k": 0 } }] } }),
        json!({ "name": " " }),
    ] {
        assert_eq!(house(changes.clone()).0, "style-range", "{changes}");
    }
    assert_eq!(house(json!({ "name": "evening" })).0, "already-exists");
    let (code, said) = house(json!({ "press": { "profile": "gloss" } }));
    assert_eq!(code, "not-found");
    assert!(said.contains("press profile “gloss”"), "{said}");
    assert_eq!(refused(&room, "style_add", json!({ "upload": "none" })), "not-found");
    assert_eq!(refused(&room, "title_set", title("noon")), "not-found");
}

#[test]
fn what_is_no_press_profile_is_refused_for_what_it_is() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let tried = |bytes: Vec<u8>| refused_whole(&room, &folder, "profile_add", &profile(&room, bytes, 240));
    let with = |at: usize, bytes: &[u8]| {
        let mut icc = icc();
        icc[at..at + bytes.len()].copy_from_slice(bytes);
        icc
    };
    assert_eq!(tried(b"no profile".to_vec()).0, "profile-not-icc");
    let (code, said) = tried(icc()[..100_000].to_vec());
    assert_eq!(code, "profile-cut-short");
    assert!(said.starts_with("gazette.icc: ") && said.contains("100000 of its 275868"), "{said}");
    assert_eq!(tried(with(12, b"mntr")).0, "profile-class");
    assert_eq!(tried(with(16, b"RGB ")).0, "profile-space");
    assert_eq!(tried(with(8, &[5])).0, "profile-version");
    let good = |changes: Value| {
        let mut arguments = profile(&room, icc(), 240);
        put(&mut arguments, changes);
        refused_whole(&room, &folder, "profile_add", &arguments).0
    };
    assert_eq!(good(json!({ "ink_limit": 20 })), "invalid-field");
    assert_eq!(good(json!({ "condition": " " })), "empty-field");
    assert_eq!(good(json!({ "name": "newsprint" })), "already-exists");
    // Where nothing is said of it, the file says it.
    let mut silent = profile(&room, icc(), 240);
    silent["description"] = Value::Null;
    let taken = ask(&room, "profile_add", silent);
    assert!(taken["description"].as_str().unwrap().starts_with("GAZETTE"), "{taken}");
    assert_eq!((&taken["name"], &taken["file_name"]), (&json!("gazette"), &json!("gazette.icc")));
}

/// Flat files know version 2 of the ICC's specification alone: whichever comes second is refused, so that nothing that is
/// signed can no longer be printed.
#[test]
fn a_profile_that_flat_files_cannot_hold_is_not_taken_in_for_them() {
    let mut newer = icc();
    newer[8] = 4;
    let mut flat = own();
    flat["press"]["standard"] = json!("x1a");
    let folder = Folder::new();
    let room = open(&folder, host());
    add_profile(&room, icc(), 260);
    add_style(&room, &flat);
    let second = profile(&room, newer.clone(), 260);
    assert_eq!(refused_whole(&room, &folder, "profile_add", &second).0, "profile-version");
    let folder = Folder::new();
    let room = open(&folder, host());
    add_profile(&room, newer, 260);
    assert_eq!(refused_whole(&room, &folder, "style_add", &adding(&room, &flat)).0, "profile-version");
    add_style(&room, &own());
}

#[test]
fn a_file_that_is_gone_or_damaged_is_named_and_can_be_brought_again() {
    let folder = Folder::new();
    let mut room = own_title(&folder);
    let page = made_up(&room);
    let seq = |room: &Newsroom| ask(room, "verify", json!({}))["seq"].clone();
    assert_eq!(seq(&room), Value::Null);
    for path in kept(&folder) {
        let whole = std::fs::read(&path).unwrap();
        let is_sheet = whole.starts_with(b"{");
        for (bytes, code) in [(None, "file-missing"), (Some(b"{}"), "file-damaged")] {
            std::fs::remove_file(&path).unwrap();
            if let Some(bytes) = bytes {
                std::fs::write(&path, bytes).unwrap();
            }
            drop(room);
            room = Newsroom::open(&folder.0.join("library"), Access::Write, Box::new(host())).unwrap();
            assert!(seq(&room).is_number(), "verify names the event");
            // The window opens, and shows what is wrong.
            assert_eq!(ask(&room, "session", json!({}))["title"]["style"], OWN);
            let list = ask(&room, if is_sheet { "styles" } else { "profiles" }, json!({}));
            assert_eq!(list.as_array().unwrap().last().unwrap()["fault"]["code"], code);
            let (call, name) = if is_sheet { ("page", OWN) } else { ("page_proof", "gazette") };
            let why = room.call(call, &by("示例总编"), json!({ "id": page, "format": "pdf" }));
            let why = why.expect_err(call).say(Lang::En);
            assert_eq!(why.code, code);
            assert!(why.message.starts_with(name), "{why:?}");
            // Brought again, it is no news to the log, and everything is as it was.
            if is_sheet {
                add_style(&room, &own())
            } else {
                add_profile(&room, icc(), 260)
            };
            assert!(std::fs::read(&path).unwrap() == whole);
            assert_eq!(seq(&room), Value::Null);
            ask(&room, "page", json!({ "id": page }));
        }
    }
}

#[test]
fn sheets_and_profiles_go_into_a_backup_and_come_back() {
    let folder = Folder::new();
    let page = {
        let room = own_title(&folder);
        let page = made_up(&room);
        sign(&room, &page);
        room.backup_into(&folder.0.join("backup")).unwrap();
        page
    };
    std::fs::remove_dir_all(folder.0.join("library")).unwrap();
    broadsheet_newsroom::restore(&folder.0.join("backup"), &folder.0.join("library")).unwrap();
    let room = Newsroom::open(&folder.0.join("library"), Access::Write, Box::new(host())).unwrap();
    assert_eq!(ask(&room, "verify", json!({}))["ok"], true);
    let export = ask(&room, "page_export", json!({ "id": page }));
    assert!(export["file"].as_str().unwrap().ends_with("CS_A01_20221118.pdf"));
    assert!(Plate::of(&export).profile() == icc());
    assert_eq!(codes(&export), AS_THE_STYLE_SAYS, "it is the very file that was signed");
}

#[test]
fn a_file_that_was_taken_in_under_a_command_is_not_taken_in_twice() {
    let folder = Folder::new();
    let room = open(&folder, host());
    add_profile(&room, icc(), 260);
    let once = Ask { cmd_id: Some(uuid::Uuid::from_u128(7)), ..by("示例总编") };
    let adding = adding(&room, &own());
    let first = room.call("style_add", &once, adding.clone()).unwrap();
    let seq = ask(&room, "session", json!({}))["seq"].clone();
    assert_eq!(room.call("style_add", &once, adding).unwrap(), first);
    assert_eq!(ask(&room, "session", json!({}))["seq"], seq);
}
