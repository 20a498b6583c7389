//! `hwc validate`: checks a request against the description of its operation, without sending it.

use clap::Args;
use clap::error::ErrorKind;
use hwc_dynamic::{DynamicOperation, UnknownValues, ValueSources};
use schemars::JsonSchema;
use serde::Serialize;

use super::call::{self, OperationArgs};
use crate::args::output::{OutArgs, OutputArgs};
use crate::dynamic::{OperationCommand, restore_spaces};
use crate::error::CliError;
use crate::ui::format::DOCUMENT;
use crate::ui::{Ui, streams};

const AFTER: &str = "\
The arguments are those of `hwc call <OPERATION>`. The values of flags and `--body` may be read from
files (`@FILE`) or from standard input (`-`). Neither credentials nor a network are needed.

An invalid request is an error with all violations and the exit code 2.

Examples:
  hwc validate ListCases --limit 5
  hwc validate CreateCases --body @ticket.json
  hwc call --skeleton CreateCases | hwc validate CreateCases --body -";

/// Arguments of `hwc validate`.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    override_usage = "hwc validate [OPTIONS] <OPERATION> [--name VALUE]...",
    after_help = AFTER
)]
pub(crate) struct ValidateArgs {
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
    /// The operation and its arguments.
    #[command(subcommand)]
    operation: OperationArgs,
}

/// The result for a valid request.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Validation {
    /// The name of the operation with its service, as in `osm.ListCases`.
    operation: String,
    /// Always true: an invalid request is an error.
    valid: bool,
}

/// Validates a request.
pub(crate) fn run(args: ValidateArgs) -> Result<(), CliError> {
    let ValidateArgs { output, out, operation: OperationArgs::Operation(words) } = args;
    let format = output.resolve(&DOCUMENT, out.is_terminal())?;
    let mut words = words.into_iter();
    let name = words.next().unwrap_or_default();
    let operation = DynamicOperation::find(&name.to_string_lossy());
    let operation = operation.map_err(|error| call::unknown_operation(&error))?;
    let command = OperationCommand::new(operation, UnknownValues::Reject, ValueSources::system());
    let fields = match command.parse(words.collect()) {
        Ok(fields) => fields,
        Err(error) if error.kind() == ErrorKind::DisplayHelp => {
            return streams::print(&restore_spaces(&error.render().ansi().to_string()));
        }
        Err(error) => {
            let help = format!("hwc call {} --help", name.to_string_lossy());
            return Err(CliError::from_clap(&error, Some(help)).for_operation(operation.descriptor()));
        }
    };
    let request = call::read_request(operation, fields)?;
    call::check_constraints(operation, &request)?;
    let result = Validation { operation: operation.full_name(), valid: true };
    let mut ui = Ui::new(format, output.requested().is_some()).with_file(out.open()?);
    ui.document(&result, |_| format!("{} is valid\n", result.operation))?;
    ui.finish()
}
