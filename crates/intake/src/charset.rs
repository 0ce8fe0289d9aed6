//! Which encoding bytes are in, by what they decode to.
//!
//! Chinese newsrooms send UTF-8, GBK/GB18030, Big5 and, from old Windows editors, UTF-16 without a mark.
//! Detectors count byte patterns and are weak on a headline of eight characters, so the last word here
//! is a plausibility count: how many of the decoded Han are among the thousand that make up nine tenths
//! of all newspaper text, and how much of the rest is what text is made of.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use encoding_rs::{BIG5, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{IntakeError, MAX_COPY_BYTES};

/// An encoding that copy arrives in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8 without a byte-order mark.
    Utf8,
    /// UTF-8 with a byte-order mark.
    Utf8Bom,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// GBK: two-byte codes only.
    Gbk,
    /// GB 18030, with at least one four-byte code or its byte-order mark.
    Gb18030,
    /// Big5 as on the web (with the Hong Kong additions).
    Big5,
    /// Windows-1252: western text with typographic quotes.
    Windows1252,
}

impl Encoding {
    /// The usual name, as on the web.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8Bom => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gbk => "GBK",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::Windows1252 => "windows-1252",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Text and how it was decoded.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: Encoding,
    /// Whether the encoding was inferred rather than marked or proved (strict UTF-8 counts as proved).
    pub(crate) guessed: bool,
}

/// Decodes a whole file of copy.
///
/// # Errors
/// Every kind of [`IntakeError`] but `NoStory`.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, IntakeError> {
    if bytes.len() > MAX_COPY_BYTES {
        return Err(IntakeError::TooLarge { bytes: bytes.len(), limit: MAX_COPY_BYTES });
    }
    if bytes.is_empty() {
        return Err(IntakeError::Empty);
    }
    if let Some(format) = binary_format(bytes) {
        return Err(IntakeError::Binary { format: Some(format) });
    }
    let decoded = match marked(bytes)? {
        Some(decoded) => decoded,
        None => unmarked(bytes)?,
    };
    if decoded.text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\0') {
        return Err(IntakeError::Empty);
    }
    if control_share(&decoded.text) > 0.005 {
        return Err(IntakeError::Binary { format: None });
    }
    Ok(decoded)
}

/// Formats that newsrooms drop by mistake, by their first bytes.
fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 18] = [
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x89PNG\r\n", "PNG"),
        (b"GIF8", "GIF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7Z"),
        (b"\x1f\x8b\x08", "GZIP"),
        (b"8BPS", "PSD"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\x7fELF", "ELF"),
        (b"MZ\x90\0", "EXE"),
        (b"ID3", "MP3"),
        (b"{\\rtf", "RTF"),
        (b"RIFF", "RIFF"),
    ];
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("MP4");
    }
    SIGNATURES.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, name)| *name)
}

/// Text with a byte-order mark: the mark decides, and what contradicts it is damage.
fn marked(bytes: &[u8]) -> Result<Option<Decoded>, IntakeError> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match std::str::from_utf8(rest) {
            Ok(text) => {
                Ok(Some(Decoded { text: text.to_owned(), encoding: Encoding::Utf8Bom, guessed: false }))
            }
            Err(error) => Err(utf8_error(error, 3)),
        };
    }
    for (mark, encoding) in
        [(b"\xff\xfe".as_slice(), Encoding::Utf16Le), (b"\xfe\xff".as_slice(), Encoding::Utf16Be)]
    {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return utf16(rest, encoding, mark.len()).map(Some);
        }
    }
    if let Some(rest) = bytes.strip_prefix(b"\x84\x31\x95\x33") {
        let text = GB18030
            .decode_without_bom_handling_and_without_replacement(rest)
            .ok_or(IntakeError::Damaged { encoding: Encoding::Gb18030, offset: 4 })?;
        return Ok(Some(Decoded { text: text.into_owned(), encoding: Encoding::Gb18030, guessed: false }));
    }
    Ok(None)
}

fn utf8_error(error: std::str::Utf8Error, skipped: usize) -> IntakeError {
    let offset = error.valid_up_to() + skipped;
    match error.error_len() {
        None => IntakeError::Truncated { encoding: Encoding::Utf8, offset },
        Some(_) => IntakeError::Damaged { encoding: Encoding::Utf8, offset },
    }
}

fn utf16(bytes: &[u8], encoding: Encoding, skipped: usize) -> Result<Decoded, IntakeError> {
    let units = |pair: &[u8]| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
        _ => u16::from_le_bytes([pair[0], pair[1]]),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut offset = skipped;
    let words = bytes.chunks_exact(2).map(units);
    let total = bytes.len() / 2;
    let mut read = 0;
    for decoded in char::decode_utf16(words) {
        match decoded {
            Ok(c) => {
                text.push(c);
                read += c.len_utf16();
                offset += c.len_utf16() * 2;
            }
            // A lone lead surrogate as the last unit is a cut, anywhere else damage.
            Err(_) if read + 1 == total => return Err(IntakeError::Truncated { encoding, offset }),
            Err(_) => return Err(IntakeError::Damaged { encoding, offset }),
        }
    }
    if !bytes.len().is_multiple_of(2) {
        return Err(IntakeError::Truncated { encoding, offset });
    }
    Ok(Decoded { text, encoding, guessed: false })
}

/// Text without a mark. UTF-16 first where NUL bytes or the count say so, then strict UTF-8, then the
/// best of the Chinese encodings.
fn unmarked(bytes: &[u8]) -> Result<Decoded, IntakeError> {
    if let Some(decoded) = unmarked_utf16(bytes)? {
        return Ok(decoded);
    }
    if bytes.contains(&0) {
        return Err(IntakeError::Binary { format: None });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(utf8_or_mistaken(bytes, text)),
        Err(error) => {
            let whole = utf8_share(bytes);
            if whole > 0.9 && error.error_len().is_none() {
                return Err(utf8_error(error, 0));
            }
            if let Some(decoded) = best_legacy(bytes) {
                return Ok(decoded);
            }
            if let Some(cut) = cut_legacy(bytes) {
                return Err(cut);
            }
            if whole > 0.8 {
                return Err(utf8_error(error, 0));
            }
            Err(if raw_control_share(bytes) > 0.02 {
                IntakeError::Binary { format: None }
            } else {
                damaged_legacy(bytes).unwrap_or(IntakeError::Undecodable)
            })
        }
    }
}

/// UTF-16 without a mark: judged by what each byte order decodes to, against reading it as bytes.
fn unmarked_utf16(bytes: &[u8]) -> Result<Option<Decoded>, IntakeError> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 4 {
        return Ok(None);
    }
    let score = |encoding| {
        let decoder = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
        let (text, broken) = decoder.decode_without_bom_handling(head);
        // A cut surrogate pair at the end of the sample is no fault of the text.
        let faults = text.chars().filter(|&c| c == '\u{fffd}').count();
        if broken && faults > 1 { 0.0 } else { plausibility(&text) }
    };
    let (le, be) = (score(Encoding::Utf16Le), score(Encoding::Utf16Be));
    let (best, encoding) = if le >= be { (le, Encoding::Utf16Le) } else { (be, Encoding::Utf16Be) };
    let worst = le.min(be);
    let nul = bytes.contains(&0);
    let as_bytes = if nul {
        0.0
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        plausibility(text).max(0.5)
    } else {
        best_legacy(bytes).map_or(0.0, |decoded| plausibility(&decoded.text))
    };
    let floor = if nul { 0.6 } else { 0.8 };
    let likely = best >= floor && best >= worst + 0.25 && best >= as_bytes + 0.1;
    // A few rarer Han: no other encoding's bytes make nothing but Han and their signs of a text.
    let all_han = || {
        let decoder = if encoding == Encoding::Utf16Le { UTF_16LE } else { UTF_16BE };
        let (text, _) = decoder.decode_without_bom_handling(head);
        text.chars().count() >= 4 && text.chars().all(is_han_or_sign)
    };
    let rare = best >= 0.5 && best >= worst + 0.15 && as_bytes < 0.8;
    if !(likely || rare && all_han()) {
        return Ok(None);
    }
    let mut decoded = utf16(bytes, encoding, 0)?;
    decoded.guessed = true;
    Ok(Some(decoded))
}

/// A few bytes of GBK can happen to be valid UTF-8 (they then read as Latin, Greek or Arabic letters).
fn utf8_or_mistaken(bytes: &[u8], text: &str) -> Decoded {
    let high: Vec<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    let two_byte = !high.is_empty() && high.iter().all(|&c| ('\u{80}'..'\u{800}').contains(&c));
    let lettered = high.iter().all(|&c| matches!(c, '\u{a0}'..='\u{17f}'));
    if two_byte
        && !lettered
        && let Some(decoded) = best_legacy(bytes)
    {
        let han = decoded.text.chars().filter(|&c| is_han(c)).count();
        if han >= 2 && plausibility(&decoded.text) > 0.95 {
            return decoded;
        }
    }
    Decoded { text: text.to_owned(), encoding: Encoding::Utf8, guessed: false }
}

/// The share of bytes ≥ 0x80 that stand in well-formed UTF-8 characters.
fn utf8_share(bytes: &[u8]) -> f64 {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let good: usize =
        bytes.utf8_chunks().map(|chunk| chunk.valid().bytes().filter(|byte| *byte >= 0x80).count()).sum();
    if high == 0 { 1.0 } else { ratio(good, high) }
}

/// The Chinese (or western) encoding without decoding errors that makes the best words.
fn best_legacy(bytes: &[u8]) -> Option<Decoded> {
    let (best, score) = legacy_candidates(bytes).into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    // A short headline may hold rare characters only; GB 2312 puts the 3,755 usual ones in a range of their own.
    let usual = best.encoding == Encoding::Gbk && score >= 0.35 && is_usual_gb2312(bytes);
    (score >= 0.55 || usual).then_some(best)
}

/// Whether all of a text's double bytes, four at least, are of the first level of GB 2312 or its signs.
fn is_usual_gb2312(bytes: &[u8]) -> bool {
    let (mut at, mut han) = (0, 0);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (..0x80, _) => at += 1,
            (0xb0..=0xd7, Some(0xa1..=0xfe)) => {
                han += 1;
                at += 2;
            }
            (0xa1 | 0xa3, Some(0xa1..=0xfe)) => at += 2,
            _ => return false,
        }
    }
    han >= 4
}

/// A Han of the main block, a sign that is set among Han, or a line's end.
fn is_han_or_sign(c: char) -> bool {
    matches!(
        c,
        '\u{4e00}'..='\u{9fff}'
            | '\u{3000}'..='\u{3017}'
            | '\u{ff01}'..='\u{ff5e}'
            | '\u{2014}'..='\u{2026}'
            | '\u{2460}'..='\u{2473}'
            | '\u{25a0}'..='\u{25cf}'
            | '\n'
            | '\r'
    )
}

fn legacy_candidates(bytes: &[u8]) -> Vec<(Decoded, f64)> {
    let mut found = Vec::new();
    let preferred = detector_says(bytes);
    for (decoder, encoding) in
        [(GB18030, Encoding::Gbk), (BIG5, Encoding::Big5), (WINDOWS_1252, Encoding::Windows1252)]
    {
        let Some(text) = decoder.decode_without_bom_handling_and_without_replacement(bytes) else { continue };
        let mut text = text.into_owned();
        // Big5 has the slash between a reporter and a place twice; the standard's table names it a fraction's.
        if encoding == Encoding::Big5 {
            text = text.replace('\u{2215}', "／");
        }
        let encoding = match encoding {
            Encoding::Gbk if has_four_byte_codes(bytes) => Encoding::Gb18030,
            other => other,
        };
        let mut score = if encoding == Encoding::Windows1252 {
            western_plausibility(bytes, &text)
        } else {
            plausibility(&text)
        };
        if preferred == Some(decoder) || (preferred == Some(encoding_rs::GBK) && decoder == GB18030) {
            score += 0.02;
        }
        found.push((Decoded { text, encoding, guessed: true }, score));
    }
    found
}

/// What chardetng makes of it, without a hint: a tie-break only.
fn detector_says(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let sample = &bytes[..bytes.len().min(65_536)];
    detector.feed(sample, true);
    Some(detector.guess(None, chardetng::Utf8Detection::Deny))
}

/// GB 18030 four-byte codes: a lead byte followed by a digit.
fn has_four_byte_codes(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1;
        } else if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            return true;
        } else {
            at += 2;
        }
    }
    false
}

/// Legacy text that only fails in its last character was cut there.
fn cut_legacy(bytes: &[u8]) -> Option<IntakeError> {
    (1..=3.min(bytes.len().saturating_sub(1))).find_map(|cut| {
        let kept = bytes.len() - cut;
        let decoded = best_legacy(&bytes[..kept])?;
        let lead = bytes[kept] >= 0x81;
        (lead && decoded.encoding != Encoding::Windows1252)
            .then_some(IntakeError::Truncated { encoding: decoded.encoding, offset: kept })
    })
}

/// Legacy text with a few bad bytes: which encoding it nearly is, and the first bad byte.
fn damaged_legacy(bytes: &[u8]) -> Option<IntakeError> {
    let mut best: Option<(f64, Encoding, usize)> = None;
    for (decoder, encoding) in [(GB18030, Encoding::Gbk), (BIG5, Encoding::Big5)] {
        let (text, _) = decoder.decode_without_bom_handling(bytes);
        let faults = text.chars().filter(|&c| c == '\u{fffd}').count();
        let score = plausibility(&text);
        if faults * 20 > text.chars().count() || score < 0.6 {
            continue;
        }
        if best.is_none_or(|(held, ..)| score > held) {
            best = Some((score, encoding, first_fault(decoder, bytes)));
        }
    }
    best.map(|(_, encoding, offset)| IntakeError::Damaged { encoding, offset })
}

fn first_fault(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut sink = String::with_capacity(bytes.len() * 3 + 16);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut sink, true);
    match result {
        encoding_rs::DecoderResult::Malformed(bad, after) => {
            read.saturating_sub(usize::from(bad) + usize::from(after))
        }
        _ => read,
    }
}

/// How much a text looks like written Chinese or English, 0 to 1: the share of its characters that are
/// what text is made of, a rare Han counting a third.
pub(crate) fn plausibility(text: &str) -> f64 {
    let mut total = 0.0;
    let mut good = 0.0;
    let mut before = ' ';
    for c in text.chars().take(20_000) {
        if c == ' ' || c == '\u{3000}' {
            continue;
        }
        total += 1.0;
        good += match c {
            '\n' | '\r' | '\t' | '\u{c}' => 1.0,
            '\u{21}'..='\u{7e}' => 0.9,
            _ if COMMON_HAN.contains(&c) => 1.0,
            // A Han alone between two Latin letters is what a wrong decoder makes of a curly quote.
            _ if is_han(c) && before.is_ascii_alphabetic() => 0.0,
            '\u{4e00}'..='\u{9fff}' => 0.35,
            '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' => 0.2,
            '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{2026}' | '·' => 1.0,
            '\u{2190}'..='\u{21ff}'
            | '\u{2460}'..='\u{27bf}'
            | '\u{b0}'
            | '\u{d7}'
            | '\u{2030}'..='\u{2122}' => 0.8,
            '\u{c0}'..='\u{17f}' => 0.5,
            '\u{370}'..='\u{52f}' | '\u{3040}'..='\u{30ff}' => 0.3,
            _ => 0.0,
        };
        before = c;
    }
    if total == 0.0 { 0.0 } else { good / total }
}

/// Windows-1252 takes any byte, so it must look like English with a few typographic marks or accents.
fn western_plausibility(bytes: &[u8], text: &str) -> f64 {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if high * 8 > letters {
        return 0.0;
    }
    let fits = text
        .chars()
        .filter(|c| !c.is_ascii())
        .filter(|&c| {
            c.is_alphabetic()
                || matches!(
                    c,
                    '‘' | '’'
                        | '“'
                        | '”'
                        | '–'
                        | '—'
                        | '…'
                        | '•'
                        | '€'
                        | '£'
                        | '©'
                        | '®'
                        | '™'
                        | '°'
                        | '·'
                        | '½'
                        | '\u{a0}'
                        | '«'
                        | '»'
                        | '§'
                        | '¢'
                )
        })
        .count();
    if fits == high { 0.93 } else { 0.0 }
}

fn control_share(text: &str) -> f64 {
    let is_control =
        |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1a}' | '\u{85}');
    ratio(text.chars().filter(is_control).count(), text.chars().count())
}

fn raw_control_share(bytes: &[u8]) -> f64 {
    ratio(
        bytes.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0xc)).count(),
        bytes.len(),
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts of characters in a file, far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Whether a character is a Han ideograph (CJK Unified Ideographs and their extensions).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}' | '〇' | '々')
}

/// The thousand most frequent Han of written Chinese and the traditional forms among them.
static COMMON_HAN: LazyLock<HashSet<char>> =
    LazyLock::new(|| include_str!("../data/common-han.txt").chars().filter(|&c| is_han(c)).collect());

impl Encoding {
    /// The decoder; the marked forms share the unmarked ones'.
    pub(crate) fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 | Self::Utf8Bom => encoding_rs::UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gbk | Self::Gb18030 => GB18030,
            Self::Big5 => BIG5,
            Self::Windows1252 => WINDOWS_1252,
        }
    }
}

/// The legacy encoding of a picture's text fields, joined. `expected` is what a marker names; it is believed
/// when the text decodes in it. Text of fewer than twelve Han is too short to count on: there GBK, the
/// encoding of the house, is preferred where it decodes at all.
pub(crate) fn legacy_text(bytes: &[u8], expected: Option<Encoding>) -> Option<Encoding> {
    let mut scores: Vec<(Encoding, f64, usize)> = Vec::new();
    for encoding in [Encoding::Gbk, Encoding::Big5, Encoding::Windows1252] {
        // A value may be cut in its last character: the faults of a few cut values are no disproof.
        let (text, _) = encoding.decoder().decode_without_bom_handling(bytes);
        let faults = text.chars().filter(|&c| c == '\u{fffd}').count();
        let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
        if faults * 12 > high {
            continue;
        }
        let score = if encoding == Encoding::Windows1252 {
            western_plausibility(bytes, &text)
        } else {
            plausibility(&text)
        };
        scores.push((encoding, score, text.chars().filter(|&c| is_han(c)).count()));
    }
    if let Some(expected) = expected
        .filter(|expected| scores.iter().any(|(encoding, score, _)| encoding == expected && *score > 0.4))
    {
        return Some(expected);
    }
    let hint: Option<&[u8]> = if scores.iter().any(|(_, _, han)| *han >= 12) { None } else { Some(b"cn") };
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = detector.guess(hint, chardetng::Utf8Detection::Deny);
    for (encoding, score, _) in &mut scores {
        let agrees =
            encoding.decoder() == detected || *encoding == Encoding::Gbk && detected == encoding_rs::GBK;
        *score += if agrees { 0.05 } else { 0.0 };
        *score += if hint.is_some() && *encoding == Encoding::Gbk { 0.1 } else { 0.0 };
    }
    scores
        .into_iter()
        .reduce(|a, b| if b.1 > a.1 { b } else { a })
        .filter(|(_, score, _)| *score > 0.5)
        .map(|(encoding, ..)| encoding)
}

/// The text of one value that carries no mark of its encoding: UTF-8, else what makes words, else lossy.
pub(crate) fn loose_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let decoder = legacy_text(bytes, None).map_or(encoding_rs::UTF_8, Encoding::decoder);
            decoder.decode_without_bom_handling(bytes).0.into_owned()
        }
    }
}
