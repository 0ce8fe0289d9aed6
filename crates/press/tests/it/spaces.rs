//! Colour spaces that stand beside what is painted: those that colours are mixed in, and those that stand in a device's
//! stead.

use crate::preflight::codes;
use crate::spoil::{page, paint, resource};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

#[test]
fn spaces_in_which_colours_are_mixed_are_found() {
    let group = |space: Object| dictionary! { "S" => "Transparency", "I" => true, "CS" => space };
    let managed = |document: &mut Document, components: i64| -> Object {
        let profile = Stream::new(dictionary! { "N" => components }, b"a profile".to_vec());
        vec!["ICCBased".into(), document.add_object(profile).into()].into()
    };
    let page_of = |opacity: f32, space: &dyn Fn(&mut Document) -> Object| {
        codes(|document| {
            let space = space(document);
            page(document).set("Group", group(space));
            resource(document, "ExtGState", "X", dictionary! { "ca" => opacity });
            paint(document, "/X gs 1 0 0 0 k 100 100 50 50 re f");
        })
    };
    assert_eq!(page_of(0.5, &|_| "DeviceRGB".into()), ["device-rgb"]);
    assert_eq!(page_of(0.5, &|_| "DeviceCMYK".into()), [] as [&str; 0]);
    assert_eq!(page_of(0.5, &|document| managed(document, 3)), ["converted-colour"]);
    assert_eq!(page_of(1.0, &|_| "DeviceRGB".into()), [] as [&str; 0], "nothing is mixed");
    let form_at = |place: &str| {
        codes(|document| {
            let sides = [0, 0, 90, 90].map(Object::Integer).to_vec();
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => sides, "Group" => group("DeviceRGB".into()),
            };
            resource(document, "XObject", "X", Stream::new(entries, b"1 0 0 0 k 0 0 50 50 re f".to_vec()));
            paint(document, &format!("q 1 0 0 1 {place} cm /X Do Q"));
        })
    };
    assert_eq!(form_at("100 100"), ["device-rgb"]);
    assert_eq!(form_at("9000 100"), ["off-page"]);
}

#[test]
fn a_space_in_the_stead_of_a_devices_is_the_one_that_counts() {
    let with = |name: &str, components: i64, content: &str| {
        codes(|document| {
            let profile = Stream::new(dictionary! { "N" => components }, b"a profile".to_vec());
            let profile = document.add_object(profile);
            // In a form, so that the page's own inks stay what they are.
            let mut spaces = Dictionary::new();
            spaces.set(name, vec![Object::from("ICCBased"), profile.into()]);
            let entries = dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => [0, 0, 600, 800].map(Object::Integer).to_vec(),
                "Resources" => dictionary! { "ColorSpace" => spaces },
            };
            resource(document, "XObject", "X", Stream::new(entries, content.as_bytes().to_vec()));
            paint(document, "/X Do");
        })
    };
    for fill in ["1 0 0 0 k 100 100 50 50 re f", "/DeviceCMYK cs 1 0 0 0 sc 100 100 50 50 re f"] {
        assert_eq!(with("DefaultCMYK", 4, fill), ["converted-colour"], "{fill}");
        assert_eq!(with("DefaultCMYK", 3, fill), [] as [&str; 0], "it has too few numbers");
        assert_eq!(with("DefaultRGB", 3, fill), [] as [&str; 0], "it is another's");
    }
    assert_eq!(
        with("DefaultCMYK", 4, "1 1 1 0 k 100 100 50 50 re f"),
        ["converted-colour", "ink-over-limit"]
    );
    assert_eq!(with("DefaultRGB", 3, "1 0 0 rg 100 100 50 50 re f"), ["converted-colour"]);
    let picture = "q 4.8 0 0 4.8 100 100 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID abcabcabcabc\nEI Q";
    assert_eq!(with("DefaultRGB", 3, picture), ["converted-colour"]);
    let itself = codes(|document| {
        resource(document, "ColorSpace", "DefaultRGB", Object::from("DeviceRGB"));
        paint(document, "1 0 0 rg 100 100 50 50 re f");
    });
    assert_eq!(itself, ["device-rgb"]);
}
