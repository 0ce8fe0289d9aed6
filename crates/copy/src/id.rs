//! Names of things: UUIDs (version 7, so that they sort by the time they were made), one type a kind.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(written: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(written.trim()).map(Self)
            }
        }
    };
}

id!(
    /// A story.
    StoryId
);
id!(
    /// A photo.
    PhotoId
);
id!(
    /// An advert.
    AdvertId
);
id!(
    /// A page.
    PageId
);
id!(
    /// An issue.
    IssueId
);
id!(
    /// A person.
    PersonId
);
