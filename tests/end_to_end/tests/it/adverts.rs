//! Adverts from outside: PDFs that are taken in, stand on a page, and are printed as they are; and those that are not
//! taken, or stop the page.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Cli, Folder, Run};
use crate::specimen::{self, CHIEF, EDITOR, REPORTER};

/// A PDF of one page whose trim is so large, in millimetres, with 3 mm of bleed, and what it paints in PDF points from
/// the lower left of its trim.
fn pdf(width: f64, height: f64, content: &str) -> Vec<u8> {
    pdf_with("", width, height, content)
}

/// As [`pdf`], with resources.
fn pdf_with(resources: &str, width: f64, height: f64, content: &str) -> Vec<u8> {
    let pt = |mm: f64| mm * 72.0 / 25.4;
    let (bleed, across, down) = (pt(3.0), pt(width), pt(height));
    let (sheet_across, sheet_down) = (across + 2.0 * bleed, down + 2.0 * bleed);
    let content = format!("q 1 0 0 1 {bleed:.3} {bleed:.3} cm {content} Q");
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet_across:.3} {sheet_down:.3}] \
         /TrimBox [{bleed:.3} {bleed:.3} {:.3} {:.3}] /Contents 4 0 R /Resources << {resources} >> >>",
        across + bleed,
        down + bleed
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page,
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\n", objects.len() + 1));
    file.push_str(&format!("startxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

/// The type area of a 四开 page is 224.6 mm wide, twenty rows are 79.1 mm.
const STRIP: (f64, f64) = (224.6, 79.1);

/// An advert as wide as the page and twenty rows high, on a ground of light cyan.
fn strip(content: &str) -> Vec<u8> {
    let ground = "0.3 0 0 0 k -8 -8 660 250 re f";
    pdf(STRIP.0, STRIP.1, &format!("{ground} {content}"))
}

/// A small advert in black alone.
pub(crate) fn small() -> String {
    String::from_utf8(pdf(60.0, 40.0, "0.4 g 0 0 100 60 re f")).unwrap()
}

/// A newsroom with an empty page.
struct Desk {
    folder: Folder,
    cli: Cli,
    issue: String,
    page: String,
}

impl Desk {
    fn new() -> Self {
        let folder = Folder::new();
        let cli = specimen::copied(&folder);
        let issue = cli.make(CHIEF, &["issue", "new", "--date", "2022-11-19"]);
        let page =
            cli.make(EDITOR, &["page", "new", "--issue", &issue, "--number", "A01", "--format", "四开"]);
        Self { folder, cli, issue, page }
    }

    /// Takes a PDF in; its id, and the codes of what was said of it.
    fn take(&self, name: &str, bytes: &[u8]) -> (String, Vec<String>) {
        let file = self.folder.file(name, bytes);
        let taken = self.cli.ask(EDITOR, &["advert", "add", &file]);
        (taken[0]["id"].as_str().unwrap().to_owned(), codes(&taken[0]["notices"]))
    }

    fn place(&self, page: &str, advert: &str, at: &str, span: &str) -> Value {
        self.cli.ask(EDITOR, &["page", "plan", page, "--place", advert, "--at", at, "--span", span])
    }

    fn sign(&self, page: &str) -> Run {
        self.cli.run(CHIEF, &["page", "sign", page])
    }

    fn plate(&self, page: &str, profile: &str) -> String {
        let out = self.folder.path(&format!("{profile}.pdf")).to_str().unwrap().to_owned();
        self.cli.ask("", &["page", "export", page, "--out", &out, "--profile", profile]);
        out
    }
}

fn codes(notices: &Value) -> Vec<String> {
    let notices = notices.as_array().unwrap();
    notices.iter().map(|notice| notice["code"].as_str().unwrap().to_owned()).collect()
}

fn errors(page: &Value) -> Vec<&Value> {
    page["notices"].as_array().unwrap().iter().filter(|notice| notice["severity"] == "error").collect()
}

/// How much of each ink a page takes, as Ghostscript counts it: C, M, Y, K in shares of the sheet.
fn inks(file: &str) -> [f64; 4] {
    let gs = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=inkcov", "-o", "-", file];
    let output = Command::new("gs").args(gs).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let shares: Vec<f64> = told.split_whitespace().filter_map(|word| word.parse().ok()).take(4).collect();
    shares.try_into().unwrap_or_else(|_| panic!("{told}"))
}

#[test]
fn an_advert_goes_from_its_file_to_the_plate_as_it_is() {
    let desk = Desk::new();
    let (id, said) = desk.take("家电广告.pdf", &strip("0 0.8 0 0 k 20 20 100 100 re f"));
    assert_eq!(said, Vec::<String>::new());
    let shown = desk.cli.ask("", &["advert", "show", &id]);
    assert_eq!((&shown["name"], &shown["file_name"]), (&json!("家电广告"), &json!("家电广告.pdf")));
    assert_eq!((&shown["width_mm"], &shown["height_mm"]), (&json!(224.6), &json!(79.1)));
    assert_eq!((&shown["pages"], &shown["notices"]), (&json!([]), &json!([])));

    let page = desk.place(&desk.page, &id, "1,69", "6x20");
    assert_eq!((&page["state"], &page["notices"]), (&json!("laid"), &json!([])));
    assert_eq!(page["make_up"]["adverts"][0]["area"], json!({ "col": 0, "row": 68, "cols": 6, "rows": 20 }));
    assert_eq!(page["adverts"][0]["name"], "家电广告");
    let listed = desk.cli.ask("", &["advert", "list"]);
    assert_eq!(listed[0]["pages"][0]["number"], "A01");

    let proof = desk.folder.path("proof.pdf").to_str().unwrap().to_owned();
    let proofed = desk.cli.ask(EDITOR, &["page", "proof", &desk.page, "--out", &proof]);
    assert_eq!(proofed["notices"], json!([]));
    assert!(inks(&proof)[0] > 0.1);
    assert_eq!(desk.sign(&desk.page).answer()["state"], "signed");
    for profile in ["x4", "x1a"] {
        let plate = desk.plate(&desk.page, profile);
        let found = desk.cli.ask("", &["preflight", &plate]);
        assert_eq!((&found["verdict"], &found["findings"]), (&json!("pass"), &json!([])), "{profile}");
        let [c, m, y, _] = inks(&plate);
        assert!(c > 0.1 && m > 0.01 && y < 0.01, "{profile}: {:?}", [c, m, y]);
        let pictures = Command::new("pdfimages").args(["-list", &plate]).output().unwrap();
        let pictures = String::from_utf8(pictures.stdout).unwrap();
        assert_eq!(pictures.lines().count(), 2, "it is no picture: {pictures}");
    }

    // What is in the log is whole, and a backup has the file.
    assert_eq!(desk.cli.ask("", &["verify"])["ok"], true);
    let backup = desk.folder.path("backup");
    desk.cli.ask("", &["backup", backup.to_str().unwrap()]);
    let copy = Cli::on(backup);
    assert_eq!(copy.ask("", &["advert", "show", &id])["sha256"], shown["sha256"]);
    assert_eq!(copy.ask("", &["verify"])["ok"], true);

    // Taken off, the page is empty again.
    let page = desk.cli.ask(EDITOR, &["page", "plan", &desk.page, "--remove", &id]);
    assert_eq!((&page["state"], &page["adverts"]), (&json!("planned"), &json!([])));
    assert_eq!(desk.cli.run(EDITOR, &["page", "plan", &desk.page, "--remove", &id]).refusal(), "not-found");
}

#[test]
fn what_cannot_be_placed_is_not_taken_in_and_nothing_with_it() {
    let desk = Desk::new();
    let good = desk.folder.file("good.pdf", strip(""));
    let whole = strip("");
    let locked = desk.folder.path("locked.pdf").to_str().unwrap().to_owned();
    let encrypt = ["--encrypt", "secret", "owner", "256", "--", &good, &locked];
    assert!(Command::new("qpdf").args(encrypt).status().unwrap().success());
    let cases = [
        (locked, "encrypted"),
        (desk.folder.file("torn.pdf", &whole[..whole.len() / 2]), "truncated-pdf"),
        (desk.folder.file("empty.pdf", ""), "empty-file"),
        (desk.folder.file("letter.pdf", "本报讯"), "not-a-pdf"),
        (desk.folder.file("rubbish.pdf", "%PDF-1.4\nrubbish\n%%EOF"), "damaged-pdf"),
    ];
    let before = desk.cli.ask("", &["verify"]);
    let originals = || {
        let listed = fs::read_dir(desk.cli.library.join("originals")).unwrap();
        listed.map(|entry| fs::read_dir(entry.unwrap().path()).unwrap().count()).sum::<usize>()
    };
    let kept = originals();
    for (file, code) in &cases {
        let run = desk.cli.run(EDITOR, &["advert", "add", &good, file]);
        assert_eq!(run.refusal(), *code, "{file}");
        assert!(run.err.contains(file.as_str()), "the file is named: {run:?}");
    }
    // A reporter brings no adverts.
    assert_eq!(desk.cli.run(REPORTER, &["advert", "add", &good]).refusal(), "role-needed");
    assert_eq!(desk.cli.ask("", &["verify"]), before);
    assert_eq!(desk.cli.ask("", &["advert", "list"]), json!([]));
    assert_eq!(originals(), kept + 1, "only what was whole was kept, under no event");
}

#[test]
fn what_the_press_cannot_print_stops_the_page_and_is_named() {
    let desk = Desk::new();
    // What PDF/X-4 lets the print house convert, and what is mixed in another space than that of the inks.
    let managed = "/ColorSpace << /X [/CalRGB << /WhitePoint [0.95 1 1.09] >>] >>";
    let half = "/ExtGState << /X << /ca 0.5 >> >>";
    let red = pdf_with(managed, STRIP.0, STRIP.1, "/X cs 1 0 0 sc 20 20 100 100 re f");
    let group = format!("{half} >> /Group << /S /Transparency /CS /DeviceRGB ");
    let mixed = pdf_with(&group, STRIP.0, STRIP.1, "/X gs 1 0 0 0 k 20 20 100 100 re f");
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("rgb", strip("1 0 0 rg 20 20 100 100 re f"), "device-rgb"),
        ("managed", red, "converted-colour"),
        ("mixed", mixed, "device-rgb"),
        ("ink", strip("1 1 1 0 k 20 20 100 100 re f"), "ink-over-limit"),
        ("small", pdf(200.0, 70.0, "0.3 0 0 0 k 0 0 500 180 re f"), "advert-size"),
    ];
    for (name, bytes, code) in cases {
        let (id, said) = desk.take(&format!("{name}.pdf"), &bytes);
        // What is wrong with the file is said at once; its size is wrong only where it stands.
        assert_eq!(said.contains(&code.to_owned()), code != "advert-size", "{name}: {said:?}");
        let page = desk.place(&desk.page, &id, "1,69", "6x20");
        let errors = errors(&page);
        assert_eq!(errors.len(), 1, "{name}: {page}");
        assert_eq!((&errors[0]["code"], &errors[0]["page"]), (&json!(code), &json!("A01")));
        assert!(errors[0]["place"].as_str().unwrap().starts_with(name), "{}", errors[0]);
        assert!(errors[0]["rect"].as_array().is_some(), "{}", errors[0]);
        let run = desk.sign(&desk.page);
        assert_eq!(run.refusal(), "page-stopped", "{name}");
        assert!(run.err.contains(errors[0]["message"].as_str().unwrap()), "{run:?}");
        desk.cli.ask(EDITOR, &["page", "plan", &desk.page, "--remove", &id]);
    }
    // A file that opens without a password is shown and placed, and never signed.
    let good = desk.folder.file("good.pdf", strip(""));
    let locked = desk.folder.path("open.pdf").to_str().unwrap().to_owned();
    let encrypt = ["--encrypt", "", "owner", "256", "--", &good, &locked];
    assert!(Command::new("qpdf").args(encrypt).status().unwrap().success());
    let (id, said) = desk.take("open.pdf", &fs::read(&locked).unwrap());
    assert_eq!(said, ["advert-encrypted"]);
    desk.place(&desk.page, &id, "1,69", "6x20");
    assert_eq!(desk.sign(&desk.page).refusal(), "page-stopped");
}

#[test]
fn adverts_and_stories_do_not_lie_over_each_other() {
    let desk = Desk::new();
    let (one, _) = desk.take("one.pdf", &strip(""));
    let (two, _) = desk.take("two.pdf", &strip("0.1 0 0 0 k 0 0 10 10 re f"));
    desk.place(&desk.page, &one, "1,69", "6x20");
    let page = desk.place(&desk.page, &two, "1,60", "6x20");
    assert_eq!(codes(&Value::from_iter(errors(&page).into_iter().cloned())), ["overlap"]);
    let off = ["page", "plan", &desk.page, "--place", &two, "--at", "1,70", "--span", "6x20"];
    assert_eq!(desk.cli.run(EDITOR, &off).refusal(), "invalid-field");
    // Moved, it is where it was put; the program makes the rest of the page up around both.
    desk.place(&desk.page, &two, "1,49", "6x20");
    let body = desk.folder.file("body.txt", "绛州大鼓响起来，汾河两岸秋收忙。\n".repeat(20));
    let story = desk.cli.make(REPORTER, &["story", "new", "--headline", "鼓响汾河", "--body-file", &body]);
    desk.cli.ask(REPORTER, &["story", "submit", &story]);
    desk.cli.ask(EDITOR, &["story", "approve", &story]);
    let page = desk.cli.ask(EDITOR, &["page", "auto", &desk.page]);
    assert_eq!(page["make_up"]["adverts"].as_array().map(Vec::len), Some(2));
    let modules = page["make_up"]["modules"].as_array().unwrap();
    assert!(!modules.is_empty());
    for module in modules {
        let (row, rows) = (module["area"]["row"].as_u64().unwrap(), module["area"]["rows"].as_u64().unwrap());
        assert!(row + rows <= 48, "{module}");
    }
}

#[test]
fn a_page_of_black_alone_prints_black_alone() {
    let desk = Desk::new();
    let new = ["page", "new", "--issue", &desk.issue, "--number", "A02", "--format", "四开", "--black"];
    let black = desk.cli.make(EDITOR, &new);
    let (colour, _) = desk.take("colour.pdf", &strip(""));
    let page = desk.place(&black, &colour, "1,69", "6x20");
    assert_eq!(page["black_alone"], true);
    assert_eq!(errors(&page)[0]["code"], "colour-on-black-page");
    assert_eq!(desk.sign(&black).refusal(), "page-stopped");
    desk.cli.ask(EDITOR, &["page", "plan", &black, "--remove", &colour]);
    let (grey, said) = desk.take("grey.pdf", &pdf(STRIP.0, STRIP.1, "0.4 g 0 0 636 224 re f"));
    assert_eq!(said, Vec::<String>::new());
    desk.place(&black, &grey, "1,69", "6x20");
    desk.sign(&black).answer();
    let [c, m, y, k] = inks(&desk.plate(&black, "x4"));
    // Registration marks and the colour bar stand outside the trim.
    assert!(k > 0.1 && c.max(m).max(y) < 0.01, "{:?}", [c, m, y, k]);
}
