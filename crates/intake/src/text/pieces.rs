//! What each line is, seen by itself.

use std::sync::LazyLock;

use regex::Regex;

use super::byline::{self, Signature, signature};
use super::caption::{Caption, caption};
use super::furniture::{is_contact, is_furniture, is_furniture_by_company, is_page_number, is_page_staff};
use super::lines::{Line, Mark};
use super::markup::Image;
use super::tidy::{is_chinese, tidy_head, widen_signs};
use super::{Notes, jump, pattern, source};
use crate::GuessKind;
use crate::charset::is_han;

/// The level of a heading that only its shortness shows; below every marked one.
pub(crate) const PLAIN_LEVEL: u8 = 9;
/// The level of a line that is bold throughout.
pub(crate) const BOLD_LEVEL: u8 = 7;

/// A heading's line.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) text: String,
    /// 1 to 6 as marked, [`BOLD_LEVEL`], [`PLAIN_LEVEL`].
    pub(crate) level: u8,
    pub(crate) line: usize,
    pub(crate) gap: usize,
    pub(crate) ruled: bool,
    /// What the file itself calls it (副题：…).
    pub(crate) given: Option<Slot>,
    /// It stood in 【】.
    pub(crate) bracketed: bool,
}

/// The places of a heading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Slot {
    Rubric,
    Kicker,
    Headline,
    Deck,
}

/// A piece of the file.
#[derive(Debug)]
pub(crate) enum Piece {
    Head(Head),
    Signed {
        signature: Signature,
        raw: String,
        line: usize,
    },
    Caption {
        caption: Caption,
        raw: String,
        line: usize,
    },
    Image {
        image: Image,
        line: usize,
    },
    /// Slanted words, a caption when they follow an image.
    Slanted {
        text: String,
        line: usize,
    },
    Text(Text),
    /// A line that only names a source.
    Source {
        source: String,
        labelled: bool,
        raw: String,
        line: usize,
    },
    /// Something was left out here; a story's paragraphs may go on after it.
    Rule,
}

/// A paragraph, or part of one.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) gap: usize,
    pub(crate) ruled: bool,
    pub(crate) indent: bool,
    /// Short, without a stop: a heading if the file has no better ones.
    pub(crate) short: bool,
    /// An item of a list or a row of a table.
    pub(crate) item: bool,
    /// Its paragraph goes on in the next text.
    pub(crate) broken: bool,
}

impl Text {
    /// A whole paragraph.
    pub(crate) fn whole(text: String, line: usize) -> Self {
        Self { text, line, gap: 1, ruled: false, indent: false, short: false, item: false, broken: false }
    }
}

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[【\[（(]?\s*(栏目|栏题|欄目|rubric|section|引题|肩题|眉题|引題|kicker|主题|主标题|标题|題目|题目|题|題|headline|title|副题|副标题|副題|deck|subhead(?:line)?|subtitle|standfirst)\s*[】\])）]?\s*[：:]\s*(.+)$",
    )
});
static BODY_LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[【\[（(]?\s*(正文|内容|body|text)\s*[】\])）]?\s*[：:]\s*(.*)$"));

/// Which lines are the page's by where they stand: what adjoins a date line or a page's number and could be
/// the title's name, its section or another number; a number or a contact at either edge of the file.
fn page_furniture(lines: &[Line]) -> Vec<bool> {
    let plain = |line: &Line| line.mark == Mark::Plain && line.images.is_empty();
    let sure: Vec<bool> = lines.iter().map(|line| plain(line) && is_furniture(&line.text)).collect();
    let open: Vec<bool> =
        lines.iter().map(|line| plain(line) && is_furniture_by_company(&line.text)).collect();
    let mut found = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let end = (start + 1..lines.len())
            .find(|&at| lines[at].gap > 0 || !(sure[at] || open[at]))
            .unwrap_or(lines.len());
        let run = start..end;
        if (sure[start] || open[start])
            && (run.clone().any(|at| sure[at]) || run.clone().filter(|&at| open[at]).count() >= 3)
        {
            for at in run {
                found[at] = open[at] && !sure[at];
            }
        }
        start = end;
    }
    edge(lines, &sure, &mut found);
    found
}

/// A page's number or a contact as the file's first or last lines.
fn edge(lines: &[Line], sure: &[bool], found: &mut [bool]) {
    let texts = lines.len();
    let about = |line: &Line| {
        line.mark == Mark::Plain
            && line.images.is_empty()
            && (is_page_number(&line.text)
                || line.text.is_ascii() && is_contact(&line.text)
                || line.text.to_lowercase().starts_with('e') && is_contact(&line.text))
    };
    let done =
        |line: &Line| is_page_staff(&line.text) || signature(&line.text).is_some_and(|read| read.is_desk());
    for at in (0..texts).rev() {
        if about(&lines[at]) {
            // A number right under a text may be its last line.
            if lines[at].gap == 0 && is_page_number(&lines[at].text) && at > 0 && !sure[at - 1] {
                break;
            }
            found[at] = true;
        } else if !(found[at] || sure[at] || done(&lines[at])) {
            break;
        }
    }
    for at in 0..texts {
        if about(&lines[at]) {
            found[at] = true;
        } else if !(found[at] || sure[at] || done(&lines[at])) {
            break;
        }
    }
}

static BARE_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}]{1,5}(?:镇|乡|村|县|市|区|旗|街道|社区|局|委|办|院|校|所|站|中学|小学|大学|医院|公司|中心|政府|法院|大队|支队|园区|林场|厂|馆)$",
    )
});

/// Which lines name a place or a body (虞乡镇, 市教育局) over a headline: the kicker of what follows, though a name
/// might be written so. A short one that closes the lines above it, apart from what follows, may sign them.
fn kickers(lines: &[Line]) -> Vec<bool> {
    let heads = |line: &Line| {
        line.images.is_empty()
            && !line.text.starts_with('—')
            && (matches!(line.mark, Mark::Heading(_) | Mark::Bold)
                || line.mark == Mark::Plain && is_short(&line.text))
            && signature(&line.text).is_none()
    };
    (0..lines.len())
        .map(|at| {
            let line = &lines[at];
            let Some(next) = lines.get(at + 1) else { return false };
            let long = line.text.chars().count();
            let closes = long <= 3 && line.gap == 0 && next.gap > 0;
            let signs = at > 0 && (closes || long == 2 && heads(&lines[at - 1]));
            line.mark == Mark::Plain
                && line.images.is_empty()
                && BARE_PLACE.is_match(&line.text)
                && heads(next)
                && !signs
        })
        .collect()
}

/// Judges every line.
pub(crate) fn pieces(lines: Vec<Line>, notes: &mut Notes) -> Vec<Piece> {
    let mut out = Vec::new();
    let (mut labelled, mut begun) = (false, false);
    let furniture = page_furniture(&lines);
    let kickers = kickers(&lines);
    for ((line, furniture), kicker) in lines.into_iter().zip(furniture).zip(kickers) {
        if furniture {
            notes.at(line.number, GuessKind::Furniture(line.text));
            continue;
        }
        if line.ruled {
            out.push(Piece::Rule);
        }
        for image in &line.images {
            out.push(Piece::Image { image: image.clone(), line: line.number });
        }
        if line.text.is_empty() {
            continue;
        }
        // Labels count only before the first text (主题：… within it is a sentence).
        let early = labelled || !begun;
        if early && let Some(head) = labelled_head(&line, notes) {
            labelled = true;
            out.push(Piece::Head(head));
            continue;
        }
        let mut line = line;
        if labelled && let Some(found) = BODY_LABEL.captures(&line.text.clone()) {
            notes.at(line.number, GuessKind::Markup(found[1].to_owned()));
            found[2].clone_into(&mut line.text);
            if line.text.is_empty() {
                continue;
            }
        }
        if kicker {
            out.push(Piece::Text(text_of(&line, line.text.clone())));
            continue;
        }
        judge(&line, &mut out, notes);
        begun |= matches!(out.last(), Some(Piece::Text(text)) if !text.short);
    }
    mark_results(&mut out);
    out
}

static SCORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+\s*[:：∶比\-–]\s*\d+"));

/// Short lines right under each other that all hold a score, or three and more that all hold a number, are a list
/// of results and no headings.
fn mark_results(pieces: &mut [Piece]) {
    let short = |piece: &Piece| match piece {
        Piece::Text(text) if text.short => Some((text.gap, text.text.clone())),
        _ => None,
    };
    let mut start = 0;
    while start < pieces.len() {
        let Some((_, first)) = short(&pieces[start]) else {
            start += 1;
            continue;
        };
        let mut lines = vec![first];
        while let Some((0, line)) = pieces.get(start + lines.len()).and_then(short) {
            lines.push(line);
        }
        let end = start + lines.len();
        let scores = lines.len() >= 2 && lines.iter().all(|line| SCORE.is_match(line));
        let numbers =
            lines.len() >= 3 && lines.iter().all(|line| line.contains(|c: char| c.is_ascii_digit()));
        if scores || numbers {
            for piece in &mut pieces[start..end] {
                if let Piece::Text(text) = piece {
                    (text.short, text.item) = (false, true);
                }
            }
        }
        start = end;
    }
}

fn labelled_head(line: &Line, notes: &mut Notes) -> Option<Head> {
    let found = LABELLED.captures(&line.text)?;
    let label = found[1].to_lowercase();
    // 题：, as agencies write it, names a headline that the file may have above it already.
    let named = |slot| (Some(slot), 1);
    let (given, level) = match label.as_str() {
        "题" | "題" => (None, BOLD_LEVEL),
        "栏目" | "栏题" | "欄目" | "rubric" | "section" => named(Slot::Rubric),
        "引题" | "肩题" | "眉题" | "引題" | "kicker" => named(Slot::Kicker),
        "主题" | "主标题" | "标题" | "題目" | "题目" | "headline" | "title" => {
            named(Slot::Headline)
        }
        _ => named(Slot::Deck),
    };
    if found[2].chars().count() > 80 {
        return None;
    }
    notes.at(line.number, GuessKind::Markup(found[1].to_owned()));
    Some(Head {
        text: heading_text(&found[2]),
        level,
        line: line.number,
        gap: line.gap,
        ruled: line.ruled,
        given,
        bracketed: false,
    })
}

fn judge(line: &Line, out: &mut Vec<Piece>, notes: &mut Notes) {
    let number = line.number;
    let (text, jumps) = jump::cut_jumps(&line.text);
    for jump in jumps {
        notes.at(number, GuessKind::Jump(jump));
    }
    if text.is_empty() {
        return;
    }
    if is_furniture(&text) || is_page_staff(&text) {
        notes.at(number, GuessKind::Furniture(text));
        return;
    }
    let marked = matches!(line.mark, Mark::Heading(_) | Mark::Bold);
    if byline::standing(&text)
        && let Some(Piece::Signed { signature, raw, .. }) = out.last_mut()
        && signature.stand(&text)
    {
        raw.push(' ');
        raw.push_str(&text);
        return;
    }
    let inner = text.trim_start_matches(['（', '(']);
    let sourced = inner.starts_with(['综', '据', '均']) && source::tail_source(&text).is_some();
    if let Some(read) = signature(&text)
        .filter(|_| !sourced)
        .filter(|read| !(marked || text.starts_with('【')) || (read.has_role && read.surest))
    {
        out.push(Piece::Signed { signature: read, raw: text, line: number });
        return;
    }
    if marked && !reads_on(&text) {
        out.push(heading(line, text));
        return;
    }
    if line.mark == Mark::Slanted && matches!(out.last(), Some(Piece::Image { .. })) {
        out.push(Piece::Slanted { text, line: number });
        return;
    }
    let captions = captions_of(&text);
    if captions.len() > 1 {
        for part in captions {
            let (text, images) = (part.trim().to_owned(), Vec::new());
            let Line { number, mark, indent, gap, ruled, .. } = *line;
            judge(&Line { number, text, mark, indent, gap, ruled, images }, out, notes);
        }
        return;
    }
    if let Some(caption) = caption(&text) {
        out.push(Piece::Caption { caption, raw: text, line: number });
        return;
    }
    let tail = source::tail_source(&text)
        .filter(|_| text.chars().count() <= 30 && source::lead(&text).is_none())
        .or_else(|| source::bare(&text).map(|source| (source, false)));
    if let Some((source, labelled)) = tail {
        out.push(Piece::Source { source, labelled, raw: text, line: number });
        return;
    }
    out.push(Piece::Text(text_of(line, text)));
}

/// A paragraph, or a line short enough to be a heading.
fn text_of(line: &Line, text: String) -> Text {
    let item = line.mark == Mark::Item || is_detail(&text);
    let short = !item && is_short(&text);
    let &Line { number, gap, ruled, indent, .. } = line;
    Text { text, line: number, gap, ruled, indent, short, item, broken: false }
}

/// 图①…, 上图…: a label that begins one of several captions.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[（(]?\s*(?:[图圖]\s*(?:[①-⑳]|[0-9一二三四五六七八九十]{1,2})|[上下左右大小][图圖])\s*[)）]?\s*[：:为為、]?",
    )
});

/// A marked line: a heading, or a caption that someone made bold.
fn heading(line: &Line, text: String) -> Piece {
    let number = line.number;
    let level = if let Mark::Heading(level) = line.mark { level } else { BOLD_LEVEL };
    if let Some(caption) = caption(&text)
        .filter(|caption| caption.sure && (caption.credit.is_some() || starts_with_pointer(&text)))
    {
        return Piece::Caption { caption, raw: text, line: number };
    }
    Piece::Head(Head {
        text: heading_text(&text),
        level,
        line: number,
        gap: line.gap,
        ruled: line.ruled,
        given: None,
        bracketed: is_bracketed(&text),
    })
}

/// The captions of a line of several (▲… ▼…, 图①：… 图②：…); any other line is one part.
fn captions_of(text: &str) -> Vec<&str> {
    let numbered = NUMBERED.is_match(text);
    if !numbered && !starts_with_pointer(text) {
        return vec![text];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let mut above = None;
    for (at, c) in text.char_indices() {
        let parted = match above {
            Some('。' | '！' | '？' | '；') => true,
            Some('）' | ')' | '.') => !numbered,
            Some(c) => c.is_whitespace(),
            None => false,
        };
        let label = if numbered { NUMBERED.is_match(head(&text[at..], 12)) } else { is_pointer(c) };
        if parted && label && text[start..at].trim_end().chars().nth(3).is_some() {
            parts.push(&text[start..at]);
            start = at;
        }
        above = Some(c);
    }
    parts.push(&text[start..]);
    parts
}

/// The first characters of a text.
fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

static DETAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}]{0,8}(?:时间|地点|票价|费用|对象|人数|名额|日期|期限|主办|协办|承办|电话|热线|地址|邮箱|网址|联系人)\s*[：:]\s*\S",
    )
});

/// A line of a notice (报名电话：…, 时间：…), a paragraph by itself and no heading.
fn is_detail(text: &str) -> bool {
    is_contact(text) || text.chars().count() <= 60 && DETAIL.is_match(text)
}

static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:记者|記者|问|答|主持人|网友|读者|嘉宾|[\p{Han}]{0,6}(?:记者|晚报|日报)|Q|A|[\p{Han}·]{2,5})\s*[：:]\s*.*[。？！?!]$|^(?:问|答|Q|A|记者)\s*[：:]",
    )
});

fn starts_with_pointer(text: &str) -> bool {
    text.chars().next().is_some_and(is_pointer)
}

fn is_pointer(c: char) -> bool {
    matches!(c, '▲' | '▶' | '◀' | '▼' | '△' | '▷' | '◁' | '▽' | '►' | '◄')
}

/// A marked line that is a paragraph all the same: it begins with a source line, or holds whole sentences.
fn reads_on(text: &str) -> bool {
    let lead = source::lead(text).is_some_and(|lead| lead.source.is_some() && lead.rest.chars().count() > 10);
    lead || text.chars().count() > 70 && text.contains(['。', '.']) || text.matches('。').count() > 1
}

/// Whether a whole line stands in 【】, as standing titles do.
pub(crate) fn is_bracketed(text: &str) -> bool {
    text.starts_with('【') && text.ends_with('】')
}

/// A heading's text: its blanks and signs put right, outer 【】 and bullets taken off.
pub(crate) fn heading_text(text: &str) -> String {
    let text = tidy_head(text);
    let bare = text.trim_start_matches(['■', '◆', '●', '□', '★', '◎', '▌']).trim();
    let inner = bare
        .strip_prefix('【')
        .and_then(|rest| rest.strip_suffix('】'))
        .filter(|inner| !inner.contains(['【', '】']));
    inner.unwrap_or(bare).trim().to_owned()
}

/// Whether a clause ends with a word that wants another after it (摊主已在): a column broke there.
fn breaks_off(text: &str) -> bool {
    text.ends_with([
        '在', '把', '被', '将', '从', '对', '向', '与', '和', '及', '或', '但', '而', '并', '使', '让', '以',
        '于', '的', '是',
    ])
}

/// Whether a line without marks could be a heading: short, and no sentence.
fn is_short(text: &str) -> bool {
    let count = text.chars().count();
    if is_chinese(text) {
        let text = &widen_signs(text);
        let stops = text.chars().filter(|c| matches!(c, '，' | ',' | '、')).count();
        return (2..=40).contains(&count)
            && text.chars().filter(|&c| is_han(c)).count() >= 2
            && !SPOKEN.is_match(text)
            && !text.contains(['。', '；', ';'])
            && !text.ends_with(['，', '、', '：', ',', ':', '（', '“', '《'])
            && (stops == 0 || !breaks_off(text))
            && text.matches('“').count() == text.matches('”').count()
            && !text.starts_with(['，', '、', '）', '”', '》', '！', '？'])
            && stops <= 2
            && source::lead(text).is_none_or(|lead| lead.source.is_none());
    }
    let words = text.split_whitespace().count();
    let first = text.chars().find(|c| c.is_alphanumeric());
    count <= 110
        && (1..=18).contains(&words)
        && first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && !text.ends_with(['.', ',', ';', ':', '-', '—'])
        && !text.contains(". ")
        && source::lead(text).is_none()
}
