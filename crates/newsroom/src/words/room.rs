//! Words for what only shows where the parts meet.

use crate::refusal::RoomError;

fn thing(what: &str, zh: bool) -> &str {
    if !zh {
        return what;
    }
    match what {
        "story" => "稿件",
        "photo" => "图片",
        "advert" => "广告",
        "page" => "版",
        "issue" => "期",
        "upload" => "上传的文件",
        "call" => "命令",
        other => other,
    }
}

/// What would be right for a field.
fn right_value(field: &str, zh: bool) -> &'static str {
    match (field, zh) {
        ("measure", true) => "写行宽，如 13字、117（点）、116.56pt。",
        ("measure", false) => "Write a measure: 13字, 117 (点) or 116.56pt.",
        ("size", true) => "写字号，如 9（点）、10.5、1字。",
        ("size", false) => "Write a size: 9 (点), 10.5 or 1字.",
        ("indent", true) => "写缩进，如 0、2字，要比行宽小。",
        ("indent", false) => "Write an indent: 0 or 2字, and less than the measure.",
        ("columns", true) => "写栏数：从 1 到行宽的字数。",
        ("columns", false) => "Write a number of columns: from 1 to the 字 of the measure.",
        ("headline", true) => "写各行的字号，用逗号隔开，如 30,21。",
        ("headline", false) => "Write the sizes of the lines with commas between them: 30,21.",
        ("hole", true) => "写行宽和行数，如 13字x20。",
        ("hole", false) => "Write a measure and how many rows: 13字x20.",
        ("date", true) => "写日历上有的一天，如 2022-11-18。",
        ("date", false) => "Write a day of the calendar as YYYY-MM-DD: 2022-11-18.",
        ("at", true) => "写从 1 数起的栏和行，如 1,1。",
        ("at", false) => "Write column and row, counted from 1: 1,1.",
        ("span", true) => "写栏数和行数，如 2x20。",
        ("span", false) => "Write how many columns and rows: 2x20.",
        ("out", true) => "写一个文件名；大样的文件名以 .pdf 或 .png 结尾。",
        ("out", false) => "Name a file; a proof's ends in .pdf or .png.",
        (_, true) => "改正后再试。",
        (_, false) => "Correct it and try again.",
    }
}

/// Message and hint.
pub(crate) fn say(error: &RoomError, zh: bool) -> (String, String) {
    if zh { say_zh(error) } else { say_en(error) }
}

/// Sentences, behind their places where they do not say them themselves; the first of many.
fn listed(stops: &[(String, Option<String>)], zh: bool) -> String {
    const MOST: usize = 6;
    let says = |(sentence, place): &(String, Option<String>)| match place {
        Some(place) if !sentence.contains(place.as_str()) => {
            format!("{place}{}{sentence}", if zh { "：" } else { ": " })
        }
        _ => sentence.clone(),
    };
    let said: Vec<String> = stops.iter().take(MOST).map(says).collect();
    said.join(if zh { "" } else { " " }) + if stops.len() > MOST { " …" } else { "" }
}

fn say_zh(error: &RoomError) -> (String, String) {
    let (message, hint): (String, &str) = match error {
        RoomError::NotFound { what: "style", id } => (
            format!("没有叫“{id}”的样式表。"),
            "看看有哪些样式表（设置 → 付印，或 style list）；本报自己的要先收进来。",
        ),
        RoomError::NotFound { what: "profile", id } => (
            format!("没有叫“{id}”的印刷特性文件。"),
            "看看有哪些印刷特性文件（设置 → 付印，或 profile list）；印厂给的要先收进来。",
        ),
        RoomError::NotFound { what, id } => {
            (format!("没有这个{}：{id}", thing(what, true)), "看看编号对不对。")
        }
        RoomError::PersonUnknown(name) => (format!("没有叫“{name}”的人。"), "person list 列出所有人。"),
        RoomError::PersonNeeded => ("要说明是谁在做。".into(), "用 --as 加上姓名。"),
        RoomError::Arguments(why) => (format!("参数不对：{why}"), "看看命令的写法。"),
        RoomError::File { path, why } => (format!("读写不了 {path}：{why}"), "看看路径、权限和磁盘空间。"),
        RoomError::NotUtf8 { path, at } => (
            format!("{path} 不是 UTF-8 文本（第 {at} 个字节起）。"),
            "另存为 UTF-8，或用 intake 收稿：它认得 GBK、Big5 等编码。",
        ),
        RoomError::Advert(kind) => super::preflight::say_advert(kind, true),
        leaving @ (RoomError::NotSigned
        | RoomError::PageChanged
        | RoomError::SignedPageDamaged
        | RoomError::PageStopped { .. }
        | RoomError::Exporting
        | RoomError::Cancelled
        | RoomError::FolderTaken { .. }
        | RoomError::FolderInUse { .. }
        | RoomError::FileTaken { .. }) => leaving_zh(leaving),
        RoomError::Unproved { seq: Some(seq), file: Some(file) } => (
            format!("事件 {seq} 所指的文件 {file} 不见了，或已不是存入时的样子。"),
            "从备份中找回这个文件，再核对一次；图片也可以重新收一次。",
        ),
        RoomError::Unproved { seq: Some(seq), .. } => {
            (format!("事件 {seq} 与写入时不一致。"), "不要再用这个库；从备份恢复。")
        }
        RoomError::Unproved { seq: None, .. } => {
            ("这个库与写入时不一致。".into(), "不要再用这个库；从备份恢复。")
        }
        RoomError::LibraryHasContent => {
            ("这个库里已有别的内容，样报不会混进去。".into(), "用 --library 指一个空文件夹。")
        }
        RoomError::GoesOn { number } => {
            (format!("稿件从 {number} 版还要下转别的版。"), "先在那一版取消下转。")
        }
        RoomError::StoryChanged => ("看过之后，这篇稿件又改动了。".into(), "读过最新的一稿再审。"),
        RoomError::FieldChanged { fields } => {
            let fields: Vec<_> = fields.iter().map(|name| super::copy::field(name, true)).collect();
            (format!("您看过之后，别人改过{}。", fields.join("、")), "对照两边的写法，再决定用哪一个。")
        }
        RoomError::Style(error) => super::style::say_style(error, true),
        RoomError::Value { field, value } => (format!("{field} 不能是“{value}”。"), right_value(field, true)),
    };
    (message, hint.to_owned())
}

/// Why a page or an issue is not signed, or does not leave.
fn leaving_zh(error: &RoomError) -> (String, &'static str) {
    match error {
        RoomError::NotSigned => ("这一版没有有效的签样，不能出片。".into(), "请值班总编签样后再导出。"),
        RoomError::PageChanged => ("看过之后，这一版又改动了。".into(), "再看一遍最新的大样，然后再签。"),
        RoomError::SignedPageDamaged => {
            ("存下的签样与签过的不一致。".into(), "运行 verify，从备份恢复，不要用这个文件付印。")
        }
        RoomError::PageStopped { stops } => (
            format!("还有 {} 个问题，不能签样或导出：{}", stops.len(), listed(stops, true)),
            "逐条改好，再签。",
        ),
        RoomError::Exporting => ("这一期正在导出。".into(), "等它导出完，或先取消。"),
        RoomError::Cancelled => ("已取消，什么也没有写下。".into(), "需要时再来一次。"),
        RoomError::FolderTaken { path } => {
            (format!("{path} 里有别的文件，整期不会写进去。"), "换一个空文件夹，或把里面的文件移走。")
        }
        RoomError::FolderInUse { path } => {
            (format!("{path} 正由另一次导出写入。"), "等它写完再导，或换一个文件夹。")
        }
        RoomError::FileTaken { path } => {
            (format!("{path} 已是别的东西，或在稿库里面，不会覆盖。"), "换一个文件名，或换一个文件夹。")
        }
        other => (other.to_string(), ""),
    }
}

fn say_en(error: &RoomError) -> (String, String) {
    let (message, hint): (String, &str) = match error {
        RoomError::NotFound { what: "style", id } => (
            format!("There is no style sheet “{id}”."),
            "See which there are (Settings → Printing, or style list); one of the title's own is taken in first.",
        ),
        RoomError::NotFound { what: "profile", id } => (
            format!("There is no press profile “{id}”."),
            "See which there are (Settings → Printing, or profile list); that of a print house is taken in first.",
        ),
        RoomError::NotFound { what, id } => (format!("There is no {what} {id}."), "Check the id."),
        RoomError::PersonUnknown(name) => {
            (format!("Nobody here is called “{name}”."), "person list names everybody.")
        }
        RoomError::PersonNeeded => ("This needs to know who does it.".into(), "Name the person with --as."),
        RoomError::Arguments(why) => {
            (format!("The arguments are wrong: {why}"), "See how the command is written.")
        }
        RoomError::File { path, why } => (
            format!("{path} cannot be read or written: {why}"),
            "Check the path, the permissions and the disk.",
        ),
        RoomError::NotUtf8 { path, at } => (
            format!("{path} is not UTF-8 text (from byte {at} on)."),
            "Save it as UTF-8, or file it with intake, which also reads GBK, Big5 and others.",
        ),
        RoomError::Advert(kind) => super::preflight::say_advert(kind, false),
        leaving @ (RoomError::NotSigned
        | RoomError::PageChanged
        | RoomError::SignedPageDamaged
        | RoomError::PageStopped { .. }
        | RoomError::Exporting
        | RoomError::Cancelled
        | RoomError::FolderTaken { .. }
        | RoomError::FolderInUse { .. }
        | RoomError::FileTaken { .. }) => leaving_en(leaving),
        RoomError::Unproved { seq: Some(seq), file: Some(file) } => (
            format!("The file that event {seq} names, {file}, is missing or not what was kept."),
            "Bring it back from a backup and verify again; a photo may be added once more.",
        ),
        RoomError::Unproved { seq: Some(seq), .. } => (
            format!("Event {seq} is not as it was written."),
            "Do not go on with this library; restore from a backup.",
        ),
        RoomError::Unproved { seq: None, .. } => (
            "The library is not as it was written.".into(),
            "Do not go on with this library; restore from a backup.",
        ),
        RoomError::LibraryHasContent => (
            "This library has content of its own; the specimen does not mix with it.".into(),
            "Name an empty folder with --library.",
        ),
        RoomError::GoesOn { number } => (
            format!("The story goes on from page {number} to another one."),
            "Take the jump back on that page first.",
        ),
        RoomError::StoryChanged => {
            ("The story has changed since it was read.".into(), "Read the newest version, then approve it.")
        }
        RoomError::FieldChanged { fields } => (
            format!("Somebody has changed this since you saw it: {}.", fields.join(", ")),
            "Compare the two, then choose one.",
        ),
        RoomError::Style(error) => super::style::say_style(error, false),
        RoomError::Value { field, value } => {
            (format!("{field} cannot be “{value}”."), right_value(field, false))
        }
    };
    (message, hint.to_owned())
}

/// Why a page or an issue is not signed, or does not leave.
fn leaving_en(error: &RoomError) -> (String, &'static str) {
    match error {
        RoomError::NotSigned => (
            "The page has no signature in force, so it cannot go to the press.".into(),
            "Have the chief on duty sign it, then export.",
        ),
        RoomError::PageChanged => {
            ("The page has changed since it was looked at.".into(), "Look at the newest proof, then sign.")
        }
        RoomError::SignedPageDamaged => (
            "What is kept of the signed page is not what was signed.".into(),
            "Run verify and restore from a backup; do not print this file.",
        ),
        RoomError::PageStopped { stops } => (
            format!(
                "The page is stopped by {}: {}",
                super::copy::findings(stops.len()),
                listed(stops, false)
            ),
            "Put each of them right, then sign.",
        ),
        RoomError::Exporting => {
            ("The issue is being exported already.".into(), "Wait until it is done, or cancel it.")
        }
        RoomError::Cancelled => {
            ("It was called off; nothing was written.".into(), "Ask again when it is wanted.")
        }
        RoomError::FolderTaken { path } => (
            format!("{path} holds other files; an issue is not put among them."),
            "Name an empty folder, or move its files away.",
        ),
        RoomError::FolderInUse { path } => (
            format!("{path} is being filled by another export."),
            "Wait until that is done, or name another folder.",
        ),
        RoomError::FileTaken { path } => (
            format!("{path} is something else, or within the library; it is not written over."),
            "Name another file, or another folder.",
        ),
        other => (other.to_string(), ""),
    }
}

/// What stops a signature besides the composer's own errors.
pub(crate) enum Stop<'a> {
    /// The page is empty.
    Empty,
    /// The story has no review in force.
    NotApproved(&'a str),
    /// A placed picture lacks caption or credit.
    PictureWithoutWords {
        /// The file.
        file: &'a str,
        /// Whether the caption is missing.
        caption: bool,
        /// Whether the credit is missing.
        credit: bool,
    },
    /// The file of a picture or an advert is no longer in the library.
    OriginalGone(&'a str),
}

impl Stop<'_> {
    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Empty => "page-empty",
            Self::NotApproved(_) => "story-not-approved",
            Self::PictureWithoutWords { .. } => "picture-incomplete",
            Self::OriginalGone(_) => "picture-missing",
        }
    }
}

/// Message and hint.
pub(crate) fn say_stop(stop: &Stop<'_>, zh: bool) -> (String, String) {
    match (stop, zh) {
        (Stop::Empty, true) => ("版上什么也没有。".into(), "先排上稿件。".into()),
        (Stop::Empty, false) => ("Nothing stands on the page.".into(), "Place a story first.".into()),
        (Stop::NotApproved(slug), true) => (format!("“{slug}”还没有通过审稿。"), "请编辑审过再签样。".into()),
        (Stop::NotApproved(slug), false) => {
            (format!("“{slug}” is not approved."), "Have an editor approve it first.".into())
        }
        (Stop::OriginalGone(file), true) => {
            (format!("“{file}”的原文件不在稿库里了。"), "从备份中找回，或重新收一次。".into())
        }
        (Stop::OriginalGone(file), false) => (
            format!("The file of “{file}” is no longer in the library."),
            "Bring it back from a backup, or take it in again.".into(),
        ),
        (Stop::PictureWithoutWords { file, caption, credit }, true) => {
            let missing = match (caption, credit) {
                (true, true) => "图说和署名",
                (true, false) => "图说",
                _ => "署名",
            };
            (format!("图片 {file} 没有{missing}。"), "在稿件的“图片”里补上。".into())
        }
        (Stop::PictureWithoutWords { file, caption, credit }, false) => {
            let missing = match (caption, credit) {
                (true, true) => "caption and no credit",
                (true, false) => "caption",
                _ => "credit",
            };
            (format!("The picture {file} has no {missing}."), "Write it in the story's photos.".into())
        }
    }
}
