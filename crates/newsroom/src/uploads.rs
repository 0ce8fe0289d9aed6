//! Files on their way in: bytes that a door has taken and that no use case has used yet.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use uuid::Uuid;

use crate::refusal::RoomError;
use crate::room::{Newsroom, Outcome, lock};

/// How many bytes wait at the most; the oldest go first.
const MOST_BYTES: usize = 256 << 20;

/// A file as it came.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Arc<Vec<u8>>,
}

/// The files that wait.
#[derive(Debug, Default)]
pub(crate) struct Uploads(Mutex<VecDeque<(String, Upload)>>);

impl Newsroom {
    /// Takes a file's bytes and answers the name under which a call may use them. Nothing is stored yet.
    #[must_use]
    pub fn upload(&self, file_name: &str, bytes: Vec<u8>) -> String {
        let key = Uuid::new_v4().to_string();
        // Only the last part: a browser may send a path.
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let mut waiting = lock(&self.uploads.0);
        waiting.push_back((key.clone(), Upload { name, bytes: Arc::new(bytes) }));
        let mut held: usize = waiting.iter().map(|(_, upload)| upload.bytes.len()).sum();
        while held > MOST_BYTES && waiting.len() > 1 {
            if let Some((_, oldest)) = waiting.pop_front() {
                held -= oldest.bytes.len();
            }
        }
        key
    }

    /// The file that waits under the name.
    pub(crate) fn uploaded(&self, key: &str) -> Outcome<Upload> {
        let waiting = lock(&self.uploads.0);
        let found = waiting.iter().find(|(kept, _)| kept == key).map(|(_, upload)| upload.clone());
        found.ok_or_else(|| RoomError::NotFound { what: "upload", id: key.to_owned() }.into())
    }
}
