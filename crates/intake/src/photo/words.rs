//! Dates as ISO 8601, and values that several schemes write alike.

use std::sync::LazyLock;

use regex::Regex;

/// `YYYYMMDD`, `YYYY-MM-DD`, `YYYY:MM:DD`, each perhaps with a time and an offset after it.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(\d{4})(?:[-:/.]?(\d{2})(?:[-:/.]?(\d{2}))?)?(?:[T\s]\s*(\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$")
        .expect("a fixed pattern is well formed")
});

/// A date in one of the ways that metadata writes it, as ISO 8601 and no more exact than it was; `None` where it is none.
pub(crate) fn iso_date(text: &str, offset: Option<&str>) -> Option<String> {
    let found = DATE.captures(text)?;
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let within = |at: usize, low: u32, high: u32| {
        part(at).is_none_or(|text| text.parse::<u32>().is_ok_and(|value| (low..=high).contains(&value)))
    };
    if part(1) == Some("0000")
        || !within(2, 1, 12)
        || !within(3, 1, 31)
        || !within(4, 0, 24)
        || !within(5, 0, 59)
        || !within(6, 0, 60)
    {
        return None;
    }
    let mut iso = part(1)?.to_owned();
    for at in [2, 3] {
        let Some(value) = part(at) else { return Some(iso) };
        iso = format!("{iso}-{value}");
    }
    if let (Some(hour), Some(minute)) = (part(4), part(5)) {
        iso = format!("{iso}T{hour}:{minute}:{}", part(6).unwrap_or("00"));
        let zone = part(7).or(offset).map_or("", str::trim);
        if zone.len() == 5 && zone.is_ascii() {
            iso = format!("{iso}{}:{}", &zone[..3], &zone[3..]);
        } else if zone == "Z" || zone.len() == 6 && zone.is_ascii() {
            iso.push_str(zone);
        }
    }
    Some(iso)
}
