//! What is said when a page or a photograph cannot be shown.

use broadsheet_preview::PreviewError;

/// The message, and what to do next, in Chinese or English.
pub(crate) fn say_error(error: &PreviewError, zh: bool) -> (String, String) {
    if zh { in_chinese(error) } else { in_english(error) }
}

fn in_chinese(error: &PreviewError) -> (String, String) {
    let (message, hint) = match error {
        PreviewError::OutlineMissing { font, gid } => (
            format!("字体 {font} 中没有第 {gid} 号字形。"),
            "字体可能已被卸载或更换：请重新安装原来的字体，再打开此版。",
        ),
        PreviewError::PictureMissing { photo } => {
            (format!("图片 {photo} 的原图不在稿库里。"), "请运行 verify 检查稿库，或从备份中恢复。")
        }
        PreviewError::PictureUnreadable { reason, .. } => {
            (format!("图片无法读取：{reason}。"), "请确认文件是完整的 JPEG、PNG、TIFF 或 WebP 图片。")
        }
        PreviewError::PictureTooLarge { limit, .. } => {
            (format!("图片超过 {limit} 百万像素。"), "请先把图片缩小，再重新加入。")
        }
        PreviewError::TooManyPixels { width, height, limit } => {
            (format!("{width} × {height} 像素，超过 {limit} 百万像素。"), "请降低分辨率。")
        }
        PreviewError::NoPixels => ("版面在此分辨率下没有像素。".to_owned(), "请检查版面尺寸和分辨率。"),
        PreviewError::FrameBroken { what } => (
            format!("版面记录中引用的{}不存在。", noun_in_chinese(what)),
            "请重新拼版；若仍出现，请附上日志报告。",
        ),
        PreviewError::NotWritten { reason } => {
            (format!("图片无法写出：{reason}。"), "请重试；若仍出现，请附上日志报告。")
        }
    };
    (message, hint.to_owned())
}

fn in_english(error: &PreviewError) -> (String, String) {
    let (message, hint) = match error {
        PreviewError::OutlineMissing { font, gid } => (
            format!("The font {font} has no glyph {gid}."),
            "It may have been removed or replaced: install the former one and open the page again.",
        ),
        PreviewError::PictureMissing { photo } => (
            format!("The original of photo {photo} is not in the library."),
            "Run verify on the library, or restore it from a backup.",
        ),
        PreviewError::PictureUnreadable { reason, .. } => (
            format!("The picture cannot be read: {reason}."),
            "Check that the file is a whole JPEG, PNG, TIFF or WebP picture.",
        ),
        PreviewError::PictureTooLarge { limit, .. } => (
            format!("The picture has more than {limit} megapixels."),
            "Scale the picture down and add it again.",
        ),
        PreviewError::TooManyPixels { width, height, limit } => (
            format!("{width} × {height} pixels are more than {limit} megapixels."),
            "Ask for a lower resolution.",
        ),
        PreviewError::NoPixels => (
            "The page has no pixels at this resolution.".to_owned(),
            "Check the size of the page and the resolution.",
        ),
        PreviewError::FrameBroken { what } => (
            format!("The page's record names a {what} that it does not hold."),
            "Lay the page out again; if it comes back, report it with the log.",
        ),
        PreviewError::NotWritten { reason } => (
            format!("The picture cannot be written: {reason}."),
            "Try again; if it comes back, report it with the log.",
        ),
    };
    (message, hint.to_owned())
}

fn noun_in_chinese(what: &str) -> &'static str {
    match what {
        "font" => "字体",
        "picture" => "图片",
        _ => "段落",
    }
}
