//! `hwc demo`: a guided demo with real calls to the sandbox. The demo controls the sandbox's clock. It needs no
//! account, network or environment variables, and its output is the same in each run.

#[cfg(feature = "sandbox")]
mod drive;
#[cfg(feature = "sandbox")]
mod embedding;
#[cfg(feature = "sandbox")]
mod files;
#[cfg(feature = "sandbox")]
mod last_exchange;
#[cfg(feature = "sandbox")]
mod render;
#[cfg(feature = "sandbox")]
mod runner;
#[cfg(feature = "sandbox")]
mod sign_in;
#[cfg(feature = "sandbox")]
mod step;
#[cfg(feature = "sandbox")]
mod tickets;
#[cfg(all(feature = "drive", feature = "sandbox"))]
mod transfers;

use clap::Args;

use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::ui::format::{Format, Formats, STREAM};

/// Arguments of `hwc demo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc demo\n  hwc demo -o json")]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// The formats of the demo. It is for people, so text is the default everywhere.
const FORMATS: Formats = Formats { piped: Format::Table, ..STREAM };

/// Runs the demo and prints text for people, or one JSON object or YAML document per call.
pub(crate) fn run(args: &DemoArgs) -> Result<(), CliError> {
    run_in(args.output.resolve(&FORMATS, true)?)
}

#[cfg(feature = "sandbox")]
fn run_in(format: Format) -> Result<(), CliError> {
    crate::runtime::run(async {
        let mut runner = runner::DemoRunner::new(crate::ui::Ui::new(format, true))?;
        sign_in::run(&mut runner).await?;
        tickets::run(&mut runner).await?;
        drive::run(&mut runner).await?;
        files::run(&mut runner).await?;
        #[cfg(feature = "drive")]
        transfers::run(&mut runner).await?;
        embedding::run(&mut runner).await?;
        runner.print_summary()
    })
}

/// Returns an error: the demo needs the sandbox.
#[cfg(not(feature = "sandbox"))]
fn run_in(_: Format) -> Result<(), CliError> {
    Err(CliError::no_sandbox())
}
