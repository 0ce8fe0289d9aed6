//! [`retold`]: the content of a painted page, with the copy that its text objects stand for, and its inks in whole per
//! cent.
//!
//! A page's content is some hundred kilobytes of which a few bytes change. It is gone through token by token and copied;
//! to read all of it into objects and write them again took a tenth of an export.

use std::io::Write;

use crate::PressError;
use crate::steps::{Step, Steps};

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
    for step in Steps::of(content) {
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
