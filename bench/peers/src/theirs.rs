//! The others on the ten pages, each in its own language, by the habits that its users have.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration as TypstDuration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;

use crate::copy::{self, Copy};

/// A program and how it is started.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) command: Vec<String>,
    pub(crate) folder: PathBuf,
    pub(crate) out: PathBuf,
}

/// Broadsheet first, then the others, with their files written.
pub(crate) fn all(pages: &[Copy], folder: &Path) -> Vec<Peer> {
    let file = |name: &str, text: String| {
        fs::write(folder.join(name), text).expect("the peer's file is written");
    };
    file("ten.txt", copy::written(pages));
    file("ten.typ", typst(pages));
    file("ten.html", html(pages));
    file("ten.tex", tex(pages));
    let peer = |name, out: &str, command: &[&str]| Peer {
        name,
        command: command.iter().map(|&word| word.to_owned()).collect(),
        folder: folder.to_owned(),
        out: folder.join(out),
    };
    let me = std::env::current_exe().expect("this program's own path");
    let html_url = format!("file://{}", folder.join("ten.html").display());
    vec![
        peer("Broadsheet", "ours.pdf", &[&me.to_string_lossy(), "set", "ten.txt", "ours.pdf"]),
        peer("Typst", "typst.pdf", &["typst", "compile", "ten.typ", "typst.pdf"]),
        peer("WeasyPrint", "weasyprint.pdf", &["weasyprint", "ten.html", "weasyprint.pdf"]),
        peer(
            "Chromium",
            "chromium.pdf",
            &[
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-pdf-header-footer",
                "--print-to-pdf=chromium.pdf",
                &html_url,
            ],
        ),
        peer("XeLaTeX", "ten.pdf", &["xelatex", "-interaction=batchmode", "ten.tex"]),
    ]
}

/// 点 in the points of PDF and CSS.
const BODY: f64 = 9.0 * 0.351_46 * 72.0 / 25.4;
const PITCH: f64 = BODY * 1.25;
const HEADLINE: f64 = BODY * 30.0 / 9.0;
/// The type area: 71 字 wide, 88 rows high.
const WIDTH: f64 = BODY * 71.0;
const HEIGHT: f64 = PITCH * 88.0;

fn typst(pages: &[Copy]) -> String {
    let mut text = format!(
        "#set page(width: 272.5mm, height: 390mm, margin: (x: (272.5mm - {WIDTH}pt) / 2, y: (390mm - {HEIGHT}pt) / 2))\n\
         #set text(font: \"Noto Serif CJK SC\", size: {BODY}pt, lang: \"zh\", region: \"cn\", top-edge: \"ascender\", bottom-edge: \"descender\")\n\
         #set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: {}pt, spacing: {}pt)\n\
         #set text(top-edge: 0.88em, bottom-edge: -0.12em)\n",
        PITCH - BODY,
        PITCH - BODY,
    );
    for (n, page) in pages.iter().enumerate() {
        if n > 0 {
            text.push_str("#pagebreak()\n");
        }
        let _ = writeln!(text, "#text(size: {HEADLINE}pt, weight: \"bold\")[{}]", page.headline);
        let _ = writeln!(text, "#v(1em)\n#columns(6, gutter: {BODY}pt)[");
        for paragraph in &page.body {
            let _ = writeln!(text, "{}\n", escaped(paragraph, "\\#*_$@`<>[]~=-+/"));
        }
        text.push_str("]\n");
    }
    text
}

fn escaped(text: &str, signs: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if signs.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn html(pages: &[Copy]) -> String {
    let mut text = format!(
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><style>\
         @page {{ size: 272.5mm 390mm; margin: {}pt {}pt }}\
         body {{ margin: 0; font: {BODY}pt/{PITCH}pt 'Noto Serif CJK SC' }}\
         section {{ break-after: page }} section:last-child {{ break-after: auto }}\
         h1 {{ font: bold {HEADLINE}pt/1 'Noto Serif CJK SC'; margin: 0 0 {PITCH}pt }}\
         div {{ columns: 6; column-gap: {BODY}pt }}\
         p {{ margin: 0; text-indent: 2em; text-align: justify; line-break: strict }}</style>",
        (390.0 / 25.4 * 72.0 - HEIGHT) / 2.0,
        (272.5 / 25.4 * 72.0 - WIDTH) / 2.0,
    );
    for page in pages {
        let _ = write!(text, "<section><h1>{}</h1><div>", page.headline);
        for paragraph in &page.body {
            let _ = write!(text, "<p>{}", paragraph.replace('&', "&amp;").replace('<', "&lt;"));
        }
        text.push_str("</div></section>");
    }
    text
}

fn tex(pages: &[Copy]) -> String {
    let mut text = format!(
        "\\documentclass{{article}}\n\\usepackage{{xeCJK,multicol,geometry}}\n\
         \\geometry{{paperwidth=272.5mm,paperheight=390mm,textwidth={WIDTH}bp,textheight={}bp,hcentering,vcentering}}\n\
         \\setCJKmainfont{{Noto Serif CJK SC}}\n\\setmainfont{{Noto Serif CJK SC}}\n\\pagestyle{{empty}}\n\
         \\setlength\\columnsep{{{BODY}bp}}\\setlength\\multicolsep{{0pt}}\n\\begin{{document}}\n\
         \\fontsize{{{BODY}bp}}{{{PITCH}bp}}\\selectfont\\setlength\\parindent{{{}bp}}\\setlength\\parskip{{0pt}}\n\
         \\emergencystretch=3em\n",
        HEIGHT + PITCH,
        2.0 * BODY,
    );
    for page in pages {
        let _ = writeln!(
            text,
            "{{\\noindent\\fontsize{{{HEADLINE}bp}}{{{HEADLINE}bp}}\\selectfont\\bfseries {}\\par}}\\vskip 1em",
            tex_escaped(&page.headline)
        );
        text.push_str("\\begin{multicols}{6}\n");
        for paragraph in &page.body {
            let _ = writeln!(text, "{}\n", tex_escaped(paragraph));
        }
        text.push_str("\\end{multicols}\\clearpage\n");
    }
    text.push_str("\\end{document}\n");
    text
}

fn tex_escaped(text: &str) -> String {
    escaped(text, "%#&$_{}")
}

/// Typst's library with fonts loaded: the pages with nothing remembered, and after one more character.
pub(crate) fn typst_in_process(pages: &[Copy], runs: usize) -> (Duration, Duration) {
    let mut world = Page::new(typst(pages));
    world.set();
    let mut cold = Vec::new();
    for _ in 0..runs {
        comemo::evict(0);
        cold.push(world.set());
    }
    let place = world.source.text().find(&pages[4].headline).expect("the fifth page");
    let place = world.source.text()[place..].find("[\n").expect("its columns") + place + 2;
    let mut key = Vec::new();
    for n in 0..runs {
        let more: String = ('一'..).nth(n).into_iter().collect();
        world.source.edit(place..place, &more);
        key.push(world.set());
    }
    cold.sort_unstable();
    key.sort_unstable();
    (cold[runs / 2], key[runs / 2])
}

struct Page {
    library: LazyHash<Library>,
    fonts: FontStore,
    source: Source,
}

impl Page {
    fn new(text: String) -> Self {
        let mut fonts = FontStore::new();
        fonts.extend(typst_kit::fonts::system());
        let path = VirtualPath::new("ten.typ").expect("a path");
        let id = FileId::unique(RootedPath::new(VirtualRoot::Project, path));
        Self { library: LazyHash::new(Library::default()), fonts, source: Source::new(id, text) }
    }

    fn set(&self) -> Duration {
        let start = Instant::now();
        let document = typst::compile::<PagedDocument>(self).output.expect("it compiles");
        let took = start.elapsed();
        assert!(document.pages().len() >= 10, "{} pages", document.pages().len());
        black_box(document);
        took
    }
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<TypstDuration>) -> Option<Datetime> {
        None
    }
}
