//! What is behind the door, as far as the door knows it.

use broadsheet_newsroom::{Ask, Failure, Lang, Media, Newsroom, Refusal, RoomError};
use serde_json::Value;

/// The newsroom, or a test's stand-in for it.
pub trait Rooms: Send + Sync + 'static {
    /// Answers a call by its name. `body` is who asks and in which language, with the arguments in `args`.
    ///
    /// # Errors
    /// What the use case refuses.
    fn call(&self, name: &str, body: Value) -> Result<Value, Refusal>;

    /// Gives a picture or a display list by its path below `/media/`; `seen` is the etag that the asker has.
    ///
    /// # Errors
    /// Where there is none.
    fn media(&self, path: &str, query: &str, seen: Option<&str>, lang: Lang) -> Result<Media, Refusal>;

    /// Takes a file in; answers the name by which a later call speaks of it.
    fn upload(&self, name: &str, bytes: Vec<u8>) -> String;
}

impl Rooms for Newsroom {
    fn call(&self, name: &str, mut body: Value) -> Result<Value, Refusal> {
        let arguments = body.get_mut("args").map(Value::take).unwrap_or_default();
        let ask: Ask = serde_json::from_value(body).map_err(|error| {
            Failure::from(RoomError::Arguments(error.to_string())).say(Lang::of_environment())
        })?;
        Self::call(self, name, &ask, arguments).map_err(|failure| failure.say(ask.lang))
    }

    fn media(&self, path: &str, query: &str, seen: Option<&str>, lang: Lang) -> Result<Media, Refusal> {
        Self::media(self, path, query, seen).map_err(|failure| failure.say(lang))
    }

    fn upload(&self, name: &str, bytes: Vec<u8>) -> String {
        Self::upload(self, name, bytes)
    }
}
