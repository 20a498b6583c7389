//! Completion for shells: `hwc completion` prints the script of a shell, which calls `hwc __complete` at each TAB. That reads
//! the command line, the catalog and a cache, never the network.

pub(crate) mod cache;
mod candidates;
pub(crate) mod drive_paths;
mod shell;
mod words;

use std::ffi::OsString;

use clap::Args;

use self::candidates::Candidate;
use self::shell::Shell;
use crate::args::short_forms;
use crate::cli::Cli;
use crate::error::CliError;
use crate::ui::streams;

const AFTER: &str = "\
Examples:
  hwc completion bash > ~/.local/share/bash-completion/completions/hwc
  hwc completion zsh > \"${fpath[1]}/_hwc\"
  hwc completion fish > ~/.config/fish/completions/hwc.fish
  hwc completion powershell >> $PROFILE";

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

/// Prints the script of a shell.
pub(crate) fn run(args: &CompletionArgs) -> Result<(), CliError> {
    streams::print(args.shell.script())
}

/// Prints the candidates for the last word.
pub(crate) fn complete(args: &CompleteArgs) -> Result<(), CliError> {
    let words: Vec<String> = args.words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let typed = words.last().cloned().unwrap_or_default();
    let plain: Vec<String> = words.iter().map(|word| args.shell.unquote(word)).collect();
    let lines: String = candidates(&plain).iter().map(|candidate| args.shell.line(candidate, &typed)).collect();
    streams::print(&lines)
}

/// Returns the candidates for the last of these words.
fn candidates(words: &[String]) -> Vec<Candidate> {
    let mut root = Cli::command_with_short_forms();
    root.build();
    let Some((partial, before)) = words.split_last() else { return Vec::new() };
    let mut before = before.to_vec();
    short_forms::expand(&mut before);
    let found = words::find(&root, &before, partial);
    let (prefix, partial) = found.prefix_of(partial);
    let mut list = candidates::list(&found, partial);
    list.retain(|candidate| candidate.value.starts_with(partial));
    for candidate in &mut list {
        candidate.value.insert_str(0, prefix);
    }
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
        assert_eq!(values("sea"), ["search"]);
        assert!(values("search --serv").contains(&"--service".to_owned()), "arguments of the long form");
        assert!(values("ticket list --sta").contains(&"--status".to_owned()));
        assert!(values("ticket list --jq").contains(&"--jq".to_owned()), "arguments of all commands");
        assert!(values("__").is_empty(), "hidden commands are not offered");
    }

    #[test]
    fn values_of_flags_are_completed() {
        assert_eq!(values("ticket list -o js"), ["json", "jsonl"]);
        assert_eq!(values("ticket list --output=js"), ["--output=json", "--output=jsonl"]);
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
    fn drive_paths_are_completed() {
        assert_eq!(values("drive ls dri"), ["drive:/"]);
        assert_eq!(values("drive cp a.txt drive:"), ["drive:/"]);
        assert!(values("drive ls drive@Marketing:/x").is_empty());
        assert!(values("drive ls drive: dri").contains(&"drive:/".to_owned()), "the next word");
        assert!(values("drive cp console").is_empty(), "local files are left to the shell");
    }
}
