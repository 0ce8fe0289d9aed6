//! The help in the reader's language: every command and argument, the headings, and what clap would say itself.

use broadsheet_newsroom::Lang;
use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};

use crate::words;

/// The command line with all its help in a language.
pub(crate) fn localised(command: Command, lang: Lang) -> Command {
    // How a command is called is known only once clap has put all of them together.
    let mut whole = command.clone();
    whole.build();
    said_in(command, &mut whole, lang)
}

/// One command and those below it. `whole` is the same one as clap put it together.
fn said_in(mut command: Command, whole: &mut Command, lang: Lang) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in &names {
        if let Some(whole) = whole.find_subcommand_mut(name) {
            command = command.mut_subcommand(name, |below| said_in(below, whole, lang));
        }
    }
    let usage = usage(whole, lang);
    let template = template(&command, lang);
    if let Some(about) = command.get_about().map(ToString::to_string) {
        command = command.about(words::help(&about, lang).to_owned());
    }
    command = command.mut_args(|argument| explained(argument, lang)).disable_help_flag(true).arg(flag(
        "help",
        'h',
        ArgAction::Help,
        lang,
    ));
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version, lang));
    }
    command.override_usage(usage).help_template(template)
}

/// How the command is called.
fn usage(whole: &mut Command, lang: Lang) -> String {
    let usage = whole.render_usage().to_string();
    let called = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    called.replace("[OPTIONS]", words::OPTIONS.of(lang)).replace("<COMMAND>", words::COMMAND.of(lang))
}

/// What stands in a command's help, and under which headings.
fn template(command: &Command, lang: Lang) -> String {
    let mut text = format!("{{about-with-newline}}\n{}{{usage}}\n", words::written_so(lang));
    let parts = [
        (command.get_positionals().next().is_some(), words::ARGUMENTS, "{positionals}"),
        (command.has_subcommands(), words::COMMANDS, "{subcommands}"),
        (true, words::OPTIONS_HEADING, "{options}"),
    ];
    for (_, heading, part) in parts.into_iter().filter(|(there, ..)| *there) {
        text.push_str(&format!("\n{}\n{part}\n", heading.of(lang)));
    }
    text
}

/// An argument with its help, its default and what it may be in the reader's language.
fn explained(argument: Arg, lang: Lang) -> Arg {
    let Some(help) = argument.get_help().map(ToString::to_string) else { return argument };
    let mut help = words::help(&help, lang).to_owned();
    if !argument.get_action().takes_values() {
        return argument.help(help);
    }
    let values = argument.get_possible_values();
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        help.push_str(&words::may_be(&names, lang));
    }
    let usual: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !usual.is_empty() {
        help.push_str(&words::usually(&usual.join(" "), lang));
    }
    argument.help(help).hide_possible_values(true).hide_default_value(true)
}

/// A flag that clap would make in English.
fn flag(name: &'static str, short: char, action: ArgAction, lang: Lang) -> Arg {
    let help = if name == "help" { words::PRINT_HELP } else { words::PRINT_VERSION };
    Arg::new(name).short(short).long(name).action(action).help(help.of(lang)).display_order(103)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Arguments;

    /// Every help text of a command and of those below it, as it stands.
    fn texts(command: &Command, found: &mut BTreeSet<String>) {
        found.extend(command.get_about().map(ToString::to_string));
        found.extend(command.get_arguments().filter_map(Arg::get_help).map(ToString::to_string));
        command.get_subcommands().for_each(|below| texts(below, found));
    }

    fn helps(command: &mut Command, found: &mut Vec<String>) {
        found.push(command.render_long_help().to_string());
        found.push(command.render_help().to_string());
        command.get_subcommands_mut().for_each(|below| helps(below, found));
    }

    fn all_helps(lang: Lang) -> Vec<String> {
        let mut command = localised(Arguments::command(), lang);
        command.build();
        let mut found = Vec::new();
        helps(&mut command, &mut found);
        found
    }

    #[test]
    fn every_help_text_is_there_in_chinese_and_no_other() {
        let mut said = BTreeSet::new();
        texts(&Arguments::command(), &mut said);
        let known: BTreeSet<String> = words::HELP.iter().map(|(english, _)| (*english).to_owned()).collect();
        assert_eq!(said, known);
        assert_eq!(known.len(), words::HELP.len());
    }

    #[test]
    fn help_has_no_english_sentence_in_chinese() {
        let helps = all_helps(Lang::Zh);
        assert!(helps.len() > 60);
        for help in helps {
            assert!(help.contains("用法：broadsheet") && help.contains("选项："), "{help}");
            for english in
                ["Usage", "Commands", "Options", "OPTIONS", "Arguments", "Print", "default", "possible"]
            {
                assert!(!help.contains(english), "{english}: {help}");
            }
            // Every line that explains something does it in Chinese.
            let explained = help.lines().filter_map(|line| line.trim().split_once("  "));
            for (what, text) in explained {
                assert!(text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{what}: {text}");
            }
        }
    }

    #[test]
    fn help_is_whole_in_english() {
        for help in all_helps(Lang::En) {
            assert!(help.contains("Usage: broadsheet") && help.contains("Options:\n"), "{help}");
            assert!(help.contains("-h, --help") && !help.contains("："), "{help}");
        }
        let root = all_helps(Lang::En).remove(0);
        assert!(root.contains("Commands:\n") && root.contains("-V, --version"), "{root}");
    }
}
