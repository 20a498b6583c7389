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

use clap::{CommandFactory, Parser};
use hwc_api::serde_json::json;

use cli::Cli;
use error::CliError;
use exit::ExitStatus;
use runtime::client_events::ClientEvents;
use ui::{note, streams};

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    args::output::follow_command_line(&words);
    ClientEvents::install();
    match parse_and_run(words) {
        Ok(()) => ExitStatus::Success.into(),
        Err(error) => ui::report(error),
    }
}

fn parse_and_run(words: Vec<OsString>) -> Result<(), CliError> {
    let words = args::normalize::normalize(Cli::command, words).map_err(CliError::usage)?;
    match Cli::try_parse_from(words) {
        Ok(cli) => cli.run(),
        Err(error) if error.use_stderr() && (!is_help(&error) || note::are_json()) => {
            Err(CliError::from_clap(&error, help_command(&error)))
        }
        Err(help) => print_help(&help),
    }
}

/// Returns true if clap shows the help because arguments are missing.
fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Returns the command that prints the help, from the usage in an error. Errors about a value have no usage.
fn help_command(error: &clap::Error) -> Option<String> {
    let text = error.to_string();
    let (_, usage) = text.split_once("\nUsage: ")?;
    let is_name = |word: &&str| word.starts_with(|char: char| char.is_ascii_lowercase());
    let names: Vec<&str> = usage.split_whitespace().take_while(is_name).collect();
    Some(format!("{} --help", names.join(" ")))
}

/// Prints the help or the version, which clap returns as an error.
fn print_help(help: &clap::Error) -> Result<(), CliError> {
    if help.kind() == clap::error::ErrorKind::DisplayVersion && note::are_json() {
        let version = json!({ "name": env!("CARGO_BIN_NAME"), "version": env!("CARGO_PKG_VERSION") });
        return streams::print(&format!("{version}\n"));
    }
    let text = help.render().ansi().to_string();
    match help.use_stderr() {
        true => Err(CliError::missing_arguments(text)),
        false => streams::print(&text),
    }
}
