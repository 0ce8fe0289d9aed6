//! What preflight finds and how it is told.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Severity, Standard};

/// What a file was checked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rules {
    /// The largest sum of inks in per cent.
    pub ink_limit: u16,
    /// Under this many pixels an inch a picture is an error.
    pub least_dpi: f64,
    /// Under this many it is a warning.
    pub enough_dpi: f64,
    /// Over this many it is ballast.
    pub most_dpi: f64,
    /// The thinnest line that prints surely, in PDF points.
    pub thinnest_pt: f64,
    /// Under this size, in PDF points, letters that are left white fill up with ink.
    pub least_reversed_pt: f64,
    /// The trimmed page that was asked for, width and height in millimetres.
    pub trim_mm: Option<(f64, f64)>,
    /// The standard that was asked for.
    pub standard: Option<Standard>,
    /// Whether the page is printed with black alone.
    pub black_alone: bool,
    /// Whether RGB and Lab with a profile are errors too, which PDF/X-4 leaves for the press to convert.
    pub inks_alone: bool,
}

impl Default for Rules {
    /// Coldset newsprint.
    fn default() -> Self {
        Self {
            ink_limit: 240,
            least_dpi: 200.0,
            enough_dpi: 250.0,
            most_dpi: 600.0,
            thinnest_pt: 0.25,
            least_reversed_pt: 7.0,
            trim_mm: None,
            standard: None,
            black_alone: false,
            inks_alone: false,
        }
    }
}

/// Whether a file may go to the press, by our own rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing was found that must not be printed.
    Pass,
    /// At least one finding is an error.
    Fail,
}

/// The whole answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// Pass or fail.
    pub verdict: Verdict,
    /// The standard that the file says it follows: `PDF/X-4`, `PDF/X-1a:2003` …
    pub profile: Option<String>,
    /// Every finding, the file's own first, then page by page.
    pub findings: Vec<Finding>,
}

/// One finding.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// What was found.
    pub kind: FindingKind,
    /// The page, counted from 1; `None` where it is the file.
    pub page: Option<u32>,
    /// Where on the page: millimetres from the left and the top edge of the trim, or the name of a thing.
    pub place: Option<String>,
}

impl Finding {
    /// The stable name of the finding.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

/// A box of a page (ISO 32000-1, 14.11.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum PageBox {
    /// The sheet.
    Media,
    /// What a viewer shows.
    Crop,
    /// The page with its bleed.
    Bleed,
    /// The page as cut.
    Trim,
    /// Its meaningful content.
    Art,
}

impl PageBox {
    /// Its key in the page dictionary.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Media => "MediaBox",
            Self::Crop => "CropBox",
            Self::Bleed => "BleedBox",
            Self::Trim => "TrimBox",
            Self::Art => "ArtBox",
        }
    }
}

/// Everything that preflight knows to find. Numbers are rounded, so that one fault is one finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum FindingKind {
    /// The file has no bytes.
    EmptyFile,
    /// The file is something else than a PDF.
    NotPdf,
    /// The file breaks off; nothing more of it was checked.
    Truncated,
    /// The file cannot be read; nothing more of it was checked.
    Damaged {
        /// What its reader said.
        reason: String,
    },
    /// The cross-reference table does not fit the file; what was read was searched for.
    DamagedStructure,
    /// The file is encrypted: its contents cannot be read (ISO 15930-7, 6.1).
    Encrypted,
    /// A page's content breaks off or cannot be read.
    BrokenContent,
    /// A page's content, or that of something on it, takes back a graphics state that it has not kept, or leaves one, a text or
    /// a marked piece open (ISO 32000-1, 8.4.2, 9.4.1 and 14.6.1): readers that meet it go on in ways of their own.
    UnbalancedContent,
    /// A page's content, or that of something on it, does something that there is no operator for (ISO 32000-1, annex A).
    /// PDF/X allows none but those, not even where a reader is told to pass others over (ISO 15930-4, 6.1).
    UnknownOperator {
        /// As the content has it.
        name: String,
    },
    /// A form shows itself, by itself or through others: there is no end of it.
    FormInItself {
        /// Its name in the file.
        name: String,
    },
    /// There is more content than is worth checking; the rest was not looked at.
    TooMuchContent,
    /// The version is newer than what the file's standard knows.
    NewerVersion {
        /// As the file says.
        found: String,
        /// The newest allowed.
        newest: Cow<'static, str>,
    },
    /// The file has no page.
    NoPages,
    /// The trailer has no file identifier.
    NoFileId,
    /// The file does not say that it is PDF/X.
    NotPdfX,
    /// It says that it follows a PDF/X that is not known here; it was checked as PDF/X-4.
    UnknownPdfX {
        /// As the file says.
        found: String,
    },
    /// It follows another standard than the one that was asked for.
    WrongStandard {
        /// As the file says.
        found: String,
        /// What was asked for.
        wanted: Cow<'static, str>,
    },
    /// Objects or their table are packed in a way that the file's standard does not know.
    ObjectStreams,
    /// There is no XMP metadata.
    NoXmp,
    /// The XMP metadata are not well-formed.
    XmpDamaged,
    /// A piece of metadata that the standard wants is missing.
    NoMetadata {
        /// Its name.
        key: Cow<'static, str>,
    },
    /// XMP and the document information dictionary contradict each other.
    MetadataDiffers {
        /// The name of the piece.
        key: Cow<'static, str>,
    },
    /// The file does not say whether it is trapped.
    TrappedUnknown,
    /// There is no PDF/X output intent.
    NoOutputIntent,
    /// There are several PDF/X output intents.
    SeveralOutputIntents,
    /// The output intent embeds no profile.
    NoOutputProfile {
        /// Whether it names a registered printing condition instead, and its standard lets it.
        registered: bool,
    },
    /// The embedded profile is damaged.
    OutputProfileDamaged,
    /// The embedded profile is not for a printing press.
    OutputProfileClass {
        /// The profile's class, four characters.
        found: String,
    },
    /// The embedded profile is not for CMYK.
    OutputProfileSpace {
        /// The profile's colour space, four characters.
        found: String,
    },
    /// Viewers are told to print no more of a page than one of its boxes, which may cut its bleed away (ISO 32000-1,
    /// table 150).
    PrintedBox {
        /// The entry of the viewer preferences.
        key: Cow<'static, str>,
        /// The box.
        found: String,
    },
    /// Something acts by itself: JavaScript or an action (ISO 15930-7, 6.15).
    Action {
        /// What it is.
        what: String,
    },
    /// There is an interactive form.
    Form,
    /// There are files in the file.
    EmbeddedFiles,
    /// There are layers; which of them prints is a question of settings.
    Layers,
    /// A page has neither trim nor art box.
    NoTrimBox,
    /// A page has both a trim and an art box.
    TrimAndArtBox,
    /// A box has no area or is no rectangle.
    BrokenBox {
        /// The box.
        which: PageBox,
    },
    /// A page is larger than a PDF page may be (14,400 units, ISO 32000-1 Annex C).
    PageTooLarge {
        /// Its longer side in millimetres.
        longer_mm: u32,
    },
    /// The trimmed page has another size than the one that was asked for.
    WrongSize {
        /// Its width and height in tenths of a millimetre.
        found: (u32, u32),
        /// Those asked for.
        wanted: (u32, u32),
    },
    /// One box reaches out of another that should hold it.
    BoxesNotNested {
        /// The one that should lie inside.
        inner: PageBox,
        /// The one that should lie around it.
        outer: PageBox,
    },
    /// A page paints up to its trim and has no bleed, or ends well before its end.
    NoBleed,
    /// A page is to be shown turned by something else than quarters of a full turn (ISO 32000-1, table 30).
    TurnedAskew {
        /// By how many degrees.
        degrees: i32,
    },
    /// A page shows nothing.
    EmptyPage,
    /// Something stands wholly outside the sheet, where nobody sees it.
    OffPage,
    /// The page names a picture, a font or another thing that is not in the file.
    MissingObject {
        /// Its name in the file.
        name: String,
    },
    /// An annotation stands where it could print.
    Annotation {
        /// Its kind.
        subtype: String,
    },
    /// A font is not in the file.
    FontNotEmbedded {
        /// Its name.
        font: String,
    },
    /// A font is in the file and cannot be read (ISO 32000-1, 9.9).
    FontDamaged {
        /// Its name.
        font: String,
    },
    /// A glyph that stands for "no such character" is shown, or one that the font does not have.
    MissingGlyph {
        /// The font's name.
        font: String,
    },
    /// Device RGB, which no CMYK press knows how to print.
    DeviceRgb {
        /// Where it is used.
        used: Used,
    },
    /// Colour that the press has to convert.
    ConvertedColour {
        /// Where it is used.
        used: Used,
        /// Its colour space.
        space: String,
        /// Whether the file's standard forbids it (PDF/X-1a knows inks alone), or what it is checked for does.
        forbidden: bool,
    },
    /// Colour on a page that is printed with black alone.
    ColourOnBlackPage {
        /// Where it is used.
        used: Used,
    },
    /// A spot colour: one more plate.
    SpotColour {
        /// Its name.
        name: String,
    },
    /// The inks of something painted are over the limit.
    InkOverLimit {
        /// Where it is used.
        used: Used,
        /// Their sum in per cent.
        total: u16,
        /// The limit in per cent.
        limit: u16,
        /// Whether it is over it only with what lies below.
        #[serde(default)]
        together: bool,
    },
    /// The inks of something cannot be weighed, by itself or with what lies below: they may be over the limit.
    InkUnknown {
        /// Where it is used.
        used: Used,
    },
    /// Dark text in several inks, which blurs when the plates do not meet.
    RichBlackText {
        /// Its inks in per cent: C, M, Y, K.
        inks: [u8; 4],
        /// Its size in PDF points.
        size_pt: u16,
    },
    /// Paper white that overprints: it vanishes.
    WhiteOverprints,
    /// Letters left white that are so small that they fill up with ink.
    SmallReversedText {
        /// Their size in tenths of a PDF point.
        tenths_pt: u16,
    },
    /// Black text that knocks out what lies under it.
    BlackKnocksOut,
    /// A line thinner than the press prints surely.
    Hairline {
        /// Its thickness in hundredths of a PDF point.
        hundredths_pt: u16,
    },
    /// A picture has too few pixels for its size.
    LowResolution {
        /// Pixels an inch.
        dpi: u32,
        /// Whether it is under what may be printed at all.
        severe: bool,
    },
    /// A picture has many more pixels than the press shows.
    ExcessiveResolution {
        /// Pixels an inch.
        dpi: u32,
    },
    /// A picture cannot be decoded.
    BrokenImage,
    /// A picture has fewer pixels in the file than it says: the rest of its frame is empty.
    PartlyFilledPicture,
    /// Transparency, which the file's standard does not know.
    Transparency {
        /// What makes it.
        what: Cow<'static, str>,
    },
    /// A transfer curve or halftone of the file's own.
    TransferCurve,
    /// PostScript, an outside picture, an alternate picture, a unit of the page's own: nothing that a press may rely on.
    ForbiddenObject {
        /// What it is.
        what: Cow<'static, str>,
    },
}

/// What a colour is used for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Used {
    /// Text.
    Text,
    /// Lines and areas.
    Graphic,
    /// A picture.
    Image,
    /// A shading.
    Shading,
}

impl FindingKind {
    /// The stable name of the finding.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyFile => "empty-file",
            Self::NotPdf => "not-a-pdf",
            Self::Truncated => "truncated-pdf",
            Self::Damaged { .. } => "damaged-pdf",
            Self::DamagedStructure => "damaged-structure",
            Self::Encrypted => "encrypted",
            Self::BrokenContent => "broken-content",
            Self::UnbalancedContent => "unbalanced-content",
            Self::UnknownOperator { .. } => "unknown-operator",
            Self::FormInItself { .. } => "form-in-itself",
            Self::TooMuchContent => "too-much-content",
            Self::NewerVersion { .. } => "newer-version",
            Self::NoPages => "no-pages",
            Self::NoFileId => "no-file-id",
            Self::NotPdfX => "not-pdfx",
            Self::UnknownPdfX { .. } => "unknown-pdfx",
            Self::WrongStandard { .. } => "wrong-standard",
            Self::ObjectStreams => "object-streams",
            Self::NoXmp => "no-xmp",
            Self::XmpDamaged => "xmp-damaged",
            Self::NoMetadata { .. } => "no-metadata",
            Self::MetadataDiffers { .. } => "metadata-differs",
            Self::TrappedUnknown => "trapped-unknown",
            Self::NoOutputIntent => "no-output-intent",
            Self::SeveralOutputIntents => "several-output-intents",
            Self::NoOutputProfile { .. } => "no-output-profile",
            Self::OutputProfileDamaged => "output-profile-damaged",
            Self::OutputProfileClass { .. } => "output-profile-class",
            Self::OutputProfileSpace { .. } => "output-profile-space",
            Self::PrintedBox { .. } => "printed-box",
            Self::Action { .. } => "action",
            Self::Form => "form",
            Self::EmbeddedFiles => "embedded-files",
            Self::Layers => "layers",
            Self::NoTrimBox => "no-trim-box",
            Self::TrimAndArtBox => "trim-and-art-box",
            Self::BrokenBox { .. } => "broken-box",
            Self::PageTooLarge { .. } => "page-too-large",
            Self::WrongSize { .. } => "wrong-size",
            Self::BoxesNotNested { .. } => "boxes-not-nested",
            Self::NoBleed => "no-bleed",
            Self::TurnedAskew { .. } => "turned-askew",
            Self::EmptyPage => "empty-page",
            Self::OffPage => "off-page",
            Self::MissingObject { .. } => "missing-object",
            Self::Annotation { .. } => "annotation",
            Self::FontNotEmbedded { .. } => "font-not-embedded",
            Self::FontDamaged { .. } => "font-damaged",
            Self::MissingGlyph { .. } => "missing-glyph",
            Self::DeviceRgb { .. } => "device-rgb",
            Self::ConvertedColour { .. } => "converted-colour",
            Self::ColourOnBlackPage { .. } => "colour-on-black-page",
            Self::SpotColour { .. } => "spot-colour",
            Self::InkOverLimit { .. } => "ink-over-limit",
            Self::InkUnknown { .. } => "ink-unknown",
            Self::RichBlackText { .. } => "rich-black-text",
            Self::WhiteOverprints => "white-overprints",
            Self::SmallReversedText { .. } => "small-reversed-text",
            Self::BlackKnocksOut => "black-knocks-out",
            Self::Hairline { .. } => "hairline",
            Self::LowResolution { .. } => "low-resolution",
            Self::ExcessiveResolution { .. } => "excessive-resolution",
            Self::BrokenImage => "broken-image",
            Self::PartlyFilledPicture => "picture-partly-filled",
            Self::Transparency { .. } => "transparency",
            Self::TransferCurve => "transfer-curve",
            Self::ForbiddenObject { .. } => "forbidden-object",
        }
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::MetadataDiffers { .. }
            | Self::UnknownPdfX { .. }
            | Self::EmbeddedFiles
            | Self::Layers
            | Self::PrintedBox { .. }
            | Self::NoBleed
            | Self::EmptyPage
            | Self::OffPage
            | Self::UnbalancedContent
            | Self::ConvertedColour { forbidden: false, .. }
            | Self::NoOutputProfile { registered: true }
            | Self::SpotColour { .. }
            | Self::Hairline { .. }
            | Self::SmallReversedText { .. }
            | Self::ExcessiveResolution { .. }
            | Self::LowResolution { severe: false, .. } => Severity::Warning,
            // Large letters hide a blur; small ones become unreadable.
            Self::RichBlackText { size_pt, .. } if *size_pt >= 24 => Severity::Warning,
            Self::BlackKnocksOut => Severity::Info,
            _ => Severity::Error,
        }
    }
}

/// Findings as they come, each fault once a page.
pub(crate) struct Findings {
    /// Those of the file under `None`, then page by page.
    pages: BTreeMap<Option<u32>, Vec<Finding>>,
}

/// A page with a thousand faults of one kind has one fault.
const MOST_OF_A_CODE: usize = 12;

impl Findings {
    pub(crate) fn new() -> Self {
        Self { pages: BTreeMap::new() }
    }

    /// A finding about the file.
    pub(crate) fn file(&mut self, kind: FindingKind) {
        self.add(kind, None, None);
    }

    /// A finding about a page.
    pub(crate) fn add(&mut self, kind: FindingKind, page: Option<u32>, place: Option<String>) {
        let found = self.pages.entry(page).or_default();
        let known = found.iter().any(|finding| finding.kind == kind);
        let many = found.iter().filter(|finding| finding.code() == kind.code()).count() >= MOST_OF_A_CODE;
        if !known && !many {
            found.push(Finding { kind, page, place });
        }
    }

    /// Whether there is such a finding yet, of the file or of any page.
    pub(crate) fn has(&self, kind: &FindingKind) -> bool {
        self.pages.values().flatten().any(|finding| finding.kind == *kind)
    }

    /// Whether there is any of a code yet.
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.pages.values().flatten().any(|finding| finding.code() == code)
    }

    /// The report.
    pub(crate) fn report(self, profile: Option<String>) -> Report {
        let findings: Vec<Finding> = self.pages.into_values().flatten().collect();
        let failed = findings.iter().any(|finding| finding.severity() == Severity::Error);
        let verdict = if failed { Verdict::Fail } else { Verdict::Pass };
        Report { verdict, profile, findings }
    }
}
