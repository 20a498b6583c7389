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
        Err(error) if error.use_stderr() && (!is_help(&error) || note::are_json()) => Err(CliError::from_clap(&error)),
        Err(help) => print_help(&help),
    }
}

/// Returns true if clap shows the help because arguments are missing.
fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Prints the help or the version, which clap returns as an error.
fn print_help(help: &clap::Error) -> Result<(), CliError> {
    let text = help.render().ansi().to_string();
    match help.use_stderr() {
        true => Err(CliError::missing_arguments(text)),
        false => streams::print(&text),
    }
}
