//! Who made it: people with the role they had (署名).

use serde::{Deserialize, Serialize};

/// One role and the people who had it: 记者 景斌, or names alone where the copy names no role.
///
/// A picture's printed credit (特约摄影 栗卢建) has the same shape.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Byline {
    /// The role as printed (记者, 通讯员, 特约摄影); `None` where the copy gives names alone.
    pub role: Option<String>,
    /// The names, in print order, without the blanks of even setting (王　五 is 王五).
    pub names: Vec<String>,
}
