//! Functions (ISO 32000-1, 7.10): what a shading or a named ink comes to.

mod calculator;

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Document, Object, ObjectId, Stream};

use super::lookup::{array, as_dictionary, get, number, number_at, resolve};
use super::unpack::{Packed, unpack};
use calculator::Program;

/// How deep functions may be stitched.
const DEEPEST: usize = 4;
/// The most numbers that a function may take, and the most that it may give.
const MOST_NUMBERS: usize = 32;
/// Numbers of a table of samples: a cube of 64 steps for four inks.
const MOST_SAMPLES: usize = 1 << 20;
/// The most inputs between whose samples is gone evenly: each doubles the work.
const MOST_SIDES: usize = 8;

/// What the functions of a file may take in memory, in samples of a table: as much as sixteen of the largest tables, or
/// a hundred thousand of the smallest functions.
const MOST_ROOM: usize = 1 << 24;
/// What a function, an array and a part of either take beside their numbers.
const ROOM: usize = 32;
/// What an instruction of a program takes.
const ROOM_OF_AN_INSTRUCTION: usize = 16;
/// Steps that functions may be gone through in all: some seconds.
const MOST_WORK: usize = 1 << 30;

/// The functions of a file, and what they may still cost. A few of them, each the parts of the next, unfold to as much
/// as anyone likes.
pub(crate) struct Functions {
    known: BTreeMap<ObjectId, Option<Arc<Function>>>,
    purse: Purse,
}

/// What functions may still cost.
struct Purse {
    room: usize,
    work: usize,
    /// Whether there was not enough in it.
    spent: bool,
}

impl Purse {
    fn take(&mut self, room: usize) -> Option<()> {
        let left = self.room.checked_sub(room);
        self.spent |= left.is_none();
        self.room = left?;
        Some(())
    }
}

impl Functions {
    pub(crate) fn new() -> Self {
        Self { known: BTreeMap::new(), purse: Purse { room: MOST_ROOM, work: MOST_WORK, spent: false } }
    }

    /// Reads a function, or an array of them; `None` where it is none that can be followed, or costs too much.
    pub(crate) fn read(&mut self, document: &Document, object: &Object) -> Option<Arc<Function>> {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return known.clone();
        }
        let function = Function::read_within(document, object, DEEPEST, &mut self.purse).map(Arc::new);
        if let Some(id) = id {
            self.known.insert(id, function.clone());
        }
        function
    }

    /// Pays for going through functions by so many steps.
    pub(crate) fn work(&mut self, steps: usize) -> Option<()> {
        let left = self.purse.work.checked_sub(steps);
        self.purse.spent |= left.is_none();
        self.purse.work = left?;
        Some(())
    }

    /// What a stream unpacks to, no more than `most` bytes; a byte of it is a step.
    pub(crate) fn unpacked(&mut self, document: &Document, stream: &Stream, most: usize) -> Option<Vec<u8>> {
        let unpacked = unpack(document, stream, most, &mut self.purse.work);
        self.purse.spent |= unpacked == Err(Packed::Spent);
        unpacked.ok()
    }

    /// Whether anything was not read or not gone through for what it costs, since this was last asked.
    pub(crate) fn was_spent(&mut self) -> bool {
        std::mem::take(&mut self.purse.spent)
    }
}

/// A function.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Function {
    domain: Vec<(f64, f64)>,
    range: Vec<(f64, f64)>,
    kind: Kind,
}

#[derive(Clone, PartialEq, Debug)]
enum Kind {
    /// Type 0: a table.
    Sampled(Table),
    /// Type 2: from `c0` to `c1` by a power.
    Exponential { c0: Vec<f64>, c1: Vec<f64>, power: f64 },
    /// Type 3: one after the other.
    Stitched { parts: Vec<Function>, bounds: Vec<f64>, encode: Vec<(f64, f64)> },
    /// Type 4: a small program.
    Calculator(Program),
    /// An array of functions, each of which gives one number.
    Together(Vec<Function>),
}

#[derive(Clone, PartialEq, Debug)]
struct Table {
    size: Vec<usize>,
    encode: Vec<(f64, f64)>,
    decode: Vec<(f64, f64)>,
    /// From 0 to 1, the first input running fastest.
    samples: Vec<f32>,
}

impl Function {
    fn read_within(document: &Document, object: &Object, depth: usize, purse: &mut Purse) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        purse.take(ROOM)?;
        let object = resolve(document, object)?;
        if let Ok(parts) = object.as_array() {
            let parts = Self::parts(document, parts, depth, purse)?;
            let domain = parts.first()?.domain.clone();
            return Some(Self { domain, range: Vec::new(), kind: Kind::Together(parts) });
        }
        let entries = as_dictionary(object)?;
        // All that is read further down, paid for before: a number is as large as two samples.
        let lists = [&b"Domain"[..], b"Range", b"Size", b"Encode", b"Decode", b"C0", b"C1", b"Bounds"];
        let lengths = lists.iter().filter_map(|key| array(document, entries, key)).map(<[Object]>::len);
        purse.take(lengths.sum::<usize>().saturating_mul(2))?;
        let numbers = |key: &[u8]| {
            let numbers = array(document, entries, key)?;
            numbers.iter().map(|value| number(document, value)).collect::<Option<Vec<f64>>>()
        };
        let pairs =
            |key: &[u8]| Some(numbers(key)?.as_chunks::<2>().0.iter().map(|[a, b]| (*a, *b)).collect());
        let domain: Vec<(f64, f64)> = pairs(b"Domain").unwrap_or_else(|| vec![(0.0, 1.0)]);
        let range: Vec<(f64, f64)> = pairs(b"Range").unwrap_or_default();
        if domain.is_empty() || domain.len().max(range.len()) > MOST_NUMBERS {
            return None;
        }
        let plain = |purse: &mut Purse| {
            let stream = object.as_stream().ok()?;
            // A sample is as large as four bytes.
            let room = purse.room.saturating_mul(4);
            let mut left = room;
            let content = unpack(document, stream, MOST_SAMPLES * 4, &mut left);
            purse.take((room - left) / 4)?;
            purse.spent |= content == Err(Packed::Spent);
            content.ok()
        };
        let kind = match number_at(document, entries, b"FunctionType")? {
            0.0 => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "saturates, as meant"
                )]
                let size: Vec<usize> = numbers(b"Size")?.iter().map(|side| *side as usize).collect();
                let bits = number_at(document, entries, b"BitsPerSample")?;
                let all = size.iter().try_fold(range.len(), |all, side| all.checked_mul(*side));
                let all = all.filter(|all| *all > 0 && *all <= MOST_SAMPLES)?;
                if size.len() != domain.len() || size.len() > MOST_SIDES {
                    return None;
                }
                purse.take(all)?;
                let samples = unpacked(&plain(purse)?, bits, all)?;
                #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                let encode = pairs(b"Encode")
                    .unwrap_or_else(|| size.iter().map(|side| (0.0, (side - 1) as f64)).collect());
                let decode = pairs(b"Decode").unwrap_or_else(|| range.clone());
                Kind::Sampled(Table { size, encode, decode, samples })
            }
            2.0 => Kind::Exponential {
                c0: numbers(b"C0").unwrap_or_else(|| vec![0.0]),
                c1: numbers(b"C1").unwrap_or_else(|| vec![1.0]),
                power: number_at(document, entries, b"N").unwrap_or(1.0),
            },
            3.0 => {
                let parts = get(document, entries, b"Functions")?.as_array().ok()?;
                let parts = Self::parts(document, parts, depth, purse)?;
                Kind::Stitched { parts, bounds: numbers(b"Bounds")?, encode: pairs(b"Encode")? }
            }
            4.0 => {
                let program = Program::read(&plain(purse)?)?;
                purse.take(program.length().saturating_mul(ROOM_OF_AN_INSTRUCTION))?;
                Kind::Calculator(program)
            }
            _ => return None,
        };
        Some(Self { domain, range, kind })
    }

    fn parts(document: &Document, parts: &[Object], depth: usize, purse: &mut Purse) -> Option<Vec<Self>> {
        if parts.is_empty() || parts.len() > 256 {
            return None;
        }
        parts.iter().map(|part| Self::read_within(document, part, depth, purse)).collect()
    }

    /// How many numbers it takes.
    pub(crate) fn inputs(&self) -> usize {
        self.domain.len()
    }

    /// From where to where the first number that it takes may go.
    pub(crate) fn domain(&self) -> (f64, f64) {
        self.domain.first().copied().unwrap_or((0.0, 1.0))
    }

    /// How many steps it takes to its value, about.
    pub(crate) fn steps(&self) -> usize {
        let own = match &self.kind {
            Kind::Sampled(table) => table.decode.len() << table.size.len().min(MOST_SIDES),
            Kind::Exponential { c0, .. } => c0.len(),
            Kind::Stitched { parts, bounds, .. } => {
                bounds.len().saturating_add(parts.iter().map(Self::steps).max().unwrap_or(0))
            }
            Kind::Calculator(program) => program.length(),
            Kind::Together(parts) => parts.iter().map(Self::steps).fold(0, usize::saturating_add),
        };
        own.saturating_add(self.domain.len()).saturating_add(self.range.len())
    }

    /// Its value.
    pub(crate) fn at(&self, input: &[f64]) -> Option<Vec<f64>> {
        let input: Vec<f64> = self
            .domain
            .iter()
            .enumerate()
            .map(|(at, &side)| within(*input.get(at).unwrap_or(&0.0), side))
            .collect();
        let first = *input.first()?;
        let mut values = match &self.kind {
            Kind::Sampled(table) => table.at(&input, &self.domain)?,
            Kind::Exponential { c0, c1, power } => {
                let share = first.powf(*power);
                c0.iter().zip(c1).map(|(from, to)| from + share * (to - from)).collect()
            }
            Kind::Stitched { parts, bounds, encode } => {
                let at = bounds.iter().take_while(|bound| first >= **bound).count().min(parts.len() - 1);
                let from =
                    at.checked_sub(1).and_then(|at| bounds.get(at)).copied().unwrap_or(self.domain().0);
                let to = bounds.get(at).copied().unwrap_or(self.domain().1);
                parts.get(at)?.at(&[between(first, (from, to), *encode.get(at)?)])?
            }
            Kind::Calculator(program) => program.run(&input, self.range.len())?,
            Kind::Together(parts) => {
                parts.iter().map(|part| part.at(&input)?.first().copied()).collect::<Option<_>>()?
            }
        };
        for (value, range) in values.iter_mut().zip(&self.range) {
            *value = within(*value, *range);
        }
        values.iter().all(|value| value.is_finite()).then_some(values)
    }

    /// Where a function of one number may have its largest values: its ends, where it bends, and evenly between.
    pub(crate) fn marks(&self, (from, to): (f64, f64)) -> Vec<f64> {
        const EVENLY: u32 = 256;
        let mut marks: Vec<f64> =
            (0..=EVENLY).map(|step| from + (to - from) * f64::from(step) / f64::from(EVENLY)).collect();
        self.bends(&mut marks);
        marks.retain(|mark| (from.min(to)..=from.max(to)).contains(mark));
        marks
    }

    fn bends(&self, marks: &mut Vec<f64>) {
        match &self.kind {
            Kind::Stitched { bounds, .. } => {
                // Just before a bound the function may be about to jump.
                marks.extend(bounds.iter().flat_map(|bound| [*bound, bound - 1e-9 * (1.0 + bound.abs())]));
            }
            Kind::Sampled(table) => {
                if let ([side], [encode]) = (table.size.as_slice(), table.encode.as_slice()) {
                    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
                    marks.extend((0..*side).map(|at| between(at as f64, *encode, self.domain())));
                }
            }
            Kind::Together(parts) => parts.iter().for_each(|part| part.bends(marks)),
            Kind::Exponential { .. } | Kind::Calculator(_) => {}
        }
    }
}

impl Table {
    /// Goes evenly between the samples around a place.
    fn at(&self, input: &[f64], domain: &[(f64, f64)]) -> Option<Vec<f64>> {
        let count = self.decode.len();
        let mut sides = Vec::with_capacity(input.len());
        for (((&value, &domain), &encode), &size) in
            input.iter().zip(domain).zip(&self.encode).zip(&self.size)
        {
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            let place = within(between(value, domain, encode), (0.0, (size - 1) as f64));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 or more")]
            let low = place.floor() as usize;
            sides.push((low, (low + 1).min(size - 1), place - place.floor()));
        }
        let mut values = vec![0.0; count];
        for corner in 0..1usize << sides.len() {
            let (mut weight, mut at, mut step) = (1.0, 0, 1);
            for (side, ((low, high, share), size)) in sides.iter().zip(&self.size).enumerate() {
                let up = corner >> side & 1 == 1;
                weight *= if up { *share } else { 1.0 - share };
                at += step * if up { *high } else { *low };
                step *= size;
            }
            if weight > 0.0 {
                let samples = self.samples.get(at * count..(at + 1) * count)?;
                values
                    .iter_mut()
                    .zip(samples)
                    .for_each(|(value, sample)| *value += weight * f64::from(*sample));
            }
        }
        Some(values.iter().zip(&self.decode).map(|(value, (from, to))| from + value * (to - from)).collect())
    }
}

/// Samples of `bits` each, the highest first, from 0 to 1.
fn unpacked(bytes: &[u8], bits: f64, count: usize) -> Option<Vec<f32>> {
    let bits = [1u8, 2, 4, 8, 12, 16, 24, 32].into_iter().find(|known| f64::from(*known) == bits)?;
    let wanted = usize::from(bits);
    if bytes.len().checked_mul(8)? < count.checked_mul(wanted)? {
        return None;
    }
    let most = ((1u64 << bits) - 1) as f64;
    let sample = |at: usize| {
        let mut value = 0u64;
        // Whole bytes, or a part of one; twelve bits are three parts of four.
        let step = if wanted.is_multiple_of(8) { 8 } else { wanted.min(4) };
        for part in 0..wanted / step {
            let bit = at * wanted + part * step;
            let byte = u64::from(*bytes.get(bit / 8)?);
            value = value << step | byte >> (8 - step - bit % 8) & ((1 << step) - 1);
        }
        Some((value as f64 / most) as f32)
    };
    (0..count).map(sample).collect()
}

fn within(value: f64, (from, to): (f64, f64)) -> f64 {
    value.max(from.min(to)).min(to.max(from))
}

/// Takes a value from one stretch to another.
fn between(value: f64, (from, to): (f64, f64), (low, high): (f64, f64)) -> f64 {
    if to == from { low } else { low + (value - from) * (high - low) / (to - from) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Dictionary, Stream, dictionary};

    fn numbers(numbers: &[f32]) -> Vec<Object> {
        numbers.iter().copied().map(Object::Real).collect()
    }

    fn read(object: impl Into<Object>) -> Option<Function> {
        Functions::new().read(&Document::new(), &object.into()).map(Arc::unwrap_or_clone)
    }

    fn sampled(bits: i64, size: &[f32], outputs: usize, bytes: &[u8]) -> Stream {
        let entries = dictionary! {
            "FunctionType" => 0, "Domain" => numbers(&[0.0, 1.0].repeat(size.len())), "BitsPerSample" => bits,
            "Range" => numbers(&[0.0, 1.0].repeat(outputs)), "Size" => numbers(size),
        };
        Stream::new(entries, bytes.to_vec())
    }

    fn exponential(c0: f32, c1: f32) -> Dictionary {
        let (c0, c1) = (numbers(&[c0]), numbers(&[c1]));
        dictionary! { "FunctionType" => 2, "Domain" => numbers(&[0.0, 1.0]), "N" => 1, "C0" => c0, "C1" => c1 }
    }

    fn is(found: Option<Vec<f64>>, wanted: &[f64]) {
        let found = found.expect("there is a value");
        let near = found.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-3);
        assert!(near && found.len() == wanted.len(), "{found:?} {wanted:?}");
    }

    #[test]
    fn a_table_is_read_at_any_depth_and_gone_through_evenly() {
        for (bits, bytes) in [
            (8, &[0u8, 255, 255, 0][..]),
            (4, &[0x0f, 0xf0]),
            (2, &[0b0011_1100]),
            (1, &[0b0110_0000]),
            (12, &[0x00, 0x0f, 0xff, 0xff, 0xf0, 0x00]),
            (16, &[0, 0, 255, 255, 255, 255, 0, 0]),
            (32, &[0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]),
        ] {
            let function = read(sampled(bits, &[2.0], 2, bytes)).unwrap();
            is(function.at(&[0.0]), &[0.0, 1.0]);
            is(function.at(&[0.25]), &[0.25, 0.75]);
            is(function.at(&[7.0]), &[1.0, 0.0]);
            assert_eq!(read(sampled(bits, &[5.0], 2, bytes)), None, "{bits}: too few samples");
        }
        let square = read(sampled(8, &[2.0, 2.0], 1, &[0, 255, 0, 255])).unwrap();
        is(square.at(&[0.5, 0.1]), &[0.5]);
        is(square.at(&[1.0, 1.0]), &[1.0]);
    }

    #[test]
    fn parts_are_stitched_and_bends_are_looked_at() {
        let stitched = read(dictionary! {
            "FunctionType" => 3, "Domain" => numbers(&[0.0, 1.0]), "Bounds" => numbers(&[0.25]),
            "Functions" => vec![Object::from(exponential(0.0, 1.0)), exponential(0.2, 0.4).into()],
            "Encode" => numbers(&[0.0, 1.0, 0.0, 1.0]),
        })
        .unwrap();
        is(stitched.at(&[0.125]), &[0.5]);
        is(stitched.at(&[0.25]), &[0.2]);
        is(stitched.at(&[1.0]), &[0.4]);
        let most = stitched.marks((0.0, 1.0)).into_iter().map(|mark| stitched.at(&[mark]).unwrap()[0]);
        assert!(most.fold(0.0, f64::max) > 0.9999, "just before the bound");
        let both = read(vec![Object::from(exponential(0.0, 1.0)), exponential(1.0, 0.0).into()]).unwrap();
        is(both.at(&[0.25]), &[0.25, 0.75]);
    }

    #[test]
    fn functions_of_functions_are_paid_for_together() {
        let mut document = Document::new();
        let table = document.add_object(sampled(8, &[65_536.0], 1, &[7; 65_536]));
        let many = |id: ObjectId| vec![Object::Reference(id); 256];
        let row = document.add_object(many(table));
        let square = document.add_object(many(row));
        let mut functions = Functions::new();
        assert_eq!(functions.read(&document, &table.into()).map(|table| table.steps() > 1), Some(true));
        assert!(!functions.was_spent());
        assert_eq!(functions.read(&document, &square.into()), None);
        assert!(functions.was_spent());
        let mut functions = Functions::new();
        assert_eq!((functions.work(MOST_WORK), functions.was_spent()), (Some(()), false));
        assert_eq!((functions.work(1), functions.was_spent()), (None, true));
    }

    #[test]
    fn what_is_no_function_is_none() {
        assert_eq!(read(Object::Null), None);
        assert_eq!(read(dictionary! { "FunctionType" => 9 }), None);
        assert_eq!(read(sampled(8, &[0.0], 1, &[])), None);
        assert_eq!(read(sampled(8, &[1e9], 4, &[0])), None);
        assert_eq!(read(Vec::<Object>::new()), None);
    }
}
