//! Words for what the rules of the newsroom refuse.

use broadsheet_copy::{Refused, Role};

fn role(role: Role, zh: bool) -> &'static str {
    match (role, zh) {
        (Role::Reporter, true) => "记者",
        (Role::Reporter, false) => "reporter",
        (Role::Photographer, true) => "摄影记者",
        (Role::Photographer, false) => "photographer",
        (Role::Editor, true) => "编辑",
        (Role::Editor, false) => "editor",
        (Role::DeskHead, true) => "部门主任",
        (Role::DeskHead, false) => "desk head",
        (Role::Chief, true) => "值班总编",
        (Role::Chief, false) => "chief",
        (Role::Proofreader, true) => "校对",
        (Role::Proofreader, false) => "proofreader",
        (Role::PageEditor, true) => "版面编辑",
        (Role::PageEditor, false) => "page editor",
        (Role::Admin, true) => "管理员",
        (Role::Admin, false) => "admin",
    }
}

fn state(name: &str, zh: bool) -> &str {
    if !zh {
        return name;
    }
    match name {
        "draft" => "写稿",
        "submitted" => "待审",
        "returned" => "退稿",
        "approved" => "已审",
        "held" => "待用",
        "spiked" => "撤稿",
        "planned" => "待排",
        "laid" => "组版",
        "proofed" => "大样",
        "signed" => "已签样",
        "sent" => "已付印",
        other => other,
    }
}

/// A field by its stable name.
pub(crate) fn field(name: &str, zh: bool) -> &str {
    if !zh {
        return match name {
            "drop_cap" => "drop cap",
            "ink_limit" => "ink limit",
            "style" => "name of the style sheet",
            "profile" => "name of the press profile",
            name => name,
        };
    }
    match name {
        "kicker" => "引题",
        "headline" => "主题",
        "deck" => "副题",
        "body" => "正文",
        "slug" => "稿名",
        "bylines" => "署名",
        "source" => "消息头",
        "rubric" => "栏目",
        "desk" => "部门",
        "name" => "姓名",
        "role" => "角色",
        "title" => "报名",
        "tag" => "标签",
        "number" => "版号",
        "format" => "开本",
        "area" => "版位",
        "columns" => "分栏",
        "lang" => "语言",
        "head" => "题区占栏",
        "lines" => "标题折行",
        "tint" => "底纹",
        "drop_cap" => "首字下沉",
        "notches" => "缺口",
        "quotes" => "引语",
        "captions" => "合用图说",
        "wraps" => "绕排",
        "to" => "下转的版",
        "style" => "样式表的名称",
        "profile" => "印刷特性文件的名称",
        "condition" => "印刷条件",
        "description" => "印刷条件的说明",
        "ink_limit" => "总墨量上限",
        other => other,
    }
}

fn thing(name: &str, zh: bool) -> &str {
    if !zh {
        return name;
    }
    match name {
        "story" => "稿件",
        "photo" => "图片",
        "advert" => "广告",
        "page" => "版",
        "issue" => "期",
        "person" => "人员",
        "tag" => "标签",
        "module" => "版块",
        "style" => "样式表",
        "profile" => "印刷特性文件",
        other => other,
    }
}

/// So many findings.
pub(crate) fn findings(count: usize) -> String {
    if count == 1 { "one finding".to_owned() } else { format!("{count} findings") }
}

/// A thing with its article.
fn a(thing: &str) -> String {
    let article = if thing.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {thing}")
}

/// Where a story stands now, and who has brought it there, on one line.
pub(super) fn step(id: &str, called: &str, stands: &str, by: Option<&str>, zh: bool) -> String {
    let stands = state(stands, zh);
    match (by, zh) {
        (Some(by), true) => format!("{id}“{called}”：{stands}（{by}）"),
        (None, true) => format!("{id}“{called}”：{stands}"),
        (Some(by), false) => format!("{id} “{called}”: {stands} (by {by})"),
        (None, false) => format!("{id} “{called}”: {stands}"),
    }
}

/// Message and hint.
pub(crate) fn say(refused: &Refused, zh: bool) -> (String, String) {
    if zh { say_zh(refused) } else { say_en(refused) }
}

fn say_zh(refused: &Refused) -> (String, String) {
    let (message, hint): (String, &str) = match refused {
        Refused::State { state: name } => {
            (format!("现在的状态是“{}”，不能这样做。", state(name, true)), "先看它走到了哪一步。")
        }
        Refused::Role { wanted } => {
            let roles: Vec<_> = wanted.iter().map(|wanted| role(*wanted, true)).collect();
            (format!("这一步要由{}来做。", roles.join("、")), "换一位有这个角色的人。")
        }
        Refused::PersonNeeded => ("这一步要署名。".into(), "用 --as 说明是谁，或先添加人员。"),
        Refused::OwnStory => ("不能审自己的稿件。".into(), "请另一位编辑来审。"),
        Refused::NotAuthor => ("这是别人的稿件。".into(), "请作者或编辑来改。"),
        Refused::ReasonMissing => ("退稿要写明理由。".into(), "写一句话，让作者知道改什么。"),
        Refused::Empty { field: name } => (format!("{}是空的。", field(name, true)), "填上再试。"),
        Refused::Invalid { field: "number", value } => (
            format!("版号不能是“{value}”。"),
            "版号用字母和数字，如 A03；通版写相邻两版的版号，左边是双号，如 A04-A05。",
        ),
        Refused::Invalid { field: name, value } => {
            (format!("{}不能是“{value}”。", field(name, true)), "改正后再试。")
        }
        Refused::Exists { what, value } => {
            (format!("{}已经有了：{value}", thing(what, true)), "用现有的那一个，或换一个名字。")
        }
        Refused::Missing { what, value } => {
            (format!("没有这个{}：{value}", thing(what, true)), "看看编号对不对。")
        }
        Refused::TooLong { field: name, most } => {
            (format!("{}超过了 {most} 字。", field(name, true)), "分成几篇，或删短后再试。")
        }
        Refused::Steps(why) => {
            (format!("这次改动与现在的文字对不上（{why}）。"), "重新打开稿件，在最新的文字上再改。")
        }
        Refused::Stopped { count } => (format!("还有 {count} 个问题，不能签样。"), "逐条改好，再签。"),
    };
    (message, hint.to_owned())
}

fn say_en(refused: &Refused) -> (String, String) {
    let (message, hint): (String, &str) = match refused {
        Refused::State { state: name } => {
            (format!("This cannot be done while it is {name}."), "See how far it has come first.")
        }
        Refused::Role { wanted } => {
            let roles: Vec<_> = wanted.iter().map(|wanted| role(*wanted, false)).collect();
            (format!("This takes one of: {}.", roles.join(", ")), "Ask somebody with that role.")
        }
        Refused::PersonNeeded => {
            ("This needs a name to it.".into(), "Say who it is with --as, or add people first.")
        }
        Refused::OwnStory => ("Nobody reviews their own story.".into(), "Ask another editor."),
        Refused::NotAuthor => {
            ("This is somebody else's story.".into(), "Its author or an editor can change it.")
        }
        Refused::ReasonMissing => ("A return needs a reason.".into(), "Say in a sentence what to change."),
        Refused::Empty { field: name } => (format!("The {name} is empty."), "Fill it in and try again."),
        Refused::Invalid { field: "number", value } => (
            format!("The number cannot be “{value}”."),
            "A number is letters and digits: A03. A spread has those of two facing pages, the left one even: A04-A05.",
        ),
        Refused::Invalid { field: name, value } => {
            (format!("The {name} cannot be “{value}”."), "Correct it and try again.")
        }
        Refused::Exists { what, value } => {
            (format!("There is {} already: {value}", a(what)), "Use that one, or another name.")
        }
        Refused::Missing { what, value } => (format!("There is no such {what}: {value}"), "Check the id."),
        Refused::TooLong { field: name, most } => {
            (format!("The {name} has more than {most} characters."), "Make several stories of it, or cut it.")
        }
        Refused::Steps(why) => (
            format!("The edit does not fit the text as it is now ({why})."),
            "Open the story again and edit its newest text.",
        ),
        Refused::Stopped { count } => (
            format!("The signature is stopped by {}.", findings(*count)),
            "Put each of them right, then sign.",
        ),
    };
    (message, hint.to_owned())
}
