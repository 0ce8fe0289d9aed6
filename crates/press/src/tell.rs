//! [`retold`]: the content of a painted page, with the copy that its text objects stand for, and its inks in whole per
//! cent.
//!
//! A page's content is some hundred kilobytes of which a few bytes change. It is gone through token by token and copied;
//! to read all of it into objects and write them again took a tenth of an export.

use std::io::Write;

use crate::PressError;

/// Writes the copy into each text object of a page's marked content.
///
/// krilla could write it around the whole piece; but there it closes after the text object and its graphics state are
/// gone, and poppler, which places such text by the state at its end, puts every line into the page's corner.
///
/// # Errors
/// Where the content does not read as krilla writes it.
pub(crate) fn retold(content: &[u8], texts: &[Vec<String>]) -> Result<Vec<u8>, PressError> {
    let mut told = Vec::with_capacity(content.len() * 2);
    let mut runs: &[String] = &[];
    let mut open = false;
    for step in (Steps { content, at: 0 }) {
        let Step { whole, operands, operator } = step
            .ok_or_else(|| PressError::Writing { reason: "a page's content is not as painted".to_owned() })?;
        match operator {
            b"k" | b"scn" => {
                told.extend_from_slice(
                    whole.get(..whole.len() - whole.trim_ascii_start().len()).unwrap_or(b" "),
                );
                whole_per_cents(operands, &mut told);
                told.extend_from_slice(operator);
            }
            b"ET" if std::mem::take(&mut open) => {
                told.extend_from_slice(b"\nEMC");
                told.extend_from_slice(whole);
            }
            b"BT" => {
                told.extend_from_slice(whole);
                if let Some((run, rest)) = runs.split_first() {
                    runs = rest;
                    open = true;
                    told.extend_from_slice(b"\n/Span<</ActualText ");
                    write_text(run, &mut told);
                    told.extend_from_slice(b">>BDC");
                }
            }
            _ => {
                match operator {
                    b"BDC" => {
                        runs =
                            marked_content(operands).and_then(|id| texts.get(id)).map_or(&[], Vec::as_slice);
                    }
                    b"EMC" => runs = &[],
                    _ => {}
                }
                told.extend_from_slice(whole);
            }
        }
    }
    Ok(told)
}

/// Inks as the frame has them, in whole per cent: krilla keeps 8 bits of a colour, which is at most a fifth of a per cent
/// beside it. What is no number stays.
fn whole_per_cents(operands: &[u8], told: &mut Vec<u8>) {
    for operand in operands.split(u8::is_ascii_whitespace) {
        match std::str::from_utf8(operand).ok().and_then(|number| number.parse::<f32>().ok()) {
            Some(ink) => {
                let _in_memory = write!(told, "{}", (ink * 100.0).round() / 100.0);
            }
            None => told.extend_from_slice(operand),
        }
        told.push(b' ');
    }
}

/// The number of the marked content that begins with these operands.
fn marked_content(operands: &[u8]) -> Option<usize> {
    let key = b"/MCID";
    let at = operands.windows(key.len()).position(|part| part == key)? + key.len();
    let number = operands.get(at..)?.trim_ascii_start();
    let end = number.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(number.len());
    std::str::from_utf8(number.get(..end)?).ok()?.parse().ok()
}

/// A text string in the content: PDFDocEncoding where it is plain ASCII, else UTF-16BE with its mark (ISO 32000-1,
/// 7.9.2.2).
fn write_text(text: &str, told: &mut Vec<u8>) {
    if text.is_ascii() {
        told.push(b'(');
        for byte in text.bytes() {
            match byte {
                b'(' | b')' | b'\\' => told.extend([b'\\', byte]),
                // A bare end of line would be read as another one.
                b'\r' => told.extend(b"\\r"),
                byte => told.push(byte),
            }
        }
        return told.push(b')');
    }
    told.extend_from_slice(b"<FEFF");
    for unit in text.encode_utf16() {
        let _in_memory = write!(told, "{unit:04X}");
    }
    told.push(b'>');
}

/// An operator with what stands before it.
struct Step<'a> {
    /// All of it, with the blanks before it.
    whole: &'a [u8],
    operands: &'a [u8],
    operator: &'a [u8],
}

/// The steps of a content; `None` once it cannot be read, then nothing.
struct Steps<'a> {
    content: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Steps<'a> {
    type Item = Option<Step<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.content.get(self.at..)?;
        let mut at = 0;
        loop {
            at += rest.get(at..)?.iter().take_while(|byte| is_blank(**byte)).count();
            if at == rest.len() {
                // Blanks alone are left, or operands that nothing is done with.
                self.at = self.content.len() + 1;
                return rest.iter().any(|byte| !is_blank(*byte)).then_some(None);
            }
            let end = rest.get(at..).and_then(token).map(|length| at + length);
            let Some((token, end)) = end.and_then(|end| Some((rest.get(at..end)?, end))) else {
                self.at = self.content.len() + 1;
                return Some(None);
            };
            let known = !matches!(token, b"true" | b"false" | b"null");
            if known && token.first().is_some_and(|byte| byte.is_ascii_alphabetic() || b"'\"".contains(byte))
            {
                self.at += end;
                // A picture within the content would have to be stepped over; krilla writes none.
                return Some((token != b"BI").then(|| Step {
                    whole: &rest[..end],
                    operands: rest[..at].trim_ascii(),
                    operator: token,
                }));
            }
            at = end;
        }
    }
}

/// How long the token at the start is (ISO 32000-1, 7.2); `None` where it does not end.
fn token(rest: &[u8]) -> Option<usize> {
    let regular = |from: usize| {
        let regular = rest.get(from..).unwrap_or_default();
        from + regular.iter().take_while(|byte| !is_blank(**byte) && !b"()<>[]{}/%".contains(byte)).count()
    };
    match (rest.first()?, rest.get(1)) {
        (b'(', _) => {
            let (mut depth, mut at) = (0u32, 0);
            loop {
                match rest.get(at)? {
                    b'\\' => at += 1,
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        (b'<', Some(b'<')) | (b'>', Some(b'>')) => Some(2),
        (b'<', _) => rest.iter().position(|byte| *byte == b'>').map(|end| end + 1),
        (b'[' | b']' | b'{' | b'}', _) => Some(1),
        (b'/', _) => Some(regular(1)),
        (b'%', _) => Some(rest.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(rest.len())),
        (b')' | b'>', _) => None,
        _ => Some(regular(0)),
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(content: &str, texts: &[Vec<String>]) -> String {
        String::from_utf8(retold(content.as_bytes(), texts).expect("it reads")).expect("it is text")
    }

    #[test]
    fn the_copy_stands_in_the_text_objects_of_its_marked_content() {
        let texts = [vec!["大样".to_owned(), "a (b\\".to_owned()], vec!["never".to_owned()]];
        let content = "q\n/Span<</MCID 0>>BDC\nBT\n/f0 9 Tf\n[<0102> -20 (()BT\\)) ]TJ\nET\nBT\nET\nBT\nET\nEMC\nBT\nET\nQ";
        assert_eq!(
            told(content, &texts),
            "q\n/Span<</MCID 0>>BDC\nBT\n/Span<</ActualText <FEFF59276837>>>BDC\n/f0 9 Tf\n[<0102> -20 (()BT\\)) ]TJ\nEMC\nET\n\
             BT\n/Span<</ActualText (a \\(b\\\\)>>BDC\nEMC\nET\nBT\nET\nEMC\nBT\nET\nQ"
        );
    }

    #[test]
    fn inks_are_whole_per_cents() {
        let painted = "f\n0.0509804 0 1 0.2 k\n0.6 scn /p0 scn f";
        assert_eq!(told(painted, &[]), "f\n0.05 0 1 0.2 k\n0.6 scn /p0 scn f");
    }

    #[test]
    fn what_does_not_end_is_refused() {
        for broken in ["q (abc", "BT <01", "1 0 0", "q BI /W 1 ID x EI", ") q", "<< /a"] {
            assert!(retold(broken.as_bytes(), &[]).is_err(), "{broken}");
        }
        assert_eq!(told("", &[]), "");
        assert_eq!(told("q % (\nQ \n", &[]), "q % (\nQ");
    }
}
