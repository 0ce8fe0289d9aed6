//! Jump lines (转版提示): they speak of a page, not of the story, and the page is made anew.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// 下转第3版, （上接第1版）, 紧接A05版, 转第2版, with what a bracket adds to it.
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    let page = r"(?:本报)?(?:今日)?第?\s*(?:[A-Za-zＡ-Ｚ]?\s*[0-9０-９]{1,3}|[A-Za-zＡ-Ｚ]?[一二三四五六七八九十]{1,3})\s*(?:[·・]\s*[\p{Han}]{1,6}\s*)?(?:版|页|頁|叠|疊)";
    let turn = r"(?:(?:全文|文|紧|緊)?(?:下转|下轉|上接|紧接|緊接|下接|承接|接|转至|转|轉)|(?:相关|更多|详细|相關|另有)?(?:报道|報道|報導|全文|评论|社论|内容|新闻|图片|详情)?(?:详见|詳見|请见|请看|另见|均见|见|刊于|刊|見))";
    pattern(&format!(
        r"^[\s▶►▷→←◀◁>※*＞]*(?:[（(\[【〔]\s*[▶►▷→←◀◁>※*]*\s*{turn}\s*{page}[^）)\]】〕]{{0,30}}[）)\]】〕]|(?:下转|下轉|上接|紧接|緊接|下接|转至|转|轉)\s*{page}|(?:相关报道|全文|报道|详情)?详?见\s*{page}[\s▶►▷→←◀◁<>※*＞]*$)[\s▶►▷→←◀◁<>※*＞]*"
    ))
});

static CHINESE_END: LazyLock<Regex> = LazyLock::new(|| {
    let page = r"(?:本报)?(?:今日)?第?\s*(?:[A-Za-zＡ-Ｚ]?\s*[0-9０-９]{1,3}|[A-Za-zＡ-Ｚ]?[一二三四五六七八九十]{1,3})\s*(?:[·・]\s*[\p{Han}]{1,6}\s*)?(?:版|页|頁|叠|疊)";
    let turn = r"(?:(?:全文|文|紧|緊)?(?:下转|下轉|上接|紧接|緊接|下接|承接|接|转至|转|轉)|(?:相关|更多|详细|相關|另有)?(?:报道|報道|報導|全文|评论|社论|内容|新闻|图片|详情)?(?:详见|詳見|请见|请看|另见|均见|见|刊于|刊|見))";
    pattern(&format!(
        r"[\s▶►▷→>※*＞]*(?:[（(\[【〔]\s*[▶►▷→>※*]*\s*{turn}\s*{page}[^）)\]】〕]{{0,30}}[）)\]】〕]|(?:下转|下轉)\s*{page})[\s▶►▷→>※*＞]*$"
    ))
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s(\[▶►→*_>]*(?:(?:story\s+)?continued?(?:\s+(?:on|from))?(?:\s*,)?\s+(?:page|p\.?)\s*[a-z]?\d{1,3}|continued\s+(?:on|from)\s+[a-z]?\d{1,3}|turn\s+to\s+(?:page\s+)?[a-z]?\d{1,3}|from\s+page\s+[a-z]?\d{1,3}|see\s+[\w’' -]{1,30},?\s+(?:on\s+)?(?:page|p\.)\s*[a-z]?\d{1,3}|please\s+(?:turn|see)\s+(?:to\s+)?page\s+[a-z]?\d{1,3}|jump\s+to\s+page\s+[a-z]?\d{1,3})[\s)\]▶►→*_.>]*$",
    )
});

static ENGLISH_END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\s*[(\[]?\s*(?:continued\s+(?:on|from)\s+(?:page\s+)?[a-z]?\d{1,3}|turn\s+to\s+page\s+[a-z]?\d{1,3})\s*[)\]]?\s*\.?$",
    )
});

/// A paragraph without the jump lines at its two ends, and those lines.
pub(crate) fn cut_jumps(text: &str) -> (String, Vec<String>) {
    let mut rest = text.trim();
    let mut jumps = Vec::new();
    if let Some(found) = find(&CHINESE, rest).or_else(|| find(&ENGLISH, rest))
        && found.start() == 0
    {
        jumps.push(found.as_str().trim().to_owned());
        rest = rest[found.end()..].trim_start();
    }
    if let Some(found) = find(&CHINESE_END, rest).or_else(|| find(&ENGLISH_END, rest)) {
        jumps.push(found.as_str().trim().to_owned());
        rest = rest[..found.start()].trim_end();
    }
    (rest.to_owned(), jumps)
}

fn find<'t>(pattern: &LazyLock<Regex>, text: &'t str) -> Option<regex::Match<'t>> {
    pattern.find(text)
}
