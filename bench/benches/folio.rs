//! A full 对开 page of 6,500 字 and three pictures, in process: composed with nothing remembered (target ≤ 40 ms) and
//! warm (≤ 8 ms), and a key pressed in its story of 1,500 字: until its fit is known (95 of 100 within 2 ms) and until
//! the page's new display list is there (within 5 ms).
//!
//! Writers wait for the slow keys, not for the middle one: each row says the median and the 95th of 100. The baseline
//! of the keys is the same page with nothing changed.

#![expect(clippy::print_stdout, reason = "a bench says what it has measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use broadsheet_bench::{compositor, folio_page, fonts, longest, with_key};
use broadsheet_preview::{Look, Paths, display_list};

const KEYS: usize = 400;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let fonts = fonts();
    let known = compositor(&fonts);
    let (plan, stories) = folio_page(&known);
    let composed = known.compose(&plan, &stories);
    let overset: i32 = composed.fits.iter().map(|fit| fit.over_rows.max(0)).sum();
    println!(
        "a 对开 page of {} 字, {} stories, {} pictures; {overset} rows over",
        stories.iter().map(|story| story.text.characters()).sum::<usize>(),
        plan.make_up.modules.len(),
        composed.frame.pictures.len(),
    );
    let mut cold: Vec<Duration> = (0..20)
        .map(|_| {
            let fresh = compositor(&fonts);
            timed(|| black_box(fresh.compose(&plan, &stories)))
        })
        .collect();
    say("composed, nothing remembered", &mut cold);
    let mut warm: Vec<Duration> = (0..KEYS).map(|_| timed(|| known.compose(&plan, &stories))).collect();
    say("composed, warm (nothing changed: the baseline of the keys)", &mut warm);
    let at = longest(&stories);
    let module = plan.make_up.modules.iter().find(|module| module.story == stories[at].id);
    let module = module.expect("the longest story stands on the page");
    // Every key is another one, so that nothing is remembered from the time before.
    let mut keys = ('\u{4E00}'..='\u{9FA5}').cycle();
    let paths = Paths::default();
    let mut fit = Vec::new();
    let mut shown = Vec::new();
    for key in keys.by_ref().take(KEYS) {
        let mut all = stories.clone();
        all[at] = with_key(&stories[at], key);
        let start = Instant::now();
        black_box(known.fit(&plan, module, &all[at]));
        fit.push(start.elapsed());
        let composed = known.compose(&plan, &all);
        black_box(display_list(&composed.frame, &paths.kept(&known), &Look::Process));
        shown.push(start.elapsed());
    }
    say("a key in its story of 1,500 字: the fit known", &mut fit);
    say("the same key: the page's new display list", &mut shown);
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let done = work();
    let took = start.elapsed();
    black_box(done);
    took
}

fn say(what: &str, took: &mut [Duration]) {
    took.sort_unstable();
    let ms = |at: usize| took[at.min(took.len() - 1)].as_secs_f64() * 1000.0;
    println!("{what:<64} {:>9.3} ms   p95 {:>9.3} ms", ms(took.len() / 2), ms(took.len() * 95 / 100));
}
