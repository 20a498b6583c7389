//! The shells: their scripts, the words that they pass, and the candidates that they expect.

use clap::ValueEnum;

use super::candidates::Candidate;
use crate::ui::text::sanitize_line;

/// The characters that bash gives a meaning to.
const SPECIAL_IN_BASH: &str = " \t\"'\\$`&|;<>()*?[]#!{}~";

/// The supported shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// PowerShell.
    Powershell,
}

impl Shell {
    /// Returns the script that calls `hwc __complete`.
    pub(super) fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("scripts/hwc.bash"),
            Self::Zsh => include_str!("scripts/hwc.zsh"),
            Self::Fish => include_str!("scripts/hwc.fish"),
            Self::Powershell => include_str!("scripts/hwc.ps1"),
        }
    }

    /// Returns a word without the quotes of the shell. The scripts of the other shells remove them.
    pub(super) fn unquote(self, word: &str) -> String {
        if self != Self::Bash {
            return word.to_owned();
        }
        let (mut plain, mut quote) = (String::with_capacity(word.len()), None);
        let mut chars = word.chars();
        while let Some(char) = chars.next() {
            match (char, quote) {
                ('\\', None | Some('"')) => plain.extend(chars.next()),
                ('\'' | '"', None) => quote = Some(char),
                (char, Some(open)) if char == open => quote = None,
                (char, _) => plain.push(char),
            }
        }
        plain
    }

    /// Formats a candidate as one line. `typed` is the word before the cursor, with its quotes.
    pub(super) fn line(self, candidate: &Candidate, typed: &str) -> String {
        let (value, help) = (sanitize_line(&candidate.value), sanitize_line(&candidate.help));
        match self {
            Self::Bash if typed.starts_with(['\'', '"']) => format!("{value}\n"),
            Self::Bash => format!("{}\n", escape(&value)),
            Self::Zsh => format!("{}:{help}\n", value.replace('\\', "\\\\").replace(':', "\\:")),
            Self::Powershell if value.contains(' ') => format!("'{}'\t{help}\n", value.replace('\'', "''")),
            Self::Fish | Self::Powershell => format!("{value}\t{help}\n"),
        }
    }
}

fn escape(value: &str) -> String {
    let escaped = value.chars().flat_map(|char| [SPECIAL_IN_BASH.contains(char).then_some('\\'), Some(char)]);
    escaped.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shell_has_a_script_that_calls_the_command() {
        for shell in Shell::value_variants() {
            assert!(shell.script().contains("hwc __complete --shell"), "{shell:?}");
        }
    }

    #[test]
    fn candidates_are_one_line_each() {
        let candidate = Candidate::new("a:b", "help\nmore");
        assert_eq!(Shell::Zsh.line(&candidate, ""), "a\\:b:help more\n");
        assert_eq!(Shell::Fish.line(&candidate, ""), "a:b\thelp more\n");
    }

    #[test]
    fn spaces_and_quotes_reach_the_command_line() {
        let candidate = Candidate::new("drive:/b c's $x", "");
        assert_eq!(Shell::Bash.line(&candidate, "drive:/b"), "drive:/b\\ c\\'s\\ \\$x\n");
        assert_eq!(Shell::Bash.line(&candidate, "\"drive:/b"), "drive:/b c's $x\n");
        assert_eq!(Shell::Powershell.line(&candidate, ""), "'drive:/b c''s $x'\t\n");
        assert_eq!(Shell::Bash.unquote("drive:/b\\ c\\'s"), "drive:/b c's");
        assert_eq!(Shell::Bash.unquote("\"drive:/b c's"), "drive:/b c's");
        assert_eq!(Shell::Bash.unquote("--output='js"), "--output=js");
        assert_eq!(Shell::Fish.unquote("a\\b"), "a\\b");
    }
}
