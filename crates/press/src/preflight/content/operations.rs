//! [`Operations`]: the operations of a content stream. What is written as nearly everyone writes it is read here; from the
//! first thing that is not, lopdf reads on, which takes it more than three times as long.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, StringFormat};

use crate::steps::{Steps, is_blank, token};

/// How deep arrays, dictionaries and brackets stand in one another in what is read here.
const DEEPEST: usize = 8;
/// The most digits of a whole number that is read here.
const MOST_DIGITS: usize = 15;

/// The operations of a content stream, one after the other.
pub(super) struct Operations<'c> {
    steps: Steps<'c>,
    /// Of the last operation.
    operands: Vec<Object>,
    /// Who reads on, and the last operation that was read so.
    other: Option<(Other<'c>, Option<Operation>)>,
}

type Other<'c> = Box<dyn Iterator<Item = lopdf::Result<Operation>> + 'c>;

/// A content stream cannot be read on.
pub(super) struct Broken;

impl<'c> Operations<'c> {
    pub(super) fn of(content: &'c [u8]) -> Self {
        Self { steps: Steps::of(content), operands: Vec::new(), other: None }
    }

    /// The next operation: its operator and what stands before it.
    pub(super) fn next(&mut self) -> Option<Result<(&str, &[Object]), Broken>> {
        if self.other.is_none() {
            let here = self.steps.rest();
            match self.quickly() {
                Some(operator) => return Some(Ok((operator, &self.operands))),
                None => self.other = Some((Box::new(Content::decode_iter(here)), None)),
            }
        }
        let (other, last) = self.other.as_mut()?;
        match other.next()? {
            Ok(operation) => {
                let Operation { operator, operands } = last.insert(operation);
                Some(Ok((operator, operands)))
            }
            Err(_) => Some(Err(Broken)),
        }
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
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"*'\"".contains(byte);
        // These lopdf knows by their beginnings.
        let known = |name: &&[u8]| step.operator.starts_with(name);
        let other = [&b"true"[..], b"false", b"null", b"BI"].iter().any(known);
        std::str::from_utf8(step.operator).ok().filter(|_| !other && step.operator.iter().all(plain))
    }
}

/// The object at the start, and what follows it and the blanks behind it.
fn object(rest: &[u8], depth: usize) -> Option<(Object, &[u8])> {
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
        [b'/', name @ ..] if !name.contains(&b'#') => Object::Name(name.to_vec()),
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

/// A number without any whim.
fn number(token: &[u8]) -> Option<Object> {
    let digits = token.strip_prefix(b"-").unwrap_or(token);
    let text = std::str::from_utf8(token).ok()?;
    if digits.iter().all(u8::is_ascii_digit) {
        return text.parse().ok().filter(|_| digits.len() <= MOST_DIGITS).map(Object::Integer);
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

    /// What is read, nothing for what is broken, and whether lopdf had to read on.
    fn read(content: &[u8]) -> (Read, bool) {
        let mut operations = Operations::of(content);
        let mut all = Vec::new();
        while let Some(operation) = operations.next() {
            all.push(operation.ok().map(|(operator, operands)| (operator.to_owned(), operands.to_vec())));
        }
        (all, operations.other.is_some_and(|(_, last)| last.is_some()))
    }

    fn by_lopdf(content: &[u8]) -> Read {
        let plain = |Operation { operator, operands }| (operator, operands);
        Content::decode_iter(content).map(|operation| operation.ok().map(plain)).collect()
    }

    #[test]
    fn what_pages_are_made_of_is_read_as_lopdf_reads_it() {
        let plain: [&[u8]; 6] = [
            b"q\n1 0 0 -1 0.5 841.89 cm /P <</MCID 0>>BDC\nBT\n/Span<</ActualText <FEFF59276837>>>BDC\nEMC ET\nQ",
            b"/f0 9.5 Tf\n[<0102> -20.25 (()BT\\)) ]TJ (a(b)c\\n\\\\)Tj .5 -.25 5. -0 w (\\101\\7x\\777\\\n\\\r\n\\q\r\nb\r)Tj",
            b"0 0 0 1 k/cs0 cs 0.6 scn\tf*\x00(')'\r\n[] 0 d [3 2]1 d\n/GS0 gs(\n)Tj<0 1 2>Tj",
            b"0 0 m10 20 l S /a<</b[/c<</d 1>>]/e(x)>>DP",
            b"",
            b" \n",
        ];
        for content in plain {
            assert_eq!(read(content), (by_lopdf(content), false), "{}", content.escape_ascii());
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_lopdf() {
        let odd: [&[u8]; 13] = [
            b"q % a comment\n1 w",
            b"q 5cm Q",
            b"true Tj q",
            b"1 0 0 w /a#20b gs",
            b"0.00-4142502 0 m",
            b"99999999999999999999 w +5 w --5 w",
            b"q BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q",
            b"[1 0 R] TJ [true null] TJ",
            b"nullify q trueish Q",
            b"((((((((((((x)))))))))))) Tj",
            b"[[[[[[[[[[1]]]]]]]]]] TJ <</a>> BDC <</b 1 2>> BDC",
            b"<0g> Tj (abc",
            b"1 0 0 1 ) Q a\x80b Q",
        ];
        for content in odd {
            let both = [b"q 1 w\n".as_slice(), content].concat();
            assert_eq!(read(&both).0, by_lopdf(&both), "{}", content.escape_ascii());
        }
    }

    #[test]
    fn whatever_is_thrown_together_is_read_as_lopdf_reads_it() {
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
            assert_eq!(read(&content).0, by_lopdf(&content), "{}", content.escape_ascii());
        }
    }
}
