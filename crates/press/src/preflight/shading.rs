//! How much ink a smooth shading asks for.

use lopdf::{Dictionary, Document, Object};

use super::lookup::{array, as_dictionary, get, number, number_at, resolve};

/// How deep functions may be stitched.
const DEEPEST: usize = 4;

/// The most ink of a DeviceCMYK shading in per cent, as far as its functions say it by number: at the ends of their
/// stretches, between which they go evenly. `None` where they do not.
pub(crate) fn most_ink(document: &Document, shading: &Dictionary) -> Option<f64> {
    let function = get(document, shading, b"Function")?;
    let most = match function {
        // One function an ink.
        Object::Array(parts) => {
            let parts = parts.iter().map(|part| of(document, part, DEEPEST));
            parts.collect::<Option<Vec<f64>>>()?.iter().sum()
        }
        one => of(document, one, DEEPEST)?,
    };
    Some(most * 100.0)
}

/// The largest sum of a function's values.
fn of(document: &Document, function: &Object, depth: usize) -> Option<f64> {
    let depth = depth.checked_sub(1)?;
    let function = as_dictionary(resolve(document, function)?)?;
    let sum = |key: &[u8]| {
        let values = array(document, function, key)?;
        Some(values.iter().filter_map(|value| number(document, value)).sum::<f64>())
    };
    match number_at(document, function, b"FunctionType") {
        // ISO 32000-1, 7.10.3: an exponential, from C0 to C1.
        Some(2.0) => Some(sum(b"C0").unwrap_or(0.0).max(sum(b"C1").unwrap_or(1.0))),
        // 7.10.4: several of them.
        Some(3.0) => {
            let parts = array(document, function, b"Functions")?;
            let parts = parts.iter().map(|part| of(document, part, depth));
            parts.collect::<Option<Vec<f64>>>()?.into_iter().reduce(f64::max)
        }
        _ => None,
    }
}
