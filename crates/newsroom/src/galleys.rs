//! Setting and counting without a library: galleys, holes, and the page's arithmetic.

use std::str::FromStr;

use broadsheet_copy::text::said;
use broadsheet_layout::arithmetic;
use broadsheet_layout::{Compositor, Galley, GalleyRequest, LineBreak, StyleSheet};
use broadsheet_typeset::Lang as TextLang;
use broadsheet_units::{Length, Measure};
use serde::Serialize;

use crate::refusal::RoomError;
use crate::room::{Outcome, fonts};
use crate::wire::Notice;
use crate::words::{self, Lang};

/// The body's size where no title says otherwise (TYPOGRAPHY.md §2): 小五.
const BODY: Length = Length::points(9);
/// The row: 1.25 字.
const PITCH: Length = Length::from_raw(11 * 1024 + 256);

/// What is to be set, as it is written on the command line.
#[derive(Clone, Debug, Default)]
pub struct GalleyAsk {
    /// The measure (`13字`, `117`, `116.56pt`).
    pub measure: String,
    /// The em.
    pub size: String,
    /// Blank before the first line; nothing is none.
    pub indent: Option<String>,
    /// A family instead of the style's body face.
    pub font: Option<String>,
    /// `zh` or `en`; the style's where nothing is said.
    pub lang: Option<String>,
    /// `strict`, `normal` or `loose`; the style's where nothing is said.
    pub line_break: Option<String>,
    /// Whether lines are left as they fall.
    pub no_justify: bool,
}

/// A set paragraph.
#[derive(Clone, Debug, Serialize)]
pub struct GalleyView {
    /// The lines.
    pub lines: Vec<GalleyLineView>,
    /// How many rows they take.
    pub rows: usize,
    /// Characters of the input.
    pub characters: usize,
    /// What there is to say.
    pub notices: Vec<Notice>,
}

/// A set line; widths are PDF points.
#[derive(Clone, Debug, Serialize)]
pub struct GalleyLineView {
    /// Its characters.
    pub text: String,
    /// What the line may fill: the measure less its indent.
    pub measure_pt: f64,
    /// What it is set to.
    pub width_pt: f64,
    /// Its width before stretch or squeeze.
    pub natural_pt: f64,
}

/// Sets one paragraph.
///
/// # Errors
/// `bad-value` for a size that cannot be read, or an indent that leaves the first line nothing.
pub fn galley(ask: &GalleyAsk, text: &str, lang: Lang) -> Outcome<GalleyView> {
    let size = length("size", &ask.size, BODY)?;
    // A 字 is the body's em, whatever the size of what is set: 13字, 117 and 116.56pt are one measure.
    let mut request = GalleyRequest::new(length("measure", &ask.measure, BODY)?, size);
    if let Some(indent) = &ask.indent {
        request.indent = length("indent", indent, BODY)?;
        // A first line that may fill nothing is a slip of the pen.
        if request.indent < Length::ZERO || request.indent >= request.measure {
            return Err(value("indent", indent).into());
        }
    }
    request.family = ask.font.clone().and_then(said);
    let missing = request.family.clone().filter(|family| !fonts().has_family(family));
    request.lang = ask.lang.as_deref().map(text_lang).transpose()?;
    request.line_break = ask.line_break.as_deref().map(line_break).transpose()?;
    request.justify = !ask.no_justify;
    let Galley { lines, characters, notices } = default_compositor()?.galley(text, &request);
    let line = |line: &broadsheet_layout::GalleyLine| GalleyLineView {
        text: line.text.clone(),
        measure_pt: line.measure.to_pdf().rounded(),
        width_pt: line.width.to_pdf().rounded(),
        natural_pt: line.natural.to_pdf().rounded(),
    };
    let missing = missing.map(|family| words::family_missing(&family, &near(&family), lang));
    let others = notices.iter().map(|notice| words::layout_notice(notice, None, "", lang));
    Ok(GalleyView {
        rows: lines.len(),
        lines: lines.iter().map(line).collect(),
        characters,
        notices: missing.into_iter().chain(others).collect(),
    })
}

/// Installed families whose names are near to one that is not: one name holds the other, or they begin alike. Case,
/// blanks and hyphens are not looked at.
fn near(family: &str) -> Vec<String> {
    const MOST: usize = 5;
    const ALIKE: usize = 4;
    let bare = |name: &str| {
        let letters = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = bare(family);
    let same = |name: &str| name.chars().zip(wanted.chars()).take_while(|(a, b)| a == b).count();
    let alike = |name: &String| {
        let name = bare(name);
        name.contains(&wanted) || wanted.contains(&name) || same(&name) >= ALIKE
    };
    let names = fonts().families().into_iter().map(|family| family.name);
    let mut near: Vec<String> = names.filter(alike).collect();
    near.sort_by_key(|name| std::cmp::Reverse(same(&bare(name))));
    near.truncate(MOST);
    near
}

fn default_compositor() -> Outcome<Compositor> {
    const STYLE: &str = "evening";
    let sheet = StyleSheet::named(STYLE);
    let sheet = sheet.ok_or_else(|| RoomError::NotFound { what: "style", id: STYLE.to_owned() })?;
    Ok(Compositor::new(fonts(), sheet))
}

fn text_lang(written: &str) -> Outcome<TextLang> {
    match written {
        "zh" => Ok(TextLang::Zh),
        "en" => Ok(TextLang::En),
        other => Err(RoomError::Value { field: "lang", value: other.to_owned() }.into()),
    }
}

fn line_break(written: &str) -> Outcome<LineBreak> {
    match written {
        "strict" => Ok(LineBreak::Strict),
        "normal" => Ok(LineBreak::Normal),
        "loose" => Ok(LineBreak::Loose),
        other => Err(value("line-break", other).into()),
    }
}

/// A size as it is written, where a 字 is `em`; zero is no size.
fn length(field: &'static str, written: &str, em: Length) -> Outcome<Length> {
    let measure = Measure::from_str(written).map_err(|_| value(field, written))?;
    let length = if matches!(measure, Measure::Pdf(_)) {
        whole_points(measure.length(em))
    } else {
        measure.length(em)
    };
    if length <= Length::ZERO && field != "indent" { Err(value(field, written).into()) } else { Ok(length) }
}

/// PDF points are written to hundredths: what was meant as a whole number of 点 (116.56pt is 117 点, 13 字) is one.
fn whole_points(length: Length) -> Length {
    const HALF_A_HUNDREDTH: i32 = 6;
    let point = Length::points(1).raw();
    let past = length.raw().saturating_add(point / 2).rem_euclid(point) - point / 2;
    if past.abs() <= HALF_A_HUNDREDTH { Length::from_raw(length.raw() - past) } else { length }
}

fn value(field: &'static str, written: &str) -> RoomError {
    RoomError::Value { field, value: written.to_owned() }
}

/// How many characters of a size fit a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct CharactersView {
    /// 字.
    pub characters: u32,
    /// 字 left over, where a measure is broken into columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remainder: Option<u32>,
}

/// How many 字 of `size` a headline's measure takes.
///
/// # Errors
/// `bad-value` for a size that cannot be read.
pub fn headline_fit(measure: &str, size: &str) -> Outcome<CharactersView> {
    let (measure, size) = (length("measure", measure, BODY)?, length("size", size, BODY)?);
    Ok(CharactersView { characters: arithmetic::headline_characters(measure, size), remainder: None })
}

/// A measure broken into columns with gutters of one 字.
///
/// # Errors
/// `bad-value` for a size that cannot be read or no columns.
pub fn broken_columns(measure: &str, columns: u32) -> Outcome<CharactersView> {
    let ems = u32::try_from(length("measure", measure, BODY)?.whole(BODY)).unwrap_or(u32::MAX);
    if columns == 0 || columns > ems {
        return Err(value("columns", &columns.to_string()).into());
    }
    let (characters, remainder) = arithmetic::broken_columns(ems, columns, 1);
    Ok(CharactersView { characters, remainder: Some(remainder) })
}

/// How many rows a headline takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct RowsView {
    /// 行.
    pub rows: u32,
}

/// How many rows the lines of a headline (`30,21`) and its white take.
///
/// # Errors
/// `bad-value` for a size that cannot be read.
pub fn headline_rows(sizes: &str, white: u32) -> Outcome<RowsView> {
    let sizes =
        sizes.split([',', '，']).map(|size| length("headline", size, BODY)).collect::<Outcome<Vec<_>>>()?;
    Ok(RowsView { rows: arithmetic::headline_rows(&sizes, white, PITCH) })
}

/// How body text fills a hole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct HoleView {
    /// Rows that it takes.
    pub rows: u32,
    /// Rows past the hole; negative: rows still free.
    pub over_rows: i32,
    /// Characters past the last row; negative: what the last paragraph could still take.
    pub over_characters: i32,
}

/// Pours body text, a paragraph a line, into a hole (`13字x20`).
///
/// # Errors
/// `bad-value` for a hole that cannot be read.
pub fn hole(written: &str, text: &str) -> Outcome<HoleView> {
    let (measure, rows) = written.split_once(['x', 'X', '×']).ok_or_else(|| value("hole", written))?;
    let measure = length("hole", measure, BODY)?;
    let rows: u32 = rows.trim().trim_end_matches('行').parse().map_err(|_| value("hole", written))?;
    let paragraphs = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let fit = default_compositor()?.hole(paragraphs, measure, rows);
    Ok(HoleView { rows: fit.rows, over_rows: fit.over_rows, over_characters: fit.over_characters })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(measure: &str, indent: Option<&str>) -> GalleyAsk {
        GalleyAsk {
            measure: measure.to_owned(),
            size: "9".to_owned(),
            indent: indent.map(str::to_owned),
            ..GalleyAsk::default()
        }
    }

    fn set(measure: &str, indent: Option<&str>, text: &str) -> GalleyView {
        galley(&ask(measure, indent), text, Lang::En).expect("it is set")
    }

    #[test]
    fn widths_are_pdf_points_to_the_hundredth() {
        // 字 and 点 are the printers' (0.35146 mm), the answers PDF points (0.352778 mm): 9 点 are 8.966 pt.
        let pt = |ems: f64| (ems * 9.0 * 0.351_46 / (25.4 / 72.0) * 100.0).round() / 100.0;
        let view =
            set("13字", Some("2字"), "“社区”治理，是城市治理的基础。为此，一二三四五六七八九十一二三四。");
        let first = &view.lines[0];
        assert!(
            (first.measure_pt - pt(11.0)).abs() < 1e-9 && (first.width_pt - first.measure_pt).abs() < 1e-9
        );
        assert!((view.lines[1].measure_pt - pt(13.0)).abs() < 1e-9);
        assert_eq!(
            view.lines.iter().map(|line| line.text.as_str()).collect::<String>().chars().count(),
            view.characters
        );
        assert_eq!(view.rows, view.lines.len());
        // The opening mark has lost its blank: “ is half a 字, 社区 two, ” one, 治理， three.
        let short = set("13字", Some("2字"), "“社区”治理，");
        assert!((short.lines[0].natural_pt - pt(6.5)).abs() < 1e-9, "{}", short.lines[0].natural_pt);
        let same =
            [set("117", None, "一二三"), set("117点", None, "一二三"), set("116.56pt", None, "一二三")];
        assert!(same.iter().all(|view| (view.lines[0].measure_pt - 116.56).abs() < 0.005));
        let large = GalleyAsk { size: "18".to_owned(), ..ask("13字", None) };
        let large = galley(&large, "一二三", Lang::En).expect("a galley");
        assert!((large.lines[0].measure_pt - 116.56).abs() < 0.005, "{}", large.lines[0].measure_pt);
    }

    #[test]
    fn an_indent_that_leaves_the_first_line_nothing_is_refused() {
        for indent in ["13字", "14字"] {
            let refused = galley(&ask("13字", Some(indent)), "一二三", Lang::En).expect_err("refused");
            assert!(format!("{refused:?}").contains("indent"), "{refused:?}");
        }
        assert_eq!(set("13字", Some("0"), "一二三").rows, 1);
    }

    #[test]
    fn a_measure_of_nothing_is_refused_or_named_and_loses_nothing() {
        for measure in ["0", "0字", "-3字", "0.001"] {
            match galley(&ask(measure, None), "一二三", Lang::En) {
                Err(refused) => assert!(format!("{refused:?}").contains("measure"), "{refused:?}"),
                Ok(view) => {
                    assert_eq!(view.characters, 3, "{measure}");
                    assert!(view.notices.iter().any(|said| said.code == "wider-than-measure"), "{measure}");
                }
            }
        }
    }

    #[test]
    fn the_level_of_line_breaking_is_the_one_that_is_asked_for() {
        let lines = |level: &str| {
            let ask = GalleyAsk { line_break: Some(level.to_owned()), ..ask("4字", None) };
            galley(&ask, "一二三四！五六サー〜サ", Lang::En)
                .map(|view| view.lines.into_iter().map(|line| line.text).collect::<Vec<_>>())
        };
        let (strict, loose) = (lines("strict").expect("a level"), lines("loose").expect("a level"));
        assert!(strict.iter().all(|line| !line.starts_with(['！', 'ー', '〜'])), "{strict:?}");
        assert_ne!(strict, loose);
        assert!(lines("gentle").is_err());
    }

    #[test]
    fn a_character_of_no_font_is_named_and_the_lines_are_answered() {
        let view = set("4字", None, "一二\u{10FFFD}三四五六七");
        let named = view.notices.iter().find(|notice| notice.code == "missing-glyph").expect("a notice");
        assert!(named.message.contains("10FFFD"), "{}", named.message);
        assert!(view.rows >= 2);
    }

    #[test]
    fn a_family_that_is_not_installed_is_named_with_those_that_are_near() {
        let galley = |font: &str, lang| {
            let ask = GalleyAsk { font: Some(font.to_owned()), ..ask("4字", None) };
            galley(&ask, "一二三四五六七八", lang).expect("it is set")
        };
        let view = galley("NoSuch", Lang::En);
        assert_eq!((view.rows, view.notices.len()), (2, 1));
        assert_eq!(view.notices[0].code, "family-missing");
        assert!(view.notices[0].message.contains("“NoSuch”"), "{}", view.notices[0].message);
        let view = galley("noto serif-cjk", Lang::Zh);
        assert!(view.notices[0].message.contains("“noto serif-cjk”"), "{}", view.notices[0].message);
        let hint = view.notices[0].hint.clone().expect("a hint");
        assert!(hint.contains("Noto Serif CJK"), "{hint}");
        let there = fonts().families().into_iter().next().expect("a font").name;
        assert_eq!(galley(&there, Lang::En).notices, []);
        assert_eq!(galley(" ", Lang::En).notices, []);
    }

    #[test]
    fn the_arithmetic_of_the_page_is_answered() {
        let fit = |measure: &str, size: &str| headline_fit(measure, size).expect("sizes").characters;
        assert_eq!((fit("83字", "30"), fit("71字", "30")), (24, 21));
        let broken = |measure: &str, columns| broken_columns(measure, columns).expect("sizes");
        for (measure, columns, characters, remainder) in
            [("41字", 2, 20, 0), ("69字", 3, 22, 1), ("55字", 3, 17, 2)]
        {
            let answer = broken(measure, columns);
            assert_eq!(
                (answer.characters, answer.remainder),
                (characters, Some(remainder)),
                "{measure} {columns}"
            );
        }
        assert_eq!(headline_rows("30,21", 3).expect("sizes").rows, 8);
        assert_eq!(headline_rows("30", 0).expect("sizes").rows, 3);
    }

    #[test]
    fn a_hole_counts_rows_and_characters() {
        let full = hole("13字x3", &"字".repeat(11 + 13 + 13)).expect("a hole");
        assert_eq!((full.rows, full.over_rows, full.over_characters), (3, 0, 0));
        let over = hole("13字x2", &"字".repeat(11 + 13 + 13)).expect("a hole");
        assert_eq!((over.rows, over.over_rows, over.over_characters), (3, 1, 13));
        let under = hole("13字x5", &"字".repeat(11 + 13 + 10)).expect("a hole");
        assert_eq!((under.rows, under.over_rows, under.over_characters), (3, -2, -29));
        assert!(hole("13字", "字").is_err() && hole("13字x-1", "字").is_err());
    }

    /// What is said to be free is free to the character: so many 字 at the end still fit, one more does not.
    #[test]
    fn the_room_that_is_left_is_exact() {
        let texts = [
            "",
            "字",
            "秋收秋种忙。",
            "“社区”治理，是城市治理的基础。为此，一二三四五六七八九十（一二三四）。",
            "10月以来，运城市新绛县北张镇西行庄村的汾河滩涂上，金黄的稻子随风起伏，丰收在望。",
            "第一段。\n第二段，“说的是”：《鼓乐》、AI 芯片 3.5 万块——还有……",
            "The Reuters desk wrote 2022 of it, and more.\n新绛县：汾河两岸，秋收秋种忙；",
        ];
        for text in texts {
            for measure in ["13字", "17字", "8字", "100", "20.5字"] {
                for rows in 1..=9 {
                    let hole = |text: &str| hole(&format!("{measure}x{rows}"), text).expect("a hole");
                    let said = hole(text);
                    if said.over_rows > 0 {
                        continue;
                    }
                    let room = usize::try_from(-said.over_characters).expect("room");
                    let with = |more: usize| hole(&format!("{text}{}", "字".repeat(more)));
                    let place = format!("{text} {measure}x{rows}: {room}");
                    assert!(with(room).over_rows <= 0, "{place}");
                    assert!(with(room + 1).over_rows > 0, "{place}");
                }
            }
        }
        // Far below the text a row holds what its measure does.
        let (near, far) =
            (hole("13字x70", "字").expect("a hole"), hole("13字x1000070", "字").expect("a hole"));
        assert_eq!(near.over_characters - far.over_characters, 13_000_000);
    }
}
