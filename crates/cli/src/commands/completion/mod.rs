//! Completion for shells: `hwc completion` prints the script of a shell, which calls `hwc __complete` at each TAB. That reads
//! the command line, the catalog and a cache, never the network.

pub(crate) mod cache;
mod candidates;
mod words;

use std::ffi::OsString;

use clap::{Args, CommandFactory, ValueEnum};

use self::candidates::Candidate;
use crate::cli::Cli;
use crate::error::CliError;
use crate::ui::streams;
use crate::ui::text::sanitize_line;

const AFTER: &str = "\
bash        hwc completion bash > ~/.local/share/bash-completion/completions/hwc
zsh         hwc completion zsh > \"${fpath[1]}/_hwc\"
fish        hwc completion fish > ~/.config/fish/completions/hwc.fish
powershell  hwc completion powershell >> $PROFILE";

/// Arguments of `hwc completion`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct CompletionArgs {
    /// Shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Arguments of `hwc __complete`.
#[derive(Debug, Args)]
pub(crate) struct CompleteArgs {
    /// Shell whose format the candidates have
    #[arg(long, value_enum, default_value_t = Shell::Bash)]
    shell: Shell,
    /// Words after `hwc`, the last of which is completed
    #[arg(last = true, value_name = "WORD")]
    words: Vec<OsString>,
}

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
    fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("scripts/hwc.bash"),
            Self::Zsh => include_str!("scripts/hwc.zsh"),
            Self::Fish => include_str!("scripts/hwc.fish"),
            Self::Powershell => include_str!("scripts/hwc.ps1"),
        }
    }

    /// Formats a candidate as one line.
    fn line(self, candidate: &Candidate) -> String {
        let (value, help) = (sanitize_line(&candidate.value), sanitize_line(&candidate.help));
        match self {
            Self::Bash => format!("{value}\n"),
            Self::Zsh => format!("{}:{help}\n", value.replace(':', "\\:")),
            Self::Fish | Self::Powershell => format!("{value}\t{help}\n"),
        }
    }
}

/// Prints the script of a shell.
pub(crate) fn run(args: &CompletionArgs) -> Result<(), CliError> {
    streams::print(args.shell.script())
}

/// Prints the candidates for the last word.
pub(crate) fn complete(args: &CompleteArgs) -> Result<(), CliError> {
    let words: Vec<String> = args.words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let lines: String = candidates(&words).iter().map(|candidate| args.shell.line(candidate)).collect();
    streams::print(&lines)
}

/// Returns the candidates for the last of these words.
fn candidates(words: &[String]) -> Vec<Candidate> {
    let mut root = Cli::command();
    root.build();
    let words = words::join_equals_signs(words);
    let Some((partial, before)) = words.split_last() else { return Vec::new() };
    let found = words::find(&root, before, partial);
    let (prefix, partial) = found.prefix_of(partial);
    let mut list = candidates::list(&found);
    list.retain(|candidate| candidate.value.starts_with(partial));
    list.iter_mut().for_each(|candidate| candidate.value.insert_str(0, prefix));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> Vec<String> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        candidates(&words).into_iter().map(|candidate| candidate.value).collect()
    }

    #[test]
    fn commands_and_flags_are_completed() {
        assert_eq!(values("oper"), ["operations"]);
        assert!(values("ticket ").contains(&"list".to_owned()));
        assert_eq!(values("ticket li"), ["list", "link"]);
        assert!(values("ticket list --sta").contains(&"--status".to_owned()));
        assert!(values("ticket list --jq").contains(&"--jq".to_owned()), "arguments of all commands");
        assert!(values("__").is_empty(), "hidden commands are not offered");
    }

    #[test]
    fn values_of_flags_are_completed() {
        assert_eq!(values("ticket list -o js"), ["json", "jsonl"]);
        assert_eq!(values("ticket list --output=js"), ["--output=json", "--output=jsonl"]);
        assert_eq!(values("ticket list --output = js"), ["json", "jsonl"], "bash splits at the equals sign");
        assert_eq!(values("operations --service k"), ["koodrive"]);
        assert!(values("ticket list --status awa").contains(&"awaiting-customer".to_owned()));
        assert!(values("call --region cn-n").iter().all(|region| region.starts_with("cn-n")));
    }

    #[test]
    fn operations_and_their_fields_are_completed() {
        assert!(values("call ListAuth").contains(&"ListAuthorizations".to_owned()));
        assert!(values("describe ListC").contains(&"ListCases".to_owned()));
        assert!(values("call --all-pages ListAuthorizations --sta").contains(&"--status".to_owned()));
        assert!(values("call ListAuthorizations --status wait").contains(&"waiting".to_owned()));
        assert!(values("call ListAuthorizations --body ").is_empty());
    }

    #[test]
    fn each_shell_has_a_script_that_calls_the_command() {
        for shell in Shell::value_variants() {
            assert!(shell.script().contains("hwc __complete --shell"), "{shell:?}");
        }
        let candidate = Candidate::new("a:b", "help\nmore");
        assert_eq!(Shell::Zsh.line(&candidate), "a\\:b:help more\n");
        assert_eq!(Shell::Fish.line(&candidate), "a:b\thelp more\n");
    }
}
