//! Preflight in Chinese.

use broadsheet_press::{FindingKind, PageBox, Used};

use super::{is_spread_for, points, sides, tenths};

/// What was found, and what to do.
pub(super) fn say(kind: &FindingKind) -> (String, &'static str) {
    unreadable(kind)
        .or_else(|| file(kind))
        .or_else(|| active(kind))
        .or_else(|| content(kind))
        .or_else(|| page(kind))
        .or_else(|| ink(kind))
        .unwrap_or_else(|| paint(kind))
}

/// Why nothing of a file could be checked.
fn unreadable(kind: &FindingKind) -> Option<(String, &'static str)> {
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
fn file(kind: &FindingKind) -> Option<(String, &'static str)> {
    const EXPORT: &str = "请按所用的 PDF/X 标准重新导出。";
    Some(match kind {
        FindingKind::DamagedStructure => {
            ("文件的对象索引已损坏，内容是逐段找回来的。".to_owned(), "请重新导出，不要付印这个文件。")
        }
        FindingKind::Encrypted => {
            ("文件已加密，印厂无法处理。".to_owned(), "请去掉密码和权限限制后重新导出。")
        }
        FindingKind::NewerVersion { found, newest } => {
            let hint = if newest == "1.4" { "请以 PDF 1.4 兼容格式重新导出。" } else { EXPORT };
            (format!("PDF 版本是 {found}，所用标准最高只到 {newest}。"), hint)
        }
        FindingKind::NoPages => ("文件里没有一页。".to_owned(), "请重新导出。"),
        FindingKind::NoFileId => ("文件没有标识号（ID）。".to_owned(), EXPORT),
        FindingKind::NotPdfX => ("文件没有声明是 PDF/X。".to_owned(), "请以 PDF/X-4 重新导出。"),
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
            ("嵌入的输出特性文件已损坏，或通道数与标注不符。".to_owned(), "请换一个特性文件重新导出。")
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
fn active(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::Action { what } => {
            (format!("文件带有会自动执行的动作（{what}）。"), "付印文件不能有脚本和动作，请重新导出。")
        }
        FindingKind::PrintedBox { key, found } => {
            (format!("查看设置要求只打印到{found}（{key}），出血可能被切掉。"), "请去掉这项设置后重新导出。")
        }
        FindingKind::Form => ("文件带有可填写的表单。".to_owned(), "请把表单合并到页面后重新导出。"),
        FindingKind::EmbeddedFiles => {
            ("文件里还夹带着别的文件。".to_owned(), "印厂不会看到它们；若无必要请去掉。")
        }
        FindingKind::Layers => ("文件有图层，印出哪一层取决于设置。".to_owned(), "请合并图层后重新导出。"),
        _ => return None,
    })
}

/// Findings about a page's content as it is written, and what it names.
fn content(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::UnbalancedContent => (
            "页面内容里图形状态、文字或标记没有成对开合，各家 RIP 的处理可能不同。".to_owned(),
            "请重新导出。",
        ),
        FindingKind::UnknownOperator { name } => (
            format!("页面内容里有 PDF 标准中没有的操作符“{name}”，各家 RIP 的处理可能不同。"),
            "请换一种方式重新导出，例如由原来的程序直接导出 PDF/X。",
        ),
        FindingKind::BrokenContent => ("页面内容中断或无法读取。".to_owned(), "请重新导出。"),
        FindingKind::FormInItself { name } => (
            format!("表单对象“{name}”里又用到了它自己，没有尽头，没有画出来。"),
            "请拆开这个重复嵌套的对象后重新导出。",
        ),
        FindingKind::TooMuchContent => {
            ("页面内容过于庞大，后面的部分没有检查。".to_owned(), "请简化页面中的图形后重新导出。")
        }
        FindingKind::MissingObject { name } => {
            (format!("页面要用的“{name}”（图片、字体、颜色或其他）不在文件里。"), "请找回原件后重新导出。")
        }
        FindingKind::FontNotEmbedded { font } => {
            (format!("字体 {font} 没有嵌入。"), "导出时请嵌入全部字体，否则印厂会换成别的字体。")
        }
        FindingKind::FontDamaged { font } => {
            (format!("嵌入的字体 {font} 已损坏，无法读取。"), "请换上完好的字体，重新嵌入后导出。")
        }
        FindingKind::MissingGlyph { font } => {
            (format!("字体 {font} 中有缺字，会印成空框。"), "请检查版面上的方框或空白。")
        }
        _ => return None,
    })
}

/// Findings about a page's frame and what hangs on it.
fn page(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::NoTrimBox => ("页面没有成品框（TrimBox）。".to_owned(), "导出时请带上成品尺寸。"),
        FindingKind::TrimAndArtBox => {
            ("页面同时有成品框和作品框。".to_owned(), "只能保留成品框（TrimBox）。")
        }
        FindingKind::BrokenBox { which } => {
            (format!("{}不是一个有面积的矩形。", named(*which)), "请重新导出。")
        }
        FindingKind::BoxesNotNested { inner, outer } => {
            (format!("{}超出了{}。", named(*inner), named(*outer)), "请检查成品、出血和页面尺寸后重新导出。")
        }
        FindingKind::PageTooLarge { longer_mm } => {
            (format!("页面长达 {longer_mm} 毫米，超出了 PDF 页面的极限。"), "请按印刷的实际尺寸重新导出。")
        }
        FindingKind::NoBleed => {
            ("内容顶到裁切边，但没有出血，或出血不足。".to_owned(), "请加 3 毫米出血，否则裁切后可能露白边。")
        }
        FindingKind::TurnedAskew { degrees } => {
            (format!("页面设成旋转 {degrees} 度显示，只能是 90 度的整数倍。"), "请把页面转正后重新导出。")
        }
        FindingKind::EmptyPage => ("页面是空白的。".to_owned(), "请确认是否应当如此。"),
        FindingKind::WrongSize { found, wanted } => (
            format!("成品尺寸是 {} 毫米，要的是 {} 毫米。", sides(*found), sides(*wanted)),
            match is_spread_for(*found, *wanted) {
                Some(true) => "这是通版的尺寸，要的是一版：请把两版分开导出。",
                Some(false) => "这是一版的尺寸，要的是通版：请把两版合成一页导出，宽是一版的两倍。",
                None => "请按约定的成品尺寸重新导出。",
            },
        ),
        FindingKind::OffPage => ("有内容完全在页面之外，印不出来。".to_owned(), "如果不需要，可以删去。"),
        FindingKind::Annotation { subtype } if subtype == "Link" => (
            "版面内有链接（Link）。它不会印出来，但付印文件不允许它放在成品和出血以内。".to_owned(),
            "请去掉链接后重新导出。",
        ),
        FindingKind::Annotation { subtype } => {
            (format!("版面内有批注或控件（{subtype}），可能被印出来。"), "请删去批注后重新导出。")
        }
        _ => return None,
    })
}

fn named(which: PageBox) -> &'static str {
    match which {
        PageBox::Media => "页面框（MediaBox）",
        PageBox::Crop => "裁剪框（CropBox）",
        PageBox::Bleed => "出血框（BleedBox）",
        PageBox::Trim => "成品框（TrimBox）",
        PageBox::Art => "作品框（ArtBox）",
    }
}

fn use_of(used: Used) -> &'static str {
    match used {
        Used::Text => "文字",
        Used::Graphic => "图形",
        Used::Image => "图片",
        Used::Shading => "渐变",
    }
}

/// What makes something transparent, or may not be in a file for the press. The names of formats are the same in Chinese.
fn thing(what: &str) -> String {
    let said = match what {
        "16 bits" => "每通道 16 位的图片",
        "Alternates" => "替代图片",
        "LZW" => "LZW 压缩",
        "reference XObject" => "对外部页面的引用",
        "UserUnit" => "自定的页面单位 UserUnit",
        "opacity" => "不透明度",
        "soft mask" => "软蒙版",
        "blend mode" => "混合模式",
        "transparency group" => "透明组",
        "page group" => "页面的透明组",
        other => match other.strip_prefix("blend mode ") {
            Some(mode) => return format!("标准中没有的混合模式 {mode}"),
            None => other,
        },
    };
    said.to_owned()
}

/// Findings about how much ink there is.
fn ink(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::InkOverLimit { used, total, limit, together: false } => (
            format!("{}的总墨量 {total} %，超过上限 {limit} %。", use_of(*used)),
            "墨太多会糊版、蹭脏：请调浅或用报纸特性文件重新转换。",
        ),
        FindingKind::InkOverLimit { used, total, limit, together: true } => (
            format!("{}叠在下面的墨上，总墨量 {total} %，超过上限 {limit} %。", use_of(*used)),
            "墨太多会糊版、蹭脏：请取消叠印或正片叠底，或把底色调浅。",
        ),
        FindingKind::InkUnknown { used } => (
            format!("{}的总墨量算不出来，可能超过上限。", use_of(*used)),
            "请转换为 CMYK、拼合透明和叠印后重新导出。",
        ),
        _ => return None,
    })
}

/// Findings about what is painted.
fn paint(kind: &FindingKind) -> (String, &'static str) {
    match kind {
        FindingKind::DeviceRgb { used } => (
            format!("{}用了 RGB 颜色，四色印刷无法确定怎么印。", use_of(*used)),
            "请转换为 CMYK 后重新导出。",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: true } => (
            format!("{}的颜色（{space}）不是墨色，这里只能印四色或专色的墨。", use_of(*used)),
            "请先转换为 CMYK，再重新导出。",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: false } => {
            (format!("{}的颜色（{space}）要到印厂才转换成四色。", use_of(*used)), "请核对，或先转换为 CMYK。")
        }
        FindingKind::ColourOnBlackPage { used } => {
            (format!("这一版只印黑墨，{}却用了别的墨色。", use_of(*used)), "请转换为单黑，或改为彩版。")
        }
        FindingKind::SmallReversedText { tenths_pt } => (
            format!("反白的字只有 {} pt，笔画容易被墨糊住。", tenths(*tenths_pt)),
            "请把反白字加大到 7 pt 以上，最好用黑体。",
        ),
        FindingKind::SpotColour { name } => {
            (format!("用了专色“{name}”，要多出一块印版。"), "报纸只印四色：请把专色转换为 CMYK。")
        }
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
        FindingKind::PartlyFilledPicture => (
            "有一张图片的数据不全，框里有一部分是空的。".to_owned(),
            "图片文件中途断了，请换上完整的图片后重新导出。",
        ),
        FindingKind::Transparency { what } => (
            format!("用了透明效果（{}），文件声明的标准不允许。", thing(what)),
            "请拼合透明，或改用 PDF/X-4 导出。",
        ),
        FindingKind::TransferCurve => {
            ("文件自带了网点或传递曲线。".to_owned(), "这应由印厂决定，请去掉后重新导出。")
        }
        FindingKind::ForbiddenObject { what } => {
            (format!("用了付印文件不允许的内容（{}）。", thing(what)), "请重新导出。")
        }
        other => (other.code().to_owned(), "请重新导出。"),
    }
}
