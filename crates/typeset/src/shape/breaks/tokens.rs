//! The runs of narrow (or full-width Latin) characters: numbers, words, addresses.

use super::last_char;
use crate::BreakReason;
use crate::classes::Class;
use crate::shape::Atom;

/// The numbers, words and addresses of narrow (or full-width Latin) characters: what is broken when a break falls
/// inside one.
pub(super) struct Tokens {
    /// For each atom the reason that a break before it would have, where it continues a token.
    reasons: Vec<Option<BreakReason>>,
    /// For each atom whether it is part of an address.
    pub(super) addresses: Vec<bool>,
}

impl Tokens {
    pub(super) fn of(text: &str, atoms: &[Atom]) -> Self {
        let mut reasons = vec![None; atoms.len()];
        let mut addresses = vec![false; atoms.len()];
        let mut start = 0;
        while start < atoms.len() {
            let kind = kind(atoms[start].class);
            let end = (start + 1..atoms.len())
                .find(|at| self::kind(atoms[*at].class) != kind)
                .unwrap_or(atoms.len());
            if kind != Kind::None {
                let address = Self::mark(text, &atoms[start..end], &mut reasons[start..end]);
                addresses[start..end].fill(address);
            }
            start = end;
        }
        Self { reasons, addresses }
    }

    /// Names the reason for each inner place of one token; answers whether it is an address.
    fn mark(text: &str, atoms: &[Atom], reasons: &mut [Option<BreakReason>]) -> bool {
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return false };
        let token = &text[first.start as usize..last.end as usize];
        let address = is_address(token);
        let number = is_number(token);
        for at in 1..atoms.len() {
            let separator = matches!(last_char(text, &atoms[at - 1]), '/' | '.' | '?' | '&' | '-');
            reasons[at] = Some(match (number, address) {
                (true, _) => BreakReason::Number,
                (false, true) if separator => BreakReason::Address,
                (false, _) => BreakReason::Word,
            });
        }
        address
    }

    pub(super) fn reason(&self, at: usize) -> Option<BreakReason> {
        self.reasons[at]
    }
}

/// What a token is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Narrow,
    FullWidth,
    None,
}

fn kind(class: Class) -> Kind {
    match class {
        class if class.is_narrow() => Kind::Narrow,
        Class::WideLetter | Class::WideDigit => Kind::FullWidth,
        _ => Kind::None,
    }
}

/// A web or mail address: a word with the marks that only addresses have inside.
fn is_address(token: &str) -> bool {
    let separators = token.chars().filter(|c| matches!(c, '/' | '.' | '?' | '&' | '=' | '_' | '#')).count();
    token.contains("://")
        || token.starts_with("www.")
        || (token.contains('@') && token.contains('.'))
        || (token.contains('/') && separators >= 2 && token.chars().any(char::is_alphabetic))
}

/// A number with its marks and signs: 1,234.5  2022-11-18  15%  $300  10:30.
fn is_number(token: &str) -> bool {
    token.chars().any(char::is_numeric) && !token.chars().any(char::is_alphabetic)
}
