//! Pictures for the plate: proved, decoded, cropped, brought to the resolution of the press, turned upright and
//! converted to its inks.

pub(crate) mod decode;
pub(crate) mod filled;
mod pack;
mod sharpen;
mod upright;

use broadsheet_layout::frame::{Crop, PictureUse};
use broadsheet_units::Rect;
use fast_image_resize::images::{Image as Raster, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use krilla::image::Image;
use moxcms::DataColorSpace;

use crate::advert::{self, Advert, AdvertFault, Place};
use crate::colour::{
    PressColour, Source, Unusable, greys, greys_of_rgb, source_profile, srgb_of_cmyk, srgb_of_rgb,
};
use crate::digest::sha256_hex;
use crate::ink::InkMap;
use crate::{Job, Plates, PressError, Seen};
use decode::{Decoded, Space};
pub(crate) use pack::{NAME, Packed, STAND_IN, packed_rows};
use upright::Orientation;

/// What a picture is brought down to. Newspaper screens have 85 to 120 lines an inch: more pixels than two and a
/// half a line are not seen on paper and only slow the platesetter.
const PRESS_DPI: f64 = 300.0;

/// What line art is brought down to: what platesetters draw. It has no screen that would hide its edges.
const LINE_DPI: f64 = 1200.0;

/// A picture as it stands on the plate.
#[derive(Clone)]
pub(crate) struct Plate {
    /// What krilla places.
    pub(crate) image: Image,
    /// What takes its place in the finished file.
    pub(crate) packed: Packed,
    /// How much ink it prints where.
    pub(crate) inks: InkMap,
    /// What the reader should know.
    pub(crate) remarks: Vec<Remark>,
    /// Whether it is a placed PDF, whose pixels are only a measure.
    pub(crate) vector: bool,
    /// What it shows, where that was asked for and it is a photograph of light.
    pub(crate) seen: Option<Seen>,
}

/// What had to be assumed about a picture, or is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Remark {
    /// CMYK without a profile: its numbers were taken as they are.
    CmykUntagged,
    /// Its profile cannot be used.
    ProfileIgnored,
    /// Something is wrong with a placed PDF.
    Advert(AdvertFault),
}

/// One picture to prepare.
pub(crate) struct Order<'a> {
    /// What the frame says of the picture.
    pub(crate) wanted: &'a PictureUse,
    /// The original file.
    pub(crate) file: &'a [u8],
    /// Where it is shown.
    pub(crate) rect: Rect,
    /// What of it is shown.
    pub(crate) crop: Crop,
    /// The trimmed page.
    pub(crate) page: Rect,
    /// Whether someone wants to see what it shows.
    pub(crate) to_be_seen: bool,
}

impl Order<'_> {
    /// Prepares the picture: what is not seen on paper goes first, what is left is sharpened where that is asked
    /// for, then the colours are converted, and last the inks
    /// are held to the limit, so that nothing afterwards takes them over it.
    pub(crate) fn prepare(&self, press: &PressColour, job: &Job) -> Result<Plate, PressError> {
        if sha256_hex(self.file) != self.wanted.sha256 {
            return Err(self.changed());
        }
        if advert::is_pdf(self.file) {
            return self.advert(job);
        }
        let decoded = decode::decode(self.file).map_err(|reason| self.unreadable(reason))?;
        let orientation = decoded.orientation;
        let upright = orientation.size((decoded.width, decoded.height));
        if upright != (self.wanted.px_width, self.wanted.px_height) {
            return Err(self.changed());
        }
        let cropped = orientation.stored_crop(self.crop, (decoded.width, decoded.height));
        let cropped =
            cropped.ok_or_else(|| self.unreadable("the crop lies outside the picture".to_owned()))?;
        let (small, size) = resample(&decoded, cropped, orientation.size(self.target(decoded.line_art)));
        let small = small.map_err(|reason| self.unreadable(reason))?;
        // What is left is a fourth of it, or less.
        let Decoded { space, icc, pixels, line_art, .. } = decoded;
        drop(pixels);
        let channels = space.channels();
        let (mut pixels, size) = orientation.turn(small, size, channels);
        if line_art {
            let plate = drawn(&pixels, size);
            let plate = plate.ok_or_else(|| self.unreadable("it cannot be packed".to_owned()))?;
            let seen = if self.to_be_seen { seen(pixels, size, space, None) } else { None };
            return Ok(Plate { seen, ..plate });
        }
        // Sharpening is for the press.
        let plain = (self.to_be_seen && job.sharpening > 0).then(|| pixels.clone());
        sharpen::sharpen(&mut pixels, size, channels, job.sharpening);
        let plate = ink(&pixels, size, space, icc.as_deref(), press, job.plates)
            .ok_or_else(|| self.unreadable("its colours cannot be converted".to_owned()))?;
        let seen = if self.to_be_seen { seen(plain.unwrap_or(pixels), size, space, icc) } else { None };
        Ok(Plate { seen, ..plate })
    }

    /// A PDF, placed as it is.
    fn advert(&self, job: &Job) -> Result<Plate, PressError> {
        let advert = Advert::open(self.file).map_err(|kind| self.unreadable(kind.code().to_owned()))?;
        let (width, height) = advert.size();
        if (width, height) != (self.wanted.px_width, self.wanted.px_height) {
            return Err(self.changed());
        }
        if Orientation::UPRIGHT.stored_crop(self.crop, (width, height)).is_none() {
            return Err(self.unreadable("the crop lies outside the picture".to_owned()));
        }
        let place = Place { rect: self.rect, crop: self.crop, page: self.page };
        let form = advert.form(&place);
        let form = form.ok_or_else(|| self.unreadable("its page cannot be taken over".to_owned()))?;
        let packed = Packed::of_form(form);
        let image = packed.stand_in().ok_or_else(|| self.unreadable("it cannot be placed".to_owned()))?;
        let inked = advert.inked(&job.profile);
        let remarks = advert.faults(&place, &job.profile, &inked).into_iter().map(Remark::Advert).collect();
        Ok(Plate { image, packed, inks: InkMap::of_placed(&inked), remarks, vector: true, seen: None })
    }

    /// Upright size on the plate: that of the crop, or less where it has more than the press can show.
    fn target(&self, line_art: bool) -> (u32, u32) {
        let most = if line_art { LINE_DPI } else { PRESS_DPI };
        let side = |pixels: u32, mm: f64| {
            let wanted = (mm / 25.4 * most).ceil().clamp(1.0, f64::from(pixels.max(1)));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to a u32 above"
            )]
            let wanted = wanted as u32;
            wanted
        };
        let width = side(self.crop.width, self.rect.width.to_mm());
        let height = side(self.crop.height, self.rect.height.to_mm());
        (width, height)
    }

    fn changed(&self) -> PressError {
        PressError::PictureChanged { photo: self.wanted.photo, sha256: self.wanted.sha256.clone() }
    }

    fn unreadable(&self, reason: String) -> PressError {
        PressError::PictureUnreadable { photo: self.wanted.photo, reason }
    }
}

/// The cropped part of the picture at `size`, both as stored. Lanczos with three lobes, area-weighted on the way down.
fn resample(decoded: &Decoded, crop: Crop, size: (u32, u32)) -> (Result<Vec<u8>, String>, (u32, u32)) {
    let pixel = match decoded.space {
        Space::Grey => PixelType::U8,
        Space::Rgb => PixelType::U8x3,
        Space::Cmyk => PixelType::U8x4,
    };
    let run = || -> Result<Vec<u8>, String> {
        let from = ImageRef::new(decoded.width, decoded.height, &decoded.pixels, pixel)
            .map_err(|e| e.to_string())?;
        let mut to = Raster::new(size.0, size.1, pixel);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .use_alpha(false)
            .crop(f64::from(crop.x), f64::from(crop.y), f64::from(crop.width), f64::from(crop.height));
        Resizer::new().resize(&from, &mut to, &options).map_err(|e| e.to_string())?;
        Ok(to.into_vec())
    };
    (run(), size)
}

/// The pixels as ink values.
fn ink(
    pixels: &[u8],
    size: (u32, u32),
    space: Space,
    icc: Option<&[u8]>,
    press: &PressColour,
    plates: Plates,
) -> Option<Plate> {
    let wanted = match space {
        Space::Grey => DataColorSpace::Gray,
        Space::Rgb => DataColorSpace::Rgb,
        Space::Cmyk => DataColorSpace::Cmyk,
    };
    let ready = icc.is_some_and(|icc| press.is_own(icc));
    let own = icc.filter(|_| !ready);
    let own = own.map(|icc| source_profile(icc, wanted).map(|profile| Source { profile, icc }));
    let mut remark = matches!(own, Some(Err(Unusable))).then_some(Remark::ProfileIgnored);
    let own = own.and_then(Result::ok);
    let convert = |own: Option<&Source<'_>>| match (space, plates) {
        (Space::Grey, _) => black_of_greys(pixels, own, press).map(Inks::Black),
        (Space::Rgb, Plates::Process) => match without_colour(pixels) {
            Some(greys) => black_of_greys(&greys, own, press).map(Inks::Black),
            None => press.rgb(pixels, own).map(Inks::All),
        },
        (Space::Rgb, Plates::Black) => {
            let seen = own.map(|own| srgb_of_rgb(pixels, &own.profile)).transpose()?;
            press.grey(&greys_of_rgb(seen.as_deref().unwrap_or(pixels))).map(Inks::Black)
        }
        (Space::Cmyk, Plates::Process) => {
            press.cmyk(pixels.to_vec(), own.map(|own| &own.profile)).map(Inks::All)
        }
        (Space::Cmyk, Plates::Black) => match own {
            Some(own) => press.grey(&greys_of_rgb(&srgb_of_cmyk(pixels, &own.profile)?)).map(Inks::Black),
            None => press.black_of(pixels).map(Inks::Black),
        },
    };
    let inks = match convert(own.as_ref()) {
        Ok(inks) => inks,
        Err(Unusable) => {
            remark = Some(Remark::ProfileIgnored);
            convert(None).ok()?
        }
    };
    if space == Space::Cmyk && own.is_none() && !ready && remark.is_none() {
        remark = Some(Remark::CmykUntagged);
    }
    plate(&inks, size, remark)
}

/// Ink values of a picture.
enum Inks {
    /// Of black alone, one a pixel.
    Black(Vec<u8>),
    /// Of all four, C, M, Y and K.
    All(Vec<u8>),
}

/// Greys of the picture's own profile as black ink.
fn black_of_greys(pixels: &[u8], own: Option<&Source<'_>>, press: &PressColour) -> Result<Vec<u8>, Unusable> {
    let Some(own) = own else { return press.grey(pixels) };
    let curve = greys(&own.profile)?;
    let seen: Vec<u8> = pixels.iter().map(|value| curve[usize::from(*value)]).collect();
    press.grey(&seen)
}

/// The greys of an RGB picture in which no pixel has a colour that could be seen (JPEG leaves a level or two).
fn without_colour(pixels: &[u8]) -> Option<Vec<u8>> {
    let level = |pixel: &[u8]| match pixel {
        [r, g, b] if r.max(g).max(b) - r.min(g).min(b) <= 2 => Some(*g),
        _ => None,
    };
    pixels.chunks_exact(3).map(level).collect()
}

/// Line art for the writer: black ink or none, a bit a pixel, so that nothing of it is screened.
fn drawn(greys: &[u8], size: (u32, u32)) -> Option<Plate> {
    let inks: Vec<u8> = greys.iter().map(|grey| if *grey < 128 { 255 } else { 0 }).collect();
    let packed = Packed::line_art(&inks, size)?;
    let inks = InkMap::of(&inks, size.0, true);
    Some(Plate { image: packed.stand_in()?, packed, inks, remarks: Vec::new(), vector: false, seen: None })
}

/// Hands ink values to the writer. Black alone is written as DeviceGray, which a press with a CMYK output intent
/// prints with the black plate only (ISO 32000-1, 8.6.4.2 and 10.3.4); it knocks out the other plates, as a picture
/// must, and is a quarter of the size.
fn plate(inks: &Inks, size: (u32, u32), remark: Option<Remark>) -> Option<Plate> {
    let (packed, inks) = match inks {
        Inks::Black(inks) => {
            let light: Vec<u8> = inks.iter().map(|ink| 255 - ink).collect();
            (Packed::new(&light, size, true)?, InkMap::of(inks, size.0, true))
        }
        Inks::All(inks) => (Packed::new(inks, size, false)?, InkMap::of(inks, size.0, false)),
    };
    Some(Plate {
        image: packed.stand_in()?,
        packed,
        inks,
        remarks: remark.into_iter().collect(),
        vector: false,
        seen: None,
    })
}

/// What a photograph shows. Inks have to be looked at through their profile: what is made of them is not seen here.
fn seen(pixels: Vec<u8>, (width, height): (u32, u32), space: Space, icc: Option<Vec<u8>>) -> Option<Seen> {
    let pixels = match space {
        Space::Grey => pixels.iter().flat_map(|&grey| [grey; 3]).collect(),
        Space::Rgb => pixels,
        Space::Cmyk => return None,
    };
    Some(Seen { width, height, pixels, icc })
}
