//! Text and slots to lines: fonts, shaping, character classes, punctuation squeeze, line breaking.
