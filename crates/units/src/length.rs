//! One dimension: [`Length`] in 点, and [`PdfPoints`] for the way out.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Rem, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// Units in one 点.
const PER_POINT: i32 = 1024;
/// Millimetres in one 点 (TYPOGRAPHY.md §1).
const MM_PER_POINT: f64 = 0.351_46;
/// Millimetres in one PDF point: 25.4 / 72.
const MM_PER_PDF_POINT: f64 = 25.4 / 72.0;

/// A length in printers' points (点), fixed point, 1/1024 点 a unit: a quarter and an eighth of a 9 点 字 are exact.
///
/// Addition and subtraction saturate instead of overflowing: a page of absurd size is reported by layout, never
/// a panic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Length(i32);

impl Length {
    /// No length.
    pub const ZERO: Self = Self(0);
    /// The largest length.
    pub const MAX: Self = Self(i32::MAX);

    /// A length of whole 点.
    #[must_use]
    pub const fn points(points: i32) -> Self {
        Self(points.saturating_mul(PER_POINT))
    }

    /// A length of raw units (1/1024 点).
    #[must_use]
    pub const fn from_raw(units: i32) -> Self {
        Self(units)
    }

    /// The raw units (1/1024 点).
    #[must_use]
    pub const fn raw(self) -> i32 {
        self.0
    }

    /// A length of a number of 点, rounded to the nearest unit; not a number becomes zero.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "float to int casts saturate, as meant")]
    pub fn from_points(points: f64) -> Self {
        Self((points * f64::from(PER_POINT)).round() as i32)
    }

    /// A length of millimetres, rounded to the nearest unit.
    #[must_use]
    pub fn from_mm(mm: f64) -> Self {
        Self::from_points(mm / MM_PER_POINT)
    }

    /// A length of PDF points, rounded to the nearest unit.
    #[must_use]
    pub fn from_pdf(pt: PdfPoints) -> Self {
        Self::from_mm(pt.0 * MM_PER_PDF_POINT)
    }

    /// In 点.
    #[must_use]
    pub fn to_points(self) -> f64 {
        f64::from(self.0) / f64::from(PER_POINT)
    }

    /// In millimetres.
    #[must_use]
    pub fn to_mm(self) -> f64 {
        self.to_points() * MM_PER_POINT
    }

    /// In PDF points.
    #[must_use]
    pub fn to_pdf(self) -> PdfPoints {
        PdfPoints(self.to_mm() / MM_PER_PDF_POINT)
    }

    /// `self × num / den`, rounded half away from zero, computed wide so that it cannot overflow on the way.
    /// A zero denominator gives zero.
    #[must_use]
    pub fn mul_ratio(self, num: i64, den: i64) -> Self {
        if den == 0 {
            return Self::ZERO;
        }
        let product = i128::from(self.0) * i128::from(num);
        let den = i128::from(den);
        let half = den.abs() / 2;
        let rounded = if (product < 0) == (den < 0) {
            product + half * den.signum()
        } else {
            product - half * den.signum()
        };
        let clamped = (rounded / den).clamp(i128::from(i32::MIN), i128::from(i32::MAX));
        Self(i32::try_from(clamped).unwrap_or(0))
    }

    /// How many whole `part`s fit: ⌊self / part⌋; zero where `part` is not positive or `self` is negative.
    #[must_use]
    pub fn whole(self, part: Self) -> usize {
        if part.0 <= 0 || self.0 <= 0 { 0 } else { usize::try_from(self.0 / part.0).unwrap_or(0) }
    }

    /// How many `part`s cover it: ⌈self / part⌉; zero where `part` is not positive or `self` is negative.
    #[must_use]
    pub fn cover(self, part: Self) -> usize {
        if part.0 <= 0 || self.0 <= 0 {
            return 0;
        }
        let whole = self.0 / part.0 + i32::from(self.0 % part.0 != 0);
        usize::try_from(whole).unwrap_or(0)
    }

    /// The distance from zero.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

/// A number of PDF points (1/72 inch), the unit of the PDF file and of JSON fields that end in `_pt`.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PdfPoints(pub f64);

impl PdfPoints {
    /// Rounded to two decimals, as it is shown in answers.
    #[must_use]
    pub fn rounded(self) -> f64 {
        (self.0 * 100.0).round() / 100.0
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}点", self.to_points())
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Mul<i32> for Length {
    type Output = Self;
    fn mul(self, n: i32) -> Self {
        Self(self.0.saturating_mul(n))
    }
}

impl Div<i32> for Length {
    type Output = Self;
    /// Rounded towards zero; by zero gives zero.
    fn div(self, n: i32) -> Self {
        Self(self.0.checked_div(n).unwrap_or(0))
    }
}

impl Rem for Length {
    type Output = Self;
    fn rem(self, part: Self) -> Self {
        Self(self.0.checked_rem(part.0).unwrap_or(0))
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_the_printers_point() {
        assert!((Length::points(1).to_mm() - 0.351_46).abs() < 1e-9);
        // 111 字 of 9 点 is the 351 mm measure of a 对开 page (TYPOGRAPHY.md §2).
        assert!((Length::points(999).to_mm() - 351.1).abs() < 0.05);
        assert_eq!(Length::from_mm(Length::points(117).to_mm()), Length::points(117));
    }

    #[test]
    fn pdf_points_are_another_size() {
        assert!((Length::points(117).to_pdf().0 - 116.563).abs() < 0.001);
        assert_eq!(Length::from_pdf(Length::points(117).to_pdf()), Length::points(117));
    }

    #[test]
    fn a_ratio_rounds_half_away_from_zero() {
        assert_eq!(Length::from_raw(3).mul_ratio(1, 2), Length::from_raw(2));
        assert_eq!(Length::from_raw(-3).mul_ratio(1, 2), Length::from_raw(-2));
        assert_eq!(Length::from_raw(3).mul_ratio(1, 0), Length::ZERO);
        assert_eq!(Length::MAX.mul_ratio(2, 1), Length::MAX);
    }

    #[test]
    fn whole_and_cover_bracket_the_quotient() {
        let pitch = Length::from_points(11.25);
        assert_eq!(Length::points(30).whole(pitch), 2);
        assert_eq!(Length::points(30).cover(pitch), 3);
        assert_eq!((pitch * 3).cover(pitch), 3);
        assert_eq!(Length::points(30).whole(Length::ZERO), 0);
    }
}
