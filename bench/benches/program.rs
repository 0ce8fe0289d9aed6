//! The program as a person meets it, release builds, whole processes: the sample library from start to finish
//! (target ≤ 3 s), the window from start to usable (≤ 1.5 s), and the memory of the window with its web processes
//! while the sample page is open (≤ 350 MB, as proportional set size).
//!
//! The window runs under Xvfb, whose screen is a file: it counts as usable at the first moment from which all but
//! half a percent of the screen stays as it is at the end, with something written on it: the list of stories, or
//! the first steps where there is none. The memory is that of the program, of WebKit's web process and of its
//! network process; that the page is on the screen then is looked at too. Baseline of the memory: the same window on
//! an empty library. Needs Linux, Xvfb and xdotool.

#![expect(clippy::print_stdout, reason = "a bench says what it has measured")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const WIDTH: usize = 1440;
const HEIGHT: usize = 900;
/// Runs of each; the median is said.
const RUNS: usize = 5;
/// The screen is looked at so often.
const GLANCE: Duration = Duration::from_millis(20);
/// A window that has not changed for so long has come to rest.
const REST: Duration = Duration::from_secs(3);
/// A window that has not come to rest by then never does.
const PATIENCE: Duration = Duration::from_secs(60);
/// The share of dark pixels of a window that has words on it. One that is still starting has a menu bar at most; a
/// screen without a window is all black.
const WRITTEN: std::ops::Range<f64> = 0.003..0.5;
/// Where the page stands when it is seen whole: left, top, right, bottom, well inside its edges.
const PAGE: [usize; 4] = [560, 200, 860, 780];

fn main() {
    // `cargo bench --no-run` and `cargo test --benches` ask for other things than measuring.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let binaries = PathBuf::from(
        std::env::var_os("BROADSHEET_RELEASE")
            .expect("BROADSHEET_RELEASE names the folder of the release binaries: run `make bench`"),
    );
    let folder = std::env::temp_dir().join(format!("broadsheet-bench-program-{}", std::process::id()));
    let sample = folder.join("sample");
    demo(&binaries, &folder);
    run_demo(&binaries, &sample);
    let empty = folder.join("empty");
    let screen = Screen::open(&folder);
    window(&binaries, &screen, &empty, "an empty library (baseline)", false);
    window(&binaries, &screen, &sample, "the sample library, its page open", true);
    let _ = std::fs::remove_dir_all(&folder);
}

fn demo(binaries: &Path, folder: &Path) {
    let mut took = Vec::new();
    for run in 0..RUNS {
        let start = Instant::now();
        run_demo(binaries, &folder.join(format!("demo-{run}")));
        took.push(start.elapsed());
    }
    say("demo, start to finish", median(&mut took));
    let mut took = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        let version =
            Command::new(binaries.join("broadsheet")).arg("--version").stdout(Stdio::null()).status();
        assert!(version.expect("the program starts").success());
        took.push(start.elapsed());
    }
    say("the program started and ended (baseline)", median(&mut took));
}

fn run_demo(binaries: &Path, library: &Path) {
    let done = Command::new(binaries.join("broadsheet"))
        .arg("--library")
        .arg(library)
        .args(["--json", "demo"])
        .stdout(Stdio::null())
        .status();
    assert!(done.expect("the program starts").success());
}

fn window(binaries: &Path, screen: &Screen, library: &Path, what: &str, has_page: bool) {
    let mut usable = Vec::new();
    let mut memory = 0;
    for run in 0..RUNS {
        let start = Instant::now();
        let window = Ended(
            Command::new(binaries.join("broadsheet-desktop"))
                .arg("--library")
                .arg(library)
                .env("DISPLAY", &screen.display)
                // What the webview remembers of one library is not the user's own.
                .env("XDG_DATA_HOME", library.with_extension("memory"))
                .env_remove("WAYLAND_DISPLAY")
                .stderr(Stdio::null())
                .spawn()
                .expect("the window starts"),
        );
        usable.push(screen.settled(start));
        if run + 1 == RUNS {
            screen.keys(&["ctrl+k"]);
            screen.types("A03");
            screen.keys(&["Return"]);
            let asked = Instant::now();
            while has_page && !screen.shows_page() {
                assert!(asked.elapsed() < PATIENCE, "the page does not come");
                std::thread::sleep(GLANCE);
            }
            screen.settled(asked);
            memory = resident(window.0.id());
            screen.keep(what);
        }
    }
    say(&format!("window usable, {what}"), median(&mut usable));
    println!("{:<64} {:>9.0} MB", format!("memory, {what}"), memory as f64 / 1024.0 / 1024.0);
}

fn median(took: &mut [Duration]) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

fn say(what: &str, took: Duration) {
    println!("{what:<64} {:>9.0} ms", took.as_secs_f64() * 1000.0);
}

/// A child process that ends with its owner.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A screen that is a file.
struct Screen {
    display: String,
    pixels: PathBuf,
    _server: Ended,
}

impl Screen {
    fn open(folder: &Path) -> Self {
        let pixels = folder.join("screen");
        std::fs::create_dir_all(&pixels).expect("a folder for the screen");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{WIDTH}x{HEIGHT}x24"), "-nolisten", "tcp"])
            .arg("-fbdir")
            .arg(&pixels)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        let told = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut number));
        assert!(matches!(told, Some(Ok(length)) if length > 1), "Xvfb finds no display");
        let display = format!(":{}", number.trim());
        let screen = Self { display, pixels: pixels.join("Xvfb_screen0"), _server: Ended(server) };
        let start = Instant::now();
        while screen.look().is_none() {
            assert!(start.elapsed() < Duration::from_secs(10), "Xvfb does not start");
            std::thread::sleep(GLANCE);
        }
        screen
    }

    /// The pixels, without the header of the XWD format.
    fn look(&self) -> Option<Vec<u8>> {
        let bytes = std::fs::read(&self.pixels).ok()?;
        let start = bytes.len().checked_sub(WIDTH * HEIGHT * 4)?;
        Some(bytes[start..].to_vec())
    }

    /// Watches until the screen rests, and says how long after `start` it had come to what it then is.
    fn settled(&self, start: Instant) -> Duration {
        let empty = self.look().unwrap_or_default();
        let mut seen: Vec<(Duration, Vec<u8>)> = vec![(start.elapsed(), empty.clone())];
        let mut still = Instant::now();
        loop {
            std::thread::sleep(GLANCE);
            let Some(now) = self.look() else { continue };
            let (_, last) = seen.last().expect("one look was taken");
            if differ(&now, last) > 0.0005 {
                seen.push((start.elapsed(), now));
                still = Instant::now();
            }
            if still.elapsed() > REST && seen.last().is_some_and(|(_, last)| WRITTEN.contains(&dark(last))) {
                break;
            }
            assert!(start.elapsed() < PATIENCE, "nothing comes to be written in the window");
        }
        let (_, last) = seen.last().cloned().expect("one look was taken");
        let unlike = seen.iter().rposition(|(_, pixels)| differ(pixels, &last) > 0.005);
        seen[unlike.map_or(0, |at| (at + 1).min(seen.len() - 1))].0
    }

    /// Whether paper, white with little ink, stands where the page is seen whole.
    fn shows_page(&self) -> bool {
        let pixels = self.look().expect("the screen is there");
        let [left, top, right, bottom] = PAGE;
        let rows = (top..bottom)
            .flat_map(|y| pixels[(y * WIDTH + left) * 4..(y * WIDTH + right) * 4].chunks_exact(4));
        let white = rows.filter(|pixel| pixel[..3] == [255; 3]).count();
        white as f64 > 0.5 * ((right - left) * (bottom - top)) as f64
    }

    fn keys(&self, keys: &[&str]) {
        let done = Command::new("xdotool").arg("key").args(keys).env("DISPLAY", &self.display).status();
        assert!(done.expect("xdotool is installed").success());
        std::thread::sleep(Duration::from_millis(400));
    }

    fn types(&self, text: &str) {
        let done = Command::new("xdotool").args(["type", text]).env("DISPLAY", &self.display).status();
        assert!(done.expect("xdotool is installed").success());
        std::thread::sleep(Duration::from_millis(400));
    }

    /// Keeps what the screen shows, for whoever wants to see what was measured (`BROADSHEET_SCREENS` names a folder).
    fn keep(&self, what: &str) {
        if let Some(folder) = std::env::var_os("BROADSHEET_SCREENS") {
            let name: String =
                what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            let _ = std::fs::copy(&self.pixels, Path::new(&folder).join(format!("{name}.xwd")));
        }
    }
}

/// The share of pixels that differ.
fn differ(one: &[u8], other: &[u8]) -> f64 {
    let pairs = one.chunks_exact(4).zip(other.chunks_exact(4));
    let unlike = pairs.filter(|(one, other)| one[..3] != other[..3]).count();
    unlike as f64 / (WIDTH * HEIGHT) as f64
}

/// The share of pixels that are as dark as words.
fn dark(pixels: &[u8]) -> f64 {
    let dark = pixels.chunks_exact(4).filter(|pixel| pixel[..3].iter().all(|part| *part < 110)).count();
    dark as f64 / (WIDTH * HEIGHT) as f64
}

/// Proportional set size of a process and all its descendants, in bytes.
fn resident(root: u32) -> u64 {
    let mut family = vec![root];
    let mut at = 0;
    while let Some(parent) = family.get(at) {
        let threads = std::fs::read_dir(format!("/proc/{parent}/task"));
        let children = threads
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        let children: Vec<u32> = children
            .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
            .collect();
        family.extend(children);
        at += 1;
    }
    assert!(family.len() >= 3, "the web and the network process are not its children: {family:?}");
    let size = |id: &u32| {
        let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
        let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    family.iter().filter_map(size).sum::<u64>() * 1024
}
