//! A command line that cannot be read: told like every refusal, with exit 2.

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;

use broadsheet_newsroom::{Failure, Lang, Refusal, RoomError};
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::words::{self, Wrong};
use crate::{WRONG_USAGE, print};

/// Answers what clap stopped at: the help or the version that was asked for, or wrong usage.
pub(crate) fn answer(error: &Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that has gone away is no failure.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let program = std::env::args_os().any(|word| word == "--json");
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !program {
        // A person who typed nothing more wants to see what there is.
        let _ = error.print();
        let _ = writeln!(std::io::stderr());
    }
    print::refusal(&refusal(error, lang));
    ExitCode::from(WRONG_USAGE)
}

/// What was wrong, and how the command is written.
fn refusal(error: &Error, lang: Lang) -> Refusal {
    let wrong = wrong(error);
    let message = words::wrong(&wrong, lang);
    let mut hint = match (right(error), suggested(error)) {
        (Some(values), _) => words::write_one_of(&values, lang),
        (None, Some(meant)) => words::did_you_mean(&meant, lang),
        (None, None) if error.kind() == ErrorKind::ValueValidation => words::WHOLE_NUMBER.of(lang).to_owned(),
        (None, None) => String::new(),
    };
    hint.push_str(&match text(error, ContextKind::Usage) {
        Some(usage) => {
            let called = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
            format!("{}{}{called}", words::gap(&hint, lang), words::written_so(lang))
        }
        None if hint.is_empty() => words::SEE_HELP.of(lang).to_owned(),
        None => String::new(),
    });
    Refusal { code: wrong.code().to_owned(), message, hint }
}

fn wrong(error: &Error) -> Wrong {
    let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => Wrong::NoValue { option: argument },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Wrong::Value { option: option(&argument).to_owned(), value }
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => Wrong::Option { option: argument },
        ErrorKind::UnknownArgument => Wrong::Extra { word: argument },
        ErrorKind::InvalidSubcommand => {
            Wrong::Command { name: text(error, ContextKind::InvalidSubcommand).unwrap_or_default() }
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Wrong::NoCommand
        }
        ErrorKind::MissingRequiredArgument => Wrong::Missing { what: texts(error, ContextKind::InvalidArg) },
        ErrorKind::ArgumentConflict => {
            let others: Vec<String> =
                texts(error, ContextKind::PriorArg).iter().map(|other| option(other).to_owned()).collect();
            let option = option(&argument).to_owned();
            if others.is_empty() || others.contains(&option) {
                Wrong::Twice { option }
            } else {
                Wrong::Conflict { option, others }
            }
        }
        ErrorKind::InvalidUtf8 => Wrong::NotUtf8,
        _ => Wrong::Other,
    }
}

/// What a refused value is for a person who typed it: wrong usage, with the option that it was given for. `None` for
/// every other failure.
pub(crate) fn of_value(failure: &Failure, lang: Lang) -> Option<Refusal> {
    let Failure::Room(RoomError::Value { field, value }) = failure else { return None };
    let wrong = Wrong::Value { option: format!("--{field}"), value: value.clone() };
    let Refusal { code, hint, .. } = failure.say(lang);
    Some(Refusal { code, message: words::wrong(&wrong, lang), hint })
}

/// `--limit` of `--limit <LIMIT>`.
fn option(argument: &str) -> &str {
    argument.split_once(" <").map_or(argument, |(option, _)| option)
}

/// What may have been meant.
fn suggested(error: &Error) -> Option<String> {
    [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .flat_map(|kind| texts(error, kind))
        .next()
        .map(|meant| option(&meant).to_owned())
}

/// What would be right, where that is one of a few.
fn right(error: &Error) -> Option<Vec<String>> {
    let values = [ContextKind::ValidValue, ContextKind::ValidSubcommand].into_iter();
    values.map(|kind| texts(error, kind)).find(|values| !values.is_empty())
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    texts(error, kind).into_iter().next()
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    let plain = |text: &dyn Display| text.to_string();
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![plain(text)],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(|text| plain(text)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Arguments;
    use crate::help;

    fn refused(written: &str, lang: Lang) -> Refusal {
        let words = std::iter::once("broadsheet").chain(written.split_whitespace());
        let read = help::localised(Arguments::command(), lang).try_get_matches_from(words);
        refusal(&read.expect_err("wrong usage"), lang)
    }

    /// What is wrong, in both languages, word for word.
    #[test]
    fn wrong_usage_is_told_with_what_would_be_right() {
        let told = [
            (
                "story lst",
                "usage: There is no command “lst”. | Did you mean “list”? Usage: broadsheet story [OPTIONS] <COMMAND>",
                "usage: 没有“lst”这个命令。 | 是不是“list”？用法：broadsheet story [选项] <命令>",
            ),
            (
                "story show",
                "usage: Missing: <ID>. | Usage: broadsheet story show [OPTIONS] <ID>",
                "usage: 缺少 <ID>。 | 用法：broadsheet story show [选项] <ID>",
            ),
            (
                "verify --nothing",
                "usage: There is no option --nothing here. | Usage: broadsheet verify [OPTIONS]",
                "usage: 这里没有 --nothing 这个选项。 | 用法：broadsheet verify [选项]",
            ),
            (
                "verify --jsn",
                "usage: There is no option --jsn here. | Did you mean “--json”? Usage: broadsheet verify [OPTIONS]",
                "usage: 这里没有 --jsn 这个选项。 | 是不是“--json”？用法：broadsheet verify [选项]",
            ),
            (
                "demo extra",
                "usage: “extra” is one too many. | Usage: broadsheet demo [OPTIONS]",
                "usage: 多了“extra”。 | 用法：broadsheet demo [选项]",
            ),
            (
                "search x --limit many",
                "bad-value: --limit cannot be “many”. | Write a whole number.",
                "bad-value: --limit 不能是“many”。 | 写一个整数。",
            ),
            (
                "page export x --out o --profile x3",
                "bad-value: --profile cannot be “x3”. | Write one of: x4, x1a.",
                "bad-value: --profile 不能是“x3”。 | 可以写：x4、x1a。",
            ),
            (
                "search x --limit",
                "usage: --limit <LIMIT> has no value. | See broadsheet --help, or --help after a command.",
                "usage: --limit <LIMIT> 没有值。 | 看 broadsheet --help，或在命令后面加 --help。",
            ),
            (
                "search x --limit 1 --limit 2",
                "usage: --limit is given twice. | Usage: broadsheet search [OPTIONS] <QUERY>",
                "usage: --limit 写了两次。 | 用法：broadsheet search [选项] <QUERY>",
            ),
            (
                "page plan x --remove s --place t --at 1,1 --span 1x1",
                "usage: --remove cannot stand with --place. | Usage: broadsheet page plan [OPTIONS] <--place <ID>|--remove <ID>> <ID>",
                "usage: --remove 不能和 --place 一起用。 | 用法：broadsheet page plan [选项] <--place <ID>|--remove <ID>> <ID>",
            ),
        ];
        for (written, english, chinese) in told {
            let said = |lang| {
                let Refusal { code, message, hint } = refused(written, lang);
                format!("{code}: {message} | {hint}")
            };
            assert_eq!(said(Lang::En), english, "{written}");
            assert_eq!(said(Lang::Zh), chinese, "{written}");
        }
    }
}
