//! What is behind the door, as far as the door knows it.

use serde::Serialize;
use serde_json::Value;

/// A no.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Refusal {
    /// The stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A picture or a display list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Media {
    /// Its media type.
    pub mime: String,
    /// Changes when it does.
    pub etag: String,
    /// The bytes; `None` where the asker has them already.
    pub bytes: Option<Vec<u8>>,
}

/// The newsroom, or a test's stand-in for it.
pub trait Rooms: Send + Sync + 'static {
    /// Answers a call by its name.
    fn call(&self, name: &str, ask: Value) -> Result<Value, Refusal>;
    /// Gives a picture or a display list by its path below `/media/`; `seen` is the tag that the asker has.
    fn media(&self, path: &str, query: &str, seen: Option<&str>) -> Result<Media, Refusal>;
    /// Takes a file in; answers the name by which a later call speaks of it.
    fn upload(&self, name: &str, bytes: Vec<u8>) -> Result<String, Refusal>;
}
