//! Words for what the press refuses and says.

use broadsheet_copy::page::Format;
use broadsheet_layout::frame::Ink;
use broadsheet_press::{AdvertFault, PressError, PressNotice};

/// Why no file was made, and what to do next.
pub(crate) fn say_error(error: &PressError, zh: bool) -> (String, String) {
    let (message, hint) = if zh { error_in_chinese(error) } else { error_in_english(error) };
    (message, hint.to_owned())
}

fn error_in_chinese(error: &PressError) -> (String, &'static str) {
    const REPORT: &str = "请重新拼版；若仍出现，请附上日志报告。";
    match error {
        PressError::NoPages => ("没有可付印的版面。".to_owned(), "请先选择一个版。"),
        PressError::PageSize { page } => {
            (format!("第 {page} 页的尺寸无法付印。"), "请在报纸设置中检查成品尺寸。")
        }
        PressError::FrameBroken { page, what } => {
            (format!("第 {page} 页的版面记录前后不符：{what}。"), REPORT)
        }
        PressError::FontMissing { family, postscript_name } => (
            format!("缺少字体“{family}”（{postscript_name}）。"),
            "请在本机安装这款字体；若要改用别的字体，请重新拼版并重新签样。",
        ),
        PressError::FontChanged { family, postscript_name } => (
            format!("字体“{family}”（{postscript_name}）已不是拼版时的那个文件。"),
            "请装回原来的字体文件，或用现在的字体重新拼版并重新签样。",
        ),
        PressError::FontUnreadable { family, postscript_name, reason } => (
            format!("字体“{family}”（{postscript_name}）无法读取：{reason}。"),
            "字体文件可能已损坏，请重新安装。",
        ),
        PressError::PictureChanged { photo, .. } => (
            format!("图片 {photo} 的原图已不是上版时的那个文件。"),
            "请运行 verify 检查稿库，或从备份中恢复。",
        ),
        PressError::PictureUnreadable { photo, reason } => {
            (format!("图片 {photo} 无法读取：{reason}。"), "请换一张完整的 JPEG、PNG、TIFF 或 WebP 图片。")
        }
        PressError::Profile(fault) => super::style::say_profile(fault, true),
        PressError::Writing { reason } => (format!("PDF 无法写出：{reason}。"), REPORT),
    }
}

fn error_in_english(error: &PressError) -> (String, &'static str) {
    const REPORT: &str = "Make the page up again; if it stays, report it with the log.";
    match error {
        PressError::NoPages => ("There is no page to print.".to_owned(), "Choose a page first."),
        PressError::PageSize { page } => {
            (format!("Page {page} has a size that cannot be printed."), "Check the trim size of the title.")
        }
        PressError::FrameBroken { page, what } => {
            (format!("The record of page {page} does not hold together: {what}."), REPORT)
        }
        PressError::FontMissing { family, postscript_name } => (
            format!("The font {family} ({postscript_name}) is missing."),
            "Install it; to use another, make the page up and sign it again.",
        ),
        PressError::FontChanged { family, postscript_name } => (
            format!("The font {family} ({postscript_name}) is not the file that the page was set with."),
            "Put the former file back, or make the page up and sign it again with the present one.",
        ),
        PressError::FontUnreadable { family, postscript_name, reason } => (
            format!("The font {family} ({postscript_name}) cannot be read: {reason}."),
            "The file may be damaged: install the font again.",
        ),
        PressError::PictureChanged { photo, .. } => (
            format!("The original of photo {photo} is not the file that was placed."),
            "Run verify on the library, or restore it from a backup.",
        ),
        PressError::PictureUnreadable { photo, reason } => (
            format!("Photo {photo} cannot be read: {reason}."),
            "Replace it by a whole JPEG, PNG, TIFF or WebP picture.",
        ),
        PressError::Profile(fault) => super::style::say_profile(fault, false),
        PressError::Writing { reason } => (format!("The PDF could not be written: {reason}."), REPORT),
    }
}

/// A press file that is not the one that was made when its page was signed.
pub(crate) fn say_not_as_signed(page: &str, zh: bool) -> (String, &'static str) {
    if zh {
        (
            format!(
                "{page} 版的文件是重新制作的，与签样时的那个文件不完全相同：印刷标准、样式表、色彩特性文件或程序版本已经不同。"
            ),
            "版面内容仍是签样的那一版。付印前请再看一遍样张；若要文件也以签样为准，请重新签样。",
        )
    } else {
        (
            format!(
                "The file of page {page} was made anew and is not the very file that was signed: the standard, the \
                 style sheet, the press profile or the program has changed since."
            ),
            "What stands on the page is what was signed. Look at its proof once more, or sign the page again.",
        )
    }
}

/// A page that is of another size than the first page of its issue.
pub(crate) fn say_page_size_differs(
    page: &str,
    format: Format,
    of_first: Format,
    zh: bool,
) -> (String, &'static str) {
    let (own, first) = (format.name(), of_first.name());
    if zh {
        (
            format!("{page} 版是{own}，本期头版是{first}，尺寸不同。"),
            "若是夹页或另一台机印刷，请告知印厂；否则请按本期的尺寸重新建版。",
        )
    } else {
        (
            format!("Page {page} is {own}, while the issue's first page is {first}: their sizes differ."),
            "If it is an insert, or printed on another press, tell the print house; else plan it anew in the issue's size.",
        )
    }
}

/// What there is to know of a printed page.
///
/// `name` is what the picture or the advert is called that it is about.
pub(crate) fn say_notice(notice: &PressNotice, name: &str, zh: bool) -> (String, String) {
    let (message, hint) = if zh { notice_in_chinese(notice, name) } else { notice_in_english(notice, name) };
    (message, hint.to_owned())
}

fn notice_in_chinese(notice: &PressNotice, name: &str) -> (String, &'static str) {
    match notice {
        PressNotice::PictureMissing { .. } => (
            format!("图片“{name}”的原图不在稿库里，它的框是空的。"),
            "请运行 verify 检查稿库，或从备份中恢复。",
        ),
        PressNotice::PicturePartlyFilled { filled, .. } => (
            format!("图片“{name}”没有铺满它的框，只占 {filled} %，其余是空白。"),
            "请重新拼版，或把框改小，或换一张图片。",
        ),
        PressNotice::LowResolution { dpi, .. } => (
            format!("图片“{name}”在版上只有 {dpi} dpi，印出来会发虚。"),
            "请缩小图片、少裁一些，或换更大的原图（至少 200 dpi，最好 250 dpi 以上）。",
        ),
        PressNotice::CmykUntagged { .. } => (
            format!("图片“{name}”是 CMYK，但没有带色彩特性文件，已按原数值付印。"),
            "请核对颜色；最好换用 RGB 原图。",
        ),
        PressNotice::ProfileIgnored { .. } => {
            (format!("图片“{name}”自带的色彩特性文件不能用，已按 sRGB 处理。"), "请核对颜色。")
        }
        PressNotice::Advert { fault, .. } => {
            let (what, hint) = advert_in_chinese(*fault);
            (format!("广告“{name}”{what}。"), hint)
        }
        PressNotice::InkOverLimit { ink, limit, .. } => (
            format!("墨色 {} 合计 {} %，超过印刷上限 {limit} %。", inks(*ink), ink.total()),
            "请在样式中把这个颜色调浅。",
        ),
        PressNotice::BlackKnockedOut { total, limit, .. } => (
            format!("黑墨叠印在底色上合计 {total} %，超过印刷上限 {limit} %，已改为镂空。"),
            "请把底色调浅，或把文字改为反白。",
        ),
        PressNotice::OffPage { text, .. } if text.trim().is_empty() => {
            ("有一个版面元素在版面之外，印不出来。".to_owned(), "请重新拼版。")
        }
        PressNotice::OffPage { text, .. } => {
            (format!("“{}”超出了成品尺寸，会被裁掉。", shortened(text)), "请把它移回版心，或缩小。")
        }
        PressNotice::EmptyFrame { text, .. } if text.trim().is_empty() => {
            ("有一个框是空的。".to_owned(), "请放入文字或图片，或删去这个框。")
        }
        PressNotice::EmptyFrame { text, .. } => {
            (format!("“{}”在版面上没有排出来。", shortened(text)), "请检查它的框是否有位置，然后重新拼版。")
        }
        PressNotice::MissingGlyph { text, .. } => (
            format!("“{}”中有字体缺少的字，会印成空框。", shortened(text)),
            "请为样式添加有这个字的字体，或改用别的字。",
        ),
        PressNotice::SlugIncomplete { missing, .. } => {
            (format!("版边说明行中的“{missing}”没有字体可用，已略去。"), "不影响版面，可以不管。")
        }
    }
}

fn notice_in_english(notice: &PressNotice, name: &str) -> (String, &'static str) {
    match notice {
        PressNotice::PictureMissing { .. } => (
            format!("The original of photo “{name}” is not in the library: its frame is empty."),
            "Run verify on the library, or restore it from a backup.",
        ),
        PressNotice::PicturePartlyFilled { filled, .. } => (
            format!("Photo “{name}” does not fill its frame: {filled} % of it, and the rest is empty."),
            "Make the page up again, make the frame smaller, or use another picture.",
        ),
        PressNotice::LowResolution { dpi, .. } => (
            format!("Photo “{name}” has only {dpi} dpi at this size and will print soft."),
            "Show it smaller, crop it less or use a larger original (200 dpi at least, 250 for good).",
        ),
        PressNotice::CmykUntagged { .. } => (
            format!("Photo “{name}” is CMYK without a profile; its numbers are printed as they are."),
            "Check its colours; an RGB original would be better.",
        ),
        PressNotice::ProfileIgnored { .. } => (
            format!("The profile in photo “{name}” cannot be used; it was taken for sRGB."),
            "Check its colours.",
        ),
        PressNotice::Advert { fault, .. } => {
            let (what, hint) = advert_in_english(*fault);
            (format!("The advert “{name}” {what}."), hint)
        }
        PressNotice::InkOverLimit { ink, limit, .. } => (
            format!("The ink {} adds up to {} %, over the {limit} % of the press.", inks(*ink), ink.total()),
            "Make this colour lighter in the style sheet.",
        ),
        PressNotice::BlackKnockedOut { total, limit, .. } => (
            format!(
                "Black over a tint would come to {total} %, over the {limit} % of the press; it was knocked out."
            ),
            "Make the tint lighter, or reverse the text.",
        ),
        PressNotice::OffPage { text, .. } if text.trim().is_empty() => {
            ("Something stands outside the page and will not print.".to_owned(), "Make the page up again.")
        }
        PressNotice::OffPage { text, .. } => (
            format!("“{}” reaches out of the trimmed page and will be cut.", shortened(text)),
            "Move it back into the type area, or make it smaller.",
        ),
        PressNotice::EmptyFrame { text, .. } if text.trim().is_empty() => {
            ("There is an empty frame.".to_owned(), "Put text or a picture into it, or remove it.")
        }
        PressNotice::EmptyFrame { text, .. } => (
            format!("Nothing of “{}” stands on the page.", shortened(text)),
            "See that its frame has room, and make the page up again.",
        ),
        PressNotice::MissingGlyph { text, .. } => (
            format!("“{}” has a character that no font has; it will print as a box.", shortened(text)),
            "Add a font that has the character to the style, or change the text.",
        ),
        PressNotice::SlugIncomplete { missing, .. } => (
            format!("No font has “{missing}” of the slug line; it was left out."),
            "The page itself is not touched by it.",
        ),
    }
}

/// What is wrong with a placed PDF, as the end of a sentence.
fn advert_in_chinese(fault: AdvertFault) -> (String, &'static str) {
    let (what, hint) = match fault {
        AdvertFault::Encrypted => ("是加密的文件", "请来稿方去掉加密后重新提供。"),
        AdvertFault::SeveralPages => ("不止一页，只排入了第一页", "请来稿方只提供要刊登的那一页。"),
        AdvertFault::NoTrimBox => {
            ("没有成品框，已按整张页面排入", "请核对广告的边界，或请来稿方补上成品框。")
        }
        AdvertFault::Layers => ("有图层，排入后每一层都会印出来", "请来稿方合并图层后重新提供。"),
        AdvertFault::Annotations => {
            ("带有批注或表单，它们没有排入", "请核对；需要的内容请来稿方合并到页面。")
        }
        AdvertFault::OtherPress => {
            ("是为别的印刷条件制作的", "请核对颜色和墨量，最好请来稿方按本报的特性文件重做。")
        }
        AdvertFault::Distorted => ("没有按原比例排入", "请把框改为广告的比例。"),
        AdvertFault::OverprintOverLimit { total, limit } => {
            let what = format!("里叠印的墨加上底色可能合计 {total} %，超过印刷上限 {limit} %");
            return (what, "请来稿方把叠印的底色调浅，或改为镂空。");
        }
    };
    (what.to_owned(), hint)
}

fn advert_in_english(fault: AdvertFault) -> (String, &'static str) {
    let (what, hint) = match fault {
        AdvertFault::Encrypted => ("is encrypted", "Ask for it again without encryption."),
        AdvertFault::SeveralPages => {
            ("has several pages; the first was placed", "Ask for the one page that is to be printed.")
        }
        AdvertFault::NoTrimBox => (
            "has no trim box; its whole sheet was placed",
            "Check its edges, or ask for it again with a trim box.",
        ),
        AdvertFault::Layers => (
            "has layers, and placed, every one of them would print",
            "Ask for it again with its layers flattened.",
        ),
        AdvertFault::Annotations => (
            "has notes or form fields, which were not placed",
            "Check it; ask for what is needed as part of the page.",
        ),
        AdvertFault::OtherPress => (
            "was made for another press",
            "Check its colours and inks, or ask for it again with the profile of this press.",
        ),
        AdvertFault::Distorted => {
            ("is not placed in its own proportions", "Give its frame the proportions of the advertisement.")
        }
        AdvertFault::OverprintOverLimit { total, limit } => {
            let what = format!(
                "has ink that overprints and may come to {total} % with what lies below, over the {limit} % of the press"
            );
            return (what, "Ask for a lighter ground below it, or for it to knock out.");
        }
    };
    (what.to_owned(), hint)
}

fn inks(ink: Ink) -> String {
    format!("C{} M{} Y{} K{}", ink.c, ink.m, ink.y, ink.k)
}

/// Enough of a text to find it by.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 24;
    let trimmed = text.trim();
    let mut short: String = trimmed.chars().take(LONGEST).collect();
    if trimmed.chars().count() > LONGEST {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::iter;

    use broadsheet_units::{Length, Rect};
    use uuid::Uuid;

    use super::*;

    /// One of every fault of an advert, each behind the one before it: one that is new has to be given its place here
    /// before this compiles.
    fn every_fault() -> Vec<AdvertFault> {
        use AdvertFault as F;
        let next = |fault: &AdvertFault| {
            Some(match fault {
                F::Encrypted => F::SeveralPages,
                F::SeveralPages => F::NoTrimBox,
                F::NoTrimBox => F::Layers,
                F::Layers => F::Annotations,
                F::Annotations => F::OtherPress,
                F::OtherPress => F::Distorted,
                F::Distorted => F::OverprintOverLimit { total: 300, limit: 240 },
                F::OverprintOverLimit { .. } => return None,
            })
        };
        iter::successors(Some(F::Encrypted), next).collect()
    }

    /// One of every kind of notice, the same way; those of adverts with every fault.
    fn every_kind() -> Vec<PressNotice> {
        use PressNotice as N;
        let (page, photo, text) = (1, Uuid::nil(), || "字".to_owned());
        let side = Length::points(9);
        let rect = Rect::new(side, side, side, side);
        let next = |notice: &PressNotice| {
            Some(match notice {
                N::PictureMissing { .. } => N::PicturePartlyFilled { page, photo, rect, filled: 70 },
                N::PicturePartlyFilled { .. } => N::LowResolution { page, photo, dpi: 90 },
                N::LowResolution { .. } => N::CmykUntagged { page, photo },
                N::CmykUntagged { .. } => N::ProfileIgnored { page, photo },
                N::ProfileIgnored { .. } => N::Advert { page, photo, fault: AdvertFault::Encrypted },
                N::Advert { .. } => N::InkOverLimit { page, rect, ink: Ink::BLACK, limit: 240 },
                N::InkOverLimit { .. } => N::BlackKnockedOut { page, rect, total: 300, limit: 240 },
                N::BlackKnockedOut { .. } => N::OffPage { page, text: text() },
                N::OffPage { .. } => N::EmptyFrame { page, text: text() },
                N::EmptyFrame { .. } => N::MissingGlyph { page, text: text() },
                N::MissingGlyph { .. } => N::SlugIncomplete { page, missing: text() },
                N::SlugIncomplete { .. } => return None,
            })
        };
        let kinds = iter::successors(Some(N::PictureMissing { page, photo, rect }), next);
        let adverts = every_fault().into_iter().skip(1).map(|fault| N::Advert { page, photo, fault });
        let silent = [N::OffPage { page, text: String::new() }, N::EmptyFrame { page, text: String::new() }];
        kinds.chain(adverts).chain(silent).collect()
    }

    #[test]
    fn every_notice_of_the_press_is_said_in_its_own_words_with_what_to_do_in_both_languages() {
        let kinds = every_kind();
        let mut sentences = BTreeSet::new();
        for notice in &kinds {
            let (message, hint) = say_notice(notice, "鼓", true);
            assert!(message.ends_with('。') && hint.ends_with('。'), "{}: {message} {hint}", notice.code());
            sentences.insert(message);
            let (message, hint) = say_notice(notice, "Drum", false);
            assert!(message.ends_with('.') && hint.ends_with('.'), "{}: {message} {hint}", notice.code());
            assert!(hint.is_ascii(), "{}: {hint}", notice.code());
            sentences.insert(message);
        }
        assert_eq!(sentences.len(), kinds.len() * 2, "no two are said alike");
    }
}
