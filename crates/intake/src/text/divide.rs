//! Where stories begin: runs of headings, and whether a heading starts a story or only a part of one.

use super::byline::signature;
use super::heads::{is_enumerated, is_rubric_word, looks_like_deck, looks_like_place};
use super::pieces::{BOLD_LEVEL, Head, PLAIN_LEVEL, Piece, Slot, Text};
use super::source::{lead, tail_bracket};
use super::{Notes, paragraphs};
use crate::GuessKind;

/// The page, divided.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) rubric: Option<Head>,
    pub(crate) stories: Vec<Division>,
}

/// One story's headings and what follows them.
#[derive(Debug, Default)]
pub(crate) struct Division {
    pub(crate) heads: Vec<Head>,
    pub(crate) pieces: Vec<Piece>,
    /// Set when it was not certain that a story begins here.
    pub(crate) doubtful: bool,
}

/// Divides the pieces into stories.
pub(crate) fn divide(pieces: Vec<Piece>, notes: &mut Notes) -> Page {
    let pieces = name_plain_heads(pieces);
    let mut sections = gather(pieces);
    let rubric = take_rubric(&mut sections);
    let story_level = sections
        .iter()
        .filter(|s| !s.heads.is_empty())
        .map(|s| main_level(&s.heads))
        .min()
        .unwrap_or(PLAIN_LEVEL);
    let verdicts: Vec<i32> = (0..sections.len()).map(|at| verdict(&sections, at, story_level)).collect();
    let mut stories: Vec<Division> = Vec::new();
    for (mut section, score) in sections.into_iter().zip(verdicts) {
        let begins = score >= 1 || stories.is_empty();
        // Pictures and words before the first heading belong to the first story.
        if section.heads.is_empty()
            && section.pieces.iter().all(|piece| !matches!(piece, Piece::Text(_)))
            && stories.is_empty()
        {
            stories.push(section);
            continue;
        }
        if let Some(open) =
            stories.last_mut().filter(|open| open.heads.is_empty() && stories_only_pictures(open))
        {
            open.heads.append(&mut section.heads);
            open.pieces.append(&mut section.pieces);
            continue;
        }
        if begins {
            section.doubtful = score <= 1 && !stories.is_empty();
            stories.push(section);
        } else if let Some(open) = stories.last_mut() {
            for head in section.heads.drain(..) {
                open.pieces.push(Piece::Head(head));
            }
            open.pieces.append(&mut section.pieces);
        }
    }
    let mut parted = Vec::new();
    for story in stories {
        part_at_sources(story, &mut parted);
    }
    let rubric = rubric.or_else(|| rubric_of_briefs(&mut parted));
    if let Some(rubric) = &rubric {
        notes.at(rubric.line, GuessKind::Rubric(rubric.text.clone()));
    }
    Page { rubric, stories: parted }
}

fn stories_only_pictures(open: &Division) -> bool {
    open.pieces.iter().all(|piece| {
        matches!(
            piece,
            Piece::Caption { .. }
                | Piece::Image { .. }
                | Piece::Slanted { .. }
                | Piece::Rule
                | Piece::Signed { .. }
        )
    })
}

/// The strongest mark of a run of headings.
fn main_level(heads: &[Head]) -> u8 {
    heads.iter().map(|head| head.level).min().unwrap_or(PLAIN_LEVEL)
}

/// Decides which short lines are headings. In a file with marked headings only those beside one are;
/// in a file without, each is that is followed by text.
fn name_plain_heads(pieces: Vec<Piece>) -> Vec<Piece> {
    let marked = pieces.iter().any(|piece| matches!(piece, Piece::Head(head) if head.level <= BOLD_LEVEL));
    let kinds: Vec<Kind> = pieces.iter().map(kind).collect();
    let mut is_head: Vec<bool> = kinds.iter().map(|kind| *kind == Kind::Head).collect();
    for at in 0..kinds.len() {
        if kinds[at] != Kind::Short {
            continue;
        }
        let next = kinds[at + 1..]
            .iter()
            .position(|kind| !matches!(kind, Kind::Other | Kind::Signed))
            .map(|n| at + 1 + n);
        let before = kinds[..at].iter().rposition(|kind| *kind != Kind::Other);
        let run = kinds[at..].iter().take_while(|kind| matches!(kind, Kind::Short)).count()
            + kinds[..at].iter().rev().take_while(|kind| matches!(kind, Kind::Short)).count();
        let first_of_run = at == 0 || kinds[at - 1] != Kind::Short;
        is_head[at] = if marked {
            let under = before.is_some_and(|before| is_head[before])
                && next.is_some_and(|next| kinds[next] == Kind::Text)
                && run == 1
                && !matches!(&pieces[at], Piece::Text(text) if text.text.contains('，') || text.text.ends_with(|c: char| c.is_ascii_digit()));
            let over = kinds.get(at + 1) == Some(&Kind::Head)
                && run == 1
                && before.is_none_or(|before| is_closed(&pieces[before]));
            under || over
        } else {
            let followed =
                next.is_some_and(|next| matches!(kinds[next], Kind::Text | Kind::Short | Kind::Picture));
            let signed = before.is_some_and(|before| kinds[before] == Kind::Signed)
                && kinds[..at].iter().rev().find(|kind| **kind != Kind::Signed) == Some(&Kind::Head);
            followed
                && !(signed && is_sentence(&pieces[at]))
                && !pieces.get(at + 1).is_some_and(|below| ends_below(&pieces[at], below))
                && (run <= 5 || first_of_run)
                && before.is_none_or(|before| is_closed(&pieces[before]) || is_head[before])
        };
    }
    // A short line that leads only to lines that are no headings and no text is none itself.
    pieces
        .into_iter()
        .zip(is_head)
        .map(|(piece, is_head)| match piece {
            Piece::Text(text) if is_head => Piece::Head(Head {
                text: super::pieces::heading_text(&text.text),
                level: PLAIN_LEVEL,
                line: text.line,
                gap: text.gap,
                ruled: text.ruled,
                given: None,
                bracketed: super::pieces::is_bracketed(&text.text),
            }),
            other => other,
        })
        .collect()
}

/// A short line that reads like part of a sentence.
fn is_sentence(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(text) if text.text.contains('，') && text.text.chars().count() >= 20)
}

/// Whether a line that could be a heading ends on the shorter line right below it: a paragraph's last two lines.
fn ends_below(piece: &Piece, below: &Piece) -> bool {
    let (Piece::Text(text), Piece::Text(rest)) = (piece, below) else { return false };
    is_sentence(piece)
        && text.gap > 0
        && rest.gap == 0
        && !rest.short
        && rest.text.chars().count() < text.text.chars().count()
}

/// Whether text may be followed by a heading: it ended a sentence, or is no text.
fn is_closed(piece: &Piece) -> bool {
    match piece {
        Piece::Text(text) => text.short || !paragraphs::is_open(&text.text),
        _ => true,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Short,
    Text,
    Signed,
    Picture,
    Other,
}

fn kind(piece: &Piece) -> Kind {
    match piece {
        Piece::Head(_) => Kind::Head,
        Piece::Text(text) if text.short => Kind::Short,
        Piece::Text(_) => Kind::Text,
        Piece::Signed { .. } | Piece::Source { .. } => Kind::Signed,
        Piece::Caption { .. } | Piece::Image { .. } | Piece::Slanted { .. } => Kind::Picture,
        Piece::Rule => Kind::Other,
    }
}

/// Runs of headings with what follows each.
fn gather(pieces: Vec<Piece>) -> Vec<Division> {
    let mut sections = vec![Division::default()];
    for piece in pieces {
        let open = sections.last_mut();
        match (piece, open) {
            (Piece::Head(head), Some(open)) => {
                let only_signed = open.pieces.iter().all(|piece| matches!(piece, Piece::Signed { .. }));
                let goes_on = open.pieces.is_empty()
                    || (only_signed && head.text.starts_with('—') && !open.heads.is_empty());
                if goes_on {
                    open.heads.push(head);
                } else {
                    sections.push(Division { heads: vec![head], ..Division::default() });
                }
            }
            (Piece::Rule, Some(open)) if open.pieces.is_empty() => {}
            (piece, Some(open)) => open.pieces.push(piece),
            (_, None) => {}
        }
    }
    sections.retain(|section| !section.heads.is_empty() || !section.pieces.is_empty());
    sections
}

/// The rubric: the first heading of the file, when it stands over several stories.
fn take_rubric(sections: &mut [Division]) -> Option<Head> {
    let at = sections.iter().position(|section| !section.heads.is_empty())?;
    let given = sections[at].heads.iter().position(|head| head.given == Some(Slot::Rubric));
    if let Some(given) = given {
        return Some(sections[at].heads.remove(given));
    }
    let heads = &sections[at].heads;
    let first = heads.first()?.clone();
    if heads.len() < 2 || heads.iter().any(|head| head.given.is_some()) || is_enumerated(&first.text) {
        return None;
    }
    if first.bracketed && !looks_like_place(&first.text) {
        return Some(sections[at].heads.remove(0));
    }
    let later: Vec<&Division> =
        sections[at + 1..].iter().filter(|section| !section.heads.is_empty()).collect();
    let lowest_other = heads[1..]
        .iter()
        .chain(later.iter().flat_map(|section| &section.heads))
        .map(|head| head.level)
        .min()?;
    let is_rubric = if first.level < lowest_other {
        stands_over(&first, &sections[at], &later)
    } else if first.level == main_level(heads) && first.level == lowest_other {
        alike_rubric(heads, &later)
    } else {
        // A lower line over the first headline: a rubric when a kicker stands between them, or by its words.
        heads.len() >= 3
            && !heads[2].text.starts_with('—')
            && !later.is_empty()
            && heads[1].level >= heads[2].level
            || !later.is_empty() && is_rubric_word(&first.text)
    };
    is_rubric.then(|| sections[at].heads.remove(0))
}

/// A single higher heading with lower ones: over stories, or the headline of one story with parts.
fn stands_over(first: &Head, section: &Division, later: &[&Division]) -> bool {
    if later.is_empty() {
        return is_rubric_word(&first.text) && section.heads.len() >= 2;
    }
    let led = later.iter().filter(|s| has_lead(s)).count() + usize::from(has_lead(section));
    let last = later.len() - 1;
    let signed = later[..last].iter().filter(|s| has_tail(s)).count() + usize::from(has_tail(section));
    let doubled = later.iter().any(|s| s.heads.len() >= 2);
    if led >= 2 || signed >= 1 || doubled {
        return true;
    }
    if is_rubric_word(&first.text) {
        return true;
    }
    let length = |text: &str| text.chars().count();
    let total: usize = later.iter().filter_map(|s| s.heads.first()).map(|head| length(&head.text)).sum();
    length(&first.text) <= 8 && total > later.len() * (length(&first.text) + 3)
}

/// Headings that all look alike: the first run has one more than the others, or begins with a rubric's words.
fn alike_rubric(heads: &[Head], later: &[&Division]) -> bool {
    let first = &heads[0].text;
    let most = later
        .iter()
        .map(|section| section.heads.iter().filter(|head| !head.text.starts_with('—')).count())
        .max()
        .unwrap_or(0);
    let here = heads.iter().filter(|head| !head.text.starts_with('—')).count();
    match here {
        0 | 1 => false,
        2 => {
            !later.is_empty() && is_rubric_word(first)
                || later.len() >= 2
                    && most == 1
                    && !first.contains(' ')
                    && !looks_like_place(first)
                    && first.chars().count() <= 8
                    && is_shortest(first, heads, later)
        }
        3 => (most > 0 && most <= 2) || is_rubric_word(first),
        _ => true,
    }
}

fn is_shortest(first: &str, heads: &[Head], later: &[&Division]) -> bool {
    let count = first.chars().count();
    heads[1..]
        .iter()
        .chain(later.iter().flat_map(|section| &section.heads))
        .all(|head| head.text.chars().count() > count + 2)
}

/// Whether a section's text begins with a source line or a byline.
fn has_lead(section: &Division) -> bool {
    for piece in &section.pieces {
        match piece {
            Piece::Signed { .. } | Piece::Source { .. } => return true,
            Piece::Text(text) => return lead(&text.text).is_some(),
            _ => {}
        }
    }
    false
}

/// Whether a section ends with people or a source.
fn has_tail(section: &Division) -> bool {
    let texts = section.pieces.iter().filter(|piece| matches!(piece, Piece::Text(_))).count();
    section
        .pieces
        .iter()
        .rev()
        .find(|piece| {
            !matches!(
                piece,
                Piece::Caption { .. } | Piece::Image { .. } | Piece::Slanted { .. } | Piece::Rule
            )
        })
        .is_some_and(|piece| match piece {
            Piece::Signed { .. } | Piece::Source { .. } => texts > 0,
            Piece::Text(text) => signed_end(text),
            _ => false,
        })
}

fn signed_end(text: &Text) -> bool {
    tail_bracket(&text.text).is_some_and(|(before, inside)| {
        before.ends_with(['。', '！', '？', '”', '…'])
            && (signature(inside).is_some() || super::source::tail_source(inside).is_some())
    })
}

/// How surely a story begins at a section: 1 and more is yes.
fn verdict(sections: &[Division], at: usize, story_level: u8) -> i32 {
    let section = &sections[at];
    let Some(head) = section.heads.first() else { return 0 };
    if section.heads.iter().any(|head| head.given.is_some()) {
        return 9;
    }
    let level = main_level(&section.heads);
    let mut score = match level {
        _ if level > story_level => -2,
        PLAIN_LEVEL => 0,
        BOLD_LEVEL => 1,
        _ => 2,
    };
    let length = head.text.chars().filter(|c| *c != ' ').count();
    let clauses = head.text.contains(' ') && crate::charset::is_han(head.text.chars().last().unwrap_or(' '));
    if section.heads.len() >= 2 {
        score += 3;
    } else {
        score += if clauses && length >= 8 {
            2
        } else if length >= 14 {
            1
        } else {
            0
        };
        score -= if length <= 4 {
            2
        } else if length <= 8 && !clauses {
            1
        } else {
            0
        };
    }
    if is_enumerated(&head.text) {
        score -= 6;
    }
    let led = has_lead(section);
    score += if led { 3 } else { 0 };
    score += i32::from(has_tail(section));
    score += i32::from(matches!(section.pieces.first(), Some(Piece::Caption { .. } | Piece::Image { .. })));
    if at > 0 && has_tail(&sections[at - 1]) {
        score += 3;
    }
    score += if head.ruled { 2 } else { i32::from(head.gap >= 2) };
    if level == PLAIN_LEVEL && head.gap == 0 {
        score -= 1;
    }
    score - parallel(sections, at)
}

/// Subheads of one story resemble each other: as long as their neighbours, without leads of their own.
fn parallel(sections: &[Division], at: usize) -> i32 {
    let length = |section: &Division| {
        section.heads.first().filter(|_| section.heads.len() == 1).map(|head| head.text.chars().count())
    };
    let Some(own) = length(&sections[at]).filter(|own| *own <= 12) else { return 0 };
    let alike = [at.checked_sub(1).filter(|before| *before > 0), Some(at + 1)]
        .into_iter()
        .flatten()
        .filter_map(|other| sections.get(other))
        .any(|other| length(other) == Some(own) && !has_lead(other));
    if alike && !has_lead(&sections[at]) && own <= 9 { 2 } else { 0 }
}

/// A story whose later paragraph begins with a source line of its own, as the first did, is two: briefs
/// set one after the other without headlines.
fn part_at_sources(story: Division, out: &mut Vec<Division>) {
    let leads = |piece: &Piece| matches!(piece, Piece::Text(text) if lead(&text.text).is_some_and(|lead| lead.source.is_some()));
    let first = story.pieces.iter().position(|piece| matches!(piece, Piece::Text(_)));
    if !first.is_some_and(|first| leads(&story.pieces[first])) {
        out.push(story);
        return;
    }
    let Division { heads, pieces, doubtful } = story;
    let mut open = Division { heads, pieces: Vec::new(), doubtful };
    let mut texts = 0;
    for piece in pieces {
        if leads(&piece) {
            texts += 1;
            if texts > 1 {
                out.push(std::mem::take(&mut open));
            }
        }
        open.pieces.push(piece);
    }
    out.push(open);
}

/// Briefs under one standing title have no headlines: the title is the rubric.
fn rubric_of_briefs(stories: &mut [Division]) -> Option<Head> {
    let (first, others) = stories.split_first_mut()?;
    let bare = !others.is_empty() && others.iter().all(|story| story.heads.is_empty());
    if bare && first.heads.len() == 1 && is_rubric_word(&first.heads[0].text) {
        first.heads.pop()
    } else {
        None
    }
}

/// Whether the second of two headings is plainly a deck; shared with the naming of headings.
pub(crate) fn is_deck(head: &Head) -> bool {
    head.text.starts_with('—') || looks_like_deck(&head.text)
}
