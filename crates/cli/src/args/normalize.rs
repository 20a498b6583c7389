//! Normalization of command-line words before clap parses them. A value may begin with one dash. A value that begins
//! with two dashes requires `=`, so that a forgotten value never consumes an option.

use std::collections::VecDeque;
use std::ffi::OsString;

use clap::{Arg, Command};

use super::raw_words::{ShortOptions, find_long, is_option};

/// Rewrites words so that clap accepts values with a dash: `--name=-value` for options, and `-- -value` at the end for
/// positional texts.
///
/// Building all of a command takes longer than parsing, so `root` is called only if a word may have to be rewritten.
pub(crate) fn normalize(
    root: impl FnOnce() -> Command,
    words: impl IntoIterator<Item = OsString>,
) -> Result<Vec<OsString>, String> {
    let mut words: VecDeque<OsString> = words.into_iter().collect();
    if !has_ambiguous_dash(&words) {
        return Ok(words.into());
    }
    let mut root = root();
    root.build();
    let program = if root.is_no_binary_name_set() { None } else { words.pop_front() };
    let mut reader = Reader { command: &root, out: program.into_iter().collect(), texts: Vec::new(), place: 0 };
    while let Some(word) = words.pop_front() {
        if word == "--" {
            reader.texts.extend(words);
            break;
        }
        if reader.word(word, &mut words)? {
            reader.out.extend(words);
            return Ok(reader.out);
        }
    }
    Ok(reader.finish())
}

struct Reader<'a> {
    command: &'a Command,
    out: Vec<OsString>,
    /// The positional words, from the first one that begins with a dash.
    texts: Vec<OsString>,
    /// The number of positional words.
    place: usize,
}

impl Reader<'_> {
    /// Processes a word and its value. Returns `true` if clap must not see the rest.
    fn word(&mut self, word: OsString, rest: &mut VecDeque<OsString>) -> Result<bool, String> {
        let text = word.to_str().unwrap_or_default().to_owned();
        match text.strip_prefix("--") {
            Some(long) => {
                self.out.push(word);
                if find_long(self.command, long).is_some_and(requires_value) {
                    self.value(&text, rest)?;
                }
            }
            None if text.len() > 1 && text.starts_with('-') => self.dashed(word, &text, rest)?,
            None => return Ok(self.named(word, &text)),
        }
        Ok(false)
    }

    /// Joins an option with a value that begins with one dash.
    fn value(&mut self, option: &str, rest: &mut VecDeque<OsString>) -> Result<(), String> {
        let Some(next) = rest.front().and_then(|next| next.to_str()) else { return Ok(()) };
        if next.starts_with("--") && next != "--" {
            return Err(format!("{option} needs a value; write {option}={next} if that is the value"));
        }
        let Some(next) = rest.pop_front() else { return Ok(()) };
        if next == "--" {
            rest.push_front(next);
        } else if is_option(&next) {
            let joined = self.out.pop().map(|mut joined| {
                joined.push("=");
                joined.push(&next);
                joined
            });
            self.out.extend(joined);
        } else {
            self.out.push(next);
        }
        Ok(())
    }

    /// Processes a word with one dash: short options, or a text.
    fn dashed(&mut self, word: OsString, text: &str, rest: &mut VecDeque<OsString>) -> Result<(), String> {
        match ShortOptions::read(self.command, &text[1..]) {
            ShortOptions::Unknown if self.takes_text() => {
                self.texts.push(word);
                self.place += 1;
            }
            ShortOptions::NeedsValue(_) => {
                self.out.push(word);
                return self.value(text, rest);
            }
            ShortOptions::Complete | ShortOptions::Unknown => self.out.push(word),
        }
        Ok(())
    }

    /// Processes a word without a dash: the name of a command, or an argument.
    fn named(&mut self, word: OsString, text: &str) -> bool {
        if let Some(command) = self.command.find_subcommand(text).filter(|_| self.place == 0) {
            self.command = command;
            self.out.push(word);
            return false;
        }
        if self.command.is_allow_external_subcommands_set() {
            self.out.push(word);
            return true;
        }
        self.place += 1;
        let words = if self.texts.is_empty() { &mut self.out } else { &mut self.texts };
        words.push(word);
        false
    }

    /// Returns true if the next positional word is a text. IDs never begin with a dash.
    fn takes_text(&self) -> bool {
        let arguments: Vec<&Arg> = self.command.get_positionals().collect();
        let next = arguments.get(self.place.min(arguments.len().saturating_sub(1)));
        let is_id =
            |arg: &Arg| arg.get_value_names().is_some_and(|names| names.iter().any(|name| name.ends_with("ID")));
        next.is_some_and(|arg| !is_id(arg))
    }

    fn finish(mut self) -> Vec<OsString> {
        if !self.texts.is_empty() {
            self.out.push("--".into());
            self.out.append(&mut self.texts);
        }
        self.out
    }
}

/// Returns true if the option must have a value. Other options take a following word only if it is not an option.
fn requires_value(arg: &Arg) -> bool {
    arg.get_action().takes_values() && arg.get_num_args().is_none_or(|range| range.min_values() > 0)
}

/// Returns true if a word begins with one dash, or if an option follows another one.
fn has_ambiguous_dash(words: &VecDeque<OsString>) -> bool {
    let is_long = |word: &OsString| word.as_encoded_bytes().starts_with(b"--");
    let follows_option =
        words.iter().zip(words.iter().skip(1)).any(|(before, word)| is_option(before) && is_option(word));
    follows_option || words.iter().any(|word| is_option(word) && !is_long(word))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn read(line: &str) -> String {
        let words = line.split('|').map(OsString::from);
        match normalize(crate::cli::Cli::command, words) {
            Ok(words) => words.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join("|"),
            Err(problem) => problem,
        }
    }

    #[test]
    fn a_value_may_begin_with_one_dash() {
        let table = [
            ("hwc|ticket|reply|c|- item", "hwc|ticket|reply|c|--|- item"),
            ("hwc|ticket|reply|c|-Ok|--attach|f", "hwc|ticket|reply|c|--attach|f|--|-Ok"),
            ("hwc|ticket|open|-x is slow|--product|-p", "hwc|ticket|open|--product=-p|--|-x is slow"),
            ("hwc|ticket|label|c|a|-b|d", "hwc|ticket|label|c|a|--|-b|d"),
            ("hwc|ticket|close|c|--comment|-ok", "hwc|ticket|close|c|--comment=-ok"),
            ("hwc|ticket|attach|c|f|-m|-ok", "hwc|ticket|attach|c|f|-m=-ok"),
            ("hwc|ticket|attach|c|f|-mok", "hwc|ticket|attach|c|f|-mok"),
            ("hwc|ticket|rate|c|--value|-1", "hwc|ticket|rate|c|--value=-1"),
            ("hwc|call|--region|-r|ListCases|--limit|-1", "hwc|call|--region=-r|ListCases|--limit|-1"),
            ("hwc|ticket|reply|c|-", "hwc|ticket|reply|c|-"),
            ("hwc|ticket|reply|c|--|--yes|-y", "hwc|ticket|reply|c|--|--yes|-y"),
        ];
        for (line, wanted) in table {
            assert_eq!(read(line), wanted);
        }
    }

    #[test]
    fn options_stay_options() {
        for line in [
            "hwc|ticket|delete|c|-y",
            "hwc|ticket|delete|-y|c",
            "hwc|ticket|show|-x",
            "hwc|ticket|reply|c|text|--attach|f|--json",
            "hwc|ticket|reply|c|--unknown",
            "hwc|ticket|close|c|--comment=--yes",
            "hwc|ticket|open|-h",
            "hwc|help|call",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn a_value_with_two_dashes_needs_an_equals_sign() {
        let message = "--comment needs a value; write --comment=--yes if that is the value";
        assert_eq!(read("hwc|ticket|close|c|--comment|--yes"), message);
        assert!(read("hwc|ticket|attach|c|f|-m|--json").starts_with("-m needs a value; write -m=--json"));
        assert!(read("hwc|ticket|--endpoint|--json|list").starts_with("--endpoint needs a value"));
    }
}
