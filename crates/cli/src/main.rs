//! The `hwc` command: parses the arguments, runs the command and reports the outcome.
#![doc = include_str!("../README.md")]

mod args;
mod case;
mod changes;
mod cli;
mod commands;
mod dynamic;
mod error;
mod exit;
mod lock;
mod paths;
mod profile;
mod runtime;
mod sandbox;
mod ui;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::CommandFactory;
use hwc_api::serde_json::json;

use cli::Cli;
use error::CliError;
use exit::ExitStatus;
use runtime::client_events::ClientEvents;
use ui::{note, streams};

fn main() -> ExitCode {
    let words = words();
    args::output::follow_command_line(&words);
    ClientEvents::install();
    match parse_and_run(words) {
        Ok(()) => ExitStatus::Success.into(),
        Err(error) => ui::report(error),
    }
}

/// Returns the words of the command line, with the long form of a command.
fn words() -> Vec<OsString> {
    let mut words = std::env::args_os();
    let program = words.next();
    let mut words = words.collect();
    args::short_forms::expand(&mut words);
    args::raw_words::replace_help(&mut words);
    program.into_iter().chain(words).collect()
}

fn parse_and_run(words: Vec<OsString>) -> Result<(), CliError> {
    let is_json_requested = args::output::is_json_requested(&words);
    let words = args::normalize::normalize(Cli::command, words).map_err(CliError::usage)?;
    match Cli::parse_words(words) {
        Ok(cli) => cli.run(),
        Err(error) if error.use_stderr() && (!is_help(&error) || note::are_json()) => {
            Err(CliError::from_clap(&error, help_command(&error)))
        }
        Err(help) => print_help(&help, is_json_requested),
    }
}

/// Returns true if clap shows the help because arguments are missing.
fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Returns the command that prints the help, from the usage in an error. Errors about a value have no usage.
fn help_command(error: &clap::Error) -> Option<String> {
    Some(format!("{} --help", names_in_usage(&error.to_string())?.join(" ")))
}

/// Returns `hwc` and the names of the commands in the usage of a text.
fn names_in_usage(text: &str) -> Option<Vec<&str>> {
    let (_, usage) = text.split_once("\nUsage: ")?;
    let is_name = |word: &&str| word.starts_with(|char: char| char.is_ascii_lowercase() || char == '_');
    Some(usage.split_whitespace().take_while(is_name).collect())
}

/// Prints the help or the version, which clap returns as an error.
fn print_help(help: &clap::Error, is_json_requested: bool) -> Result<(), CliError> {
    match help.kind() {
        clap::error::ErrorKind::DisplayVersion if note::are_json() => {
            let version = json!({ "name": env!("CARGO_BIN_NAME"), "version": env!("CARGO_PKG_VERSION") });
            return streams::print(&format!("{version}\n"));
        }
        clap::error::ErrorKind::DisplayHelp if is_json_requested => return print_help_as_json(help),
        _ => {}
    }
    let text = help.render().ansi().to_string();
    match help.use_stderr() {
        true => Err(CliError::missing_arguments(text)),
        false => streams::print(&text),
    }
}

/// Prints the command and those below it as JSON.
fn print_help_as_json(help: &clap::Error) -> Result<(), CliError> {
    let text = help.to_string();
    let names = names_in_usage(&text).unwrap_or_default();
    commands::command_list::print_below(names.get(1..).unwrap_or_default())
}
