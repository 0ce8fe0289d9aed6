//! A page's number as printed, and the places in the issue that it stands for: `A03` for one, `A04-A05`, a spread's,
//! for two.

use crate::act::Refused;
use crate::format::Format;
use crate::make_up::Area;
use crate::text::must_say;

/// The most characters of a number: it becomes part of file names.
const LONGEST: usize = 8;

/// What stands between the two numbers of a spread.
const BETWEEN: char = '-';

/// The numbers of the pages that a number stands for.
pub fn places(number: &str) -> impl Iterator<Item = &str> {
    number.split(BETWEEN)
}

/// Whether two pages would take one place. Large and small letters are one: numbers become names of files, which not every
/// system tells apart by them.
#[must_use]
pub fn share_a_place(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    places(&one).any(|place| places(&other).any(|taken| taken == place))
}

/// The number of the page on which an area begins: of a spread, one of its two.
#[must_use]
pub fn of_area(number: &str, format: Format, area: Area) -> &str {
    let on_the_right = area.col >= format.columns() / 2;
    let mut places = places(number);
    match (places.next(), places.next()) {
        (Some(left), Some(right)) => {
            if on_the_right {
                right
            } else {
                left
            }
        }
        _ => number,
    }
}

/// The number as it is kept. A spread has the numbers of its two pages, an even one and the next: the pages that lie
/// open beside each other.
pub(crate) fn checked(number: String, format: Format) -> Result<String, Refused> {
    let number = must_say("number", number)?;
    let right = match (format.spread, number.split_once(BETWEEN)) {
        (false, None) => is_plain(&number),
        (true, Some((left, right))) => is_plain(left) && is_plain(right) && faces(left, right),
        _ => false,
    };
    if right { Ok(number) } else { Err(Refused::Invalid { field: "number", value: number }) }
}

fn is_plain(number: &str) -> bool {
    !number.is_empty() && number.chars().all(char::is_alphanumeric) && number.chars().count() <= LONGEST
}

/// Whether the left page's number is even, and the right page's the next one of the same section.
fn faces(left: &str, right: &str) -> bool {
    let parted = |number: &str| {
        let letters = number.trim_end_matches(|digit: char| digit.is_ascii_digit()).to_owned();
        let digits = number.get(letters.len()..)?;
        Some((letters, digits.len(), digits.parse::<u32>().ok()?))
    };
    match (parted(left), parted(right)) {
        (Some((letters, long, left)), Some((same, as_long, right))) => {
            letters == same && long == as_long && left % 2 == 0 && left.checked_add(1) == Some(right)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Paper;

    fn is_kept(number: &str, format: Format) -> bool {
        checked(number.to_owned(), format).is_ok()
    }

    #[test]
    fn a_spread_has_the_numbers_of_two_facing_pages() {
        let spread = Format::spread(Paper::Quarto);
        for right in ["A04-A05", "4-5", "08-09", "B10-B11", "城2-城3"] {
            assert!(is_kept(right, spread), "{right}");
            assert!(!is_kept(right, Format::QUARTO), "{right}");
        }
        for wrong in [
            "A04",
            "A05-A06",
            "A04-A06",
            "A05-A04",
            "A04-B05",
            "A4-A05",
            "A04-",
            "-A05",
            "-",
            "A04-A05-A06",
            "A04–A05",
            "A04A05",
            "A-B",
            "A/4-A/5",
            "A00000004-A00000005",
        ] {
            assert!(!is_kept(wrong, spread), "{wrong}");
        }
        assert_eq!(checked(" A04-A05 ".into(), spread), Ok("A04-A05".into()));
        assert!(is_kept("A03", Format::QUARTO) && !is_kept("A/3", Format::QUARTO));
    }

    #[test]
    fn a_spread_takes_both_of_its_places() {
        assert!(share_a_place("A04-A05", "A05") && share_a_place("A04", "A04-A05"));
        assert!(share_a_place("A04-A05", "A04-A05") && share_a_place("A03", "a03"));
        assert!(!share_a_place("A04-A05", "A06") && !share_a_place("A04-A05", "A0"));
    }

    #[test]
    fn what_stands_on_a_spread_stands_on_one_of_its_pages() {
        let spread = Format::spread(Paper::Quarto);
        let at = |col| Area { col, row: 0, cols: 1, rows: 1 };
        assert_eq!(of_area("A04-A05", spread, at(5)), "A04");
        assert_eq!(of_area("A04-A05", spread, at(6)), "A05");
        assert_eq!(of_area("A03", Format::QUARTO, at(5)), "A03");
    }
}
