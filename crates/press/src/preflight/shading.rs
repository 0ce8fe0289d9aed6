//! How much ink a smooth shading asks for.

use lopdf::{Dictionary, Document, Object};

use super::function::Functions;
use super::lookup::{array, number, number_at};
use super::weight::{Inks, Plates, total};

/// Steps a side over a shading of two numbers.
const SIDE: u32 = 64;
/// The largest mesh that is unpacked.
const LARGEST_MESH: usize = 32 * 1024 * 1024;

/// The heaviest inks of a shading whose colours are inks (ISO 32000-1, 8.7.4.5); nothing where they cannot be followed.
///
/// Between two places that are looked at a function goes evenly, or nearly so.
pub(crate) fn weigh(
    document: &Document,
    shading: &Dictionary,
    inks: &Inks,
    functions: &mut Functions,
) -> Option<Plates> {
    let kind = number_at(document, shading, b"ShadingType")?;
    // By its number, where it has one: it is read once then.
    let function = match shading.get(b"Function").ok() {
        Some(function) => Some(functions.read(document, function)?),
        None => None,
    };
    let pair = |key: &[u8]| -> Option<Vec<f64>> {
        array(document, shading, key)?.iter().map(|value| number(document, value)).collect()
    };
    let steps = inks.steps().saturating_add(function.as_ref().map_or(0, |function| function.steps()));
    let mut heaviest: Option<Plates> = None;
    let mut look = |colour: &[f64]| {
        functions.work(steps)?;
        let plates = inks.plates(colour)?;
        if heaviest.is_none_or(|heaviest| total(&plates) > total(&heaviest)) {
            heaviest = Some(plates);
        }
        Some(())
    };
    match (kind, function) {
        (1.0, Some(function)) => {
            let domain = pair(b"Domain").unwrap_or_else(|| vec![0.0, 1.0, 0.0, 1.0]);
            let &[left, right, bottom, top] = domain.as_slice() else { return None };
            let at = |from: f64, to: f64, step: u32| from + (to - from) * f64::from(step) / f64::from(SIDE);
            for across in 0..=SIDE {
                for up in 0..=SIDE {
                    look(&function.at(&[at(left, right, across), at(bottom, top, up)])?)?;
                }
            }
        }
        (2.0..=3.0, Some(function)) => {
            let domain = pair(b"Domain").unwrap_or_else(|| vec![0.0, 1.0]);
            let &[from, to] = domain.as_slice() else { return None };
            for mark in function.marks((from, to)) {
                look(&function.at(&[mark])?)?;
            }
        }
        (4.0..=7.0, function) => {
            let decode = pair(b"Decode")?;
            let (_, colours) = decode.as_chunks::<2>().0.split_at_checked(2)?;
            match (function, colours) {
                (Some(function), &[[from, to]]) => {
                    for mark in function.marks((from, to)) {
                        look(&function.at(&[mark])?)?;
                    }
                }
                (None, colours) if !colours.is_empty() => {
                    for colour in mesh(document, shading, kind, colours)? {
                        look(&colour)?;
                    }
                }
                _ => return None,
            }
        }
        _ => return None,
    }
    heaviest
}

/// The colours at the corners of a mesh: between them it goes evenly.
fn mesh(document: &Document, shading: &Dictionary, kind: f64, decode: &[[f64; 2]]) -> Option<Vec<Vec<f64>>> {
    // A mesh is a stream: that which has this dictionary.
    let stream = document.objects.values().find_map(|object| match object {
        Object::Stream(stream) if std::ptr::eq(&raw const stream.dict, shading) => Some(stream),
        _ => None,
    })?;
    let bytes = stream.get_plain_content_with_limit(LARGEST_MESH).ok()?;
    let bits = |key: &[u8]| {
        let bits = number_at(document, shading, key)?;
        [1usize, 2, 4, 8, 12, 16, 24, 32]
            .into_iter()
            .find(|known| u32::try_from(*known).is_ok_and(|known| f64::from(known) == bits))
    };
    let (place, number) = (bits(b"BitsPerCoordinate")?, bits(b"BitsPerComponent")?);
    // A lattice has no flags.
    let flag = if kind == 5.0 { 0 } else { bits(b"BitsPerFlag")? };
    let mut reader = Bits { bytes: &bytes, at: 0 };
    let mut colours = Vec::new();
    loop {
        let Some(flag) = reader.take(flag) else { return Some(colours) };
        // A patch that goes on from another brings fewer corners of its own.
        let (points, corners) = match (kind, flag & 3) {
            (6.0, 0) => (12, 4),
            (6.0, _) => (8, 2),
            (7.0, 0) => (16, 4),
            (7.0, _) => (12, 2),
            _ => (1, 1),
        };
        if reader.skip(points * 2 * place).is_none() {
            return Some(colours);
        }
        for _ in 0..corners {
            let mut colour = Vec::with_capacity(decode.len());
            for [from, to] in decode {
                let Some(value) = reader.take(number) else { return Some(colours) };
                #[expect(clippy::cast_precision_loss, reason = "at most 32 bits")]
                let share = value as f64 / ((1u64 << number) - 1) as f64;
                colour.push(from + (to - from) * share);
            }
            colours.push(colour);
        }
        reader.at = reader.at.next_multiple_of(8);
    }
}

/// Bits, the highest first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u64> {
        let mut value = 0;
        let start = self.at;
        self.skip(count)?;
        for at in start..start + count {
            let byte = u64::from(*self.bytes.get(at / 8)?);
            value = value << 1 | byte >> (7 - at % 8) & 1;
        }
        Some(value)
    }

    /// Nothing where there are no more.
    fn skip(&mut self, count: usize) -> Option<()> {
        let end = self.at.checked_add(count)?;
        let there = end <= self.bytes.len() * 8 && self.at < self.bytes.len() * 8;
        there.then(|| self.at = end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    fn numbers(numbers: &[f32]) -> Vec<Object> {
        numbers.iter().copied().map(Object::Real).collect()
    }

    fn weighed(shading: Stream) -> Option<f64> {
        let mut document = Document::new();
        let id = document.add_object(shading);
        let shading = &document.objects[&id].as_stream().unwrap().dict;
        weigh(&document, shading, &Inks::Process, &mut Functions::new()).map(|plates| total(&plates).round())
    }

    #[test]
    fn meshes_are_weighed_at_their_corners() {
        let mesh = |kind: i64, bytes: &[u8]| {
            weighed(Stream::new(
                dictionary! {
                    "ShadingType" => kind, "BitsPerCoordinate" => 8, "BitsPerComponent" => 8, "BitsPerFlag" => 8,
                    "Decode" => numbers(&[0.0, 9.0, 0.0, 9.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]),
                },
                bytes.to_vec(),
            ))
        };
        let triangle = [0, 1, 1, 255, 0, 0, 0, 0, 2, 2, 255, 255, 255, 0, 0, 3, 3, 0, 0, 0, 255];
        assert_eq!(mesh(4, &triangle), Some(300.0));
        assert_eq!(mesh(5, &[1, 1, 255, 255, 0, 0, 2, 2, 0, 0, 0, 255]), Some(200.0));
        let patch: Vec<u8> = std::iter::repeat_n(0, 25).chain([0; 12]).chain([255; 4]).collect();
        assert_eq!(mesh(6, &patch), Some(400.0));
        let patch: Vec<u8> = std::iter::repeat_n(0, 33).chain([0; 12]).chain([255, 0, 0, 0]).collect();
        assert_eq!(mesh(7, &patch), Some(100.0));
        assert_eq!(mesh(4, &[]), None, "nothing is known of it");
    }

    #[test]
    fn what_cannot_be_followed_is_nothing() {
        for kind in [0, 1, 2, 3, 6, 9] {
            let shading =
                dictionary! { "ShadingType" => kind, "Function" => dictionary! { "FunctionType" => 9 } };
            assert_eq!(weighed(Stream::new(shading, Vec::new())), None, "{kind}");
        }
    }
}
