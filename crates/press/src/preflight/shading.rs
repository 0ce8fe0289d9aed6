//! How much ink a smooth shading asks for.

use lopdf::{Dictionary, Document, Object};

use super::function::Functions;
use super::lookup::{array, as_dictionary, number, number_at};
use super::weight::{Inks, Plates, total};

/// Steps a side over a shading of two numbers.
const SIDE: u32 = 64;
/// The largest mesh that is unpacked.
const LARGEST_MESH: usize = 32 * 1024 * 1024;
/// Steps to a number of a mesh, which is read bit by bit.
const STEPS_OF_A_NUMBER: usize = 8;

/// The heaviest inks of a shading whose colours are inks (ISO 32000-1, 8.7.4.5); nothing where they cannot be followed.
///
/// Between two places that are looked at a function goes evenly, or nearly so.
pub(crate) fn weigh(
    document: &Document,
    shading: &Object,
    inks: &Inks,
    functions: &mut Functions,
) -> Option<Plates> {
    let entries = as_dictionary(shading)?;
    let kind = number_at(document, entries, b"ShadingType")?;
    // By its number, where it has one: it is read once then.
    let function = match entries.get(b"Function").ok() {
        Some(function) => Some(functions.read(document, function)?),
        None => None,
    };
    let pair = |key: &[u8]| -> Option<Vec<f64>> {
        array(document, entries, key)?.iter().map(|value| number(document, value)).collect()
    };
    // The corners of a mesh bring their colours along, where no function says them.
    let corners = match (kind, &function) {
        (4.0..=7.0, None) => functions.unpacked(document, shading.as_stream().ok()?, LARGEST_MESH)?,
        _ => Vec::new(),
    };
    let steps = inks.steps().saturating_add(function.as_ref().map_or(0, |function| function.steps()));
    let of_a_number = if corners.is_empty() { 0 } else { STEPS_OF_A_NUMBER };
    let mut heaviest: Option<Plates> = None;
    let mut look = |colour: &[f64]| {
        functions.work(steps.saturating_add(colour.len() * of_a_number))?;
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
                    mesh(document, entries, (kind, &corners), colours, &mut look)?;
                }
                _ => return None,
            }
        }
        _ => return None,
    }
    heaviest
}

/// Shows the colours at the corners of a mesh of a type, one after the other: between them it goes evenly.
fn mesh(
    document: &Document,
    shading: &Dictionary,
    (kind, bytes): (f64, &[u8]),
    decode: &[[f64; 2]],
    look: &mut impl FnMut(&[f64]) -> Option<()>,
) -> Option<()> {
    let bits = |key: &[u8]| {
        let bits = number_at(document, shading, key)?;
        [1usize, 2, 4, 8, 12, 16, 24, 32]
            .into_iter()
            .find(|known| u32::try_from(*known).is_ok_and(|known| f64::from(known) == bits))
    };
    let (place, number) = (bits(b"BitsPerCoordinate")?, bits(b"BitsPerComponent")?);
    // A lattice has no flags.
    let flag = if kind == 5.0 { 0 } else { bits(b"BitsPerFlag")? };
    let mut reader = Bits { bytes, at: 0 };
    let mut colour = Vec::with_capacity(decode.len());
    loop {
        let Some(flag) = reader.take(flag) else { return Some(()) };
        // A patch that goes on from another brings fewer corners of its own.
        let (points, corners) = match (kind, flag & 3) {
            (6.0, 0) => (12, 4),
            (6.0, _) => (8, 2),
            (7.0, 0) => (16, 4),
            (7.0, _) => (12, 2),
            _ => (1, 1),
        };
        if reader.skip(points * 2 * place).is_none() {
            return Some(());
        }
        for _ in 0..corners {
            colour.clear();
            for [from, to] in decode {
                let Some(value) = reader.take(number) else { return Some(()) };
                #[expect(clippy::cast_precision_loss, reason = "at most 32 bits")]
                let share = value as f64 / ((1u64 << number) - 1) as f64;
                colour.push(from + (to - from) * share);
            }
            look(&colour)?;
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
        let shading = &document.objects[&id];
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

    #[test]
    fn a_mesh_is_paid_for_before_it_is_unpacked() {
        let mut packed = Stream::new(dictionary! {}, vec![b' '; 20_000_000]);
        packed.compress().unwrap();
        let filters = vec![Object::from("FlateDecode"), "ASCIIHexDecode".into()];
        let entries = dictionary! {
            "ShadingType" => 5, "BitsPerCoordinate" => 1, "BitsPerComponent" => 1, "Filter" => filters,
            "Decode" => numbers(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0]),
        };
        let mesh = Object::Stream(Stream::new(entries, packed.content));
        let weighed = |functions: &mut Functions| weigh(&Document::new(), &mesh, &Inks::Gray, functions);
        let mut functions = Functions::new();
        assert_eq!(weighed(&mut functions), None, "nothing but blanks");
        assert!(!functions.was_spent());
        while functions.work(1 << 24).is_some() {}
        assert!(functions.was_spent());
        assert_eq!(weighed(&mut functions), None);
        assert!(functions.was_spent(), "and that is said");
    }
}
