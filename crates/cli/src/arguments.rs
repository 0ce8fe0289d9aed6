//! What may be written after `broadsheet`.

use std::path::PathBuf;

use broadsheet_newsroom::{Standard, format_names, role_names};
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

/// A newsroom for newspapers: from copy to plate.
///
/// What is said here of commands and arguments is their help in English; `words/help.rs` has it in Chinese.
#[derive(Debug, Parser)]
#[command(
    name = "broadsheet",
    version,
    about = "A newsroom for newspapers: from copy to plate",
    long_about = None,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    /// The library's folder [default: this platform's data folder]
    #[arg(long, global = true, value_name = "DIR", display_order = 100)]
    pub(crate) library: Option<PathBuf>,
    /// Who does it, by name
    #[arg(long = "as", global = true, value_name = "PERSON", display_order = 101)]
    pub(crate) person: Option<String>,
    /// Answer with one JSON value
    #[arg(long, global = true, display_order = 102)]
    pub(crate) json: bool,
    /// What is to be done
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the sample library and carry its page from copy to press
    Demo {
        /// The folder for the press file [default: exports in the library]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// File copy: text or Markdown, a story or a whole page a file
    Intake {
        /// The files; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only say what would be filed
        #[arg(long)]
        dry_run: bool,
    },
    /// Set one paragraph at a measure
    Galley(Galley),
    /// Count: what fits a measure, what a headline takes, how text fills a hole
    Fit(Fit),
    /// Stories
    #[command(subcommand)]
    Story(Story),
    /// Photos
    #[command(subcommand)]
    Photo(Photo),
    /// Adverts
    #[command(subcommand)]
    Advert(Advert),
    /// People
    #[command(subcommand)]
    Person(Person),
    /// The newspaper's own settings
    #[command(subcommand)]
    Title(Title),
    /// Style sheets
    #[command(subcommand)]
    Style(Style),
    /// Press profiles
    #[command(subcommand)]
    Profile(PressProfile),
    /// Issues
    #[command(subcommand)]
    Issue(Issue),
    /// Pages
    #[command(subcommand)]
    Page(Page),
    /// Check any PDF by our own rules
    Preflight {
        /// The PDF; - is standard input
        #[arg(value_name = "FILE.pdf")]
        file: PathBuf,
        /// A page of the library: the file must be of its size, and in the standard, colours and ink that it is printed in
        #[arg(long, value_name = "ID")]
        page: Option<String>,
    },
    /// Find stories by any run of characters
    Search {
        /// What to look for
        query: String,
        /// How many at the most
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Prove that the library is what was written
    Verify,
    /// Copy the library into a new folder, and check the copy
    Backup {
        /// The new folder
        out: PathBuf,
    },
    /// Make this library from a backup; refused where the library has content
    Restore {
        /// The backup's folder
        #[arg(value_name = "IN")]
        from: PathBuf,
    },
}

/// `galley`.
#[derive(Debug, Args)]
pub(crate) struct Galley {
    /// How wide a line may be: 13字, 117, 116.56pt
    #[arg(long)]
    pub(crate) measure: String,
    /// The em
    #[arg(long)]
    pub(crate) size: String,
    /// Blank before the first line: 0, 2字
    #[arg(long)]
    pub(crate) indent: Option<String>,
    /// A family instead of the body face
    #[arg(long, value_name = "FAMILY")]
    pub(crate) font: Option<String>,
    /// The language of the text
    #[arg(long, value_enum)]
    pub(crate) lang: Option<TextLang>,
    /// How strictly lines begin and end
    #[arg(long, value_enum)]
    pub(crate) line_break: Option<LineBreak>,
    /// Leave lines as they fall
    #[arg(long)]
    pub(crate) no_justify: bool,
    /// The text; - or nothing is standard input
    pub(crate) file: Option<PathBuf>,
}

/// The language of a text.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TextLang {
    /// Chinese
    Zh,
    /// English
    En,
}

/// How strictly lines begin and end.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LineBreak {
    /// As newspapers do
    Strict,
    /// Small kana and 〜 may start a line
    Normal,
    /// So may ！？：；, iteration marks, and units and signs away from numbers
    Loose,
}

/// `fit`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["measure", "headline", "hole"])))]
pub(crate) struct Fit {
    /// A measure: with --size how many characters fit, with --columns how it is broken
    #[arg(long)]
    pub(crate) measure: Option<String>,
    /// The size of a headline
    #[arg(long, requires = "measure", conflicts_with_all = ["columns", "headline", "hole"])]
    pub(crate) size: Option<String>,
    /// Into how many text columns the measure is broken
    #[arg(long, requires = "measure", conflicts_with_all = ["headline", "hole"])]
    pub(crate) columns: Option<u32>,
    /// The sizes of a headline's lines: 30,21
    #[arg(long, value_name = "SIZES")]
    pub(crate) headline: Option<String>,
    /// Rows of white with the headline
    #[arg(long, requires = "headline", conflicts_with_all = ["measure", "hole"], value_name = "ROWS")]
    pub(crate) white: Option<u32>,
    /// A hole for body text: 13字x20
    #[arg(long, requires = "file")]
    pub(crate) hole: Option<String>,
    /// The text for the hole, a paragraph a line; - is standard input
    #[arg(requires = "hole", conflicts_with_all = ["measure", "headline"])]
    pub(crate) file: Option<PathBuf>,
}

/// `story`.
#[derive(Debug, Subcommand)]
pub(crate) enum Story {
    /// Every story, newest first
    List,
    /// One story
    Show {
        /// Its id
        id: String,
    },
    /// File a story
    New(StoryNew),
    /// Change a story; what is not named stays
    Edit(StoryEdit),
    /// Give a story these tags besides those it has
    Tag {
        /// Its id
        id: String,
        /// Media Topics by code or name, or the title's own
        #[arg(required = true, value_name = "TAG")]
        tags: Vec<String>,
    },
    /// Hand a story to the editors
    Submit {
        /// Its id
        id: String,
    },
    /// Hand a story back
    Return {
        /// Its id
        id: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Approve a story as it is
    Approve {
        /// Its id
        id: String,
        /// What the reviewer says of it
        #[arg(long)]
        opinion: Option<String>,
    },
    /// Keep a story for another day
    Hold {
        /// Its id
        id: String,
    },
    /// Take a story back from hold
    Release {
        /// Its id
        id: String,
    },
    /// Take a story out
    Spike {
        /// Its id
        id: String,
    },
    /// Take a story back in
    Unspike {
        /// Its id
        id: String,
    },
}

/// `story new`.
#[derive(Debug, Args)]
pub(crate) struct StoryNew {
    /// The headline
    #[arg(long)]
    pub(crate) headline: String,
    /// The line above it
    #[arg(long)]
    pub(crate) kicker: Option<String>,
    /// The line below it
    #[arg(long)]
    pub(crate) deck: Option<String>,
    /// The source line
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Who wrote it: "记者 王露；通讯员 雷玉艳"
    #[arg(long)]
    pub(crate) byline: Option<String>,
    /// The body, UTF-8, a paragraph a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) body_file: PathBuf,
}

/// `story edit`.
#[derive(Debug, Args)]
pub(crate) struct StoryEdit {
    /// Its id
    pub(crate) id: String,
    /// The headline
    #[arg(long)]
    pub(crate) headline: Option<String>,
    /// The line above it
    #[arg(long)]
    pub(crate) kicker: Option<String>,
    /// The line below it
    #[arg(long)]
    pub(crate) deck: Option<String>,
    /// The source line
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Who wrote it
    #[arg(long)]
    pub(crate) byline: Option<String>,
    /// The body, UTF-8, a paragraph a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) body_file: Option<PathBuf>,
}

/// `photo`.
#[derive(Debug, Subcommand)]
pub(crate) enum Photo {
    /// Take in pictures
    Add {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The story that they go with
        #[arg(long, value_name = "ID")]
        story: Option<String>,
    },
    /// Every photo, newest first
    List,
    /// One photo, with what its file says
    Show {
        /// Its id
        id: String,
    },
    /// Write what stands under a photo
    Caption {
        /// Its id
        id: String,
        /// The caption
        #[arg(long)]
        caption: Option<String>,
        /// The credit as printed: "特约摄影 栗卢建"
        #[arg(long)]
        credit: Option<String>,
    },
}

/// `advert`.
#[derive(Debug, Subcommand)]
pub(crate) enum Advert {
    /// Take in PDFs as adverts
    Add {
        /// The PDFs
        #[arg(required = true, value_name = "FILE.pdf")]
        files: Vec<PathBuf>,
        /// What it is called [default: as its file]
        #[arg(long)]
        name: Option<String>,
    },
    /// Every advert, newest first
    List,
    /// One advert, with what the press finds in it
    Show {
        /// Its id
        id: String,
    },
}

/// `person`.
#[derive(Debug, Subcommand)]
pub(crate) enum Person {
    /// Name a person
    Add {
        /// The name
        name: String,
        /// What they may do
        #[arg(long = "role", required = true, value_name = "ROLE", value_parser = role_names())]
        roles: Vec<String>,
    },
    /// Everybody
    List,
}

/// `title`.
#[derive(Debug, Subcommand)]
pub(crate) enum Title {
    /// The settings
    Show,
    /// Change settings; what is not named stays
    Set(TitleSet),
}

/// `title set`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(["name", "lang", "style"])))]
pub(crate) struct TitleSet {
    /// The newspaper's name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The language of its copy
    #[arg(long, value_parser = ["zh-CN", "en"])]
    pub(crate) lang: Option<String>,
    /// The style sheet of its pages, by name
    #[arg(long, value_name = "NAME")]
    pub(crate) style: Option<String>,
}

/// `style`.
#[derive(Debug, Subcommand)]
pub(crate) enum Style {
    /// Take in a style sheet of the newspaper's own; one of the same name takes the place of the former
    Add {
        /// The sheet; - is standard input
        #[arg(value_name = "FILE.json")]
        file: PathBuf,
    },
    /// Every style sheet: those of the program, then the newspaper's own
    List,
    /// A whole style sheet, to begin another one with
    Show {
        /// Its name
        name: String,
    },
}

/// `profile`.
#[derive(Debug, Subcommand)]
pub(crate) enum PressProfile {
    /// Take in the ICC profile of a print house; one of the same name takes the place of the former
    Add(ProfileAdd),
    /// Every press profile: those of the program, then the newspaper's own
    List,
}

/// `profile add`.
#[derive(Debug, Args)]
pub(crate) struct ProfileAdd {
    /// The profile: for output, CMYK
    #[arg(value_name = "FILE.icc")]
    pub(crate) file: PathBuf,
    /// The printing condition as print houses call it: FOGRA39
    #[arg(long)]
    pub(crate) condition: String,
    /// That is a name of the ICC's registry
    #[arg(long)]
    pub(crate) registered: bool,
    /// The most that the four inks may add up to, in per cent
    #[arg(long, value_name = "PERCENT")]
    pub(crate) ink_limit: u16,
    /// What style sheets call it [default: as its file]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The condition in words [default: as its file says]
    #[arg(long)]
    pub(crate) description: Option<String>,
}

/// `issue`.
#[derive(Debug, Subcommand)]
pub(crate) enum Issue {
    /// Every issue, newest first
    List,
    /// Plan an issue
    New {
        /// The date on the paper
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: String,
        /// The newspaper's name
        #[arg(long)]
        title: Option<String>,
    },
    /// One issue with its pages
    Show {
        /// Its id
        id: String,
    },
    /// Export every page of an issue for the press; all of them must be signed
    Export {
        /// Its id
        id: String,
        /// The folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The kind of file
        #[arg(long, value_enum)]
        profile: Profile,
    },
}

/// `page`.
#[derive(Debug, Subcommand)]
pub(crate) enum Page {
    /// Every page
    List,
    /// Plan a page
    New {
        /// The issue
        #[arg(long, value_name = "ID")]
        issue: String,
        /// The number as printed; a spread's two: A04-A05
        #[arg(long)]
        number: String,
        /// The paper's size, or a spread of two of its pages
        #[arg(long, value_parser = PossibleValuesParser::new(format_names()))]
        format: String,
        /// The section as printed
        #[arg(long)]
        section: Option<String>,
        /// Print it in black alone
        #[arg(long)]
        black: bool,
    },
    /// One page: its stories and how they fit, notices, the composed page's hash
    Show {
        /// Its id
        id: String,
    },
    /// Put a story or an advert on a page, move or resize it, or take it off
    Plan(PagePlan),
    /// Have a story go on on another page, or take that back
    #[command(group(ArgGroup::new("way").required(true).args(["to", "back"])))]
    Jump {
        /// The page that the story leaves
        id: String,
        /// The story
        #[arg(long, value_name = "ID")]
        story: String,
        /// The page that it goes on on
        #[arg(long, value_name = "ID")]
        to: Option<String>,
        /// It ends on its page again; its part on the other one is taken off
        #[arg(long)]
        back: bool,
    },
    /// Let the program make the page up
    Auto {
        /// Its id
        id: String,
    },
    /// Take a proof
    Proof {
        /// Its id
        id: String,
        /// FILE.pdf or FILE.png [default: a PDF in the library's exports]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Sign a page as it is
    Sign {
        /// Its id
        id: String,
    },
    /// Export a signed page for the press
    Export {
        /// Its id
        id: String,
        /// The file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The kind of file
        #[arg(long, value_enum)]
        profile: Profile,
    },
}

/// A kind of press file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Profile {
    /// PDF/X-4
    X4,
    /// PDF/X-1a:2003
    #[value(name = "x1a")]
    X1a,
}

impl From<Profile> for Standard {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::X4 => Self::X4,
            Profile::X1a => Self::X1a,
        }
    }
}

/// `page plan`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("act").required(true).args(["place", "remove"])))]
pub(crate) struct PagePlan {
    /// The page
    pub(crate) id: String,
    /// The story or advert to place; one that stands there already is moved and resized
    #[arg(long, value_name = "ID", requires = "at", requires = "span")]
    pub(crate) place: Option<String>,
    /// Where its top left stands: column and row, counted from 1
    #[arg(long, value_name = "COL,ROW", requires = "place")]
    pub(crate) at: Option<String>,
    /// How many columns and rows it takes
    #[arg(long, value_name = "COLSxROWS", requires = "place")]
    pub(crate) span: Option<String>,
    /// The story or advert to take off
    #[arg(long, value_name = "ID")]
    pub(crate) remove: Option<String>,
}
