//! The position of the word to complete: the command, and the argument whose value it is.

use clap::{Arg, Command};

use crate::args::raw_words::option_without_value;

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
            None => position.option = option_without_value(position.command, option),
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
            self.option = option_without_value(self.command, word);
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
