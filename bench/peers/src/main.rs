//! Ten newspaper pages of Chinese text, set by Broadsheet and by the programs that can be run beside it.
//!
//! Each page is a 四开 page: a headline over six columns of 11 字 at 9 点 on a pitch of 11.25 点. Every program is given
//! the same text in its own language and writes a PDF; each is started as a whole process, fonts cold in the program
//! and warm in the kernel, and the median is said. Then, inside one process, Broadsheet's composer beside Typst's
//! library: the same ten pages with nothing remembered, and again after one more character in the fifth page.
//!
//! Only Broadsheet's file is PDF/X with its text in black ink; the others' are screen PDFs. None of them is held
//! against that here.

mod copy;
mod ours;
mod theirs;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each; the median is said.
const RUNS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next(), arguments.next()) {
        (Some("set"), Some(text), Some(out)) => ours::set(Path::new(&text), Path::new(&out)),
        (None, ..) => side_by_side(),
        _ => panic!("peers, or peers set TEXT OUT"),
    }
}

fn side_by_side() {
    let folder = std::env::temp_dir().join(format!("broadsheet-peers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder to work in");
    let pages = copy::pages();
    let characters: usize = pages.iter().flat_map(|page| &page.body).map(|text| text.chars().count()).sum();
    println!("{} pages, {characters} 字\n", pages.len());
    println!("| whole process, text to PDF | median | of Broadsheet's | pages |\n|---|---:|---:|---:|");
    let mut first = None;
    for peer in theirs::all(&pages, &folder) {
        let Some(took) = timed(&peer) else {
            println!("| {} | not installed | | |", peer.name);
            continue;
        };
        let base = *first.get_or_insert(took);
        println!(
            "| {} | {:.0} ms | ×{:.1} | {} |",
            peer.name,
            took.as_secs_f64() * 1000.0,
            took.as_secs_f64() / base.as_secs_f64(),
            pages_of(&peer.out),
        );
    }
    println!("\n| in one process, text to placed glyphs | median | of Broadsheet's |\n|---|---:|---:|");
    let (cold, key) = ours::in_process(&pages, RUNS);
    let (typst_cold, typst_key) = theirs::typst_in_process(&pages, RUNS);
    for (what, took, base) in [
        ("Broadsheet, nothing remembered", cold, cold),
        ("Typst's library, nothing remembered", typst_cold, cold),
        ("Broadsheet, one character more", key, key),
        ("Typst's library, one character more", typst_key, key),
    ] {
        let times = took.as_secs_f64() / base.as_secs_f64();
        println!("| {what} | {:.2} ms | ×{times:.1} |", took.as_secs_f64() * 1000.0);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// The median of a program's runs; `None` where it is not installed.
fn timed(peer: &theirs::Peer) -> Option<Duration> {
    let mut took = Vec::new();
    for _ in 0..RUNS {
        let _ = std::fs::remove_file(&peer.out);
        let start = Instant::now();
        let done = Command::new(&peer.command[0])
            .args(&peer.command[1..])
            .current_dir(&peer.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        took.push(start.elapsed());
        assert!(done.success(), "{} fails: {:?}", peer.name, peer.command);
        assert!(peer.out.is_file(), "{} writes no file", peer.name);
    }
    took.sort_unstable();
    Some(took[took.len() / 2])
}

/// The pages that a file has, as Poppler counts them.
fn pages_of(pdf: &Path) -> String {
    let told = Command::new("pdfinfo").arg(pdf).output().ok();
    let told = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:"));
    pages.map_or_else(|| "?".to_owned(), |pages| pages.trim().to_owned())
}
