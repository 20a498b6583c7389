//! The root of the `hwc` command: reads the arguments, runs what they ask for, and tells how that went. The README is
//! its front page.
#![doc = include_str!("../README.md")]

mod arguments;
mod call;
mod demo;
mod exit;
mod failure;
mod names;
mod operations;
mod output;
mod paths;
mod runtime;
mod sandbox;
mod show;
mod signals;
mod ticket;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use exit::Exit;
use failure::Failure;

fn main() -> ExitCode {
    let outcome = match Arguments::try_parse() {
        Ok(arguments) => run(arguments.command),
        Err(error) if error.use_stderr() && !is_help(&error) => {
            let failure = Failure::arguments(&error);
            Err(if ticket::is_for_people(std::env::args_os()) { failure.for_people() } else { failure })
        }
        Err(help) => return show(&help),
    };
    match outcome {
        Ok(()) => Exit::Done.into(),
        Err(failure) => failure.tell(),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Ticket(arguments) => ticket::run(arguments),
        Command::Call(arguments) => call::run(arguments),
        Command::Operations(options) => operations::run(&options),
        Command::Demo(options) => demo::run(options.json),
        Command::Sandbox(arguments) => sandbox::run(arguments.command),
    }
}

/// Whether clap shows the help since too little was said.
fn is_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

/// Shows the help or the version, which clap hands over as an error.
fn show(help: &clap::Error) -> ExitCode {
    match help.print() {
        Ok(()) if !help.use_stderr() => Exit::Done.into(),
        Ok(()) => Exit::Usage.into(),
        Err(error) => Failure::write(&error).tell(),
    }
}
