//! A text or Markdown file to stories, stage by stage:
//!
//! `decode` (in [`crate::charset`]) → [`lines`]: Markdown and hard wraps undone, one line per paragraph →
//! [`pieces`]: what each line is by itself (heading, signature, caption, jump line, furniture, text) →
//! [`breaks`]: which short lines are no headings, for their paragraph goes on →
//! [`divide`]: where stories begin → [`heads`]: rubric, kicker, headline, deck → [`story`]: source line, people,
//! pictures and the body, with broken paragraphs joined.
//!
//! Every stage quotes what it leaves out in a guess, so that nothing of the file is lost unseen.

mod breaks;
mod byline;
mod caption;
mod divide;
mod furniture;
mod heads;
mod jump;
mod letters;
mod lines;
mod markup;
mod names;
mod paragraphs;
mod pieces;
mod source;
mod story;
mod tidy;

use regex::Regex;

use crate::charset::decode;
use crate::{Guess, GuessKind, IntakeError, Reading};

/// Reads a text or Markdown file: one story, or a whole page of them.
///
/// UTF-8 and UTF-16 with or without a mark, GBK, GB 18030, Big5 and Windows-1252 are told apart.
///
/// # Errors
/// [`IntakeError`] when the bytes are no text, cannot be decoded without loss, or hold no story.
pub fn read_copy(bytes: &[u8]) -> Result<Reading, IntakeError> {
    let decoded = decode(bytes)?;
    let mut notes = Notes::default();
    if decoded.guessed {
        notes.add(GuessKind::Encoding(decoded.encoding), None);
    }
    let lines = lines::lines(&decoded.text, &mut notes);
    let mut pieces = pieces::pieces(lines, &mut notes);
    breaks::mark(&mut pieces);
    let page = divide::divide(pieces, &mut notes);
    let (rubric, stories) = story::stories(page, &mut notes);
    if stories.is_empty() {
        return Err(IntakeError::NoStory);
    }
    notes.guesses.sort_by_key(|guess| guess.line);
    Ok(Reading { rubric, stories, notices: notes.guesses, encoding: decoded.encoding })
}

/// The guesses made so far, and the story that is being read.
#[derive(Default)]
struct Notes {
    guesses: Vec<Guess>,
    story: Option<usize>,
}

impl Notes {
    fn add(&mut self, kind: GuessKind, line: Option<usize>) {
        self.guesses.push(Guess { kind, line, story: self.story });
    }

    fn at(&mut self, line: usize, kind: GuessKind) {
        self.add(kind, Some(line));
    }
}

/// A fixed pattern of this crate.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a fixed pattern is well formed")
}
