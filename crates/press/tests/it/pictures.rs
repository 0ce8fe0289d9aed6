//! Pictures of every kind that comes in, as they stand in the printed file.

use crate::specimen::{Composer, encode, job, jpeg, mm, png};
use broadsheet_layout::frame::{Crop, Item, PictureOutline};
use broadsheet_press::{Job, PressNotice, Severity, print};
use broadsheet_units::{Length, Point};
use jpeg_encoder::ColorType as Jpeg;
use lopdf::{Document, Object};
use png::{BitDepth, ColorType as Png};

/// A picture as printed.
pub(crate) struct Printed {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) channels: usize,
    /// Ink values, 255 solid.
    pub(crate) inks: Vec<u8>,
    pub(crate) notices: Vec<PressNotice>,
}

impl Printed {
    /// C, M, Y, K at the given share of width and height.
    pub(crate) fn at(&self, x: f64, y: f64) -> [u8; 4] {
        let place = |share: f64, length: usize| (share * length as f64) as usize;
        let at = (place(y, self.height) * self.width + place(x, self.width)) * self.channels;
        match self.channels {
            1 => [0, 0, 0, self.inks[at]],
            _ => self.inks[at..at + 4].try_into().unwrap(),
        }
    }
}

/// Prints a picture alone on a page.
pub(crate) fn printed(file: &[u8], size: (u32, u32), crop: Option<Crop>) -> Result<Printed, &'static str> {
    let mut page = Composer::new(100.0, 100.0);
    page.picture(file.to_vec(), size, crop, mm(10.0, 10.0, 20.0, 20.0), "", 1);
    let print =
        print(&[&page.frame], &page.shelf, &Job { marks: false, ..job() }).map_err(|error| error.code())?;
    let document = Document::load_mem(&print.pdf).unwrap();
    let mut images = document.objects.values().filter_map(|object| match object {
        Object::Stream(stream)
            if matches!(stream.dict.get(b"Subtype").map(|kind| kind.as_name()), Ok(Ok(b"Image"))) =>
        {
            Some(stream)
        }
        _ => None,
    });
    let image = images.next().unwrap();
    assert!(images.next().is_none());
    let number = |key: &[u8]| usize::try_from(image.dict.get(key).unwrap().as_i64().unwrap()).unwrap();
    let samples = image.get_plain_content().unwrap();
    let (channels, inks) = match image.dict.get(b"ColorSpace").unwrap().as_name().unwrap() {
        b"DeviceGray" if number(b"BitsPerComponent") == 1 => {
            let row = number(b"Width").div_ceil(8);
            let bits = |row: &[u8]| (0..number(b"Width")).map(|x| row[x / 8] >> (7 - x % 8) & 1).collect();
            let light: Vec<Vec<u8>> = samples.chunks_exact(row).map(bits).collect();
            (1, light.concat().iter().map(|light| 255 * (1 - light)).collect())
        }
        b"DeviceGray" => (1, samples.iter().map(|light| 255 - light).collect()),
        b"DeviceCMYK" => (4, samples),
        other => panic!("{other:?}"),
    };
    Ok(Printed { width: number(b"Width"), height: number(b"Height"), channels, inks, notices: print.notices })
}

/// A field of four colours: red and green above, blue and white below.
fn quarters(width: u32, height: u32) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            pixels.extend(match (x < width / 2, y < height / 2) {
                (true, true) => [255, 0, 0],
                (false, true) => [0, 160, 0],
                (true, false) => [0, 0, 255],
                (false, false) => [255, 255, 255],
            });
        }
    }
    pixels
}

fn is_red([c, m, y, _]: [u8; 4]) -> bool {
    c < 60 && m > 180 && y > 150
}

fn is_green([c, m, y, _]: [u8; 4]) -> bool {
    c > 120 && m < 100 && y > 150
}

fn is_blue([c, m, y, _]: [u8; 4]) -> bool {
    c > 180 && m > 90 && y < 60
}

fn is_white(inks: [u8; 4]) -> bool {
    inks.iter().all(|&ink| ink < 6)
}

/// An EXIF segment that says nothing but how the picture is to be turned.
fn orientation(value: u8) -> Vec<u8> {
    let mut segment = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([value, 0, 0, 0, 0, 0, 0]);
    segment
}

#[test]
fn a_photograph_lying_on_its_side_is_turned_and_cropped_as_it_is_seen() {
    let stored = quarters(400, 200);
    // What stands at the top left, top right, bottom left and bottom right once it is turned.
    type Is = fn([u8; 4]) -> bool;
    let cases: [(u8, [Is; 4]); 4] = [
        (1, [is_red, is_green, is_blue, is_white]),
        (3, [is_white, is_blue, is_green, is_red]),
        (6, [is_blue, is_red, is_white, is_green]),
        (8, [is_green, is_white, is_red, is_blue]),
    ];
    for (value, corners) in cases {
        let file = encode(&stored, (400, 200), Jpeg::Rgb, |encoder| {
            encoder.add_app_segment(1, orientation(value)).unwrap();
        });
        let size = if value >= 5 { (200, 400) } else { (400, 200) };
        let whole = printed(&file, size, None).unwrap();
        for (is, (x, y)) in corners.iter().zip([(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)]) {
            assert!(is(whole.at(x, y)), "orientation {value} at {x}, {y}: {:?}", whole.at(x, y));
        }
        let crop = Crop { x: size.0 / 2 + 20, y: 20, width: size.0 / 2 - 40, height: size.1 / 2 - 40 };
        let part = printed(&file, size, Some(crop)).unwrap();
        for (x, y) in [(0.1, 0.1), (0.9, 0.1), (0.5, 0.9)] {
            assert!(corners[1](part.at(x, y)), "the crop of orientation {value}: {:?}", part.at(x, y));
        }
        // The size that the frame knows is the upright one.
        assert_eq!(printed(&file, (size.0, size.1 + 1), None).err(), Some("picture-changed"));
    }
}

#[test]
fn pngs_of_every_depth_and_kind_look_alike() {
    let rgb = quarters(300, 300);
    let wide: Vec<u8> = rgb.iter().flat_map(|&value| [value, value]).collect();
    // Fully clear where it is white, and of a colour there that must not show.
    let clear: Vec<u8> = rgb
        .chunks_exact(3)
        .flat_map(|pixel| {
            if pixel == [255, 255, 255] { [200, 0, 90, 0] } else { [pixel[0], pixel[1], pixel[2], 255] }
        })
        .collect();
    let palette = vec![255, 0, 0, 0, 160, 0, 0, 0, 255, 255, 255, 255];
    let indexed: Vec<u8> = rgb
        .chunks_exact(3)
        .map(|pixel| palette.chunks_exact(3).position(|colour| colour == pixel).unwrap())
        .map(|index| u8::try_from(index).unwrap())
        .collect();
    let size = (300, 300);
    let files = [
        ("8 bits", png(&rgb, size, Png::Rgb, BitDepth::Eight, None)),
        ("16 bits", png(&wide, size, Png::Rgb, BitDepth::Sixteen, None)),
        ("alpha", png(&clear, size, Png::Rgba, BitDepth::Eight, None)),
        ("indexed", png(&indexed, size, Png::Indexed, BitDepth::Eight, Some(palette))),
    ];
    let plain = printed(&files[0].1, size, None).unwrap();
    assert!(is_red(plain.at(0.2, 0.2)) && is_white(plain.at(0.8, 0.8)));
    for (name, file) in &files[1..] {
        let other = printed(file, size, None).unwrap();
        assert!(other.inks == plain.inks, "{name}");
        assert_eq!(other.notices.len(), plain.notices.len());
    }
}

#[test]
fn tiff_and_webp_are_read_too() {
    let rgb = quarters(300, 300);
    let wanted = printed(&png(&rgb, (300, 300), Png::Rgb, BitDepth::Eight, None), (300, 300), None).unwrap();
    let mut tiff = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut tiff).unwrap();
    encoder.write_image::<tiff::encoder::colortype::RGB8>(300, 300, &rgb).unwrap();
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.encode(&rgb, 300, 300, image_webp::ColorType::Rgb8).unwrap();
    for (name, file) in [("TIFF", tiff.into_inner()), ("WebP", webp)] {
        assert!(printed(&file, (300, 300), None).unwrap().inks == wanted.inks, "{name}");
    }
    let inks: Vec<u8> = [10, 200, 30, 40].repeat(300 * 300);
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut file).unwrap();
    encoder.write_image::<tiff::encoder::colortype::CMYK8>(300, 300, &inks).unwrap();
    assert_eq!(printed(&file.into_inner(), (300, 300), None).unwrap().at(0.5, 0.5), [10, 200, 30, 40]);
}

#[test]
fn a_picture_without_colour_is_black_ink_alone() {
    let grey: Vec<u8> = (0..300 * 300).map(|at| u8::try_from(at % 300 * 255 / 299).unwrap()).collect();
    let rgb: Vec<u8> = grey.iter().flat_map(|&value| [value; 3]).collect();
    let one =
        printed(&png(&grey, (300, 300), Png::Grayscale, BitDepth::Eight, None), (300, 300), None).unwrap();
    assert_eq!(one.channels, 1);
    assert!(one.at(0.0, 0.5)[3] > 250 && one.at(0.999, 0.5)[3] < 5, "black at the left, paper at the right");
    let other = printed(&encode(&rgb, (300, 300), Jpeg::Rgb, |_| {}), (300, 300), None).unwrap();
    assert_eq!(other.channels, 1, "an RGB file without colour");
    let close = one.inks.iter().zip(&other.inks).all(|(one, other)| one.abs_diff(*other) <= 8);
    assert!(close, "and with the same tones");
}

#[test]
fn cmyk_with_and_without_the_adobe_marker_gives_the_same_inks() {
    let wanted = [40, 120, 200, 20];
    let inks = wanted.repeat(320 * 320);
    let near = |file: &[u8], name: &str| {
        let print = printed(file, (320, 320), None).unwrap();
        let found = print.at(0.5, 0.5);
        let close = found.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) <= 4);
        assert!(close, "{name}: {found:?}");
        let untagged = print.notices.iter().any(|notice| matches!(notice, PressNotice::CmykUntagged { .. }));
        assert!(untagged, "{name}: {:?}", print.notices);
    };
    // The encoder inverts what it is given and says so by the marker, as Adobe's programs do.
    let marked = encode(&inks, (320, 320), Jpeg::Cmyk, |_| {});
    near(&marked, "CMYK, inverted, with the marker");
    near(&encode(&inks, (320, 320), Jpeg::CmykAsYcck, |_| {}), "YCCK");
    let upside_down: Vec<u8> = inks.iter().map(|ink| 255 - ink).collect();
    let file = encode(&upside_down, (320, 320), Jpeg::Cmyk, |_| {});
    let at =
        file.windows(9).position(|window| window[..2] == [0xff, 0xee] && &window[4..] == b"Adobe").unwrap();
    let length = usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    near(&[&file[..at], &file[at + 2 + length..]].concat(), "CMYK, as it is, without the marker");
}

#[test]
fn a_cmyk_picture_of_another_press_is_converted_by_colour() {
    let inks = [200, 40, 40, 200].repeat(320 * 320);
    let with = |icc: &[u8]| {
        encode(&inks, (320, 320), Jpeg::Cmyk, |encoder| {
            encoder.add_icc_profile(icc).unwrap();
        })
    };
    let icc = job().profile.icc.to_vec();
    let own = printed(&with(&icc), (320, 320), None).unwrap();
    assert_eq!(own.notices, []);
    let close = own.at(0.5, 0.5).iter().zip([200, 40, 40, 200]).all(|(one, other)| one.abs_diff(other) <= 4);
    assert!(close, "the press's own inks stay: {:?}", own.at(0.5, 0.5));
    // The same tables under another rendering intent and date are another profile of the same press.
    let mut other = icc.clone();
    other[67] = 1;
    let converted = printed(&with(&other), (320, 320), None).unwrap();
    assert_eq!(converted.notices, []);
    let [c, m, y, _] = converted.at(0.5, 0.5);
    assert!(c > m && c > y, "still a blueish dark: {:?}", converted.at(0.5, 0.5));
    assert!(converted.at(0.5, 0.5).map(u32::from).iter().sum::<u32>() <= 612);
    let broken = printed(&with(b"no profile"), (320, 320), None).unwrap();
    assert!(matches!(broken.notices[..], [PressNotice::ProfileIgnored { .. }]), "{:?}", broken.notices);
}

#[test]
fn a_picture_is_brought_down_to_the_press_and_never_up() {
    let fine = printed(&jpeg(1200, 900, |_| {}), (1200, 900), None).unwrap();
    // 20 mm at 300 dpi.
    assert_eq!((fine.width, fine.height), (237, 237));
    assert_eq!(fine.notices, []);
    let coarse = printed(&jpeg(180, 180, |_| {}), (180, 180), None).unwrap();
    assert_eq!((coarse.width, coarse.height), (180, 180));
    let weights: Vec<Severity> = coarse.notices.iter().map(PressNotice::severity).collect();
    assert_eq!(weights, [Severity::Warning], "{:?}", coarse.notices);
    let blurred = printed(&jpeg(150, 150, |_| {}), (150, 150), None).unwrap();
    assert!(
        matches!(blurred.notices[..], [PressNotice::LowResolution { dpi: 191, page: 1, .. }]),
        "{:?}",
        blurred.notices
    );
    assert_eq!(blurred.notices[0].severity(), Severity::Error);
}

/// Its edges are as sharp as they were drawn: at 300 dpi they would be greys, which a press has to screen.
#[test]
fn line_art_stays_a_bit_a_pixel_as_finely_as_a_platesetter_draws() {
    // 20 mm are 236 pixels at 300 dpi and 944 at 1200.
    let stripes = |size: usize| {
        let row = size.div_ceil(8);
        let bytes = [0b1111_0000, 0].into_iter().cycle().take(row).collect::<Vec<u8>>();
        bytes.repeat(size)
    };
    let of = |size: u32, colour: Png, palette: Option<Vec<u8>>| {
        let file = png(&stripes(size as usize), (size, size), colour, BitDepth::One, palette);
        printed(&file, (size, size), None).unwrap()
    };
    for (size, wanted) in [(400, 400), (2000, 945)] {
        let art = of(size, Png::Grayscale, None);
        assert_eq!((art.width, art.height, art.channels), (wanted, wanted, 1));
        assert!(art.inks.iter().all(|ink| matches!(ink, 0 | 255)));
    }
    let first = [[0; 4], [255; 4], [255; 4], [255; 4]].concat();
    assert_eq!(of(400, Png::Grayscale, None).inks[..16], first);
    let black_and_white = vec![0, 0, 0, 255, 255, 255];
    assert_eq!(of(400, Png::Indexed, Some(black_and_white)).inks[..16], first);
    assert_eq!(of(400, Png::Indexed, Some(vec![255, 0, 0, 255, 255, 255])).channels, 4, "red and white");
}

#[test]
fn effective_resolution_is_the_smaller_of_both_directions() {
    let crop = Crop { x: 0, y: 0, width: 600, height: 300 };
    assert_eq!(crop.dpi(mm(0.0, 0.0, 50.8, 50.8)), Some(150));
    assert_eq!(crop.dpi(mm(0.0, 0.0, 0.0, 10.0)), None);
}

#[test]
fn a_picture_of_one_pixel_and_one_of_two_hundred_million_are_printed_as_they_are() {
    let one = png(&[255, 0, 0], (1, 1), Png::Rgb, BitDepth::Eight, None);
    let one = printed(&one, (1, 1), None).unwrap();
    assert_eq!((one.width, one.height), (1, 1));
    assert!(is_red(one.at(0.0, 0.0)), "{:?}", one.inks);
    assert!(
        matches!(one.notices[..], [PressNotice::LowResolution { dpi: 1, page: 1, .. }]),
        "{:?}",
        one.notices
    );
    // One bit a pixel: black at the left, white at the right.
    let (width, height) = (20_000, 10_000);
    let rows = [[0; 1_250], [0xff; 1_250]].concat().repeat(10_000);
    let file = png(&rows, (width, height), Png::Grayscale, BitDepth::One, None);
    let large = printed(&file, (width, height), None).unwrap();
    assert_eq!((large.width, large.height), (945, 945));
    assert!(large.at(0.2, 0.5)[3] > 250 && is_white(large.at(0.8, 0.5)));
    assert_eq!(large.notices, []);
}

#[test]
fn no_pixel_is_over_the_ink_limit_even_after_resampling() {
    let print = printed(&jpeg(900, 900, |_| {}), (900, 900), None).unwrap();
    let most = print.inks.chunks_exact(4).map(|inks| inks.iter().copied().map(u32::from).sum::<u32>()).max();
    assert!((500..=612).contains(&most.unwrap()), "{most:?}");
}

#[test]
fn what_is_no_whole_picture_is_refused_by_name() {
    let file = jpeg(300, 300, |_| {});
    assert_eq!(printed(&file[..file.len() / 2], (300, 300), None).err(), Some("picture-unreadable"));
    assert_eq!(printed(b"GIF89a", (1, 1), None).err(), Some("picture-unreadable"));
    assert_eq!(printed(b"", (1, 1), None).err(), Some("picture-unreadable"));
    let picture = png(&quarters(40, 40), (40, 40), Png::Rgb, BitDepth::Eight, None);
    assert_eq!(printed(&picture[..picture.len() - 30], (40, 40), None).err(), Some("picture-unreadable"));
    let mut page = Composer::new(100.0, 100.0);
    page.picture(file, (300, 300), None, mm(10.0, 10.0, 20.0, 20.0), "", 1);
    let mut other = page.shelf.clone();
    other.pictures.values_mut().for_each(|bytes| bytes.push(0));
    assert_eq!(print(&[&page.frame], &other, &job()).unwrap_err().code(), "picture-changed");
}

/// What is said of a page with one picture, and whether its file shows one.
fn said(page: &Composer) -> (Vec<PressNotice>, bool) {
    let print = print(&[&page.frame], &page.shelf, &job()).unwrap();
    let document = Document::load_mem(&print.pdf).unwrap();
    let is_image = |object: &Object| {
        let subtype = object.as_stream().ok().and_then(|stream| stream.dict.get(b"Subtype").ok());
        subtype.is_some_and(|kind| matches!(kind.as_name(), Ok(b"Image")))
    };
    let notices = print.notices.into_iter().filter(|notice| notice.severity() == Severity::Error);
    (notices.collect(), document.objects.values().any(is_image))
}

#[test]
fn a_missing_picture_is_an_error_at_its_place() {
    let mut page = Composer::new(100.0, 100.0);
    let rect = mm(10.0, 10.0, 20.0, 20.0);
    page.picture(jpeg(300, 300, |_| {}), (300, 300), None, rect, "", 1);
    assert_eq!(said(&page), (vec![], true));
    page.shelf.pictures.clear();
    let photo = page.frame.pictures[0].photo;
    assert_eq!(said(&page), (vec![PressNotice::PictureMissing { page: 1, photo, rect }], false));
    let notice = PressNotice::PictureMissing { page: 1, photo, rect };
    assert_eq!((notice.code(), notice.photo(), notice.rect()), ("picture-missing", Some(photo), Some(rect)));
}

#[test]
fn a_picture_that_fills_its_frame_in_part_is_printed_in_part_and_told() {
    let file = jpeg(300, 300, |_| {});
    let rect = mm(10.0, 10.0, 20.0, 20.0);
    let with = |crop, outline| {
        let mut page = Composer::new(100.0, 100.0);
        page.picture(file.clone(), (300, 300), Some(crop), rect, "", 1);
        let Some(Item::Picture(placed)) = page.frame.items.first_mut() else { panic!("no picture") };
        placed.outline = outline;
        page
    };
    let crop = |x, y, width, height| Crop { x, y, width, height };
    let partly = |page: &Composer, filled| {
        let photo = page.frame.pictures[0].photo;
        vec![PressNotice::PicturePartlyFilled { page: 1, photo, rect, filled }]
    };
    // Half of what was to be shown lies past the right edge; all of it; more than numbers can say.
    for (crop, filled, shown) in [
        (crop(100, 0, 400, 200), 50, true),
        (crop(0, 150, 300, 200), 75, true),
        (crop(0, 0, 301, 301), 99, true),
        (crop(300, 0, 200, 200), 0, false),
        (crop(0, 0, 0, 200), 0, false),
        (crop(u32::MAX, 0, u32::MAX, u32::MAX), 0, false),
    ] {
        let page = with(crop, None);
        assert_eq!(said(&page), (partly(&page, filled), shown), "{crop:?}");
    }
    let corners = |right| {
        let points = [(10.0, 10.0), (right, 10.0), (20.0, 30.0)];
        let points = points.map(|(x, y)| Point::new(Length::from_mm(x), Length::from_mm(y)));
        Some(PictureOutline::Polygon { points: points.to_vec() })
    };
    assert_eq!(said(&with(crop(0, 0, 300, 300), corners(30.0))), (vec![], true));
    let past = with(crop(0, 0, 300, 300), corners(31.0));
    assert_eq!(said(&past), (partly(&past, 99), true));
    // What is there of it has its own proportions: 200 of 400 pixels on half of the frame's width.
    let half = printed(&file, (300, 300), Some(crop(100, 0, 400, 200))).unwrap();
    assert_eq!((half.width, half.height), (119, 200));
    let whole = printed(&file, (300, 300), Some(crop(100, 0, 200, 200))).unwrap();
    let apart =
        half.at(0.9, 0.5).iter().zip(whole.at(0.9, 0.5)).map(|(one, other)| one.abs_diff(other)).max();
    assert!(apart <= Some(2), "{apart:?}");
    assert_eq!(half.notices[0].severity(), Severity::Error);
}

/// A TIFF file of one strip, written by hand: the tags are what matters. `more` are further tags of shorts.
fn tiff_of(
    size: (u16, u16),
    photometric: u16,
    bits: &[u16],
    pixels: &[u8],
    more: &[(u16, &[u16])],
) -> Vec<u8> {
    let samples = u16::try_from(bits.len()).unwrap();
    let length = u32::try_from(pixels.len()).unwrap();
    let mut tags: Vec<(u16, Vec<u16>, Option<u32>)> = vec![
        (256, vec![size.0], None),
        (257, vec![size.1], None),
        (258, bits.to_vec(), None),
        (259, vec![1], None),
        (262, vec![photometric], None),
        (273, vec![], Some(8)),
        (277, vec![samples], None),
        (278, vec![size.1], None),
        (279, vec![], Some(length)),
    ];
    tags.extend(more.iter().map(|(tag, values)| (*tag, values.to_vec(), None)));
    tags.sort_by_key(|(tag, ..)| *tag);
    let directory = 8 + length + length % 2;
    let mut file = b"II*\0".to_vec();
    file.extend(directory.to_le_bytes());
    file.extend(pixels);
    file.extend(std::iter::repeat_n(0, usize::try_from(length % 2).unwrap()));
    file.extend(u16::try_from(tags.len()).unwrap().to_le_bytes());
    let mut beyond = directory + 2 + 12 * u32::try_from(tags.len()).unwrap() + 4;
    let mut values_beyond = Vec::new();
    for (tag, values, long) in tags {
        file.extend(tag.to_le_bytes());
        if let Some(long) = long {
            file.extend(4u16.to_le_bytes());
            file.extend(1u32.to_le_bytes());
            file.extend(long.to_le_bytes());
            continue;
        }
        file.extend(3u16.to_le_bytes());
        file.extend(u32::try_from(values.len()).unwrap().to_le_bytes());
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        if bytes.len() <= 4 {
            file.extend(&bytes);
            file.extend(std::iter::repeat_n(0, 4 - bytes.len()));
        } else {
            file.extend(beyond.to_le_bytes());
            beyond += u32::try_from(bytes.len()).unwrap();
            values_beyond.extend(bytes);
        }
    }
    file.extend([0; 4]);
    file.extend(values_beyond);
    file
}

#[test]
fn tiffs_of_every_kind_are_read() {
    const SIDE: u16 = 300;
    let size = (u32::from(SIDE), u32::from(SIDE));
    let count = usize::from(SIDE) * usize::from(SIDE);
    let show =
        |file: &[u8], name: &str| printed(file, size, None).unwrap_or_else(|code| panic!("{name}: {code}"));
    // Lab: the red of sRGB, in both ways of writing it, and in 16 bits.
    let cie = tiff_of((SIDE, SIDE), 8, &[8; 3], &[138, 81, 70].repeat(count), &[]);
    let icc = tiff_of((SIDE, SIDE), 9, &[8; 3], &[138, 209, 198].repeat(count), &[]);
    let wide: Vec<u8> = [138u16 * 257, 81 * 256, 70 * 256].iter().flat_map(|v| v.to_le_bytes()).collect();
    let wide = tiff_of((SIDE, SIDE), 8, &[16; 3], &wide.repeat(count), &[]);
    for (name, file) in [("CIELab", cie), ("ICCLab", icc), ("CIELab, 16 bits", wide)] {
        let inks = show(&file, name).at(0.5, 0.5);
        assert!(is_red(inks), "{name}: {inks:?}");
    }
    // Its profile speaks of Lab, which what was read of it no longer is.
    let mut tagged = tiff_of((SIDE, SIDE), 8, &[8; 3], &[138, 81, 70].repeat(count), &[(34675, &[7; 150])]);
    let entry = tagged.windows(4).rposition(|bytes| bytes == [0x73, 0x87, 3, 0]).unwrap();
    tagged[entry + 2..entry + 8].copy_from_slice(&[7, 0, 44, 1, 0, 0]);
    let read = show(&tagged, "CIELab with a profile");
    assert!(is_red(read.at(0.5, 0.5)) && read.notices.is_empty(), "{:?}", read.notices);
    // A palette of 8 and of 4 bits.
    let mut map = vec![0u16; 3 * 256];
    (map[7], map[256 + 7], map[512 + 7]) = (0, 0, 65_535);
    let eight = tiff_of((SIDE, SIDE), 3, &[8], &vec![7; count], &[(320, &map)]);
    let mut small = vec![0u16; 3 * 16];
    (small[7], small[16 + 7], small[32 + 7]) = (0, 0, 65_535);
    let four = tiff_of((SIDE, SIDE), 3, &[4], &vec![0x77; count / 2], &[(320, &small)]);
    for (name, file) in [("palette of 256", eight), ("palette of 16", four)] {
        let inks = show(&file, name).at(0.5, 0.5);
        assert!(is_blue(inks), "{name}: {inks:?}");
    }
    // One bit: black where it is set, or where it is not.
    let row: Vec<u8> = (0..38).map(|byte| if byte < 19 { 0xff } else { 0 }).collect();
    for (photometric, left) in [(0u16, 255u8), (1, 0)] {
        let file = tiff_of((SIDE, SIDE), photometric, &[1], &row.repeat(usize::from(SIDE)), &[]);
        let picture = show(&file, "bilevel");
        assert_eq!(picture.channels, 1);
        assert_eq!((picture.at(0.2, 0.5)[3], picture.at(0.8, 0.5)[3]), (left, 255 - left));
    }
    // Grey with alpha; ink with alpha: half of it on paper.
    let grey = tiff_of((SIDE, SIDE), 1, &[8; 2], &[0, 0].repeat(count), &[(338, &[2])]);
    assert!(is_white(show(&grey, "grey with alpha").at(0.5, 0.5)), "all of it is clear");
    let ink = tiff_of((SIDE, SIDE), 5, &[8; 5], &[200, 100, 0, 40, 128].repeat(count), &[(338, &[2])]);
    assert_eq!(show(&ink, "ink with alpha").at(0.5, 0.5), [100, 50, 0, 20]);
    // Turned by its tag.
    let turned = tiff_of((SIDE, SIDE), 2, &[8; 3], &quarters(300, 300), &[(274, &[3])]);
    assert!(is_white(show(&turned, "turned").at(0.2, 0.2)));
}

#[test]
fn shadows_keep_their_drawing_down_to_the_black_of_the_press() {
    // A dark ramp, faintly red so that it stays a picture of colour.
    let ramp: Vec<u8> = (0..300 * 300)
        .flat_map(|at| {
            let level = u8::try_from(at % 300 * 64 / 300).unwrap();
            [level + 12, level, level]
        })
        .collect();
    let dark = printed(&png(&ramp, (300, 300), Png::Rgb, BitDepth::Eight, None), (300, 300), None).unwrap();
    let total = |share: f64| dark.at(share, 0.5).map(u32::from).iter().sum::<u32>();
    let steps: Vec<u32> = (0..16).map(|step| total(f64::from(step) / 16.0 + 0.01)).collect();
    assert!(steps[0] > 570, "the black of the picture is the black of the press: {steps:?}");
    assert!(steps.windows(2).all(|pair| pair[0] >= pair[1]), "no step back: {steps:?}");
    let mut distinct = steps.clone();
    distinct.dedup();
    assert!(distinct.len() >= 12, "shadows are not one block of ink: {steps:?}");
}
