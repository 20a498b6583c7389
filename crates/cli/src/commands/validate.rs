//! `hwc validate`: checks a request against the description of its operation, without sending it.

use clap::Args;
use hwc_dynamic::{UnknownValues, ValueSources};
use schemars::JsonSchema;
use serde::Serialize;

use super::operation_args::{self, OperationArgs, OperationHelp, check_constraints, read_request};
use super::operations::Language;
use crate::args::output::{OutArgs, OutputArgs};
use crate::dynamic::OperationCommand;
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::format::DOCUMENT;

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
    /// Language of the help of an operation: en or zh
    #[arg(long, value_name = "LANGUAGE", value_enum, hide_possible_values = true)]
    lang: Option<Language>,
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
    let ValidateArgs { output, out, lang, operation } = args;
    let format = output.resolve(&DOCUMENT, out.is_terminal())?;
    let (operation, words) = operation.find()?;
    let command = OperationCommand::new(operation, UnknownValues::Reject, ValueSources::system()).validate();
    let help = OperationHelp::new(lang, &output);
    let Some(fields) = operation_args::parse(&command, &words, &help)? else { return Ok(()) };
    check_constraints(&read_request(operation, fields)?)?;
    let result = Validation { operation: operation.full_name(), valid: true };
    let mut ui = Ui::new(format, output.requested().is_some()).with_file(out.open()?);
    ui.document(&result, |_| format!("{} is valid\n", result.operation))?;
    ui.finish()
}
