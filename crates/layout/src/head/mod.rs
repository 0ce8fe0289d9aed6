//! The headline block: kicker, headline, deck and the byline beneath, fitted to a measure.
//!
//! A headline of one or two clauses can be set on one line or on several. [`Head::plan`] finds, for every number of
//! lines that the ladder of the measure allows, the best places to break (never inside a word, first between clauses)
//! and the largest size at which the widest line fits; of these settings the style's ladder says which is best, and
//! the others are what the block can shrink or grow to. Where the page editor has broken the headline, only its sizes
//! are looked for. White is counted in whole rows, so a block has a range of heights, and the module takes the one
//! that lets its columns end at its foot.

mod cells;
mod edge;
mod fall;
mod upright;
mod ways;
mod widths;

use broadsheet_copy::byline::Byline;
use broadsheet_typeset::{Align, Line, TextStyle};
use broadsheet_units::{Length, Point, Rect};

use crate::arithmetic::{headline_characters, headline_rows};
use crate::fit::HeadlineFit;
use crate::frame::{Ink, Part, Role};
use crate::matter::{Matter, Wording, short};
use crate::notice::{Finding, Notice, Place};
use crate::plan::StoryCopy;
use crate::shop::Shop;
use crate::signature::{Manner, add_people, are_latin, is_latin};
use crate::style::{BylinePlace, Face};

pub(crate) use cells::upright_line;
pub(crate) use edge::Edge;
use fall::Fall;
pub(crate) use upright::{UprightHead, UprightSpace};
use ways::Way;
pub(crate) use widths::{Close, Widths, clause_blanks, clauses_on_a_line};

/// How much smaller than the best a setting may be, in thousandths.
const LEAST_OF_BEST: i64 = 620;

/// White above and below the ground or box of a headline, together, in thousandths of a row.
const CLEAR_OF_EDGE: u16 = 1000;

/// What stands in a headline block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeadText<'a> {
    pub(crate) story: &'a StoryCopy,
    pub(crate) kicker: &'a str,
    pub(crate) headline: &'a str,
    pub(crate) deck: &'a str,
    /// Whether the bylines may stand in it.
    pub(crate) bylines: bool,
    /// The headline's lines as the page editor broke it; none where it is broken here.
    pub(crate) lines: &'a [String],
    /// Whether the kicker stands on the headline's shoulder.
    pub(crate) shoulder: bool,
}

impl<'a> HeadText<'a> {
    /// All of a story's head.
    pub(crate) fn of(story: &'a StoryCopy) -> Self {
        let text = &story.text;
        Self {
            story,
            kicker: &text.kicker,
            headline: &text.headline,
            deck: &text.deck,
            bylines: true,
            lines: &[],
            shoulder: false,
        }
    }

    /// The headline alone: over the part of a story that comes from another page.
    pub(crate) fn headline_alone(self) -> Self {
        Self { kicker: "", deck: "", bylines: false, ..self }
    }

    /// Where the lines of the page editor start, in bytes; `None` where there are none, or where they are not the
    /// headline's words any more.
    pub(crate) fn broken_by_hand(&self) -> Option<Vec<usize>> {
        let mut starts = Vec::new();
        let mut rest = self.headline.char_indices().filter(|(_, c)| !c.is_whitespace()).peekable();
        for line in self.lines {
            let mut wanted = line.chars().filter(|c| !c.is_whitespace()).peekable();
            wanted.peek()?;
            starts.push(rest.peek()?.0);
            for character in wanted {
                rest.next_if(|(_, c)| *c == character)?;
            }
        }
        (!starts.is_empty() && rest.peek().is_none()).then_some(starts)
    }
}

/// Where the block stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HeadSpace {
    /// Its measure, the sides of its ground or box not counted.
    pub(crate) measure: Length,
    /// How many base columns that is: which ladder it takes.
    pub(crate) columns: u16,
    /// Nothing stands above it that it must keep clear of.
    pub(crate) at_top: bool,
    /// No size above this is taken, where the ladder has one that small.
    pub(crate) most: Option<Length>,
    /// What is behind it and around it.
    pub(crate) edge: Edge,
}

/// A headline block with all the ways it can be set.
#[derive(Clone, Debug)]
pub(crate) struct Head<'a> {
    text: HeadText<'a>,
    space: HeadSpace,
    settings: Vec<Setting>,
}

/// One way to set the block.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Setting {
    kicker: Broken,
    headline: Broken,
    deck: Broken,
    /// The headline is too long for its measure.
    overfull: bool,
    /// The sizes of all lines from top to bottom, and the blank before each but the first.
    lines: Vec<Length>,
    gaps: Vec<Length>,
    /// The fewest rows of white it looks well with.
    least_white: u32,
    /// How much worse than the best it is.
    penalty: u32,
    /// See [`Way::filler`].
    filler: bool,
}

/// A part of the block, broken into lines.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Broken {
    size: Length,
    /// The horizontal scale of its lines, in thousandths.
    scale: u16,
    /// Where its lines start, in bytes.
    starts: Vec<usize>,
}

/// A setting chosen, with its height.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Chosen {
    setting: usize,
    white: u32,
    /// Its height.
    pub(crate) rows: u32,
}

impl<'a> Head<'a> {
    /// All the ways to set a headline block in a space.
    pub(crate) fn plan(shop: &Shop<'_>, text: HeadText<'a>, space: HeadSpace) -> Self {
        let mut head = Self { text, space, settings: Vec::new() };
        let ladder = shop.ladder(space.columns).up_to(space.most);
        let ways = ways::ways(shop, &text, space, &ladder);
        let best = ways.iter().map(|way| (way.penalty, way.size)).min_by_key(|(penalty, _)| *penalty);
        for way in ways {
            if let Some((_, size)) = best
                && i64::from(way.size.raw()) * 1000 < i64::from(size.raw()) * LEAST_OF_BEST
            {
                continue;
            }
            head.settings.push(head.setting(shop, way));
        }
        head
    }

    /// The heights that it can have, with how much worse than the best each is; ascending. `fill`: also over more lines
    /// than its size asks for.
    pub(crate) fn heights(&self, shop: &Shop<'_>, fill: bool) -> Vec<(u32, u32)> {
        let mut heights: Vec<(u32, u32)> = Vec::new();
        for (chosen, penalty) in self.choices(shop, fill) {
            match heights.iter_mut().find(|(rows, _)| *rows == chosen.rows) {
                Some((_, known)) => *known = penalty.min(*known),
                None => heights.push((chosen.rows, penalty)),
            }
        }
        heights.sort_unstable();
        heights
    }

    /// The largest size of its headline in any setting.
    pub(crate) fn largest(&self) -> Length {
        self.settings.iter().map(|setting| setting.headline.size).max().unwrap_or(Length::ZERO)
    }

    /// The fewest rows that it can have.
    pub(crate) fn least_rows(&self, shop: &Shop<'_>) -> u32 {
        self.heights(shop, false).first().map_or(0, |(rows, _)| *rows)
    }

    /// The best way to be `rows` high; where there is none, the highest below; where there is none either, the
    /// lowest of all.
    pub(crate) fn choose(&self, shop: &Shop<'_>, rows: u32, fill: bool) -> Option<Chosen> {
        let choices = self.choices(shop, fill);
        let fitting =
            choices.iter().filter(|(chosen, _)| chosen.rows <= rows).map(|(chosen, _)| chosen.rows).max();
        let height = fitting.or_else(|| choices.iter().map(|(chosen, _)| chosen.rows).min())?;
        let of_height = choices.into_iter().filter(|(chosen, _)| chosen.rows == height);
        of_height.min_by_key(|(_, penalty)| *penalty).map(|(chosen, _)| chosen)
    }

    fn choices(&self, shop: &Shop<'_>, fill: bool) -> Vec<(Chosen, u32)> {
        let white = shop.style.headline.white;
        let (usual, most) = (u32::from(white.usual), u32::from(white.most));
        let mut choices = Vec::new();
        for (n, setting) in self.settings.iter().enumerate().filter(|(_, setting)| fill || !setting.filler) {
            if setting.lines.is_empty() {
                choices.push((Chosen { setting: n, white: 0, rows: 0 }, 0));
                continue;
            }
            for white in setting.least_white..=most.max(setting.least_white) {
                let rows = headline_rows(&setting.lines, white, shop.grid.pitch);
                choices.push((
                    Chosen { setting: n, white, rows },
                    setting.penalty + white.abs_diff(usual.max(setting.least_white)) * 5,
                ));
            }
        }
        choices
    }

    fn setting(&self, shop: &Shop<'_>, way: Way) -> Setting {
        let style = &shop.style.headline;
        let part = |style, text: &str| {
            let (size, starts) = ways::part(shop, style, way.size, text, self.space);
            Broken { size, scale: 1000, starts }
        };
        let kicker = part(&style.kicker, self.text.kicker);
        let deck = part(&style.deck, self.text.deck);
        let byline = shop.set(&byline(shop, &self.text), Align::Start, self.space.measure).lines.len();
        let part_gap = shop.of_row(style.part_gap);
        let line_gap = |size: Length| size.mul_ratio(i64::from(style.line_gap), 1000);
        let (mut lines, mut gaps) = (Vec::new(), Vec::new());
        let parts = [
            (kicker.starts.len(), kicker.size),
            (way.starts.len(), way.size),
            (deck.starts.len(), deck.size),
            (byline, shop.style.byline.size),
        ];
        for (count, size) in parts {
            for n in 0..count {
                if !lines.is_empty() {
                    gaps.push(if n == 0 { part_gap } else { line_gap(size) });
                }
                lines.push(size);
            }
        }
        let inner: Length = gaps.iter().copied().sum();
        let edge = &self.space.edge;
        let around = match (edge.is_none(), self.space.at_top) {
            // The ground or box keeps clear of what is above and below.
            (false, _) => shop.of_row(CLEAR_OF_EDGE) + edge.over(shop) * 2,
            (true, true) => shop.of_row(900),
            (true, false) => shop.of_row(1200),
        };
        let least = short((inner + around).cover(shop.grid.pitch)).max(u32::from(style.white.least));
        let least_white = if lines.is_empty() { 0 } else { least };
        let scale = self.scale(shop, &way);
        let headline = Broken { size: way.size, scale, starts: way.starts };
        Setting {
            kicker,
            headline,
            deck,
            overfull: way.overfull,
            lines,
            gaps,
            least_white,
            penalty: way.penalty,
            filler: way.filler,
        }
    }

    /// The scale that lets the headline's widest line fit, or, where the style lets it be widened, fill the measure.
    fn scale(&self, shop: &Shop<'_>, way: &Way) -> u16 {
        let style = &shop.style.headline;
        let limits = style.scale;
        if way.starts.is_empty() || (limits.least == 1000 && limits.most == 1000) {
            return 1000;
        }
        let widths = Widths::of(shop, &style.face, self.text.headline, way.size);
        let thousandths = |widest: Length| {
            let scale = i64::from(self.space.measure.raw()) * 1000 / i64::from(widest.raw().max(1));
            u16::try_from(scale).unwrap_or(u16::MAX)
        };
        let natural = thousandths(widths.widest(&way.starts, way.size, 0));
        if natural >= 1000 {
            return if natural <= limits.most { natural } else { 1000 };
        }
        let squeezed = thousandths(widths.widest(&way.starts, way.size, i64::from(-style.squeeze.min(0))));
        squeezed.clamp(limits.least, 1000)
    }

    /// The block set, its origin at its own top left corner.
    pub(crate) fn set(&self, shop: &Shop<'_>, chosen: Chosen, ink: Ink) -> Matter {
        let setting = &self.settings[chosen.setting];
        let style = &shop.style.headline;
        let (edge, of_module) = (self.space.edge, ink);
        let ink = edge.ink(of_module);
        let mut fall = Fall::new(shop, setting, chosen, self.space);
        let mut lines = Matter::default();
        let top = fall.top;
        let shoulder = self.text.shoulder.then(|| self.shoulder(shop, setting)).flatten();
        let texts = [
            (self.text.kicker, &style.kicker.face, &setting.kicker, Role::Kicker, Part::Kicker),
            (self.text.headline, &style.face, &setting.headline, Role::Headline, Part::Headline),
            (self.text.deck, &style.deck.face, &setting.deck, Role::Deck, Part::Deck),
        ];
        for (text, face, broken, role, part) in texts {
            let shoulder = shoulder.filter(|_| part == Part::Kicker);
            let text = BrokenText { text, face, broken, role, part, ink, shoulder };
            self.add_broken(shop, &text, &mut lines, &mut fall);
        }
        if setting.overfull {
            let fit = self.fit(shop, setting);
            let finding = Finding::HeadlineOverfull { fits: fit.fits_characters, has: fit.has_characters };
            let place =
                Place { story: Some(self.text.story.id), part: Some(Part::Headline), ..Place::default() };
            lines.notices.push(Notice { finding, place });
        }
        self.add_byline(shop, ink, &mut lines, &mut fall);
        let mut matter = Matter::default();
        let beside = edge.beside(&shop.grid);
        if !edge.is_none() && !setting.lines.is_empty() {
            let pad = edge.over(shop);
            let width = self.space.measure + beside * 2;
            let rect = Rect::new(Length::ZERO, top - pad, width, fall.top - top + pad * 2);
            edge.set(shop, rect, of_module, &mut matter);
        }
        matter.append(lines, Point::new(beside, Length::ZERO));
        matter
    }

    /// Where the headline's widest line starts, in the middle of its measure; `None` where there is no headline.
    fn shoulder(&self, shop: &Shop<'_>, setting: &Setting) -> Option<Length> {
        let headline = BrokenText {
            text: self.text.headline,
            face: &shop.style.headline.face,
            broken: &setting.headline,
            role: Role::Headline,
            part: Part::Headline,
            ink: Ink::BLACK,
            shoulder: None,
        };
        let close = self.close(shop, &headline);
        let widths = headline.stretches().map(|(start, end)| headline.line(shop, start, end, close).0.width);
        widths.max().map(|widest| (self.space.measure - widest) / 2)
    }

    fn add_broken(&self, shop: &Shop<'_>, text: &BrokenText<'_>, matter: &mut Matter, fall: &mut Fall<'_>) {
        let broken = text.broken;
        if broken.starts.is_empty() {
            return;
        }
        let whole = Wording::of(text.text, &shop.style.text(text.face, broken.size), text.part);
        let block = matter.add_block(whole.block(text.role, Some(self.text.story.id.0)));
        let place = Place { story: Some(self.text.story.id), part: Some(text.part), ..Place::default() };
        let shoulder = text.shoulder;
        let close = self.close(shop, text);
        for (start, end) in text.stretches() {
            let (line, notices) = text.line(shop, start, end, close);
            let free = self.space.measure - line.width;
            let x = match (shop.style.headline.centred, shoulder) {
                (false, _) => Length::ZERO,
                (true, None) => (free + line.hangs) / 2,
                (true, Some(shoulder)) => shoulder.min(free),
            };
            matter.add_line(block, start, &line, Point::new(x, fall.baseline(shop)), text.ink);
            add_notices(matter, &notices, &text.text[start..end], &place);
        }
    }

    /// How close the characters of a part stand: squeezed where the measure needs it, all of its lines as far as the one
    /// that needs it most.
    fn close(&self, shop: &Shop<'_>, text: &BrokenText<'_>) -> Close {
        let least = shop.style.headline.squeeze;
        let size = text.broken.size;
        let mut close = Close { tracking: 0, scale: text.broken.scale };
        for (start, end) in text.stretches() {
            let between = text.text[start..end].chars().count().saturating_sub(1).max(1);
            let between = i32::try_from(between).unwrap_or(i32::MAX);
            // Where what is squeezed is not every character, it takes more than one go.
            while close.tracking > least {
                let over = text.line(shop, start, end, close).0.width - self.space.measure;
                if over <= Length::ZERO {
                    break;
                }
                let wanted = i64::from(over.raw()) * 1000 / i64::from((size * between).raw().max(1)) + 1;
                let more = i16::try_from(wanted).unwrap_or(i16::MAX);
                close.tracking = close.tracking.saturating_sub(more).max(least);
            }
        }
        close
    }

    fn add_byline(&self, shop: &Shop<'_>, ink: Ink, matter: &mut Matter, fall: &mut Fall<'_>) {
        let wording = byline(shop, &self.text);
        if wording.text.is_empty() {
            return;
        }
        let align = if shop.style.headline.centred { Align::Center } else { Align::Start };
        let set = shop.set(&wording, align, self.space.measure);
        let story = self.text.story.id;
        let block = matter.add_block(wording.block(Role::Byline, Some(story.0)));
        for line in &set.lines {
            matter.add_line(block, 0, line, Point::new(Length::ZERO, fall.baseline(shop)), ink);
        }
        let place = Place { story: Some(story), part: Some(Part::Byline), ..Place::default() };
        add_notices(matter, &set.notices, &wording.text, &place);
    }

    /// How the headline fills its measure.
    pub(crate) fn headline_fit(&self, shop: &Shop<'_>, chosen: Chosen) -> HeadlineFit {
        self.fit(shop, &self.settings[chosen.setting])
    }

    fn fit(&self, shop: &Shop<'_>, setting: &Setting) -> HeadlineFit {
        let Broken { size, starts, .. } = &setting.headline;
        let look = shop.style.text(&shop.style.headline.face, *size);
        let wording = Wording::of(self.text.headline, &look, Part::Headline);
        let width = shop.one_line(&wording).map_or(Length::ZERO, |one| one.line.natural);
        // A headline that takes more lines than look well does not fit in them.
        let most = if setting.overfull { shop.ladder(self.space.columns).lines } else { u32::MAX };
        let lines = short(starts.len()).min(most).max(1);
        let (fits, has) = (headline_characters(self.space.measure, *size) * lines, short(width.cover(*size)));
        HeadlineFit {
            // One that stands as it is fits, by whatever part of a character.
            fits_characters: if setting.overfull { fits } else { fits.max(has) },
            has_characters: has,
            size: *size,
            lines: short(starts.len()),
        }
    }
}

/// A part of the block about to be set.
struct BrokenText<'b> {
    text: &'b str,
    face: &'b Face,
    broken: &'b Broken,
    role: Role,
    part: Part,
    ink: Ink,
    /// Where its lines start at the left, if not in the middle.
    shoulder: Option<Length>,
}

impl BrokenText<'_> {
    /// A line: clauses with a wider blank between them.
    fn line(
        &self,
        shop: &Shop<'_>,
        start: usize,
        end: usize,
        close: Close,
    ) -> (Line, Vec<broadsheet_typeset::Notice>) {
        let stretch = &self.text[start..end];
        let mut set = clauses_on_a_line(shop, self.face, stretch, self.broken.size, close);
        set.0.last = end == self.text.len();
        set
    }

    fn stretches(&self) -> impl Iterator<Item = (usize, usize)> {
        stretches(&self.broken.starts, self.text.len())
    }
}

/// Where lines start and end that start at `starts`, the last one ending at `end`.
pub(crate) fn stretches(starts: &[usize], end: usize) -> impl Iterator<Item = (usize, usize)> {
    starts.iter().copied().zip(starts.iter().skip(1).copied().chain([end]))
}

/// The byline beneath the headline; empty where it stands elsewhere.
fn byline(shop: &Shop<'_>, text: &HeadText<'_>) -> Wording {
    let mut wording = Wording::default();
    if text.bylines && stands_under_headline(shop, text.story) {
        let style = &shop.style.byline;
        // The mark is not parted from the first of them.
        let look = TextStyle { whole: 1, ..shop.style.text(&style.face, style.size) };
        let latin = are_latin(&text.story.bylines);
        wording.made(if latin { &style.latin_mark } else { &style.mark }, &look);
        let chinese = shop.is_chinese() && !latin;
        let manner = Manner { chinese, even: style.even_names, blank: 0 };
        add_people(&mut wording, &text.story.bylines, Part::Byline, &look, manner);
    }
    wording
}

/// Whether a story's bylines stand in brackets behind its source line: 本报讯（记者 景斌）; never behind LONDON —.
pub(crate) fn runs_in(shop: &Shop<'_>, story: &StoryCopy) -> bool {
    shop.style.source.bylines && story.source.as_deref().is_some_and(|source| !is_latin(source))
}

/// Whether a story's byline stands on a line beneath its headline.
pub(crate) fn stands_under_headline(shop: &Shop<'_>, story: &StoryCopy) -> bool {
    has_names(&story.bylines)
        && !runs_in(shop, story)
        && shop.style.byline.place == BylinePlace::UnderHeadline
}

/// Whether there is a name or a role to print.
pub(crate) fn has_names(bylines: &[Byline]) -> bool {
    bylines.iter().any(|byline| byline.role.is_some() || !byline.names.is_empty())
}

/// Adds what the setting of a text on one line found: the characters that no font has, or none of the style.
pub(crate) fn add_missing(matter: &mut Matter, notices: &[broadsheet_typeset::Notice], place: &Place) {
    let found = notices.iter().filter_map(about_characters);
    matter.notices.extend(found.map(|finding| Notice { finding, place: place.clone() }));
}

/// What a notice says of the fonts that have a character.
fn about_characters(notice: &broadsheet_typeset::Notice) -> Option<Finding> {
    let (finding, _) = Notice::of_setting(notice, "")?;
    matches!(finding, Finding::MissingGlyph { .. } | Finding::FontSubstituted { .. }).then_some(finding)
}

/// Adds what the setting of a wording found.
pub(crate) fn add_notices(
    matter: &mut Matter,
    notices: &[broadsheet_typeset::Notice],
    text: &str,
    place: &Place,
) {
    for notice in notices {
        if let Some((finding, line)) = Notice::of_setting(notice, text) {
            let line = line.and_then(|line| u32::try_from(line).ok());
            matter.notices.push(Notice { finding, place: Place { line, ..place.clone() } });
        }
    }
}
