//! Blanks and punctuation as they should be printed.
//!
//! Chinese text is set without blanks (the composer makes the space between Han and Latin, clreq § 3.2.2)
//! and with full-width punctuation. Numbers, Latin words, times (10:30), web and mail addresses keep
//! what they have: every rule here asks for a Han neighbour before it touches a sign.

use crate::charset::is_han;

/// Whether a text is Chinese: at least a sixth of its letters are Han.
pub(crate) fn is_chinese(text: &str) -> bool {
    let (mut han, mut other) = (0_usize, 0_usize);
    for c in text.chars() {
        if is_han(c) {
            han += 1;
        } else if c.is_alphabetic() {
            other += 1;
        }
    }
    han > 0 && han * 6 >= han + other
}

/// A blank of any width, without the line's end.
pub(crate) fn is_blank(c: char) -> bool {
    c != '\n' && (c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{180e}'))
}

/// Signs that are set full-width among Han.
pub(crate) fn is_cjk_sign(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// How many columns a text takes where a Han takes two.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) || is_cjk_sign(c) { 2 } else { 1 }).sum()
}

/// A paragraph of the body.
pub(crate) fn tidy_body(text: &str) -> String {
    // The cells of a table's row stay parted; a tab within a sentence is a stray blank.
    if text.contains('\t') && !text.contains(['。', '！', '？', '；']) {
        let cells: Vec<String> = text.split('\t').map(tidy_body).filter(|cell| !cell.is_empty()).collect();
        return cells.join(" ");
    }
    let text = plain_blanks(text);
    if !is_chinese(&text) {
        return printed_marks(&single_blanks(&text));
    }
    let mut text = widen_signs(&text);
    // A sentence that ends with a number or a Latin word ends with a Chinese stop all the same.
    if let Some(bare) = text.strip_suffix('.').map(str::trim_end)
        && bare.ends_with(|c: char| c.is_alphanumeric() || c == '%')
        && bare.contains(['，', '。'])
    {
        text = format!("{bare}。");
    }
    let chars: Vec<char> = text.chars().collect();
    let keeps_clauses = is_verse(&text);
    let quoted = quoted_clauses(&chars);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != ' ' {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let next = chars[at..].iter().position(|&c| c != ' ').map_or(chars.len(), |n| at + n);
        if let (Some(before), Some(&after)) = (out.chars().last(), chars.get(next)) {
            let wide = |c: char| is_han(c) || is_cjk_sign(c);
            let clause = (keeps_clauses || quoted.contains(&at)) && is_han(before) && is_han(after);
            if clause || !(wide(before) || wide(after)) {
                out.push(' ');
            }
        }
        at = next;
    }
    out
}

/// Where the blanks are that part the clauses of a quoted motto or banner (“医术精湛 医德高尚”): clauses of one
/// length, three Han and more, and nothing else between the quotation marks.
fn quoted_clauses(chars: &[char]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, &c) in chars.iter().enumerate() {
        match c {
            '“' | '《' | '「' => open = Some(at + 1),
            '”' | '》' | '」' => {
                let Some(start) = open.take() else { continue };
                let inside = &chars[start..at];
                let clauses: Vec<&[char]> =
                    inside.split(|&c| c == ' ').filter(|clause| !clause.is_empty()).collect();
                let even = clauses.windows(2).all(|pair| pair[0].len() == pair[1].len());
                if clauses.len() >= 2
                    && even
                    && clauses[0].len() >= 3
                    && clauses.iter().all(|clause| clause.iter().all(|&c| is_han(c)))
                {
                    found.extend((start..at).filter(|&at| chars[at] == ' '));
                }
            }
            _ => {}
        }
    }
    found
}

/// Lines of clauses without any stop (verse, a list of names) keep one blank between the clauses.
fn is_verse(text: &str) -> bool {
    !text.chars().any(|c| matches!(c, '，' | '。' | '；' | '：' | '？' | '！' | '、'))
        && text.split(' ').filter(|part| !part.is_empty()).all(|part| part.chars().count() >= 2)
}

/// A heading: clauses are parted by one ASCII space; blanks beside stops and around a number go.
pub(crate) fn tidy_head(text: &str) -> String {
    let text = single_blanks(&plain_blanks(text));
    if !is_chinese(&text) {
        return printed_marks(&text);
    }
    let text = widen_signs(&text);
    let parts: Vec<&str> = text.split(' ').collect();
    if parts.len() > 1 && parts.iter().all(|part| part.chars().count() == 1 && part.chars().all(is_han)) {
        return parts.concat();
    }
    let mut out = String::with_capacity(text.len());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 && keeps_blank(&parts, index, &out) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Whether the blank before `parts[index]` parts clauses. It does not beside a stop, nor where both sides
/// of a number have one (制鼓 50 年), nor between a number and the short measure that follows it.
fn keeps_blank(parts: &[&str], index: usize, before: &str) -> bool {
    let number = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '%' | ',' | '+'))
    };
    let latin = |c: char| c.is_ascii_alphanumeric();
    let (left, right) = (parts[index - 1], parts[index]);
    let (last, first) = (before.chars().last().unwrap_or(' '), right.chars().next().unwrap_or(' '));
    if matches!(last, '：' | '，' | '、' | '；' | '—' | '（' | '《' | '“')
        || matches!(first, '：' | '，' | '、' | '；' | '。' | '！' | '？' | '）' | '》' | '”')
    {
        return false;
    }
    if latin(last) && latin(first) {
        return true;
    }
    let western = |part: &str| {
        part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | ',' | '+' | '-'))
    };
    let inside = |at: usize| at > 0 && at + 1 < parts.len() && western(parts[at]);
    !(inside(index) || inside(index - 1) || (number(left) && is_han(first)))
}

/// Every blank as an ASCII space; marks that print nothing go.
fn plain_blanks(text: &str) -> String {
    text.chars()
        .filter(|&c| {
            !matches!(
                c,
                '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' | '\u{fe0e}' | '\u{fe0f}'
            )
        })
        .filter(|&c| is_blank(c) || !c.is_control())
        .map(|c| if is_blank(c) { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

fn single_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Words that open with an apostrophe, where a quotation mark would be expected.
const CLIPPED: [&str; 5] = ["tis", "twas", "twere", "em", "n"];
/// Words that do so too, unless a mark closes what it may have opened ('Cause for concern').
const PERHAPS_CLIPPED: [&str; 4] = ["til", "cause", "round", "bout"];

/// How far a mark that closes a quotation is looked for, in characters.
const LONGEST_QUOTATION: usize = 300;

/// The marks of a typewriter as a page prints them, in text that parts words with blanks. A quotation mark opens before
/// a word and closes behind one; of an apostrophe only the closing form is printed, also where it opens a word (’tis, the
/// ’90s). Behind a number nothing is turned that closes no quotation: it stands for feet or inches. Two hyphens or three
/// are a dash where words stand on both sides of it. Addresses stay as they are.
fn printed_marks(text: &str) -> String {
    text.split_inclusive(' ')
        .fold(Marks::default(), |mut marks, word| {
            let bare = word.trim_end();
            let address =
                bare.contains("://") || ["www.", "xn--", "@"].iter().any(|sign| bare.contains(sign));
            let at = marks.at;
            marks.at += word.len();
            if address {
                marks.out.push_str(word);
            } else {
                marks.print(word, &text[at..]);
            }
            marks
        })
        .out
}

/// What was printed, and how many quotations are open in it, of single and of double marks.
#[derive(Default)]
struct Marks {
    out: String,
    /// Bytes of the text that were gone through.
    at: usize,
    singles: usize,
    doubles: usize,
}

impl Marks {
    /// Prints a word with the blank behind it; `rest` is the text from its beginning on.
    fn print(&mut self, word: &str, rest: &str) {
        let mut at = 0;
        while let Some(c) = word[at..].chars().next() {
            let here = at;
            at += c.len_utf8();
            match c {
                '"' | '\'' => self.mark(c, &rest[at..]),
                '-' => {
                    let run = word[here..].len() - word[here..].trim_start_matches('-').len();
                    at = here + run;
                    self.hyphens(run, rest[at..].chars().next());
                }
                _ => {
                    match c {
                        '“' => self.doubles += 1,
                        '”' => self.doubles = self.doubles.saturating_sub(1),
                        _ => {}
                    }
                    self.out.push(c);
                }
            }
        }
    }

    fn mark(&mut self, c: char, behind: &str) {
        let (before, next) = (self.out.chars().last(), behind.chars().next());
        let (open_mark, close_mark, open) =
            if c == '"' { ('“', '”', &mut self.doubles) } else { ('‘', '’', &mut self.singles) };
        let opens = before.is_none_or(|before| is_blank(before) || "([{<“‘—–-/".contains(before))
            && next.is_some_and(|next| !is_blank(next));
        let number = before.is_some_and(|before| before.is_ascii_digit());
        let in_word =
            c == '\'' && before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphabetic);
        self.out.push(if in_word || (opens && c == '\'' && is_clipped(behind)) {
            close_mark
        } else if opens {
            *open += 1;
            open_mark
        } else if number && *open == 0 {
            c
        } else {
            *open = open.saturating_sub(1);
            close_mark
        });
    }

    fn hyphens(&mut self, run: usize, next: Option<char>) {
        let before = self.out.chars().last();
        let (blank, digit) = (|c: char| c == ' ', |c: char| c.is_ascii_digit());
        let both = |is: fn(char) -> bool| before.is_some_and(is) && next.is_some_and(is);
        // Where one side alone is a blank it is no dash (`--help`).
        let parts =
            both(blank) || before.zip(next).is_some_and(|(before, next)| before != ' ' && next != ' ');
        match run {
            2 if both(digit) => self.out.push('–'),
            2 | 3 if parts => self.out.push('—'),
            _ => self.out.extend(std::iter::repeat_n('-', run)),
        }
    }
}

/// Whether the letters or figures that follow an apostrophe are what is left of a longer word or year.
fn is_clipped(behind: &str) -> bool {
    let end = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
    let (word, rest) = behind.split_at(end);
    let is_of = |words: &[&str]| words.iter().any(|clipped| word.eq_ignore_ascii_case(clipped));
    let is_year = |word: &str| word.len() == 2 && word.chars().all(|c| c.is_ascii_digit());
    // A mark behind a word, and not within one; behind a number it stands for feet.
    let closes = || {
        let near: Vec<char> = rest.chars().take(LONGEST_QUOTATION).collect();
        let behind = |at: usize| near.get(at + 1).is_none_or(|next| !next.is_alphanumeric());
        let before =
            |at: usize| at.checked_sub(1).is_none_or(|at| !is_blank(near[at]) && !near[at].is_ascii_digit());
        (0..near.len()).any(|at| near[at] == '\'' && before(at) && behind(at))
    };
    word.strip_suffix('s').is_some_and(is_year)
        || is_of(&CLIPPED)
        || ((is_year(word) || is_of(&PERHAPS_CLIPPED)) && !closes())
}

/// Half-width signs of Chinese text to full width.
pub(crate) fn widen_signs(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = chars.clone();
    widen_brackets(&chars, &mut out);
    let mut quote_open = false;
    let double_quotes = chars.iter().filter(|&&c| c == '"').count();
    // What stands after each place, blanks skipped.
    let mut after = vec![None; chars.len()];
    for at in (1..chars.len()).rev() {
        after[at - 1] = if chars[at] == ' ' { after[at] } else { Some(chars[at]) };
    }
    let mut before = None;
    for at in 0..chars.len() {
        if chars[at] == ' ' {
            continue;
        }
        let near = Near { before, after: after[at] };
        out[at] = match chars[at] {
            ',' if near.wide() => '，',
            ';' if near.wide() => '；',
            '?' if near.wide_before() => '？',
            '!' if near.wide_before() => '！',
            ':' if near.wide() => '：',
            '.' if near.stop() => '。',
            '"' if double_quotes.is_multiple_of(2) => {
                quote_open = !quote_open;
                if quote_open { '“' } else { '”' }
            }
            _ => out[at],
        };
        before = Some(out[at]);
    }
    out.into_iter().collect::<String>().replace("。。。", "……").replace("--", "——")
}

/// What stands on both sides of a sign, blanks skipped.
struct Near {
    before: Option<char>,
    after: Option<char>,
}

impl Near {
    fn wide(&self) -> bool {
        let wide = |c: Option<char>| c.is_some_and(|c| is_han(c) || is_cjk_sign(c));
        wide(self.before) || wide(self.after)
    }

    fn wide_before(&self) -> bool {
        self.before.is_some_and(|c| is_han(c) || is_cjk_sign(c) || matches!(c, ')' | '"' | '%'))
            || (self.before.is_some_and(|c| c.is_ascii_digit()) && self.after.is_none_or(is_han))
    }

    /// A full point ends a sentence after a Han (or a closing sign) when no Latin or number goes on.
    fn stop(&self) -> bool {
        self.before.is_some_and(|c| is_han(c) || matches!(c, '”' | '》' | '）' | ')'))
            && self.after.is_none_or(|c| is_han(c) || matches!(c, '”' | '“' | '（' | '(' | '《' | '"'))
    }
}

/// A pair of brackets is full-width when it holds Han or follows one.
fn widen_brackets(chars: &[char], out: &mut [char]) {
    let mut open: Vec<usize> = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        match c {
            '(' => open.push(at),
            ')' => {
                let start = open.pop();
                let inside = start.map_or(&chars[..at], |start| &chars[start..at]);
                let led = start.and_then(|start| chars[..start].iter().rev().find(|&&c| c != ' '));
                let wide =
                    inside.iter().any(|&c| is_han(c)) || led.is_some_and(|&c| is_han(c) || is_cjk_sign(c));
                if wide {
                    out[at] = '）';
                    if let Some(start) = start {
                        out[start] = '（';
                    }
                }
            }
            // A full-width closer pairs with a half-width opener.
            '）' => {
                if let Some(start) = open.pop() {
                    out[start] = '（';
                }
            }
            _ => {}
        }
    }
}
