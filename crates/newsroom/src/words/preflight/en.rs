//! Preflight in English.

use broadsheet_press::{FindingKind, Used};

use super::{is_spread_for, points, sides, tenths};

/// What was found, and what to do.
pub(super) fn say(kind: &FindingKind) -> (String, &'static str) {
    unreadable(kind)
        .or_else(|| file(kind))
        .or_else(|| active(kind))
        .or_else(|| content(kind))
        .or_else(|| page(kind))
        .or_else(|| ink(kind))
        .unwrap_or_else(|| paint(kind))
}

/// Why nothing of a file could be checked.
fn unreadable(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::EmptyFile => ("The file is empty.".to_owned(), "Export it or send it again."),
        FindingKind::NotPdf => ("The file is not a PDF.".to_owned(), "Choose a PDF file."),
        FindingKind::Truncated => (
            "The PDF breaks off before its end.".to_owned(),
            "It was probably cut on the way: send it again.",
        ),
        FindingKind::Damaged { reason } => (
            format!("The PDF is damaged and cannot be read ({reason})."),
            "Export it again from the program that made it.",
        ),
        _ => return None,
    })
}

/// Findings about the file as a whole.
fn file(kind: &FindingKind) -> Option<(String, &'static str)> {
    const EXPORT: &str = "Export it again in its standard of PDF/X.";
    Some(match kind {
        FindingKind::DamagedStructure => (
            "The file's index of objects is damaged; what was read was searched for.".to_owned(),
            "Export it again; do not print this one.",
        ),
        FindingKind::Encrypted => (
            "The file is encrypted; no press can use it.".to_owned(),
            "Export it without password and restrictions.",
        ),
        FindingKind::NewerVersion { found, newest } => {
            let hint = if newest == "1.4" { "Export it again, compatible with PDF 1.4." } else { EXPORT };
            (format!("The PDF version is {found}; its standard ends at {newest}."), hint)
        }
        FindingKind::NoPages => ("The file has no page.".to_owned(), "Export it again."),
        FindingKind::NoFileId => ("The file has no identifier (ID).".to_owned(), EXPORT),
        FindingKind::NotPdfX => {
            ("The file does not say that it is PDF/X.".to_owned(), "Export it again as PDF/X-4.")
        }
        FindingKind::UnknownPdfX { found } => (
            format!("“{found}” is not a standard that is checked here; it was checked as PDF/X-4."),
            "Ask whoever sent it.",
        ),
        FindingKind::WrongStandard { found, wanted } => (
            format!("{wanted} was asked for, and the file says {found}."),
            "Export it again in the standard that was agreed on.",
        ),
        FindingKind::ObjectStreams => (
            "The file packs its objects or their index in streams, which its standard does not know."
                .to_owned(),
            "Export it again, compatible with PDF 1.4.",
        ),
        FindingKind::XmpDamaged => {
            ("The XMP metadata are not whole XML and cannot be read to their end.".to_owned(), EXPORT)
        }
        FindingKind::NoXmp => ("The file has no XMP metadata.".to_owned(), EXPORT),
        FindingKind::NoMetadata { key } => (format!("The metadata lack {key}."), EXPORT),
        FindingKind::MetadataDiffers { key } => {
            (format!("{key} differs between XMP and the document information."), EXPORT)
        }
        FindingKind::TrappedUnknown => (
            "The file does not say whether it is trapped.".to_owned(),
            "Set Trapped to True or False on export.",
        ),
        FindingKind::NoOutputIntent => (
            "The file has no output intent for a press.".to_owned(),
            "Choose the print house's profile on export.",
        ),
        FindingKind::SeveralOutputIntents => (
            "The file has several output intents for a press.".to_owned(),
            "There may be one only: export it again.",
        ),
        FindingKind::NoOutputProfile { registered: true } => (
            "The output intent names a printing condition and embeds no profile.".to_owned(),
            "Make sure that the print house knows the condition.",
        ),
        FindingKind::NoOutputProfile { registered: false } => {
            ("The output intent embeds no profile.".to_owned(), "Embed the output profile on export.")
        }
        FindingKind::OutputProfileDamaged => (
            "The embedded output profile is damaged, or has other channels than is said.".to_owned(),
            "Export it again with a sound profile.",
        ),
        FindingKind::OutputProfileClass { found } => (
            format!("The embedded profile is not for printing (class {found})."),
            "Choose the output profile of a press.",
        ),
        FindingKind::OutputProfileSpace { found } => {
            (format!("The embedded profile is {found}, not CMYK."), "Choose a CMYK output profile.")
        }
        _ => return None,
    })
}

/// Findings about what acts, asks or hides.
fn active(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::Action { what } => (
            format!("The file acts by itself ({what})."),
            "A file for the press has no scripts or actions: export it again.",
        ),
        FindingKind::PrintedBox { key, found } => (
            format!(
                "Viewers are told to print no more than the {found} ({key}), which may cut the bleed away."
            ),
            "Leave this setting out and export it again.",
        ),
        FindingKind::Form => {
            ("The file has a form to fill in.".to_owned(), "Flatten the form and export it again.")
        }
        FindingKind::EmbeddedFiles => (
            "There are other files inside the file.".to_owned(),
            "The print house will not see them; leave them out if you can.",
        ),
        FindingKind::Layers => (
            "The file has layers; which of them prints depends on settings.".to_owned(),
            "Flatten the layers and export it again.",
        ),
        _ => return None,
    })
}

/// Findings about a page's content as it is written, and what it names.
fn content(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::UnbalancedContent => (
            "The page's content does not open and close its graphics states, texts or marks in pairs: RIPs may differ."
                .to_owned(),
            "Export it once more.",
        ),
        FindingKind::UnknownOperator { name } => (
            format!("The page's content has “{name}”, which is no operator of PDF: RIPs may differ."),
            "Export it another way, best as PDF/X straight from the program that made it.",
        ),
        FindingKind::BrokenContent => {
            ("The page's content breaks off or cannot be read.".to_owned(), "Export it again.")
        }
        FindingKind::FormInItself { name } => (
            format!("The form “{name}” contains itself; there is no end of it, and it was not painted."),
            "Take the nested object apart and export it again.",
        ),
        FindingKind::TooMuchContent => (
            "There is too much on the page; the rest was not checked.".to_owned(),
            "Simplify its graphics and export it again.",
        ),
        FindingKind::MissingObject { name } => (
            format!("The page uses “{name}” (a picture, a font, a colour space or the like), which is not in the file."),
            "Find the original and export it again.",
        ),
        FindingKind::FontNotEmbedded { font } => (
            format!("The font {font} is not embedded."),
            "Embed every font on export, or the print house will replace it.",
        ),
        FindingKind::FontDamaged { font } => (
            format!("The embedded font {font} is damaged and cannot be read."),
            "Install a sound copy of the font, embed it and export again.",
        ),
        FindingKind::MissingGlyph { font } => (
            format!("A glyph that the font {font} lacks will print as a box."),
            "Look for boxes or gaps on the page.",
        ),
        _ => return None,
    })
}

/// Findings about a page's frame and what hangs on it.
fn page(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::NoTrimBox => {
            ("The page has no trim box.".to_owned(), "Export it with its trimmed size.")
        }
        FindingKind::TrimAndArtBox => {
            ("The page has both a trim box and an art box.".to_owned(), "Keep the trim box only.")
        }
        FindingKind::BrokenBox { which } => {
            (format!("The {} is no rectangle with an area.", which.key()), "Export it again.")
        }
        FindingKind::BoxesNotNested { inner, outer } => (
            format!("The {} reaches out of the {}.", inner.key(), outer.key()),
            "Check trim, bleed and sheet, and export it again.",
        ),
        FindingKind::PageTooLarge { longer_mm } => (
            format!("The sheet is {longer_mm} mm long, more than a PDF page may be."),
            "Export it at its printed size.",
        ),
        FindingKind::NoBleed => (
            "Something reaches the edge and does not bleed, or not far enough.".to_owned(),
            "Add 3 mm of bleed, or a white edge may show after cutting.",
        ),
        FindingKind::TurnedAskew { degrees } => (
            format!("The page is to be shown turned by {degrees} degrees; only multiples of 90 can be."),
            "Set the page upright and export it again.",
        ),
        FindingKind::EmptyPage => ("The page is blank.".to_owned(), "Make sure that it should be."),
        FindingKind::WrongSize { found, wanted } => (
            format!("The trimmed page is {} mm; {} mm was asked for.", sides(*found), sides(*wanted)),
            match is_spread_for(*found, *wanted) {
                Some(true) => {
                    "This is a spread, and one page was asked for: export its two pages each by itself."
                }
                Some(false) => {
                    "This is one page, and a spread was asked for: export both pages as one, twice as wide."
                }
                None => "Export it again at the trimmed size that was agreed on.",
            },
        ),
        FindingKind::OffPage => (
            "Something stands wholly outside the sheet and will not print.".to_owned(),
            "Remove it if nobody needs it.",
        ),
        FindingKind::Annotation { subtype } if subtype == "Link" => (
            "There is a link on the page. It does not print, and may not stand within trim and bleed all the same."
                .to_owned(),
            "Remove the link and export again.",
        ),
        FindingKind::Annotation { subtype } => (
            format!("An annotation ({subtype}) stands on the page and could print."),
            "Remove it and export again.",
        ),
        _ => return None,
    })
}

fn use_of(used: Used) -> &'static str {
    match used {
        Used::Text => "Text",
        Used::Graphic => "A graphic",
        Used::Image => "A picture",
        Used::Shading => "A shading",
    }
}

/// Findings about how much ink there is.
fn ink(kind: &FindingKind) -> Option<(String, &'static str)> {
    Some(match kind {
        FindingKind::InkOverLimit { used, total, limit, together: false } => (
            format!("{} has {total} % ink in all, over the limit of {limit} %.", use_of(*used)),
            "So much ink smears: make it lighter, or convert it with a newsprint profile.",
        ),
        FindingKind::InkOverLimit { used, total, limit, together: true } => (
            format!(
                "{} comes to {total} % ink with what lies below, over the limit of {limit} %.",
                use_of(*used)
            ),
            "So much ink smears: let it knock out instead of overprinting or multiplying, or make the ground lighter.",
        ),
        FindingKind::InkUnknown { used } => (
            format!("{} has ink that cannot be added up: it may be over the limit.", use_of(*used)),
            "Convert it to CMYK, flatten its transparency and overprint, and export it again.",
        ),
        _ => return None,
    })
}

/// Findings about what is painted.
fn paint(kind: &FindingKind) -> (String, &'static str) {
    match kind {
        FindingKind::DeviceRgb { used } => (
            format!("{} is in RGB; nobody knows how a press will print it.", use_of(*used)),
            "Convert it to CMYK and export again.",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: true } => (
            format!("{} is in {space}; what is printed here must be in inks.", use_of(*used)),
            "Convert it to CMYK and export again.",
        ),
        FindingKind::ConvertedColour { used, space, forbidden: false } => (
            format!("{} is in {space}; the print house will convert it.", use_of(*used)),
            "Check it, or convert it to CMYK first.",
        ),
        FindingKind::ColourOnBlackPage { used } => (
            format!("{} uses other ink on a page that is printed with black alone.", use_of(*used)),
            "Convert it to black, or print the page in colour.",
        ),
        FindingKind::SmallReversedText { tenths_pt } => (
            format!("Reversed letters of {} pt fill up with ink.", tenths(*tenths_pt)),
            "Set reversed text in 7 pt or larger, best in a sans.",
        ),
        FindingKind::SpotColour { name } => (
            format!("The spot colour “{name}” needs a plate of its own."),
            "Newspapers print four inks: convert it to CMYK.",
        ),
        FindingKind::RichBlackText { inks: [c, m, y, k], size_pt } => (
            format!(
                "Black text of {size_pt} pt is made of several inks (C{c} M{m} Y{y} K{k}) and blurs when the plates do not meet."
            ),
            "Use K100 alone for black text.",
        ),
        FindingKind::WhiteOverprints => {
            ("Something white overprints and will vanish.".to_owned(), "Switch overprint off for white.")
        }
        FindingKind::BlackKnocksOut => (
            "Black text does not overprint; a white edge may show.".to_owned(),
            "Let black text on a tint overprint.",
        ),
        FindingKind::Hairline { hundredths_pt } => (
            format!("A line is only {} pt thick and may not print.", points(*hundredths_pt)),
            "Make lines 0.25 pt or thicker.",
        ),
        FindingKind::LowResolution { dpi, .. } => (
            format!("A picture has only {dpi} dpi and will print soft."),
            "Use a larger original (200 dpi at least, 250 for good).",
        ),
        FindingKind::ExcessiveResolution { dpi } => (
            format!("A picture has {dpi} dpi, far more than a press shows."),
            "300 dpi are enough and make a much smaller file.",
        ),
        FindingKind::BrokenImage => {
            ("A picture cannot be decoded.".to_owned(), "Replace it and export again.")
        }
        FindingKind::PartlyFilledPicture => (
            "A picture breaks off: the rest of its frame stays empty.".to_owned(),
            "Its file is cut short: place the whole picture and export again.",
        ),
        FindingKind::Transparency { what } => (
            format!("There is transparency ({what}), which the file's standard forbids."),
            "Flatten it, or export as PDF/X-4.",
        ),
        FindingKind::TransferCurve => (
            "The file brings its own screens or transfer curves.".to_owned(),
            "Leave them to the print house: export it without.",
        ),
        FindingKind::ForbiddenObject { what } => (
            format!("There is something that a file for the press may not hold ({what})."),
            "Export it again.",
        ),
        other => (other.code().to_owned(), "Export it again."),
    }
}
