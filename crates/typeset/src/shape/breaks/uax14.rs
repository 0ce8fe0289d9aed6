//! The conformance test of UAX #14, all of it, run through the composer's own rules: these may only differ where one of
//! the tailorings listed here says why.

use std::collections::BTreeMap;

use broadsheet_units::Length;

use super::levels::Level;
use super::tokens::Tokens;
use super::{Break, legal};
use crate::classes::Class;
use crate::shape::{Atom, bare_atoms};
use crate::{FontStack, Lang, Paragraph, Strictness, TextStyle};

const CASES: &str = include_str!("../../../tests/data/LineBreakTest_15.1.txt");

/// A line of the test: a text, and whether it may be broken before each of its characters.
fn cases() -> impl Iterator<Item = (String, Vec<bool>)> {
    CASES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| {
        let (data, _) = line.split_once('#').expect("a comment");
        let (mut text, mut breaks) = (String::new(), Vec::new());
        for word in data.split_whitespace() {
            match word {
                "×" => breaks.push(false),
                "÷" => breaks.push(true),
                code => {
                    let code = u32::from_str_radix(code, 16).expect("hexadecimal");
                    text.push(char::from_u32(code).expect("a scalar"));
                }
            }
        }
        (text, breaks)
    })
}

/// A place of a case, as the tailorings look at it.
struct Place<'a> {
    text: &'a str,
    atoms: &'a [Atom],
    /// The atom before which the place is; `None` inside an atom.
    at: Option<usize>,
    byte: usize,
    inside_word: bool,
}

impl Place<'_> {
    /// The last character before the place that is no blank and no control.
    fn end(&self) -> Option<char> {
        self.text[..self.byte].chars().rev().find(|c| !" \u{200B}".contains(*c))
    }

    fn start(&self) -> Option<char> {
        self.text[self.byte..].chars().next()
    }

    fn class(&self) -> Option<Class> {
        self.at.map(|at| self.atoms[at].class)
    }
}

/// A tailoring: what it is called, and whether it is why a place differs.
type Tailoring = (&'static str, fn(&Place<'_>) -> bool);

/// Where the composer breaks less than UAX #14 does. The first that fits a place is the one that counts.
const STRICTER: [Tailoring; 6] = [
    // A grapheme is the least that a line holds (TYPOGRAPHY.md §3: never inside a grapheme). The annex parts what it
    // does not know to combine: a mark or a joiner behind a blank, an emoji modifier behind another base, the vowel
    // signs of Brahmic scripts.
    ("inside a grapheme", |place| place.at.is_none()),
    // The blanks at a line's end are left off, all of them; none starts a line. The annex breaks before a tabulator or
    // a no-break space that follows a blank.
    ("before a blank", |place| place.class().is_some_and(Class::is_blank)),
    // A Latin word is broken at hyphenation points only, a number not at all, an address as a last resort. The annex
    // breaks between letters and many a symbol, bracket or letter of a Brahmic script.
    ("inside a word", |place| place.inside_word),
    // A sign or unit stays with its number also where a blank was typed before it; a slash starts no line.
    ("before a unit or a slash", |place| place.start().is_some_and(|c| "%‰℃/".contains(c))),
    // A currency sign stays with its number in the same way.
    ("behind a sign", |place| place.end().is_some_and(|c| "$£¥€/".contains(c))),
    // A single dash joins what stands around it and starts no line (GB/T 15834 §4.13); —— may.
    ("before a single dash", |place| place.start() == Some('—')),
];

/// Where it breaks more.
const LOOSER: [Tailoring; 1] = [
    // In Chinese text “ ” are brackets. The annex holds every quotation mark to what stands on either side of it, as
    // they open in one language and close in another; here a Swedish ” opens.
    ("at a Chinese quotation mark", |place| place.end() == Some('”')),
];

/// Which places differ, by the tailoring that allows it; what none allows stands under its own description.
fn differences(lang: Lang) -> BTreeMap<String, usize> {
    let mut differences = BTreeMap::new();
    let mut style = TextStyle::new(FontStack::default(), Length::points(9));
    style.lang = lang;
    for (text, expected) in cases() {
        let paragraph = Paragraph::new(text.as_str(), style.clone());
        let atoms = bare_atoms(&paragraph, &text);
        let tokens = Tokens::of(&text, &atoms);
        let breaks = legal(Level::new(lang, Strictness::Strict), &text, &atoms, &tokens);
        for (n, (byte, _)) in text.char_indices().enumerate().skip(1) {
            let at = atoms.iter().position(|atom| atom.start as usize == byte);
            let found = at.is_some_and(|at| matches!(breaks[at], Break::Legal(_) | Break::Mandatory));
            if found == expected[n] {
                continue;
            }
            let inside_word = at.is_some_and(|at| tokens.reason(at).is_some());
            let place = Place { text: &text, atoms: &atoms, at, byte, inside_word };
            let tailorings = if found { &LOOSER[..] } else { &STRICTER[..] };
            let known = tailorings.iter().find(|(_, fits)| fits(&place)).map(|(name, _)| (*name).to_owned());
            let unknown = || format!("{text:?} before {byte}: found {found}");
            *differences.entry(known.unwrap_or_else(unknown)).or_default() += 1;
        }
    }
    differences
}

#[test]
fn the_whole_conformance_test_holds_but_for_the_tailorings() {
    assert_eq!(cases().count(), 10_274, "the whole file");
    let english = differences(Lang::En);
    let names: Vec<&str> = STRICTER.iter().map(|(name, _)| *name).collect();
    let known = |name: &String| names.contains(&name.as_str());
    assert!(english.keys().all(known), "{english:#?}");
    assert!(names.iter().all(|name| english.contains_key(*name)), "every tailoring is of use: {english:#?}");
    let mut chinese = differences(Lang::Zh);
    assert!(chinese.remove(LOOSER[0].0).is_some(), "{chinese:#?}");
    assert!(chinese.keys().all(known), "{chinese:#?}");
}
