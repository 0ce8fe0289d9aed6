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

/// Words that end a role. A first word that ends so is a role, not a name.
const ROLE_ENDS: [&str; 16] = [
    "记者",
    "通讯员",
    "摄影",
    "编辑",
    "责编",
    "校对",
    "美编",
    "作者",
    "实习生",
    "评论员",
    "特派员",
    "主编",
    "摄",
    "文",
    "图",
    "绘",
];

/// What somebody did, as it stands after the names: 张三 摄, 李四 文/图. It is never a name.
const ACTS: [&str; 12] =
    ["摄", "文", "图", "绘", "摄影", "摄影报道", "文/图", "图/文", "文图", "文并摄", "供图", "制图"];

/// Acts that are written against the name too (张三摄, 张三/摄). The others may end a given name.
const JOINED_ACTS: [&str; 3] = ["摄影报道", "供图", "摄"];

impl Byline {
    /// Reads bylines as people type them: `记者 王露；通讯员 雷玉艳`, `王露 李明`, `By Jane Doe and John Roe`,
    /// `Photo: Jane Doe`.
    ///
    /// Roles are divided by semicolons, a role from its names and names from one another by blanks (in Latin
    /// letters by commas or "and", since such names hold blanks). A role among Chinese names begins people of its own
    /// without a semicolon too: `记者 王露 通讯员 雷玉艳`.
    #[must_use]
    pub fn read_list(written: &str) -> Vec<Self> {
        let lists = written.split(['；', ';', '\n']);
        lists.flat_map(at_roles).filter_map(|list| Self::read(&list)).collect()
    }

    /// Reads one role with its names; `None` where there is no name.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let written = written.trim().trim_matches(['（', '）', '(', ')']).trim();
        let byline = if written.chars().any(|c| c.is_ascii_alphabetic()) && !written.chars().any(is_han) {
            read_latin(written)
        } else {
            read_han(written)
        };
        (!byline.names.is_empty()).then_some(byline)
    }

    /// As it is typed: the role, then the names, divided by blanks (names in Latin letters by commas).
    #[must_use]
    pub fn written(&self) -> String {
        let latin = self.names.iter().any(|name| name.contains(' '));
        let names = self.names.join(if latin { ", " } else { " " });
        match &self.role {
            Some(role) if names.is_empty() => role.clone(),
            Some(role) if latin => format!("{role}: {names}"),
            Some(role) => format!("{role} {names}"),
            None => names,
        }
    }
}

/// Whether a character is Han: what tells a Chinese name from one in another script.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Parts a list before each role that stands behind a name.
fn at_roles(list: &str) -> Vec<String> {
    let mut lists = vec![String::new()];
    let mut named = false;
    for word in list.split_whitespace() {
        let role = word.chars().count() > 1 && ROLE_ENDS.iter().any(|end| word.ends_with(end));
        let act = ACTS.contains(&word) || JOINED_ACTS.iter().any(|act| word.ends_with(act));
        if role && !act && named && word.chars().all(is_han) {
            lists.push(String::new());
            named = false;
        }
        named |= !role;
        let last = lists.last_mut().expect("there is always one");
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
    }
    lists
}

/// 王 露 is 王露, 王 小 明 is 王小明: names that were spaced out to be even.
fn join_spaced(names: &mut Vec<String>) {
    let single = |name: &String| {
        name.chars().count() == 1 && name.chars().all(is_han) && !ACTS.contains(&name.as_str())
    };
    let singles = names.iter().filter(|name| single(name)).count();
    let Some(first) = names.iter().position(single) else { return };
    if matches!(singles, 2 | 3) && names[first..].iter().take(singles).all(single) {
        let joined = names.drain(first..first + singles).collect();
        names.insert(first, joined);
    }
}

fn read_latin(written: &str) -> Byline {
    let (role, names) = match written.split_once(':') {
        Some((role, names)) => (Some(role.trim().to_owned()), names),
        None => {
            match written.split_once(" by ") {
                // Photo by Jane Doe
                Some((role, names)) => (Some(role.trim().to_owned()), names),
                None => {
                    let bare = written.strip_prefix("By ").or_else(|| written.strip_prefix("by "));
                    (None, bare.unwrap_or(written))
                }
            }
        }
    };
    let names = names.split([',', '&']).flat_map(|part| part.split(" and "));
    let names = names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    Byline { role: role.filter(|role| !role.is_empty()), names }
}

fn read_han(written: &str) -> Byline {
    let mut words = written.split(|c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '：' | ':'));
    let mut names: Vec<String> = words.by_ref().filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let ends_role = |word: &String| ROLE_ENDS.iter().any(|end| word.ends_with(end));
    join_spaced(&mut names);
    part_act(&mut names);
    let act = names.pop_if(|word| ACTS.contains(&word.as_str()));
    if names.len() > 1 && ends_role(&names[0]) {
        let role = names.remove(0);
        return Byline { role: Some(role), names };
    }
    if names.is_empty() || act.is_none() {
        names.extend(act);
    } else if !["本报记者", "通讯员", "记者"].iter().any(|role| names[0].starts_with(role)) {
        // 王露 摄
        return Byline { role: act, names };
    }
    // 记者王露
    let joined = names.first().and_then(|word| {
        ["本报记者", "通讯员", "记者"]
            .iter()
            .find_map(|role| word.strip_prefix(role).map(|name| (*role, name)))
    });
    if let Some((role, name)) = joined
        && !name.is_empty()
    {
        let (role, name) = (role.to_owned(), name.to_owned());
        names[0] = name;
        return Byline { role: Some(role), names };
    }
    Byline { role: None, names }
}

/// Parts an act from the last name where it is written against it.
fn part_act(names: &mut Vec<String>) {
    let Some(last) = names.last_mut() else { return };
    let parted = JOINED_ACTS.iter().find_map(|act| last.strip_suffix(act).map(|name| (name, *act)));
    if let Some((name, act)) = parted
        && name.chars().filter(|c| is_han(*c)).count() > 1
    {
        *last = name.trim_end_matches('/').to_owned();
        names.push(act.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_read_as_people_type_them() {
        for (written, expected) in [
            ("记者 王露；通讯员 雷玉艳", &[(Some("记者"), &["王露"][..]), (Some("通讯员"), &["雷玉艳"])][..]),
            ("记者 王露 通讯员 雷玉艳", &[(Some("记者"), &["王露"][..]), (Some("通讯员"), &["雷玉艳"])][..]),
            (
                "记者 王 露、李小明 特约记者 景斌",
                &[(Some("记者"), &["王露", "李小明"][..]), (Some("特约记者"), &["景斌"])],
            ),
            ("王 小 明 摄", &[(Some("摄"), &["王小明"])]),
            ("王露 李明", &[(None, &["王露", "李明"])]),
            ("特约摄影 栗卢建", &[(Some("特约摄影"), &["栗卢建"])]),
            ("栗卢建 摄", &[(Some("摄"), &["栗卢建"])]),
            ("栗卢建摄", &[(Some("摄"), &["栗卢建"])]),
            ("栗卢建/摄", &[(Some("摄"), &["栗卢建"])]),
            ("新华社记者 栗卢建 摄", &[(Some("新华社记者"), &["栗卢建"])]),
            ("记者 王露 李明 摄影报道", &[(Some("记者"), &["王露", "李明"])]),
            ("本报记者 王露 文/图", &[(Some("本报记者"), &["王露"])]),
            ("记者王露 摄", &[(Some("记者"), &["王露"])]),
            ("特约摄影", &[(None, &["特约摄影"])]),
            ("王文", &[(None, &["王文"])]),
            ("Photo by Jane Doe", &[(Some("Photo"), &["Jane Doe"])]),
            ("记者王露", &[(Some("记者"), &["王露"])]),
            ("（记者 王露）", &[(Some("记者"), &["王露"])]),
            ("王露", &[(None, &["王露"])]),
            ("By Jane Doe and John Roe", &[(None, &["Jane Doe", "John Roe"])]),
            ("Photo: Jane Doe", &[(Some("Photo"), &["Jane Doe"])]),
            (" ； ", &[]),
        ] {
            let read = Byline::read_list(written);
            let read: Vec<_> = read
                .iter()
                .map(|b| (b.role.as_deref(), b.names.iter().map(String::as_str).collect::<Vec<_>>()))
                .collect();
            let expected: Vec<_> = expected.iter().map(|(role, names)| (*role, names.to_vec())).collect();
            assert_eq!(read, expected, "{written}");
        }
    }
}
