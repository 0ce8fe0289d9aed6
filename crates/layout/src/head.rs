//! The headline block: kicker, headline, deck and the byline beneath, fitted to a measure.
//!
//! A headline of one or two clauses can be set on one line or on several. [`Head::plan`] finds, for every number of
//! lines that the ladder of the measure allows, the best places to break (never inside a word, first between clauses)
//! and the largest size at which the widest line fits; of these settings the style's ladder says which is best, and
//! the others are what the block can shrink or grow to. White is counted in whole rows, so a block has a range of
//! heights, and the module takes the one that lets its columns end at its foot.

use broadsheet_copy::byline::Byline;
use broadsheet_typeset::{Align, Line, headline_breaks};
use broadsheet_units::{Length, Point};

use crate::arithmetic::{headline_characters, headline_rows};
use crate::fit::HeadlineFit;
use crate::frame::{Ink, Part, Role};
use crate::matter::{Matter, Wording, short};
use crate::notice::{Finding, Notice, Place};
use crate::plan::StoryCopy;
use crate::shop::Shop;
use crate::signature::{add_people, are_latin, is_latin};
use crate::style::{BylinePlace, Ladder, PartStyle};

/// The blank between two clauses on one line, in thousandths of the size.
const CLAUSE_BLANK: i64 = 800;
/// How much smaller than the best a setting may be, in thousandths.
const LEAST_OF_BEST: i64 = 620;
/// A headline of more breaks than this is not weighed line against line: it is far longer than any headline, and is
/// set like text until it is cut.
const MOST_BREAKS: usize = 160;
/// A headline never has more lines than this, whatever the ladder says.
const MOST_LINES: usize = 8;

/// Where the block stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct HeadSpace {
    /// Its measure.
    pub(crate) measure: Length,
    /// How many base columns that is: which ladder it takes.
    pub(crate) columns: u16,
    /// Nothing stands above it that it must keep clear of.
    pub(crate) at_top: bool,
    /// No size above this is taken, where the ladder has one that small.
    pub(crate) most: Option<Length>,
}

/// A headline block with all the ways it can be set.
#[derive(Clone, Debug)]
pub(crate) struct Head<'a> {
    story: &'a StoryCopy,
    space: HeadSpace,
    settings: Vec<Setting>,
}

/// One way to set the block.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Setting {
    size: Length,
    /// Where the headline's lines start, in bytes.
    starts: Vec<usize>,
    kicker: Length,
    deck: Length,
    /// The sizes of all lines from top to bottom, and the blank before each but the first.
    lines: Vec<Length>,
    gaps: Vec<Length>,
    /// The fewest rows of white it looks well with.
    least_white: u32,
    /// How much worse than the best it is.
    penalty: u32,
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
    /// All the ways to set a story's headline block in a space.
    pub(crate) fn plan(shop: &Shop<'_>, story: &'a StoryCopy, space: HeadSpace) -> Self {
        let mut head = Self { story, space, settings: Vec::new() };
        let ladder = shop.style.ladder(space.columns).up_to(space.most);
        let ways = head.ways(shop, &ladder);
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

    /// The heights that it can have, with how much worse than the best each is; ascending.
    pub(crate) fn heights(&self, shop: &Shop<'_>) -> Vec<(u32, u32)> {
        let mut heights: Vec<(u32, u32)> = Vec::new();
        for (chosen, penalty) in self.choices(shop) {
            match heights.iter_mut().find(|(rows, _)| *rows == chosen.rows) {
                Some((_, known)) => *known = penalty.min(*known),
                None => heights.push((chosen.rows, penalty)),
            }
        }
        heights.sort_unstable();
        heights
    }

    /// The fewest rows that it can have.
    pub(crate) fn least_rows(&self, shop: &Shop<'_>) -> u32 {
        self.heights(shop).first().map_or(0, |(rows, _)| *rows)
    }

    /// The best way to be `rows` high; where there is none, the highest below; where there is none either, the
    /// lowest of all.
    pub(crate) fn choose(&self, shop: &Shop<'_>, rows: u32) -> Option<Chosen> {
        let choices = self.choices(shop);
        let fitting =
            choices.iter().filter(|(chosen, _)| chosen.rows <= rows).map(|(chosen, _)| chosen.rows).max();
        let height = fitting.or_else(|| choices.iter().map(|(chosen, _)| chosen.rows).min())?;
        let of_height = choices.into_iter().filter(|(chosen, _)| chosen.rows == height);
        of_height.min_by_key(|(_, penalty)| *penalty).map(|(chosen, _)| chosen)
    }

    fn choices(&self, shop: &Shop<'_>) -> Vec<(Chosen, u32)> {
        let white = shop.style.headline.white;
        let (usual, most) = (u32::from(white.usual), u32::from(white.most));
        let mut choices = Vec::new();
        for (n, setting) in self.settings.iter().enumerate() {
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

    /// The ways to break the headline and their sizes.
    fn ways(&self, shop: &Shop<'_>, ladder: &Ladder) -> Vec<Way> {
        let text = self.story.text.headline.as_str();
        if text.trim().is_empty() {
            let size = ladder.sizes.last().copied().unwrap_or(shop.grid.em);
            return vec![Way { size, starts: Vec::new(), penalty: 0 }];
        }
        let widths = Widths::of(shop, text, ladder.sizes[0]);
        let breaks = headline_breaks(text);
        let most = usize::try_from(ladder.lines).unwrap_or(1).min(MOST_LINES);
        let by_lines: Vec<(Vec<usize>, usize)> = (1..=most)
            .filter_map(|lines| {
                let starts = widths.broken(&breaks, lines)?;
                let at = self.largest(shop, ladder, &widths, &starts)?;
                Some((starts, at))
            })
            .collect();
        let Some(best) = nominal(ladder, &by_lines) else {
            return vec![self.overfull_way(shop, ladder, &widths, &breaks)];
        };
        let best_size = ladder.sizes[by_lines[best].1];
        let mut ways = Vec::new();
        for (n, (starts, at)) in by_lines.iter().enumerate() {
            for (step, size) in ladder.sizes[*at..].iter().take(4).enumerate() {
                let smaller = (best_size - *size).raw().max(0);
                let loss = u32::try_from(i64::from(smaller) * 100 / i64::from(best_size.raw().max(1)))
                    .unwrap_or(100);
                let other = if n == best { 0 } else { 12 };
                let penalty = loss + other + u32::try_from(step).unwrap_or(0) * 2;
                ways.push(Way { size: *size, starts: starts.clone(), penalty });
            }
        }
        ways
    }

    /// The largest size of the ladder at which every line fits.
    fn largest(&self, shop: &Shop<'_>, ladder: &Ladder, widths: &Widths, starts: &[usize]) -> Option<usize> {
        let squeeze = i64::from(-shop.style.headline.squeeze.min(0));
        ladder.sizes.iter().position(|size| {
            widths.lines(starts).all(|(width, characters)| {
                let at_size = width.mul_ratio(i64::from(size.raw()), i64::from(widths.size.raw()));
                // The last character has no neighbour to come closer to.
                let between = short(characters.saturating_sub(1));
                let give = size.mul_ratio(squeeze * i64::from(between), 1000);
                at_size - give <= self.space.measure
            })
        })
    }

    /// The smallest size over as many lines as it takes.
    fn overfull_way(
        &self,
        shop: &Shop<'_>,
        ladder: &Ladder,
        widths: &Widths,
        breaks: &[broadsheet_typeset::HeadlineBreak],
    ) -> Way {
        let size = ladder.sizes.last().copied().unwrap_or(shop.grid.em);
        for lines in 2..=MOST_LINES {
            if let Some(starts) = widths.broken(breaks, lines)
                && self.largest(shop, ladder, widths, &starts).is_some()
            {
                return Way { size, starts, penalty: 0 };
            }
        }
        // A word wider than the measure: the composer breaks it where it must.
        let look = shop.style.text(&shop.style.headline.face, size);
        let wording = Wording::of(&self.story.text.headline, &look, Part::Headline);
        let set = shop.set(&wording, Align::Start, self.space.measure);
        Way { size, starts: set.lines.iter().map(|line| line.range.start).collect(), penalty: 0 }
    }

    fn setting(&self, shop: &Shop<'_>, way: Way) -> Setting {
        let style = &shop.style.headline;
        let text = &self.story.text;
        let kicker = self.part_size(shop, &style.kicker, way.size, &text.kicker);
        let deck = self.part_size(shop, &style.deck, way.size, &text.deck);
        let count = |wording: &Wording| shop.set(wording, Align::Start, self.space.measure).lines.len();
        let part_gap = shop.of_row(style.part_gap);
        let line_gap = |size: Length| size.mul_ratio(i64::from(style.line_gap), 1000);
        let (mut lines, mut gaps) = (Vec::new(), Vec::new());
        let parts = [
            (
                count(&Wording::of(&text.kicker, &shop.style.text(&style.kicker.face, kicker), Part::Kicker)),
                kicker,
            ),
            (way.starts.len(), way.size),
            (count(&Wording::of(&text.deck, &shop.style.text(&style.deck.face, deck), Part::Deck)), deck),
            (count(&self.byline(shop)), shop.style.byline.size),
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
        let around = shop.of_row(if self.space.at_top { 900 } else { 1200 });
        let least = short((inner + around).cover(shop.grid.pitch)).max(u32::from(style.white.least));
        let least_white = if lines.is_empty() { 0 } else { least };
        Setting {
            size: way.size,
            starts: way.starts,
            kicker,
            deck,
            lines,
            gaps,
            least_white,
            penalty: way.penalty,
        }
    }

    /// A part's size: in proportion to the headline's, smaller where its one line would not fit.
    fn part_size(&self, shop: &Shop<'_>, part: &PartStyle, headline: Length, text: &str) -> Length {
        // Half points only: sizes that a page editor could name.
        let wanted = headline.mul_ratio(i64::from(part.ratio), 1000);
        let wanted =
            Length::points(1).mul_ratio(i64::from(wanted.raw()) / 512, 2).max(part.least).min(part.most);
        let wording = Wording::of(text, &shop.style.text(&part.face, wanted), Part::Kicker);
        let Some(line) = shop.one_line(&wording) else { return wanted };
        if line.width <= self.space.measure {
            return wanted;
        }
        wanted
            .mul_ratio(i64::from(self.space.measure.raw()), i64::from(line.width.raw().max(1)))
            .max(part.least)
    }

    /// The byline beneath the headline; empty where it stands elsewhere.
    fn byline(&self, shop: &Shop<'_>) -> Wording {
        let mut wording = Wording::default();
        if stands_under_headline(shop, self.story) {
            let style = &shop.style.byline;
            let look = shop.style.text(&style.face, style.size);
            let latin = are_latin(&self.story.bylines);
            wording.made(if latin { &style.latin_mark } else { &style.mark }, &look);
            let chinese = shop.is_chinese() && !latin;
            add_people(&mut wording, &self.story.bylines, Part::Byline, &look, chinese);
        }
        wording
    }

    /// The block set, its origin at its own top left corner.
    pub(crate) fn set(&self, shop: &Shop<'_>, chosen: Chosen) -> Matter {
        let setting = &self.settings[chosen.setting];
        let style = &shop.style.headline;
        let mut fall = Fall::new(shop, setting, chosen, self.space);
        let text = &self.story.text;
        let mut matter = Matter::default();
        let part = |wording: &Wording, role: Role, matter: &mut Matter, fall: &mut Fall<'_>| {
            self.add_part(shop, wording, role, matter, fall);
        };
        let kicker =
            Wording::of(&text.kicker, &shop.style.text(&style.kicker.face, setting.kicker), Part::Kicker);
        part(&kicker, Role::Kicker, &mut matter, &mut fall);
        self.add_headline(shop, setting, &mut matter, &mut fall);
        let deck = Wording::of(&text.deck, &shop.style.text(&style.deck.face, setting.deck), Part::Deck);
        part(&deck, Role::Deck, &mut matter, &mut fall);
        part(&self.byline(shop), Role::Byline, &mut matter, &mut fall);
        matter
    }

    fn add_part(
        &self,
        shop: &Shop<'_>,
        wording: &Wording,
        role: Role,
        matter: &mut Matter,
        fall: &mut Fall<'_>,
    ) {
        if wording.text.is_empty() {
            return;
        }
        let align = if shop.style.headline.centred { Align::Center } else { Align::Start };
        let set = shop.set(wording, align, self.space.measure);
        let story = self.story.id;
        let block = matter.add_block(wording.block(role, Some(story.0)));
        for line in &set.lines {
            matter.add_line(block, 0, line, Point::new(Length::ZERO, fall.baseline(shop)), Ink::BLACK);
        }
        let part = match role {
            Role::Kicker => Part::Kicker,
            Role::Deck => Part::Deck,
            _ => Part::Byline,
        };
        let place = Place { story: Some(story), part: Some(part), ..Place::default() };
        add_notices(matter, &set.notices, &wording.text, &place);
    }

    fn add_headline(&self, shop: &Shop<'_>, setting: &Setting, matter: &mut Matter, fall: &mut Fall<'_>) {
        let text = self.story.text.headline.as_str();
        if setting.starts.is_empty() {
            return;
        }
        let look = shop.style.text(&shop.style.headline.face, setting.size);
        let whole = Wording::of(text, &look, Part::Headline);
        let block = matter.add_block(whole.block(Role::Headline, Some(self.story.id.0)));
        let place = Place { story: Some(self.story.id), part: Some(Part::Headline), ..Place::default() };
        let ends = setting.starts.iter().skip(1).copied().chain([text.len()]);
        for (start, end) in setting.starts.iter().copied().zip(ends) {
            let (line, notices) = self.headline_line(shop, setting.size, start, end);
            let free = self.space.measure - line.width;
            let x = if shop.style.headline.centred { free / 2 } else { Length::ZERO };
            matter.add_line(block, start, &line, Point::new(x, fall.baseline(shop)), Ink::BLACK);
            add_notices(matter, &notices, &text[start..end], &place);
        }
        let fit = self.fit(shop, setting);
        if self.overfull(shop, setting) {
            let finding = Finding::HeadlineOverfull { fits: fit.fits_characters, has: fit.has_characters };
            matter.notices.push(Notice { finding, place });
        }
    }

    /// A line of the headline: clauses with a wider blank between them, squeezed where the measure needs it.
    fn headline_line(
        &self,
        shop: &Shop<'_>,
        size: Length,
        start: usize,
        end: usize,
    ) -> (Line, Vec<broadsheet_typeset::Notice>) {
        let text = &self.story.text.headline[start..end];
        let mut tracking = 0;
        let mut set = clauses_on_a_line(shop, text, size, tracking);
        let between = i32::try_from(text.chars().count().saturating_sub(1).max(1)).unwrap_or(i32::MAX);
        // Where what is squeezed is not every character, it takes more than one go.
        while set.0.width > self.space.measure && tracking > shop.style.headline.squeeze {
            let over = i64::from((set.0.width - self.space.measure).raw()) * 1000;
            let wanted = over / i64::from((size * between).raw().max(1)) + 1;
            let more = i16::try_from(wanted).unwrap_or(i16::MAX);
            tracking = tracking.saturating_sub(more).max(shop.style.headline.squeeze);
            set = clauses_on_a_line(shop, text, size, tracking);
        }
        set.0.last = end == self.story.text.headline.len();
        set
    }

    fn overfull(&self, shop: &Shop<'_>, setting: &Setting) -> bool {
        let ladder = shop.style.ladder(self.space.columns);
        setting.starts.len() > usize::try_from(ladder.lines).unwrap_or(1)
    }

    /// How the headline fills its measure.
    pub(crate) fn headline_fit(&self, shop: &Shop<'_>, chosen: Chosen) -> HeadlineFit {
        self.fit(shop, &self.settings[chosen.setting])
    }

    fn fit(&self, shop: &Shop<'_>, setting: &Setting) -> HeadlineFit {
        let lines = short(setting.starts.len()).max(1);
        let look = shop.style.text(&shop.style.headline.face, setting.size);
        let wording = Wording::of(&self.story.text.headline, &look, Part::Headline);
        let width = shop.one_line(&wording).map_or(Length::ZERO, |line| line.natural);
        HeadlineFit {
            fits_characters: headline_characters(self.space.measure, setting.size) * lines,
            has_characters: short(width.cover(setting.size)),
            size: setting.size,
            lines: short(setting.starts.len()),
        }
    }
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

/// A way to break the headline.
struct Way {
    size: Length,
    starts: Vec<usize>,
    penalty: u32,
}

/// Which number of lines the ladder prefers: one more where that lets the headline be larger by the ladder's gain.
fn nominal(ladder: &Ladder, by_lines: &[(Vec<usize>, usize)]) -> Option<usize> {
    let mut best = 0;
    let size = |n: usize| by_lines.get(n).map(|(_, at)| i64::from(ladder.sizes[*at].raw()));
    size(0)?;
    for n in 1..by_lines.len() {
        if size(n)? * 1000 >= size(best)? * i64::from(ladder.gain) {
            best = n;
        }
    }
    Some(best)
}

/// A line of headline text, its clauses apart by [`CLAUSE_BLANK`].
fn clauses_on_a_line(
    shop: &Shop<'_>,
    text: &str,
    size: Length,
    tracking: i16,
) -> (Line, Vec<broadsheet_typeset::Notice>) {
    let mut look = shop.style.text(&shop.style.headline.face, size);
    look.tracking = tracking;
    let set = shop.set(&Wording::of(text, &look, Part::Headline), Align::Start, Length::MAX);
    let Some(mut line) = set.lines.into_iter().next() else {
        return (empty_line(), set.notices);
    };
    if shop.is_chinese() {
        let wanted = size.mul_ratio(CLAUSE_BLANK, 1000);
        for (blank, end) in clause_blanks(text) {
            let at =
                |byte: usize| line.glyphs.iter().find(|glyph| glyph.range.start >= byte).map(|glyph| glyph.x);
            let (Some(from), Some(to)) = (at(blank), at(end)) else { continue };
            // A blank has a glyph or not, by font; either way the clause behind it moves.
            let from =
                if line.glyphs.iter().any(|g| g.range.start == blank) { from } else { end_of(&line, blank) };
            let more = wanted - (to - from);
            for glyph in line.glyphs.iter_mut().filter(|glyph| glyph.range.start >= end) {
                glyph.x += more;
            }
            line.width += more;
            line.natural += more;
        }
    }
    (line, set.notices)
}

/// Where the glyph before a byte ends.
fn end_of(line: &Line, byte: usize) -> Length {
    let before = line.glyphs.iter().rev().find(|glyph| glyph.range.start < byte);
    before.map_or(Length::ZERO, |glyph| glyph.x + glyph.advance)
}

/// The blanks between Han clauses, not those at the line's ends: where each starts and ends.
fn clause_blanks(text: &str) -> Vec<(usize, usize)> {
    let mut blanks = Vec::new();
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !is_blank(character) {
            before = Some(character);
            continue;
        }
        while characters.next_if(|(_, next)| is_blank(*next)).is_some() {}
        if let (Some(before), Some((end, after))) = (before, characters.peek())
            && !(before.is_ascii() && after.is_ascii())
        {
            blanks.push((at, *end));
        }
    }
    blanks
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}' | '\u{a0}')
}

fn empty_line() -> Line {
    Line {
        slot: 0,
        range: 0..0,
        text: String::new(),
        indent: Length::ZERO,
        measure: Length::MAX,
        x: Length::ZERO,
        width: Length::ZERO,
        natural: Length::ZERO,
        glyphs: Vec::new(),
        hyphen: false,
        last: true,
    }
}

/// How wide every stretch of a headline is, at one size: widths at other sizes are in proportion.
struct Widths {
    size: Length,
    /// Where each character starts: byte and x.
    places: Vec<(usize, Length)>,
    text: String,
}

impl Widths {
    fn of(shop: &Shop<'_>, text: &str, size: Length) -> Self {
        let (line, _) = clauses_on_a_line(shop, text, size, 0);
        let mut places: Vec<(usize, Length)> =
            line.glyphs.iter().map(|glyph| (glyph.range.start, glyph.x)).collect();
        places.push((text.len(), line.width));
        places.sort_unstable_by_key(|(byte, _)| *byte);
        Self { size, places, text: text.to_owned() }
    }

    fn x(&self, byte: usize) -> Length {
        let at = self.places.partition_point(|(place, _)| *place < byte);
        self.places.get(at).or(self.places.last()).map_or(Length::ZERO, |(_, x)| *x)
    }

    /// The width of a stretch without the blank at its end.
    fn between(&self, start: usize, end: usize) -> Length {
        let ink_end = start + self.text[start..end].trim_end().len();
        // The blank's own place is where the ink before it ends.
        let before = self.places.partition_point(|(byte, _)| *byte < ink_end);
        match before.checked_sub(1).map(|last| &self.places[last]) {
            Some((byte, x)) if ink_end < end => {
                let em =
                    self.text[*byte..].chars().next().map_or(0, |c| if c.is_ascii() { 550 } else { 1000 });
                *x + self.size.mul_ratio(em, 1000) - self.x(start)
            }
            _ => self.x(end) - self.x(start),
        }
    }

    /// Width and characters of the lines that start at `starts`.
    fn lines(&self, starts: &[usize]) -> impl Iterator<Item = (Length, usize)> {
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([self.text.len()]).collect();
        let pairs: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
        pairs
            .into_iter()
            .map(|(start, end)| (self.between(start, end), self.text[start..end].chars().count()))
    }

    /// Where to break into `lines` lines: of all choices of breaks the one whose widest line is narrowest, weighed
    /// against how bad its breaks are. `None` where there are too few breaks, or far too many.
    fn broken(&self, breaks: &[broadsheet_typeset::HeadlineBreak], lines: usize) -> Option<Vec<usize>> {
        if lines <= 1 {
            return Some(vec![0]);
        }
        if breaks.len() > MOST_BREAKS {
            return None;
        }
        // best[n][b]: the least (widest line, summed cost) of n lines that end at break b.
        let ends: Vec<(usize, u32)> =
            breaks.iter().map(|b| (b.at, b.cost)).chain([(self.text.len(), 0)]).collect();
        let even =
            (self.between(0, self.text.len()) / i32::try_from(lines).unwrap_or(1)).max(Length::from_raw(1));
        let score = |start: usize, end: usize, cost: u32| {
            let width = self.between(start, end);
            let off = i64::from((width - even).abs().raw()) * 1000 / i64::from(even.raw());
            // Squared: one line far too long is worse than two a little.
            off * off / 100 + i64::from(cost) * 4
        };
        let mut table: Vec<Vec<Option<(i64, usize)>>> = vec![vec![None; ends.len()]; lines];
        for (b, (end, cost)) in ends.iter().enumerate() {
            table[0][b] = Some((score(0, *end, *cost), usize::MAX));
        }
        for n in 1..lines {
            for b in 0..ends.len() {
                let (end, cost) = ends[b];
                table[n][b] = (0..b)
                    .filter_map(|a| table[n - 1][a].map(|(sum, _)| (sum + score(ends[a].0, end, cost), a)))
                    .min();
            }
        }
        let mut starts = Vec::new();
        let mut at = ends.len() - 1;
        for n in (0..lines).rev() {
            let (_, before) = table[n][at]?;
            starts.push(if n == 0 { 0 } else { ends[before].0 });
            at = if n == 0 { at } else { before };
        }
        starts.reverse();
        Some(starts)
    }
}

/// Walks down the lines of a block: where each one's baseline stands.
struct Fall<'s> {
    setting: &'s Setting,
    next: usize,
    /// The top of the next line.
    top: Length,
    /// What every inner blank gets of the white left over.
    extra: Length,
}

impl<'s> Fall<'s> {
    fn new(shop: &Shop<'_>, setting: &'s Setting, chosen: Chosen, space: HeadSpace) -> Self {
        let height = shop.grid.pitch * i32::try_from(chosen.rows).unwrap_or(i32::MAX);
        let inked: Length = setting.lines.iter().copied().chain(setting.gaps.iter().copied()).sum();
        let free = (height - inked).max(Length::ZERO);
        // Shares of the free white: above, below, and each inner blank.
        let (above, below, inner) = if space.at_top { (25, 100, 20) } else { (90, 110, 25) };
        let inner_count = i64::from(short(setting.gaps.len()));
        let all = above + below + inner * inner_count;
        Self { setting, next: 0, top: free.mul_ratio(above, all), extra: free.mul_ratio(inner, all) }
    }

    fn baseline(&mut self, shop: &Shop<'_>) -> Length {
        let size = self.setting.lines.get(self.next).copied().unwrap_or(shop.grid.em);
        if self.next > 0 {
            self.top += self.setting.gaps.get(self.next - 1).copied().unwrap_or(Length::ZERO) + self.extra;
        }
        let baseline = self.top + shop.ascent(size);
        self.top += size;
        self.next += 1;
        baseline
    }
}
