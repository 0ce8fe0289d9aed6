//! [`Steps`]: the content of a page, operator by operator, as bytes. To read all of it into objects and write them again
//! takes several times as long.

/// An operator with what stands before it.
pub(crate) struct Step<'a> {
    /// All of it, with the blanks before it.
    pub(crate) whole: &'a [u8],
    /// What it is done with.
    pub(crate) operands: &'a [u8],
    /// Its name.
    pub(crate) operator: &'a [u8],
}

/// The steps of a content; `None` once it cannot be read, then nothing.
pub(crate) struct Steps<'a> {
    content: &'a [u8],
    at: usize,
}

impl<'a> Steps<'a> {
    /// The steps of a content.
    pub(crate) fn of(content: &'a [u8]) -> Self {
        Self { content, at: 0 }
    }

    /// What is left.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.content.get(self.at..).unwrap_or_default()
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Option<Step<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.content.get(self.at..)?;
        let mut at = 0;
        loop {
            at += rest.get(at..)?.iter().take_while(|byte| is_blank(**byte)).count();
            if at == rest.len() {
                // Blanks alone are left, or operands that nothing is done with.
                self.at = self.content.len() + 1;
                return rest.iter().any(|byte| !is_blank(*byte)).then_some(None);
            }
            let end = rest.get(at..).and_then(token).map(|length| at + length);
            let Some((token, end)) = end.and_then(|end| Some((rest.get(at..end)?, end))) else {
                self.at = self.content.len() + 1;
                return Some(None);
            };
            if is_operator(token) {
                self.at += end;
                // A picture within the content would have to be stepped over: it is left to whoever can.
                return Some((token != b"BI").then(|| Step {
                    whole: &rest[..end],
                    operands: rest[..at].trim_ascii(),
                    operator: token,
                }));
            }
            at = end;
        }
    }
}

/// Whether a token says what is done.
pub(crate) fn is_operator(token: &[u8]) -> bool {
    let known = !matches!(token, b"true" | b"false" | b"null");
    known && token.first().is_some_and(|byte| byte.is_ascii_alphabetic() || b"'\"".contains(byte))
}

/// Which bytes are regular (ISO 32000-1, 7.2.2): looked up, for most of a content is numbers.
const REGULAR: [bool; 256] = {
    let mut regular = [true; 256];
    let others = b"\0\t\n\x0c\r ()<>[]{}/%";
    let mut at = 0;
    while at < others.len() {
        regular[others[at] as usize] = false;
        at += 1;
    }
    regular
};

/// How long the token at the start is (ISO 32000-1, 7.2); `None` where it does not end.
pub(crate) fn token(rest: &[u8]) -> Option<usize> {
    let regular = |from: usize| {
        let regular = rest.get(from..).unwrap_or_default();
        from + regular.iter().take_while(|byte| REGULAR[usize::from(**byte)]).count()
    };
    match (rest.first()?, rest.get(1)) {
        (b'(', _) => {
            let (mut depth, mut at) = (0u32, 0);
            loop {
                match rest.get(at)? {
                    b'\\' => at += 1,
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        (b'<', Some(b'<')) | (b'>', Some(b'>')) => Some(2),
        (b'<', _) => rest.iter().position(|byte| *byte == b'>').map(|end| end + 1),
        (b'[' | b']' | b'{' | b'}', _) => Some(1),
        (b'/', _) => Some(regular(1)),
        (b'%', _) => Some(rest.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(rest.len())),
        (b')' | b'>', _) => None,
        _ => Some(regular(0)),
    }
}

/// Whether a byte is white space (ISO 32000-1, table 1).
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}
