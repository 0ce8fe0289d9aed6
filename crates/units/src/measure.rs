//! Sizes as people write them: `13字`, `117`, `117点`, `116.56pt`, `41mm`.

use std::fmt;
use std::str::FromStr;

use crate::{Length, PdfPoints};

/// A size as written, before it is known how large a 字 is.
///
/// A bare number is 点, `pt` is a PDF point, `字` the body em (DESIGN.md §5).
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Measure {
    /// Printers' points.
    Points(f64),
    /// PDF points.
    Pdf(f64),
    /// Body ems.
    Ems(f64),
    /// Millimetres.
    Millimetres(f64),
}

impl Measure {
    /// The length, where a 字 is `em`.
    #[must_use]
    pub fn length(self, em: Length) -> Length {
        match self {
            Self::Points(n) => Length::from_points(n),
            Self::Pdf(n) => Length::from_pdf(PdfPoints(n)),
            Self::Ems(n) => Length::from_points(n * em.to_points()),
            Self::Millimetres(n) => Length::from_mm(n),
        }
    }
}

/// Why a written size could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureError {
    /// What was written.
    pub written: String,
}

impl fmt::Display for MeasureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a size: {}", self.written)
    }
}

impl std::error::Error for MeasureError {}

impl FromStr for Measure {
    type Err = MeasureError;

    fn from_str(written: &str) -> Result<Self, MeasureError> {
        let text = written.trim();
        let error = || MeasureError { written: written.to_owned() };
        type Make = fn(f64) -> Measure;
        let suffixes: [(&str, Make); 4] =
            [("字", Self::Ems), ("点", Self::Points), ("pt", Self::Pdf), ("mm", Self::Millimetres)];
        let (number, make) = suffixes
            .iter()
            .find_map(|(suffix, make)| text.strip_suffix(suffix).map(|number| (number, *make)))
            .unwrap_or((text, Self::Points));
        let number: f64 = number.trim().parse().map_err(|_| error())?;
        // 20,000 点 is seven metres: more is a slip of the pen, and would leave the range of `Length`.
        if !number.is_finite() || !(0.0..=20_000.0).contains(&number) {
            return Err(error());
        }
        Ok(make(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let em = Length::points(9);
        for (written, points) in
            [("13字", 117.0), ("117", 117.0), ("117点", 117.0), ("0", 0.0), (" 2 字 ", 18.0)]
        {
            assert_eq!(
                written.parse::<Measure>().unwrap().length(em),
                Length::from_points(points),
                "{written}"
            );
        }
        let pdf = "116.56pt".parse::<Measure>().unwrap().length(em).to_points();
        assert!((pdf - 117.0).abs() < 0.01);
        for bad in ["", "字", "x", "-3", "NaN", "inf", "1e9", "13em"] {
            assert!(bad.parse::<Measure>().is_err(), "{bad}");
        }
    }
}
