//! The page's arithmetic (TYPOGRAPHY.md §2): whole numbers that page editors know by heart.

use broadsheet_units::Length;

/// How many 字 a measure of `columns` base columns holds, where a base column holds `column` 字 and a gutter
/// `gutter` 字: 13, 27, 41 … on 对开, 11, 23, 35 … on 四开. No columns hold nothing.
#[must_use]
pub fn measure_in_ems(columns: u32, column: u32, gutter: u32) -> u32 {
    columns.saturating_mul(column).saturating_add(columns.saturating_sub(1).saturating_mul(gutter))
}

/// A measure of `measure` 字 broken into `columns` text columns with gutters of `gutter` 字 (破栏): how many 字 each
/// column holds, and how many are left over. Where nothing is left for text, the columns hold none.
#[must_use]
pub fn broken_columns(measure: u32, columns: u32, gutter: u32) -> (u32, u32) {
    let text = measure.saturating_sub(columns.saturating_sub(1).saturating_mul(gutter));
    match columns {
        0 => (0, measure),
        _ => (text / columns, text % columns),
    }
}

/// How many 字 of `size` fit in a measure: ⌊width / size⌋.
#[must_use]
pub fn headline_characters(measure: Length, size: Length) -> u32 {
    u32::try_from(measure.whole(size)).unwrap_or(u32::MAX)
}

/// How many rows of `pitch` the lines of a headline and `white_rows` rows of white take, rounded up to whole rows. A
/// line's height is its size.
#[must_use]
pub fn headline_rows(sizes: &[Length], white_rows: u32, pitch: Length) -> u32 {
    let lines: Length = sizes.iter().copied().sum();
    let rows = u32::try_from(lines.cover(pitch)).unwrap_or(u32::MAX);
    rows.saturating_add(white_rows)
}

/// The height of lines in rows of `pitch`, in hundredths, rounded to the nearest: 51 点 are 453.
#[must_use]
pub fn rows_in_hundredths(sizes: &[Length], pitch: Length) -> u32 {
    let lines: Length = sizes.iter().copied().sum();
    if pitch <= Length::ZERO {
        return 0;
    }
    let hundredths = (i64::from(lines.raw()) * 100 + i64::from(pitch.raw()) / 2) / i64::from(pitch.raw());
    u32::try_from(hundredths).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EM: Length = Length::points(9);
    const PITCH: Length = Length::from_raw(11_520);

    #[test]
    fn a_measure_of_columns_holds_whole_characters() {
        let folio: Vec<u32> = (1..=8).map(|n| measure_in_ems(n, 13, 1)).collect();
        assert_eq!(folio, [13, 27, 41, 55, 69, 83, 97, 111]);
        let quarto: Vec<u32> = (1..=6).map(|n| measure_in_ems(n, 11, 1)).collect();
        assert_eq!(quarto, [11, 23, 35, 47, 59, 71]);
        assert_eq!(measure_in_ems(0, 13, 1), 0);
        assert!(((EM * 111).to_mm() - 351.0).abs() < 0.2);
        assert!(((EM * 71).to_mm() - 224.6).abs() < 0.05);
    }

    #[test]
    fn the_type_area_has_whole_rows() {
        assert_eq!(Length::from_mm(490.0).whole(PITCH), 123);
        assert!(((PITCH * 123).to_mm() - 486.3).abs() < 0.05);
        assert_eq!(Length::from_mm(350.0).whole(PITCH), 88);
        assert!(((PITCH * 88).to_mm() - 347.9).abs() < 0.1);
    }

    #[test]
    fn columns_are_broken() {
        assert_eq!(broken_columns(41, 2, 1), (20, 0), "三破二");
        assert_eq!(broken_columns(69, 3, 1), (22, 1), "五破三");
        assert_eq!(broken_columns(55, 3, 1), (17, 2), "四破三");
        assert_eq!(broken_columns(13, 1, 1), (13, 0));
        assert_eq!(broken_columns(3, 9, 1), (0, 0));
        assert_eq!(broken_columns(3, 0, 1), (0, 3));
    }

    #[test]
    fn a_headline_fits_by_its_size() {
        let six_columns = |column| EM * i32::try_from(measure_in_ems(6, column, 1)).unwrap();
        assert_eq!(headline_characters(six_columns(13), Length::points(30)), 24);
        assert_eq!(headline_characters(six_columns(11), Length::points(30)), 21);
        assert_eq!(headline_characters(six_columns(11), Length::ZERO), 0);
    }

    #[test]
    fn a_headline_takes_whole_rows() {
        let (large, small) = (Length::points(30), Length::points(21));
        assert_eq!(rows_in_hundredths(&[large, small], PITCH), 453);
        assert_eq!(headline_rows(&[large, small], 3, PITCH), 8);
        assert_eq!(rows_in_hundredths(&[large], PITCH), 267);
        assert_eq!(headline_rows(&[], 0, PITCH), 0);
    }
}
