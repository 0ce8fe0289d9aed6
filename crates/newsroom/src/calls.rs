//! The one list of commands and queries. Every door is made of it: the desktop's and the server's dispatch, and the
//! TypeScript client, which is written from here and checked against here.

use broadsheet_copy::page;
use serde_json::Value;
use ts_rs::{Config, TS};

use crate::refusal::RoomError;
use crate::room::{Ask, Newsroom, Outcome};
use crate::wire::*;
use crate::{
    adverts, archive, copydesk, fields, issue_plates, issues, jumps, pages, people, photos, plates, stories,
    styles, topics,
};

/// Whether a call changes anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It only reads.
    Query,
    /// It changes the library; it is done once for a `cmd_id`.
    Command,
}

/// A call, as the doors' tests and the TypeScript client see it.
#[derive(Clone, Debug)]
pub struct CallShape {
    /// The name.
    pub name: &'static str,
    /// Whether it changes anything.
    pub kind: Kind,
    /// Its arguments, in TypeScript.
    pub arguments: String,
    /// Its answer, in TypeScript.
    pub answer: String,
}

macro_rules! calls {
    ($($kind:ident $name:ident($arguments:ty) -> $answer:ty = $function:path;)+) => {
        /// Every call, in the order of the list.
        #[must_use]
        pub fn shapes() -> Vec<CallShape> {
            let config = Config::default();
            vec![$(CallShape {
                name: stringify!($name),
                kind: Kind::$kind,
                arguments: <$arguments>::name(&config),
                answer: <$answer>::name(&config),
            }),+]
        }

        impl Newsroom {
            /// Does a call by its name.
            ///
            /// # Errors
            /// What the use case refuses; `not-found` for a name that is not on the list, `bad-arguments` for
            /// arguments of another shape.
            pub fn call(&self, name: &str, ask: &Ask, arguments: Value) -> Outcome<Value> {
                match name {
                    $(stringify!($name) => {
                        let arguments: $arguments = read(arguments)?;
                        let answer: $answer = $function(self, ask, arguments)?;
                        written(&answer)
                    })+
                    _ => Err(RoomError::NotFound { what: "call", id: name.to_owned() }.into()),
                }
            }
        }
    };
}

fn read<T: serde::de::DeserializeOwned>(arguments: Value) -> Outcome<T> {
    let arguments = if arguments.is_null() { Value::Object(serde_json::Map::new()) } else { arguments };
    serde_json::from_value(arguments).map_err(|error| RoomError::Arguments(error.to_string()).into())
}

fn written(answer: &impl serde::Serialize) -> Outcome<Value> {
    serde_json::to_value(answer).map_err(|error| RoomError::Arguments(error.to_string()).into())
}

calls! {
    Query session(Nothing) -> Session = people::session;
    Command title_set(TitleView) -> Nothing = people::title_set;
    Query styles(Nothing) -> Vec<StyleView> = styles::styles;
    Command style_add(StyleAdd) -> StyleView = styles::style_add;
    Query profiles(Nothing) -> Vec<ProfileView> = styles::profiles;
    Command profile_add(ProfileAdd) -> ProfileView = styles::profile_add;
    Command tag_add(TagAdd) -> Nothing = people::tag_add;
    Command person_add(PersonAdd) -> Made = people::person_add;
    Query topics(TopicAsk) -> Vec<Topic> = topics::topics;
    Query stories(Nothing) -> Vec<StoryRow> = stories::stories;
    Query story(StoryAsk) -> StoryView = stories::story;
    Query story_at(StoryAtVersion) -> StoryView = stories::story_at;
    Query story_history(StoryAsk) -> Vec<HistoryRow> = stories::story_history;
    Query story_steps(StorySteps) -> StepsView = stories::story_steps;
    Command story_new(StoryNew) -> Made = stories::story_new;
    Command story_edit(StoryEdit) -> Edited = stories::story_edit;
    Command story_rewrite(StoryRewrite) -> StoryView = stories::story_rewrite;
    Command story_fields(StoryFields) -> StoryView = fields::story_fields;
    Command story_tag(StoryTag) -> StoryView = stories::story_tag;
    Command story_submit(StoryAsk) -> StoryView = stories::story_submit;
    Command story_return(StoryReturn) -> StoryView = stories::story_return;
    Command story_approve(StoryApprove) -> StoryView = stories::story_approve;
    Command story_hold(StoryAsk) -> StoryView = stories::story_hold;
    Command story_release(StoryAsk) -> StoryView = stories::story_release;
    Command story_spike(StoryAsk) -> StoryView = stories::story_spike;
    Command story_unspike(StoryAsk) -> StoryView = stories::story_unspike;
    Command story_attach(StoryPhotoAsk) -> StoryView = stories::story_attach;
    Command story_detach(StoryPhotoAsk) -> StoryView = stories::story_detach;
    Query read_copy(CopyAsk) -> ReadingView = copydesk::read_copy;
    Command file_copy(CopyFile) -> Vec<FiledStory> = copydesk::file_copy;
    Query photos(Nothing) -> Vec<PhotoView> = photos::photos;
    Query photo(PhotoAsk) -> PhotoView = photos::photo;
    Command photo_add(PhotoAdd) -> PhotoTaken = photos::photo_add;
    Command photo_describe(PhotoDescribe) -> PhotoView = photos::photo_describe;
    Query adverts(Nothing) -> Vec<AdvertView> = adverts::adverts;
    Query advert(AdvertAsk) -> AdvertView = adverts::advert;
    Command advert_add(AdvertAdd) -> AdvertTaken = adverts::advert_add;
    Query issues(Nothing) -> Vec<IssueRow> = issues::issues;
    Query issue(IssueAsk) -> IssueView = issues::issue;
    Command issue_new(IssueNew) -> Made = issues::issue_new;
    Query issue_export(IssueAsk) -> IssueExported = issue_plates::issue_export;
    Query issue_export_progress(IssueAsk) -> IssueProgress = issue_plates::issue_export_progress;
    Query issue_export_cancel(IssueAsk) -> Nothing = issue_plates::issue_export_cancel;
    Query pages(Nothing) -> Vec<PageRow> = issues::pages;
    Command page_new(PageNew) -> Made = pages::page_new;
    Query page(PageAsk) -> PageView = pages::page;
    Command page_lay(PageLay) -> PageView = pages::page_lay;
    Command page_place(PagePlace) -> PageView = pages::page_place;
    Command page_remove(PageRemove) -> PageView = pages::page_remove;
    Command page_jump(PageJump) -> PageView = jumps::page_jump;
    Command page_advert(AdvertPlace) -> PageView = adverts::page_advert;
    Command page_auto(PageAsk) -> PageView = pages::page_auto;
    Query page_try(PageTry) -> FitView = pages::page_try;
    Query page_preview(PagePreview) -> PagePreviewed = pages::page_preview;
    Query page_arrange(PageAsk) -> Arranged = pages::page_arrange;
    Command page_proof(PageProof) -> ExportView = plates::page_proof;
    Command page_sign(PageSign) -> PageView = plates::page_sign;
    Query page_export(PageAsk) -> ExportView = plates::page_export;
    Query search(SearchAsk) -> Vec<SearchHit> = stories::search;
    Query verify(Nothing) -> VerifiedView = archive::verify;
    Query backup(Nothing) -> BackupView = archive::backup;
}

macro_rules! declarations {
    ($($type:ty),+ $(,)?) => {{
        let config = Config::default();
        vec![$(<$type>::decl(&config)),+]
    }};
}

/// What stands on top of a file that is written from here.
const WRITTEN: &str = "// Written by `make typescript`; a test compares. Do not edit.\n\n";

/// `wire.ts`: every type that goes over the doors. It is committed; a test compares.
#[must_use]
#[expect(clippy::too_many_lines, reason = "it is one list")]
pub fn wire_typescript() -> String {
    let types = declarations![
        crate::refusal::Refusal,
        crate::words::Lang,
        Ask,
        Nothing,
        Made,
        Byline,
        Severity,
        Notice,
        Session,
        FormatView,
        TitleView,
        StyleView,
        StyleAdd,
        ProfileView,
        ProfileAdd,
        PersonView,
        PersonAdd,
        TagAdd,
        TopicAsk,
        Topic,
        StoryRow,
        PlacedOn,
        StoryView,
        ReviewRow,
        ReturnRow,
        HistoryRow,
        StoryAsk,
        StoryAtVersion,
        StoryNew,
        StoryEdit,
        StoryRewrite,
        Edited,
        StorySteps,
        StepsView,
        FieldsView,
        StoryFields,
        StoryTag,
        StoryReturn,
        StoryApprove,
        StoryPhotoAsk,
        CopyAsk,
        ReadingView,
        ReadingStory,
        ReadingPhoto,
        CopyFile,
        FiledStory,
        SearchAsk,
        SearchHit,
        StoryPhoto,
        PhotoView,
        PhotoAsk,
        PhotoAdd,
        PhotoTaken,
        PhotoDescribe,
        AdvertView,
        AdvertOn,
        AdvertAsk,
        AdvertAdd,
        AdvertTaken,
        IssueRow,
        IssueView,
        IssueExported,
        IssueFile,
        IssueProgress,
        PageRow,
        IssueNew,
        IssueAsk,
        AreaView,
        PictureBoxView,
        page::Treatment,
        page::HeadPlace,
        page::KickerPlace,
        page::Side,
        page::Ground,
        page::Border,
        page::Quote,
        page::Wrap,
        page::Shape,
        page::CaptionBox,
        ModuleView,
        BandView,
        AdvertBoxView,
        MakeUpView,
        FitView,
        PageStory,
        SignatureRow,
        ProofRow,
        PageAdvert,
        PageView,
        PageNew,
        PageAsk,
        PageLay,
        PagePlace,
        AdvertPlace,
        PageRemove,
        PageJump,
        PageTry,
        PagePreview,
        PagePreviewed,
        Arranged,
        ProofFormat,
        PageProof,
        PageSign,
        ExportView,
        VerifiedView,
        BackupView,
    ];
    let mut text = String::from(WRITTEN);
    for declaration in types {
        text.push_str("export ");
        text.push_str(&declaration);
        text.push_str("\n\n");
    }
    text
}

/// `calls.ts`: every call with its arguments and its answer, and which of them change something. It is committed; a
/// test compares.
#[must_use]
pub fn calls_typescript() -> String {
    let shapes = shapes();
    let mut text = String::from(WRITTEN);
    text.push_str(
        "import type * as wire from \"./wire\";\n\n/** Every call by name. */\nexport type CallMap = {\n",
    );
    for shape in &shapes {
        let (arguments, answer) = (in_wire(&shape.arguments), in_wire(&shape.answer));
        text.push_str(&format!("  {}: {{ args: {arguments}; answer: {answer} }};\n", shape.name));
    }
    text.push_str("};\n\n/** The calls that change something: each is done once for a `cmd_id`. */\n");
    text.push_str("export const COMMANDS: ReadonlySet<keyof CallMap> = new Set<keyof CallMap>([\n");
    for shape in shapes.iter().filter(|shape| shape.kind == Kind::Command) {
        text.push_str(&format!("  \"{}\",\n", shape.name));
    }
    text.push_str("]);\n");
    text
}

/// A type of `wire.ts` as another file names it: `StoryView`, `Array<StoryRow>`.
fn in_wire(name: &str) -> String {
    match name.strip_prefix("Array<") {
        Some(item) => format!("wire.{}[]", item.trim_end_matches('>')),
        None => format!("wire.{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typescript_of_the_window_is_the_list_of_here() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api");
        for (file, expected) in [("wire.ts", wire_typescript()), ("calls.ts", calls_typescript())] {
            let found = std::fs::read_to_string(folder.join(file)).unwrap();
            assert!(found == expected, "{file} has drifted: run `make typescript`");
        }
    }
}
