//! Page furniture (报眉, 热线, 版面责任人): printed by the page itself, so no part of any story.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::charset::is_han;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\d{4}|[二〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日|\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])\b",
    )
});
/// The hour at which a page of the web was put up, and what stands with it (原创, 发布于).
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|(?:原创|发布于|发表于|发布时间|发表时间|更新时间)\s*[：:]?")
});
static BARE_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|@\w{2,30})$"));
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:星期|周|礼拜)[一二三四五六日天]"));
static MOON: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:农历|農曆)[\p{Han}]{2,12}"));
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"第?\s*[A-Za-z]?\s*\d{1,3}\s*[—\-/]?\s*\d{0,3}\s*版|第\s*[一二三四五六七八九十]{1,3}\s*版|\b[A-Z]\s?\d{1,3}\b|今日\s*\d+\s*版|(?:总|總)?第\s*\d+\s*期|国内统一[\p{Han}\s]*[号：:]?\s*(?:CN)?\s*[\d\-/A-Z]*|邮发代号\s*[：:]?\s*[\d\-]*",
    )
});
/// The newsroom's own lines (新闻热线：…): furniture wherever they stand.
static HOUSE_CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:本报|新闻|投稿|广告|编辑部|采编|报料|爆料|发行|订报|社址|newsroom|advertising|subscriptions?)[\p{Han}A-Za-z\-]{0,6}\s*[：:]\s*[\p{Han}0-9A-Za-z@._\-—/（）() 、：:]{3,60}$",
    )
});
/// A contact that may be the story's own (报名电话：…): furniture only at the edge of the file.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[\p{Han}]{0,6}(?:热线|电话|邮箱|邮编|网址|地址|联系人|联系方式|传真|微信)|e-?mail|hotline|tel|phone|fax|address|website)\s*[：:]\s*[\p{Han}0-9A-Za-z@._\-—/（）() 、：:]{3,60}$",
    )
});
static END_MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s\-—–=*]*[(（\[【]?\s*(?:#\s?#\s?#|-\s?30\s?-|more|mtf|enditem|end|ends|endit|end of (?:story|text)|完|未完|待续|全文完|本文完|for immediate release|embargoed.{0,40})\s*[)）\]】]?[\s\-—–=*]*$",
    )
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s\-—–·•]*[A-Za-z]?\d{1,3}[\s\-—–·•]*$"));
static MASTHEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}]{2,8}(?:日报|晚报|早报|晨报|时报|商报|都市报|新报|导报|青年报|快报|周报|法治报|法制报|日報|晚報|時報|報)$",
    )
});

/// A mark of the wire at a story's end or break (-- MORE --, (END), ###, （完）): a line by itself, with a dash,
/// a bracket or capitals about it.
pub(crate) fn is_end_mark(text: &str) -> bool {
    let text = text.trim();
    END_MARK.is_match(text)
        && (text.contains(['(', '（', '[', '【', '-', '—', '–', '#', '*', '='])
            || text.chars().all(|c| !c.is_lowercase())
            || text == "Enditem")
        && !text.chars().all(is_han)
}

/// A contact line that is furniture where it stands before the first heading or after the last text.
pub(crate) fn is_contact(text: &str) -> bool {
    text.chars().count() <= 90 && CONTACT.is_match(text.trim())
}

/// What only the furniture about it shows to be furniture: a title's name, a date, a number, a page's section.
pub(crate) fn is_furniture_by_company(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= 16
        && (NUMBER.is_match(text)
            || MASTHEAD.is_match(text)
            || DATE.find(text).is_some_and(|found| found.as_str() == text)
            || text.chars().count() <= 4 && super::heads::is_rubric_word(text))
}

/// A page's number alone.
pub(crate) fn is_page_number(text: &str) -> bool {
    NUMBER.is_match(text)
}

static ENGLISH_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[\p{L} '’|·.\-]{0,40}[|·,\s]+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)(?:\d{1,2}\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)\s*\d{0,2},?\s+\d{4}(?:[|·,\s]+[\p{L}0-9 '’|·.\-]{0,30})?$",
    )
});

/// Whether a whole line is furniture. A page editor's line is a signature and judged elsewhere.
pub(crate) fn is_furniture(text: &str) -> bool {
    let text = text.trim();
    let count = text.chars().count();
    if count > 90 || text.contains(['。', '！', '？', '“']) {
        return false;
    }
    let numbered = text.contains(|c: char| c.is_ascii_digit());
    if text.contains([':', '：']) && HOUSE_CONTACT.is_match(text)
        || is_end_mark(text)
        || numbered && !text.chars().any(is_han) && ENGLISH_DATE.is_match(text)
        || text.contains(['@', '.']) && BARE_ADDRESS.is_match(text)
    {
        return true;
    }
    // Whatever else is furniture names a day or a page.
    if !numbered && !text.contains(['年', '版', '期']) {
        return false;
    }
    let (date, weekday) = (DATE.is_match(text), WEEKDAY.is_match(text));
    let page = PAGE.is_match(text);
    let posted = date && is_posted(text);
    if DETAIL.is_match(text) {
        return false;
    }
    if !(date && (weekday || page || posted) || page && (count <= 6 || weekday)) {
        return false;
    }
    // What is left beside date, weekday and number must be short names (of the paper, of the section).
    let mut rest = text.to_owned();
    for pattern in [&DATE, &WEEKDAY, &MOON, &PAGE, &POSTED] {
        rest = pattern.replace_all(&rest, " ").into_owned();
    }
    rest.split_whitespace().all(|word| word.chars().filter(|&c| is_han(c)).count() <= 12)
        && rest.chars().filter(|&c| is_han(c)).count() <= 20
        && !rest.contains(['，', '；'])
}

/// When an event is (活动时间：2026年11月18日 星期三) is the story's, not the page's.
static DETAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\p{Han}]{0,8}(?:时间|日期|期限|截止|時間)\s*[：:]"));

/// A web page's own line (原创 示例晚报 2026-11-18 08:30): beside the date an hour and the title's name, no more.
fn is_posted(text: &str) -> bool {
    let rest = POSTED.replace_all(text, " ");
    rest.len() < text.len()
        && DATE.replace_all(&rest, " ").split_whitespace().all(|word| {
            MASTHEAD.is_match(
                word.trim_start_matches(|c: char| !is_han(c))
                    .trim_start_matches("来源：")
                    .trim_start_matches("来源:"),
            ) || word.chars().all(|c| !is_han(c)) && word.chars().count() <= 3
        })
}

static PAGE_STAFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s□■●◆【\[（(]*(?:本版|本期|本叠|今日)(?:责|責|编|編|美|校|值|统|主|图片|版式|组版|文图)")
});

/// Whether a line names the page's own staff (本版责编 张三 美编 李四).
pub(crate) fn is_page_staff(text: &str) -> bool {
    PAGE_STAFF.is_match(text)
}
