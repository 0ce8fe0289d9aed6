//! Words for what preflight finds.

use broadsheet_press::{Finding, FindingKind, PageBox, Used};

/// What preflight found.
pub(crate) fn say_finding(finding: &Finding, zh: bool) -> (String, String) {
    if zh { finding_in_chinese(&finding.kind) } else { finding_in_english(&finding.kind) }
}

fn finding_in_chinese(kind: &FindingKind) -> (String, String) {
    let (message, hint) = unreadable_in_chinese(kind)
        .or_else(|| file_in_chinese(kind))
        .or_else(|| active_in_chinese(kind))
        .or_else(|| page_in_chinese(kind))
        .unwrap_or_else(|| paint_in_chinese(kind));
    (message, hint.to_owned())
}

fn finding_in_english(kind: &FindingKind) -> (String, String) {
    let (message, hint) = unreadable_in_english(kind)
        .or_else(|| file_in_english(kind))
        .or_else(|| active_in_english(kind))
        .or_else(|| page_in_english(kind))
        .unwrap_or_else(|| paint_in_english(kind));
    (message, hint.to_owned())
}

/// Why nothing of a file could be checked.
fn unreadable_in_chinese(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::EmptyFile => ("这个文件是空的。".to_owned(), "请重新导出或重新传送文件。"),
        FindingKind::NotPdf => ("这个文件不是 PDF。".to_owned(), "请选择一个 PDF 文件。"),
        FindingKind::Truncated => {
            ("这个 PDF 不完整，后面缺了一段。".to_owned(), "多半是传送中断：请重新传送。")
        }
        FindingKind::Damaged { reason } => {
            (format!("这个 PDF 已损坏，无法读取（{reason}）。"), "请从原来的程序重新导出。")
        }
        _ => return None,
    })
}

/// Findings about the file as a whole.
fn file_in_chinese(kind: &FindingKind) -> Option<(String, &'static str)> {
    const EXPORT: &str = "请以 PDF/X-4 重新导出。";
    Some(match kind {
        FindingKind::DamagedStructure => {
            ("文件的对象索引已损坏，内容是逐段找回来的。".to_owned(), "请重新导出，不要付印这个文件。")
        }
        FindingKind::Encrypted => {
            ("文件已加密，印厂无法处理。".to_owned(), "请去掉密码和权限限制后重新导出。")
        }
        FindingKind::NewerVersion { found, newest } => {
            (format!("PDF 版本是 {found}，所用标准最高只到 {newest}。"), EXPORT)
        }
        FindingKind::NoPages => ("文件里没有一页。".to_owned(), "请重新导出。"),
        FindingKind::NoFileId => ("文件没有标识号（ID）。".to_owned(), EXPORT),
        FindingKind::NotPdfX => ("文件没有声明是 PDF/X。".to_owned(), EXPORT),
        FindingKind::UnknownPdfX { found } => {
            (format!("文件声明的标准“{found}”不在检查范围内，已按 PDF/X-4 检查。"), "请向来稿方确认。")
        }
        FindingKind::WrongStandard { found, wanted } => {
            (format!("要的是 {wanted}，文件声明的却是 {found}。"), "请按约定的标准重新导出。")
        }
        FindingKind::ObjectStreams => (
            "文件用了对象流或压缩的对象索引，所声明的标准不允许。".to_owned(),
            "请以 PDF 1.4 兼容格式重新导出。",
        ),
        FindingKind::XmpDamaged => ("文件的 XMP 元数据不是完整的 XML，读不全。".to_owned(), EXPORT),
        FindingKind::NoXmp => ("文件没有 XMP 元数据。".to_owned(), EXPORT),
        FindingKind::NoMetadata { key } => (format!("元数据缺少 {key}。"), EXPORT),
        FindingKind::MetadataDiffers { key } => (format!("XMP 与文件信息中的 {key} 不一致。"), EXPORT),
        FindingKind::TrappedUnknown => {
            ("文件没有说明是否做过陷印。".to_owned(), "导出时请把“陷印”设为是或否。")
        }
        FindingKind::NoOutputIntent => {
            ("文件没有印刷输出意图。".to_owned(), "导出时请选择印厂的输出特性文件。")
        }
        FindingKind::SeveralOutputIntents => {
            ("文件有不止一个印刷输出意图。".to_owned(), "只能保留一个，请重新导出。")
        }
        FindingKind::NoOutputProfile { registered: true } => {
            ("输出意图只写了印刷条件的名称，没有嵌入色彩特性文件。".to_owned(), "请与印厂核对这个印刷条件。")
        }
        FindingKind::NoOutputProfile { registered: false } => {
            ("输出意图没有嵌入色彩特性文件。".to_owned(), "导出时请嵌入输出特性文件。")
        }
        FindingKind::OutputProfileDamaged => {
            ("嵌入的输出特性文件已损坏。".to_owned(), "请换一个特性文件重新导出。")
        }
        FindingKind::OutputProfileClass { found } => {
            (format!("嵌入的特性文件不是印刷输出用的（类别 {found}）。"), "请选用印刷机的输出特性文件。")
        }
        FindingKind::OutputProfileSpace { found } => {
            (format!("嵌入的特性文件是 {found}，不是 CMYK。"), "请选用 CMYK 输出特性文件。")
        }
        _ => return None,
    })
}

/// Findings about what acts, asks or hides.
fn active_in_chinese(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::Action { what } => {
            (format!("文件带有会自动执行的动作（{what}）。"), "付印文件不能有脚本和动作，请重新导出。")
        }
        FindingKind::Form => ("文件带有可填写的表单。".to_owned(), "请把表单合并到页面后重新导出。"),
        FindingKind::EmbeddedFiles => {
            ("文件里还夹带着别的文件。".to_owned(), "印厂不会看到它们；若无必要请去掉。")
        }
        FindingKind::Layers => ("文件有图层，印出哪一层取决于设置。".to_owned(), "请合并图层后重新导出。"),
        _ => return None,
    })
}

fn unreadable_in_english(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::EmptyFile => ("The file is empty.".to_owned(), "Export it or send it again."),
        FindingKind::NotPdf => ("The file is not a PDF.".to_owned(), "Choose a PDF file."),
        FindingKind::Truncated => (
            "The PDF breaks off before its end.".to_owned(),
            "It was probably cut on the way: send it again.",
        ),
        FindingKind::Damaged { reason } => (
            format!("The PDF is damaged and cannot be read ({reason})."),
            "Export it again from the program that made it.",
        ),
        _ => return None,
    })
}

fn file_in_english(kind: &FindingKind) -> Option<(String, &'static str)> {
    const EXPORT: &str = "Export it again as PDF/X-4.";
    Some(match kind {
        FindingKind::DamagedStructure => (
            "The file's index of objects is damaged; what was read was searched for.".to_owned(),
            "Export it again; do not print this one.",
        ),
        FindingKind::Encrypted => (
            "The file is encrypted; no press can use it.".to_owned(),
            "Export it without password and restrictions.",
        ),
        FindingKind::NewerVersion { found, newest } => {
            (format!("The PDF version is {found}; its standard ends at {newest}."), EXPORT)
        }
        FindingKind::NoPages => ("The file has no page.".to_owned(), "Export it again."),
        FindingKind::NoFileId => ("The file has no identifier (ID).".to_owned(), EXPORT),
        FindingKind::NotPdfX => ("The file does not say that it is PDF/X.".to_owned(), EXPORT),
        FindingKind::UnknownPdfX { found } => (
            format!("“{found}” is not a standard that is checked here; it was checked as PDF/X-4."),
            "Ask whoever sent it.",
        ),
        FindingKind::WrongStandard { found, wanted } => (
            format!("{wanted} was asked for, and the file says {found}."),
            "Export it again in the standard that was agreed on.",
        ),
        FindingKind::ObjectStreams => (
            "The file packs its objects or their index in streams, which its standard does not know."
                .to_owned(),
            "Export it again, compatible with PDF 1.4.",
        ),
        FindingKind::XmpDamaged => {
            ("The XMP metadata are not whole XML and cannot be read to their end.".to_owned(), EXPORT)
        }
        FindingKind::NoXmp => ("The file has no XMP metadata.".to_owned(), EXPORT),
        FindingKind::NoMetadata { key } => (format!("The metadata lack {key}."), EXPORT),
        FindingKind::MetadataDiffers { key } => {
            (format!("{key} differs between XMP and the document information."), EXPORT)
        }
        FindingKind::TrappedUnknown => (
            "The file does not say whether it is trapped.".to_owned(),
            "Set Trapped to True or False on export.",
        ),
        FindingKind::NoOutputIntent => (
            "The file has no output intent for a press.".to_owned(),
            "Choose the print house's profile on export.",
        ),
        FindingKind::SeveralOutputIntents => (
            "The file has several output intents for a press.".to_owned(),
            "There may be one only: export it again.",
        ),
        FindingKind::NoOutputProfile { registered: true } => (
            "The output intent names a printing condition and embeds no profile.".to_owned(),
            "Make sure that the print house knows the condition.",
        ),
        FindingKind::NoOutputProfile { registered: false } => {
            ("The output intent embeds no profile.".to_owned(), "Embed the output profile on export.")
        }
        FindingKind::OutputProfileDamaged => {
            ("The embedded output profile is damaged.".to_owned(), "Export it again with a sound profile.")
        }
        FindingKind::OutputProfileClass { found } => (
            format!("The embedded profile is not for printing (class {found})."),
            "Choose the output profile of a press.",
        ),
        FindingKind::OutputProfileSpace { found } => {
            (format!("The embedded profile is {found}, not CMYK."), "Choose a CMYK output profile.")
        }
        _ => return None,
    })
}

fn active_in_english(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::Action { what } => (
            format!("The file acts by itself ({what})."),
            "A file for the press has no scripts or actions: export it again.",
        ),
        FindingKind::Form => {
            ("The file has a form to fill in.".to_owned(), "Flatten the form and export it again.")
        }
        FindingKind::EmbeddedFiles => (
            "There are other files inside the file.".to_owned(),
            "The print house will not see them; leave them out if you can.",
        ),
        FindingKind::Layers => (
            "The file has layers; which of them prints depends on settings.".to_owned(),
            "Flatten the layers and export it again.",
        ),
        _ => return None,
    })
}

/// Findings about a page's frame and what hangs on it.
fn page_in_chinese(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::BrokenContent => ("页面内容中断或无法读取。".to_owned(), "请重新导出。"),
        FindingKind::TooMuchContent => {
            ("页面内容过于庞大，后面的部分没有检查。".to_owned(), "请简化页面中的图形后重新导出。")
        }
        FindingKind::NoTrimBox => ("页面没有成品框（TrimBox）。".to_owned(), "导出时请带上成品尺寸。"),
        FindingKind::TrimAndArtBox => {
            ("页面同时有成品框和作品框。".to_owned(), "只能保留成品框（TrimBox）。")
        }
        FindingKind::BrokenBox { which } => {
            (format!("{}不是一个有面积的矩形。", box_in_chinese(*which)), "请重新导出。")
        }
        FindingKind::BoxesNotNested { inner, outer } => (
            format!("{}超出了{}。", box_in_chinese(*inner), box_in_chinese(*outer)),
            "请检查成品、出血和页面尺寸后重新导出。",
        ),
        FindingKind::PageTooLarge { longer_mm } => {
            (format!("页面长达 {longer_mm} 毫米，超出了 PDF 页面的极限。"), "请按印刷的实际尺寸重新导出。")
        }
        FindingKind::NoBleed => {
            ("内容顶到裁切边，但没有出血。".to_owned(), "请加 3 毫米出血，否则裁切后可能露白边。")
        }
        FindingKind::EmptyPage => ("页面是空白的。".to_owned(), "请确认是否应当如此。"),
        FindingKind::WrongSize { found, wanted } => (
            format!("成品尺寸是 {} 毫米，要的是 {} 毫米。", sides(*found), sides(*wanted)),
            "请按约定的成品尺寸重新导出。",
        ),
        FindingKind::OffPage => ("有内容完全在页面之外，印不出来。".to_owned(), "如果不需要，可以删去。"),
        FindingKind::MissingObject { name } => {
            (format!("页面要用的“{name}”（图片、字体或其他）不在文件里。"), "请找回原件后重新导出。")
        }
        FindingKind::Annotation { subtype } => {
            (format!("版面内有批注或控件（{subtype}），可能被印出来。"), "请删去批注后重新导出。")
        }
        FindingKind::FontNotEmbedded { font } => {
            (format!("字体 {font} 没有嵌入。"), "导出时请嵌入全部字体，否则印厂会换成别的字体。")
        }
        FindingKind::MissingGlyph { font } => {
            (format!("字体 {font} 中有缺字，会印成空框。"), "请检查版面上的方框或空白。")
        }
        _ => return None,
    })
}

fn page_in_english(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::BrokenContent => {
            ("The page's content breaks off or cannot be read.".to_owned(), "Export it again.")
        }
        FindingKind::TooMuchContent => (
            "There is too much on the page; the rest was not checked.".to_owned(),
            "Simplify its graphics and export it again.",
        ),
        FindingKind::NoTrimBox => {
            ("The page has no trim box.".to_owned(), "Export it with its trimmed size.")
        }
        FindingKind::TrimAndArtBox => {
            ("The page has both a trim box and an art box.".to_owned(), "Keep the trim box only.")
        }
        FindingKind::BrokenBox { which } => {
            (format!("The {} is no rectangle with an area.", which.key()), "Export it again.")
        }
        FindingKind::BoxesNotNested { inner, outer } => (
            format!("The {} reaches out of the {}.", inner.key(), outer.key()),
            "Check trim, bleed and sheet, and export it again.",
        ),
        FindingKind::PageTooLarge { longer_mm } => (
            format!("The sheet is {longer_mm} mm long, more than a PDF page may be."),
            "Export it at its printed size.",
        ),
        FindingKind::NoBleed => (
            "Something reaches the edge and there is no bleed.".to_owned(),
            "Add 3 mm of bleed, or a white edge may show after cutting.",
        ),
        FindingKind::EmptyPage => ("The page is blank.".to_owned(), "Make sure that it should be."),
        FindingKind::WrongSize { found, wanted } => (
            format!("The trimmed page is {} mm; {} mm was asked for.", sides(*found), sides(*wanted)),
            "Export it again at the trimmed size that was agreed on.",
        ),
        FindingKind::OffPage => (
            "Something stands wholly outside the sheet and will not print.".to_owned(),
            "Remove it if nobody needs it.",
        ),
        FindingKind::MissingObject { name } => (
            format!("The page uses “{name}” (a picture, a font or the like), which is not in the file."),
            "Find the original and export it again.",
        ),
        FindingKind::Annotation { subtype } => (
            format!("An annotation ({subtype}) stands on the page and could print."),
            "Remove it and export again.",
        ),
        FindingKind::FontNotEmbedded { font } => (
            format!("The font {font} is not embedded."),
            "Embed every font on export, or the print house will replace it.",
        ),
        FindingKind::MissingGlyph { font } => (
            format!("A glyph that the font {font} lacks will print as a box."),
            "Look for boxes or gaps on the page.",
        ),
        _ => return None,
    })
}

fn box_in_chinese(which: PageBox) -> &'static str {
    match which {
        PageBox::Media => "页面框（MediaBox）",
        PageBox::Crop => "裁剪框（CropBox）",
        PageBox::Bleed => "出血框（BleedBox）",
        PageBox::Trim => "成品框（TrimBox）",
        PageBox::Art => "作品框（ArtBox）",
    }
}

fn used_in_chinese(used: Used) -> &'static str {
    match used {
        Used::Text => "文字",
        Used::Graphic => "图形",
        Used::Image => "图片",
        Used::Shading => "渐变",
    }
}

fn used_in_english(used: Used) -> &'static str {
    match used {
        Used::Text => "Text",
        Used::Graphic => "A graphic",
        Used::Image => "A picture",
        Used::Shading => "A shading",
    }
}

fn tenths(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Two sides in tenths of a millimetre.
fn sides((width, height): (u32, u32)) -> String {
    format!("{}.{} × {}.{}", width / 10, width % 10, height / 10, height % 10)
}

fn points(hundredths: u16) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Findings about what is painted.
fn paint_in_chinese(kind: &FindingKind) -> (String, &'static str) {
    match kind {
        FindingKind::DeviceRgb { used } => (
            format!("{}用了 RGB 颜色，四色印刷无法确定怎么印。", used_in_chinese(*used)),
            "请转换为 CMYK 后重新导出。",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: true } => (
            format!("{}的颜色（{space}）要再转换，文件声明的标准不允许。", used_in_chinese(*used)),
            "请先转换为 CMYK，或改用 PDF/X-4 导出。",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: false } => (
            format!("{}的颜色（{space}）要到印厂才转换成四色。", used_in_chinese(*used)),
            "请核对，或先转换为 CMYK。",
        ),
        FindingKind::ColourOnBlackPage { used } => (
            format!("这一版只印黑墨，{}却用了别的墨色。", used_in_chinese(*used)),
            "请转换为单黑，或改为彩版。",
        ),
        FindingKind::SmallReversedText { tenths_pt } => (
            format!("反白的字只有 {} pt，笔画容易被墨糊住。", tenths(*tenths_pt)),
            "请把反白字加大到 7 pt 以上，最好用黑体。",
        ),
        FindingKind::SpotColour { name } => {
            (format!("用了专色“{name}”，要多出一块印版。"), "报纸只印四色：请把专色转换为 CMYK。")
        }
        FindingKind::InkOverLimit { used, total, limit } => (
            format!("{}的总墨量 {total} %，超过上限 {limit} %。", used_in_chinese(*used)),
            "墨太多会糊版、蹭脏：请调浅或用报纸特性文件重新转换。",
        ),
        FindingKind::RichBlackText { inks: [c, m, y, k], size_pt } => (
            format!("{size_pt} pt 的黑字由多色叠成（C{c} M{m} Y{y} K{k}），套印不准就会发虚。"),
            "黑字请只用 K100。",
        ),
        FindingKind::WhiteOverprints => ("白色内容设了叠印，印出来会消失。".to_owned(), "请取消白色的叠印。"),
        FindingKind::BlackKnocksOut => {
            ("黑字没有叠印，套印不准时可能露白边。".to_owned(), "压在底色上的黑字请设为叠印。")
        }
        FindingKind::Hairline { hundredths_pt } => (
            format!("线只有 {} pt 粗，可能印不出来。", points(*hundredths_pt)),
            "请把线加粗到 0.25 pt 以上。",
        ),
        FindingKind::LowResolution { dpi, .. } => (
            format!("图片只有 {dpi} dpi，印出来会发虚。"),
            "请换更大的原图（至少 200 dpi，最好 250 dpi 以上）。",
        ),
        FindingKind::ExcessiveResolution { dpi } => {
            (format!("图片有 {dpi} dpi，远超印刷所需。"), "可以缩到 300 dpi，文件会小很多。")
        }
        FindingKind::BrokenImage => ("有一张图片无法解码。".to_owned(), "请换掉这张图片后重新导出。"),
        FindingKind::Transparency { what } => {
            (format!("用了透明效果（{what}），文件声明的标准不允许。"), "请拼合透明，或改用 PDF/X-4 导出。")
        }
        FindingKind::TransferCurve => {
            ("文件自带了网点或传递曲线。".to_owned(), "这应由印厂决定，请去掉后重新导出。")
        }
        FindingKind::ForbiddenObject { what } => {
            (format!("用了付印文件不允许的内容（{what}）。"), "请重新导出。")
        }
        other => (other.code().to_owned(), "请重新导出。"),
    }
}

fn paint_in_english(kind: &FindingKind) -> (String, &'static str) {
    match kind {
        FindingKind::DeviceRgb { used } => (
            format!("{} is in RGB; nobody knows how a press will print it.", used_in_english(*used)),
            "Convert it to CMYK and export again.",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: true } => (
            format!("{} is in {space}, which the file's standard forbids.", used_in_english(*used)),
            "Convert it to CMYK, or export as PDF/X-4.",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: false } => (
            format!("{} is in {space}; the print house will convert it.", used_in_english(*used)),
            "Check it, or convert it to CMYK first.",
        ),
        FindingKind::ColourOnBlackPage { used } => (
            format!("{} uses other ink on a page that is printed with black alone.", used_in_english(*used)),
            "Convert it to black, or print the page in colour.",
        ),
        FindingKind::SmallReversedText { tenths_pt } => (
            format!("Reversed letters of {} pt fill up with ink.", tenths(*tenths_pt)),
            "Set reversed text in 7 pt or larger, best in a sans.",
        ),
        FindingKind::SpotColour { name } => (
            format!("The spot colour “{name}” needs a plate of its own."),
            "Newspapers print four inks: convert it to CMYK.",
        ),
        FindingKind::InkOverLimit { used, total, limit } => (
            format!("{} has {total} % ink in all, over the limit of {limit} %.", used_in_english(*used)),
            "So much ink smears: make it lighter, or convert it with a newsprint profile.",
        ),
        FindingKind::RichBlackText { inks: [c, m, y, k], size_pt } => (
            format!(
                "Black text of {size_pt} pt is made of several inks (C{c} M{m} Y{y} K{k}) and blurs when the plates do not meet."
            ),
            "Use K100 alone for black text.",
        ),
        FindingKind::WhiteOverprints => {
            ("Something white overprints and will vanish.".to_owned(), "Switch overprint off for white.")
        }
        FindingKind::BlackKnocksOut => (
            "Black text does not overprint; a white edge may show.".to_owned(),
            "Let black text on a tint overprint.",
        ),
        FindingKind::Hairline { hundredths_pt } => (
            format!("A line is only {} pt thick and may not print.", points(*hundredths_pt)),
            "Make lines 0.25 pt or thicker.",
        ),
        FindingKind::LowResolution { dpi, .. } => (
            format!("A picture has only {dpi} dpi and will print soft."),
            "Use a larger original (200 dpi at least, 250 for good).",
        ),
        FindingKind::ExcessiveResolution { dpi } => (
            format!("A picture has {dpi} dpi, far more than a press shows."),
            "300 dpi are enough and make a much smaller file.",
        ),
        FindingKind::BrokenImage => {
            ("A picture cannot be decoded.".to_owned(), "Replace it and export again.")
        }
        FindingKind::Transparency { what } => (
            format!("There is transparency ({what}), which the file's standard forbids."),
            "Flatten it, or export as PDF/X-4.",
        ),
        FindingKind::TransferCurve => (
            "The file brings its own screens or transfer curves.".to_owned(),
            "Leave them to the print house: export it without.",
        ),
        FindingKind::ForbiddenObject { what } => (
            format!("There is something that a file for the press may not hold ({what})."),
            "Export it again.",
        ),
        other => (other.code().to_owned(), "Export it again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_said_in_both_languages_with_what_to_do() {
        let kinds = [
            FindingKind::Damaged { reason: "xref".to_owned() },
            FindingKind::NotPdfX,
            FindingKind::BoxesNotNested { inner: PageBox::Trim, outer: PageBox::Media },
            FindingKind::Hairline { hundredths_pt: 8 },
        ];
        let said = [("xref", "xref"), ("PDF/X", "PDF/X"), ("MediaBox", "MediaBox"), ("0.08 pt", "0.08 pt")];
        for (kind, (chinese, english)) in kinds.into_iter().zip(said) {
            let finding = Finding { kind, page: None, place: None };
            let (message, hint) = say_finding(&finding, true);
            assert!(message.contains(chinese) && hint.ends_with('。'), "{message}");
            let (message, hint) = say_finding(&finding, false);
            assert!(message.contains(english) && hint.is_ascii() && !hint.is_empty(), "{message}");
        }
    }

    #[test]
    fn every_finding_has_its_own_words() {
        let used = Used::Text;
        let name = String::new;
        let kinds = [
            FindingKind::WrongStandard { found: name(), wanted: "PDF/X-4" },
            FindingKind::ObjectStreams,
            FindingKind::WrongSize { found: (2725, 3900), wanted: (3900, 5450) },
            FindingKind::OffPage,
            FindingKind::MissingObject { name: name() },
            FindingKind::ColourOnBlackPage { used },
            FindingKind::SmallReversedText { tenths_pt: 55 },
            FindingKind::InkOverLimit { used, total: 300, limit: 240 },
            FindingKind::WhiteOverprints,
            FindingKind::Transparency { what: "opacity" },
            FindingKind::ForbiddenObject { what: "LZW" },
        ];
        for kind in kinds {
            let finding = Finding { kind, page: None, place: None };
            for zh in [true, false] {
                let (message, _) = say_finding(&finding, zh);
                assert_ne!(message, finding.code());
            }
        }
        let size = FindingKind::WrongSize { found: (2725, 3900), wanted: (3900, 5450) };
        let (message, _) = say_finding(&Finding { kind: size, page: None, place: None }, false);
        assert!(message.contains("272.5 × 390.0 mm") && message.contains("390.0 × 545.0 mm"), "{message}");
    }
}
