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

/// Rounds; the median of all runs is said.
const RUNS: usize = 5;
/// How often a program is run in a round: as often as fits into this, and so often at most.
const IN_A_ROUND: Duration = Duration::from_secs(2);
const MOST_IN_A_ROUND: usize = 5;

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
    let peers = theirs::all(&pages, &folder);
    let mut first = None;
    for (peer, took) in peers.iter().zip(timed(&peers)) {
        let Some(took) = took else {
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

/// The medians of all programs; `None` for one that is not installed. They run in turn, so that an hour, or a minute, in
/// which the machine is slow is one for all of them.
fn timed(peers: &[theirs::Peer]) -> Vec<Option<Duration>> {
    let mut took: Vec<Vec<Duration>> = vec![Vec::new(); peers.len()];
    for _ in 0..RUNS {
        for (peer, took) in peers.iter().zip(&mut took) {
            let start = Instant::now();
            for _ in 0..MOST_IN_A_ROUND {
                took.extend(run(peer));
                if start.elapsed() > IN_A_ROUND {
                    break;
                }
            }
        }
    }
    let median = |mut took: Vec<Duration>| {
        took.sort_unstable();
        took.get(took.len() / 2).copied()
    };
    took.into_iter().map(median).collect()
}

/// How long a program takes; `None` where it is not installed.
fn run(peer: &theirs::Peer) -> Option<Duration> {
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
    let took = start.elapsed();
    assert!(done.success(), "{} fails: {:?}", peer.name, peer.command);
    assert!(peer.out.is_file(), "{} writes no file", peer.name);
    Some(took)
}

/// The pages that a file has, as Poppler counts them.
fn pages_of(pdf: &Path) -> String {
    let told = Command::new("pdfinfo").arg(pdf).output().ok();
    let told = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:"));
    pages.map_or_else(|| "?".to_owned(), |pages| pages.trim().to_owned())
}
