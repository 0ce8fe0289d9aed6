//! A page (版): what is planned where, and whether it is proofed, signed and sent.

use serde::{Deserialize, Serialize};

use crate::act::{Actor, At, Refused, Stamp};
use crate::id::IssueId;
use crate::issue::PLANS;
use crate::number;
use crate::person::Role;
use crate::text::said;

pub use crate::format::{Format, Paper};
pub use crate::make_up::{AdvertBox, Area, Band, MakeUp, Module, PictureBox};
pub use crate::treatment::{
    Border, CaptionBox, Ground, HeadPlace, KickerPlace, Quote, Shape, Side, Treatment, Wrap,
};

/// Where a page stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// 待排: nothing on it yet.
    Planned,
    /// 组版: copy stands on it.
    Laid,
    /// 大样: a proof of it as it is has been taken.
    Proofed,
    /// 签样: signed as it is.
    Signed,
    /// 付印: sent to the press. No page gets here yet: a press file that was written says nothing of its sending.
    Sent,
}

impl State {
    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Laid => "laid",
            Self::Proofed => "proofed",
            Self::Signed => "signed",
            Self::Sent => "sent",
        }
    }
}

/// A signature under a page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// Who, in which role.
    pub by: Stamp,
    /// When.
    pub at: At,
    /// SHA-256 of the composed page that was signed; the library keeps the frame under it.
    pub frame: String,
    /// SHA-256 of the record of the press file that was made when it was signed, where one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<String>,
    /// SHA-256 of that press file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press_file: Option<String>,
    /// Whether the page has changed since.
    pub void: bool,
}

/// A proof that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// By whom.
    pub by: Option<Stamp>,
    /// When.
    pub at: At,
    /// SHA-256 of the composed page.
    pub frame: String,
}

/// A page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page {
    /// The issue it belongs to.
    pub issue: IssueId,
    /// Its number as printed (A03); a spread's two (A04-A05).
    pub number: String,
    /// The paper's size, and whether it is a spread.
    pub format: Format,
    /// 叠/版名: the section as printed (城事).
    pub section: Option<String>,
    /// The names in the folio, with their roles (责编 …).
    pub editors: Vec<crate::byline::Byline>,
    /// Whether it is printed in black alone: the press has no colour for it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub black_alone: bool,
    /// What stands on it.
    pub make_up: MakeUp,
    /// Where it stands.
    pub state: State,
    /// Every signature, void ones too, oldest first.
    pub signatures: Vec<Signature>,
    /// Every proof, oldest first.
    pub proofs: Vec<Proof>,
}

impl Page {
    /// The signature in force.
    #[must_use]
    pub fn signature(&self) -> Option<&Signature> {
        self.signatures.last().filter(|signature| !signature.void)
    }
}

/// What may be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PageCommand {
    /// Plan a page.
    Plan {
        /// The issue.
        issue: IssueId,
        /// Its number.
        number: String,
        /// The paper's size.
        format: Format,
        /// The section.
        section: Option<String>,
        /// The names in the folio.
        editors: Vec<crate::byline::Byline>,
        /// Whether it is printed in black alone.
        black_alone: bool,
    },
    /// Put this on it instead of what stands there.
    Lay(MakeUp),
    /// Something that stands on it has changed elsewhere: a story's text, a picture's caption.
    ContentChanged,
    /// Record a proof of exactly this composed page.
    Proof {
        /// SHA-256 of the composed page.
        frame: String,
    },
    /// Sign exactly this composed page.
    Sign {
        /// SHA-256 of the composed page.
        frame: String,
        /// SHA-256 of the record of its press file.
        press: Option<String>,
        /// SHA-256 of its press file.
        press_file: Option<String>,
        /// How many findings stop it.
        stops: usize,
    },
}

/// What has happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PageEvent {
    /// It was planned.
    Planned {
        /// The issue.
        issue: IssueId,
        /// Its number.
        number: String,
        /// The paper's size.
        format: Format,
        /// The section.
        section: Option<String>,
        /// The names in the folio.
        editors: Vec<crate::byline::Byline>,
        /// Whether it is printed in black alone.
        #[serde(default, skip_serializing_if = "is_false")]
        black_alone: bool,
    },
    /// It was made up anew.
    Laid {
        /// All that stands on it.
        make_up: MakeUp,
    },
    /// Something that stands on it changed elsewhere.
    ContentChanged,
    /// A proof was taken.
    Proofed {
        /// By whom.
        by: Option<Stamp>,
        /// SHA-256 of the composed page.
        frame: String,
    },
    /// It was signed.
    Signed {
        /// By whom.
        by: Stamp,
        /// SHA-256 of the composed page.
        frame: String,
        /// SHA-256 of the record of the press file that was made of it, by which it is found where it is kept. Signatures
        /// of earlier versions have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press: Option<String>,
        /// SHA-256 of the press file itself, so that of every file it can be said whether it is the one that was signed,
        /// byte for byte.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        press_file: Option<String>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Which events follow; none where nothing would change.
///
/// # Errors
/// See [`Refused`]: a place off the page, the role, the state, findings that stop a signature.
pub fn decide(state: Option<&Page>, command: PageCommand, actor: &Actor) -> Result<Vec<PageEvent>, Refused> {
    let Some(page) = state else {
        let PageCommand::Plan { issue, number, format, section, editors, black_alone } = command else {
            return Err(Refused::Missing { what: "page", value: String::new() });
        };
        actor.need(PLANS)?;
        return Ok(vec![PageEvent::Planned {
            issue,
            number: number::checked(number, format)?,
            format,
            section: section.and_then(said),
            editors,
            black_alone,
        }]);
    };
    match command {
        PageCommand::Plan { .. } => Err(Refused::Exists { what: "page", value: page.number.clone() }),
        PageCommand::Lay(make_up) => {
            actor.need(Role::MAKES_UP)?;
            make_up.check(page.format)?;
            Ok(if make_up == page.make_up { vec![] } else { vec![PageEvent::Laid { make_up }] })
        }
        // Follows from a change that was decided on its own stream.
        PageCommand::ContentChanged => {
            let pinned = matches!(page.state, State::Proofed | State::Signed | State::Sent);
            Ok(if pinned { vec![PageEvent::ContentChanged] } else { vec![] })
        }
        PageCommand::Proof { frame } => {
            actor.need(Role::PROOFS)?;
            if page.state == State::Planned {
                return Err(Refused::State { state: page.state.name() });
            }
            Ok(vec![PageEvent::Proofed { by: actor.need_named(Role::PROOFS).ok(), frame }])
        }
        PageCommand::Sign { frame, press, press_file, stops } => {
            let by = actor.need_named(Role::SIGNS)?;
            if page.state == State::Planned || page.signature().is_some() {
                return Err(Refused::State { state: page.state.name() });
            }
            if stops > 0 {
                return Err(Refused::Stopped { count: stops });
            }
            Ok(vec![PageEvent::Signed { by, frame, press, press_file }])
        }
    }
}

/// Folds one event into the state.
#[must_use]
pub fn apply(state: Option<Page>, event: &PageEvent, at: At) -> Option<Page> {
    if let PageEvent::Planned { issue, number, format, section, editors, black_alone } = event {
        return Some(Page {
            issue: *issue,
            number: number.clone(),
            format: *format,
            section: section.clone(),
            editors: editors.clone(),
            black_alone: *black_alone,
            make_up: MakeUp::default(),
            state: State::Planned,
            signatures: Vec::new(),
            proofs: Vec::new(),
        });
    }
    let mut page = state?;
    match event {
        PageEvent::Planned { .. } => {}
        PageEvent::Laid { make_up } => {
            page.make_up = make_up.clone();
            changed(&mut page);
        }
        PageEvent::ContentChanged => changed(&mut page),
        PageEvent::Proofed { by, frame } => {
            page.proofs.push(Proof { by: by.clone(), at, frame: frame.clone() });
            if page.signature().is_none() {
                page.state = State::Proofed;
            }
        }
        PageEvent::Signed { by, frame, press, press_file } => {
            page.signatures.push(Signature {
                by: by.clone(),
                at,
                frame: frame.clone(),
                press: press.clone(),
                press_file: press_file.clone(),
                void: false,
            });
            page.state = State::Signed;
        }
    }
    Some(page)
}

fn changed(page: &mut Page) {
    for signature in &mut page.signatures {
        signature.void = true;
    }
    page.state = if page.make_up == MakeUp::default() { State::Planned } else { State::Laid };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, StoryId};
    use uuid::Uuid;

    fn person(role: Role) -> Actor {
        Actor::Person { id: PersonId(Uuid::from_u128(1)), name: "P".into(), roles: vec![role] }
    }

    fn then(page: Option<Page>, command: PageCommand, actor: &Actor) -> Result<Page, Refused> {
        let events = decide(page.as_ref(), command, actor)?;
        let at = At::parse_from_rfc3339("2022-11-17T23:40:00+08:00").unwrap();
        Ok(events.iter().fold(page, |state, event| apply(state, event, at)).unwrap())
    }

    fn planned() -> Page {
        let command = PageCommand::Plan {
            issue: IssueId(Uuid::from_u128(9)),
            number: "A03".into(),
            format: Format::QUARTO,
            section: None,
            editors: vec![],
            black_alone: false,
        };
        then(None, command, &Actor::Anyone).unwrap()
    }

    fn one_story(area: Area) -> PageCommand {
        let module = Module::new(StoryId(Uuid::from_u128(7)), area);
        PageCommand::Lay(MakeUp { modules: vec![module], ..MakeUp::default() })
    }

    const WHOLE: Area = Area { col: 0, row: 0, cols: 6, rows: 88 };

    #[test]
    fn a_change_after_signing_voids_the_signature() {
        let page = then(Some(planned()), one_story(WHOLE), &Actor::Anyone).unwrap();
        let sign = |stops| PageCommand::Sign { frame: "hash".into(), press: None, press_file: None, stops };
        assert_eq!(
            then(Some(page.clone()), sign(2), &person(Role::Chief)),
            Err(Refused::Stopped { count: 2 })
        );
        assert!(matches!(
            then(Some(page.clone()), sign(0), &person(Role::Editor)),
            Err(Refused::Role { .. })
        ));
        let page = then(Some(page), sign(0), &person(Role::Chief)).unwrap();
        assert_eq!((page.state, page.signature().is_some()), (State::Signed, true));
        let page = then(Some(page), PageCommand::ContentChanged, &Actor::Anyone).unwrap();
        assert_eq!((page.state, page.signature().is_none(), page.signatures.len()), (State::Laid, true, 1));
    }

    #[test]
    fn an_advert_stands_on_the_page_once() {
        let placed = |row| AdvertBox {
            advert: crate::id::AdvertId(Uuid::from_u128(5)),
            area: Area { col: 0, row, cols: 6, rows: 20 },
        };
        let lay = |adverts| {
            let make_up = MakeUp { adverts, ..MakeUp::default() };
            then(Some(planned()), PageCommand::Lay(make_up), &Actor::Anyone)
        };
        assert_eq!(lay(vec![placed(68)]).unwrap().state, State::Laid);
        let off = lay(vec![placed(69)]);
        assert!(matches!(off, Err(Refused::Invalid { field: "area", .. })), "{off:?}");
        let twice = lay(vec![placed(0), placed(20)]);
        assert!(matches!(twice, Err(Refused::Exists { what: "advert", .. })), "{twice:?}");
        // A page without adverts is written as it was before there were any.
        assert_eq!(serde_json::to_string(&MakeUp::default()).unwrap(), r#"{"modules":[],"bands":[]}"#);
    }

    #[test]
    fn nothing_stands_off_the_page() {
        for area in [
            Area { col: 5, row: 0, cols: 2, rows: 10 },
            Area { col: 0, row: 80, cols: 1, rows: 9 },
            Area { col: 0, row: 0, cols: 0, rows: 9 },
            Area { col: u16::MAX, row: 0, cols: 2, rows: 9 },
        ] {
            let laid = then(Some(planned()), one_story(area), &Actor::Anyone);
            assert!(matches!(laid, Err(Refused::Invalid { field: "area", .. })), "{area:?}");
        }
    }
}
