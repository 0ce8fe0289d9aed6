//! The small programs of functions (ISO 32000-1, 7.10.5): a part of PostScript that only reckons.

use crate::steps::is_blank;

/// How deep braces stand in one another.
const DEEPEST: usize = 16;
/// The most numbers that wait at a time (ISO 32000-1, Annex C: a hundred).
const MOST_WAITING: usize = 128;
/// The most instructions of a program.
const MOST_INSTRUCTIONS: usize = 10_000;

/// A program.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Program(Vec<Instruction>);

#[derive(Clone, PartialEq, Debug)]
enum Instruction {
    Number(f64),
    Operator(&'static str),
    If(Vec<Instruction>),
    IfElse(Vec<Instruction>, Vec<Instruction>),
}

const OPERATORS: [&str; 40] = [
    "abs", "add", "and", "atan", "bitshift", "ceiling", "copy", "cos", "cvi", "cvr", "div", "dup", "eq",
    "exch", "exp", "false", "floor", "ge", "gt", "idiv", "index", "le", "ln", "log", "lt", "mod", "mul",
    "ne", "neg", "not", "or", "pop", "roll", "round", "sin", "sqrt", "sub", "true", "truncate", "xor",
];

impl Program {
    /// Reads a program: everything between its braces.
    pub(super) fn read(source: &[u8]) -> Option<Self> {
        let mut tokens = Tokens(source);
        let mut left = MOST_INSTRUCTIONS;
        (tokens.next()? == b"{").then(|| block(&mut tokens, DEEPEST, &mut left)).flatten().map(Self)
    }

    /// How many instructions it has.
    pub(super) fn length(&self) -> usize {
        length(&self.0)
    }

    /// The last `count` numbers that are left when it has run.
    pub(super) fn run(&self, input: &[f64], count: usize) -> Option<Vec<f64>> {
        let mut waiting = input.to_vec();
        run(&self.0, &mut waiting)?;
        Some(waiting.split_off(waiting.len().checked_sub(count)?))
    }
}

fn length(instructions: &[Instruction]) -> usize {
    let own = |instruction: &Instruction| match instruction {
        Instruction::Number(_) | Instruction::Operator(_) => 1,
        Instruction::If(then) => 1 + length(then),
        Instruction::IfElse(then, otherwise) => 1 + length(then) + length(otherwise),
    };
    instructions.iter().map(own).sum()
}

/// What stands up to the closing brace.
fn block(tokens: &mut Tokens<'_>, depth: usize, left: &mut usize) -> Option<Vec<Instruction>> {
    let depth = depth.checked_sub(1)?;
    let mut instructions = Vec::new();
    let mut blocks: Vec<Vec<Instruction>> = Vec::new();
    loop {
        *left = left.checked_sub(1)?;
        match tokens.next()? {
            b"{" => blocks.push(block(tokens, depth, left)?),
            b"}" => return blocks.is_empty().then_some(instructions),
            b"if" => instructions.push(Instruction::If(blocks.pop()?)),
            b"ifelse" => {
                let otherwise = blocks.pop()?;
                instructions.push(Instruction::IfElse(blocks.pop()?, otherwise));
            }
            token => {
                let token = std::str::from_utf8(token).ok()?;
                let operator = OPERATORS.into_iter().find(|operator| *operator == token);
                instructions.push(match operator {
                    Some(operator) => Instruction::Operator(operator),
                    None => {
                        Instruction::Number(token.parse().ok().filter(|number: &f64| number.is_finite())?)
                    }
                });
            }
        }
    }
}

/// Braces and words; comments are passed over.
struct Tokens<'a>(&'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let blanks = self.0.iter().take_while(|byte| is_blank(**byte)).count();
            self.0 = self.0.get(blanks..)?;
            let ends = |byte: &u8| is_blank(*byte) || b"{}%".contains(byte);
            let length = match self.0.first()? {
                b'{' | b'}' => 1,
                b'%' => self.0.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(self.0.len()),
                _ => self.0.iter().position(ends).unwrap_or(self.0.len()),
            };
            let (token, rest) = self.0.split_at_checked(length)?;
            self.0 = rest;
            if !token.starts_with(b"%") {
                return Some(token);
            }
        }
    }
}

/// Runs instructions; `None` where there is nothing to reckon with. Truth is 1 or 0. There are no loops: it ends.
fn run(instructions: &[Instruction], waiting: &mut Vec<f64>) -> Option<()> {
    for instruction in instructions {
        match instruction {
            Instruction::Number(number) => waiting.push(*number),
            Instruction::Operator(operator) => operate(operator, waiting)?,
            Instruction::If(then) => {
                if waiting.pop()? != 0.0 {
                    run(then, waiting)?;
                }
            }
            Instruction::IfElse(then, otherwise) => {
                let chosen = if waiting.pop()? == 0.0 { otherwise } else { then };
                run(chosen, waiting)?;
            }
        }
        if waiting.len() > MOST_WAITING {
            return None;
        }
    }
    Some(())
}

fn operate(operator: &str, waiting: &mut Vec<f64>) -> Option<()> {
    if let Some(done) = shift(operator, waiting) {
        return done;
    }
    let last = waiting.pop()?;
    let value = match of_one(operator, last) {
        Some(value) => value,
        None => of_two(operator, waiting.pop()?, last)?,
    };
    waiting.push(value);
    value.is_finite().then_some(())
}

/// What only moves numbers; nothing where the operator reckons.
fn shift(operator: &str, waiting: &mut Vec<f64>) -> Option<Option<()>> {
    let done = || {
        match operator {
            "true" => waiting.push(1.0),
            "false" => waiting.push(0.0),
            "pop" => _ = waiting.pop()?,
            "dup" => waiting.push(*waiting.last()?),
            "index" => {
                let back = whole(waiting.pop()?)?;
                waiting.push(*waiting.get(waiting.len().checked_sub(back + 1)?)?);
            }
            "copy" => {
                let count = whole(waiting.pop()?)?;
                waiting.extend_from_within(waiting.len().checked_sub(count)?..);
            }
            "exch" => {
                let last = waiting.len().checked_sub(2)?;
                waiting.swap(last, last + 1);
            }
            _ => {
                let by = waiting.pop()?;
                let count = whole(waiting.pop()?)?;
                let from = waiting.len().checked_sub(count)?;
                if count > 0 {
                    #[expect(clippy::cast_precision_loss, reason = "at most some hundred")]
                    let by = whole(by.trunc().rem_euclid(count as f64))?;
                    waiting.get_mut(from..)?.rotate_right(by.min(count));
                }
            }
        }
        Some(())
    };
    matches!(operator, "true" | "false" | "pop" | "dup" | "index" | "copy" | "exch" | "roll").then(done)
}

fn truth(truth: bool) -> f64 {
    f64::from(u8::from(truth))
}

/// What comes of one number; nothing where the operator takes two.
fn of_one(operator: &str, value: f64) -> Option<f64> {
    Some(match operator {
        "abs" => value.abs(),
        "ceiling" => value.ceil(),
        "cos" => value.to_radians().cos(),
        "cvi" | "truncate" => value.trunc(),
        "cvr" => value,
        "floor" => value.floor(),
        "ln" => value.ln(),
        "log" => value.log10(),
        "neg" => -value,
        "not" => truth(value == 0.0),
        "round" => (value + 0.5).floor(),
        "sin" => value.to_radians().sin(),
        "sqrt" => value.sqrt(),
        _ => return None,
    })
}

/// What comes of two.
fn of_two(operator: &str, first: f64, second: f64) -> Option<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, as meant")]
    let (one, other) = (first as i64, second as i64);
    #[expect(clippy::cast_precision_loss, reason = "numbers of this size are nonsense anyway")]
    let whole = |value: i64| value as f64;
    Some(match operator {
        "add" => first + second,
        "sub" => first - second,
        "mul" => first * second,
        "div" => first / second,
        "idiv" => whole(one.checked_div(other)?),
        "mod" => whole(one.checked_rem(other)?),
        "exp" => first.powf(second),
        "atan" => first.atan2(second).to_degrees().rem_euclid(360.0),
        "and" => whole(one & other),
        "or" => whole(one | other),
        "xor" => whole(one ^ other),
        "bitshift" => {
            let by = u32::try_from(other.unsigned_abs()).ok()?;
            let shifted = if other < 0 { one.checked_shr(by) } else { one.checked_shl(by) };
            whole(shifted.unwrap_or(0))
        }
        "eq" => truth(first == second),
        "ne" => truth(first != second),
        "ge" => truth(first >= second),
        "gt" => truth(first > second),
        "le" => truth(first <= second),
        "lt" => truth(first < second),
        _ => return None,
    })
}

/// A small whole number.
fn whole(number: f64) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be small and not below 0"
    )]
    let whole = (0.0..1000.0).contains(&number).then_some(number as usize);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(program: &str, input: &[f64], count: usize) -> Option<Vec<f64>> {
        Program::read(program.as_bytes())?.run(input, count)
    }

    #[test]
    fn programs_reckon_as_postscript_does() {
        let cases: [(&str, &[f64], &[f64]); 12] = [
            ("{ dup 0.5 mul exch 1 exch sub }", &[0.4], &[0.2, 0.6]),
            ("{0 exch dup 0.9 mul exch 0.2 mul 0}", &[1.0], &[0.0, 0.9, 0.2, 0.0]),
            ("{ dup 0.5 gt { pop 1 } { 2 mul } ifelse }", &[0.3], &[0.6]),
            ("{ dup 0.5 gt { pop 1 } if % a comment }\n }", &[0.7], &[1.0]),
            ("{ 3 1 roll }", &[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0]),
            ("{ 3 -1 roll }", &[1.0, 2.0, 3.0], &[2.0, 3.0, 1.0]),
            ("{ 2 copy add }", &[1.0, 2.0], &[1.0, 2.0, 3.0]),
            ("{ 1 index }", &[4.0, 5.0], &[4.0, 5.0, 4.0]),
            ("{ 360 mul sin abs 7 3 idiv 7 3 mod }", &[0.25], &[1.0, 2.0, 1.0]),
            ("{ 1.5 round exch 2 exp sqrt cvi }", &[3.0], &[2.0, 3.0]),
            ("{ true false or not 1 3 bitshift }", &[], &[0.0, 8.0]),
            ("{ 1 0 atan 6 3 and 6 3 xor }", &[], &[90.0, 2.0, 5.0]),
        ];
        for (program, input, wanted) in cases {
            let found = of(program, input, wanted.len()).unwrap_or_else(|| panic!("{program}"));
            let near = found.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-9);
            assert!(near && found.len() == wanted.len(), "{program}: {found:?}");
        }
    }

    #[test]
    fn what_cannot_be_reckoned_is_nothing() {
        let deep = "{".repeat(1000);
        let long = format!("{{ {} }}", "1 ".repeat(1000));
        let cases = [
            "",
            "{",
            "}",
            "{ add }",
            "{ 1 0 div }",
            "{ 1 0 idiv }",
            "{ fly }",
            "{ { 1 } }",
            "{ -1 copy }",
            "{ 1 9 roll }",
            "{ if }",
            &deep,
            &long,
            "{ 1 1e300 1e300 mul }",
            "{ 2 0 1 sub index }",
        ];
        for program in cases {
            assert_eq!(of(program, &[], 1), None, "{program}");
        }
    }
}
