//! What a use case needs from whoever runs it: a clock, new ids, a name for the machine.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use broadsheet_copy::act::At;
use chrono::{DateTime, Duration, Local};
use uuid::{Builder, Uuid};

/// The few things that are not a function of the library and the question.
pub trait Host: Send + Sync {
    /// The time, with the offset of the place.
    fn now(&self) -> At;
    /// A new id, later than every one before.
    fn new_id(&self) -> Uuid;
    /// What the log calls this machine.
    fn device(&self) -> String;
}

/// The machine as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemHost;

impl SystemHost {
    /// The library where none is named: in this platform's data folder.
    #[must_use]
    pub fn default_library() -> PathBuf {
        let dirs = directories::ProjectDirs::from("", "", "Broadsheet");
        dirs.map_or_else(|| PathBuf::from("broadsheet-library"), |dirs| dirs.data_dir().join("library"))
    }
}

impl Host for SystemHost {
    fn now(&self) -> At {
        Local::now().fixed_offset()
    }

    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn device(&self) -> String {
        let name = std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME"));
        name.or_else(|_| std::fs::read_to_string("/etc/hostname"))
            .map(|name| name.trim().to_owned())
            .unwrap_or_default()
    }
}

/// A clock that moves a minute at every question, and ids that are the same in every run: for the sample library
/// and for tests.
#[derive(Debug)]
pub struct FixedHost {
    start: At,
    minutes: AtomicU64,
    ids: AtomicU64,
}

impl FixedHost {
    /// A host whose first answer is `start`.
    #[must_use]
    pub fn new(start: At) -> Self {
        Self { start, minutes: AtomicU64::new(0), ids: AtomicU64::new(0) }
    }
}

impl Host for FixedHost {
    fn now(&self) -> DateTime<chrono::FixedOffset> {
        let minutes = self.minutes.fetch_add(1, Ordering::Relaxed);
        self.start + Duration::minutes(i64::try_from(minutes).unwrap_or(0))
    }

    fn new_id(&self) -> Uuid {
        let n = self.ids.fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(self.start.timestamp_millis()).unwrap_or(0).wrapping_add(n);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&n.to_be_bytes());
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    fn device(&self) -> String {
        "specimen".to_owned()
    }
}
