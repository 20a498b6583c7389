//! Short forms of everyday commands: `hwc ls drive:/` is `hwc drive ls drive:/`. They are expanded before clap parses the
//! words, so that both forms have the same arguments, help and errors.

use std::ffi::OsStr;

use clap::Command;

use super::raw_words;

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

/// Replaces a short form in the words of a command line, which begin after the program.
pub(crate) fn expand<W: AsRef<OsStr> + From<&'static str>>(words: &mut Vec<W>) {
    if !words.iter().any(|word| short_form(word).is_some()) {
        return;
    }
    let Some(mut index) = raw_words::command_index(words) else { return };
    // The command may be that of `hwc help ls`.
    index += usize::from(words[index].as_ref() == "help");
    if let Some(short) = words.get(index).and_then(short_form) {
        words.splice(index..=index, short.long.map(W::from));
    }
}

fn short_form(word: &impl AsRef<OsStr>) -> Option<&'static ShortForm> {
    ShortForm::find(word.as_ref().to_str()?)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn expanded(line: &str) -> String {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        expand(&mut words);
        words.join(" ")
    }

    #[test]
    fn a_short_form_becomes_the_long_one() {
        for (line, wanted) in [
            ("search tickets", "operations search tickets"),
            ("watch case-1 --forever", "ticket follow case-1 --forever"),
            ("-o json --profile ops search x", "-o json --profile ops operations search x"),
            ("--output=json -q search x", "--output=json -q operations search x"),
            ("-qo json search x", "-qo json operations search x"),
            ("help search", "help operations search"),
        ] {
            assert_eq!(expanded(line), wanted);
        }
    }

    #[test]
    fn other_words_stay() {
        for line in [
            "ticket list",
            "operations search",
            "call search",
            "--profile search operations",
            "-qo search operations",
            "--jq watch",
            "-o",
        ] {
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
