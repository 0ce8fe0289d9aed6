//! The text that all of them are given.

use std::path::Path;

/// A page: a headline and what stands under it.
pub(crate) struct Copy {
    pub(crate) headline: String,
    /// Paragraphs.
    pub(crate) body: Vec<String>,
}

/// So many pages.
const PAGES: usize = 10;
/// What a page of six columns of 11 字 takes under its headline, with its short last lines.
const CHARACTERS: usize = 5_000;
/// A paragraph's length.
const PARAGRAPH: usize = 140;

/// Ten pages of the sample's prose, over and over.
pub(crate) fn pages() -> Vec<Copy> {
    let sample = broadsheet_bench::stories();
    let mut from = broadsheet_bench::prose();
    (0..PAGES)
        .map(|n| {
            let text: Vec<char> = from.by_ref().take(CHARACTERS).collect();
            Copy {
                headline: sample[n % sample.len()].text.headline.clone(),
                body: text.chunks(PARAGRAPH).map(|part| part.iter().collect()).collect(),
            }
        })
        .collect()
}

/// As a file: a line a paragraph, the headline first, an empty line between pages.
pub(crate) fn written(pages: &[Copy]) -> String {
    let page = |page: &Copy| format!("{}\n{}\n", page.headline, page.body.join("\n"));
    pages.iter().map(page).collect::<Vec<_>>().join("\n")
}

/// The pages of such a file.
pub(crate) fn read(file: &Path) -> Vec<Copy> {
    let text = std::fs::read_to_string(file).expect("the text");
    text.split("\n\n")
        .filter_map(|page| {
            let mut lines = page.lines().filter(|line| !line.is_empty()).map(str::to_owned);
            Some(Copy { headline: lines.next()?, body: lines.collect() })
        })
        .collect()
}
