//! `hwc call`: calls any operation by name. Flags and help come from the catalog, so this module does not change when
//! the services do.

pub(crate) mod client;
mod send;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, Subcommand};
use hwc_dynamic::{DynamicOperation, DynamicRequest, InputError, UnknownValues, ValueSources, fill_page_defaults};

use crate::arguments::{pair, seconds};
use crate::dynamic::fields::ParsedFields;
use crate::dynamic::output::OutputTarget;
use crate::dynamic::{OperationCommand, input_message};
use crate::exit;
use crate::failure::Failure;
use crate::{output, runtime};

const AFTER: &str = "\
For the parameters of an operation, run `hwc call <OPERATION> --help`.
The options above precede the name of the operation.

Examples:
  hwc call --sandbox ListCases --limit 5
  hwc call CreateRelations --case-id case-1 --related-id-list case-2 --related-id-list case-3
  hwc call --all-pages ListAuthorizations --status waiting
  hwc call CreateCases --body @ticket.json
  hwc call UploadAccessory --file app.log --form-data '{\"accessoryFrom\":\"message\"}'
  hwc call --out app.log DownloadAccessories --accessory-id 123456";

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

/// The name of an operation and all words after it.
#[derive(Debug, Subcommand)]
pub(crate) enum OperationArgs {
    /// The name first, then its arguments.
    #[command(external_subcommand)]
    Operation(Vec<OsString>),
}

/// Flags of a call that are the same for all operations.
#[derive(Debug, Default, Args)]
pub(crate) struct CallFlags {
    /// Call a built-in sandbox with demo data
    #[arg(long)]
    pub(crate) sandbox: bool,
    /// Endpoint URL; a loopback URL applies to all services
    #[arg(long, value_name = "URL", conflicts_with = "sandbox")]
    pub(crate) endpoint: Option<String>,
    /// Region of the service, as in cn-north-4
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Language of texts in the response, as in en-us
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// Time zone sent to the service, as in GMT+8
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
    /// Project ID, for services that require a project
    #[arg(long, value_name = "ID")]
    pub(crate) project_id: Option<String>,
    /// Workspace ID of DataArts Insight
    #[arg(long, value_name = "ID")]
    pub(crate) workspace_id: Option<String>,
    /// Set another service setting; see the help of the operation
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) setting: Vec<(String, String)>,
    /// Timeout per call (per page with --all-pages) [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    /// Maximum attempts per request; 1 disables retries [default: 4]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_attempts: Option<u32>,
    /// Skip client-side validation
    #[arg(long, alias = "no-check")]
    pub(crate) no_validate: bool,
    /// Treat response deviations as errors (except new fields)
    #[arg(long)]
    pub(crate) strict: bool,
    /// Send the query as a JSON body, where documented
    #[arg(long, alias = "query-as-body")]
    pub(crate) query_in_body: bool,
    /// Fetch all pages
    #[arg(long)]
    pub(crate) all_pages: bool,
    /// Write a file response to PATH (`-` for stdout)
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file of --out if it exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Print status, headers, request ID and attempts too
    #[arg(long, alias = "detailed", conflicts_with = "all_pages")]
    pub(crate) include: bool,
}

/// Makes a call, or prints the help of its operation.
pub(crate) fn run(args: CallArgs) -> Result<(), Failure> {
    let CallArgs { flags, operation: OperationArgs::Operation(words) } = args;
    let mut words = words.into_iter();
    let name = words.next().unwrap_or_default();
    let operation = DynamicOperation::find(&name.to_string_lossy());
    let operation = operation.map_err(|error| Failure::unknown_operation(unknown_message(&error)))?;
    let for_operation = |failure: Failure| failure.of(operation.descriptor());
    let unknown = if flags.no_validate { UnknownValues::Accept } else { UnknownValues::Reject };
    let command = OperationCommand::new(operation, unknown, ValueSources::system());
    match command.parse(words.collect()) {
        Ok(fields) => call(operation, fields, &flags),
        Err(error) if error.kind() == ErrorKind::DisplayHelp => {
            output::colored_text(&error.render().ansi().to_string())
        }
        Err(error) => Err(for_operation(Failure::arguments(&error))),
    }
}

fn unknown_message(error: &hwc_dynamic::UnknownOperation) -> String {
    match error.suggestions.is_empty() {
        true => format!("{error}; list them with `hwc operations`"),
        false => error.to_string(),
    }
}

fn call(operation: DynamicOperation, mut fields: ParsedFields, flags: &CallFlags) -> Result<(), Failure> {
    client::check_time_zone(flags)?;
    if flags.all_pages {
        fill_page_defaults(operation, &mut fields.members);
    }
    let invalid = |error: InputError| Failure::usage(input_message(&error)).of(operation.descriptor());
    let request = DynamicRequest::with_files(operation, fields.members, &fields.contents).map_err(invalid)?;
    if !flags.no_validate {
        let violations = request.violations().into_iter().map(|violation| (violation.path, violation.problem));
        let violations: Vec<(String, String)> = violations.collect();
        if !violations.is_empty() {
            return Err(Failure::invalid(operation.descriptor(), &violations));
        }
    }
    let target = OutputTarget::of(operation, flags)?;
    runtime::run(async {
        let client = client::client(flags, operation.descriptor().service)?;
        send::send(&client, request, flags, target).await
    })
}
