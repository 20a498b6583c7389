//! `hwc call`: calls any operation by name. Flags and help come from the catalog, so this module does not change when
//! the services do.

pub(crate) mod client;
pub(crate) mod flags;
mod preview;
mod send;
mod shell;

use clap::Args;
use hwc_api::serde_json;
use hwc_dynamic::{DynamicOperation, DynamicRequest, UnknownValues, ValueSources, fill_page_defaults};

pub(in crate::commands) use self::send::all_pages as print_pages;

use self::client::CallClient;
use self::flags::CallFlags;
use crate::commands::operation_args::{self, OperationArgs, OperationHelp, check_constraints, read_request};
use crate::dynamic::OperationCommand;
use crate::dynamic::fields::ParsedFields;
use crate::dynamic::output::{FORMATS, OutputTarget};
use crate::error::CliError;
use crate::exit;
use crate::runtime;
use crate::ui::{Ui, streams};

const AFTER: &str = "\
For the parameters of an operation, run `hwc call <OPERATION> --help`.
The options above precede the name of the operation.

The response is printed as JSON unless --output sets another format. With json and jsonl, each line
on standard error is JSON too. With jsonl, csv and table, the lines or rows are the elements of the
list in the response.

Examples:
  hwc call --sandbox ListCases --limit 5
  hwc call CreateRelations --case-id case-1 --related-id-list case-2 --related-id-list case-3
  hwc call --all-pages ListAuthorizations --status waiting
  hwc call CreateCases --body @ticket.json
  hwc call --wait CreateJob --body @job.json
  hwc call UploadAccessory --file app.log --form-data '{\"accessoryFrom\":\"message\"}'
  hwc call --out app.log DownloadAccessories --accessory-id 123456
  hwc call --skeleton CreateCases > ticket.json
  hwc call --curl ListCases --limit 5";

/// Arguments of `hwc call`.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    override_usage = "hwc call [OPTIONS] <OPERATION> [--name VALUE]...",
    after_help = format!("{AFTER}\n\n{}", exit::TABLE)
)]
pub(crate) struct CallArgs {
    /// The flags shared by all operations.
    #[command(flatten)]
    pub(crate) flags: CallFlags,
    /// The operation and its arguments.
    #[command(subcommand)]
    pub(crate) operation: OperationArgs,
}

/// Makes a call, or prints the help of its operation.
pub(crate) fn run(args: CallArgs) -> Result<(), CliError> {
    let CallArgs { flags, operation } = args;
    let format = flags.output.resolve(&FORMATS, flags.out.is_terminal())?;
    flags.output.set_note_format(format);
    let (operation, words) = operation.find()?;
    if flags.skeleton {
        return print_skeleton(operation, &flags);
    }
    let unknown = if flags.no_validate { UnknownValues::Accept } else { UnknownValues::Reject };
    let command = OperationCommand::new(operation, unknown, ValueSources::system());
    let help = OperationHelp::new(flags.lang, &flags.output);
    match operation_args::parse(&command, &words, &help)? {
        Some(fields) => call(operation, fields, &flags, Ui::new(format, flags.output.requested().is_some())),
        None => Ok(()),
    }
}

/// Prints a request with a value for each field, which `--body` accepts.
fn print_skeleton(operation: DynamicOperation, flags: &CallFlags) -> Result<(), CliError> {
    let skeleton = serde_json::to_string_pretty(&hwc_dynamic::skeleton(operation, true));
    let text = skeleton.map_err(|error| CliError::internal(error.to_string()))?;
    match flags.out.open()? {
        Some(mut file) => file.write(&format!("{text}\n")).and_then(|()| file.finish()),
        None => streams::print(&format!("{text}\n")),
    }
}

fn call(operation: DynamicOperation, fields: ParsedFields, flags: &CallFlags, mut ui: Ui) -> Result<(), CliError> {
    client::check_time_zone(flags)?;
    if flags.wait && operation.poll_operation().is_none() {
        let message = "--wait is only for operations that start background work";
        return Err(CliError::usage(message).for_operation(operation.descriptor()));
    }
    if flags.dry_run || flags.curl {
        request(operation, fields.clone(), flags)?;
        return preview::print(operation, &fields, flags, ui);
    }
    let request = request(operation, fields, flags)?;
    let target = OutputTarget::new(operation, flags, ui.format)?;
    let action = format!("Call {}", operation.full_name());
    let confirmed = flags.confirm.confirm(&mut ui, operation.descriptor(), &action);
    confirmed.map_err(|error| error.for_operation(operation.descriptor()))?;
    runtime::run(async {
        let client = CallClient::new(flags, operation.descriptor().service)?;
        let sent = send::send(&client.client, request, flags, target, ui).await;
        client.finish().and(sent)
    })
}

/// Returns the request. Reports JSON of the wrong form, missing fields and violated constraints.
fn request(
    operation: DynamicOperation,
    mut fields: ParsedFields,
    flags: &CallFlags,
) -> Result<DynamicRequest, CliError> {
    if flags.all_pages {
        fill_page_defaults(operation, &mut fields.members);
    }
    let request = read_request(operation, fields)?;
    if !flags.no_validate {
        check_constraints(&request)?;
    }
    Ok(request)
}
