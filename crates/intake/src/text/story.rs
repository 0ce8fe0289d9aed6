//! One story from its headings and pieces.

use broadsheet_copy::Byline;

use super::Notes;
use super::byline::{Signature, Work, signature};
use super::caption::{Caption, split_credit};
use super::divide::{Division, Page};
use super::heads;
use super::jump::cut_jumps;
use super::letters;
use super::markup::Image;
use super::paragraphs::{self, Para};
use super::pieces::{Head, Piece, Text, heading_text};
use super::source::{Lead, lead, tail_bracket, tail_source};
use super::tidy::tidy_body;
use crate::{GuessKind, PhotoReading, StoryReading};

/// Reads every story of a page.
pub(crate) fn stories(page: Page, notes: &mut Notes) -> (Option<String>, Vec<StoryReading>) {
    let rubric = page.rubric.map(|head| head.text);
    let letters = rubric.as_deref().is_some_and(letters::are_under);
    let mut stories = Vec::new();
    let several = page.stories.len() > 1;
    let last = page.stories.len().saturating_sub(1);
    for (at, division) in page.stories.into_iter().enumerate() {
        notes.story = Some(stories.len());
        let mut draft = Draft { page_end: several && at == last, letters, ..Draft::default() };
        stories.extend(draft.read(division, notes));
    }
    notes.story = None;
    (rubric, stories)
}

#[derive(Default)]
struct Draft {
    story: StoryReading,
    paras: Vec<Para>,
    /// Credits that still want a picture.
    credits: Vec<Credit>,
    /// Whether this is the last of several stories: a desk's line at its end is the page's.
    page_end: bool,
    /// Whether it stands under a rubric of letters.
    letters: bool,
    /// Whether the piece before this one was an image.
    after_image: bool,
    /// The line of its first heading.
    head_line: Option<usize>,
}

impl Draft {
    fn read(&mut self, division: Division, notes: &mut Notes) -> Option<StoryReading> {
        let line = first_line(&division);
        self.head_line = division.heads.first().map(|head| head.line);
        let named = heads::name(&division.heads, notes);
        (self.story.kicker, self.story.headline, self.story.deck) =
            (named.kicker, named.headline, named.deck);
        if division.doubtful
            && let (Some(headline), Some(line)) = (&self.story.headline, line)
        {
            notes.at(line, GuessKind::StoryBegun(headline.clone()));
        }
        let pieces = letters::sign(division.pieces, self.letters);
        let texts: Vec<usize> =
            (0..pieces.len()).filter(|&at| matches!(pieces[at], Piece::Text(_))).collect();
        let last_text = texts.last().copied();
        let first_text = texts.first().copied();
        for (at, piece) in pieces.into_iter().enumerate() {
            let place = Place {
                before: first_text.is_none_or(|first| at < first) || self.paras.is_empty(),
                after: last_text.is_none_or(|last| at > last),
                last: Some(at) == last_text,
                only: last_text.is_none(),
            };
            self.take(piece, place, notes);
        }
        self.settle_credits(notes);
        let paras = paragraphs::join(std::mem::take(&mut self.paras), notes);
        if let Some(end) = paras.iter().rev().find(|para| !para.fixed)
            && paragraphs::is_open(&end.text)
            && end.text.chars().count() >= 20
        {
            notes.at(
                end.line,
                GuessKind::Unfinished(
                    end.text.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect(),
                ),
            );
        }
        self.story.body =
            paras.iter().map(|para| tidy_body(&para.text)).filter(|text| !text.is_empty()).collect();
        let story = std::mem::take(&mut self.story);
        let empty = story.headline.is_none()
            && story.body.is_empty()
            && story.photos.is_empty()
            && story.bylines.is_empty();
        if empty {
            for words in [story.kicker, story.deck, story.source].into_iter().flatten() {
                notes.add(GuessKind::WordsLeftOut(words), line);
            }
            return None;
        }
        if story.headline.is_none() {
            notes.add(GuessKind::HeadlineMissing, line);
        }
        Some(story)
    }

    fn take(&mut self, piece: Piece, place: Place, notes: &mut Notes) {
        let after_image = std::mem::take(&mut self.after_image);
        match piece {
            Piece::Head(head) => self.subhead(head, notes),
            Piece::Signed { signature, raw, line } => self.signed(signature, &raw, line, place, notes),
            // …。（记者 张三 摄影报道）at the end of a story that has no picture yet signs the story.
            Piece::Caption { caption, raw, line }
                if caption.wrote
                    && !caption.sure
                    && !self.paras.is_empty()
                    && self.story.photos.is_empty() =>
            {
                let text = Text::whole(raw, line);
                self.text(&text, Place { last: true, ..place }, notes);
            }
            // …惠及三千户。（图片来自网络）: the paragraph reports, and the credit is of a picture it has no word of.
            Piece::Caption {
                caption: Caption { text: Some(words), credit: Some(credit), sure: false, .. },
                line,
                ..
            } if credit.names.is_empty() && super::caption::reports(&words) => {
                let text = Text::whole(words, line);
                self.text(&text, place, notes);
                self.credits.push(Credit { byline: credit, work: Work::Picture, alone: true, line });
            }
            // …“再开一班。”（张良 摄）: a paragraph of the text among others, by its source line, its length or what it
            // quotes; the picture has no words here.
            Piece::Caption {
                caption:
                    Caption { text: Some(words), credit: Some(credit), sure: false, wrote: false, left_out },
                raw,
                line,
            } if !place.only && !after_image && super::caption::is_body(&words) => {
                for words in left_out {
                    notes.at(line, GuessKind::WordsLeftOut(words));
                }
                let closing = raw.find(&words).map_or("", |at| &raw[at + words.len()..]);
                notes.at(line, GuessKind::CreditInText(closing.trim().to_owned()));
                self.text(&Text::whole(words, line), place, notes);
                self.credits.push(Credit { byline: credit, work: Work::Picture, alone: true, line });
            }
            Piece::Caption { caption, raw, line } => {
                if after_image && caption.sure && caption.text.is_some() {
                    self.give_way(line, notes);
                }
                self.caption(caption, &raw, line, notes);
            }
            Piece::Image { image, line } => {
                self.image(&image, line, notes);
                self.after_image = true;
            }
            Piece::Slanted { text, line } => self.slanted(&text, line, notes),
            Piece::Source { source, labelled, raw, line } => {
                self.source_line(source, labelled, &raw, line, place, notes);
            }
            Piece::Text(text) => self.text(&text, place, notes),
            Piece::Rule => {}
        }
    }

    fn subhead(&mut self, head: Head, notes: &mut Notes) {
        notes.at(head.line, GuessKind::Subhead(head.text.clone()));
        self.paras.push(Para { text: head.text, line: head.line, indent: false, fixed: true, broken: false });
    }

    /// A line that is a signature and nothing else.
    fn signed(&mut self, read: Signature, raw: &str, line: usize, place: Place, notes: &mut Notes) {
        let listed = !read.has_role && self.paras.last().is_some_and(|above| announces(&above.text));
        if listed || !(read.has_role || place.before || place.after) {
            // Names alone in the middle of the text, or after 名单如下：, are a list.
            notes.at(line, GuessKind::ShortLine(raw.to_owned()));
            self.paras.push(Para { text: raw.to_owned(), line, indent: false, fixed: true, broken: false });
            return;
        }
        let above = self.head_line.is_none_or(|head| line < head);
        if read.is_page_desk() || read.is_desk() && (self.page_end && place.after || place.before && above) {
            notes.at(line, GuessKind::Furniture(raw.to_owned()));
            return;
        }
        if read.has_role && !(place.before || place.after) && !read.is_picture() {
            notes.at(line, GuessKind::BylineInside(raw.to_owned()));
        }
        if read.has_role && read.is_picture() {
            self.credit_alone(read, line, notes);
            return;
        }
        self.people(read, line, notes);
    }

    /// The credit of a line by itself (张良 摄) goes to the sentence above it, where that describes a picture.
    fn credit_alone(&mut self, read: Signature, line: usize, notes: &mut Notes) {
        if let [(credit, Work::Picture)] = read.people.as_slice()
            && let Some(caption) = self.words_above(Some(credit), line, notes)
        {
            for words in &read.left_out {
                notes.at(line, GuessKind::WordsLeftOut(words.clone()));
            }
            self.story.photos.push(PhotoReading { caption: Some(caption), credit: Some(credit.clone()) });
            return;
        }
        self.people(read, line, notes);
    }

    /// Adds a signature's people: writers to the bylines, makers of pictures to the pictures.
    fn people(&mut self, read: Signature, line: usize, notes: &mut Notes) {
        if !read.has_role || !read.surest {
            notes.at(line, GuessKind::Names(read.names()));
        }
        for words in &read.left_out {
            notes.at(line, GuessKind::WordsLeftOut(words.clone()));
        }
        if !read.parted.is_empty() {
            notes.at(line, GuessKind::NamesParted(read.parted.clone()));
        }
        for name in &read.joined {
            notes.at(line, GuessKind::SpacedOut(name.clone()));
        }
        let alone = read.has_role && read.is_picture();
        if let Some(byline) = read.made_both() {
            self.credits.push(Credit { byline, work: Work::Both, alone, line });
        }
        for (byline, work) in read.people {
            if work == Work::Picture {
                self.credits.push(Credit { byline, work, alone, line });
                continue;
            }

            if self.story.bylines.contains(&byline) {
                notes.at(line, GuessKind::WordsLeftOut(signed(&byline)));
            } else {
                self.story.bylines.push(byline);
            }
        }
    }

    fn caption(&mut self, caption: Caption, raw: &str, line: usize, notes: &mut Notes) {
        for words in caption.left_out {
            notes.at(line, GuessKind::WordsLeftOut(words));
        }
        if !caption.sure {
            notes.at(line, GuessKind::Caption(raw.to_owned()));
        }
        let text = caption.text.map(|text| tidy_body(&text)).filter(|text| !text.is_empty());
        if caption.wrote
            && let Some(credit) = &caption.credit
        {
            self.story.bylines.push(credit.clone());
        }
        let text = if text.is_none() && caption.credit.is_some() {
            self.words_above(caption.credit.as_ref(), line, notes)
        } else {
            text
        };
        // Words for a picture that had none, or a credit alone for a picture that has only words.
        if let Some(bare) =
            self.story.photos.last_mut().filter(|photo| photo.caption.is_none() || text.is_none())
        {
            if bare.caption.is_none() {
                bare.caption = text;
            }
            match (&bare.credit, caption.credit) {
                (None, credit) => bare.credit = credit,
                (Some(_), Some(byline)) => {
                    self.credits.push(Credit { byline, work: Work::Picture, alone: false, line });
                }
                (Some(_), None) => {}
            }
            return;
        }
        self.story.photos.push(PhotoReading { caption: text, credit: caption.credit });
    }

    /// The paragraph right above a credit that stands alone, where it reads like a caption and no picture waits
    /// for the credit: this is …拍摄的…, one sentence that describes (村民在晾晒玉米), or what an agency's credit
    /// (新华社发) stands under.
    fn words_above(&mut self, credit: Option<&Byline>, line: usize, notes: &mut Notes) -> Option<String> {
        if self.story.photos.iter().any(|photo| photo.credit.is_none()) {
            return None;
        }
        let credit = credit?;
        if let Some(last) = self.numbered_above(credit, line, notes) {
            return Some(last);
        }
        let above = self.paras.last().filter(|para| !para.fixed && para.line < line)?;
        // A photograph with a headline has no other text; a story has.
        let only = self.paras.len() == 1;
        let plain = self.story.source.is_none() && self.story.bylines.is_empty();
        let shown = super::caption::speaks_of_picture(&above.text) && above.text.chars().count() <= 160;
        let described = super::caption::describes(&above.text);
        let taken = if super::caption::is_issued(credit) {
            shown || (!only || plain) && super::caption::is_caption_long(&above.text)
        } else {
            shown || described && !only && !super::caption::speaks_of_all(credit)
        };
        if !taken {
            return None;
        }
        let para = self.paras.pop()?;
        notes.at(para.line, GuessKind::Caption(para.text.clone()));
        Some(tidy_body(&para.text)).filter(|text| !text.is_empty())
    }

    /// ①农民在晾晒玉米。 ②… right above a credit: each is a caption of its own. Answers the last.
    fn numbered_above(&mut self, credit: &Byline, line: usize, notes: &mut Notes) -> Option<String> {
        let numbered = |para: &&Para| {
            para.line < line
                && para.text.starts_with(|c: char| ('①'..='⑳').contains(&c))
                && para.text.chars().count() <= 80
        };
        let count = self.paras.iter().rev().take_while(numbered).count();
        let start = self.paras.len() - count;
        if count < 2 || !self.paras[start].text.starts_with('①') {
            return None;
        }
        let mut captions: Vec<String> = Vec::new();
        for para in self.paras.drain(start..) {
            notes.at(para.line, GuessKind::Caption(para.text.clone()));
            captions.push(tidy_body(&para.text));
        }
        let last = captions.pop();
        for caption in captions {
            self.story.photos.push(PhotoReading { caption: Some(caption), credit: Some(credit.clone()) });
        }
        last
    }

    fn image(&mut self, image: &Image, line: usize, notes: &mut Notes) {
        let words = image.words.trim();
        if words.is_empty() || is_file_name(words) {
            notes.at(line, GuessKind::BarePhoto(format!("{words} {}", image.address).trim().to_owned()));
            self.story.photos.push(PhotoReading::default());
            return;
        }
        if !image.address.is_empty() {
            notes.at(line, GuessKind::Markup(image.address.clone()));
        }
        let mut left_out = Vec::new();
        let read = super::caption::caption(words);
        let photo = if let Some(read) = read {
            left_out.extend(read.left_out);
            PhotoReading { caption: read.text.map(|text| tidy_body(&text)), credit: read.credit }
        } else {
            let (text, credit, _) = split_credit(words, &mut left_out);
            PhotoReading { caption: Some(tidy_body(text)).filter(|text| !text.is_empty()), credit }
        };
        for words in left_out {
            notes.at(line, GuessKind::WordsLeftOut(words));
        }
        self.story.photos.push(photo);
    }

    fn slanted(&mut self, text: &str, line: usize, notes: &mut Notes) {
        let mut left_out = Vec::new();
        let caption = super::caption::caption(text).unwrap_or_else(|| {
            let (words, credit, _) = split_credit(text, &mut left_out);
            Caption { text: Some(words.to_owned()), credit, left_out, sure: true, wrote: false }
        });
        self.give_way(line, notes);
        self.caption(Caption { sure: true, ..caption }, text, line, notes);
    }

    /// The alternative text of an image gives way to the caption under it, and is quoted.
    fn give_way(&mut self, line: usize, notes: &mut Notes) {
        if let Some(photo) = self.story.photos.last_mut()
            && let Some(alternative) = photo.caption.take()
        {
            notes.at(line, GuessKind::WordsLeftOut(alternative));
        }
    }

    fn source_line(
        &mut self,
        source: String,
        labelled: bool,
        raw: &str,
        line: usize,
        place: Place,
        notes: &mut Notes,
    ) {
        if self.story.source.is_some() || !(place.before || place.after) {
            if self.story.source.is_some() && place.after {
                notes.at(line, GuessKind::WordsLeftOut(raw.to_owned()));
            } else {
                notes.at(line, GuessKind::ShortLine(raw.to_owned()));
                self.paras.push(Para {
                    text: raw.to_owned(),
                    line,
                    indent: false,
                    fixed: true,
                    broken: false,
                });
            }
            return;
        }
        notes.at(line, GuessKind::Source(if labelled { raw.to_owned() } else { source.clone() }));
        self.story.source = Some(source);
    }

    fn text(&mut self, text: &Text, place: Place, notes: &mut Notes) {
        let mut para = Para::of(text);
        let before = self.paras.is_empty();
        if let Some(found) = lead(&para.text).filter(|found| self.takes_lead(found, before)) {
            self.lead(&found, text.line, notes);
            let (rest, jumps) = cut_jumps(&found.rest);
            para.text = rest;
            // 新华社青岛11月13日电　题：…: an agency's features name themselves, most of them once more.
            if found.source.is_some() && para.text.starts_with("题：") && !para.text.contains('。') {
                self.titled(std::mem::take(&mut para.text), text.line, notes);
            }
            for jump in jumps {
                notes.at(text.line, GuessKind::Jump(jump));
            }
        }
        self.tail(&mut para, place, notes);
        if para.text.trim().is_empty() {
            return;
        }
        let after_open =
            self.paras.last().is_some_and(|above| !above.fixed && paragraphs::is_open(&above.text));
        if text.short
            && paragraphs::is_open(&para.text)
            && !para.text.contains('，')
            && !para.text.ends_with('、')
        {
            notes.at(text.line, GuessKind::ShortLine(para.text.clone()));
            para.fixed = !after_open;
        } else if text.short
            && para.text.contains('，')
            && paragraphs::is_open(&para.text)
            && !after_open
            && para.text.chars().count() < 20
        {
            notes.at(text.line, GuessKind::ShortLine(para.text.clone()));
        }
        self.paras.push(para);
    }

    /// 题：…: the headline of a story that has none yet.
    fn titled(&mut self, words: String, line: usize, notes: &mut Notes) {
        let title = heading_text(words.trim_start_matches("题："));
        if self.story.headline.is_some() || title.is_empty() {
            notes.at(line, GuessKind::WordsLeftOut(words));
        } else {
            notes.at(line, GuessKind::Markup("题".to_owned()));
            notes.at(line, GuessKind::PlainHeadline(title.clone()));
            self.story.headline = Some(title);
        }
    }

    /// A source line may also follow an editor's note; a byline alone must begin the story.
    fn takes_lead(&self, found: &Lead, before: bool) -> bool {
        match &found.source {
            Some(_) => self.story.source.is_none(),
            None => before,
        }
    }

    fn lead(&mut self, found: &Lead, line: usize, notes: &mut Notes) {
        if found.source.is_some() {
            self.story.source.clone_from(&found.source);
        }
        for words in &found.left_out {
            notes.at(line, GuessKind::WordsLeftOut(words.clone()));
        }
        if let Some(read) = &found.signature {
            self.people(read.clone(), line, notes);
        }
    }

    /// Whether paragraphs above end with names in brackets too: each then signs its own (briefs under one heading).
    fn signs_each(&self) -> bool {
        self.paras.iter().any(|para| {
            tail_bracket(&para.text).is_some_and(|(before, inside)| {
                before.ends_with(['。', '！', '？']) && signature(inside).is_some()
            })
        })
    }

    /// Takes people and sources from a paragraph's end: …。（记者 张三）, …。 记者 王露, …（据新华社）.
    fn tail(&mut self, para: &mut Para, place: Place, notes: &mut Notes) {
        if let Some(bare) =
            para.text.trim_end().strip_suffix(" Enditem").filter(|bare| bare.ends_with(['.', '"', '”']))
        {
            notes.at(para.line, GuessKind::Furniture("Enditem".to_owned()));
            para.text = bare.to_owned();
        }
        // …（編輯：林大山）1151231: an agency's date mark behind the last bracket.
        if let Some((signed, mark)) = dated_bracket(&para.text) {
            notes.at(para.line, GuessKind::Furniture(mark));
            para.text = signed;
        }
        while let Some((before, inside)) = tail_bracket(&para.text).map(|(a, b)| (a.to_owned(), b.to_owned()))
        {
            let (before, inside) = (before.as_str(), inside.as_str());
            if matches!(inside, "完" | "完毕" | "全文完" | "END" | "End" | "end") && !before.is_empty()
            {
                para.text = before.to_owned();
                notes.at(para.line, GuessKind::Furniture(inside.to_owned()));
                continue;
            }
            let ended = before.is_empty()
                || before.ends_with(['。', '！', '？', '”', '…', '.', '!', '?', '’', '）', ')']);
            if !ended {
                break;
            }
            let sourced = inside.starts_with(['综', '据', '均']) && tail_source(inside).is_some();
            let signs = |read: &Signature| {
                !sourced && (read.has_role && read.surest || place.last && !self.signs_each())
            };
            if let Some(read) = signature(inside).filter(signs) {
                para.text = before.to_owned();
                self.people(read, para.line, notes);
            } else if let Some((source, _)) = tail_source(inside).filter(|_| place.last) {
                para.text = before.to_owned();
                if self.story.source.is_none() {
                    notes.at(para.line, GuessKind::Source(inside.to_owned()));
                    self.story.source = Some(source);
                } else {
                    notes.at(para.line, GuessKind::WordsLeftOut(inside.to_owned()));
                }
            } else {
                break;
            }
        }
        let stop = para
            .text
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '。' | '！' | '？' | '”' | '…'))
            .map(|(at, c)| at + c.len_utf8());
        if let Some(stop) = stop.filter(|stop| *stop < para.text.len())
            && let Some(read) = signature(&para.text[stop..]).filter(|read| {
                read.has_role && read.surest
                    || place.last && para.text[stop..].starts_with(char::is_whitespace) && read.surest
            })
        {
            para.text.truncate(stop);
            self.people(read, para.line, notes);
        }
    }

    /// Gives each credit its picture. One that finds none speaks of a picture that the copy has no word of; beside
    /// writers (文 王露 图 张良) it is a byline with its role.
    fn settle_credits(&mut self, notes: &mut Notes) {
        for Credit { byline, work, alone, line } in std::mem::take(&mut self.credits) {
            let bare: Vec<&mut PhotoReading> =
                self.story.photos.iter_mut().filter(|photo| photo.credit.is_none()).collect();
            if !bare.is_empty() {
                if work == Work::Both {
                    notes.at(line, GuessKind::CreditFromByline(byline.names.clone()));
                }
                for photo in bare {
                    photo.credit = Some(byline.clone());
                }
            } else if work == Work::Picture {
                let known = self.story.photos.iter().any(|photo| photo.credit.as_ref() == Some(&byline))
                    || self.story.bylines.contains(&byline);
                if alone && self.story.photos.is_empty() {
                    notes.at(line, GuessKind::BarePhoto(signed(&byline)));
                    self.story.photos.push(PhotoReading { caption: None, credit: Some(byline) });
                } else if known {
                    notes.at(line, GuessKind::WordsLeftOut(signed(&byline)));
                } else {
                    self.story.bylines.push(byline);
                }
            }
        }
    }
}

/// A credit that still wants its picture.
struct Credit {
    byline: Byline,
    work: Work,
    /// It stood by itself, so there is a picture, whether the copy speaks of it or not.
    alone: bool,
    line: usize,
}

/// A byline as one line, to be quoted.
fn signed(byline: &Byline) -> String {
    let role = byline.role.iter().map(String::as_str);
    role.chain(byline.names.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
}

/// A text that ends with a signature in a bracket and six to eight digits, without them, and the digits.
fn dated_bracket(text: &str) -> Option<(String, String)> {
    let signed = text.trim_end().trim_end_matches(|c: char| c.is_ascii_digit());
    let mark = text.trim_end()[signed.len()..].to_owned();
    let inside = tail_bracket(signed).filter(|_| signed.ends_with(['）', ')']))?.1;
    ((6..=8).contains(&mark.len()) && signature(inside).is_some_and(|read| read.has_role))
        .then(|| (signed.to_owned(), mark))
}

/// Where a piece stands among a story's paragraphs.
#[derive(Clone, Copy)]
struct Place {
    before: bool,
    after: bool,
    /// It is the last paragraph.
    last: bool,
    /// The story has no other paragraph.
    only: bool,
}

fn first_line(division: &Division) -> Option<usize> {
    division.heads.first().map(|head| head.line).or_else(|| {
        division.pieces.iter().find_map(|piece| match piece {
            Piece::Text(text) => Some(text.line),
            Piece::Signed { line, .. }
            | Piece::Caption { line, .. }
            | Piece::Image { line, .. }
            | Piece::Slanted { line, .. }
            | Piece::Source { line, .. } => Some(*line),
            Piece::Head(head) => Some(head.line),
            Piece::Rule => None,
        })
    })
}

/// Whether a paragraph announces a list of names, or is a line of one.
fn announces(text: &str) -> bool {
    text.ends_with(['：', ':'])
        || text.contains(' ') && signature(text).is_some_and(|read| !read.has_role && read.names().len() >= 2)
}

fn is_file_name(words: &str) -> bool {
    let words = words.to_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp"]
        .iter()
        .any(|ending| words.ends_with(ending))
        || matches!(words.as_str(), "image" | "img" | "photo" | "picture" | "图片" | "照片" | "图" | "插图")
        || words.starts_with("img_")
        || words.starts_with("dsc")
}
