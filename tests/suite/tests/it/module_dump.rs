//! A composed make-up as text: how its stories fill it, and what stands where, in 字 across and rows down from the top
//! left corner of the type area.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use broadsheet_layout::frame::{Block, FontUse, Ink, Item, PageFrame, Role, TextLine};
use broadsheet_layout::{Composed, Grid, Notice, PagePlan, StoryCopy};
use broadsheet_typeset::{Composer, Font, FontStack, Paragraph, SetRequest, TextStyle};
use broadsheet_units::{Length, Rect};

use crate::page::fonts;
use crate::text::{Setting, shown};

/// What of a make-up is told.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shown {
    /// Body lines that stand under one another as one; everything else.
    #[default]
    All,
    /// Heads alone.
    Head,
    /// Every body line alone; everything else.
    Lines,
    /// Heads, and every character's place on their lines.
    Places,
    /// Everything, every line alone, and every character's place on it.
    AllPlaces,
    /// The line above the type area too.
    Folio,
}

impl Shown {
    pub(crate) fn of(value: &str) -> Self {
        match value {
            "all" => Self::All,
            "head" => Self::Head,
            "lines" => Self::Lines,
            "places" => Self::Places,
            "all places" => Self::AllPlaces,
            "folio" => Self::Folio,
            _ => panic!("unknown: show: {value}"),
        }
    }

    fn is_head(self) -> bool {
        matches!(self, Self::Head | Self::Places)
    }

    /// Whether body lines that stand under one another are told one by one.
    fn is_line_by_line(self) -> bool {
        matches!(self, Self::Lines | Self::AllPlaces)
    }
}

struct Dump<'a> {
    frame: &'a PageFrame,
    stories: &'a [Arc<StoryCopy>],
    grid: &'a Grid,
    shown: Shown,
    setting: Setting,
    /// The body lines that stand under one another, not yet told.
    stretch: Option<Stretch>,
}

/// Lines of body text under one another.
struct Stretch {
    story: String,
    x: Length,
    width: Length,
    first: f64,
    last: f64,
    opens: String,
    closes: String,
}

/// Tells what was composed.
pub(crate) fn dump(
    composed: &Composed,
    notices: &[Notice],
    plan: &PagePlan,
    stories: &[Arc<StoryCopy>],
    grid: &Grid,
    shown: Shown,
) -> Setting {
    let (frame, setting) = (&composed.frame, Setting::default());
    let mut dump = Dump { frame, stories, grid, shown, setting, stretch: None };
    if plan.make_up.modules.len() > 1 || shown == Shown::Folio {
        dump.make_up(plan);
    }
    dump.fits(composed);
    for item in &frame.items {
        dump.item(item);
    }
    dump.end_stretch();
    for notice in notices {
        dump.notice(notice);
    }
    dump.setting
}

impl Dump<'_> {
    fn make_up(&mut self, plan: &PagePlan) {
        for module in &plan.make_up.modules {
            let (story, area) = (self.story(Some(module.story.0)), module.area);
            let (at, span) = ([area.col + 1, area.row + 1], [area.cols, area.rows]);
            let _ =
                writeln!(self.setting.dump, "module{story} {}x{} at {},{}", span[0], span[1], at[0], at[1]);
        }
    }

    fn fits(&mut self, composed: &Composed) {
        for fit in &composed.fits {
            let (story, head) = (self.story(Some(fit.story.0)), fit.headline);
            let size = points(head.size);
            let _ = writeln!(
                self.setting.dump,
                "fit{story} head {} of {} 字, {} × {size}点; body {} of {} rows in {} columns, {:+} rows {:+} 字",
                head.has_characters,
                head.fits_characters,
                head.lines,
                fit.rows_set,
                fit.rows_available,
                fit.columns,
                fit.over_rows,
                fit.over_characters,
            );
        }
    }

    /// The number of a story, where there are several.
    fn story(&self, id: Option<uuid::Uuid>) -> String {
        let number = id.and_then(|id| self.stories.iter().position(|story| story.id.0 == id));
        number
            .filter(|_| self.stories.len() > 1)
            .map_or_else(String::new, |number| format!(" {}", number + 1))
    }

    fn x(&self, x: Length) -> Length {
        x - self.frame.type_area.x
    }

    /// The row that a place stands in, counted from 1.
    fn row(&self, y: Length) -> f64 {
        (y - self.frame.type_area.y).to_points() / self.grid.pitch.to_points() + 1.0
    }

    /// The row that the em of a line starts in: a body line's own.
    fn row_of(&self, line: &TextLine, size: Length) -> f64 {
        let ascent = size.mul_ratio(self.grid.baseline.raw().into(), self.grid.em.raw().into());
        self.row(line.origin.y - ascent)
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Line(line) => self.line(line),
            Item::Rule(rule) if self.is_on_page(rule.rect) => self.rect("rule", rule.rect, &ink(rule.ink)),
            Item::Rule(_) => {}
            Item::Tint(tint) => self.rect("tint", tint.rect, &format!(" {}%", tint.ink.k)),
            Item::Picture(placed) if !self.shown.is_head() => {
                let outline = match placed.outline {
                    Some(_) => " in its outline",
                    None => "",
                };
                let crop = placed.crop;
                let of = format!(" of {}+{} {}+{}{outline}", crop.x, crop.width, crop.y, crop.height);
                self.rect("picture", placed.rect, &of);
            }
            Item::Picture(_) => {}
        }
    }

    /// What belongs to the line above the type area is told only where it is asked for.
    fn is_on_page(&self, rect: Rect) -> bool {
        self.shown == Shown::Folio || rect.y >= self.frame.type_area.y
    }

    fn rect(&mut self, name: &str, rect: Rect, of: &str) {
        self.end_stretch();
        let (x, y) = (ems(self.grid, self.x(rect.x)), row(self.row(rect.y)));
        let (width, height) =
            (ems(self.grid, rect.width), rect.height.to_points() / self.grid.pitch.to_points());
        let _ = writeln!(self.setting.dump, "{name} {x}+{width} row {y}+{height:.2}{of}");
    }

    fn line(&mut self, line: &TextLine) {
        let block = &self.frame.blocks[line.block as usize];
        let body = matches!(block.role, Role::Paragraph | Role::Subhead | Role::Jump);
        let hidden = match block.role {
            Role::Folio => self.shown != Shown::Folio,
            Role::Kicker | Role::Headline | Role::Deck | Role::Byline | Role::Rubric => false,
            _ => self.shown.is_head(),
        };
        if hidden {
            return;
        }
        let text = block.text[line.start as usize..line.end as usize].trim_end();
        self.setting.lines.push(text.to_owned());
        let size = line.runs.iter().map(|run| run.size).max().unwrap_or_default();
        let black = line.runs.iter().all(|run| run.ink == Ink::BLACK);
        let plain = body && black && !self.shown.is_line_by_line() && size == self.grid.em;
        let (x, at) = (self.x(line.origin.x), self.row_of(line, size));
        let story = self.story(block.story);
        if plain && block.role == Role::Paragraph {
            self.add_to_stretch(story, line, x, at, text);
            return;
        }
        self.end_stretch();
        let role = format!("{:?}", block.role).to_lowercase();
        let scale = line.runs.iter().map(|run| run.scale_x).find(|scale| *scale != 1000);
        let scale = scale.map_or_else(String::new, |scale| format!(" ×{scale}"));
        let ink = line.runs.first().map_or_else(String::new, |run| ink(run.ink));
        let (text, down) = if line.down > Length::ZERO {
            let rows = line.down.to_points() / self.grid.pitch.to_points();
            (self.upright(line, block), format!(" ↓{rows:.2}"))
        } else {
            (self.cells(line, block, text), String::new())
        };
        // A line that does not stand at the start has its blank before its first glyph.
        let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
        let first = glyphs.map(|glyph| glyph.x).min().filter(|_| line.down == Length::ZERO);
        let blank = first.unwrap_or_default().max(Length::ZERO);
        let (x, width) = (ems(self.grid, x + blank), ems(self.grid, line.width - blank));
        let _ = writeln!(
            self.setting.dump,
            "{role}{story} {x}+{width} row {}{down} {}点{scale}{ink} {text}",
            row(at),
            points(size)
        );
        if matches!(self.shown, Shown::Places | Shown::AllPlaces) {
            self.places(line, block);
        }
    }

    /// A line's text; of a table's row each cell with where its first and its last character start, in 字 from the
    /// line's start.
    fn cells(&self, line: &TextLine, block: &Block, text: &str) -> String {
        if !text.contains('\t') {
            return shown(text);
        }
        let mut cells: Vec<String> = Vec::new();
        let mut at = line.start;
        for cell in block.text[line.start as usize..line.end as usize].split('\t') {
            let end = at + u32::try_from(cell.len()).unwrap_or(u32::MAX);
            let glyphs = line.runs.iter().flat_map(|run| &run.glyphs);
            let of_cell = glyphs.filter(|glyph| (at..end).contains(&glyph.start)).map(|glyph| glyph.x);
            let (first, last) =
                (of_cell.clone().min().unwrap_or_default(), of_cell.max().unwrap_or_default());
            cells.push(format!("{cell} {}…{}", ems(self.grid, first), ems(self.grid, last)));
            at = end + 1;
        }
        cells.join(" | ")
    }

    /// Where every character stands, in 字 of its own size from the line's start.
    fn places(&mut self, line: &TextLine, block: &Block) {
        for run in &line.runs {
            for glyph in &run.glyphs {
                let x = glyph.x.to_points() / run.size.to_points();
                let _ = write!(
                    self.setting.dump,
                    " {}{x:.2}",
                    &block.text[glyph.start as usize..glyph.end as usize]
                );
            }
        }
        self.setting.dump.push('\n');
    }

    /// An upright line's cells: one 字 in each, `[50]` what stands across in the room of one, `<Rust>` what is turned,
    /// `{，}` what has another form than in a level line.
    fn upright(&self, line: &TextLine, block: &Block) -> String {
        let mut out = String::new();
        let mut last = None;
        let mut turned = false;
        for run in &line.runs {
            for glyph in &run.glyphs {
                if run.turned != turned {
                    out.push(if run.turned { '<' } else { '>' });
                    turned = run.turned;
                }
                let range = glyph.start as usize..glyph.end as usize;
                if last.replace(range.clone()).as_ref() == Some(&range) {
                    continue;
                }
                let said = &block.text[range];
                let _ = if said.is_ascii() && !turned {
                    write!(out, "[{said}]")
                } else if level_glyph(&self.frame.fonts[usize::from(run.font)], said) != Some(glyph.gid) {
                    write!(out, "{{{said}}}")
                } else {
                    write!(out, "{said}")
                };
            }
        }
        if turned { out + ">" } else { out }
    }

    fn add_to_stretch(&mut self, story: String, line: &TextLine, x: Length, row: f64, text: &str) {
        let follows = |stretch: &&mut Stretch| {
            stretch.story == story && stretch.x == x && (row - stretch.last - 1.0).abs() < 0.001
        };
        if let Some(stretch) = self.stretch.as_mut().filter(follows) {
            stretch.last = row;
            stretch.width = stretch.width.max(line.width);
            text.clone_into(&mut stretch.closes);
            return;
        }
        self.end_stretch();
        let (opens, closes) = (text.to_owned(), text.to_owned());
        self.stretch = Some(Stretch { story, x, width: line.width, first: row, last: row, opens, closes });
    }

    fn end_stretch(&mut self) {
        let Some(stretch) = self.stretch.take() else { return };
        let Stretch { story, x, width, first, last, opens, closes } = stretch;
        let (x, width) = (ems(self.grid, x), ems(self.grid, width));
        let rows = if first == last { row(first) } else { format!("{}–{}", row(first), row(last)) };
        let text =
            if first == last { shown(&opens) } else { format!("{} … {}", shown(&opens), shown(&closes)) };
        let _ = writeln!(self.setting.dump, "text{story} {x}+{width} rows {rows} {text}");
    }

    fn notice(&mut self, notice: &Notice) {
        let place = &notice.place;
        let mut at = self.story(place.story.map(|id| id.0));
        if let Some(part) = place.part {
            let _ = write!(at, " {}", format!("{part:?}").to_lowercase());
        }
        for (name, number) in [("paragraph", place.paragraph), ("line", place.line)] {
            if let Some(number) = number {
                let _ = write!(at, " {name} {}", number + 1);
            }
        }
        let severity = notice.severity().name();
        let _ = writeln!(self.setting.dump, "! {severity}{at} {:?}", notice.finding);
        self.setting.codes.push(notice.code());
    }
}

/// An ink, where it is not black alone.
fn ink(ink: Ink) -> String {
    match ink {
        Ink::BLACK => String::new(),
        Ink::PAPER => " reversed".to_owned(),
        Ink { c, m, y, k } => format!(" {c}/{m}/{y}/{k}%"),
    }
}

/// The glyph that a character has in a level line of the same font.
fn level_glyph(used: &FontUse, character: &str) -> Option<u16> {
    static COMPOSER: LazyLock<Composer> = LazyLock::new(|| Composer::new(fonts()));
    let library = fonts();
    let is_used = |font: &&Font| font.postscript_name() == used.postscript_name && font.index() == used.index;
    let font = library.fonts().iter().find(is_used)?;
    let stack = FontStack::new([used.family.as_str()], font.weight());
    let level = Paragraph::new(character, TextStyle::new(stack, Length::points(10)));
    let set = COMPOSER.set(&COMPOSER.shape(&level), &[], SetRequest::default());
    set.lines.first()?.glyphs.first().map(|glyph| glyph.gid)
}

/// A row; what does not start on one shows its fraction.
fn row(row: f64) -> String {
    if (row.round() - row).abs() < 0.001 { format!("{:.0}", row.round()) } else { format!("{row:.2}") }
}

fn points(length: Length) -> String {
    let points = format!("{:.2}", length.to_points());
    points.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A length in 字, to a hundredth.
fn ems(grid: &Grid, length: Length) -> String {
    format!("{:.2}", length.to_points() / grid.em.to_points())
}
