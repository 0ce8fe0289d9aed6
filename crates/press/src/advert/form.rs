//! A page of another file as a form of ours (ISO 32000-1, 8.10): its content, and every object that it needs.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use crate::preflight::LARGEST_STREAM;
use crate::preflight::lookup::{as_dictionary, dictionary, get, inherited, name, number_at};
use crate::preflight::matrix::{Area, Matrix};

/// The most objects that a page is made of. A page of five hundred fonts and pictures has a tenth.
const MOST_OBJECTS: usize = 100_000;

/// Objects nest no deeper than this.
const DEEPEST: usize = 64;

/// What a page does not take along: the structure of the file that it comes from.
const LEFT_BEHIND: [&[u8]; 5] = [b"StructParents", b"StructParent", b"Parent", b"PieceInfo", b"Metadata"];

/// A page as a form, with the objects that it needs. They are numbered from 1 in the order in which they are come
/// across, so that the same page gives the same form.
#[derive(Debug)]
pub(crate) struct Form {
    form: Stream,
    objects: Vec<Object>,
}

impl Form {
    /// The page `id` under `matrix`, cut at `clip` of its user space.
    pub(super) fn of(document: &Document, id: ObjectId, matrix: Matrix, clip: Area) -> Option<Self> {
        let page = document.get_dictionary(id).ok()?;
        let content = document.get_page_content_with_limit(id, LARGEST_STREAM).ok()?;
        let mut taken = Taken { document, numbers: BTreeMap::new(), objects: Vec::new() };
        let resources = inherited(document, page, b"Resources").and_then(as_dictionary);
        let resources = taken.dictionary(resources.unwrap_or(&Dictionary::new()), DEEPEST)?;
        let transparent = taken.is_transparent() || is_transparent(&Document::new(), &resources, DEEPEST);
        let group = dictionary(document, page, b"Group").and_then(|group| taken.dictionary(group, DEEPEST));
        let real = |number: f64| {
            #[expect(clippy::cast_possible_truncation, reason = "PDF numbers are of single precision")]
            let number = number as f32;
            Object::Real(number)
        };
        let bounds = [clip.left, clip.bottom, clip.right, clip.top].map(real).to_vec();
        let mut entries = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "FormType" => 1,
            "BBox" => bounds,
            "Matrix" => matrix.0.map(real).to_vec(),
            "Resources" => resources,
        };
        // Most programs write a group for every page. Where nothing in it is transparent it changes nothing.
        if let Some(mut group) = group.filter(|_| transparent) {
            // A page's is isolated, whatever it says, a form's where it says so (ISO 32000-1, 11.4.7 and 11.6.6).
            group.set("I", true);
            entries.set("Group", group);
        }
        // A page begins in a known state, a form in that of whoever shows it (ISO 32000-1, table 52).
        let mut all = b"0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 i\n".to_vec();
        all.extend(content);
        let mut form = Stream::new(entries, all);
        form.compress().ok()?;
        Some(Self { form, objects: taken.objects })
    }

    /// Puts the form and its objects into another document, in the place of the object `at`.
    pub(crate) fn put(&self, document: &mut Document, at: ObjectId) {
        let first = document.max_id + 1;
        for object in &self.objects {
            let mut object = object.clone();
            renumber(&mut object, first, DEEPEST * 2);
            document.add_object(object);
        }
        let mut form = Object::Stream(self.form.clone());
        renumber(&mut form, first, DEEPEST * 2);
        document.objects.insert(at, form);
    }

    /// What tells it from every other form: its objects too. Many programs write the very same content for whatever picture
    /// a page shows, and the same name for whatever font.
    pub(crate) fn identity(&self, mut feed: impl FnMut(&[u8])) {
        tell_stream(&self.form, DEEPEST * 2, &mut feed);
        self.objects.iter().for_each(|object| tell(object, DEEPEST * 2, &mut feed));
    }
}

/// Feeds all that an object holds, byte by byte, with its lengths: no two objects are told alike.
fn tell(object: &Object, depth: usize, feed: &mut dyn FnMut(&[u8])) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match object {
        Object::Name(bytes) | Object::String(bytes, _) => {
            feed(format!("{}{}", object.enum_variant(), bytes.len()).as_bytes());
            feed(bytes);
        }
        Object::Array(parts) => {
            feed(format!("[{}", parts.len()).as_bytes());
            parts.iter().for_each(|part| tell(part, depth, feed));
        }
        Object::Dictionary(entries) => tell_entries(entries, depth, feed),
        Object::Stream(stream) => tell_stream(stream, depth, feed),
        plain => feed(format!(" {plain:?} ").as_bytes()),
    }
}

fn tell_stream(stream: &Stream, depth: usize, feed: &mut dyn FnMut(&[u8])) {
    tell_entries(&stream.dict, depth, feed);
    feed(format!("stream{} ", stream.content.len()).as_bytes());
    feed(&stream.content);
}

fn tell_entries(entries: &Dictionary, depth: usize, feed: &mut dyn FnMut(&[u8])) {
    feed(format!("<{} ", entries.len()).as_bytes());
    for (key, entry) in entries {
        feed(format!("/{} ", key.len()).as_bytes());
        feed(key);
        tell(entry, depth, feed);
    }
}

/// Moves the numbers that an object refers to: number 0 of the form becomes `first` of the document.
fn renumber(object: &mut Object, first: u32, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match object {
        Object::Reference((number, _)) => *number = number.saturating_add(first),
        Object::Array(parts) => parts.iter_mut().for_each(|part| renumber(part, first, depth)),
        Object::Dictionary(entries) => {
            entries.iter_mut().for_each(|(_, entry)| renumber(entry, first, depth));
        }
        Object::Stream(stream) => stream.dict.iter_mut().for_each(|(_, entry)| renumber(entry, first, depth)),
        _ => {}
    }
}

/// Objects on their way from one file to another.
struct Taken<'a> {
    document: &'a Document,
    /// Their new numbers, from 0.
    numbers: BTreeMap<ObjectId, u32>,
    objects: Vec<Object>,
}

impl Taken<'_> {
    /// A copy of an object whose references are to what was taken along; `None` where there is no end of it.
    fn object(&mut self, object: &Object, depth: usize) -> Option<Object> {
        let depth = depth.checked_sub(1)?;
        Some(match object {
            Object::Reference(id) => self.reference(*id, depth)?,
            Object::Array(parts) => {
                Object::Array(parts.iter().map(|part| self.object(part, depth)).collect::<Option<_>>()?)
            }
            Object::Dictionary(entries) => Object::Dictionary(self.dictionary(entries, depth)?),
            Object::Stream(stream) => {
                let mut entries = self.dictionary(&stream.dict, depth)?;
                entries.set("Length", i64::try_from(stream.content.len()).ok()?);
                let mut taken = Stream::new(entries, stream.content.clone());
                taken.allows_compression = false;
                Object::Stream(taken)
            }
            plain => plain.clone(),
        })
    }

    fn dictionary(&mut self, entries: &Dictionary, depth: usize) -> Option<Dictionary> {
        let mut taken = Dictionary::new();
        for (key, entry) in entries.iter().filter(|(key, _)| !LEFT_BEHIND.contains(&key.as_slice())) {
            taken.set(key.clone(), self.object(entry, depth)?);
        }
        Some(taken)
    }

    /// A reference to the copy of an object. What leads back to the file's pages leads nowhere.
    fn reference(&mut self, id: ObjectId, depth: usize) -> Option<Object> {
        if let Some(&number) = self.numbers.get(&id) {
            return Some(Object::Reference((number, 0)));
        }
        let Some(object) = self.document.objects.get(&id) else { return Some(Object::Null) };
        let home = [&b"Page"[..], b"Pages", b"Catalog"];
        if as_dictionary(object).is_some_and(|entries| home.iter().any(|kind| entries.has_type(kind))) {
            return Some(Object::Null);
        }
        let number = u32::try_from(self.objects.len()).ok().filter(|_| self.objects.len() < MOST_OBJECTS)?;
        self.numbers.insert(id, number);
        // The place is kept while what it refers to is taken: that may lead back here.
        self.objects.push(Object::Null);
        let taken = self.object(object, depth)?;
        *self.objects.get_mut(usize::try_from(number).ok()?)? = taken;
        Some(Object::Reference((number, 0)))
    }

    /// Whether anything that was taken is transparent.
    fn is_transparent(&self) -> bool {
        let none = Document::new();
        self.objects.iter().filter_map(as_dictionary).any(|entries| is_transparent(&none, entries, DEEPEST))
    }
}

/// Whether a dictionary, or one within it, makes anything transparent: an opacity, a blend mode, a soft mask, a group.
fn is_transparent(document: &Document, entries: &Dictionary, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let opacity =
        [&b"ca"[..], b"CA"].iter().any(|key| number_at(document, entries, key).is_some_and(|a| a < 1.0));
    let mode = get(document, entries, b"BM")
        .is_some_and(|mode| !matches!(mode.as_name(), Ok(b"Normal" | b"Compatible")));
    let mask = entries.get(b"SMask").is_ok_and(|mask| !matches!(mask.as_name(), Ok(b"None")));
    let group = name(document, entries, b"S") == Some(b"Transparency");
    let within = entries.iter().any(|(_, entry)| {
        as_dictionary(entry).is_some_and(|entries| is_transparent(document, entries, depth))
    });
    opacity || mode || mask || group || within
}
