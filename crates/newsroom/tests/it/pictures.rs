//! A picture that comes after its words is theirs; nobody's words are lost.

use std::path::{Path, PathBuf};

use broadsheet_newsroom::Newsroom;
use serde_json::{Value, json};

use crate::desk::{Folder, ask, asking, host, id, open, refused, story, upload};

/// Copy with captions whose pictures have not come; the story and the photos that wait.
fn waiting(room: &Newsroom, captions: &[&str]) -> (String, Vec<String>) {
    let photos: Vec<Value> =
        captions.iter().map(|caption| json!({ "caption": caption, "credit": null })).collect();
    let reading = json!({ "rubric": null, "notices": [], "stories": [{ "kicker": null, "headline": "鼓", "deck": null,
        "source": null, "bylines": [], "body": ["文。"], "photos": photos }] });
    let story = id(&ask(room, "file_copy", json!({ "reading": reading }))[0]);
    let photos =
        ask(room, "story", json!({ "id": story }))["photos"].as_array().unwrap().iter().map(id).collect();
    (story, photos)
}

/// Brings a picture; the photo's id.
fn bring(room: &Newsroom, story: &str, more: &Value) -> String {
    id(&ask(room, "photo_add", adding(room, story, more)))
}

fn adding(room: &Newsroom, story: &str, more: &Value) -> Value {
    let upload = upload(room, "IPTC-Empty.jpg");
    let mut arguments = json!({ "upload": upload, "story": story, "caption": null, "credit": null });
    for (key, value) in more.as_object().unwrap() {
        arguments[key] = value.clone();
    }
    arguments
}

/// The captions of the story's photos, and whether the picture is there.
fn stand(room: &Newsroom, story: &str) -> Vec<(String, bool)> {
    let view = ask(room, "story", json!({ "id": story }));
    let photo = |photo: &Value| {
        (photo["caption"].as_str().unwrap_or_default().to_owned(), photo["file_name"].is_string())
    };
    view["photos"].as_array().unwrap().iter().map(photo).collect()
}

fn is(captions: &[(&str, bool)]) -> Vec<(String, bool)> {
    captions.iter().map(|(caption, there)| ((*caption).to_owned(), *there)).collect()
}

#[test]
fn the_one_caption_that_waits_gets_the_picture() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (story, photos) = waiting(&room, &["甲。"]);
    assert_eq!(bring(&room, &story, &json!({ "caption": " " })), photos[0]);
    assert_eq!(stand(&room, &story), is(&[("甲。", true)]));
}

#[test]
fn of_several_captions_that_wait_none_is_guessed() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (story, photos) = waiting(&room, &["甲。", "乙。"]);
    let new = bring(&room, &story, &json!({}));
    assert!(!photos.contains(&new));
    assert_eq!(stand(&room, &story), is(&[("甲。", false), ("乙。", false), ("", true)]));
    // The one that is named is the one.
    assert_eq!(bring(&room, &story, &json!({ "photo": photos[1] })), photos[1]);
    assert_eq!(stand(&room, &story), is(&[("甲。", false), ("乙。", true), ("", true)]));
    // And it has its picture now.
    let again = adding(&room, &story, &json!({ "photo": photos[1] }));
    assert_eq!(refused(&room, "photo_add", again), "already-exists");
    let (other, _) = waiting(&room, &["丙。"]);
    let strange = adding(&room, &other, &json!({ "photo": photos[0] }));
    assert_eq!(refused(&room, "photo_add", strange), "not-found");
}

/// Several files are one command: asked for again they are not taken in again, and each keeps its own photo.
#[test]
fn several_pictures_are_taken_in_by_one_command() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (story, photos) = waiting(&room, &["甲。"]);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/photos");
    let files = || -> Vec<(PathBuf, Vec<u8>)> {
        ["IPTC-Empty.jpg", "metadata_demo_exif_only.jpg", "IPTC-Empty.jpg"]
            .map(|name| (PathBuf::from(name), std::fs::read(samples.join(name)).unwrap()))
            .into()
    };
    let add = |cmd_id| -> Vec<String> {
        let taken = room.photos_add(&asking(cmd_id), files(), Some(&story)).unwrap();
        taken.into_iter().map(|taken| taken.id).collect()
    };
    let taken = add(1);
    // The first is the one that the caption waited for.
    assert_eq!((taken.len(), &taken[0]), (3, &photos[0]));
    assert!(taken[1] != taken[2] && taken[1] != taken[0]);
    let stand = stand(&room, &story);
    assert_eq!(stand.len(), 3);
    assert!(stand[0] == ("甲。".to_owned(), true) && stand.iter().all(|(_, there)| *there));
    let events = room.library().event_count().unwrap();
    assert_eq!(add(1), taken);
    assert_eq!(room.library().event_count().unwrap(), events);
    // One that is no picture stops them all.
    let mut broken = files();
    broken[2].1.truncate(3);
    assert!(room.photos_add(&asking(2), broken, None).is_err());
    assert_eq!(room.library().event_count().unwrap(), events);
}

#[test]
fn words_that_come_with_a_picture_stand() {
    let folder = Folder::new();
    let room = open(&folder, host());
    let (lone, photos) = waiting(&room, &["甲。"]);
    let credit = json!({ "role": "摄影", "names": ["示例摄影"] });
    // Another picture with words of its own is not the one that the caption waits for.
    let new = bring(&room, &lone, &json!({ "caption": "丁。", "credit": credit }));
    assert_ne!(new, photos[0]);
    assert_eq!(stand(&room, &lone), is(&[("甲。", false), ("丁。", true)]));
    // Where the waiting photo is named, the words that come now are the newer ones.
    bring(&room, &lone, &json!({ "photo": photos[0], "caption": "戊。", "credit": credit }));
    assert_eq!(stand(&room, &lone), is(&[("戊。", true), ("丁。", true)]));
    let photo = ask(&room, "photo", json!({ "id": photos[0] }));
    assert_eq!(photo["printed_credit"], credit);
    // A story without captions that wait takes a new photo, as before.
    let plain = story(&room, "鼓");
    bring(&room, &plain, &json!({ "caption": "己。" }));
    assert_eq!(stand(&room, &plain), is(&[("己。", true)]));
}
