//! Things to do to a file, so that it is no longer sound.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// A file with something done to it.
pub(crate) fn spoilt(pdf: &[u8], spoil: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    spoil(&mut document);
    let mut spoilt = Vec::new();
    document.save_to(&mut spoilt).unwrap();
    spoilt
}

pub(crate) fn page_id(document: &Document) -> ObjectId {
    document.page_iter().next().unwrap()
}

pub(crate) fn page(document: &mut Document) -> &mut Dictionary {
    let id = page_id(document);
    document.get_dictionary_mut(id).unwrap()
}

pub(crate) fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().unwrap()
}

pub(crate) fn intent(document: &mut Document) -> &mut Dictionary {
    let id = catalog(document).get(b"OutputIntents").unwrap().as_array().unwrap()[0].as_reference().unwrap();
    document.get_dictionary_mut(id).unwrap()
}

pub(crate) fn information(document: &mut Document) -> &mut Dictionary {
    let id = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    document.get_dictionary_mut(id).unwrap()
}

/// Rewrites the embedded profile.
pub(crate) fn profile(document: &mut Document, change: impl FnOnce(&mut Vec<u8>)) {
    let id = intent(document).get(b"DestOutputProfile").unwrap().as_reference().unwrap();
    let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let mut icc = stream.get_plain_content().unwrap();
    change(&mut icc);
    stream.set_plain_content(icc);
}

/// Paints more onto the page.
pub(crate) fn paint(document: &mut Document, content: &str) {
    let old = page(document).get(b"Contents").unwrap().clone();
    let new = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    page(document).set("Contents", vec![old, Object::Reference(new)]);
}

/// Adds a resource to the page.
pub(crate) fn resource(document: &mut Document, kind: &str, name: &str, object: impl Into<Object>) {
    let id = document.add_object(object.into());
    let resources = match page(document).get(b"Resources").unwrap().clone() {
        Object::Reference(id) => document.get_dictionary_mut(id).unwrap(),
        _ => page(document).get_mut(b"Resources").unwrap().as_dict_mut().unwrap(),
    };
    if !resources.has(kind.as_bytes()) {
        resources.set(kind, Dictionary::new());
    }
    let place = resources.get(kind.as_bytes()).unwrap().clone();
    match place {
        Object::Reference(kinds) => document.get_dictionary_mut(kinds).unwrap().set(name, id),
        _ => resources.get_mut(kind.as_bytes()).unwrap().as_dict_mut().unwrap().set(name, id),
    }
}
