//! [`Operations`]: the operations of a content stream. What is written as nearly everyone writes it is read here; an
//! operation that is not, lopdf reads, which takes it more than three times as long. What nobody can read is passed over
//! and told: a page's paint does not end with it.

use std::collections::VecDeque;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, StringFormat};

use super::inline::{self, Channels, Inline};
use crate::steps::{Steps, is_blank, is_operator, token};

/// How deep arrays, dictionaries and brackets stand in one another in what is read here.
const DEEPEST: usize = 8;
/// The most digits of a whole number that is read here.
const MOST_DIGITS: usize = 18;

/// The operations of a content stream, one after the other.
pub(super) struct Operations<'c, 'k> {
    steps: Steps<'c>,
    /// The last operation: its operator where lopdf has read it, and what stood before it.
    operator: String,
    operands: Vec<Object>,
    /// What lopdf has read and nobody asked for yet.
    read: VecDeque<Result<Operation, Broken>>,
    channels: &'k Channels<'k>,
    /// Bytes that may be gone through more than once.
    purse: usize,
}

/// Whether there is an operator of this name (ISO 32000-1, annex A).
pub(super) fn is_known(operator: &str) -> bool {
    matches!(
        operator,
        "b" | "B"
            | "b*"
            | "B*"
            | "BDC"
            | "BI"
            | "BMC"
            | "BT"
            | "BX"
            | "c"
            | "cm"
            | "CS"
            | "cs"
            | "d"
            | "d0"
            | "d1"
            | "Do"
            | "DP"
            | "EMC"
            | "ET"
            | "EX"
            | "f"
            | "F"
            | "f*"
            | "G"
            | "g"
            | "gs"
            | "h"
            | "i"
            | "j"
            | "J"
            | "K"
            | "k"
            | "l"
            | "m"
            | "M"
            | "MP"
            | "n"
            | "q"
            | "Q"
            | "re"
            | "RG"
            | "rg"
            | "ri"
            | "s"
            | "S"
            | "SC"
            | "sc"
            | "SCN"
            | "scn"
            | "sh"
            | "T*"
            | "Tc"
            | "Td"
            | "TD"
            | "Tf"
            | "Tj"
            | "TJ"
            | "TL"
            | "Tm"
            | "Tr"
            | "Ts"
            | "Tw"
            | "Tz"
            | "v"
            | "w"
            | "W"
            | "W*"
            | "y"
            | "'"
            | "\""
    )
}

/// Something in a content stream cannot be read.
#[derive(Clone, Copy)]
pub(super) struct Broken;

impl<'c, 'k> Operations<'c, 'k> {
    /// The operations of a content; `channels` says how many numbers make a colour of a space that a picture within it
    /// names.
    pub(super) fn of(content: &'c [u8], channels: &'k Channels<'k>) -> Self {
        Self {
            steps: Steps::of(content),
            operator: String::new(),
            operands: Vec::new(),
            read: VecDeque::new(),
            channels,
            purse: content.len().saturating_mul(4).saturating_add(1 << 16),
        }
    }

    /// The next operation: its operator and what stands before it. A picture within the content is a `BI` and its
    /// stream, or nothing where it cannot be read.
    pub(super) fn next(&mut self) -> Option<Result<(&str, &[Object]), Broken>> {
        if self.read.is_empty() {
            let here = self.steps.rest();
            if let Some(operator) = self.quickly() {
                return Some(Ok((operator, &self.operands)));
            }
            self.slowly(here);
        }
        Some(match self.read.pop_front()? {
            Ok(Operation { operator, operands }) => {
                (self.operator, self.operands) = (operator, operands);
                Ok((&self.operator, &self.operands))
            }
            Err(Broken) => Err(Broken),
        })
    }

    /// Reads the operands of the next operation and says its operator; nothing where another has to read it, or where
    /// there is none.
    fn quickly(&mut self) -> Option<&'c str> {
        let step = self.steps.next()??;
        self.operands.clear();
        let mut rest = skip_blanks(step.operands);
        while !rest.is_empty() {
            let (operand, then) = object(rest, DEEPEST)?;
            self.operands.push(operand);
            rest = then;
        }
        // These lopdf knows by their beginnings.
        let known = |name: &&[u8]| step.operator.starts_with(name);
        let other = [&b"true"[..], b"false", b"null", b"BI"].iter().any(known);
        std::str::from_utf8(step.operator)
            .ok()
            .filter(|_| !other && step.operator.iter().copied().all(is_plain))
    }

    /// Has whatever comes next read, and goes on behind it.
    fn slowly(&mut self, here: &'c [u8]) {
        let rest = match Stretch::of(here) {
            Stretch::End => b"",
            Stretch::Broken { rest } => {
                self.read.push_back(Err(Broken));
                rest
            }
            Stretch::Picture(behind) => self.picture(behind),
            Stretch::Operator { whole, rest, .. } => self.by_lopdf(here, whole).unwrap_or(rest),
        };
        self.steps = Steps::of(rest);
    }

    /// Reads a picture, and says what follows it.
    fn picture(&mut self, behind: &'c [u8]) -> &'c [u8] {
        match inline::read(behind, self.channels, &mut self.purse) {
            Inline::Picture(picture, rest) => {
                let operands = picture.map(Object::Stream).into_iter().collect();
                self.read.push_back(Ok(Operation { operator: "BI".to_owned(), operands }));
                rest
            }
            Inline::None => {
                self.read.push_back(Err(Broken));
                behind
            }
            Inline::Endless => {
                self.read.push_back(Err(Broken));
                b""
            }
        }
    }

    /// Has lopdf read what ends with an operator. Where it reads nothing of it, a token is passed over, and what follows
    /// that is to be read on.
    fn by_lopdf(&mut self, here: &'c [u8], whole: &'c [u8]) -> Option<&'c [u8]> {
        // Where it cannot read on, lopdf ends as if all were read: it must come to this.
        const END: &str = "EX";
        let marked = [whole, b"\n", END.as_bytes()].concat();
        self.read.extend(Content::decode_iter(&marked).map_while(Result::ok).map(Ok));
        let last = match self.read.back() {
            Some(Ok(last)) if last.operator == END => self.read.pop_back().and_then(Result::ok),
            _ => None,
        };
        if last.is_some_and(|last| last.operands.is_empty()) {
            return None;
        }
        let nothing = self.read.is_empty();
        self.read.push_back(Err(Broken));
        self.purse = self.purse.saturating_sub(whole.len());
        let blanks = whole.len() - skip_blanks(whole).len();
        let behind = blanks + piece(whole.get(blanks..)?)?;
        here.get(behind..).filter(|_| nothing && self.purse > 0 && behind < whole.len())
    }
}

/// What a content stream begins with.
pub(super) enum Stretch<'c> {
    /// Nothing that is done.
    End,
    /// Operands and their operator.
    Operator { whole: &'c [u8], operator: &'c [u8], rest: &'c [u8] },
    /// A picture: what stands behind its `BI`.
    Picture(&'c [u8]),
    /// Something that nobody can read, and what stands behind it.
    Broken { rest: &'c [u8] },
}

impl<'c> Stretch<'c> {
    pub(super) fn of(content: &'c [u8]) -> Self {
        let mut at = 0;
        loop {
            let here = skip_blanks(content.get(at..).unwrap_or_default());
            let start = content.len() - here.len();
            let Some(&first) = here.first() else { return Self::End };
            let Some(length) = piece(here) else {
                // A bracket that closes nothing is passed over; what is opened and never closed takes all the rest.
                let rest = if b")>".contains(&first) { here.get(1..).unwrap_or_default() } else { b"" };
                return Self::Broken { rest };
            };
            at = start + length;
            let (token, rest) = here.split_at(length);
            if token == b"BI" {
                return Self::Picture(rest);
            }
            if is_operator(token) {
                return Self::Operator {
                    whole: content.get(..at).unwrap_or_default(),
                    operator: token,
                    rest,
                };
            }
        }
    }
}

/// How long the token at the start is, where numbers and operators may stand close together.
fn piece(rest: &[u8]) -> Option<usize> {
    if let Some(word) = [&b"true"[..], b"false", b"null"].into_iter().find(|word| rest.starts_with(word)) {
        return Some(word.len());
    }
    let length = |is: fn(u8) -> bool| rest.iter().take_while(|byte| is(**byte)).count();
    let number = length(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    let word = length(is_plain);
    if number > 0 {
        Some(number)
    } else if word > 0 {
        Some(word)
    } else {
        token(rest).filter(|length| *length > 0)
    }
}

/// Whether a byte is one of an operator.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"*'\"".contains(&byte)
}

/// The object at the start, and what follows it and the blanks behind it.
pub(super) fn object(rest: &[u8], depth: usize) -> Option<(Object, &[u8])> {
    let length = token(rest)?;
    let (token, mut then) = rest.split_at_checked(length)?;
    let object = match token {
        b"[" => {
            let mut members = Vec::new();
            then = skip_blanks(then);
            while !then.starts_with(b"]") {
                let (member, after) = object(then, depth.checked_sub(1)?)?;
                members.push(member);
                then = after;
            }
            then = then.get(1..)?;
            Object::Array(members)
        }
        b"<<" => {
            let mut entries = Dictionary::new();
            then = skip_blanks(then);
            while !then.starts_with(b">>") {
                let (Object::Name(key), after) = object(then, 1)? else { return None };
                let (value, after) = object(after, depth.checked_sub(1)?)?;
                entries.set(key, value);
                then = after;
            }
            then = then.get(2..)?;
            Object::Dictionary(entries)
        }
        [b'/', name @ ..] => Object::Name(self::name(name)?),
        b"true" => Object::Boolean(true),
        b"false" => Object::Boolean(false),
        b"null" => Object::Null,
        [b'(', inner @ .., b')'] => Object::String(literal(inner)?, StringFormat::Literal),
        [b'<', digits @ .., b'>'] => Object::String(hexadecimal(digits)?, StringFormat::Hexadecimal),
        number => self::number(number)?,
    };
    Some((object, skip_blanks(then)))
}

/// PDF's blanks, of which the null byte is one that is none to others (ISO 32000-1, table 1).
fn skip_blanks(rest: &[u8]) -> &[u8] {
    let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
    rest.get(blanks..).unwrap_or_default()
}

/// A name, whose bytes may be written as two digits behind a `#` (ISO 32000-1, 7.3.5).
fn name(mut written: &[u8]) -> Option<Vec<u8>> {
    let mut name = Vec::with_capacity(written.len());
    while let Some((&byte, rest)) = written.split_first() {
        written = rest;
        if byte == b'#' {
            name.extend(hexadecimal(rest.get(..2)?)?);
            written = rest.get(2..)?;
        } else {
            name.push(byte);
        }
    }
    Some(name)
}

/// A number without any whim, but that one may be too long for a whole one, or have a sign too many.
fn number(token: &[u8]) -> Option<Object> {
    let signs = token.iter().take_while(|byte| **byte == b'-').count();
    let token = token.get(signs.saturating_sub(1)..)?;
    let digits = token.strip_prefix(b"-").unwrap_or(token);
    let text = std::str::from_utf8(token).ok()?;
    if digits.iter().all(u8::is_ascii_digit) {
        let whole = text.parse().ok().filter(|_| digits.len() <= MOST_DIGITS).map(Object::Integer);
        return whole.or_else(|| text.parse().ok().map(Object::Real)).filter(|_| !digits.is_empty());
    }
    let mut parts = digits.split(|byte| *byte == b'.');
    let (whole, part) = (parts.next()?, parts.next()?);
    let plain = parts.next().is_none() && whole.iter().chain(part).all(u8::is_ascii_digit);
    text.parse().ok().filter(|_| plain && whole.len() + part.len() > 0).map(Object::Real)
}

/// What stands between the brackets of a string (ISO 32000-1, 7.3.4.2).
fn literal(mut inner: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut depth = 0usize;
    while let Some((&byte, rest)) = inner.split_first() {
        inner = rest;
        match byte {
            b'\\' => bytes.extend(escaped(&mut inner)?),
            // The end of a line is one byte, whatever it is written as.
            b'\r' => {
                inner = rest.strip_prefix(b"\n").unwrap_or(rest);
                bytes.push(b'\n');
            }
            _ => {
                match byte {
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                if depth > DEEPEST {
                    return None;
                }
                bytes.push(byte);
            }
        }
    }
    Some(bytes)
}

/// The byte that is written behind a backslash (ISO 32000-1, table 3), which is taken away; none where a line goes on.
fn escaped(inner: &mut &[u8]) -> Option<Option<u8>> {
    let digits = inner.iter().take(3).take_while(|byte| (b'0'..=b'7').contains(*byte)).count();
    let (taken, byte) = match inner {
        // What is more than a byte holds is left out.
        _ if digits > 0 => {
            let digits = inner.get(..digits)?;
            (digits.len(), Some(digits.iter().fold(0, |byte: u8, digit| (byte << 3) | (digit - b'0'))))
        }
        [b'\r', b'\n', ..] => (2, None),
        [b'\r' | b'\n', ..] => (1, None),
        [byte, ..] => {
            let byte = match byte {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 0x08,
                b'f' => 0x0c,
                itself => *itself,
            };
            (1, Some(byte))
        }
        [] => return None,
    };
    *inner = inner.get(taken..)?;
    Some(byte)
}

/// What stands between the angles of a string (ISO 32000-1, 7.3.4.3).
fn hexadecimal(digits: &[u8]) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut bytes = Vec::with_capacity(digits.len() / 2 + 1);
    let mut high = None;
    for digit in digits.iter().filter(|digit| !is_blank(**digit)) {
        let value = value(*digit)?;
        match high.take() {
            None => high = Some(value << 4),
            Some(high) => bytes.push(high | value),
        }
    }
    bytes.extend(high);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = Vec<Option<(String, Vec<Object>)>>;

    /// What is read, nothing for what is broken.
    fn read(content: &[u8]) -> Read {
        let mut operations = Operations::of(content, &|_| Some(1));
        let mut all = Vec::new();
        while let Some(operation) = operations.next() {
            all.push(operation.ok().map(|(operator, operands)| (operator.to_owned(), operands.to_vec())));
        }
        all
    }

    /// Whether nothing in it needs lopdf.
    fn is_plain(content: &[u8]) -> bool {
        let mut operations = Operations::of(content, &|_| None);
        let plain = std::iter::from_fn(|| operations.quickly()).count();
        plain == by_lopdf(content).len()
    }

    fn by_lopdf(content: &[u8]) -> Read {
        let plain = |Operation { operator, operands }| (operator, operands);
        Content::decode_iter(content).map_while(Result::ok).map(|operation| Some(plain(operation))).collect()
    }

    #[test]
    fn what_pages_are_made_of_is_read_as_lopdf_reads_it() {
        let plain: [&[u8]; 6] = [
            b"q\n1 0 0 -1 0.5 841.89 cm /P <</MCID 0>>BDC\nBT\n/Span<</ActualText <FEFF59276837>>>BDC\nEMC ET\nQ",
            b"/f0 9.5 Tf\n[<0102> -20.25 (()BT\\)) ]TJ (a(b)c\\n\\\\)Tj .5 -.25 5. -0 w (\\101\\7x\\777\\\n\\\r\n\\q\r\nb\r)Tj",
            b"0 0 0 1 k/cs0 cs 0.6 scn\tf*\x00(')'\r\n[] 0 d [3 2]1 d\n/GS0 gs(\n)Tj<0 1 2>Tj",
            b"0 0 m10 20 l S /a#20b gs /a<</b[/c<</d 1>>]/e(x)/f true>>DP",
            b"",
            b" \n",
        ];
        for content in plain {
            assert_eq!(read(content), by_lopdf(content), "{}", content.escape_ascii());
            assert!(is_plain(content), "{}", content.escape_ascii());
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_lopdf() {
        let odd: [&[u8]; 7] = [
            b"q % a comment\n1 w",
            b"q 5cm Q",
            b"0.00-4142502 0 m",
            b"+5 w",
            b"nullify q trueish Q",
            b"((((((((((((x)))))))))))) Tj",
            b"[[[[[[[[[[1]]]]]]]]]] TJ",
        ];
        for content in odd {
            let both = [b"q 1 w\n".as_slice(), content, b" 2 w"].concat();
            assert_eq!(read(&both), by_lopdf(&both), "{}", content.escape_ascii());
            assert!(!is_plain(&both), "{}", content.escape_ascii());
        }
    }

    #[test]
    fn numbers_that_others_write_are_numbers() {
        let numbers =
            vec![Object::Real(1e20), Object::Integer(-5), Object::Integer(-123_456_789_012_345_678)];
        let read = read(b"99999999999999999999 --5 -123456789012345678 w");
        assert_eq!(read, [Some(("w".to_owned(), numbers))]);
    }

    #[test]
    fn what_nobody_can_read_is_told_and_what_follows_it_is_read() {
        let fill = || (("rg".to_owned()), [1, 0, 0].map(Object::from).to_vec());
        let odd: [&[u8]; 9] = [
            b"1 0 0 1 ) Q",
            b"{ }",
            b"a\x80b Q",
            b"\xa7 w",
            b"<0g> Tj",
            b"[1 0 R] TJ",
            b">",
            b"BI Q",
            b"<</a>> BDC",
        ];
        for content in odd {
            let all = read(&[b"q ".as_slice(), content, b" 1 0 0 rg f"].concat());
            assert!(all.contains(&None), "{}: {all:?}", content.escape_ascii());
            let end = &all[all.len() - 2..];
            assert_eq!(end, [Some(fill()), Some(("f".to_owned(), Vec::new()))], "{}", content.escape_ascii());
        }
        for endless in [&b"q (abc"[..], b"q <01", b"q BI /W 1 /H 1 ID x"] {
            assert_eq!(
                read(endless),
                [Some(("q".to_owned(), Vec::new())), None],
                "{}",
                endless.escape_ascii()
            );
        }
        assert_eq!(read(b"q 1 0 0"), [Some(("q".to_owned(), Vec::new()))], "nothing is done with these");
    }

    #[test]
    fn a_picture_is_read_and_so_is_what_follows_it() {
        let all = read(b"q BI /W 2 /H 1 /BPC 8 /CS /G ID xy\nEI Q BI /W )\nID \x00 EI 1 w % x\n BI /W 1 /BPC 8 /H 1 ID z EI");
        let operators: Vec<_> = all.iter().map(|read| read.as_ref().unwrap().0.as_str()).collect();
        assert_eq!(operators, ["q", "BI", "Q", "BI", "w", "BI"]);
        let data = |at: usize| {
            all[at].as_ref().unwrap().1.first().map(|picture| picture.as_stream().unwrap().content.clone())
        };
        assert_eq!((data(1), data(3), data(5)), (Some(b"xy".to_vec()), None, Some(b"z".to_vec())));
    }

    #[test]
    fn whatever_is_thrown_together_is_read_as_far_as_lopdf_reads_it() {
        let parts: Vec<&[u8]> = b"q Q m true /a#41 /b [ ] << >> ( ) <0f> < > 12 -3.5 +1 . 0.5.1 1- % \n \r \0 \\ \\n \\0 \\377 BI ID EI R Tj ' {"
            .split(|byte| *byte == b' ')
            .chain([&b" "[..], b" ", b" ", b" ", b"\n", b"\r"])
            .collect();
        let mut chance = 0x2545_f491_u32;
        let mut next = |below: usize| {
            chance ^= chance << 13;
            chance ^= chance >> 17;
            chance ^= chance << 5;
            usize::try_from(chance).unwrap() % below
        };
        for _ in 0..20_000 {
            let content: Vec<u8> = (0..next(24)).flat_map(|_| parts[next(parts.len())].to_vec()).collect();
            let (ours, theirs) = (read(&content), by_lopdf(&content));
            // A picture ends otherwise for lopdf.
            let until =
                theirs.iter().position(|read| read.as_ref().is_some_and(|(operator, _)| operator == "BI"));
            let theirs = &theirs[..until.unwrap_or(theirs.len())];
            assert_eq!(&ours[..theirs.len().min(ours.len())], theirs, "{}", content.escape_ascii());
        }
    }
}
