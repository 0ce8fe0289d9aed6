//! Files as other people's tools see them: what they say of one, and the plates that a renderer separates it into.

use std::path::PathBuf;
use std::process::Command;

/// A file that is gone when the test is.
pub(crate) struct Kept(pub(crate) PathBuf);

impl Kept {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("broadsheet-press-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.0);
    }
}

/// Runs a tool and gives what it says; a failure is the test's.
pub(crate) fn tool(name: &str, arguments: &[&str]) -> String {
    let output =
        Command::new(name).args(arguments).output().unwrap_or_else(|error| panic!("{name}: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{name} {arguments:?}: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// The margin of a sheet with marks, from its edge to the trim, in millimetres.
const MARGIN: f64 = 15.0;

/// The plates of page 1, as Ghostscript separates them with overprint in force: 8-bit ink values.
pub(crate) struct Plates {
    /// C, M, Y, K.
    process: [Vec<u8>; 4],
    /// The spot colours by name.
    spots: Vec<(String, Vec<u8>)>,
    width: usize,
    height: usize,
    dpi: f64,
}

impl Plates {
    /// Separates a file.
    pub(crate) fn of(pdf: &Kept, dpi: u32) -> Self {
        let folder = pdf.0.with_extension("plates");
        std::fs::create_dir_all(&folder).unwrap();
        let out = format!("-sOutputFile={}", folder.join("page.tif").display());
        let resolution = format!("-r{dpi}");
        let device = "-sDEVICE=tiffsep";
        let compression = "-sCompression=none";
        let quiet = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dFirstPage=1", "-dLastPage=1"];
        tool("gs", &[&quiet[..], &[device, &resolution, compression, &out, pdf.path()]].concat());
        let mut size = (0, 0);
        let mut read = |ink: &str| {
            let file = folder.join(format!("page({ink}).tif"));
            let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let (pixels, width, height) = grey_tiff(&bytes);
            size = (width, height);
            pixels.into_iter().map(|light| 255 - light).collect::<Vec<u8>>()
        };
        let names = ["Cyan", "Magenta", "Yellow", "Black"];
        let process = names.map(&mut read);
        let mut spots: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .filter_map(|name| Some(name.strip_prefix("page(")?.strip_suffix(").tif")?.to_owned()))
            .filter(|name| !names.contains(&name.as_str()))
            .collect();
        spots.sort();
        let spots = spots.into_iter().map(|name| (name.clone(), read(&name))).collect();
        std::fs::remove_dir_all(&folder).unwrap();
        Self { process, spots, width: size.0, height: size.1, dpi: f64::from(dpi) }
    }

    /// The points of an area, given in millimetres from the corner of the trim.
    fn points(&self, left: f64, top: f64, wide: f64, high: f64) -> Vec<usize> {
        let pixel = |millimetres: f64| (millimetres / 25.4 * self.dpi).round() as usize;
        let (left, top) = (pixel(left + MARGIN), pixel(top + MARGIN));
        let columns = left..(left + pixel(wide)).min(self.width);
        let rows = top..(top + pixel(high)).min(self.height);
        rows.flat_map(|row| columns.clone().map(move |column| row * self.width + column)).collect()
    }

    /// C, M, Y and K of every point of an area.
    pub(crate) fn over(&self, left: f64, top: f64, wide: f64, high: f64) -> Vec<[u32; 4]> {
        let [c, m, y, k] = &self.process;
        let points = self.points(left, top, wide, high).into_iter();
        points.map(|at| [c[at], m[at], y[at], k[at]].map(u32::from)).collect()
    }

    /// A spot colour's plate over an area; `None` where there is no such plate.
    pub(crate) fn spot(&self, name: &str, left: f64, top: f64, wide: f64, high: f64) -> Option<Vec<u8>> {
        let (_, plate) = self.spots.iter().find(|(spot, _)| spot == name)?;
        Some(self.points(left, top, wide, high).into_iter().map(|at| plate[at]).collect())
    }

    /// The most ink of any point of an area, in per cent.
    pub(crate) fn most(&self, left: f64, top: f64, wide: f64, high: f64) -> f64 {
        let sums = self.over(left, top, wide, high).into_iter().map(|inks| inks.iter().sum::<u32>());
        f64::from(sums.max().unwrap()) / 2.55
    }
}

/// An uncompressed 8-bit grey TIFF, as tiffsep writes it.
fn grey_tiff(file: &[u8]) -> (Vec<u8>, usize, usize) {
    assert_eq!(&file[..4], b"II*\0", "little-endian TIFF");
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    let u32_at =
        |at: usize| usize::try_from(u32::from_le_bytes(file[at..at + 4].try_into().unwrap())).unwrap();
    let directory = u32_at(4);
    let entry = |tag: usize| {
        let at = (0..u16_at(directory))
            .map(|index| directory + 2 + index * 12)
            .find(|&at| u16_at(at) == tag)
            .unwrap();
        let size = if u16_at(at + 2) == 3 { 2 } else { 4 };
        let values = u32_at(at + 4);
        let from = if values * size <= 4 { at + 8 } else { u32_at(at + 8) };
        (0..values)
            .map(|index| if size == 2 { u16_at(from + index * 2) } else { u32_at(from + index * 4) })
            .collect::<Vec<_>>()
    };
    let (width, height) = (entry(256)[0], entry(257)[0]);
    assert_eq!((entry(258)[0], entry(259)[0]), (8, 1), "8 bits, uncompressed");
    let mut pixels = Vec::new();
    for (offset, count) in entry(273).into_iter().zip(entry(279)) {
        pixels.extend_from_slice(&file[offset..offset + count]);
    }
    // Photometric interpretation 0 is white at zero.
    if entry(262)[0] == 0 {
        pixels.iter_mut().for_each(|light| *light = 255 - *light);
    }
    (pixels, width, height)
}
