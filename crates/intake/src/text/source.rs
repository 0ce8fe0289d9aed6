//! Source lines (消息头, 电头) and what stands with them at a story's beginning or end.

use std::sync::LazyLock;

use broadsheet_copy::Byline;
use regex::Regex;

use super::byline::{Signature, Work, signature};
use super::names::{Likeness, is_place, likeness};
use super::pattern;
use crate::charset::is_han;

/// What a first paragraph begins with, cut off from its text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lead {
    pub(crate) source: Option<String>,
    pub(crate) signature: Option<Signature>,
    /// The paragraph's text after them, as it was.
    pub(crate) rest: String,
    /// Words between them that are neither (报道：).
    pub(crate) left_out: Vec<String>,
}

const AGENCY: &str = r"本报|本報|本刊|本台|本臺|本网|本社|新华社|新華社|中國新聞社|新华网|中新社|中新网|中国新闻社|人民网|中央社|法新社|路透社|美联社|塔斯社|共同社|韩联社|央视新闻|央视|新华视点|晚报|日报|早报|[\p{Han}]{2,10}?(?:日报社?|晚报|早报|晨报|时报|商报|都市报|新报|导报|青年报|快报|周报|法治报|法制报|电讯|新闻网|电视台|融媒体?|客户端|日報社?|晚報|早報|晨報|時報|商報|都市報|新報|導報|快報|週報|電視台|新聞網)";

/// 运城晚报讯 / 本报北京11月13日电 / 据新华社电 / （新华社北京11月13日电）, at the beginning of a text.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    let place = r"(?:\s*[\p{Han}·]{1,8}?(?:[、/／][\p{Han}]{1,8})*)?";
    let date = r"(?:\s*(?:\d{4}\s*年)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日|\s*\d{1,2}\s*日)";
    pattern(&format!(
        r"^(?P<open>[【\[〔（(]\s*)?(?P<source>(?:均?据|本报综合|综合)?\s*《?(?:{AGENCY})》?(?:\s*[/／、]\s*(?:{AGENCY}))?(?:{place}{date}?\s*(?:综合|綜合)?(?:快讯|专讯|特讯|综讯|專訊|特訊|讯|訊)|{place}{date}\s*(?:专|急|特|综合|外)?(?:电|電)|{place}(?:专电|專電|急电|综合电)|电|電|快讯|(?:综合)?(?:消息|报道|報道)))"
    ))
});

/// 平陆讯（通讯员 陈红）, 【太原讯】, 快报讯　近日，…: a place or a paper's short name, and 讯.
static PLACE_SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<open>[【\[〔（(]\s*)?(?P<source>(?P<place>[\p{Han}·&&[^讯訊]]{2,10}?(?:\s*\d{1,2}\s*月\s*\d{1,2}\s*日)?)(?:综合)?(?:专|特)?[讯訊])(?P<rest>.*)",
    )
});
/// Words that end in 讯 and are no source: 校园简讯, 居民闻讯, 移动通讯. The place 南通 is one.
static OTHER_NEWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[^南]通|^南通[^讯訊]*通|[资資简簡短快喜捷电電音审審侦偵腾騰视視刑闻聞问問传傳死噩佳时時提聆])$|^(?:通|据|據|从|在|记者|記者|通讯|收到|得到|接到|有|无|没有)",
    )
});
/// What surely precedes 讯 as its source by its last word: a paper, a site, an administration's place.
static NAMED_SOURCE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:报|報|网|網|台|臺|社|综合|[\p{Han}](?:省|市|县|縣|区|區|州|旗|镇|乡))$"));
/// What the text after a source line begins with, where no blank parts them.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:近日|近期|日前|连日|昨|今|目前|最近|前天|前日|当日|本月|本周|上周|随着|记者|笔者|“|为|入[春夏秋冬]|据|\d{1,4}\s*[年月日]|[一二三四五六七八九十]{1,3}月)",
    )
});
/// People's roles at the beginning of what stands with a source.
static ROLE_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\p{Han}]{0,8}(?:记者|記者|通讯员|通訊員|实习生|報道員|报道员|特派员)"));

/// A source line of a place or a paper's short name, its bracket if it stands in one, and what follows it.
fn place_source(text: &str) -> Option<(String, bool, &str)> {
    let found = PLACE_SOURCE.captures(text)?;
    let (source, place) = (&found["source"], &found["place"]);
    let rest = found.name("rest").map_or("", |rest| rest.as_str());
    if OTHER_NEWS.is_match(place) {
        return None;
    }
    let inner = rest.trim_start();
    let bracketed = found.name("open").is_some();
    // A longer run may be a sentence: only people in a bracket right after it make it a source.
    let long = place.chars().filter(|&c| is_han(c)).count() > 6;
    let fits = if bracketed {
        inner.starts_with(['】', ']', '〕', '）', ')', '：', ':', '（', '(']) || ROLE_FIRST.is_match(inner)
    } else {
        let blank = inner.len() < rest.len();
        let people = leading_bracket(inner).map(|(inside, _)| inside);
        people.is_some_and(|people| {
            ROLE_FIRST.is_match(people)
                || NAMED_SOURCE.is_match(place)
                || !long && signature(people).is_some()
        }) || !long
            && (blank && inner.chars().count() >= 8 && signature(inner).is_none()
                || blank && ROLE_FIRST.is_match(inner)
                || inner.starts_with(['：', ':'])
                    && (NAMED_SOURCE.is_match(place) || OPENING.is_match(after_mark(inner)))
                || OPENING.is_match(inner)
                || NAMED_SOURCE.is_match(place)
                    && inner.chars().count() >= 8
                    && !inner.starts_with(NO_SOURCE))
    };
    fits.then(|| (without_blanks(source), bracketed, rest))
}

/// A line that is a place's or a paper's 讯 and nothing else (平陆讯, 【新绛县讯】). Names can look so too: a run that
/// has the shape of one is a source only where it is a county's or a city's.
pub(crate) fn bare(text: &str) -> Option<String> {
    let text =
        text.trim().trim_matches(|c| matches!(c, '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']')).trim();
    let found = PLACE_SOURCE.captures(text)?;
    let (source, place) = (&found["source"], found["place"].trim());
    let han = place.chars().filter(|&c| is_han(c)).count();
    let named = NAMED_SOURCE.is_match(place) || is_place(place) || DATED.is_match(place);
    let alone = source.len() == text.len() && han <= 6 && !OTHER_NEWS.is_match(place);
    (alone && (named || likeness(source) < Likeness::Likely)).then(|| without_blanks(source))
}

/// What makes another word of the 讯 before it: 讯息, 讯号, 讯问.
const NO_SOURCE: [char; 14] =
    ['息', '号', '號', '视', '視', '话', '力', '影', '问', '問', '飞', '飛', '速', '期'];

/// The Taiwanese order: 【記者王小明／台北報導】, （中央社記者王小明台北13日電）.
static REPORTER_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[【\[〔（(]\s*(?P<role>(?:中央社|本報|本报|特派|特約|实习|駐地)*(?:記者|记者|特派員))\s*(?P<names>[\p{Han}·]{2,4}(?:[、，,／/\s][\p{Han}·]{2,4})*?)\s*[／/\s]?\s*(?P<source>[\p{Han}]{2,4}(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?\s*(?:報導|报道|專電|电|電|訊|讯|綜合報導|外電報導|连线报道))\s*[】\]〕）)]",
    )
});

/// LONDON (Reuters) — / BEIJING, Nov 13 (Xinhua) -- / (Reuters) - / WASHINGTON —
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,?\s+\d{4})?";
    let agency = r"\(\s*[A-Z][\p{L}.&'’ /]{1,40}\)";
    let place =
        r"\p{Lu}[\p{Lu}.'’\-]+(?:[ /]\p{Lu}[\p{Lu}.'’\-]*)*(?:,\s*\p{Lu}[\p{L}.]+(?:\s\p{Lu}[\p{L}.]+)?)?";
    let mixed =
        r"\p{Lu}[\p{L}.'’\-]+(?:[ /]\p{Lu}[\p{L}.'’\-]*){0,3}(?:,\s*\p{Lu}[\p{L}.]+(?:\s\p{Lu}[\p{L}.]+)?)?";
    pattern(&format!(
        r"^(?P<source>{place}(?:,\s*{month})?(?:\s*{agency})?|{mixed}(?:,\s*{month})?\s*{agency}|{mixed},\s*{month}|{agency})\s*(?:—|–|--+|-|―)\s*"
    ))
});

/// Cuts what a first paragraph begins with. `None` when it begins with its text.
pub(crate) fn lead(text: &str) -> Option<Lead> {
    let text = text.trim_start();
    if !text.chars().any(is_han) {
        return english_lead(text);
    }
    if let Some(found) = REPORTER_FIRST.captures(text) {
        return Some(reporter_first(text, &found));
    }
    if let Some(lead) = source_lead(text) {
        return Some(lead);
    }
    if let Some((inside, rest)) = leading_bracket(text) {
        let signature = signature(inside).filter(|signature| signature.has_role)?;
        return Some(Lead {
            signature: Some(signature),
            rest: after_mark(rest).to_owned(),
            ..Lead::default()
        });
    }
    signed_run(text)
}

fn reporter_first(text: &str, found: &regex::Captures<'_>) -> Lead {
    let names = found["names"]
        .split(['、', '，', ',', '／', '/', ' '])
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let byline = Byline { role: Some(found["role"].to_owned()), names };
    Lead {
        source: Some(without_blanks(&found["source"])),
        signature: Some(Signature {
            people: vec![(byline, Work::Words)],
            has_role: true,
            surest: true,
            ..Signature::default()
        }),
        rest: after_mark(&text[found[0].len()..]).to_owned(),
        left_out: Vec::new(),
    }
}

/// Whether a text begins with a source line that ends in a word of its own (讯, 电): such a text is no list of people.
pub(crate) fn begins(text: &str) -> bool {
    text.contains(['讯', '訊', '电', '電'])
        && SOURCE.captures(text).is_some_and(|found| {
            let source = &found["source"];
            !source.contains("记者")
                && !source.ends_with("通讯")
                && !source.ends_with("通訊")
                && source.ends_with(['讯', '訊', '电', '電'])
                && !text[found[0].len()..].starts_with(['社', '视', '視', '台', '网', '網', '息'])
        })
        || place_source(text).is_some()
        || bare(text).is_some()
}

/// A source line's day; 日报 is none.
static DATED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\d一二三四五六七八九十]\s*日"));

fn source_lead(text: &str) -> Option<Lead> {
    agency_lead(text).or_else(|| place_lead(text))
}

fn place_lead(text: &str) -> Option<Lead> {
    let (source, bracketed, rest) = place_source(text)?;
    if bracketed {
        return bracketed_lead(source, rest);
    }
    let mut lead = Lead { source: Some(source), ..Lead::default() };
    lead.sign(rest.trim_start());
    Some(lead)
}

/// 【本报讯】 and （新华社北京11月13日电 记者张三）: the bracket closes after what else it holds.
fn bracketed_lead(source: String, rest: &str) -> Option<Lead> {
    let close = rest.find(['】', ']', '〕', '）', ')'])?;
    let inside = rest[..close].trim();
    let after = &rest[close..].chars().next().map_or("", |c| &rest[close + c.len_utf8()..]);
    let mut lead = Lead { source: Some(source), ..Lead::default() };
    if inside.is_empty() {
        lead.sign(after.trim_start());
    } else {
        lead.signature = Some(signature(inside)?);
        lead.rest = after_mark(after).to_owned();
    }
    Some(lead)
}

fn agency_lead(text: &str) -> Option<Lead> {
    let found = SOURCE.captures(text)?;
    let source = &found["source"];
    // 本报记者王露 通讯员…: the 讯 of 通讯 ends no source line.
    if source.contains("记者") || source.ends_with("通讯") || source.ends_with("通訊") {
        return None;
    }
    let rest = &text[found[0].len()..];
    if found.name("open").is_some() {
        return bracketed_lead(without_blanks(source), rest);
    }
    let sure = DATED.is_match(source) || source.ends_with('讯') || source.ends_with('訊');
    let first = rest.chars().next();
    let parted = first
        .is_none_or(|c| c.is_whitespace() || matches!(c, '（' | '(' | '：' | ':' | '【' | '[' | '—' | '-'));
    // 本报讯息, 新华社电视 … are words, and 本报电力报道 is none of ours.
    if !parted && (!sure || rest.starts_with(NO_SOURCE)) {
        return None;
    }
    let mut lead = Lead { source: Some(without_blanks(source)), ..Lead::default() };
    lead.sign(rest.trim_start());
    Some(lead)
}

impl Lead {
    /// Reads the people that follow a source line, in a bracket or run in; the text begins after them.
    fn sign(&mut self, rest: &str) {
        if let Some(found) = signature(rest).filter(|found| found.has_role) {
            self.signature = Some(found);
        } else if let Some((inside, after)) = leading_bracket(rest)
            && let Some(found) = signature(inside)
        {
            self.signature = Some(found);
            after_mark(after).clone_into(&mut self.rest);
        } else if let Some(run) = signed_run(rest) {
            self.signature = run.signature;
            self.left_out = run.left_out;
            self.rest = run.rest;
        } else {
            after_mark(rest).clone_into(&mut self.rest);
        }
    }
}

/// What a bracket at the very beginning holds, and what follows it.
fn leading_bracket(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '(' | '【' | '[' | '〔'))?;
    let inner = &text[open.len_utf8()..];
    let close = inner.find(['）', ')', '】', ']', '〕'])?;
    let closer = inner[close..].chars().next()?;
    Some((inner[..close].trim(), &inner[close + closer.len_utf8()..]))
}

/// The text after the colon, dash or blanks that part a lead from it.
fn after_mark(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '—' | '–' | '－'))
}

static REPORTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^([^，。；！？“”《》]{2,40}?)(?:综合|連線|连线)?(报道|報道|報導|摄影报道)\s*[：:]?\s*")
});

/// 记者 王露 通讯员李四 近日，… or 记者王露报道：…: signed without a bracket, the text follows after a blank or 报道.
fn signed_run(text: &str) -> Option<Lead> {
    if let Some(found) = REPORTED.captures(text)
        && let Some(read) = signature(&found[1]).filter(|read| read.has_role && read.surest)
    {
        return Some(Lead {
            signature: Some(read),
            rest: after_mark(&text[found[0].len()..]).to_owned(),
            left_out: vec![found[2].to_owned()],
            source: None,
        });
    }
    let starts = blank_starts(text);
    let mut best = None;
    for &end in starts.iter().take(10) {
        let (head, tail) = text.split_at(end);
        let opened = head.matches(['（', '(']).count() > head.matches(['）', ')']).count();
        match signature(head) {
            // 平陆讯(通讯员 | 陈红)…: what a bracket holds ends with it.
            Some(_) if opened => {}
            Some(read) if read.has_role && read.surest => best = Some((read, tail)),
            _ => {}
        }
    }
    let (read, tail) = best?;
    // The whole paragraph being names is a byline line, not a lead.
    let tail = after_mark(tail);
    (!tail.is_empty()).then(|| Lead { signature: Some(read), rest: tail.to_owned(), ..Lead::default() })
}

fn blank_starts(text: &str) -> Vec<usize> {
    text.char_indices()
        .filter(|(_, c)| c.is_whitespace() || matches!(c, '：' | ':'))
        .map(|(at, _)| at)
        .take_while(|&at| at < 150)
        .collect()
}

fn english_lead(text: &str) -> Option<Lead> {
    let found = ENGLISH.captures(text)?;
    let source = found["source"].trim().to_owned();
    let rest = text[found[0].len()..].to_owned();
    // "AI — the future" and "T-shirts": a place alone needs more than two capitals and a spaced dash.
    let dash = &text[source.len()..found[0].len()];
    let agency = source.contains('(');
    let dated = source.contains(',') || agency;
    let capitals = source.chars().filter(|c| c.is_uppercase()).count();
    let fits = agency
        || ((dated || capitals >= 4) && dash.starts_with(char::is_whitespace))
        || (capitals >= 4 && dash.contains(['—', '–']));
    (fits && !rest.is_empty()).then_some(Lead { source: Some(source), rest, ..Lead::default() })
}

static TAIL_SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:来源|稿源|稿件来源|來源|转自|消息来源)\s*[：:]\s*(?P<named>.{{2,20}})$|^(?P<plain>(?:据|综合|均据|本报综合|摘自)?\s*《?(?:{AGENCY}|央视新闻|人民日报|参考消息|科技日报)》?(?:\s*[、，]\s*《?(?:{AGENCY}|央视新闻)》?){{0,3}}\s*(?:.{{0,12}}(?:电|讯|消息|报道|综合|專電))?)$"
    ))
});

/// From staff reports, Staff report, Wire reports: an English paper's line for copy that nobody signed.
static STAFF_REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:from )?(?:staff|wire|news services?|agencies|combined)(?:,? and (?:staff|wire|news service|agency))?(?: reports?)$",
    )
});

/// A line or a closing bracket that only names a source: （据新华社）, 来源：运城晚报.
pub(crate) fn tail_source(text: &str) -> Option<(String, bool)> {
    let text = text.trim().trim_matches(|c| matches!(c, '（' | '）' | '(' | ')' | '【' | '】')).trim();
    if STAFF_REPORT.is_match(text) {
        return Some((text.to_owned(), false));
    }
    let found = TAIL_SOURCE.captures(text)?;
    if let Some(named) = found.name("named") {
        return Some((named.as_str().trim().to_owned(), true));
    }
    let plain = found.name("plain")?.as_str();
    (plain != "本报" && plain != "本社").then(|| (without_blanks(plain), false))
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A closing bracket at a paragraph's end: the text before it, and what it holds.
pub(crate) fn tail_bracket(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let (text, closer) = match text.strip_suffix(['。', '.']) {
        Some(bare) if bare.ends_with(['）', ')']) => (bare, bare.chars().last()?),
        _ => (text, text.chars().last()?),
    };
    let opener = match closer {
        '）' | ')' => ['（', '('],
        '】' | ']' => ['【', '['],
        '〕' => ['〔', '〔'],
        _ => return None,
    };
    let inner = &text[..text.len() - closer.len_utf8()];
    // The bracket that this closer pairs with: 新华社发（张良 摄） stays whole.
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices().rev() {
        match c {
            '）' | ')' | '】' | ']' | '〕' => depth += 1,
            _ if opener.contains(&c) || matches!(c, '（' | '(' | '【' | '[' | '〔') => {
                if depth == 0 {
                    return Some((inner[..at].trim_end(), inner[at + c.len_utf8()..].trim()));
                }
                depth -= 1;
            }
            _ => {}
        }
    }
    None
}
