//! Small images of pages, compared.

/// What differs, where it is more than the odd edge pixel of another machine's arithmetic.
pub(crate) fn difference(known: &[u8], now: &[u8]) -> Option<String> {
    let Ok(known) = image::load_from_memory(known) else { return Some("page.png is not there".to_owned()) };
    let (known, now) = (known.into_luma8(), image::load_from_memory(now).ok()?.into_luma8());
    if known.dimensions() != now.dimensions() {
        return Some(format!("page.png is {:?}, was {:?}", now.dimensions(), known.dimensions()));
    }
    let off = known.pixels().zip(now.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 48).count();
    let allowed = known.pixels().len() / 5_000;
    (off > allowed).then(|| format!("page.png: {off} pixels differ, {allowed} may"))
}
