//! Pages as grey pixels: the window's canvas and the press file, laid over each other.

use std::path::Path;
use std::process::Command;

/// A picture in grey; 0 is black.
pub(crate) struct Raster {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

/// A part of a raster: left, top, width, height, each as a share of the whole.
pub(crate) type Part = [f64; 4];

/// All of it.
pub(crate) const WHOLE: Part = [0.0, 0.0, 1.0, 1.0];

impl Raster {
    pub(crate) fn new(width: usize, height: usize, grey: Vec<u8>) -> Self {
        assert_eq!(grey.len(), width * height);
        Self { width, height, grey }
    }

    /// The trimmed page of a PDF, as large as the other one.
    pub(crate) fn of_pdf(file: &Path, like: &Self) -> Self {
        let [left, bottom, right, top] = trim_box(file);
        let [_, _, _, page_top] = page_box(file, "MediaBox");
        let points = right - left;
        let pixels = like.width as f64 / points;
        let at = |points: f64| (points * pixels).round().to_string();
        let done = Command::new("pdftoppm")
            .args(["-gray", "-r", &(pixels * 72.0).to_string()])
            .args(["-x", &at(left), "-y", &at(page_top - top)])
            .args(["-W", &like.width.to_string(), "-H", &like.height.to_string()])
            .arg(file)
            .output()
            .expect("pdftoppm is installed (package poppler-utils)");
        assert!(done.status.success() && top - bottom > 0.0, "{done:?}");
        Self::of_pgm(&done.stdout)
    }

    /// A binary PGM of 8 bits.
    fn of_pgm(bytes: &[u8]) -> Self {
        let mut head = bytes.splitn(4, u8::is_ascii_whitespace);
        let mut word = || std::str::from_utf8(head.next().unwrap()).unwrap().to_owned();
        assert_eq!(word(), "P5");
        let (width, height) = (word().parse().unwrap(), word().parse().unwrap());
        let pixels = head.next().unwrap().strip_prefix(b"255\n").expect("8 bits a pixel");
        Self::new(width, height, pixels.to_vec())
    }

    /// The same, moved to the right and down; what comes in is white.
    pub(crate) fn moved(&self, right: usize, down: usize) -> Self {
        let mut grey = vec![255; self.grey.len()];
        for y in down..self.height {
            let (to, from) = (y * self.width, (y - down) * self.width);
            grey[to + right..to + self.width].copy_from_slice(&self.grey[from..from + self.width - right]);
        }
        Self { grey, ..*self }
    }

    /// The same, with a part left white.
    pub(crate) fn without(&self, part: Part) -> Self {
        let mut grey = self.grey.clone();
        let [left, top, right, bottom] = self.pixels(part);
        for y in top..bottom {
            grey[y * self.width + left..y * self.width + right].fill(255);
        }
        Self { grey, ..*self }
    }

    /// How much of the ink of two rasters is in the same place: the correlation of the mean greys of small squares
    /// of a part. 1 is the same picture, however much lighter; 0 is another one. Nothing is like nothing.
    pub(crate) fn likeness(&self, other: &Self, part: Part) -> f64 {
        let (one, two) = (self.squares(part), other.squares(part));
        assert!(one.len() == two.len() && one.len() > 50, "{} and {} squares", one.len(), two.len());
        let blank = |of: &[f64]| of.iter().all(|grey| *grey > 250.0);
        if blank(&one) && blank(&two) {
            return 1.0;
        }
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
        let (a, b) = (mean(&one), mean(&two));
        let product = |x: &[f64], mx: f64, y: &[f64], my: f64| -> f64 {
            x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum()
        };
        let spread = (product(&one, a, &one, a) * product(&two, b, &two, b)).sqrt();
        if spread == 0.0 { 0.0 } else { product(&one, a, &two, b) / spread }
    }

    /// The likeness of the part of the page that is least like the other's.
    pub(crate) fn least_likeness(&self, other: &Self) -> f64 {
        const ZONES: u32 = 8;
        let side = 1.0 / f64::from(ZONES);
        let zones = (0..ZONES * ZONES).map(|n| [f64::from(n % ZONES) * side, f64::from(n / ZONES) * side]);
        zones.map(|[x, y]| self.likeness(other, [x, y, side, side])).fold(1.0, f64::min)
    }

    /// The mean difference of the greys of small squares, as a share of black.
    pub(crate) fn difference(&self, other: &Self, part: Part) -> f64 {
        let (one, two) = (self.squares(part), other.squares(part));
        let sum: f64 = one.iter().zip(&two).map(|(x, y)| (x - y).abs()).sum();
        sum / one.len() as f64 / 255.0
    }

    /// The mean greys of the squares of a part.
    fn squares(&self, part: Part) -> Vec<f64> {
        /// A third of a body character: larger than what two rasterisers do to an edge.
        const SIDE: usize = 4;
        let [left, top, right, bottom] = self.pixels(part);
        let mut means = Vec::new();
        for y in (top..bottom.saturating_sub(SIDE)).step_by(SIDE) {
            for x in (left..right.saturating_sub(SIDE)).step_by(SIDE) {
                let rows = (y..y + SIDE).flat_map(|y| &self.grey[y * self.width + x..][..SIDE]);
                means.push(rows.map(|grey| f64::from(*grey)).sum::<f64>() / (SIDE * SIDE) as f64);
            }
        }
        means
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "shares of a few thousand pixels"
    )]
    fn pixels(&self, [left, top, width, height]: Part) -> [usize; 4] {
        let across = |share: f64| ((share * self.width as f64).round() as usize).min(self.width);
        let down = |share: f64| ((share * self.height as f64).round() as usize).min(self.height);
        [across(left), down(top), across(left + width), down(top + height)]
    }
}

fn trim_box(file: &Path) -> [f64; 4] {
    page_box(file, "TrimBox")
}

/// One of the boxes of a PDF's first page, in points from the left foot.
fn page_box(file: &Path, name: &str) -> [f64; 4] {
    let told = Command::new("pdfinfo").arg("-box").arg(file).output().expect("pdfinfo is installed");
    let told = String::from_utf8(told.stdout).unwrap();
    let line = told.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {told}"));
    let sides: Vec<f64> = line.split_whitespace().skip(1).map(|side| side.parse().unwrap()).collect();
    sides.try_into().unwrap()
}
