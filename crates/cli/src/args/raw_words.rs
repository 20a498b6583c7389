//! Words of a command line that clap has not parsed yet: their options, and the position of the command.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Args, Command};

use super::connection::ConnectionArgs;
use super::global::GlobalArgs;
use super::output::OutputArgs;

/// The short options in one word, as in `-qo`.
pub(crate) enum ShortOptions<'a> {
    /// Options that need nothing more: switches, or an option with its value, as in `-ojson`.
    Complete,
    /// The last option needs the next word as its value.
    NeedsValue(&'a Arg),
    /// The command does not have one of the options.
    Unknown,
}

impl<'a> ShortOptions<'a> {
    /// Reads the letters behind the dash.
    pub(crate) fn read(command: &'a Command, letters: &str) -> Self {
        let mut letters = letters.chars();
        while let Some(letter) = letters.next() {
            match command.get_arguments().find(|arg| arg.get_short() == Some(letter)) {
                Some(arg) if arg.get_action().takes_values() => {
                    return if letters.as_str().is_empty() { Self::NeedsValue(arg) } else { Self::Complete };
                }
                Some(_) => {}
                None => return Self::Unknown,
            }
        }
        Self::Complete
    }
}

/// Finds an option by its long name, without the dashes.
pub(crate) fn find_long<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    let has_alias = |arg: &Arg| arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&name));
    command.get_arguments().find(|arg| arg.get_long() == Some(name) || has_alias(arg))
}

/// Returns the option of this word whose value is the next word: that of `--output`, `-o` or `-qo`.
pub(crate) fn option_without_value<'a>(command: &'a Command, word: &str) -> Option<&'a Arg> {
    if let Some(name) = word.strip_prefix("--") {
        return find_long(command, name).filter(|arg| arg.get_action().takes_values());
    }
    match ShortOptions::read(command, word.strip_prefix('-')?) {
        ShortOptions::NeedsValue(arg) => Some(arg),
        ShortOptions::Complete | ShortOptions::Unknown => None,
    }
}

/// Returns true for a word such as `-o` or `--output`. A single dash is a value.
pub(crate) fn is_option(word: &OsStr) -> bool {
    word.len() > 1 && word.as_encoded_bytes().starts_with(b"-")
}

/// Returns the index of the first word that is neither an option that most commands have, nor its value: the command.
pub(crate) fn command_index<W: AsRef<OsStr>>(words: &[W]) -> Option<usize> {
    let common = common_options();
    let mut index = 0;
    while let Some(word) = words.get(index).map(AsRef::as_ref).filter(|word| *word != "--") {
        if !is_option(word) {
            return Some(index);
        }
        let has_value_behind = word.to_str().is_some_and(|word| option_without_value(&common, word).is_some());
        index += if has_value_behind { 2 } else { 1 };
    }
    None
}

/// Replaces `help drive ls` by `drive ls --help`, so that both have the same options, operations and suggestions.
pub(crate) fn replace_help(words: &mut Vec<OsString>) {
    if let Some(index) = command_index(words).filter(|index| words[*index] == "help") {
        while words.get(index).is_some_and(|word| word == "help") {
            words.remove(index);
        }
        let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
        words.insert(end, "--help".into());
    }
}

/// Returns a command with the options of all commands and those of a connection.
fn common_options() -> Command {
    let command = GlobalArgs::augment_args(Command::new("hwc"));
    ConnectionArgs::augment_args(OutputArgs::augment_args(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(line: &str) -> Option<&str> {
        let words: Vec<&str> = line.split(' ').collect();
        command_index(&words).map(|index| words[index])
    }

    #[test]
    fn options_and_their_values_precede_the_command() {
        for line in [
            "ls",
            "-q ls",
            "-o json ls",
            "-ojson ls",
            "-o=json ls",
            "-qo json ls",
            "-qvo json ls",
            "-qojson ls",
            "--output json ls",
            "--format json ls",
            "--output=json ls",
            "--profile ops -v ls json",
            "--endpoint http://127.0.0.1:1 ls",
            "--sandbox ls",
            "--unknown ls",
            "-Z ls",
        ] {
            assert_eq!(command(line), Some("ls"), "{line}");
        }
    }

    #[test]
    fn help_becomes_an_option() {
        for (line, wanted) in [
            ("help", "--help"),
            ("help help", "--help"),
            ("help drive ls", "drive ls --help"),
            ("-o json help call ListCases", "-o json call ListCases --help"),
            ("help drive --json", "drive --json --help"),
            ("help -- drive", "--help -- drive"),
            ("drive help ls", "drive help ls"),
            ("call help", "call help"),
        ] {
            let mut words = line.split(' ').map(OsString::from).collect();
            replace_help(&mut words);
            assert_eq!(words, wanted.split(' ').collect::<Vec<_>>(), "{line}");
        }
    }

    #[test]
    fn a_line_may_have_no_command() {
        for line in ["-o", "-qo json", "--profile ls", "-- ls", "--json"] {
            assert_eq!(command(line), None, "{line}");
        }
        assert_eq!(command("- ls"), Some("-"));
    }
}
