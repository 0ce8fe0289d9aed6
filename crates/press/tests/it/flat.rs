//! PDF/X-1a:2003: flat by construction, of PDF 1.4, and inks by number alone.

use crate::separations::{Kept, Plates, tool};
use crate::specimen::{job, specimen};
use broadsheet_press::{Finding, Job, Standard, Verdict, preflight_by, print};
use lopdf::{Document, Object};

fn flat() -> Job {
    Job { standard: Standard::X1a, ..job() }
}

#[test]
fn our_own_preflight_passes_it() {
    let page = specimen();
    let pdf = print(&[&page.frame, &page.frame], &page.shelf, &flat()).unwrap().pdf;
    let report = preflight_by(&pdf, &flat().rules(&page.frame));
    assert_eq!(report.findings, []);
    assert_eq!((report.verdict, report.profile.as_deref()), (Verdict::Pass, Some("PDF/X-1a:2003")));
    // And the one is not taken for the other.
    let other = preflight_by(&pdf, &job().rules(&page.frame));
    assert_eq!(other.findings.iter().map(Finding::code).collect::<Vec<_>>(), ["wrong-standard"]);
}

#[test]
fn it_has_nothing_that_pdf_1_4_or_the_standard_does_not_know() {
    let page = specimen();
    let pdf = print(&[&page.frame], &page.shelf, &flat()).unwrap().pdf;
    assert!(pdf.starts_with(b"%PDF-1.4"));
    let has = |what: &str| pdf.windows(what.len()).any(|window| window == what.as_bytes());
    assert!(has("\nxref\n") && has("\ntrailer"), "a classic table");
    let document = Document::load_mem(&pdf).unwrap();
    let information = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let information = document.get_dictionary(information).unwrap();
    assert_eq!(information.get(b"GTS_PDFXVersion").unwrap().as_str().unwrap(), b"PDF/X-1a:2003");
    assert!(!information.has(b"GTS_PDFXConformance"), "a key of the 2001 edition");
    assert_eq!(information.get(b"Trapped").unwrap().as_name().unwrap(), b"False");
    let catalog = document.catalog().unwrap();
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo"));
    for object in document.objects.values() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for key in [&b"SMask"[..], b"Group", b"ca", b"CA", b"BM", b"OC"] {
            assert!(!dictionary.has(key), "{}: {dictionary:?}", String::from_utf8_lossy(key));
        }
        assert!(!dictionary.has_type(b"ObjStm") && !dictionary.has_type(b"XRef"));
    }
}

#[test]
fn other_tools_find_it_sound() {
    let page = specimen();
    let pdf = Kept::new("flat.pdf", &print(&[&page.frame], &page.shelf, &flat()).unwrap().pdf);
    assert!(tool("qpdf", &["--check", pdf.path()]).contains("PDF Version: 1.4"));
    let fonts = tool("pdffonts", &[pdf.path()]);
    assert!(fonts.lines().skip(2).all(|line| line.contains(" yes yes yes ")), "{fonts}");
    assert!(tool("pdfinfo", &[pdf.path()]).contains("Tagged:          yes"));
    // Text is still text.
    let said: String = tool("pdftotext", &["-raw", pdf.path(), "-"]).lines().collect();
    assert!(said.contains("一面好鼓二十多道工序"), "{said}");
}

#[test]
fn it_prints_as_the_other_standard_does() {
    let page = specimen();
    let plates = |standard: Standard| {
        let pdf = print(&[&page.frame], &page.shelf, &Job { standard, ..job() }).unwrap().pdf;
        Plates::of(&Kept::new("alike.pdf", &pdf), 72).over(-3.0, -3.0, 278.5, 396.0)
    };
    assert!(plates(Standard::X4) == plates(Standard::X1a));
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    let page = specimen();
    let once = print(&[&page.frame], &page.shelf, &flat()).unwrap().pdf;
    assert!(once == print(&[&page.frame], &page.shelf, &flat()).unwrap().pdf);
}
