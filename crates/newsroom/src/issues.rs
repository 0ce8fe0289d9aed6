//! Issues.

use broadsheet_copy::issue::{self, IssueCommand};
use broadsheet_copy::number;
use broadsheet_copy::text::said;
use broadsheet_copy::{Issue, IssueId, Page, PageId, StreamId};
use chrono::NaiveDate;

use crate::people::made;
use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome, issue_id, to};
use crate::stories::count;
use crate::wire::{IssueAsk, IssueNew, IssueRow, IssueView, Made, Nothing, PageRow};

/// Every issue, the newest date first.
pub(crate) fn issues(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<Vec<IssueRow>> {
    let pages = room.library.pages(None)?;
    let mut rows = Vec::new();
    for (id, kept) in room.library.issues()? {
        let of_issue = pages.iter().filter(|(_, page)| page.state.issue == id);
        let of_issue = of_issue.flat_map(|(_, page)| number::places(&page.state.number)).count();
        let (date, title) = (kept.state.date.to_string(), said(kept.state.title));
        rows.push(IssueRow { id: id.to_string(), date, title, pages: count(of_issue) });
    }
    rows.sort_by(|a, b| b.date.cmp(&a.date));
    Ok(rows)
}

/// An issue with its pages.
pub(crate) fn issue(room: &Newsroom, _ask: &Ask, wanted: IssueAsk) -> Outcome<IssueView> {
    let id = issue_id(&wanted.id)?;
    let kept = room.issue(id)?.state;
    let pages = room.library.pages(Some(id))?;
    let mut pages: Vec<_> =
        pages.into_iter().map(|(page_id, page)| page_row(page_id, page.state, kept.date)).collect();
    pages.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(IssueView { id: id.to_string(), date: kept.date.to_string(), title: said(kept.title), pages })
}

pub(crate) fn page_row(id: PageId, page: Page, date: NaiveDate) -> PageRow {
    PageRow {
        id: id.to_string(),
        number: page.number,
        format: page.format.name().to_owned(),
        section: page.section,
        state: page.state.name().to_owned(),
        stories: count(page.make_up.modules.len()),
        black_alone: page.black_alone,
        issue: page.issue.to_string(),
        date: date.to_string(),
    }
}

/// Every page, by date and number, the newest date first.
pub(crate) fn pages(room: &Newsroom, _ask: &Ask, _: Nothing) -> Outcome<Vec<PageRow>> {
    let mut rows = Vec::new();
    for (id, page) in room.library.pages(None)? {
        let date = room.issue(page.state.issue)?.state.date;
        rows.push(page_row(id, page.state, date));
    }
    rows.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.number.cmp(&b.number)));
    Ok(rows)
}

/// The day that is written as `YYYY-MM-DD`.
///
/// # Errors
/// `bad-value` for what is no day of the calendar.
pub fn date(written: &str) -> Outcome<NaiveDate> {
    written.parse().map_err(|_| RoomError::Value { field: "date", value: written.to_owned() }.into())
}

/// Plans an issue.
pub(crate) fn issue_new(room: &Newsroom, ask: &Ask, wanted: IssueNew) -> Outcome<Made> {
    let id = IssueId(room.host.new_id());
    let done = room.change(ask, |actor| {
        let date = date(&wanted.date)?;
        let issues = room.library.issues()?;
        let title = match wanted.title.clone().and_then(said) {
            Some(title) => title,
            None => usual_title(room.title()?.name, issues.iter().map(|(_, kept)| &kept.state)),
        };
        let same = issues.iter().find(|(_, kept)| kept.state.date == date && kept.state.title == title);
        let command = IssueCommand::Plan { date, title };
        let events = issue::decide(same.map(|(_, kept)| &kept.state), command, actor)?;
        Ok(vec![to(StreamId::Issue(id), 0, events)])
    })?;
    Ok(made(&done, id.to_string()))
}

/// The newspaper's name where none is given: as the settings have it, else as the latest issue has it. Before
/// either the paper has none yet, and the folio goes without.
fn usual_title<'a>(named: String, issues: impl Iterator<Item = &'a Issue>) -> String {
    if named.is_empty() {
        issues.max_by_key(|issue| issue.date).map(|issue| issue.title.clone()).unwrap_or_default()
    } else {
        named
    }
}
