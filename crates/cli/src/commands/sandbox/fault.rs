//! `hwc sandbox fault`: the faults of a running sandbox.

use std::time::Duration;

use clap::{Args, Subcommand};
use hwc_api::serde_json::{self, Value, json};
use hwc_sandbox::Fault;
use hwc_transport::http::Method;

use super::data::{table, text};
use crate::args::output::OutputArgs;
use crate::args::values::parse_seconds;
use crate::error::CliError;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;

const AFTER: &str = "\
OPERATION is a name, a pattern such as 'koodrive.*', or '*' for any operation. Requests to presigned
URLs are storage.GetObject (downloads) and storage.UploadPart; '*' does not include them. FAULT is one
of:
  400 to 599        an error response in the format of the service
  429:SECONDS       a rate limit with a Retry-After header
  delay:SECONDS     a correct response, late
  reset             a connection that is closed without a response
  truncate          a response that ends after half of its body
  drip:SECONDS      a body that arrives piece by piece
  quota             KooDrive's error for a space that is full
followed by xTIMES for more than one call.

Examples:
  hwc sandbox fault add CreateCases 503x2
  hwc sandbox fault add 'koodrive.*' reset --probability 0.1 --always
  hwc sandbox fault add CreateCases 500 --after-effect
  hwc sandbox fault add ListCases 403 --code OSM.0003 --message Forbidden
  hwc sandbox fault add storage.UploadPart 503x2 --skip 1
  hwc sandbox fault clear";

/// Arguments of `hwc sandbox fault`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct FaultArgs {
    #[command(subcommand)]
    command: FaultCommand,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The commands of `hwc sandbox fault`.
#[derive(Debug, Subcommand)]
enum FaultCommand {
    /// Let calls fail
    #[command(after_help = AFTER)]
    Add(AddArgs),
    /// List the pending faults
    #[command(after_help = "Examples:\n  hwc sandbox fault list")]
    List,
    /// Remove all pending faults, or one
    #[command(after_help = "Examples:\n  hwc sandbox fault clear\n  hwc sandbox fault clear 1")]
    Clear {
        /// ID of the fault to remove
        #[arg(value_name = "ID")]
        id: Option<u64>,
    },
}

/// Arguments of `hwc sandbox fault add`.
#[derive(Debug, Args)]
struct AddArgs {
    /// Operation or pattern of operations
    #[arg(value_name = "OPERATION")]
    operation: String,
    /// Failure; see below
    #[arg(value_name = "FAULT")]
    fault: String,
    /// Fail all calls until the fault is removed
    #[arg(long)]
    always: bool,
    /// Let this many calls pass first
    #[arg(long, value_name = "CALLS", default_value_t = 0, hide_default_value = true)]
    skip: u32,
    /// Fail a call with this probability, from 0 to 1
    #[arg(long, value_name = "NUMBER", value_parser = probability)]
    probability: Option<f64>,
    /// Perform the operation, and fail afterwards
    #[arg(long)]
    after_effect: bool,
    /// Delay the failure by this time
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    latency: Option<Duration>,
    /// Error code of an error response
    #[arg(long, value_name = "CODE", requires = "message")]
    code: Option<String>,
    /// Text of an error response
    #[arg(long, value_name = "TEXT", requires = "code")]
    message: Option<String>,
    /// Seconds in the Retry-After header of an error response
    #[arg(long, value_name = "SECONDS")]
    retry_after: Option<u64>,
}

fn probability(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// Adds, lists or removes faults.
pub(super) fn run(args: &FaultArgs, ui: &mut Ui) -> Result<(), CliError> {
    match &args.command {
        FaultCommand::Add(args) => add(args, ui),
        FaultCommand::List => list(ui),
        FaultCommand::Clear { id } => {
            let path = id.map_or_else(|| "faults".to_owned(), |id| format!("faults/{id}"));
            let done = ControlClient::find()?.send(Method::DELETE, &path, None)?;
            ui.change(&done, &format!("faults removed: {}", text(&done["removed"])))
        }
    }
}

fn add(args: &AddArgs, ui: &mut Ui) -> Result<(), CliError> {
    let fault = parse(args)?;
    let body = serde_json::to_value(&fault).map_err(|error| CliError::internal(error.to_string()))?;
    let added = ControlClient::find()?.post("faults", &body)?;
    ui.change(&added, &format!("fault {} added", text(&added["id"])))
}

/// Creates the fault of a command line.
fn parse(args: &AddArgs) -> Result<Fault, CliError> {
    let usage = |error: hwc_sandbox::FaultError| CliError::usage(error.to_string());
    let mut fault = Fault::parse_kind(&args.fault).map_err(usage)?.for_operations(&args.operation).map_err(usage)?;
    fault = fault.skip(args.skip).with_probability(args.probability.unwrap_or(1.0));
    if let Some(latency) = args.latency {
        fault = fault.with_latency(latency);
    }
    if args.always {
        fault = fault.always();
    }
    if args.after_effect {
        fault = fault.after_effect();
    }
    if (args.code.is_some() || args.retry_after.is_some()) && !fault.is_error_status() {
        let message = format!("`{}` has no code and no Retry-After of its own; use a status such as 500", args.fault);
        return Err(CliError::usage(message));
    }
    if let (Some(code), Some(message)) = (&args.code, &args.message) {
        fault = fault.with_error(code, message);
    }
    Ok(args.retry_after.map_or_else(|| fault.clone(), |seconds| fault.clone().with_retry_after(seconds)))
}

fn list(ui: &mut Ui) -> Result<(), CliError> {
    let found = ControlClient::find()?.get("faults")?;
    let faults: Vec<Value> = found["faults"].as_array().cloned().unwrap_or_default();
    let rows: Vec<Value> = faults.iter().map(row).collect();
    let columns = ["id", "fault", "phase", "times", "injected", "operation"];
    ui.list(&faults, "no faults are pending", |_| table(&rows, &columns))
}

/// Returns the members of a fault for a table, with its kind and status in one.
fn row(fault: &Value) -> Value {
    let mut row = fault.clone();
    let kind = if fault["status"].is_null() { &fault["kind"] } else { &fault["status"] };
    row["fault"] = kind.clone();
    if fault["times"].is_null() {
        row["times"] = json!("always");
    }
    row
}
