//! Output arguments: the format and the file.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::global::GlobalArgs;
use super::paths;
use crate::error::CliError;
use crate::profile::config;
use crate::ui::format::{Format, Formats};
use crate::ui::{Sink, note};

/// The output format. It applies to all subcommands.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct OutputArgs {
    /// Output format: table, json, jsonl, yaml or csv
    #[arg(long, short, alias = "format", value_name = "FORMAT", value_parser = Format::parse, global = true)]
    output: Option<Format>,
    /// Short for `--output json`
    #[arg(long, global = true, conflicts_with = "output")]
    json: bool,
}

impl OutputArgs {
    /// Returns the format on the command line.
    pub(crate) fn requested(&self) -> Option<Format> {
        self.output.or(self.json.then_some(Format::Json))
    }

    /// Returns the format for a command that supports `formats`.
    ///
    /// # Errors
    /// Fails if the command does not support the requested format, or if two different ones are requested.
    pub(crate) fn resolve(&self, formats: &Formats, terminal: bool) -> Result<Format, CliError> {
        // clap does not detect conflicts between options before and after a subcommand.
        if self.json && self.output.is_some_and(|format| format != Format::Json) {
            return Err(CliError::usage("--json and --output cannot be used together"));
        }
        let is_supported = |format: &Format| formats.supported.contains(format);
        let requested = self.requested().or_else(|| config::output().filter(is_supported));
        if GlobalArgs::current().jq.is_none() {
            return formats.resolve(requested, terminal);
        }
        match requested {
            Some(format) if !format.is_json() => Err(CliError::usage("--jq requires the output format json or jsonl")),
            _ => formats.resolve(requested.or(Some(Format::Json)), terminal),
        }
    }

    /// Sets the format of lines on standard error for a command whose results are JSON at a terminal too: the lines are
    /// JSON only if the format is requested, or if standard output is not a terminal.
    pub(crate) fn set_note_format(&self, format: Format) {
        let is_requested = self.requested().is_some() || GlobalArgs::current().jq.is_some();
        note::set_json(format.is_json() && (is_requested || !io::stdout().is_terminal()));
    }
}

/// The file for the output.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct OutArgs {
    /// Write to FILE (`-` for stdout) [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file of --out if it exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

impl OutArgs {
    /// Returns the path of the file; `None` for standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.out.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// Returns true if the output goes to a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.file().is_none() && io::stdout().is_terminal()
    }

    /// Opens a file that appears when it is complete; `None` for standard output.
    pub(crate) fn open(&self) -> Result<Option<Sink>, CliError> {
        self.open_as(Sink::atomic)
    }

    /// Opens a file that grows with each write; `None` for standard output.
    pub(crate) fn open_stream(&self) -> Result<Option<Sink>, CliError> {
        self.open_as(Sink::stream)
    }

    fn open_as(&self, open: impl Fn(&Path) -> Result<Sink, CliError>) -> Result<Option<Sink>, CliError> {
        let Some(path) = self.file() else { return Ok(None) };
        paths::refuse_existing(path, self.force)?;
        open(path).map(Some)
    }
}

/// Sets the format of lines on standard error from the words of the command line, before they are parsed: errors in
/// these words have the same format as others.
pub(crate) fn follow_command_line(words: &[OsString]) {
    note::set_json(has_json_notes(words, io::stdout().is_terminal()));
}

/// The commands with lines in JSON unless standard output is a terminal.
const JSON_IN_PIPES: &[&str] = &[
    "api",
    "call",
    "commands",
    "config",
    "describe",
    "doctor",
    "drive",
    "embed",
    "insight",
    "login",
    "logout",
    "operations",
    "profile",
    "sandbox",
    "schema",
    "ticket",
    "validate",
];

/// The commands with lines in JSON everywhere.
const JSON_ALWAYS: &[&str] = &["__jq", "mcp"];

/// The commands with lines of text.
const TEXT: &[&str] = &["__complete", "completion", "demo", "explore", "help", "man"];

/// Returns true if an option in the words of the command line requests JSON.
pub(crate) fn is_json_requested(words: &[OsString]) -> bool {
    let words = words.iter().skip(1).take_while(|word| *word != "--").map(|word| word.to_str().unwrap_or_default());
    explicit_format(&words.collect::<Vec<_>>()).is_some_and(Format::is_json)
}

/// Returns true if lines on standard error are JSON.
fn has_json_notes(words: &[OsString], terminal: bool) -> bool {
    let words = words.iter().skip(1).take_while(|word| *word != "--").map(|word| word.to_str().unwrap_or_default());
    let words: Vec<&str> = words.collect();
    let format = requested_format(&words);
    // Options of all commands may stand before the command.
    let is_command = |word: &&str| [JSON_IN_PIPES, JSON_ALWAYS, TEXT].iter().any(|names| names.contains(word));
    let start = words.iter().position(is_command).unwrap_or(words.len());
    match words[start..] {
        ["sandbox" | "drive", ..] if words.contains(&"serve") => true,
        ["sandbox", ..] if words.contains(&"env") || words.contains(&"exec") => format.is_some_and(Format::is_json),
        ["sandbox"] | ["drive", "cat", ..] => format.is_some_and(Format::is_json),
        [command, ..] if JSON_ALWAYS.contains(&command) => format.is_none_or(Format::is_json),
        [command, ..] if JSON_IN_PIPES.contains(&command) => format.map_or(!terminal, Format::is_json),
        // An unknown command, as after a typing error.
        [] if words.iter().any(|word| !word.starts_with('-')) => format.map_or(!terminal, Format::is_json),
        _ => format.is_some_and(Format::is_json),
    }
}

/// Finds the last format in words that may be invalid. A jq expression requires JSON.
fn requested_format(words: &[&str]) -> Option<Format> {
    let is_filtered = words.iter().any(|word| *word == "--jq" || word.starts_with("--jq="));
    explicit_format(words).or(is_filtered.then_some(Format::Json))
}

fn explicit_format(words: &[&str]) -> Option<Format> {
    let mut formats = words.iter().enumerate().filter_map(|(index, word)| match *word {
        "--json" => Some(Format::Json),
        "-o" | "--output" | "--format" => Format::find(words.get(index + 1)?),
        word => ["--output=", "--format=", "-o=", "-o"]
            .iter()
            .find_map(|option| word.strip_prefix(option))
            .and_then(Format::find),
    });
    formats.next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_json(line: &str, terminal: bool) -> bool {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        has_json_notes(&words, terminal)
    }

    #[test]
    fn notes_are_json_if_results_are() {
        for line in [
            "hwc mcp",
            "hwc call -o json X",
            "hwc ticket list --json",
            "hwc ticket list -o json",
            "hwc ticket list -ojsonl",
            "hwc operations --output=json",
            "hwc ticket --format jsonl export",
            "hwc demo --json",
            "hwc sandbox serve",
        ] {
            assert!(is_json(line, true) && is_json(line, false), "{line}");
        }
    }

    #[test]
    fn notes_are_text_otherwise() {
        for line in [
            "hwc operations -o csv",
            "hwc ticket list --output table",
            "hwc ticket -oyaml list",
            "hwc call -o table X",
            "hwc demo",
            "hwc drive cat drive:/ticket",
            "hwc sandbox env",
            "hwc sandbox exec -- ls -o json",
            "hwc",
        ] {
            assert!(!is_json(line, true) && !is_json(line, false), "{line}");
        }
    }

    #[test]
    fn without_a_format_the_terminal_decides() {
        for line in [
            "hwc ticket list",
            "hwc call X",
            "hwc api GET /",
            "hwc opertions",
            "hwc operations",
            "hwc drive ls drive:/",
            "hwc --quiet --profile ops ticket list",
            "hwc ticket reply case-1 -- --output=table",
        ] {
            assert!(is_json(line, false) && !is_json(line, true), "{line}");
        }
    }

    #[test]
    fn each_command_is_in_one_list() {
        let command = <crate::cli::Cli as clap::CommandFactory>::command();
        for name in command.get_subcommands().map(clap::Command::get_name) {
            let lists = [JSON_IN_PIPES, JSON_ALWAYS, TEXT];
            let found = lists.iter().filter(|names| names.contains(&name)).count();
            assert_eq!(found, 1, "{name}");
        }
    }
}
