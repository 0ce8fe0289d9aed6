//! What only the command line says: its help, and that it cannot be read.

mod help;

use broadsheet_newsroom::Lang;

pub(crate) use help::HELP;

/// A word in both languages.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    en: &'static str,
    zh: &'static str,
}

impl Word {
    /// In a language.
    pub(crate) fn of(self, lang: Lang) -> &'static str {
        if lang == Lang::Zh { self.zh } else { self.en }
    }
}

pub(crate) const ARGUMENTS: Word = Word { en: "Arguments:", zh: "参数：" };
pub(crate) const COMMANDS: Word = Word { en: "Commands:", zh: "命令：" };
pub(crate) const OPTIONS_HEADING: Word = Word { en: "Options:", zh: "选项：" };
pub(crate) const OPTIONS: Word = Word { en: "[OPTIONS]", zh: "[选项]" };
pub(crate) const COMMAND: Word = Word { en: "<COMMAND>", zh: "<命令>" };
pub(crate) const PRINT_HELP: Word = Word { en: "Print help", zh: "显示用法" };
pub(crate) const PRINT_VERSION: Word = Word { en: "Print version", zh: "显示版本" };
pub(crate) const WHOLE_NUMBER: Word = Word { en: "Write a whole number.", zh: "写一个整数。" };
pub(crate) const SEE_HELP: Word = Word {
    en: "See broadsheet --help, or --help after a command.",
    zh: "看 broadsheet --help，或在命令后面加 --help。",
};

/// A help text, which is written in English where its command or argument is.
pub(crate) fn help(english: &str, lang: Lang) -> &str {
    let chinese = || HELP.iter().find(|(known, _)| *known == english).map(|(_, chinese)| *chinese);
    if lang == Lang::Zh { chinese().unwrap_or(english) } else { english }
}

/// What an argument may be, after its help.
pub(crate) fn may_be(values: &[&str], lang: Lang) -> String {
    if lang == Lang::Zh {
        format!(" [可以是：{}]", values.join("、"))
    } else {
        format!(" [one of: {}]", values.join(", "))
    }
}

/// What an argument is where it is not given, after its help.
pub(crate) fn usually(value: &str, lang: Lang) -> String {
    if lang == Lang::Zh { format!(" [默认：{value}]") } else { format!(" [default: {value}]") }
}

/// What is wrong with a command line.
pub(crate) enum Wrong {
    /// A command that is not there.
    Command { name: String },
    /// No command.
    NoCommand,
    /// An option that is not there.
    Option { option: String },
    /// A word for which there is no place.
    Extra { word: String },
    /// What must be given.
    Missing { what: Vec<String> },
    /// An option without its value.
    NoValue { option: String },
    /// A value that cannot be.
    Value { option: String, value: String },
    /// An option beside others.
    Conflict { option: String, others: Vec<String> },
    /// An option that was given before.
    Twice { option: String },
    /// Something that is no text.
    NotUtf8,
    /// What clap says and none of the above is.
    Other,
}

impl Wrong {
    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        if matches!(self, Self::Value { .. }) { "bad-value" } else { "usage" }
    }
}

/// What is wrong, in one sentence.
pub(crate) fn wrong(wrong: &Wrong, lang: Lang) -> String {
    if lang == Lang::Zh { wrong_zh(wrong) } else { wrong_en(wrong) }
}

fn wrong_zh(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Command { name } => format!("没有“{name}”这个命令。"),
        Wrong::NoCommand => "没有说要做什么。".to_owned(),
        Wrong::Option { option } => format!("这里没有 {option} 这个选项。"),
        Wrong::Extra { word } => format!("多了“{word}”。"),
        Wrong::Missing { what } => format!("缺少 {}。", what.join("、")),
        Wrong::NoValue { option } => format!("{option} 没有值。"),
        Wrong::Value { option, value } => format!("{option} 不能是“{value}”。"),
        Wrong::Conflict { option, others } => format!("{option} 不能和 {} 一起用。", others.join("、")),
        Wrong::Twice { option } => format!("{option} 写了两次。"),
        Wrong::NotUtf8 => "有的参数不是 UTF-8 文字。".to_owned(),
        Wrong::Other => "命令的写法不对。".to_owned(),
    }
}

fn wrong_en(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Command { name } => format!("There is no command “{name}”."),
        Wrong::NoCommand => "What is to be done is not said.".to_owned(),
        Wrong::Option { option } => format!("There is no option {option} here."),
        Wrong::Extra { word } => format!("“{word}” is one too many."),
        Wrong::Missing { what } => format!("Missing: {}.", what.join(", ")),
        Wrong::NoValue { option } => format!("{option} has no value."),
        Wrong::Value { option, value } => format!("{option} cannot be “{value}”."),
        Wrong::Conflict { option, others } => format!("{option} cannot stand with {}.", others.join(", ")),
        Wrong::Twice { option } => format!("{option} is given twice."),
        Wrong::NotUtf8 => "An argument is not UTF-8 text.".to_owned(),
        Wrong::Other => "The command is not written right.".to_owned(),
    }
}

/// What may have been meant.
pub(crate) fn did_you_mean(meant: &str, lang: Lang) -> String {
    if lang == Lang::Zh {
        format!("是不是“{meant}”？")
    } else {
        format!("Did you mean “{meant}”?")
    }
}

/// What would be right.
pub(crate) fn write_one_of(values: &[String], lang: Lang) -> String {
    if lang == Lang::Zh {
        format!("可以写：{}。", values.join("、"))
    } else {
        format!("Write one of: {}.", values.join(", "))
    }
}

/// Before how a command is written.
pub(crate) fn written_so(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "用法：" } else { "Usage: " }
}

/// Between two sentences of a hint, where there is a first one.
pub(crate) fn gap(before: &str, lang: Lang) -> &'static str {
    if before.is_empty() || lang == Lang::Zh { "" } else { " " }
}
