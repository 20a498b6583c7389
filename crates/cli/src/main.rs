//! The `hwc` command: parses the arguments, runs the command and reports the outcome.
#![doc = include_str!("../README.md")]

mod arguments;
mod changes;
mod commands;
mod demo;
mod dynamic;
mod exit;
mod failure;
mod names;
mod narrator;
mod operations;
mod output;
mod paths;
mod runtime;
mod sandbox;
mod show;
mod signals;
mod ticket;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use exit::Exit;
use failure::Failure;
use narrator::Narrator;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    output::follow_command_line(&words);
    Narrator::install();
    let words = match words::normalized(words) {
        Ok(words) => words,
        Err(problem) => return Failure::usage(problem).tell(),
    };
    let outcome = match Arguments::try_parse_from(words) {
        Ok(arguments) => run(arguments.command),
        Err(error) if error.use_stderr() && (!is_help(&error) || output::notes_are_json()) => {
            Err(Failure::arguments(&error))
        }
        Err(help) => show(&help),
    };
    match outcome {
        Ok(()) => Exit::Done.into(),
        Err(failure) => failure.tell(),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Ticket(arguments) => ticket::run(arguments),
        Command::Call(arguments) => commands::call::run(arguments),
        Command::Operations(options) => operations::run(&options),
        Command::Demo(options) => demo::run(options.json),
        Command::Sandbox(arguments) => sandbox::run(arguments.command),
    }
}

/// Returns true if clap shows the help because arguments are missing.
fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Prints the help or the version, which clap returns as an error.
fn show(help: &clap::Error) -> Result<(), Failure> {
    let text = help.render().ansi().to_string();
    match help.use_stderr() {
        true => Err(Failure::help(text)),
        false => output::colored_text(&text),
    }
}
