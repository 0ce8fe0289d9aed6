//! Words for what preflight finds, a file a language.

mod en;
mod zh;

use broadsheet_press::{Finding, FindingKind};

/// What preflight found.
pub(crate) fn say_finding(finding: &Finding, zh: bool) -> (String, String) {
    let (message, hint) = if zh { zh::say(&finding.kind) } else { en::say(&finding.kind) };
    (message, hint.to_owned())
}

/// Why a file cannot be placed as an advert.
pub(crate) fn say_advert(kind: &FindingKind, zh: bool) -> (String, &'static str) {
    match (kind, zh) {
        (FindingKind::Encrypted, true) => {
            ("这个 PDF 要口令才能打开，不能作广告。".to_owned(), "请来稿方去掉口令后重新提供。")
        }
        (FindingKind::Encrypted, false) => (
            "This PDF opens with a password only, and cannot be an advert.".to_owned(),
            "Ask for it again without a password.",
        ),
        (FindingKind::BrokenBox { .. }, true) => {
            ("这个 PDF 的页面没有尺寸，不能作广告。".to_owned(), "请来稿方重新导出。")
        }
        (FindingKind::BrokenBox { .. }, false) => {
            ("The page of this PDF has no size; it cannot be an advert.".to_owned(), "Ask for it again.")
        }
        (kind, true) => zh::say(kind),
        (kind, false) => en::say(kind),
    }
}

fn tenths(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Two sides in tenths of a millimetre.
fn sides((width, height): (u32, u32)) -> String {
    format!("{}.{} × {}.{}", width / 10, width % 10, height / 10, height % 10)
}

/// Whether a size is that of a spread where one page was asked for (`true`), or of one page where a spread was; both in
/// tenths of a millimetre.
fn is_spread_for(found: (u32, u32), wanted: (u32, u32)) -> Option<bool> {
    const GRACE: u32 = 10;
    let twice = |one: u32, other: u32| one.abs_diff(other.saturating_mul(2)) <= GRACE;
    if found.1.abs_diff(wanted.1) > GRACE {
        return None;
    }
    if twice(found.0, wanted.0) { Some(true) } else { twice(wanted.0, found.0).then_some(false) }
}

fn points(hundredths: u16) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use broadsheet_press::{PageBox, Used};

    use super::*;

    /// One of every kind: a kind that is new has to be named here before this compiles.
    #[expect(clippy::too_many_lines, reason = "it is one list, once to make and once to be complete")]
    fn every_kind() -> Vec<FindingKind> {
        use FindingKind as K;
        let (used, text) = (Used::Text, || "x".to_owned());
        let kinds = vec![
            K::EmptyFile,
            K::NotPdf,
            K::Truncated,
            K::Damaged { reason: text() },
            K::DamagedStructure,
            K::Encrypted,
            K::BrokenContent,
            K::UnbalancedContent,
            K::UnknownOperator { name: text() },
            K::FormInItself { name: text() },
            K::TooMuchContent,
            K::NewerVersion { found: text(), newest: "1.6".into() },
            K::NoPages,
            K::NoFileId,
            K::NotPdfX,
            K::UnknownPdfX { found: text() },
            K::WrongStandard { found: text(), wanted: "PDF/X-4".into() },
            K::ObjectStreams,
            K::NoXmp,
            K::XmpDamaged,
            K::NoMetadata { key: "Title".into() },
            K::MetadataDiffers { key: "Title".into() },
            K::TrappedUnknown,
            K::NoOutputIntent,
            K::SeveralOutputIntents,
            K::NoOutputProfile { registered: false },
            K::OutputProfileDamaged,
            K::OutputProfileClass { found: text() },
            K::OutputProfileSpace { found: text() },
            K::PrintedBox { key: "PrintClip".into(), found: text() },
            K::Action { what: text() },
            K::Form,
            K::EmbeddedFiles,
            K::Layers,
            K::NoTrimBox,
            K::TrimAndArtBox,
            K::BrokenBox { which: PageBox::Trim },
            K::PageTooLarge { longer_mm: 9000 },
            K::WrongSize { found: (2725, 3900), wanted: (3900, 5450) },
            K::BoxesNotNested { inner: PageBox::Trim, outer: PageBox::Media },
            K::NoBleed,
            K::TurnedAskew { degrees: 45 },
            K::EmptyPage,
            K::OffPage,
            K::MissingObject { name: text() },
            K::Annotation { subtype: text() },
            K::FontNotEmbedded { font: text() },
            K::FontDamaged { font: text() },
            K::MissingGlyph { font: text() },
            K::DeviceRgb { used },
            K::ConvertedColour { used, space: text(), forbidden: true },
            K::ColourOnBlackPage { used },
            K::SpotColour { name: text() },
            K::InkOverLimit { used, total: 300, limit: 240, together: false },
            K::InkUnknown { used },
            K::RichBlackText { inks: [60, 40, 40, 100], size_pt: 9 },
            K::WhiteOverprints,
            K::SmallReversedText { tenths_pt: 55 },
            K::BlackKnocksOut,
            K::Hairline { hundredths_pt: 8 },
            K::LowResolution { dpi: 90, severe: true },
            K::ExcessiveResolution { dpi: 1200 },
            K::BrokenImage,
            K::PartlyFilledPicture,
            K::Transparency { what: "opacity".into() },
            K::TransferCurve,
            K::ForbiddenObject { what: "LZW".into() },
        ];
        for kind in &kinds {
            match kind {
                K::EmptyFile
                | K::NotPdf
                | K::Truncated
                | K::Damaged { .. }
                | K::DamagedStructure
                | K::Encrypted
                | K::BrokenContent
                | K::UnbalancedContent
                | K::UnknownOperator { .. }
                | K::FormInItself { .. }
                | K::TooMuchContent
                | K::NewerVersion { .. }
                | K::NoPages
                | K::NoFileId
                | K::NotPdfX
                | K::UnknownPdfX { .. }
                | K::WrongStandard { .. }
                | K::ObjectStreams
                | K::NoXmp
                | K::XmpDamaged
                | K::NoMetadata { .. }
                | K::MetadataDiffers { .. }
                | K::TrappedUnknown
                | K::NoOutputIntent
                | K::SeveralOutputIntents
                | K::NoOutputProfile { .. }
                | K::OutputProfileDamaged
                | K::OutputProfileClass { .. }
                | K::OutputProfileSpace { .. }
                | K::PrintedBox { .. }
                | K::Action { .. }
                | K::Form
                | K::EmbeddedFiles
                | K::Layers
                | K::NoTrimBox
                | K::TrimAndArtBox
                | K::BrokenBox { .. }
                | K::PageTooLarge { .. }
                | K::WrongSize { .. }
                | K::BoxesNotNested { .. }
                | K::NoBleed
                | K::TurnedAskew { .. }
                | K::EmptyPage
                | K::OffPage
                | K::MissingObject { .. }
                | K::Annotation { .. }
                | K::FontNotEmbedded { .. }
                | K::FontDamaged { .. }
                | K::MissingGlyph { .. }
                | K::DeviceRgb { .. }
                | K::ConvertedColour { .. }
                | K::ColourOnBlackPage { .. }
                | K::SpotColour { .. }
                | K::InkOverLimit { .. }
                | K::InkUnknown { .. }
                | K::RichBlackText { .. }
                | K::WhiteOverprints
                | K::SmallReversedText { .. }
                | K::BlackKnocksOut
                | K::Hairline { .. }
                | K::LowResolution { .. }
                | K::ExcessiveResolution { .. }
                | K::BrokenImage
                | K::PartlyFilledPicture
                | K::Transparency { .. }
                | K::TransferCurve
                | K::ForbiddenObject { .. } => {}
            }
        }
        kinds
    }

    #[test]
    fn a_spread_and_a_page_are_told_apart_by_their_size() {
        let hint = |found, wanted, zh| said(FindingKind::WrongSize { found, wanted }, zh).1;
        let (page, spread) = ((2725, 3900), (5450, 3900));
        assert!(hint(spread, page, true).starts_with("这是通版的尺寸"));
        assert!(hint(page, spread, false).starts_with("This is one page"));
        for zh in [true, false] {
            assert_eq!(
                hint((3900, 5450), page, zh),
                hint((2100, 2970), page, zh),
                "another paper altogether"
            );
        }
    }

    fn said(kind: FindingKind, zh: bool) -> (String, String) {
        say_finding(&Finding { kind, page: None, place: None }, zh)
    }

    #[test]
    fn every_finding_is_said_in_its_own_words_with_what_to_do_in_both_languages() {
        let kinds = every_kind();
        let mut sentences = BTreeSet::new();
        for kind in &kinds {
            let (message, hint) = said(kind.clone(), true);
            assert!(message.ends_with('。') && hint.ends_with('。'), "{}: {message} {hint}", kind.code());
            sentences.insert(message);
            let (message, hint) = said(kind.clone(), false);
            assert!(message.ends_with('.') && hint.ends_with('.'), "{}: {message} {hint}", kind.code());
            assert!(hint.is_ascii() && message != kind.code(), "{}: {hint}", kind.code());
            sentences.insert(message);
        }
        assert_eq!(sentences.len(), kinds.len() * 2, "no two are said alike");
        let codes: BTreeSet<_> = kinds.iter().map(FindingKind::code).collect();
        assert_eq!(codes.len(), kinds.len(), "nor have one code");
    }

    #[test]
    fn a_hint_knows_the_standard_and_a_thing_has_its_chinese_name() {
        let forbidden = |what: &'static str| said(FindingKind::ForbiddenObject { what: what.into() }, true).0;
        assert!(forbidden("16 bits").contains("16 位") && !forbidden("16 bits").contains("bits"));
        assert!(forbidden("blend mode Foo").contains("混合模式 Foo"));
        let newer = |newest: &'static str, zh| {
            said(FindingKind::NewerVersion { found: "1.7".to_owned(), newest: newest.into() }, zh).1
        };
        for zh in [true, false] {
            assert!(newer("1.4", zh).contains("PDF 1.4") && !newer("1.6", zh).contains("1.4"));
            let link = said(FindingKind::Annotation { subtype: "Link".to_owned() }, zh).0;
            let note = said(FindingKind::Annotation { subtype: "Text".to_owned() }, zh).0;
            assert_ne!(link, note, "a link does not print");
        }
    }

    #[test]
    fn numbers_and_names_are_part_of_the_sentence() {
        let boxes = FindingKind::BoxesNotNested { inner: PageBox::Trim, outer: PageBox::Media };
        let size = FindingKind::WrongSize { found: (2725, 3900), wanted: (3900, 5450) };
        let ink = |together| FindingKind::InkOverLimit { used: Used::Text, total: 300, limit: 240, together };
        for zh in [true, false] {
            assert_ne!(said(ink(true), zh), said(ink(false), zh), "one thing alone, and two together");
        }
        for (kind, parts) in [
            (FindingKind::Damaged { reason: "xref".to_owned() }, &["xref"][..]),
            (boxes, &["MediaBox", "TrimBox"]),
            (FindingKind::Hairline { hundredths_pt: 8 }, &["0.08 pt"]),
            (ink(true), &["300 %", "240 %"]),
            (size, &["272.5 × 390.0", "390.0 × 545.0"]),
        ] {
            for zh in [true, false] {
                let (message, _) = said(kind.clone(), zh);
                assert!(parts.iter().all(|part| message.contains(part)), "{message}");
            }
        }
    }
}
