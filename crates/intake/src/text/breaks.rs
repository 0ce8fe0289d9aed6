//! Paragraphs that a column's or a page's foot broke after a short first part.
//!
//! A long open paragraph surely goes on. A short line without a stop may as well be a heading, so it is held against
//! what follows it: a word cut in two, a clause just begun, an indent that only the first part has.

use std::sync::LazyLock;

use regex::Regex;

use super::heads::is_enumerated;
use super::paragraphs::{counts_on, is_open};
use super::pattern;
use super::pieces::{BOLD_LEVEL, Piece, Text};
use super::source::{lead, tail_bracket};
use super::tidy::is_chinese;
use crate::charset::is_han;

/// The last word of a clause that wants another after it. Some also end words of their own.
static WANTS_MORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:在|把|被|将|从|对|向|与|和|及|或|但|而|并|让|以|于|的|由|因|比|给|其|该|这)$")
});
static WHOLE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:存在|自在|所在|实在|内在|潜在|干将|闯将|主将|应对|面对|针对|结对|校对|绝对|方向|风向|动向|走向|意向|志向|航向|导向|转向|投向|参与|给与|赋与|祥和|平和|温和|谐和|总和|共和|饱和|缓和|普及|涉及|谦让|转让|出让|礼让|得以|可以|所以|予以|勇于|敢于|终于|目的|缘由|理由|自由|事由|原因|起因|成因|基因|对比|评比|占比|同比|环比|供给|补给|自给|合并|兼并|幸而|棉被|植被|何在|健在|同在|[仍都永长常还一直]在|火把|一把|严把|服从|听从|跟从|[上大名老小虎健猛]将|核对|相对|配对|敌对|反对|派对|不对|[赠授]与|亲和|调和|人和|随和|忍让|退让|病因|死因|诱因|价比|之比|善于|甘于|危及|顾及)$",
    )
});
/// 把融雪剂: what is handled, without what is done to it.
static HANDLED: LazyLock<Regex> = LazyLock::new(|| pattern(r"把[^好握控脉关][\p{Han}]{1,3}$"));
/// What no sentence begins with.
static NO_BEGINNING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[，。、；：”’）》！？,.;]|的[^士确]|了[^解不结却]|们|着[^力手眼重火急实装]|等[^待到候级]|吗|呢|吧|及[^时早格]|或[^许]|者|并[^非不])",
    )
});
/// What a sentence begins with: a time, a place, a body, somebody.
static BEGINNING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:近|日前|昨|今|目前|连日|最近|前天|当|本|上周|随着|记者|笔者|“|《|在|为|入|据|自|从|通过|由于|对于|针对|经|每|他|她|它|该|这|此|我|走进|来到|走|有|一|位于|作为|同时|此外|\d|[\p{Han}]{1,6}(?:省|市|县|区|镇|乡|村|局|委|院|校|公司|社区|街道|小学|中学|大学|中心))",
    )
});
/// What begins a sentence and hardly a heading.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:近日|日前|目前|据|此外|同时|随后|当天|当日|昨日|今日|连日来|截至|其中|另外|记者|为此|\d{1,2}月\d{1,2}日|\d{1,2}日)",
    )
});

/// Says of each text whether its paragraph goes on in the next.
pub(crate) fn mark(pieces: &mut [Piece]) {
    let indented = most_indented(pieces);
    let whole: String = pieces.iter().filter_map(text).map(|text| format!("{}\n", text.text)).collect();
    let mut broken = Vec::new();
    let mut probable = Vec::new();
    let mut lone = Vec::new();
    let marked = pieces.iter().any(|piece| matches!(piece, Piece::Head(head) if head.level <= BOLD_LEVEL));
    let lonely = if marked { 9..=19 } else { 11..=13 };
    for at in 1..pieces.len() {
        let Some((above, below)) = text(&pieces[at]).zip(below(pieces, at)) else { continue };
        let led = lead(&above.text).filter(|led| led.source.is_some());
        let first = led.as_ref().map_or(above.text.as_str(), |led| led.rest.as_str());
        if !may_go_on(above, first, below) {
            continue;
        }
        // No heading begins with a source line.
        if led.is_some() || is_sure(above, first, below, indented, &whole) {
            broken.push(at);
        } else if within_text(pieces, at) && !BEGINNING.is_match(&below.text) {
            if is_told(&above.text) {
                probable.push(at);
            } else if lonely.contains(&above.text.chars().count()) && above.short {
                lone.push(at);
            }
        }
    }
    // A line as long as a narrow column is wide, the only one of the file: headings come in numbers.
    let short = |at: usize| within_text(pieces, at) && text(&pieces[at]).is_some_and(|text| text.short);
    let others = (1..pieces.len()).filter(|&at| short(at) && !broken.contains(&at)).count();
    if others == 1 {
        broken.append(&mut lone);
    }
    // Three and more alike are a file's way to write its headings.
    if probable.len() <= 2 {
        broken.append(&mut probable);
    }
    for at in broken {
        if let Piece::Text(text) = &mut pieces[at] {
            (text.short, text.broken) = (false, true);
        }
    }
}

fn text(piece: &Piece) -> Option<&Text> {
    if let Piece::Text(text) = piece { Some(text) } else { None }
}

/// The text that follows, past what was left out between and past pictures.
fn below(pieces: &[Piece], at: usize) -> Option<&Text> {
    let passed = |piece: &&Piece| matches!(piece, Piece::Rule | Piece::Caption { .. } | Piece::Image { .. });
    pieces[at + 1..].iter().find(|piece| !passed(piece)).and_then(text)
}

fn most_indented(pieces: &[Piece]) -> bool {
    let texts = || pieces.iter().filter_map(text).filter(|text| !text.short && !text.item);
    let indented = texts().filter(|text| text.indent).count();
    indented >= 2 && indented * 2 > texts().count()
}

/// Whether two texts may be parts of one paragraph: neither is an item, a heading by its count, a speaker's line or
/// a line of verse, and the second begins nothing of its own.
fn may_go_on(above: &Text, first: &str, below: &Text) -> bool {
    let next = below.text.as_str();
    !(above.item || below.item || below.short || below.ruled)
        && is_chinese(first)
        && is_chinese(next)
        && is_open(first)
        && first.chars().count() >= 5
        && !first.ends_with(['”', '’', '）', ')', '》', '」', '】'])
        && !first.contains(['：', ':', '—', ' ', '\u{3000}', '|', '｜'])
        && !(is_enumerated(first) || is_enumerated(next) || counts_on(next))
        && !next.starts_with(['—', '▲', '▼', '■', '●', '◆', '【', '★', '□', '○', '◎', '△'])
        && lead(next).is_none()
}

fn is_sure(above: &Text, first: &str, below: &Text, indented: bool, whole: &str) -> bool {
    let next = below.text.as_str();
    let wants = WANTS_MORE.is_match(first) && !WHOLE_WORD.is_match(first) || HANDLED.is_match(first);
    indented && above.indent && !below.indent
        || begins_clause(first)
        || wants
        || NO_BEGINNING.is_match(next)
        || first.contains(['。', '；'])
        || first.matches('“').count() > first.matches('”').count()
        || divides_word(first, next, whole)
}

/// …广大市民，外: a clause of a character or two only begins.
fn begins_clause(text: &str) -> bool {
    text.rsplit_once(['，', ',']).is_some_and(|(before, last)| {
        let (before, last) = (before.chars().count(), last.chars().count());
        last == 1 || last == 2 && before >= 5
    })
}

/// Whether the break goes through three characters that stand together elsewhere in the file.
fn divides_word(first: &str, next: &str, whole: &str) -> bool {
    let tail: Vec<char> = first.chars().rev().take(2).collect();
    let head: Vec<char> = next.chars().take(2).collect();
    let ([last, before], [one, two]) = (tail.as_slice(), head.as_slice()) else { return false };
    [[*before, *last, *one], [*last, *one, *two]]
        .iter()
        .any(|word| word.iter().all(|&c| is_han(c)) && whole.contains(&word.iter().collect::<String>()))
}

/// Whether a line stands in a story's text: under a whole paragraph that nobody signs.
fn within_text(pieces: &[Piece], at: usize) -> bool {
    // A heading stands nearer to its text than to what it ends.
    let apart = text(&pieces[at]).zip(below(pieces, at)).is_some_and(|(above, below)| above.gap > below.gap);
    if apart || text(&pieces[at]).is_some_and(|above| above.ruled) {
        return false;
    }
    pieces[..at].iter().rev().find(|piece| !matches!(piece, Piece::Rule)).and_then(text).is_some_and(
        |above| !above.short && !above.item && !is_open(&above.text) && tail_bracket(&above.text).is_none(),
    )
}

/// A sentence by its comma or its beginning.
fn is_told(text: &str) -> bool {
    let clauses: Vec<usize> = text.split(['，', ',']).map(|clause| clause.chars().count()).collect();
    let even = clauses.windows(2).all(|pair| pair[0] == pair[1]);
    clauses.len() > 1 && !even || TOLD.is_match(text) && text.chars().count() >= 8
}
