//! What every command needs: the library, who asks, in which language, and how to answer.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use broadsheet_newsroom::{Access, Ask, Failure, Lang, Newsroom, Outcome, RoomError, SystemHost};
use serde::Serialize;
use serde_json::Value;

use crate::arguments::Arguments;
use crate::print;

/// The command line as a door to the newsroom.
pub(crate) struct Door {
    library: PathBuf,
    person: Option<String>,
    json: bool,
    lang: Lang,
}

impl Door {
    pub(crate) fn new(arguments: &Arguments, lang: Lang) -> Self {
        let library = arguments.library.clone().unwrap_or_else(SystemHost::default_library);
        Self { library, person: arguments.person.clone(), json: arguments.json, lang }
    }

    pub(crate) fn library(&self) -> &Path {
        &self.library
    }

    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether a program asks.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    pub(crate) fn ask(&self) -> Ask {
        Ask { person: self.person.clone(), cmd_id: None, lang: self.lang() }
    }

    /// The library for a command that stores: made where there is none.
    pub(crate) fn write(&self) -> Outcome<Newsroom> {
        Newsroom::open(&self.library, Access::Write, Box::new(SystemHost))
    }

    /// The library for a command that reads, beside whoever writes.
    pub(crate) fn read(&self) -> Outcome<Newsroom> {
        Newsroom::open(&self.library, Access::Read, Box::new(SystemHost))
    }

    /// Answers.
    pub(crate) fn answer(&self, answer: &impl Serialize) -> Outcome<bool> {
        print::answer(&serde_json::to_value(answer).unwrap_or(Value::Null), self.json);
        Ok(true)
    }
}

/// The largest file that is read, in bytes: more than the largest picture, advert or press file of a newspaper.
const LARGEST: u64 = 1 << 30;

/// The bytes of a file; `-` is standard input. One that never ends is not read to the end of the memory.
pub(crate) fn bytes(file: &Path) -> Outcome<Vec<u8>> {
    let read = |from: &mut dyn Read| {
        let mut bytes = Vec::new();
        from.take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST { Err(ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
    };
    let read = if file == Path::new("-") {
        read(&mut std::io::stdin().lock())
    } else {
        std::fs::File::open(file).and_then(|mut file| read(&mut file))
    };
    read.map_err(|why| Failure::file(file, &why))
}

/// The text of a UTF-8 file, without a byte order mark.
pub(crate) fn text(file: &Path) -> Outcome<String> {
    let bytes = bytes(file)?;
    let text = String::from_utf8(bytes).map_err(|why| RoomError::NotUtf8 {
        path: file.display().to_string(),
        at: why.utf8_error().valid_up_to() + 1,
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// Paragraphs of a text, one a line, without blank ones.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
