//! Page furniture (报眉, 热线, 版面责任人): printed by the page itself, so no part of any story.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::charset::is_han;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\d{4}|[二〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日",
    )
});
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:星期|周|礼拜)[一二三四五六日天]"));
static MOON: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:农历|農曆)[\p{Han}]{2,12}"));
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"第?\s*[A-Za-z]?\s*\d{1,3}\s*[—\-/]?\s*\d{0,3}\s*版|第\s*[一二三四五六七八九十]{1,3}\s*版|\b[A-Z]\s?\d{1,3}\b|今日\s*\d+\s*版|(?:总|總)?第\s*\d+\s*期|国内统一[\p{Han}\s]*[号：:]?\s*(?:CN)?\s*[\d\-/A-Z]*|邮发代号\s*[：:]?\s*[\d\-]*",
    )
});
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:本报|新闻|读者|投稿|广告|热线|编辑部|采编|报料|爆料|发行|订报|联系|社址|地址|邮编|邮箱|电子邮箱|网址|电话|e-?mail|hotline|tel)[\p{Han}A-Za-z\-]{0,6}\s*[：:]\s*[\p{Han}0-9A-Za-z@._\-—/（）() 、：:]{3,60}$",
    )
});
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
    if CONTACT.is_match(text) || ENGLISH_DATE.is_match(text) {
        return true;
    }
    let (date, weekday) = (DATE.is_match(text), WEEKDAY.is_match(text));
    let page = PAGE.is_match(text);
    if !(date && (weekday || page) || page && (count <= 6 || weekday)) {
        return false;
    }
    // What is left beside date, weekday and number must be short names (of the paper, of the section).
    let mut rest = text.to_owned();
    for pattern in [&DATE, &WEEKDAY, &MOON, &PAGE] {
        rest = pattern.replace_all(&rest, " ").into_owned();
    }
    rest.split_whitespace().all(|word| word.chars().filter(|&c| is_han(c)).count() <= 12)
        && rest.chars().filter(|&c| is_han(c)).count() <= 20
        && !rest.contains(['，', '；'])
}

static PAGE_STAFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s□■●◆【\[（(]*(?:本版|本期|本叠|今日)(?:责|責|编|編|美|校|值|统|主|图片|版式|组版|文图)")
});

/// Whether a line names the page's own staff (本版责编 张三 美编 李四).
pub(crate) fn is_page_staff(text: &str) -> bool {
    PAGE_STAFF.is_match(text)
}
