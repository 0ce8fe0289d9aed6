//! What is said of a page as it is set.

use broadsheet_layout::{Finding, Notice};
use broadsheet_typeset::BreakReason;

/// The message, and what to do next, in Chinese or English.
pub(crate) fn say(notice: &Notice, zh: bool) -> (String /*message*/, String /*hint*/) {
    let (message, hint) = match &notice.finding {
        text @ (Finding::Overset { .. }
        | Finding::Underset { .. }
        | Finding::ShallowLeg { .. }
        | Finding::PageUnderfilled { .. }
        | Finding::NotPlaced
        | Finding::EmptyModule
        | Finding::Overlap { .. }
        | Finding::OffPage
        | Finding::BodyUnderCaption) => room(text, zh),
        head @ (Finding::HeadlineOverfull { .. }
        | Finding::HeadlineTooTall { .. }
        | Finding::HeadlineMissing
        | Finding::HeadlineLinesStale
        | Finding::RubricOverfull { .. }
        | Finding::RubricNotPlaced { .. }
        | Finding::FolioOverfull) => heads(head, zh),
        picture @ (Finding::PictureIncomplete { .. }
        | Finding::PictureLowResolution { .. }
        | Finding::PictureMissing
        | Finding::PictureMisplaced
        | Finding::PictureNotPlaced
        | Finding::CaptionOver { .. }) => pictures(picture, zh),
        advert @ (Finding::AdvertMissing | Finding::AdvertSize { .. }) => adverts(advert, zh),
        part @ (Finding::QuoteNotInStory { .. }
        | Finding::QuoteOver { .. }
        | Finding::TableTooWide
        | Finding::JumpBroken
        | Finding::JumpUnneeded) => parts(part, zh),
        line @ (Finding::MissingGlyph { .. }
        | Finding::FontSubstituted { .. }
        | Finding::FamilyMissing { .. }
        | Finding::FontDamaged { .. }
        | Finding::ForcedBreak { .. }
        | Finding::WiderThanMeasure { .. }
        | Finding::LooseLine { .. }) => lines(line, zh),
    };
    (message, hint.to_owned())
}

/// How stories fill the page.
fn room(finding: &Finding, zh: bool) -> (String, &'static str) {
    match (finding, zh) {
        (Finding::Overset { rows, characters }, true) => {
            (format!("溢文：多出 {rows} 行 {characters} 字。"), "请删减稿件，或加大版块。")
        }
        (Finding::Overset { rows, characters }, false) => (
            format!("Overset: {rows} rows, {characters} characters too long."),
            "Cut the story, or enlarge its module.",
        ),
        (Finding::Underset { rows, characters }, true) => {
            (format!("未排满：空 {rows} 行，还可排 {characters} 字。"), "请补写稿件、加大图片，或缩小版块。")
        }
        (Finding::Underset { rows, characters }, false) => (
            format!("Underset: {rows} rows are empty, room for {characters} characters."),
            "Write more, enlarge the picture, or make the module smaller.",
        ),
        (Finding::BodyUnderCaption, true) => (
            "正文紧接在另一篇的图说下面，读者会把它当成图说。".to_owned(),
            "请让标题盖住这一栏，或移开图片。",
        ),
        (Finding::BodyUnderCaption, false) => (
            "A column of text starts straight beneath the caption of another story's picture.".to_owned(),
            "Let the headline stand over that column, or move the picture.",
        ),
        (Finding::ShallowLeg { rows }, true) => (
            format!("图片、引语或缺口旁有的栏只排得下 {rows} 行，读来零碎。"),
            "请把它移动几行，或改变其大小。",
        ),
        (Finding::ShallowLeg { rows: 1 }, false) => (
            "Beside a picture, a quote or a notch a column holds a single row of text.".to_owned(),
            "Move it by a few rows, or change its size.",
        ),
        (Finding::ShallowLeg { rows }, false) => (
            format!("Beside a picture, a quote or a notch a column holds only {rows} rows of text."),
            "Move it by a few rows, or change its size.",
        ),
        (Finding::PageUnderfilled { rows }, true) => {
            (format!("稿件不足：版面下部空 {rows} 行。"), "请再上稿件或图片。")
        }
        (Finding::PageUnderfilled { rows: 1 }, false) => (
            "Too little copy: the last row of the page is empty.".to_owned(),
            "Place another story or a picture.",
        ),
        (Finding::PageUnderfilled { rows }, false) => (
            format!("Too little copy: the last {rows} rows of the page are empty."),
            "Place another story or a picture.",
        ),
        (Finding::NotPlaced, true) => {
            ("此稿在版面上没有位置。".to_owned(), "请把它移到别的版，或删减其他稿件。")
        }
        (Finding::NotPlaced, false) => (
            "There is no room for this story on the page.".to_owned(),
            "Move it to another page, or cut other stories.",
        ),
        (Finding::EmptyModule, true) => ("版块里没有稿件文字。".to_owned(), "请放入稿件，或删去版块。"),
        (Finding::EmptyModule, false) => {
            ("The module has no text.".to_owned(), "Place a story in it, or remove it.")
        }
        (Finding::Overlap { .. }, true) => ("版面上有两处重叠。".to_owned(), "请移开其中一处。"),
        (Finding::Overlap { .. }, false) => {
            ("Two things lie over each other.".to_owned(), "Move one of them away.")
        }
        (_, true) => ("版块超出版心。".to_owned(), "请把它移回版心之内。"),
        (_, false) => ("A module lies outside the type area.".to_owned(), "Move it back inside."),
    }
}

/// Headlines, rubrics and the folio.
fn heads(finding: &Finding, zh: bool) -> (String, &'static str) {
    match (finding, zh) {
        (Finding::HeadlineOverfull { fits, has }, true) => {
            (format!("标题过长：可排 {fits} 字，现有 {has} 字。"), "请缩短标题，或加宽版块。")
        }
        (Finding::HeadlineOverfull { fits, has }, false) => (
            format!("The headline is too long: {fits} characters fit, it has {has}."),
            "Shorten it, or widen the module.",
        ),
        (Finding::HeadlineTooTall { rows, available }, true) => {
            (format!("题区占 {rows} 行，版块只有 {available} 行。"), "请缩短标题，或加高版块。")
        }
        (Finding::HeadlineTooTall { rows, available }, false) => (
            format!("The headline takes {rows} rows, the module has {available}."),
            "Shorten it, or make the module taller.",
        ),
        (Finding::HeadlineMissing, true) => ("稿件没有主题。".to_owned(), "请补写标题。"),
        (Finding::HeadlineMissing, false) => ("The story has no headline.".to_owned(), "Write one."),
        (Finding::HeadlineLinesStale, true) => {
            ("标题已改动，手工折行不再适用，现由程序折行。".to_owned(), "请重新折行，或取消手工折行。")
        }
        (Finding::HeadlineLinesStale, false) => (
            "The headline has changed since it was broken by hand; the program breaks it.".to_owned(),
            "Break it anew, or leave it to the program.",
        ),
        (Finding::RubricOverfull { fits, has }, true) => {
            (format!("栏目名过长：可排 {fits} 字，现有 {has} 字。"), "请缩短栏目名，或加宽栏目条。")
        }
        (Finding::RubricOverfull { fits, has }, false) => (
            format!("The rubric is too long: {fits} characters fit, it has {has}."),
            "Shorten it, or widen its band.",
        ),
        (Finding::RubricNotPlaced { rubric }, true) => {
            (format!("栏目“{rubric}”没有上版。"), "请为它放一个栏目条，或去掉稿件的栏目名。")
        }
        (Finding::RubricNotPlaced { rubric }, false) => (
            format!("The rubric “{rubric}” stands nowhere on the page."),
            "Give it a band, or take it off its stories.",
        ),
        (_, true) => ("报眉排不下。".to_owned(), "请减少报眉中的人名，或缩短版名。"),
        (_, false) => (
            "The folio's parts do not fit beside each other.".to_owned(),
            "Name fewer people in it, or shorten the section.",
        ),
    }
}

/// Pictures and captions.
fn pictures(finding: &Finding, zh: bool) -> (String, &'static str) {
    match (finding, zh) {
        (Finding::PictureIncomplete { caption, credit }, true) => {
            let what = missing(*caption, *credit, ["图说和署名", "图说", "摄影署名"]);
            (format!("图片缺{what}。"), "请补齐后再签样。")
        }
        (Finding::PictureIncomplete { caption, credit }, false) => {
            let what = missing(*caption, *credit, ["caption and no credit", "caption", "credit"]);
            (format!("The picture has no {what}."), "Write it before the page is signed.")
        }
        (Finding::PictureLowResolution { dpi, least }, true) => {
            (format!("图片只有 {dpi} dpi，印刷需要 {least} dpi。"), "请缩小图片，或换用原图。")
        }
        (Finding::PictureLowResolution { dpi, least }, false) => (
            format!("The picture has {dpi} pixels an inch at this size; {least} are wanted."),
            "Make it smaller, or use the original.",
        ),
        (Finding::PictureMissing, true) => {
            ("版面上的图片没有图片文件，或不属于此稿。".to_owned(), "请添加图片文件，或从版上拿掉它。")
        }
        (Finding::PictureMissing, false) => (
            "A picture on the page has no file, or does not belong to its story.".to_owned(),
            "Add its file, or take it off the page.",
        ),
        (Finding::PictureMisplaced, true) => {
            ("图片不在版块之内，或位置太小。".to_owned(), "请移动或放大图片。")
        }
        (Finding::PictureMisplaced, false) => {
            ("The picture lies outside its module, or has no room.".to_owned(), "Move or enlarge it.")
        }
        (Finding::PictureNotPlaced, true) => ("稿件的图片没有上版。".to_owned(), "请把图片放到版块里。"),
        (Finding::PictureNotPlaced, false) => (
            "A photo of the story is not on the page.".to_owned(),
            "Place it in the module, or leave it out on purpose.",
        ),
        (Finding::CaptionOver { lines }, true) => {
            (format!("图说多出 {lines} 行。"), "请缩短图说，或加高图片框。")
        }
        (Finding::CaptionOver { lines }, false) => (
            format!("The caption is {lines} lines too long."),
            "Shorten it, or make the picture's box taller.",
        ),
        (_, true) => ("图片有问题。".to_owned(), "请检查图片。"),
        (_, false) => ("Something is wrong with a picture.".to_owned(), "Look at the picture."),
    }
}

/// Adverts.
fn adverts(finding: &Finding, zh: bool) -> (String, &'static str) {
    let Finding::AdvertSize { width, height, room } = finding else {
        return if zh {
            ("版面上的广告不在稿库里。".to_owned(), "请把它从版上拿掉，或重新收广告。")
        } else {
            (
                "An advert on the page is not in the library.".to_owned(),
                "Take it off the page, or take it in again.",
            )
        };
    };
    let sides = [*width, *height, room.width, room.height].map(|side| format!("{:.1}", side.to_mm()));
    let [width, height, across, down] = sides;
    if zh {
        (
            format!("广告成品尺寸是 {width}×{height} 毫米，版位是 {across}×{down} 毫米。"),
            "请改版位，或请来稿方按版位尺寸重做。",
        )
    } else {
        (
            format!("The advert was made {width} × {height} mm, its place is {across} × {down} mm."),
            "Change its place, or ask for it again in the size of the place.",
        )
    }
}

/// Quotes, tables and jumps.
fn parts(finding: &Finding, zh: bool) -> (String, &'static str) {
    match (finding, zh) {
        (Finding::QuoteNotInStory { text }, true) => {
            (format!("引语“{}”不在稿件中，没有排入。", text.trim()), "请从正文中摘引原话。")
        }
        (Finding::QuoteNotInStory { text }, false) => (
            format!("The quote “{}” is not in the story, and is not set.", text.trim()),
            "Pull words that stand in the text.",
        ),
        (Finding::QuoteOver { lines }, true) => {
            (format!("引语多出 {lines} 行。"), "请缩短引语，或加大引语框。")
        }
        (Finding::QuoteOver { lines }, false) => (
            format!("The quote is {lines} lines too long for its box."),
            "Shorten it, or make its box larger.",
        ),
        (Finding::TableTooWide, true) => {
            ("表格比栏还宽。".to_owned(), "请缩短各栏文字，或让稿件分成更少的栏。")
        }
        (Finding::TableTooWide, false) => (
            "A table is wider than its column.".to_owned(),
            "Shorten its cells, or break the story into fewer columns.",
        ),
        (Finding::JumpBroken, true) => {
            ("转版有头无尾：另一版上没有相应的版块。".to_owned(), "请在另一版放上此稿，或取消转版。")
        }
        (Finding::JumpBroken, false) => (
            "The jump leads nowhere: the other page does not have its part of the story.".to_owned(),
            "Place the story there, or take the jump back.",
        ),
        (Finding::JumpUnneeded, true) => ("稿件在前一版已排完，无须转版。".to_owned(), "请取消转版。"),
        (_, true) => ("版面有问题。".to_owned(), "请检查版面。"),
        (Finding::JumpUnneeded, false) => {
            ("The story ends before the page that it is to continue on.".to_owned(), "Take the jump back.")
        }
        (_, false) => ("Something is wrong with the page.".to_owned(), "Look at the page."),
    }
}

fn missing(
    caption: bool,
    credit: bool,
    [both, only_caption, only_credit]: [&'static str; 3],
) -> &'static str {
    match (caption, credit) {
        (true, true) => both,
        (true, false) => only_caption,
        _ => only_credit,
    }
}

/// Characters and lines.
fn lines(finding: &Finding, zh: bool) -> (String, &'static str) {
    match (finding, zh) {
        (Finding::MissingGlyph { character }, true) => (
            format!("没有字体含有“{character}”（U+{:04X}）。", u32::from(*character)),
            "请安装含有此字的字体，或改换写法。",
        ),
        (Finding::MissingGlyph { character }, false) => (
            format!("No font has “{character}” (U+{:04X}).", u32::from(*character)),
            "Install a font that has it, or write it another way.",
        ),
        (Finding::FontSubstituted { character, family }, true) => (
            format!("“{character}”不在样式的字体中，现以“{family}”排出。"),
            "请看版面是否合适，或在样式中加入含此字的字体。",
        ),
        (Finding::FontSubstituted { character, family }, false) => (
            format!("No font of the style has “{character}”; it is set from {family}."),
            "See whether it looks well, or add a font that has it to the style.",
        ),
        (Finding::FamilyMissing { families }, true) => {
            (format!("未安装字体：{}。", families.join("、")), "请安装其中一种；现以其他字体代替。")
        }
        (Finding::FamilyMissing { families }, false) => (
            format!("None of these families is installed: {}.", families.join(", ")),
            "Install one of them; another font stands in for now.",
        ),
        (Finding::FontDamaged { family }, true) => {
            (format!("字体“{family}”已损坏或缺少字符表。"), "请重新安装该字体；现以其他字体代替。")
        }
        (Finding::FontDamaged { family }, false) => (
            format!("The font “{family}” is damaged, or says nothing of its characters."),
            "Install it again; another font stands in for now.",
        ),
        (Finding::ForcedBreak { reason, text }, true) => {
            (format!("“{}”：{}被拆断。", text.trim(), broken_in_chinese(*reason)), "请改写，或加宽行。")
        }
        (Finding::ForcedBreak { reason, text }, false) => (
            format!("“{}”: {} had to be broken.", text.trim(), broken_in_english(*reason)),
            "Reword it, or widen the measure.",
        ),
        (Finding::WiderThanMeasure { text, .. }, true) => {
            (format!("“{text}”比行宽还宽。"), "请加宽行，或缩小字号。")
        }
        (Finding::WiderThanMeasure { text, .. }, false) => {
            (format!("“{text}” is wider than its line."), "Widen the measure, or set it smaller.")
        }
        (Finding::LooseLine { text, .. }, true) => {
            (format!("此行过松：“{}”。", text.trim()), "请增删几个字。")
        }
        (Finding::LooseLine { text, .. }, false) => {
            (format!("A loose line: “{}”.", text.trim()), "Add or cut a word.")
        }
        (_, true) => ("版面有问题。".to_owned(), "请检查版面。"),
        (_, false) => ("Something is wrong with the page.".to_owned(), "Look at the page."),
    }
}

/// A family that somebody asked for and that is not installed, with those that are near to it.
pub(super) fn say_family_missing(family: &str, near: &[String], zh: bool) -> (String, String) {
    let (message, hint) = if zh {
        (format!("未安装字体“{family}”，现以其他字体代替。"), "请安装它，或换一种已安装的字体")
    } else {
        (
            format!("“{family}” is not installed; another font stands in."),
            "Install it, or name a family that is installed",
        )
    };
    let hint = match (near.is_empty(), zh) {
        (true, true) => format!("{hint}。"),
        (true, false) => format!("{hint}."),
        (false, true) => format!("{hint}，如：{}。", near.join("、")),
        (false, false) => format!("{hint}, such as: {}.", near.join(", ")),
    };
    (message, hint)
}

fn broken_in_chinese(reason: BreakReason) -> &'static str {
    match reason {
        BreakReason::Number => "数字",
        BreakReason::Address => "网址",
        BreakReason::Word => "单词",
        BreakReason::ForbiddenPair => "禁止拆开的标点",
    }
}

fn broken_in_english(reason: BreakReason) -> &'static str {
    match reason {
        BreakReason::Number => "a number",
        BreakReason::Address => "an address",
        BreakReason::Word => "a word",
        BreakReason::ForbiddenPair => "a pair of marks",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::iter;

    use broadsheet_copy::page::Area;
    use broadsheet_units::{Length, Size};

    use super::*;

    /// One of every kind, each behind the one before it: a kind that is new has to be given its place here before this
    /// compiles.
    fn every_kind() -> Vec<Finding> {
        use Finding as F;
        let (text, side, area) =
            (|| "字".to_owned(), Length::points(9), Area { col: 0, row: 0, cols: 1, rows: 1 });
        let next = |kind: &Finding| {
            Some(match kind {
                F::Overset { .. } => F::Underset { rows: 3, characters: 30 },
                F::Underset { .. } => F::ShallowLeg { rows: 3 },
                F::ShallowLeg { .. } => F::PageUnderfilled { rows: 3 },
                F::PageUnderfilled { .. } => F::MissingGlyph { character: '𬱖' },
                F::MissingGlyph { .. } => F::FontSubstituted { character: '𬱖', family: text() },
                F::FontSubstituted { .. } => F::FamilyMissing { families: vec![text()] },
                F::FamilyMissing { .. } => F::FontDamaged { family: text() },
                F::FontDamaged { .. } => F::HeadlineOverfull { fits: 8, has: 9 },
                F::HeadlineOverfull { .. } => F::HeadlineTooTall { rows: 9, available: 8 },
                F::HeadlineTooTall { .. } => F::HeadlineMissing,
                F::HeadlineMissing => F::HeadlineLinesStale,
                F::HeadlineLinesStale => F::QuoteNotInStory { text: text() },
                F::QuoteNotInStory { .. } => F::QuoteOver { lines: 2 },
                F::QuoteOver { .. } => F::TableTooWide,
                F::TableTooWide => F::JumpBroken,
                F::JumpBroken => F::JumpUnneeded,
                F::JumpUnneeded => F::PictureIncomplete { caption: true, credit: false },
                F::PictureIncomplete { .. } => F::PictureLowResolution { dpi: 90, least: 200 },
                F::PictureLowResolution { .. } => F::PictureMissing,
                F::PictureMissing => F::PictureMisplaced,
                F::PictureMisplaced => F::PictureNotPlaced,
                F::PictureNotPlaced => F::CaptionOver { lines: 2 },
                F::CaptionOver { .. } => F::AdvertMissing,
                F::AdvertMissing => {
                    F::AdvertSize { width: side, height: side, room: Size { width: side, height: side } }
                }
                F::AdvertSize { .. } => F::Overlap { a: area, b: area },
                F::Overlap { .. } => F::OffPage,
                F::OffPage => F::EmptyModule,
                F::EmptyModule => F::RubricOverfull { fits: 8, has: 9 },
                F::RubricOverfull { .. } => F::RubricNotPlaced { rubric: text() },
                F::RubricNotPlaced { .. } => F::BodyUnderCaption,
                F::BodyUnderCaption => F::FolioOverfull,
                F::FolioOverfull => F::NotPlaced,
                F::NotPlaced => F::ForcedBreak { reason: BreakReason::Word, text: text() },
                F::ForcedBreak { .. } => F::WiderThanMeasure { text: text(), width: side, measure: side },
                F::WiderThanMeasure { .. } => F::LooseLine { stretch: 300, text: text() },
                F::LooseLine { .. } => return None,
            })
        };
        iter::successors(Some(F::Overset { rows: 3, characters: 30 }), next).collect()
    }

    #[test]
    fn every_notice_of_a_page_is_said_in_its_own_words_with_what_to_do_in_both_languages() {
        let kinds = every_kind();
        let mut sentences = BTreeSet::new();
        for kind in &kinds {
            let notice = Notice::new(kind.clone());
            let (message, hint) = say(&notice, true);
            assert!(message.ends_with('。') && hint.ends_with('。'), "{}: {message} {hint}", kind.code());
            sentences.insert(message);
            let (message, hint) = say(&notice, false);
            assert!(message.ends_with('.') && hint.ends_with('.'), "{}: {message} {hint}", kind.code());
            assert!(hint.is_ascii(), "{}: {hint}", kind.code());
            sentences.insert(message);
        }
        assert_eq!(sentences.len(), kinds.len() * 2, "no two are said alike");
        for general in ["版面有问题。", "Something is wrong with the page.", "图片有问题。"] {
            assert!(!sentences.contains(general), "a kind falls through to: {general}");
        }
    }
}
