//! Words for what is wrong with a style sheet or a press profile that somebody brings.

use broadsheet_layout::StyleError;
use broadsheet_press::ProfileFault;

/// Why a file is no style sheet, and what to do next.
pub(crate) fn say_style(error: &StyleError, zh: bool) -> (String, &'static str) {
    if zh { style_in_chinese(error) } else { style_in_english(error) }
}

fn style_in_chinese(error: &StyleError) -> (String, &'static str) {
    match error {
        StyleError::NotJson { line, column } => (
            format!("样式表不是完整的 JSON：从第 {line} 行第 {column} 列起读不下去。"),
            "看看那里是不是少了逗号、引号或括号，或文件没有传完。",
        ),
        StyleError::UnknownField { field, line, column } => (
            format!("样式表里没有“{field}”这一项（第 {line} 行第 {column} 列）。"),
            "核对这一项的写法；style show 列出自带样式表的全部项目。",
        ),
        StyleError::MissingField { field, line, column } => (
            format!("样式表缺少“{field}”这一项（第 {line} 行第 {column} 列之前）。"),
            "样式表要写全：从 style show 给出的自带样式表改起最稳当。",
        ),
        StyleError::Field { reason, line, column } => (
            format!("样式表第 {line} 行第 {column} 列的值不能用：{reason}。"),
            "照自带样式表里同一项的写法改正。",
        ),
        StyleError::UnknownStack(stack) => (
            format!("样式表用到字体组“{stack}”，但 stacks 里没有它。"),
            "在 stacks 里加上这一组，或改用已有的。",
        ),
        StyleError::OutOfRange("pages") => (
            "样式表的 pages 排不成版面。".to_owned(),
            "五种开本都要有，各写一次；栏数、行数与自带样式表相同；版心要放得进成品尺寸。",
        ),
        StyleError::OutOfRange("press.file_name") => (
            "样式表的 press.file_name 不能用作文件名。".to_owned(),
            "要同时含有 {date} 和 {page}，不能有 / \\ : * ? \" < > | 或别的花括号，如 {date}-{page}。",
        ),
        StyleError::OutOfRange("press.spots") => (
            "样式表的 press.spots 里有不能用的专色。".to_owned(),
            "每个专色要有自己的名称和替代墨色（0 到 100，不能只有黑），不能重复，不能叫 Cyan、Magenta、Yellow、Black、All、None。",
        ),
        StyleError::OutOfRange(field) => {
            (format!("样式表的 {field} 超出了能排版的范围。"), "照自带样式表里同一项的大小改正。")
        }
    }
}

fn style_in_english(error: &StyleError) -> (String, &'static str) {
    match error {
        StyleError::NotJson { line, column } => (
            format!("The style sheet is no whole JSON: from line {line}, column {column} it cannot be read."),
            "See whether a comma, a quotation mark or a bracket is missing there, or the end of the file.",
        ),
        StyleError::UnknownField { field, line, column } => (
            format!("A style sheet has no field “{field}” (line {line}, column {column})."),
            "Check how it is written; style show lists every field of a sheet that comes with the program.",
        ),
        StyleError::MissingField { field, line, column } => (
            format!("The style sheet lacks the field “{field}” (before line {line}, column {column})."),
            "A sheet is written whole: begin with one that style show gives.",
        ),
        StyleError::Field { reason, line, column } => (
            format!("The value at line {line}, column {column} of the style sheet cannot be: {reason}."),
            "Write it as a sheet that comes with the program writes the same field.",
        ),
        StyleError::UnknownStack(stack) => (
            format!("The style sheet uses a font stack “{stack}”, which stacks does not have."),
            "Add it to stacks, or use one that is there.",
        ),
        StyleError::OutOfRange("pages") => (
            "No page can be made of the style sheet's pages.".to_owned(),
            "Each of the five sizes once, with the columns and rows of the sheets that come with the program, and a type \
             area that lies on the paper.",
        ),
        StyleError::OutOfRange("press.file_name") => (
            "The style sheet's press.file_name is no name for files.".to_owned(),
            "It holds both {date} and {page}, and no / \\ : * ? \" < > | or other braces: {date}-{page}.",
        ),
        StyleError::OutOfRange("press.spots") => (
            "The style sheet's press.spots has a spot colour that cannot be.".to_owned(),
            "Each has a name and inks of its own (0 to 100, not black alone), none twice, none called Cyan, Magenta, \
             Yellow, Black, All or None.",
        ),
        StyleError::OutOfRange(field) => (
            format!("The style sheet's {field} is out of the range in which pages can be made."),
            "Write a number near to that of a sheet that comes with the program.",
        ),
    }
}

/// Why no press can be served with a profile, and what to do next.
pub(crate) fn say_profile(fault: &ProfileFault, zh: bool) -> (String, &'static str) {
    if zh { profile_in_chinese(fault) } else { profile_in_english(fault) }
}

fn profile_in_chinese(fault: &ProfileFault) -> (String, &'static str) {
    const ASK: &str = "请用印厂提供的 CMYK 输出特性文件（.icc），或用自带的新闻纸特性文件。";
    const AGAIN: &str = "文件可能没有传完或已损坏，请向印厂再要一份。";
    match fault {
        ProfileFault::NotIcc => ("这不是 ICC 色彩特性文件。".to_owned(), ASK),
        ProfileFault::CutShort { said, is } => {
            (format!("色彩特性文件不完整：应有 {said} 字节，只有 {is} 字节。"), AGAIN)
        }
        ProfileFault::Version { found, newest } => {
            (format!("色彩特性文件是 ICC 第 {found} 版，这种付印文件最多用到第 {newest} 版。"), ASK)
        }
        ProfileFault::Class(class) => {
            (format!("色彩特性文件不是给印刷机用的（类别 {class}，应为 prtr）。"), ASK)
        }
        ProfileFault::Space(space) => (format!("色彩特性文件不是 CMYK 的（色彩空间 {space}）。"), ASK),
        ProfileFault::NoTables => ("色彩特性文件缺少颜色与墨量互换的表。".to_owned(), ASK),
        ProfileFault::Damaged => ("色彩特性文件里的表读不出来。".to_owned(), AGAIN),
    }
}

fn profile_in_english(fault: &ProfileFault) -> (String, &'static str) {
    const ASK: &str = "Use the CMYK output profile (.icc) of your print house, or the one for newsprint that comes with the program.";
    const AGAIN: &str = "The file may be damaged or broken off: ask the print house for it again.";
    match fault {
        ProfileFault::NotIcc => ("This is no ICC profile.".to_owned(), ASK),
        ProfileFault::CutShort { said, is } => {
            (format!("The press profile breaks off: it has {is} of its {said} bytes."), AGAIN)
        }
        ProfileFault::Version { found, newest } => (
            format!(
                "The press profile is of ICC version {found}; such a press file holds none after {newest}."
            ),
            ASK,
        ),
        ProfileFault::Class(class) => {
            (format!("The profile is not for a press (its class is {class}, not prtr)."), ASK)
        }
        ProfileFault::Space(space) => {
            (format!("The profile is not for CMYK (its colour space is {space})."), ASK)
        }
        ProfileFault::NoTables => {
            ("The press profile lacks a table between colours and inks.".to_owned(), ASK)
        }
        ProfileFault::Damaged => ("The tables of the press profile cannot be read.".to_owned(), AGAIN),
    }
}
