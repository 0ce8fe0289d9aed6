//! Cases of modules: stories and a make-up in, their heads, columns and pictures out, in 字 and rows.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use broadsheet_copy::byline::Byline;
use broadsheet_copy::page::{Area, Band, Format, MakeUp, Module, PictureBox};
use broadsheet_copy::text::StoryText;
use broadsheet_layout::{Compositor, Folio, Jump, Leg, Notice, PagePlan, PhotoCopy, StoryCopy, StyleSheet};
use chrono::NaiveDate;
use serde_json::Value;

use crate::module_dump::{Shown, dump};
use crate::page::{area, fonts, page_id, paragraph, photo_id, story_id};
use crate::text::{Case, Setting, meant};

/// Sheets that have set a case, so that the next one finds its paragraphs shaped.
static COMPOSITORS: LazyLock<Mutex<BTreeMap<String, Arc<Compositor>>>> = LazyLock::new(Mutex::default);

/// What a case asks for.
struct Asked {
    sheet: String,
    changes: Value,
    format: Format,
    number: String,
    make_up: MakeUp,
    jumps: Vec<Jump>,
    shown: Shown,
    arranged: bool,
}

/// Sets a case.
pub(crate) fn set(case: &Case) -> Setting {
    let mut asked = Asked {
        sheet: "evening".to_owned(),
        changes: Value::Null,
        format: Format::QUARTO,
        number: "3".to_owned(),
        make_up: MakeUp::default(),
        jumps: Vec::new(),
        shown: Shown::default(),
        arranged: false,
    };
    for (key, value) in case.settings() {
        assert!(asked.take(key, value), "{}: unknown: {key}: {value}", case.name);
    }
    let stories: Vec<Arc<StoryCopy>> =
        case.copy.split("***\n").enumerate().map(|(n, copy)| Arc::new(story(n, copy))).collect();
    asked.set(&stories)
}

impl Asked {
    fn take(&mut self, key: &str, value: &str) -> bool {
        match key {
            "style" => value.clone_into(&mut self.sheet),
            "sheet" => self.changes = serde_json::from_str(value).expect("JSON"),
            "format" => {
                self.format = serde_json::from_value(Value::String(value.to_owned())).expect("a format");
            }
            "number" => value.clone_into(&mut self.number),
            "show" => self.shown = Shown::of(value),
            "arrange" => self.arranged = value == "on",
            "module" => self.make_up.modules.push(module(value)),
            "picture" => {
                let mut words = value.split(' ');
                let photo = photo_id(number(words.next()));
                let area = place(&mut words);
                self.make_up.modules.last_mut().expect("a module").pictures.push(PictureBox { photo, area });
            }
            "band" => {
                let (text, place_of) = value.split_once(" | ").expect("text | place");
                self.make_up
                    .bands
                    .push(Band { text: text.to_owned(), area: place(&mut place_of.split(' ')) });
            }
            "goes on" => {
                let module = self.make_up.modules.last_mut().expect("a module");
                module.treatment.to = Some(page_id(value));
                let story = module.story;
                self.jump(story).to = Some(value.to_owned());
            }
            "comes from" => {
                let (number, before) = value.split_once(" | ").expect("page | module");
                let last = self.make_up.modules.last_mut().expect("a module");
                last.treatment.from = Some(page_id(number));
                let story = last.story;
                let mut before = Module { story, ..module(before) };
                before.treatment.to = Some(page_id(&self.number));
                let format = self.format;
                self.jump(story).before.push(Leg { number: number.to_owned(), format, module: before });
            }
            _ => return false,
        }
        true
    }

    fn jump(&mut self, story: broadsheet_copy::id::StoryId) -> &mut Jump {
        let known = self.jumps.iter().position(|jump| jump.story == story);
        let at = known.unwrap_or_else(|| {
            self.jumps.push(Jump { story, before: Vec::new(), to: None });
            self.jumps.len() - 1
        });
        &mut self.jumps[at]
    }

    fn set(self, stories: &[Arc<StoryCopy>]) -> Setting {
        let compositor = compositor(&self.sheet, &self.changes);
        let lang = compositor.style().lang.clone();
        let folio = Folio {
            title: "样报".to_owned(),
            date: NaiveDate::from_ymd_opt(2022, 11, 18).expect("a day"),
            number: self.number,
            section: None,
            editors: Vec::new(),
        };
        let mut plan = PagePlan {
            lang,
            format: self.format,
            folio,
            make_up: self.make_up,
            jumps: self.jumps,
            adverts: Vec::new(),
        };
        let mut notices = Vec::new();
        if self.arranged {
            let arranged = compositor.arrange(&plan, stories);
            (plan.make_up, notices) = (arranged.make_up, arranged.notices);
        }
        let composed = compositor.compose(&plan, stories);
        // A case by hand is a module or two: that the rest of its page is empty is no news.
        let told = |notice: &&Notice| self.arranged || notice.code() != "page-underfilled";
        notices.extend(composed.notices.iter().filter(told).cloned());
        let grid = compositor.grid(plan.format).expect("the sheet has the format");
        dump(&composed, &notices, &plan, stories, &grid, self.shown)
    }
}

/// A compositor of a sheet, some of its numbers changed.
fn compositor(sheet: &str, changes: &Value) -> Arc<Compositor> {
    let mut compositors = COMPOSITORS.lock().expect("no case has failed in here");
    let made = || {
        let mut numbers = serde_json::to_value(StyleSheet::named(sheet).expect("a sheet")).expect("JSON");
        change(&mut numbers, changes);
        let style = StyleSheet::from_json(&numbers.to_string()).expect("a sheet");
        Arc::new(Compositor::new(fonts(), style))
    };
    Arc::clone(compositors.entry(format!("{sheet} {changes}")).or_insert_with(made))
}

/// Puts what a case changes into a sheet.
fn change(sheet: &mut Value, changes: &Value) {
    match (sheet, changes) {
        (Value::Object(sheet), Value::Object(changes)) => {
            for (key, value) in changes {
                change(sheet.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (value, changed) => *value = changed.clone(),
    }
}

/// `3x20 at 2,5 columns 2 headline 8 story 2 {treatment}`: columns and rows, and what is not as it usually is. Places
/// count from 1; `@1` in a treatment is the first photo.
fn module(written: &str) -> Module {
    let (words, treatment) = written.split_at(written.find('{').unwrap_or(written.len()));
    let mut words = words.trim().split(' ');
    let mut module = Module::new(story_id(1), place(&mut words));
    while let Some(key) = words.next() {
        match key {
            "columns" => module.columns = Some(short(words.next())),
            "headline" => module.headline = Some(short(words.next())),
            "story" => module.story = story_id(number(words.next())),
            _ => panic!("unknown: {key}"),
        }
    }
    if !treatment.is_empty() {
        let mut named = treatment.to_owned();
        for n in (1..=9).chain(101..=109) {
            named = named.replace(&format!("\"@{n}\""), &format!("\"{}\"", photo_id(n)));
        }
        module.treatment = serde_json::from_str(&named).expect("a treatment");
    }
    module
}

/// `3x20`, or `3x20 at 2,5`.
fn place<'a>(words: &mut (impl Iterator<Item = &'a str> + Clone)) -> Area {
    let pair = |text: &str, by: char| {
        let (one, other) = text.split_once(by).expect("a pair");
        [short(Some(one)), short(Some(other))]
    };
    let span = pair(words.next().expect("a size"), 'x');
    let mut ahead = words.clone();
    let at = if ahead.next() == Some("at") {
        words.next();
        pair(words.next().expect("a place"), ',')
    } else {
        [1, 1]
    };
    area(at, span)
}

fn number(word: Option<&str>) -> usize {
    word.and_then(|word| word.parse().ok()).expect("a number")
}

fn short(word: Option<&str>) -> u16 {
    word.and_then(|word| word.parse().ok()).expect("a number")
}

/// A story: its parts behind their names, then its body, a paragraph a line.
fn story(n: usize, copy: &str) -> StoryCopy {
    let mut story = StoryCopy {
        id: story_id(n + 1),
        text: StoryText::default(),
        bylines: Vec::new(),
        source: None,
        rubric: None,
        photos: Vec::new(),
    };
    for line in copy.lines().filter(|line| !line.trim().is_empty()) {
        let line = meant(line);
        match line.split_once(": ") {
            Some(("kicker", words)) => words.clone_into(&mut story.text.kicker),
            Some(("headline", words)) => words.clone_into(&mut story.text.headline),
            Some(("deck", words)) => words.clone_into(&mut story.text.deck),
            Some(("source", words)) => story.source = Some(words.to_owned()),
            Some(("rubric", words)) => story.rubric = Some(words.to_owned()),
            Some(("byline", words)) => story.bylines.push(byline(words)),
            Some(("photo", words)) => {
                let id = 100 * n + story.photos.len() + 1;
                story.photos.push(photo(id, words));
            }
            _ => story.text.body.push(paragraph(&filled(&line))),
        }
    }
    story
}

/// `记者 王五、李四`: a role, or a dash for none, and names.
fn byline(words: &str) -> Byline {
    let (role, names) = words.split_once(' ').expect("a role and names");
    Byline {
        role: Some(role.to_owned()).filter(|role| role != "-"),
        names: names.split('、').map(str::to_owned).collect(),
    }
}

/// `600x400 | caption | 李四、王五`: its pixels and what stands with it.
fn photo(id: usize, words: &str) -> PhotoCopy {
    let mut parts = words.split(" | ");
    let (px_width, px_height) = parts.next().and_then(|pixels| pixels.split_once('x')).expect("pixels");
    let said = |words: Option<&str>| words.filter(|words| !words.is_empty()).map(str::to_owned);
    PhotoCopy {
        id: photo_id(id),
        sha256: format!("{id:064}"),
        px_width: px_width.parse().expect("pixels"),
        px_height: px_height.parse().expect("pixels"),
        caption: said(parts.next()),
        credit: said(parts.next())
            .map(|names| Byline { role: None, names: names.split('、').map(str::to_owned).collect() }),
    }
}

/// `…120`: so many 字 to fill a column with, without a mark among them; another line as it is.
fn filled(line: &str) -> String {
    const HAN: &str = "记者从有关部门获悉今年以来全市新增绿地三十余处群众出门就能走进公园";
    match line.strip_prefix('…').and_then(|count| count.parse().ok()) {
        Some(count) => HAN.chars().cycle().take(count).collect(),
        None => line.to_owned(),
    }
}
