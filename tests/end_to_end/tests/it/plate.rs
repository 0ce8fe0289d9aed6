//! The press file, looked at with other people's tools: qpdf, poppler, Ghostscript. Nothing of our own reads it here.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::program::Folder;
use crate::specimen;

/// The sample page as exported for the press.
fn plate(folder: &Folder) -> String {
    plate_as(folder, "x4")
}

/// The sample page as a press file of one kind.
fn plate_as(folder: &Folder, profile: &str) -> String {
    let cli = specimen::library();
    let out = folder.path(&format!("{profile}.pdf")).to_str().unwrap().to_owned();
    cli.ask("", &["page", "export", &specimen::page(cli), "--out", &out, "--profile", profile]);
    out
}

/// What pikepdf says of a press file: the same second reading that the press's own tests hold its documents against.
fn second_reading(file: &str) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/press/tests/it/independent.py");
    // Debian's own Python: another one first in the path has not Debian's modules.
    let own = "/usr/bin/python3";
    let python = if Path::new(own).exists() { own } else { "python3" };
    serde_json::from_slice(&told(python, &[script.to_str().unwrap(), file])).unwrap()
}

/// What a tool writes to standard output; anything but success fails the test.
fn told(tool: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(tool).args(arguments).output().unwrap_or_else(|why| panic!("{tool}: {why}"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn told_text(tool: &str, arguments: &[&str]) -> String {
    String::from_utf8(told(tool, arguments)).unwrap()
}

/// A PDF's objects, by qpdf.
struct Objects {
    file: String,
    objects: Value,
}

impl Objects {
    fn of(file: &str) -> Self {
        let json: Value = serde_json::from_slice(&told("qpdf", &["--json=2", file])).unwrap();
        Self { file: file.to_owned(), objects: json["qpdf"][1].clone() }
    }

    /// What stands behind a reference (`12 0 R`), or the value itself.
    fn at<'a>(&'a self, value: &'a Value) -> &'a Value {
        let Some(reference) = value.as_str().filter(|text| text.ends_with(" R")) else { return value };
        let object = &self.objects[format!("obj:{reference}")];
        if object.get("stream").is_some() { &object["stream"]["dict"] } else { &object["value"] }
    }

    fn catalog(&self) -> &Value {
        self.at(&self.objects["trailer"]["value"]["/Root"])
    }

    fn stream(&self, reference: &Value) -> Vec<u8> {
        let number = reference.as_str().unwrap().split(' ').next().unwrap();
        told("qpdf", &[&format!("--show-object={number}"), "--filtered-stream-data", &self.file])
    }
}

#[test]
fn the_press_file_is_sound_and_says_what_it_is() {
    let folder = Folder::new();
    let file = plate(&folder);
    let checked = told_text("qpdf", &["--check", &file]);
    assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");

    let objects = Objects::of(&file);
    let catalog = objects.catalog();
    // ISO 15930-7, 6.17: the version stands in the XMP packet.
    let xmp = String::from_utf8(objects.stream(&catalog["/Metadata"])).unwrap();
    assert!(xmp.contains("http://www.npes.org/pdfx/ns/id/") && xmp.contains(">PDF/X-4<"), "{xmp}");
    // 6.2: one GTS_PDFX output intent, with the press profile in the file.
    let intents = objects.at(&catalog["/OutputIntents"]).as_array().unwrap();
    let intents: Vec<&Value> = intents
        .iter()
        .map(|intent| objects.at(intent))
        .filter(|intent| intent["/S"] == "/GTS_PDFX")
        .collect();
    let [intent] = intents[..] else { panic!("{intents:?}") };
    assert!(intent["/OutputConditionIdentifier"].as_str().is_some_and(|name| name.len() > 2), "{intent}");
    let profile = objects.stream(&intent["/DestOutputProfile"]);
    assert_eq!((&profile[12..20], &profile[36..40]), (&b"prtrCMYK"[..], &b"acsp"[..]));
    let trailer = &objects.objects["trailer"]["value"];
    assert!(trailer.get("/Encrypt").is_none());
    assert_eq!(trailer["/ID"].as_array().map(Vec::len), Some(2));
    let trapped = &objects.at(&trailer["/Info"])["/Trapped"];
    let trapped_in_xmp = xmp.contains(">False</pdf:Trapped>") || xmp.contains(">True</pdf:Trapped>");
    assert!(trapped == "/False" || trapped == "/True" || trapped_in_xmp, "{trapped}");
}

#[test]
fn the_slug_line_names_the_title_the_day_and_the_page() {
    let folder = Folder::new();
    let said = told_text("pdftotext", &["-raw", &plate(&folder), "-"]);
    let slug = said.lines().find(|line| line.contains("Cyan") && line.contains("Black"));
    let slug = slug.unwrap_or_else(|| panic!("there is none: {said}"));
    // Behind it stand the time of the export and the plates.
    assert!(slug.starts_with("样报 2022-11-18 A03 "), "{slug}");
}

#[test]
fn every_font_is_in_the_file_and_only_what_is_used_of_it() {
    let folder = Folder::new();
    let listed = told_text("pdffonts", &[&plate(&folder)]);
    let fonts: Vec<&str> = listed.lines().skip(2).collect();
    assert!(fonts.len() > 3, "{listed}");
    for font in fonts {
        // name … type encoding emb sub uni object generation
        let fields: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
        assert_eq!(fields, ["yes", "yes", "yes"], "{font}");
    }
}

#[test]
fn the_boxes_lie_in_one_another() {
    let folder = Folder::new();
    let listed = told_text("pdfinfo", &["-box", &plate(&folder)]);
    let named = |name: &str| -> Vec<f64> {
        let line = listed.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect()
    };
    let (media, bleed, trim) = (named("MediaBox"), named("BleedBox"), named("TrimBox"));
    let inside = |inner: &[f64], outer: &[f64]| {
        inner[0] > outer[0] && inner[1] > outer[1] && inner[2] < outer[2] && inner[3] < outer[3]
    };
    assert!(inside(&trim, &bleed) && inside(&bleed, &media), "{listed}");
    // 3 mm of bleed on every side.
    let bled = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]];
    assert!(bled.iter().all(|side| (side - 3.0 * 72.0 / 25.4).abs() < 0.05), "{bled:?}");
}

/// The inks of a page at 72 dpi: a byte an ink, C, M, Y, K, rows from the top.
struct Inks {
    width: usize,
    bytes: Vec<u8>,
}

impl Inks {
    fn of(file: &str) -> Self {
        let device = "-sDEVICE=pamcmyk32";
        let bytes =
            told("gs", &["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", device, "-r72", "-sOutputFile=-", file]);
        let end = bytes.windows(7).position(|seven| seven == b"ENDHDR\n").unwrap() + 7;
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let named = |name: &str| -> usize {
            head.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().parse().unwrap()
        };
        assert_eq!((named("DEPTH"), named("MAXVAL")), (4, 255));
        let width = named("WIDTH");
        assert_eq!(bytes.len() - end, width * named("HEIGHT") * 4);
        Self { width, bytes: bytes[end..].to_vec() }
    }

    /// Every point with its inks.
    fn points(&self) -> impl Iterator<Item = (usize, usize, [u8; 4])> + '_ {
        self.bytes
            .chunks_exact(4)
            .enumerate()
            .map(|(at, inks)| (at % self.width, at / self.width, [inks[0], inks[1], inks[2], inks[3]]))
    }
}

#[test]
fn text_is_black_alone_and_no_point_takes_more_ink_than_newsprint_bears() {
    let folder = Folder::new();
    let file = plate(&folder);
    let inks = Inks::of(&file);
    // Marks stand outside the trimmed page (42.5 pt on every side) and are in all inks.
    let (width, height) = (inks.width, inks.bytes.len() / 4 / inks.width);
    let printed = |x: usize, y: usize| x >= 43 && y >= 43 && x + 44 < width && y + 44 < height;
    let on_page: Vec<_> = inks.points().filter(|(x, y, _)| printed(*x, *y)).collect();
    assert!(on_page.iter().filter(|(_, _, inks)| inks[3] > 200).count() > 20_000, "there is no text");

    let most =
        on_page.iter().map(|(.., inks)| inks.iter().map(|ink| u32::from(*ink)).sum::<u32>()).max().unwrap();
    // 240 % of 255, and one step of rounding in each ink.
    assert!(most <= 612 + 4, "{} %", most * 100 / 255);

    let coloured: Vec<_> = on_page.iter().filter(|(.., inks)| inks[..3].iter().any(|ink| *ink > 0)).collect();
    let bound = |of: fn(&(usize, usize, [u8; 4])) -> usize| {
        (
            coloured.iter().map(|point| of(point)).min().unwrap(),
            coloured.iter().map(|point| of(point)).max().unwrap(),
        )
    };
    let (left, right) = bound(|point| point.0);
    let (top, bottom) = bound(|point| point.1);
    // The only picture, as large as poppler says that it is placed.
    let listed = told_text("pdfimages", &["-list", &file]);
    let fields: Vec<&str> = listed.lines().nth(2).unwrap().split_whitespace().collect();
    assert_eq!((listed.lines().count(), fields[5]), (3, "cmyk"), "{listed}");
    let size = |px: usize, per_inch: usize| {
        fields[px].parse::<f64>().unwrap() * 72.0 / fields[per_inch].parse::<f64>().unwrap()
    };
    let (wide, high) = ((right - left) as f64, (bottom - top) as f64);
    assert!(
        wide <= size(3, 12) + 2.0 && high <= size(4, 13) + 2.0,
        "{left} {top} {right} {bottom}: {listed}"
    );

    // And no word stands in it.
    let words = told_text("pdftotext", &["-bbox", &file, "-"]);
    let mut seen = 0;
    for word in words.lines().filter(|line| line.trim_start().starts_with("<word ")) {
        let numbers: Vec<f64> =
            word.split('"').skip(1).step_by(2).map(|number| number.parse().unwrap()).collect();
        let [x0, y0, x1, y1] = numbers[..] else { panic!("{word}") };
        seen += 1;
        let clear = x1 <= left as f64 + 1.0
            || x0 + 1.0 >= right as f64
            || y1 <= top as f64 + 1.0
            || y0 + 1.0 >= bottom as f64;
        assert!(clear, "{word} in {left} {top} {right} {bottom}");
    }
    assert!(seen > 100);
}

#[test]
fn paragraphs_are_read_whole_and_in_order() {
    let folder = Folder::new();
    let page: String = told_text("pdftotext", &["-raw", &plate(&folder), "-"]).split_whitespace().collect();
    let expected = specimen::expected();
    // Where each paragraph of each story stands in the text of the page.
    let mut places = Vec::new();
    for (number, story) in expected["stories"].as_array().unwrap().iter().enumerate() {
        let mut at = 0;
        for paragraph in story["body"].as_array().unwrap() {
            let paragraph: String = paragraph.as_str().unwrap().split_whitespace().collect();
            let found = page[at..].find(&paragraph);
            at += found.unwrap_or_else(|| panic!("not in order, or not whole: {paragraph}"));
            places.push((at, number));
            at += paragraph.len();
        }
    }
    assert!(places.len() > 20, "{}", places.len());
    // And no story stands in another.
    places.sort_unstable();
    let mut stories: Vec<usize> = places.into_iter().map(|(_, number)| number).collect();
    stories.dedup();
    stories.sort_unstable();
    assert_eq!(stories, (0..6).collect::<Vec<_>>());
}

#[test]
fn the_page_goes_out_flat_too_and_prints_the_same() {
    let folder = Folder::new();
    let (live, flat) = (plate_as(&folder, "x4"), plate_as(&folder, "x1a"));
    for (file, standard, version) in [(&live, "PDF/X-4", "1.6"), (&flat, "PDF/X-1a:2003", "1.4")] {
        let read = second_reading(file);
        assert_eq!(read["codes"], Value::Array(Vec::new()), "{standard}");
        assert_eq!((&read["standard"], &read["version"]), (&standard.into(), &version.into()));
        assert!(read["fonts"].as_object().unwrap().values().all(|embedded| embedded == true), "{standard}");
        assert_eq!(specimen::library().ask("", &["preflight", file])["verdict"], "pass", "{standard}");
    }
    assert!(Inks::of(&live).bytes == Inks::of(&flat).bytes);
}

#[test]
fn an_issue_goes_out_whole_with_its_manifest_or_not_at_all() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let issue = cli.ask("", &["issue", "list"])[0]["id"].as_str().unwrap().to_owned();
    let out = folder.path("issue").to_str().unwrap().to_owned();
    let export = ["issue", "export", &issue, "--out", &out, "--profile", "x4"];
    let told = cli.ask("", &export);
    assert_eq!((&told["files"][0]["number"], &told["notices"]), (&"A03".into(), &Value::Array(Vec::new())));
    // The page is, to the byte, what it is by itself.
    let alone = std::fs::read(plate(&folder)).unwrap();
    assert!(std::fs::read(folder.path("issue/20221118-A03.pdf")).unwrap() == alone);
    let manifest = std::fs::read(folder.path("issue/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let page = &manifest["pages"][0];
    assert_eq!((&page["sha256"], &page["bytes"]), (&told["files"][0]["sha256"], &alone.len().into()));
    assert!(page["most_ink"].as_u64().is_some_and(|ink| (150..=240).contains(&ink)), "{page}");
    assert!(
        page["fonts"].as_array().is_some_and(|fonts| fonts.iter().all(|font| font["sha256"].is_string()))
    );
    // Once more over itself, but not among other files.
    assert_eq!(cli.ask("", &export), told);
    folder.file("issue/notes.txt", "mine");
    assert_eq!(cli.run("", &export).code(), "folder-taken");
    std::fs::remove_file(folder.path("issue/notes.txt")).unwrap();
    // A page that is not signed keeps the whole issue back.
    let number = ["page", "new", "--issue", &issue, "--number", "A04", "--format", "四开"];
    cli.make(specimen::EDITOR, &number);
    let refused = cli.run("", &export);
    assert_eq!(refused.code(), "not-signed");
    assert!(refused.err.contains("A04"), "{refused:?}");
    assert!(
        std::fs::read(folder.path("issue/20221118-A03.pdf")).unwrap() == alone,
        "what stood there stands"
    );
}

/// A file is written over only by one of its kind, and nothing is written into the library.
#[test]
fn nothing_but_an_earlier_file_is_written_over() {
    let folder = Folder::new();
    let cli = specimen::copied(&folder);
    let page = specimen::page(&cli);
    let export = |out: &Path| {
        cli.run("", &["page", "export", &page, "--profile", "x4", "--out", out.to_str().unwrap()])
    };
    let out = folder.path("A03.pdf");
    assert_eq!((export(&out).exit, export(&out).exit), (0, 0));
    let plate = std::fs::read(&out).unwrap();
    folder.file("notes.txt", "mine");
    std::fs::create_dir(folder.path("folder.pdf")).unwrap();
    let kept = cli.library.join("library.db");
    let before = std::fs::read(&kept).unwrap();
    // What is not there yet leads nowhere else.
    let behind = cli.library.join("exports/nothing/../../library.db");
    let within = cli.library.join("new.pdf");
    for taken in [folder.path("notes.txt"), folder.path("folder.pdf"), kept.clone(), within, behind] {
        let refused = export(&taken);
        assert_eq!((refused.exit, refused.code()), (1, "file-taken"), "{}", taken.display());
    }
    assert_eq!(std::fs::read_to_string(folder.path("notes.txt")).unwrap(), "mine");
    assert!(std::fs::read(&kept).unwrap() == before && !cli.library.join("new.pdf").exists());
    let issue = cli.ask("", &["issue", "list"])[0]["id"].as_str().unwrap().to_owned();
    let inside = cli.library.join("backups/issue");
    let refused =
        cli.run("", &["issue", "export", &issue, "--profile", "x4", "--out", inside.to_str().unwrap()]);
    assert_eq!(refused.code(), "file-taken");
    // Behind a link stands what it leads to.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&out, folder.path("link.pdf")).unwrap();
        std::fs::write(&out, "").unwrap();
        assert_eq!(export(&folder.path("link.pdf")).exit, 0);
        assert!(folder.path("link.pdf").is_symlink() && std::fs::read(&out).unwrap() == plate);
        assert_eq!(export(Path::new("/dev/null")).code(), "file-taken");
    }
}

/// A file that never ends is not read to the end of the memory.
#[cfg(unix)]
#[test]
fn an_endless_file_is_refused() {
    let refused = specimen::library().run("", &["preflight", "/dev/zero"]);
    assert_eq!((refused.exit, refused.code()), (1, "file"), "{refused:?}");
}
