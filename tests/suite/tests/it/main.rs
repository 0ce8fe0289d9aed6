//! The reference pages: copy in, line dump and small image out. See `tests/suite/README.md`.

#[cfg(test)]
mod case;
#[cfg(test)]
mod dump;
#[cfg(test)]
mod image;

use std::fs;

use broadsheet_preview::png;

/// Fine enough to see a line that moved, coarse enough to be kept by the dozen.
#[cfg(test)]
const DPI: f64 = 45.0;
/// Fine enough to judge a page by.
#[cfg(test)]
const LOOK_DPI: f64 = 150.0;

#[test]
fn every_page_is_set_as_it_was() {
    let bless = std::env::var_os("BLESS").is_some();
    let cases = case::all();
    assert!(!cases.is_empty());
    let mut wrong = Vec::new();
    for case in &cases {
        let set = case.set();
        let again = case.set();
        assert_eq!(set.composed.frame.hash().unwrap(), again.composed.frame.hash().unwrap(), "{}", case.name);
        let lines = dump::dump(&set);
        let picture = png(&set.composed.frame, &set.compositor, &case, DPI).unwrap();
        if let Some(folder) = std::env::var_os("LOOK") {
            let large = png(&set.composed.frame, &set.compositor, &case, LOOK_DPI).unwrap();
            fs::write(std::path::Path::new(&folder).join(format!("{}.png", case.name)), large).unwrap();
        }
        if bless {
            fs::write(case.file("lines.txt"), &lines).unwrap();
            fs::write(case.file("page.png"), &picture).unwrap();
            continue;
        }
        let known = fs::read_to_string(case.file("lines.txt")).unwrap_or_default();
        wrong.extend(dump::first_difference(&known, &lines).map(|said| format!("{}: {said}", case.name)));
        let known = fs::read(case.file("page.png")).unwrap_or_default();
        wrong.extend(image::difference(&known, &picture).map(|said| format!("{}: {said}", case.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_of_a_page_is_lost_or_overlaps() {
    for case in case::all() {
        let set = case.set();
        dump::nothing_lost(&set);
        dump::nothing_overlaps(&set);
    }
}

#[test]
fn no_headline_is_louder_than_the_leads_where_the_program_makes_up() {
    for case in case::all().iter().filter(|case| case.is_made_up_by_the_program()) {
        let sizes: Vec<_> = case.set().composed.fits.iter().map(|fit| fit.headline.size).collect();
        assert!(sizes[1..].iter().all(|size| *size <= sizes[0]), "{}: {sizes:?}", case.name);
    }
}

#[test]
fn every_file_belongs_to_a_case() {
    for case in case::all() {
        for entry in fs::read_dir(case.file("")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let known = ["copy.md", "page.json", "lines.txt", "page.png"];
            assert!(known.contains(&name.as_str()), "{}/{name}", case.name);
        }
    }
}
