//! Captions (图说) and the credits in them.

use std::sync::LazyLock;

use broadsheet_copy::Byline;
use regex::Regex;

use super::byline::{Signature, Work, is_title, names_nobody, signature};
use super::pattern;
use super::source::{lead, tail_bracket};
use crate::charset::is_han;

/// A paragraph read as a caption.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Caption {
    pub(crate) text: Option<String>,
    pub(crate) credit: Option<Byline>,
    /// Labels and pointers with letters in them that are not kept (图片说明：).
    pub(crate) left_out: Vec<String>,
    /// Whether a pointer or a label says that it is a caption.
    pub(crate) sure: bool,
    /// Whether the credited person wrote the text too (摄影报道).
    pub(crate) wrote: bool,
}

static POINTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\s]*[▲▶◀▼△▷◁▽►◄▴▾▸◂↑↓←→↗↘↙↖⬆⬇⬅➡➤◣◢◤◥☝👆👇\u{fe0f}]+\s*"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<drop>(?:图片说明|圖片說明|图说|圖說|题图说明|图片|照片|Caption|CAPTION|Photo caption|PHOTO)\s*[：:]\s*)|(?P<keep>(?:图为|圖為|图片为|照片为|(?:上|下|左|右|大|小|题|本|组)图\s*[为：:，、（(①-⑳]|圖①|图\s*[①-⑳]|图\s*[0-9一二三四五六七八九十]{1,2}\s*[：:、.．]|图\s*[0-9一二三四]{1,2}为|[（(]\s*(?:图\s*[①-⑳0-9一二三四五六七八九十]{1,2}|[上下左右大小题本组主]图)\s*[)）]|资料(?:图片?|照片)\s*[：:])|(?:Above|Below|Left|Right|Top|Bottom|Pictured|Photo|From left)\s*[:,]))",
    )
});
static CREDIT_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:摄|攝|摄影|攝影|供图|提供|图片|资料图片?|资料照片|发|圖|摄影报道|图|绘|漫画|制图)$")
});
/// 新华社发, 资料图片, 图片由某某提供, 图片来源：某某, 视觉中国供图, 本报资料图: credits that name no person.
static AGENCY_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[\p{Han}A-Za-z/]{0,12}(?:新华社|中新社|法新社|路透社|美联社|视觉中国|东方IC|人民图片|IC\s*photo)[\p{Han}/]{0,6}(?:发|供图|图片|照片)?|(?:本报)?资料(?:图片?|照片)|(?:图片|照片|圖片)(?:由|来自|来源|來源|均由|为)?\s*[：:]?\s*[\p{Han}A-Za-z0-9/·]{2,20}(?:提供|供图|发|摄)?|[\p{Han}A-Za-z]{2,14}供图|网络(?:图片|截图)|视频截图|[\p{Han}]{2,14}(?:提供|发))$",
    )
});
static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(新华社|中新社|人民图片|影像中国|视觉中国|本报|[\p{Han}]{2,8})发\s*[（(](.+)[）)]$")
});
/// What stands before the maker of several pictures (本组图片由本报记者 张良 摄).
static ALL_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:本组|本版|本文|以上|上述|文中|题图|版面|均)*(?:图片|照片|圖片|图|摄影)?(?:均)?(?:由|为)\s*")
});
static ENGLISH_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\s*[(\[]\s*(?P<bracket>(?:photos?|picture|image|credit|photograph|ap photo|afp photo|reuters photo|xinhua photo|file photo|courtesy)?\s*(?:by|:|/|of|provided by)?\s*[^()\[\]]{2,60})[)\]]|\s+(?P<line>(?:photos?|pictures?|image|credit|photograph|file photo|courtesy)\s*(?:by|:|/|courtesy of)\s*.{2,60}))\s*\.?$",
    )
});
static SLASHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<before>.*[.!?”)])\s+(?P<name>\p{Lu}[\p{L}'’.\-]+(?:\s\p{Lu}[\p{L}'’.\-]+){0,3})\s*/\s*(?P<agency>\p{Lu}[\p{L} ]{1,30}(?:/\s*\p{Lu}[\p{L} ]{1,30})?)$",
    )
});

/// Reads a paragraph as a caption when a pointer, a label or its ending says so.
pub(crate) fn caption(text: &str) -> Option<Caption> {
    let mut left_out = Vec::new();
    let mut rest = text.trim();
    let mut sure = false;
    if let Some(found) = POINTER.find(rest) {
        rest = &rest[found.end()..];
        sure = true;
    }
    let mut labelled = false;
    if let Some(found) = LABEL.captures(rest) {
        labelled = true;
        if let Some(dropped) = found.name("drop") {
            left_out.push(dropped.as_str().trim().to_owned());
            rest = &rest[dropped.end()..];
        }
    }
    let (words, credit, wrote) = split_credit(rest, &mut left_out);
    if !(sure || labelled || credit.is_some()) {
        return None;
    }
    // Some papers set a square before a caption, as before a brief: the credit says which it is.
    let words =
        if credit.is_some() { words.trim_start_matches(['■', '□', '◆', '●', ' ']) } else { words };
    // A pointer before a person alone is that person's credit: ▲张良 摄.
    Some(Caption {
        text: (!words.is_empty()).then(|| words.to_owned()),
        credit,
        left_out,
        sure: sure || labelled,
        wrote,
    })
}

static PICTURED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:这是|這是|图为|[\p{Han}0-9]{0,12}(?:上|下|左|右)?图).*|.{0,60}(?:拍摄的|拍攝的|（无人机照片）|\(无人机照片\)|（拼版照片）|（资料照片）)",
    )
});

/// Whether a paragraph says that it stands under a picture (这是11月11日拍摄的粮库).
pub(crate) fn speaks_of_picture(text: &str) -> bool {
    PICTURED.is_match(text)
}

/// What people or things are at, seen: 在…, 正…, or a picture's own words. A report's words stand against it.
static DESCRIBES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^“”‘’。！？；]{0,40}(?:在|正|参加|参观|现场|现状|场景|景象|一角|全景|外景|外观|合影|剧照|海报|示意图|效果图|作品|前的|后的|中的|旁的|上的|里的|參加|參觀|現場|場景)[^“”‘’。！？；]{0,40}[。！]?$",
    )
});
static REPORTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"记者|記者|表示|介绍|获悉|据了解|据悉|负责人|同比|增长|目前|今年|将|已|还|也|说|说道|正式|(?:共|达|达到|超过|总)\s*[\d.]+|必须|应当|提醒",
    )
});
static ENGLISH_SEEN: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^[^.!?"“”]{12,240}[.!?]?$"#));

/// Whether a paragraph is one short sentence that describes what a picture shows (村民在屋顶晾晒玉米。).
pub(crate) fn describes(text: &str) -> bool {
    let text = text.trim();
    if !text.chars().any(is_han) {
        return ENGLISH_SEEN.is_match(text) && !text.contains(" said");
    }
    text.chars().count() <= 45 && DESCRIBES.is_match(text) && !REPORTS.is_match(text)
}

static TELLS_WHEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:近日|近期|日前|连日来|昨日|昨天|今日|今天)，"));

/// Whether a paragraph tells news rather than what a picture shows.
pub(crate) fn reports(text: &str) -> bool {
    let text = text.trim();
    if lead(text).is_some_and(|lead| lead.source.is_some()) {
        return true;
    }
    text.contains('，')
        && text.chars().count() >= 20
        && (TELLS_WHEN.is_match(text) || REPORTS.is_match(text))
        && !describes(text)
        && !speaks_of_picture(text)
}

/// Whether a paragraph is as long as captions are, two sentences at the most, and quotes nobody.
pub(crate) fn is_caption_long(text: &str) -> bool {
    let stops = text.chars().filter(|c| matches!(c, '。' | '！' | '？')).count();
    text.chars().count() <= 160 && stops <= 2 && !text.contains(['“', '”'])
}

/// Whether a paragraph that ends with a credit is the story's own text all the same: it begins with a source line, is
/// longer than captions are, or quotes somebody.
pub(crate) fn is_body(text: &str) -> bool {
    !speaks_of_picture(text)
        && (lead(text).is_some_and(|lead| lead.source.is_some()) || !is_caption_long(text))
}

/// Whether a credit is an agency's (新华社发, 新华社记者).
pub(crate) fn is_issued(credit: &Byline) -> bool {
    credit
        .role
        .as_deref()
        .is_some_and(|role| (role.ends_with('发') || role.contains('社')) && !names_nobody(role))
}

/// Whether a credit speaks of all a story's pictures (本文图片由受访者提供).
pub(crate) fn speaks_of_all(credit: &Byline) -> bool {
    credit
        .names
        .iter()
        .chain(&credit.role)
        .any(|words| words.contains("本文") || words.contains("本版") || words.contains("均"))
}

/// Parts a caption and the credit at its end.
pub(crate) fn split_credit<'t>(text: &'t str, left_out: &mut Vec<String>) -> (&'t str, Option<Byline>, bool) {
    let text = text.trim();
    if !text.chars().any(is_han) {
        return english_credit(text, left_out);
    }
    if let Some((before, inside)) = tail_bracket(text) {
        // 新华社发（张良 摄）: the agency stands before the bracket.
        let start = after_last_stop(before);
        if start < text.len()
            && ISSUED.is_match(text[start..].trim())
            && let Some(read) = credit(text[start..].trim(), left_out)
        {
            return (text[..start].trim_end(), Some(read.0), read.1);
        }
        if let Some(read) = credit(inside, left_out) {
            return (before, Some(read.0), read.1);
        }
    }
    for start in credit_starts(text) {
        let tail = text[start..].trim().trim_end_matches('。');
        if tail.chars().count() <= 40
            && let Some(read) = credit(tail, left_out)
        {
            return (
                text[..start].trim_end().trim_end_matches(['|', '｜', '/', '／', ' ']),
                Some(read.0),
                read.1,
            );
        }
    }
    (text, None, false)
}

/// Where a credit may begin: after the last stop, or after each of the blanks that follow it, no further from
/// the end than a credit is long.
fn credit_starts(text: &str) -> Vec<usize> {
    let first = after_last_stop(text.trim_end_matches('。'));
    let near = text.char_indices().rev().nth(41).map_or(0, |(at, _)| at);
    let mut starts = vec![first];
    starts.extend(
        text[first.max(near)..]
            .char_indices()
            .filter(|(_, c)| c.is_whitespace())
            .map(|(at, c)| first.max(near) + at + c.len_utf8()),
    );
    starts
}

fn after_last_stop(text: &str) -> usize {
    text.char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '。' | '！' | '？' | '”' | '）' | '…' | '!' | '?' | ')' | '」'))
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// A credit by itself: 张良 摄, 新华社记者 张良摄, 新华社发（张良 摄）, 资料图片. Also whether its people wrote too.
pub(crate) fn credit(text: &str, left_out: &mut Vec<String>) -> Option<(Byline, bool)> {
    let text = text.trim().trim_start_matches(['/', '／', '—', '|', '｜']).trim();
    if text.is_empty() || text.contains(['，', '。', '！', '？', '；']) {
        return None;
    }
    if names_nobody(text) {
        return Some((Byline { role: Some(text.to_owned()), names: Vec::new() }, false));
    }
    if let Some(found) = ALL_BY.find(text)
        && let Some(read) = signature(&text[found.end()..]).filter(Signature::is_picture)
    {
        left_out.push(found.as_str().trim().to_owned());
        left_out.extend(read.left_out);
        return read.people.into_iter().next().map(|(byline, _)| (byline, false));
    }
    if let Some(found) = ISSUED.captures(text)
        && let Some((mut byline, wrote)) = credit(&found[2], left_out)
    {
        left_out.extend(byline.role.replace(format!("{}发", &found[1])));
        return Some((byline, wrote));
    }
    if let Some(read) = signature(text).filter(|read| {
        let made = read.people.iter().any(|(_, work)| matches!(work, Work::Picture | Work::Both));
        made && (CREDIT_WORD.is_match(text) || read.is_picture())
    }) {
        left_out.extend(read.left_out);
        let wrote = read.people.iter().any(|(_, work)| *work == Work::Both);
        // 记者 甲 通讯员 乙 摄: a printed credit is one line, so the roles stand together before the names.
        let roles: Vec<String> = read.people.iter().filter_map(|(byline, _)| byline.role.clone()).collect();
        let names = read.people.into_iter().flat_map(|(byline, _)| byline.names).collect();
        return Some((Byline { role: (!roles.is_empty()).then(|| roles.join(" ")), names }, wrote));
    }
    if AGENCY_CREDIT.is_match(text) && text.chars().count() <= 24 && CREDIT_WORD.is_match(text) {
        return Some((Byline { role: None, names: vec![text.to_owned()] }, false));
    }
    None
}

fn english_credit<'t>(text: &'t str, left_out: &mut Vec<String>) -> (&'t str, Option<Byline>, bool) {
    if text.chars().count() <= 60
        && CREDIT_LINE.is_match(text)
        && let Some(byline) = english_credit_words(text, left_out)
    {
        return ("", Some(byline), false);
    }
    if let Some(found) = SLASHED.captures(text)
        && let (Some(before), Some(name), Some(agency)) =
            (found.name("before"), found.name("name"), found.name("agency"))
    {
        let byline =
            Byline { role: Some(agency.as_str().trim().to_owned()), names: vec![name.as_str().to_owned()] };
        return (&text[..before.end()], Some(byline), false);
    }
    if let Some(found) = ENGLISH_CREDIT.captures(text) {
        let whole = found.get(0).map_or(text.len(), |whole| whole.start());
        let inside =
            found.name("bracket").or_else(|| found.name("line")).map_or("", |inside| inside.as_str());
        if let Some(byline) = english_credit_words(inside, left_out) {
            return (
                text[..whole].trim_end().trim_end_matches(['|', '/', '—', '–', '｜', ' ']),
                Some(byline),
                false,
            );
        }
    }
    (text, None, false)
}

/// A line that is a credit and nothing else: John Smith/Reuters, AP Photo/Jane Doe, Photo by Jane Doe.
static CREDIT_LINE: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"\p{Lu}[\p{L}'’.\-]*(?:\s\p{Lu}[\p{L}'’.\-]*){0,4}";
    pattern(&format!(
        r"^[(\[]?(?:{name}\s*/\s*{name}(?:\s*/\s*{name})?|(?i:(?:file )?photos?|photographs?|pictures?|images?)\s+(?i:by|courtesy of|provided by)\s+{name}(?:\s*[/,]\s*{name})?|(?i:courtesy of)\s+{name})[)\]]?\.?$"
    ))
});

static ENGLISH_LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?P<role>(?:ap |afp |reuters |xinhua |file )?(?:photos?|pictures?|images?|photographs?)|credit|courtesy(?: of)?|provided)\s*(?:by|:|/|of|provided by|courtesy of)?\s*(?P<names>.*)$",
    )
});

/// Photo by Jane Doe / AP Photo/Jane Doe / Jane Doe/Reuters / Xinhua/Jane Doe.
fn english_credit_words(text: &str, left_out: &mut Vec<String>) -> Option<Byline> {
    let text = text.trim().trim_end_matches('.');
    let agencies = [
        "Reuters",
        "Xinhua",
        "AP",
        "AFP",
        "Getty Images",
        "Bloomberg",
        "China Daily",
        "VCG",
        "EPA",
        "Handout",
    ];
    let is_agency = |name: &str| {
        agencies.iter().any(|agency| agency.eq_ignore_ascii_case(name))
            || name.contains(" via ")
            || is_title(name)
    };
    if let Some(found) = ENGLISH_LEAD.captures(text) {
        let (role, names) = (found["role"].trim().to_owned(), found["names"].trim());
        let person = names.split(['/', ',']).next().unwrap_or("").trim();
        if names.is_empty()
            || !(super::names::is_latin_name(person)
                || is_agency(person)
                || names.split_whitespace().count() <= 4)
        {
            return None;
        }
        let _ = left_out;
        return Some(Byline {
            role: Some(role),
            names: names.split(" and ").map(|name| name.trim().to_owned()).collect(),
        });
    }
    let (first, second) = text.split_once('/')?;
    let (first, second) = (first.trim(), second.trim());
    match (is_agency(first), is_agency(second)) {
        (true, _) => Some(Byline { role: Some(first.to_owned()), names: vec![second.to_owned()] }),
        (_, true) => Some(Byline { role: Some(second.to_owned()), names: vec![first.to_owned()] }),
        _ => None,
    }
}
