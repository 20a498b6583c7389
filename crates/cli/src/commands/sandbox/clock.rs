//! `hwc sandbox clock`: the clock of a running sandbox.

use std::time::Duration;

use clap::{Args, Subcommand};
use hwc_api::serde_json::{Value, json};

use super::data::text;
use crate::args::output::OutputArgs;
use crate::args::values::{parse_duration, units};
use crate::error::CliError;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;

const AFTER: &str = "\
Examples:
  hwc sandbox clock
  hwc sandbox clock advance 2h
  hwc sandbox clock set 2026-12-31T23:59:00Z
  hwc sandbox clock freeze";

/// Arguments of `hwc sandbox clock`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct ClockArgs {
    #[command(subcommand)]
    command: Option<ClockCommand>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The commands of `hwc sandbox clock`.
#[derive(Debug, Subcommand)]
enum ClockCommand {
    /// Show the time (default)
    #[command(after_help = "Examples:\n  hwc sandbox clock now")]
    Now,
    /// Move the time forward
    #[command(after_help = "Examples:\n  hwc sandbox clock advance 2h")]
    Advance {
        /// Duration, as in 90s, 30m, 2h or 7d
        #[arg(value_name = "DURATION", value_parser = duration)]
        by: Duration,
    },
    /// Set the time
    #[command(after_help = "Examples:\n  hwc sandbox clock set 2026-12-31T23:59:00Z")]
    Set {
        /// Time with its zone, as in 2026-01-31T08:00:00Z
        #[arg(value_name = "TIME")]
        time: String,
    },
    /// Stop the time
    #[command(after_help = "Examples:\n  hwc sandbox clock freeze")]
    Freeze,
    /// Let the time go on
    #[command(after_help = "Examples:\n  hwc sandbox clock run")]
    Run,
    /// Return to the time of this machine
    #[command(after_help = "Examples:\n  hwc sandbox clock real")]
    Real,
}

fn duration(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| format!("expected a whole number and a unit ({}), as in 2h", units()))
}

/// Shows or changes the clock.
pub(super) fn run(args: &ClockArgs, ui: &mut Ui) -> Result<(), CliError> {
    let client = ControlClient::find()?;
    let change = match &args.command {
        None | Some(ClockCommand::Now) => {
            let clock = client.get("clock")?;
            return ui.document(&clock, |_| format!("{}\n", sentence(&clock)));
        }
        Some(ClockCommand::Advance { by }) => json!({ "advance_seconds": by.as_secs() }),
        Some(ClockCommand::Set { time }) => json!({ "set": time }),
        Some(ClockCommand::Freeze) => json!({ "frozen": true }),
        Some(ClockCommand::Run) => json!({ "frozen": false }),
        Some(ClockCommand::Real) => json!({ "real": true }),
    };
    let clock = client.post("clock", &change)?;
    ui.change(&clock, &sentence(&clock))
}

fn sentence(clock: &Value) -> String {
    let state = if clock["frozen"] == true { ", and the clock is stopped" } else { "" };
    format!("it is {}{state}", text(&clock["now"]))
}
