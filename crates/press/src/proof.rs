//! A proof to be looked at on a screen: a picture of a page as a PDF of one page in RGB.

use broadsheet_layout::PageFrame;
use lopdf::{Document, Object, Stream, dictionary};

use crate::Job;

/// The PDF of a page's picture, a PNG of eight bits of red, green and blue, or of grey, that is not interlaced; `None` for
/// anything else. The picture's own packing is taken over: PDF knows it (ISO 32000-1, 7.4.4.4).
pub(crate) fn pdf(png: &[u8], frame: &PageFrame, job: &Job) -> Option<Vec<u8>> {
    let Picture { width, height, colours, packed } = Picture::read(png)?;
    let points = |mm: f64| (mm / 25.4 * 72.0 * 100.0).round() / 100.0;
    let (across, down) = (points(frame.trim.width.to_mm()), points(frame.trim.height.to_mm()));
    #[expect(clippy::cast_possible_truncation, reason = "PDF numbers are of single precision")]
    let (across, down) = (across as f32, down as f32);
    let mut document = Document::with_version("1.6");
    let image = Stream::new(
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => width,
            "Height" => height,
            "ColorSpace" => if colours == 1 { "DeviceGray" } else { "DeviceRGB" },
            "BitsPerComponent" => 8,
            "Filter" => "FlateDecode",
            "DecodeParms" => dictionary! {
                "Predictor" => 15, "Colors" => colours, "BitsPerComponent" => 8, "Columns" => width,
            },
        },
        packed,
    );
    let image = document.add_object(image);
    let content = Stream::new(dictionary! {}, format!("{across} 0 0 {down} 0 0 cm /Page Do").into_bytes());
    let content = document.add_object(content);
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "MediaBox" => [0.0, 0.0, across, down].map(Object::Real).to_vec(),
        "Resources" => dictionary! { "XObject" => dictionary! { "Page" => image } },
        "Contents" => content,
    });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
    document.objects.insert(pages, kids.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    let info = document.add_object(dictionary! {
        "Title" => lopdf::text_string(&job.title),
        "Producer" => lopdf::text_string(&job.producer),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

/// The parts of a PNG that a PDF needs.
struct Picture {
    width: u32,
    height: u32,
    /// Samples of a pixel.
    colours: u8,
    packed: Vec<u8>,
}

impl Picture {
    fn read(png: &[u8]) -> Option<Self> {
        let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
        let number = |bytes: &[u8]| Some(u32::from_be_bytes(bytes.try_into().ok()?));
        let (mut size, mut packed) = (None, Vec::new());
        loop {
            let length = usize::try_from(number(rest.get(..4)?)?).ok()?;
            let (kind, body) = (rest.get(4..8)?, rest.get(8..length.checked_add(8)?)?);
            match kind {
                b"IHDR" => {
                    // Eight bits, the kind of colour; then: deflated, filtered by rows, not interlaced.
                    let colours = match body.get(8..)? {
                        [8, 0, 0, 0, 0] => 1,
                        [8, 2, 0, 0, 0] => 3,
                        _ => return None,
                    };
                    size = Some((number(&body[..4])?, number(&body[4..8])?, colours));
                }
                b"IDAT" => packed.extend_from_slice(body),
                b"IEND" => break,
                _ => {}
            }
            rest = rest.get(length.checked_add(12)?..)?;
        }
        let (width, height, colours) = size?;
        Some(Self { width, height, colours, packed })
    }
}
