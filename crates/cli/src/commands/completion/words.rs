//! The position of the word to complete: the command, and the argument whose value it is.

use clap::{Arg, Command};

/// The position of the word to complete.
#[derive(Debug)]
pub(super) struct Position<'a> {
    pub(super) command: &'a Command,
    /// The words of the command after `hwc`.
    pub(super) path: Vec<String>,
    /// The option whose value is completed.
    pub(super) option: Option<&'a Arg>,
    /// The number of positional words before.
    pub(super) place: usize,
    /// The operation of `hwc call`, and the last of its words before.
    pub(super) operation: Option<(String, Option<String>)>,
    /// True if a flag is completed.
    pub(super) is_flag: bool,
}

impl Position<'_> {
    /// Returns true for the commands of a group, such as `ticket`.
    pub(super) fn is_below(&self, group: &str) -> bool {
        self.path.first().is_some_and(|word| word == group)
    }

    /// Splits the word to complete if it is `--option=value`.
    pub(super) fn prefix_of<'w>(&self, word: &'w str) -> (&'w str, &'w str) {
        match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") && !self.is_flag => (&word[..=option.len()], value),
            _ => ("", word),
        }
    }
}

/// The words of a command line, joined where bash split them.
#[derive(Debug)]
pub(super) struct JoinedWords {
    pub(super) words: Vec<String>,
    /// The length of the part of the last word that bash does not replace.
    pub(super) split_off: usize,
}

/// Joins what bash split at `=`, `:` and `@`: options with a value, and paths of a drive.
pub(super) fn join(words: &[String]) -> JoinedWords {
    let mut joined = JoinedWords { words: Vec::new(), split_off: 0 };
    let (mut rest, mut before) = (words.iter().peekable(), "");
    while let Some(word) = rest.next() {
        let (is_first, last) = (joined.words.len() <= 1, joined.words.last_mut());
        // The value alone replaces the word of the shell, so the option stays a word of its own.
        if word == "=" && last.as_ref().is_some_and(|last| last.starts_with("--")) && rest.peek().is_some() {
            continue;
        }
        match last.filter(|last| !is_first && (is_separator(before) || is_split(last, word))) {
            Some(last) => {
                joined.split_off = if is_separator(word) { last.len() + word.len() } else { last.len() };
                last.push_str(word);
            }
            None => {
                joined.split_off = 0;
                joined.words.push(word.clone());
            }
        }
        before = word;
    }
    joined
}

fn is_separator(word: &str) -> bool {
    matches!(word, ":" | "@")
}

/// Returns true if a separator belongs to a path such as `drive:/Reports` or `drive@Marketing:/site`.
fn is_split(path: &str, word: &str) -> bool {
    is_separator(word) && (path == "drive" || (path.starts_with("drive@") && !path.contains(':')))
}

/// Finds the position behind these words.
pub(super) fn find<'a>(root: &'a Command, before: &[String], partial: &str) -> Position<'a> {
    let mut position =
        Position { command: root, path: Vec::new(), option: None, place: 0, operation: None, is_flag: false };
    for word in before {
        position.read(word);
    }
    position.is_flag = partial.starts_with('-') && position.option.is_none() && position.pending().is_none();
    if position.is_flag
        && let Some((option, _)) = partial.split_once('=')
    {
        position.is_flag = false;
        match &mut position.operation {
            Some((_, last)) => *last = Some(option.to_owned()),
            None => position.option = find_option(position.command, option),
        }
    }
    position
}

impl Position<'_> {
    /// Returns the flag of the operation whose value is completed.
    pub(super) fn pending(&self) -> Option<&str> {
        let (_, last) = self.operation.as_ref()?;
        last.as_deref().filter(|word| word.starts_with("--") && !word.contains('='))
    }

    fn read(&mut self, word: &str) {
        if let Some((_, last)) = &mut self.operation {
            *last = Some(word.to_owned());
        } else if self.option.take().is_some() {
            // The word is the value of an option.
        } else if word.starts_with('-') && word.len() > 1 {
            let option = if word.contains('=') { None } else { find_option(self.command, word) };
            self.option = option.filter(|arg| arg.get_action().takes_values());
        } else if let Some(command) = self.command.find_subcommand(word).filter(|_| self.place == 0) {
            self.command = command;
            self.path.push(command.get_name().to_owned());
        } else if self.command.is_allow_external_subcommands_set() {
            self.operation = Some((word.to_owned(), None));
        } else {
            self.place += 1;
        }
    }
}

/// Finds an option by its long or short name.
fn find_option<'a>(command: &'a Command, word: &str) -> Option<&'a Arg> {
    let is_named = |arg: &&Arg| match word.strip_prefix("--") {
        Some(long) => {
            arg.get_long() == Some(long) || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&long))
        }
        None => arg.get_short().is_some() && arg.get_short() == word.chars().nth(1) && word.chars().count() == 2,
    };
    command.get_arguments().find(is_named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(line: &str) -> (String, usize) {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let joined = join(&words);
        (joined.words.join("|"), joined.split_off)
    }

    #[test]
    fn words_are_joined_where_bash_splits_them() {
        let table = [
            ("drive ls drive : /Re", "drive|ls|drive:/Re", 6),
            ("drive ls drive :", "drive|ls|drive:", 6),
            ("drive ls drive @ Mark", "drive|ls|drive@Mark", 6),
            ("drive ls drive @ Marketing : /x", "drive|ls|drive@Marketing:/x", 16),
            ("drive cp drive : /a drive : /b", "drive|cp|drive:/a|drive:/b", 6),
            ("drive quota drive: --js", "drive|quota|drive:|--js", 0),
            ("ticket list --output = js", "ticket|list|--output|js", 0),
        ];
        for (line, words, split_off) in table {
            assert_eq!(joined(line), (words.to_owned(), split_off), "{line}");
        }
    }
}
