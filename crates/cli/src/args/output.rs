//! Output arguments: the format and the file.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::global::GlobalArgs;
use super::{paths, raw_words};
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

/// The commands with lines in JSON everywhere.
const JSON_ALWAYS: &[&str] = &["__jq", "mcp"];

/// The commands with lines of text. Those of all others are JSON unless standard output is a terminal.
const TEXT: &[&str] = &["__complete", "completion", "demo", "explore", "man"];

/// Returns true if an option in the words of the command line requests JSON.
pub(crate) fn is_json_requested(words: &[OsString]) -> bool {
    let words = words.iter().skip(1).take_while(|word| *word != "--").map(|word| word.to_str().unwrap_or_default());
    explicit_format(&words.collect::<Vec<_>>()).is_some_and(Format::is_json)
}

/// Returns true if lines on standard error are JSON.
fn has_json_notes(words: &[OsString], terminal: bool) -> bool {
    let words = words.iter().skip(1).take_while(|word| *word != "--").map(|word| word.to_str().unwrap_or_default());
    let words: Vec<&str> = words.collect();
    requested_format(&words).map_or_else(|| has_json_notes_by_default(&words, terminal), Format::is_json)
}

/// Returns true if lines on standard error are JSON without a format on the command line.
fn has_json_notes_by_default(words: &[&str], terminal: bool) -> bool {
    let Some(index) = raw_words::command_index(words) else { return false };
    let (command, rest) = (words[index], &words[index + 1..]);
    let subcommand = raw_words::command_index(rest).map(|index| rest[index]);
    match (command, subcommand) {
        ("sandbox" | "drive", Some("serve")) => true,
        ("sandbox", None | Some("env" | "exec")) | ("drive", Some("cat")) => false,
        _ if JSON_ALWAYS.contains(&command) => true,
        _ if TEXT.contains(&command) => false,
        // An unknown command too, as after a typing error.
        _ => !terminal,
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
            "hwc drive serve drive:/",
            "hwc --quiet drive --endpoint http://127.0.0.1:1 serve",
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
            "hwc sandbox serve -o table",
            "hwc drive serve --output=table drive:/",
            "hwc --profile call demo",
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
            "hwc drive rm serve",
            "hwc --quiet --profile ops ticket list",
            "hwc ticket reply case-1 -- --output=table",
        ] {
            assert!(is_json(line, false) && !is_json(line, true), "{line}");
        }
    }

    #[test]
    fn listed_commands_exist() {
        let command = <crate::cli::Cli as clap::CommandFactory>::command();
        for name in TEXT.iter().chain(JSON_ALWAYS) {
            let is_optional = cfg!(not(feature = "mcp")) && JSON_ALWAYS.contains(name);
            assert!(is_optional || command.find_subcommand(name).is_some(), "{name}");
        }
    }
}
