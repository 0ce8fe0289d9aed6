//! Every sentence that the program says to a person about what happened, in Chinese and in English.
//!
//! Libraries answer with typed errors and notices; here, and only here, they become words. A file holds the words
//! for one crate.

mod copy;
mod intake;
mod layout;
mod preflight;
mod press;
mod preview;
mod room;
mod store;
mod style;

use broadsheet_copy::page::Format;
use broadsheet_intake::{Guess, PhotoNotice};
use broadsheet_layout::{Notice as LayoutNotice, Severity as LayoutSeverity};
use broadsheet_press::{Finding, PressNotice};
use broadsheet_units::{Length, Rect};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::preflight::FindingView;
use crate::refusal::{Failure, RoomError};
use crate::wire::{Notice, Severity};

/// The language in which a person is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, TS)]
pub enum Lang {
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    #[ts(rename = "zh-CN")]
    Zh,
    /// English.
    #[default]
    #[serde(rename = "en")]
    #[ts(rename = "en")]
    En,
}

impl Lang {
    /// Chinese where LC_ALL, LC_MESSAGES or LANG, the first that is set, begins with zh; else English.
    #[must_use]
    pub fn of_environment() -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
        match set.into_iter().find(|value| !value.is_empty()) {
            Some(value) if value.starts_with("zh") => Self::Zh,
            _ => Self::En,
        }
    }

    fn is_zh(self) -> bool {
        self == Self::Zh
    }
}

/// A failure as message and hint.
pub(crate) fn failure(failure: &Failure, lang: Lang) -> (String, String) {
    let zh = lang.is_zh();
    match failure {
        Failure::Refused(refused) => copy::say(refused, zh),
        Failure::Store(error) => store::say_error(error, zh),
        Failure::Intake(error) => intake::say_error(error, zh),
        Failure::Photo(error) => intake::say_photo_error(error, zh),
        Failure::Press(error) => press::say_error(error, zh),
        Failure::Preview(error) => preview::say_error(error, zh),
        Failure::Room(error) => room::say(error, zh),
        // What could not be read or written is named already.
        Failure::InFile { why, .. } if matches!(**why, Failure::Room(RoomError::File { .. })) => {
            self::failure(why, lang)
        }
        Failure::InFile { file, why } => {
            let (message, hint) = self::failure(why, lang);
            (format!("{file}{}{message}", if zh { "：" } else { ": " }), hint)
        }
    }
}

/// A guess of the intake as message and hint.
pub(crate) fn guess(guess: &Guess, lang: Lang) -> (String, String) {
    intake::say_guess(guess, lang.is_zh())
}

/// What was doubtful in a picture's metadata, as message and hint.
pub(crate) fn photo_notice(notice: &PhotoNotice, lang: Lang) -> (String, String) {
    intake::say_photo_notice(notice, lang.is_zh())
}

/// A line of a file, as a place.
pub(crate) fn line(line: usize, lang: Lang) -> String {
    if lang.is_zh() { format!("第 {line} 行") } else { format!("line {line}") }
}

/// Where a story stands now, and who has brought it there, on one line for a person.
#[must_use]
pub fn story_step(id: &str, called: &str, state: &str, by: Option<&str>, lang: Lang) -> String {
    copy::step(id, called, state, by, lang.is_zh())
}

/// What stops a signature, as message and hint.
pub(crate) fn say_stop(stop: &Stop<'_>, lang: Lang) -> (String, String) {
    room::say_stop(stop, lang.is_zh())
}

/// A notice of the composer. `slug` is what its story is called.
pub(crate) fn layout_notice(notice: &LayoutNotice, slug: Option<String>, page: &str, lang: Lang) -> Notice {
    let (message, hint) = layout::say(notice, lang.is_zh());
    let place = &notice.place;
    Notice {
        code: notice.finding.code().to_owned(),
        severity: match notice.finding.severity() {
            LayoutSeverity::Info => Severity::Info,
            LayoutSeverity::Warning => Severity::Warning,
            LayoutSeverity::Error => Severity::Error,
        },
        message,
        hint: Some(hint),
        page: (!page.is_empty()).then(|| page.to_owned()),
        place: slug.or_else(|| place.line.map(|n| line(usize::try_from(n).unwrap_or(0) + 1, lang))),
        story: place.story.map(|id| id.to_string()),
        photo: place.photo.map(|id| id.to_string()),
        rect: place.rect.map(in_points),
    }
}

/// A family that somebody asked for and that is not installed.
pub(crate) fn family_missing(family: &str, near: &[String], lang: Lang) -> Notice {
    let said = layout::say_family_missing(family, near, lang.is_zh());
    Notice::new("family-missing", Severity::Warning, said)
}

/// A place on the trimmed page, in 点.
fn in_points(rect: Rect) -> [f64; 4] {
    [rect.x, rect.y, rect.width, rect.height].map(Length::to_points)
}

fn press_severity(severity: broadsheet_press::Severity) -> Severity {
    match severity {
        broadsheet_press::Severity::Info => Severity::Info,
        broadsheet_press::Severity::Warning => Severity::Warning,
        broadsheet_press::Severity::Error => Severity::Error,
    }
}

/// A notice of the press.
///
/// `called` says what a picture or an advert is called.
pub(crate) fn press_notice(
    notice: &PressNotice,
    page: &str,
    called: &dyn Fn(Uuid) -> Option<String>,
    lang: Lang,
) -> Notice {
    let name = notice.photo().map(|id| called(id).unwrap_or_else(|| id.to_string()));
    let (message, hint) = press::say_notice(notice, name.as_deref().unwrap_or_default(), lang.is_zh());
    let photo = notice.photo().filter(|_| !matches!(notice, PressNotice::Advert { .. }));
    Notice {
        code: notice.code().to_owned(),
        severity: press_severity(notice.severity()),
        message,
        hint: Some(hint),
        page: Some(page.to_owned()),
        place: name.or_else(|| notice.text().map(str::to_owned)),
        story: None,
        photo: photo.map(|id| id.to_string()),
        rect: notice.rect().map(in_points),
    }
}

/// A press file of a signed page that is not the one that was made when the page was signed.
pub(crate) fn not_as_signed(page: &str, lang: Lang) -> Notice {
    let said = press::say_not_as_signed(page, lang.is_zh());
    Notice { page: Some(page.to_owned()), ..Notice::new("not-as-signed", Severity::Warning, said) }
}

/// A page that is of another size than the first page of its issue.
pub(crate) fn page_size_differs(page: &str, format: Format, of_first: Format, lang: Lang) -> Notice {
    let said = press::say_page_size_differs(page, format, of_first, lang.is_zh());
    Notice { page: Some(page.to_owned()), ..Notice::new("page-size-differs", Severity::Warning, said) }
}

/// A finding of the preflight in a file of ours; `page` is the page's printed number.
pub(crate) fn press_finding(finding: &Finding, page: &str, lang: Lang) -> Notice {
    let said = preflight::say_finding(finding, lang.is_zh());
    Notice {
        page: Some(page.to_owned()),
        place: finding.place.clone(),
        ..Notice::new(finding.code(), press_severity(finding.severity()), said)
    }
}

/// What the preflight found in a file, of which nothing is known but its bytes.
pub(crate) fn file_finding(finding: &Finding, lang: Lang) -> FindingView {
    let (message, hint) = preflight::say_finding(finding, lang.is_zh());
    FindingView {
        code: finding.code().to_owned(),
        severity: press_severity(finding.severity()),
        message,
        hint,
        page: finding.page,
        place: finding.place.clone(),
    }
}

pub(crate) use room::Stop;
