//! Numbers and texts out of any bytes: the first bytes are the numbers, what follows is text.

/// Bytes that are being read. Past their end every number is 0 and every text is empty.
pub(crate) struct Given<'a> {
    rest: &'a [u8],
}

impl<'a> Given<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    pub(crate) fn short(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// A number from 0 to `most`.
    pub(crate) fn up_to(&mut self, most: u8) -> usize {
        usize::from(self.byte() % (most + 1))
    }

    /// What is left, as text.
    pub(crate) fn text(&mut self) -> String {
        let text = String::from_utf8_lossy(self.rest).into_owned();
        self.rest = &[];
        text
    }

    /// What is left, as so many texts with a form feed between two; the last holds whatever follows.
    pub(crate) fn texts(&mut self, count: usize) -> Vec<String> {
        let text = self.text();
        text.splitn(count, '\u{c}').map(str::to_owned).collect()
    }
}
