//! Style sheets and press profiles: those that come with the program, and the title's own.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::refusal::Refusal;

/// A style sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct StyleView {
    /// What it is called.
    pub name: String,
    /// What its file was called; null for a sheet that comes with the program.
    pub file_name: Option<String>,
    /// Whether the title's pages are set by it.
    pub in_use: bool,
    /// The language of its pages; null, like all that follows, where it cannot be read.
    pub lang: Option<String>,
    /// The press profile that its pages are printed for.
    pub profile: Option<String>,
    /// How it names the files of pages: `{date}-{page}`.
    pub page_files: Option<String>,
    /// Why it cannot be read.
    pub fault: Option<Refusal>,
}

/// Takes in a style sheet, a JSON file that was uploaded before. One of the same name takes the place of the former.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StyleAdd {
    /// The upload's name, as the upload answered it.
    pub upload: String,
}

/// A press profile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
pub struct ProfileView {
    /// What style sheets call it.
    pub name: String,
    /// What its file was called; null for a profile that comes with the program.
    pub file_name: Option<String>,
    /// Whether the title's pages are printed for it.
    pub in_use: bool,
    /// The name by which print houses know the printing condition.
    pub condition: String,
    /// Whether that is a name of the ICC's registry.
    pub registered: bool,
    /// The condition in words.
    pub description: String,
    /// The largest sum of the four inks, in per cent.
    pub ink_limit: u16,
    /// Why its file cannot be read.
    pub fault: Option<Refusal>,
}

/// Takes in a press profile, an ICC file that was uploaded before. One of the same name takes the place of the former.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProfileAdd {
    /// The upload's name, as the upload answered it.
    pub upload: String,
    /// What style sheets are to call it; null: as its file.
    pub name: Option<String>,
    /// The name by which print houses know the printing condition.
    pub condition: String,
    /// Whether that is a name of the ICC's registry.
    pub registered: bool,
    /// The condition in words; null: as the file says.
    pub description: Option<String>,
    /// The largest sum of the four inks, in per cent.
    pub ink_limit: u16,
}
