//! What failed, on one HTML page: every case with what was kept beside what it is now.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::image;

/// How many equal lines are shown around those that differ.
const AROUND: usize = 3;

/// A case that is not set as it is kept, or breaks what it promises.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    /// Where it is kept.
    pub(crate) file: String,
    /// What it is called.
    pub(crate) name: String,
    /// What of its promises is broken, and what else there is to say.
    pub(crate) said: Vec<String>,
    pub(crate) kept: String,
    pub(crate) now: String,
    /// A page's images: as kept and as it is now.
    pub(crate) images: Option<(Vec<u8>, Vec<u8>)>,
}

/// A line on both sides of the report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pair<'a> {
    Same(&'a str),
    Changed(&'a str, &'a str),
    Gone(&'a str),
    New(&'a str),
}

/// Writes the report; answers where.
pub(crate) fn write(failures: &[Failure]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite-report.html");
    fs::write(&path, page(failures)).unwrap();
    path
}

/// The failures in a few words each, for a terminal.
pub(crate) fn told(failures: &[Failure]) -> String {
    let mut out = String::new();
    for failure in failures {
        let _ = writeln!(out, "{}: {}", failure.file, failure.name);
        failure.said.iter().for_each(|said| _ = writeln!(out, "    {said}"));
        let pairs = pairs(&failure.kept, &failure.now);
        if let Some(first) = pairs.iter().find(|pair| !matches!(pair, Pair::Same(_))) {
            let (was, is) = match first {
                Pair::Changed(was, is) => (*was, *is),
                Pair::Gone(was) | Pair::Same(was) => (*was, ""),
                Pair::New(is) => ("", *is),
            };
            let _ = writeln!(out, "    was «{was}»\n    is  «{is}»");
        }
    }
    out
}

fn page(failures: &[Failure]) -> String {
    let mut html = String::from(HEAD);
    let _ = write!(html, "<h1>Reference suite: {} of its cases differ</h1>\n<ol>\n", failures.len());
    for (n, failure) in failures.iter().enumerate() {
        let (name, file) = (escaped(&failure.name), escaped(&failure.file));
        let _ = writeln!(html, "<li><a href=\"#case-{n}\">{name}</a> <small>{file}</small></li>");
    }
    html.push_str("</ol>\n");
    for (n, failure) in failures.iter().enumerate() {
        let (name, file) = (escaped(&failure.name), escaped(&failure.file));
        let _ = writeln!(html, "<section id=\"case-{n}\">\n<h2>{name}</h2>\n<p><small>{file}</small></p>");
        for said in &failure.said {
            let _ = writeln!(html, "<p class=\"said\">{}</p>", escaped(said));
        }
        if failure.kept != failure.now {
            html.push_str(&table(&pairs(&failure.kept, &failure.now)));
        }
        if let Some((kept, now)) = &failure.images {
            html.push_str(&images(kept, now));
        }
        html.push_str("</section>\n");
    }
    html + "</body>\n</html>\n"
}

fn table(pairs: &[Pair<'_>]) -> String {
    let mut html = String::from("<table>\n<tr><th>expected</th><th>actual</th></tr>\n");
    let differs = |n: usize| pairs.get(n).is_some_and(|pair| !matches!(pair, Pair::Same(_)));
    let is_near = |n: usize| (n.saturating_sub(AROUND)..=n + AROUND).any(differs);
    let mut left_out = 0;
    for (n, pair) in pairs.iter().enumerate() {
        if !is_near(n) {
            left_out += 1;
            if n + 1 == pairs.len() || is_near(n + 1) {
                let _ =
                    writeln!(html, "<tr><td colspan=\"2\" class=\"equal\">{left_out} equal lines</td></tr>");
                left_out = 0;
            }
            continue;
        }
        let _ = match pair {
            Pair::Same(line) => {
                let line = escaped(line);
                writeln!(html, "<tr><td>{line}</td><td>{line}</td></tr>")
            }
            Pair::Changed(was, is) => {
                let (was, is) = apart(was, is);
                writeln!(html, "<tr><td class=\"gone\">{was}</td><td class=\"new\">{is}</td></tr>")
            }
            Pair::Gone(was) => {
                writeln!(html, "<tr><td class=\"gone\"><del>{}</del></td><td></td></tr>", escaped(was))
            }
            Pair::New(is) => {
                writeln!(html, "<tr><td></td><td class=\"new\"><ins>{}</ins></td></tr>", escaped(is))
            }
        };
    }
    html + "</table>\n"
}

fn images(kept: &[u8], now: &[u8]) -> String {
    let mut html = String::from("<div class=\"images\">\n");
    let marked = image::marked(kept, now).unwrap_or_default();
    for (name, png) in [("expected", kept), ("actual", now), ("difference", &marked)] {
        if png.is_empty() {
            let _ = writeln!(html, "<figure><figcaption>{name}: none</figcaption></figure>");
            continue;
        }
        let data = STANDARD.encode(png);
        let _ = writeln!(
            html,
            "<figure><figcaption>{name}</figcaption><img alt=\"{name}\" src=\"data:image/png;base64,{data}\"></figure>"
        );
    }
    html + "</div>\n"
}

/// The lines of two texts beside each other, as many of them equal as can be.
fn pairs<'a>(kept: &'a str, now: &'a str) -> Vec<Pair<'a>> {
    let (kept, now): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), now.lines().collect());
    // common[a][b]: how many lines the rests from a and from b have in common.
    let mut common = vec![vec![0_u32; now.len() + 1]; kept.len() + 1];
    for a in (0..kept.len()).rev() {
        for b in (0..now.len()).rev() {
            common[a][b] = if kept[a] == now[b] {
                common[a + 1][b + 1] + 1
            } else {
                common[a + 1][b].max(common[a][b + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut a, mut b) = (0, 0);
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    while a < kept.len() || b < now.len() {
        if a < kept.len() && b < now.len() && kept[a] == now[b] {
            flush(&mut pairs, &mut gone, &mut new);
            pairs.push(Pair::Same(kept[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == now.len() || (a < kept.len() && common[a + 1][b] >= common[a][b + 1]) {
            gone.push(kept[a]);
            a += 1;
        } else {
            new.push(now[b]);
            b += 1;
        }
    }
    flush(&mut pairs, &mut gone, &mut new);
    pairs
}

/// What went and what came at one place stands side by side.
fn flush<'a>(pairs: &mut Vec<Pair<'a>>, gone: &mut Vec<&'a str>, new: &mut Vec<&'a str>) {
    for n in 0..gone.len().max(new.len()) {
        pairs.extend(match (gone.get(n), new.get(n)) {
            (Some(was), Some(is)) => Some(Pair::Changed(was, is)),
            (Some(was), None) => Some(Pair::Gone(was)),
            (None, Some(is)) => Some(Pair::New(is)),
            (None, None) => None,
        });
    }
    gone.clear();
    new.clear();
}

/// Two lines, what differs in them marked.
fn apart(was: &str, is: &str) -> (String, String) {
    let same = |one: &str, other: &str| one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let front = same(was, is);
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    let most = was.chars().count().min(is.chars().count()) - front;
    let back = same(&reversed(was), &reversed(is)).min(most);
    let mark = |text: &str, name: &str| {
        let characters: Vec<char> = text.chars().collect();
        let part = |range: std::ops::Range<usize>| escaped(&characters[range].iter().collect::<String>());
        let end = characters.len() - back;
        format!("{}<{name}>{}</{name}>{}", part(0..front), part(front..end), part(end..characters.len()))
    };
    (mark(was, "del"), mark(is, "ins"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Reference suite</title>
<style>
body { font: 14px/1.5 sans-serif; margin: 2rem auto; max-width: 90rem; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-bottom: 0; } small { color: #666; }
section { border-top: 1px solid #bbb; margin-top: 2rem; }
.said { color: #a00000; font-weight: 600; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th { text-align: left; font-weight: 600; border-bottom: 1px solid #bbb; }
td { font: 13px/1.45 "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; overflow-wrap: anywhere; vertical-align: top; padding: 0 .4rem; border-right: 1px solid #ddd; }
td.gone { background: #fdeaea; } td.new { background: #e8f1fd; }
del { background: #f3b4b4; text-decoration: none; } ins { background: #b3d1f7; text-decoration: none; }
td.equal { color: #777; text-align: center; background: #f6f6f6; }
.images { display: flex; gap: 1rem; flex-wrap: wrap; margin-top: 1rem; } figure { margin: 0; flex: 1 1 20rem; }
img { width: 100%; border: 1px solid #bbb; }
</style>
</head>
<body>
"#;

#[test]
fn the_report_shows_both_sides_of_what_differs_and_both_images() {
    let png = |shade: u8| {
        let image = ::image::GrayImage::from_pixel(40, 40, ::image::Luma([shade]));
        let mut file = std::io::Cursor::new(Vec::new());
        image.write_to(&mut file, ::image::ImageFormat::Png).unwrap();
        file.into_inner()
    };
    let kept = "  1\n  2\n  3\n  4\n 一二，\n 三\n";
    let failures = [
        Failure {
            file: "lines/3-marks.txt".to_owned(),
            name: "a <comma> starts no line".to_owned(),
            said: vec!["， starts a line: ，三".to_owned()],
            kept: kept.to_owned(),
            now: "  1\n  2\n  3\n  4\n 一二\n ，三\n 四\n".to_owned(),
            images: None,
        },
        Failure { images: Some((png(255), png(0))), name: "a page".to_owned(), ..Failure::default() },
    ];
    let html = page(&failures);
    assert!(html.contains("2 of its cases differ") && html.contains("a &lt;comma&gt; starts no line"));
    assert!(
        html.contains("<td class=\"gone\"> 一二<del>，</del></td><td class=\"new\"> 一二<ins></ins></td>")
    );
    assert!(html.contains("<td class=\"gone\"> <del></del>三</td><td class=\"new\"> <ins>，</ins>三</td>"));
    assert!(html.contains("<td></td><td class=\"new\"><ins> 四</ins></td>"));
    assert!(html.contains("1 equal lines") && !html.contains("<td>  1</td>"));
    assert_eq!(html.matches("src=\"data:image/png;base64,").count(), 3);
    assert!(told(&failures).contains("was « 一二，»\n    is  « 一二»"));
    // To be looked at in a browser.
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite-report-sample.html"), html).unwrap();
}
