//! Short forms of everyday commands: `hwc ls drive:/` is `hwc drive ls drive:/`. They are expanded before clap parses the
//! words, so that both forms have the same arguments, help and errors.

use std::ffi::OsStr;

use clap::Command;

/// A command that stands for a longer one.
pub(crate) struct ShortForm {
    pub(crate) name: &'static str,
    /// The words of the command after `hwc`.
    pub(crate) long: [&'static str; 2],
    pub(crate) summary: &'static str,
}

/// The short forms, in the order of the help.
pub(crate) const SHORT_FORMS: &[ShortForm] = &[
    #[cfg(feature = "drive")]
    ShortForm::new("ls", ["drive", "ls"], "List files and folders (short for `hwc drive ls`)"),
    #[cfg(feature = "drive")]
    ShortForm::new("cp", ["drive", "cp"], "Copy files to or from KooDrive (short for `hwc drive cp`)"),
    #[cfg(feature = "drive")]
    ShortForm::new("mv", ["drive", "mv"], "Move or rename files (short for `hwc drive mv`)"),
    #[cfg(feature = "drive")]
    ShortForm::new("rm", ["drive", "rm"], "Move files to the recycle bin (short for `hwc drive rm`)"),
    #[cfg(feature = "drive")]
    ShortForm::new("cat", ["drive", "cat"], "Print files (short for `hwc drive cat`)"),
    #[cfg(feature = "drive")]
    ShortForm::new("sync", ["drive", "sync"], "Sync folders (short for `hwc drive sync`)"),
    ShortForm::new("watch", ["ticket", "follow"], "Follow a ticket (short for `hwc ticket follow`)"),
    ShortForm::new("search", ["operations", "search"], "Search operations (short for `hwc operations search`)"),
];

impl ShortForm {
    const fn new(name: &'static str, long: [&'static str; 2], summary: &'static str) -> Self {
        Self { name, long, summary }
    }

    /// Returns the short form with this name.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        SHORT_FORMS.iter().find(|short| short.name == name)
    }
}

/// Adds the short forms to the help of the root command.
pub(crate) fn add_to(root: Command) -> Command {
    root.subcommands(SHORT_FORMS.iter().map(|short| Command::new(short.name).about(short.summary)))
}

/// Replaces a short form in the words of a command line, which begin after the program. `root` builds the root command. It is
/// called only if a word has the name of a short form.
pub(crate) fn expand<W: AsRef<OsStr> + From<&'static str>>(root: impl FnOnce() -> Command, words: &mut Vec<W>) {
    if !words.iter().any(|word| short_form(word).is_some()) {
        return;
    }
    let Some(mut place) = command_place(&root(), words) else { return };
    // The command may be that of `hwc help ls`.
    place += usize::from(words[place].as_ref() == "help");
    if let Some(short) = words.get(place).and_then(short_form) {
        words.splice(place..=place, short.long.map(W::from));
    }
}

fn short_form(word: &impl AsRef<OsStr>) -> Option<&'static ShortForm> {
    ShortForm::find(word.as_ref().to_str()?)
}

/// Returns the index of the command, behind options of all commands and their values.
fn command_place<W: AsRef<OsStr>>(root: &Command, words: &[W]) -> Option<usize> {
    let mut place = 0;
    while let Some(word) = words.get(place) {
        let word = word.as_ref().to_str().unwrap_or_default();
        if !word.starts_with('-') {
            return Some(place);
        }
        place += if takes_next_word(root, word) { 2 } else { 1 };
    }
    None
}

/// Returns true for an option whose value is the next word.
fn takes_next_word(root: &Command, word: &str) -> bool {
    let option = root.get_arguments().find(|arg| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long) || arg.get_all_aliases().is_some_and(|all| all.contains(&long)),
        None => word.chars().count() == 2 && arg.get_short() == word.chars().nth(1),
    });
    option.is_some_and(|arg| arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn expanded(line: &str) -> String {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        expand(Cli::command, &mut words);
        words.join(" ")
    }

    #[test]
    fn a_short_form_becomes_the_long_one() {
        for (line, wanted) in [
            ("search tickets", "operations search tickets"),
            ("watch case-1 --forever", "ticket follow case-1 --forever"),
            ("-o json --profile ops search x", "-o json --profile ops operations search x"),
            ("--output=json -q search x", "--output=json -q operations search x"),
            ("help search", "help operations search"),
        ] {
            assert_eq!(expanded(line), wanted);
        }
    }

    #[test]
    fn other_words_stay() {
        for line in
            ["ticket list", "operations search", "call search", "--profile search operations", "--jq watch", "-o"]
        {
            assert_eq!(expanded(line), line);
        }
    }

    #[test]
    fn each_long_form_is_a_command() {
        let root = Cli::command();
        for short in SHORT_FORMS {
            let [group, command] = short.long;
            let group = root.find_subcommand(group).unwrap();
            assert!(group.find_subcommand(command).is_some(), "{command}");
            assert!(root.find_subcommand(short.name).is_none(), "{} is a command itself", short.name);
        }
    }
}
