//! The sample page in process: composing it, one keystroke in it, and its way into a PDF/X-4 file.
//!
//! Targets: the page warm ≤ 10 ms, a keystroke ≤ 1 ms, page to file ≤ 300 ms. Beside each stands what it would cost
//! without what the composer remembers.

use std::hint::black_box;
use std::path::Path;

use broadsheet_bench::{compositor, fonts, longest, plan, stories, with_key};
use broadsheet_newsroom::demo::demo;
use broadsheet_newsroom::{Access, Ask, Lang, Newsroom, SystemHost};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

fn composing(criterion: &mut Criterion) {
    let fonts = fonts();
    let copy = stories();
    let known = compositor(&fonts);
    let page = plan(&known, &copy);
    let mut group = criterion.benchmark_group("sample page");
    group.bench_function("composed, warm", |bench| bench.iter(|| black_box(known.compose(&page, &copy))));
    group.bench_function("composed, nothing remembered (baseline)", |bench| {
        bench.iter_batched(
            || compositor(&fonts),
            |fresh| black_box(fresh.compose(&page, &copy)),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("made up by the program", |bench| {
        bench.iter(|| black_box(known.arrange(&page, &copy)));
    });
    group.finish();
}

fn typing(criterion: &mut Criterion) {
    let fonts = fonts();
    let copy = stories();
    let known = compositor(&fonts);
    let page = plan(&known, &copy);
    let _ = known.compose(&page, &copy);
    let at = longest(&copy);
    let module = page.make_up.modules.iter().find(|module| module.story == copy[at].id);
    let module = module.expect("the longest story stands on the page");
    let mut group = criterion.benchmark_group("a keystroke in the longest story");
    // Every key is another one, so that nothing is remembered from the time before.
    let mut keys = ('\u{4E00}'..='\u{9FA5}').cycle();
    let mut press = || with_key(&copy[at], keys.next().unwrap_or('的'));
    group.bench_function("the story re-set, its fit known", |bench| {
        bench.iter_batched(
            &mut press,
            |story| black_box(known.fit(&page, module, &story)),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("the whole page with it", |bench| {
        let mut with_it = || {
            let mut all = copy.clone();
            all[at] = press();
            all
        };
        bench.iter_batched(&mut with_it, |all| black_box(known.compose(&page, &all)), BatchSize::SmallInput);
    });
    group.finish();
}

fn printing(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("broadsheet-bench-{}", std::process::id()));
    let library = folder.join("library");
    demo(&library, None, Lang::En).expect("the sample library");
    let room = Newsroom::open(&library, Access::Read, Box::new(SystemHost)).expect("the library opens");
    let ask = Ask::default();
    let pages = room.call("pages", &ask, serde_json::json!({})).expect("pages");
    let id = pages[0]["id"].as_str().expect("a page").to_owned();
    let mut group = criterion.benchmark_group("sample page");
    group.sample_size(20);
    group.bench_function("signed page to a PDF/X-4 file on the disk, as it was made", |bench| {
        bench.iter(|| {
            room.page_export(
                &ask,
                &id,
                broadsheet_newsroom::Standard::X4,
                Path::new(&folder.join("page.pdf")),
            )
            .expect("the press file")
        });
    });
    group.finish();
    let _ = std::fs::remove_dir_all(&folder);
}

criterion_group!(page, composing, typing, printing);
criterion_main!(page);
