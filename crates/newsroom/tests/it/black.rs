//! A page of black alone has no colour wherever it is looked at: in the window, as a proof, among the proofs of its issue.

use std::path::Path;
use std::process::Command;

use broadsheet_newsroom::Newsroom;
use serde_json::{Value, json};

use crate::desk::{Folder, ask, host, id, open, sign_with_picture};

/// A signed page with a picture, in an issue of its own; the page, the issue and the photo.
fn signed(room: &Newsroom, date: &str, black: bool) -> [String; 3] {
    let issue = id(&ask(room, "issue_new", json!({ "date": date, "title": null })));
    let new =
        json!({ "issue": issue, "number": "A01", "format": "四开", "section": null, "black_alone": black });
    let page = id(&ask(room, "page_new", new));
    let photo = sign_with_picture(room, &page);
    [page, issue, photo]
}

/// Pixels of a PNG that have a colour.
fn coloured(png: &[u8]) -> usize {
    let picture = tiny_skia::Pixmap::decode_png(png).unwrap();
    let has_colour = |pixel: &&tiny_skia::PremultipliedColorU8| {
        pixel.red() != pixel.green() || pixel.green() != pixel.blue()
    };
    picture.pixels().iter().filter(has_colour).count()
}

/// What of the page is in colour: the image of it, a proof, the two among the proofs of its issue, what the window is told.
fn seen(room: &Newsroom, [page, issue, photo]: &[String; 3]) -> [bool; 5] {
    let image = room.media(&format!("page/{page}/png"), "dpi=96", None).unwrap().bytes;
    let proof = ask(room, "page_proof", json!({ "id": page, "format": "png" }));
    let proof = std::fs::read(proof["file"].as_str().unwrap()).unwrap();
    let export = ask(room, "issue_export", json!({ "id": issue }));
    let folder = Path::new(export["folder"].as_str().unwrap()).join("proof");
    let mut among = [Vec::new(), Vec::new()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            let drawn = Command::new("pdftoppm").args(["-r", "40", "-png"]).arg(path).output().unwrap();
            among[1] = drawn.stdout;
        } else {
            among[0] = std::fs::read(path).unwrap();
        }
    }
    let [png, pdf] = among;
    let display = room.media(&format!("page/{page}/display"), "", None).unwrap().bytes;
    let display: Value = serde_json::from_slice(&display).unwrap();
    let mut items = display["items"].as_array().unwrap().iter();
    let picture = items.find(|item| item["photo"] == photo.as_str()).unwrap();
    let told = picture.get("grey").is_none();
    [coloured(&image) > 0, coloured(&proof) > 0, coloured(&png) > 0, coloured(&pdf) > 0, told]
}

#[test]
fn a_page_of_black_alone_has_no_colour() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let colour = signed(&room, "2022-11-18", false);
    assert_eq!(seen(&room, &colour), [true; 5]);
    let black = signed(&room, "2022-11-19", true);
    assert_eq!(seen(&room, &black), [false; 5]);

    // The picture itself comes both ways, each under its own mark.
    let thumb = |query| room.media(&format!("photo/{}/thumb", black[2]), query, None).unwrap();
    let [plain, grey] = ["px=200", "px=200&grey=1"].map(thumb);
    assert_ne!(plain.etag, grey.etag);
    let is_grey = |jpeg: &[u8]| {
        let picture = image::load_from_memory(jpeg).unwrap().into_rgb8();
        picture.pixels().all(|pixel| pixel.0.iter().all(|channel| channel.abs_diff(pixel.0[0]) <= 1))
    };
    assert!(is_grey(&grey.bytes) && !is_grey(&plain.bytes));
}
