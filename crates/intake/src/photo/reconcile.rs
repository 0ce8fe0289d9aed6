//! One answer per field, from three places that may disagree (MWG Guidelines for Handling Image Metadata 2.0).
//!
//! IIM and XMP hold the same editorial fields. XMP is preferred, unless the digest beside the IIM says that
//! something which knows no XMP changed the IIM afterwards. EXIF's few words come last: cameras fill them in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::exif::Exif;
use super::iim::{self, Iim, Verdict};
use super::words::iso_date;
use super::xmp::{Field, Xmp};
use super::{PhotoNotice, PhotoWords};

/// Field by field: the IPTC name, the IIM dataset, the XMP property.
const PAIRS: [(&str, u8, &str); 18] = [
    ("Headline", 105, "photoshop:Headline"),
    ("Description", 120, "dc:description"),
    ("Creator's jobtitle", 85, "photoshop:AuthorsPosition"),
    ("Credit Line", 110, "photoshop:Credit"),
    ("Copyright Notice", 116, "dc:rights"),
    ("Source (Supply Chain)", 115, "photoshop:Source"),
    ("Title", 5, "dc:title"),
    ("City (legacy)", 90, "photoshop:City"),
    ("Province or State (legacy)", 95, "photoshop:State"),
    ("Country (legacy)", 101, "photoshop:Country"),
    ("Country Code (legacy)", 100, "Iptc4xmpCore:CountryCode"),
    ("Sublocation (legacy)", 92, "Iptc4xmpCore:Location"),
    ("Instructions", 40, "photoshop:Instructions"),
    ("Description Writer", 122, "photoshop:CaptionWriter"),
    ("Job Id", 103, "photoshop:TransmissionReference"),
    ("Creator", 80, "dc:creator"),
    ("Keywords", 25, "dc:subject"),
    ("Date Created", 55, "photoshop:DateCreated"),
];

/// XMP properties that only XMP has and that have a field of their own.
const XMP_ONLY: [&str; 8] = [
    "Iptc4xmpCore:AltTextAccessibility",
    "Iptc4xmpCore:ExtDescrAccessibility",
    "xmpRights:UsageTerms",
    "xmpRights:WebStatement",
    "plus:CopyrightOwner",
    "plus:Licensor",
    "Iptc4xmpExt:DigitalSourceType",
    "xmpNote:HasExtendedXMP",
];

/// Decides every field and collects the rest.
pub(crate) fn reconcile(
    iim: &Iim,
    xmp: &Xmp,
    exif: &Exif,
    verdict: Verdict,
    notices: &mut Vec<PhotoNotice>,
) -> (PhotoWords, BTreeMap<String, String>) {
    let mut desk = Desk { iim, xmp, iim_first: verdict == Verdict::IimIsNewer, notices };
    let words = PhotoWords {
        headline: desk.text(105),
        caption: desk.text(120).or_else(|| exif.description.clone()),
        creator: desk.creators(exif),
        creator_title: desk.text(85),
        credit: desk.text(110),
        copyright: desk.text(116).or_else(|| exif.copyright.clone()),
        source: desk.text(115),
        title: desk.text(5),
        city: desk.text(90),
        province: desk.text(95),
        country: desk.text(101),
        country_code: desk.text(100),
        sublocation: desk.text(92),
        date: desk.date(exif),
        instructions: desk.text(40),
        keywords: desk.list(25),
        alt_text: xmp.one("Iptc4xmpCore:AltTextAccessibility"),
        extended_description: xmp.one("Iptc4xmpCore:ExtDescrAccessibility"),
        caption_writer: desk.text(122),
        job_id: desk.text(103),
        usage_terms: xmp.one("xmpRights:UsageTerms"),
        copyright_owner: xmp.parts("plus:CopyrightOwner", "plus:CopyrightOwnerName"),
        licensor: xmp.parts("plus:Licensor", "plus:LicensorName"),
        rights_page: xmp.one("xmpRights:WebStatement"),
        digital_source_type: xmp.one("Iptc4xmpExt:DigitalSourceType"),
    };
    exif_disagreements(&words, exif, notices);
    (words, rest(iim, xmp, exif))
}

struct Desk<'d> {
    iim: &'d Iim,
    xmp: &'d Xmp,
    iim_first: bool,
    notices: &'d mut Vec<PhotoNotice>,
}

fn pair(number: u8) -> (&'static str, &'static str) {
    PAIRS
        .iter()
        .find(|(_, known, _)| *known == number)
        .map_or(("", ""), |(name, _, property)| (*name, *property))
}

impl Desk<'_> {
    fn text(&mut self, number: u8) -> Option<String> {
        let (name, property) = pair(number);
        let cut = self.iim.datasets.iter().any(|set| set.record == 2 && set.number == number && set.cut);
        let (old, new) = (self.iim.one(number), self.xmp.one(property));
        let (Some(old), Some(new)) = (&old, &new) else { return old.or(new) };
        // IIM values have byte limits (32 for a name): what is only shorter was cut, not changed.
        let shorter = cut || new.starts_with(old.as_str());
        let (taken, left) = if self.iim_first && !shorter { (old, new) } else { (new, old) };
        if !same(old, new) && !new.starts_with(old.as_str()) {
            self.notices.push(PhotoNotice::Disagreement {
                field: name,
                taken: taken.clone(),
                left: left.clone(),
            });
        }
        Some(taken.clone())
    }

    fn list(&mut self, number: u8) -> Vec<String> {
        let (name, property) = pair(number);
        let (old, new) = (self.iim.all(number), self.xmp.all(property));
        if old.is_empty() || new.is_empty() {
            return if new.is_empty() { old } else { new };
        }
        let shorter = old.iter().all(|value| new.iter().any(|whole| whole.starts_with(value.as_str())));
        let (taken, left) = if self.iim_first && !shorter { (old, new) } else { (new, old) };
        if !shorter && taken != left {
            self.notices.push(PhotoNotice::Disagreement {
                field: name,
                taken: taken.join("; "),
                left: left.join("; "),
            });
        }
        taken
    }

    fn creators(&mut self, exif: &Exif) -> Vec<String> {
        let creators = self.list(80);
        if creators.is_empty() { exif.artist.clone() } else { creators }
    }

    fn date(&mut self, exif: &Exif) -> Option<String> {
        let old = self.iim.one(55).and_then(|day| {
            let time = self.iim.one(60).unwrap_or_default();
            let whole = if time.is_empty() { day.clone() } else { format!("{day} {time}") };
            let read = iso_date(&whole, None).or_else(|| iso_date(&day, None));
            if read.is_none() {
                self.notices.push(PhotoNotice::DateUnreadable { text: whole });
            }
            read
        });
        let new = self.xmp.one("photoshop:DateCreated").and_then(|text| {
            let read = iso_date(&text, None);
            if read.is_none() {
                self.notices.push(PhotoNotice::DateUnreadable { text });
            }
            read
        });
        match (old, new) {
            (Some(old), Some(new)) if self.iim_first && !old.starts_with(&new) => Some(old),
            (old, new) => new.or(old).or_else(|| exif.date.clone()),
        }
    }
}

/// Whether two values say the same, blanks aside.
fn same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

fn exif_disagreements(words: &PhotoWords, exif: &Exif, notices: &mut Vec<PhotoNotice>) {
    let artist = (!exif.artist.is_empty()).then(|| exif.artist.join("; "));
    let creator = (!words.creator.is_empty()).then(|| words.creator.join("; "));
    for (field, taken, left) in [
        ("Description", &words.caption, &exif.description),
        ("Creator", &creator, &artist),
        ("Copyright Notice", &words.copyright, &exif.copyright),
    ] {
        if let (Some(taken), Some(left)) = (taken, left)
            && !same(taken, left)
            && !taken.starts_with(left.as_str())
        {
            notices.push(PhotoNotice::Disagreement { field, taken: taken.clone(), left: left.clone() });
        }
    }
}

/// IPTC names of XMP properties, from the IPTC Photo Metadata TechReference 2024.1.
static NAMES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../../data/iptc-names.tsv").lines().filter_map(|line| line.split_once('\t')).collect()
});

fn rest(iim: &Iim, xmp: &Xmp, exif: &Exif) -> BTreeMap<String, String> {
    let mut rest = exif.rest.clone();
    for set in &iim.datasets {
        let known =
            set.record == 2 && (set.number == 60 || PAIRS.iter().any(|(_, number, _)| *number == set.number));
        if !known && !set.text.is_empty() && set.text.len() <= 4000 {
            add(&mut rest, iim::name(set.record, set.number), set.text.trim());
        }
    }
    for (name, field) in &xmp.fields {
        let known = PAIRS.iter().any(|(_, _, property)| property == name)
            || XMP_ONLY[..6].contains(&name.as_str()) && !matches!(field, Field::List(_) | Field::Parts(_))
            || XMP_ONLY[6..].contains(&name.as_str());
        if !known {
            flatten(&mut rest, name_of(name), field);
        }
    }
    rest
}

fn name_of(property: &str) -> String {
    NAMES.get(property).map_or_else(|| property.to_owned(), |name| (*name).to_owned())
}

/// A structure's parts are named after it: Location Created / City.
fn flatten(rest: &mut BTreeMap<String, String>, name: String, field: &Field) {
    match field {
        Field::Text(text) if !text.trim().is_empty() => {
            // IIM and XMP both hold the legacy fields: one of two equal values is enough.
            let held = rest.get(&name).is_some_and(|held| held.split("; ").any(|one| one == text.trim()));
            if !held {
                add(rest, name, text.trim());
            }
        }
        Field::Text(_) => {}
        Field::List(items) => items.iter().for_each(|item| flatten(rest, name.clone(), item)),
        Field::Parts(parts) => {
            for (part, value) in parts {
                flatten(rest, format!("{name} / {}", name_of(part)), value);
            }
        }
    }
}

fn add(rest: &mut BTreeMap<String, String>, name: String, value: &str) {
    rest.entry(name)
        .and_modify(|held| {
            held.push_str("; ");
            held.push_str(value);
        })
        .or_insert_with(|| value.to_owned());
}
