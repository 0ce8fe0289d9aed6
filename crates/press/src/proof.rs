//! A proof to be looked at on a screen: the press file of a page in red, green and blue, cut to its trim.
//!
//! It is made of the press file itself, operator by operator: what is proofed is what is printed, letters stay letters
//! that can be enlarged, found and copied, and the file is read out as the press file is. What belongs to the press
//! alone goes: marks, slug line and bleed, overprint, inks, output intent, and the word that it is PDF/X.
//!
//! Colour is [`Shown::colour`]'s, which is also what the page looks like on the screen and in the proof's PNG. All of it
//! is DeviceRGB, greys too: programs that manage colours take DeviceGray for the grey of a press, and black text would
//! come out in another black beside a picture than within it.

mod screen;

use std::collections::BTreeSet;
use std::io;

use broadsheet_layout::frame::Ink;
use flate2::Compression;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::pdfx::pack;
use crate::picture::packed_rows;
use crate::preflight::LARGEST_STREAM;
use crate::preflight::boxes::rectangle;
use crate::preflight::lookup::{array, as_dictionary, dictionary, get, truth};
use crate::preflight::matrix::Area;
use crate::xmp::{Made, Packet};
use crate::{Job, PressError, Spot};
use screen::{Inks, Screen};

/// A page as it is looked at on a screen.
#[derive(Clone, Debug)]
pub struct Shown {
    /// A PNG of the trimmed page.
    pub png: Vec<u8>,
    /// The pictures and adverts of the page as they are drawn in it, in the order of its items; without what is painted
    /// over them.
    pub pictures: Vec<ShownPicture>,
    /// How an ink looks: red, green and blue, sRGB.
    pub colour: fn(Ink) -> [u8; 3],
}

/// A picture in a [`Shown`] page: what fills its frame.
#[derive(Clone, Debug)]
pub struct ShownPicture {
    /// Pixels of a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green and blue of every pixel, sRGB, row by row from the top.
    pub pixels: Vec<u8>,
}

/// The proof of a page from its press file.
///
/// # Errors
/// Where the file is not as the press writes it, or holds other pictures than are shown.
pub(crate) fn pdf(press: &[u8], shown: &Shown, job: &Job) -> Result<Vec<u8>, PressError> {
    let mut document = Document::load_mem(press).map_err(fault)?;
    let id = document.page_iter().next().ok_or_else(|| strange("it has no page"))?;
    let page = document.get_dictionary(id).map_err(fault)?;
    let trim = page.get(b"TrimBox").ok().and_then(|trim| rectangle(&document, trim));
    let trim = trim.ok_or_else(|| strange("its page has no trim"))?;
    let mut resources = dictionary(&document, page, b"Resources").cloned().unwrap_or_default();
    let content = document.get_page_content_with_limit(id, LARGEST_STREAM).map_err(fault)?;
    let inks = Inks {
        spots: spots_of(&document, &resources, &job.spots),
        overprint: overprint_of(&document, &resources),
        colour: shown.colour,
    };
    let Screen { content, fonts, pictures } = Screen::of(&content, (trim.left, trim.bottom), inks)?;
    if pictures != shown.pictures.len() {
        return Err(strange("it has other pictures than its page"));
    }
    let mut hasher = Sha256::new();
    let mut content = Stream::new(Dictionary::new(), content);
    pack(&mut content, Compression::fast())?;
    hasher.update(&content.content);
    let mut images = Dictionary::new();
    for (number, picture) in shown.pictures.iter().enumerate() {
        let image = image(picture).map_err(|error| strange(&error.to_string()))?;
        hasher.update(&image.content);
        images.set(screen::picture_name(number), document.add_object(image));
    }
    keep_used(&document, &mut resources, &fonts);
    resources.set("XObject", images);
    let content = document.add_object(content);
    set_page(&mut document, id, trim, content, resources)?;
    set_catalog(&mut document, job, hasher)?;
    document.prune_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| PressError::Writing { reason: error.to_string() })?;
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that `map_err` calls")]
fn fault(error: lopdf::Error) -> PressError {
    strange(&error.to_string())
}

fn strange(what: &str) -> PressError {
    PressError::Writing { reason: format!("no proof can be made of the press file: {what}") }
}

/// The spot colours among the colour spaces of a page, by the names that its content has for them.
fn spots_of<'a>(document: &Document, resources: &Dictionary, spots: &'a [Spot]) -> Vec<(Vec<u8>, &'a Spot)> {
    let spaces = dictionary(document, resources, b"ColorSpace");
    let spaces = spaces.into_iter().flat_map(|spaces| spaces.iter().map(move |(name, _)| (spaces, name)));
    spaces
        .filter_map(|(spaces, name)| {
            let [kind, ink, ..] = array(document, spaces, name)? else { return None };
            let ink =
                ink.as_name().ok().filter(|_| kind.as_name().is_ok_and(|kind| kind == b"Separation"))?;
            Some((name.clone(), spots.iter().find(|spot| spot.name.as_bytes() == ink)?))
        })
        .collect()
}

/// The names of the graphics states that overprint.
fn overprint_of(document: &Document, resources: &Dictionary) -> BTreeSet<Vec<u8>> {
    let Some(states) = dictionary(document, resources, b"ExtGState") else { return BTreeSet::new() };
    let overprints = |name: &[u8]| {
        dictionary(document, states, name).is_some_and(|state| truth(document, state, b"op") == Some(true))
    };
    states.iter().map(|(name, _)| name.clone()).filter(|name| overprints(name)).collect()
}

/// Takes away what the page no longer uses: the spot colours, what overprints, and the fonts of the slug line.
fn keep_used(document: &Document, resources: &mut Dictionary, fonts: &BTreeSet<Vec<u8>>) {
    let overprint = overprint_of(document, resources);
    let mut keep = |key: &[u8], used: &dyn Fn(&Vec<u8>) -> bool| {
        let Some(all) = dictionary(document, resources, key) else { return };
        let kept: Dictionary = all
            .iter()
            .filter(|(name, _)| used(name))
            .map(|(name, one)| (name.clone(), one.clone()))
            .collect();
        resources.remove(key);
        if !kept.is_empty() {
            resources.set(key, kept);
        }
    };
    keep(b"Font", &|name| fonts.contains(name));
    keep(b"ExtGState", &|name| !overprint.contains(name));
    keep(b"ColorSpace", &|_| false);
}

/// A picture as an image. One without colour is a table of greys, a byte a pixel: a third of the size, and of no other
/// colour space than all else.
fn image(picture: &ShownPicture) -> io::Result<Stream> {
    let size = (picture.width, picture.height);
    let Some(greys) = neutral(&picture.pixels) else {
        return packed_rows(&picture.pixels, size, 3, "DeviceRGB".into());
    };
    let table: Vec<u8> = (0..=u8::MAX).flat_map(|level| [level; 3]).collect();
    let space = vec![
        "Indexed".into(),
        "DeviceRGB".into(),
        i64::from(u8::MAX).into(),
        Object::String(table, StringFormat::Hexadecimal),
    ];
    packed_rows(&greys, size, 1, space.into())
}

/// The greys of pixels of which none has a colour.
fn neutral(pixels: &[u8]) -> Option<Vec<u8>> {
    let (pixels, _) = pixels.as_chunks::<3>();
    pixels.iter().map(|[r, g, b]| (r == g && g == b).then_some(*g)).collect()
}

/// The page of the proof: what lies within the trim.
fn set_page(
    document: &mut Document,
    id: ObjectId,
    trim: Area,
    content: ObjectId,
    resources: Dictionary,
) -> Result<(), PressError> {
    #[expect(clippy::cast_possible_truncation, reason = "PDF numbers are of single precision")]
    let single = |points: f64| points as f32;
    let page = document.get_dictionary_mut(id).map_err(fault)?;
    for of_press in [&b"TrimBox"[..], b"BleedBox"] {
        page.remove(of_press);
    }
    let corners = [0.0, 0.0, single(trim.width()), single(trim.height())];
    page.set("MediaBox", corners.map(Object::Real).to_vec());
    page.set("Contents", content);
    page.set("Resources", resources);
    Ok(())
}

/// What the file says of itself: no longer that it is PDF/X, but of which press file it is the proof.
fn set_catalog(document: &mut Document, job: &Job, mut hasher: Sha256) -> Result<(), PressError> {
    let of = array(document, &document.trailer, b"ID").and_then(|ids| ids.first()?.as_str().ok());
    let of = of.and_then(|of| Uuid::from_slice(of).ok()).ok_or_else(|| strange("it has no name"))?;
    hasher.update(of.as_bytes());
    let mut id = [0; 16];
    for (byte, hashed) in id.iter_mut().zip(hasher.finalize()) {
        *byte = hashed;
    }
    let id = uuid::Builder::from_custom_bytes(id).into_uuid();
    let catalog = document.catalog().map_err(fault)?;
    let lang = get(document, catalog, b"Lang").and_then(|lang| lang.as_str().ok());
    let packet = Packet {
        title: &job.title,
        lang: &lang.map(crate::preflight::lookup::text).unwrap_or_default(),
        at: job.at,
        producer: &job.producer,
        made: Made::Proof { of: &of.hyphenated().to_string() },
        id: &id.hyphenated().to_string(),
    };
    let metadata = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let metadata = document.add_object(Stream::new(metadata, packet.to_bytes()).with_compression(false));
    let catalog = document.catalog_mut().map_err(fault)?;
    catalog.remove(b"OutputIntents");
    catalog.set("Metadata", metadata);
    let mut information =
        get(document, &document.trailer, b"Info").and_then(as_dictionary).cloned().unwrap_or_default();
    for of_press in [&b"GTS_PDFXVersion"[..], b"Trapped"] {
        information.remove(of_press);
    }
    let information = document.add_object(information);
    document.trailer.set("Info", information);
    // The first name of a file is that of what it was made of (ISO 32000-1, 14.4).
    let names = [of, id].map(|name| Object::String(name.as_bytes().to_vec(), StringFormat::Hexadecimal));
    document.trailer.set("ID", names.to_vec());
    Ok(())
}
