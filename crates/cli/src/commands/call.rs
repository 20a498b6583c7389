//! Arguments of `hwc call`. The operation's own table defines the words after its name.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::args::connection::ConnectionArgs;
use crate::args::values::parse_pair;

const CALL_AFTER: &str = "\
For the parameters of an operation, run `hwc call <OPERATION> --help`.
The options above stand before the name.

The answer is printed as JSON, and so is each line on standard error: errors, warnings, retries. An answer that is a file
goes where --output says.

Examples:
  hwc call --sandbox ListCases --limit 5
  hwc call CreateRelations --case-id case-1 --related-id-list case-2 --related-id-list case-3
  hwc call --all-pages ListAuthorizations --status waiting
  hwc call CreateCases --json @ticket.json
  hwc call UploadAccessory --file app.log --form-data '{\"accessoryFrom\":\"message\"}'
  hwc call --output app.log DownloadAccessories --accessory-id 123456";

/// Arguments of `hwc call`.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    override_usage = "hwc call [OPTIONS] <OPERATION> [--name VALUE]...",
    after_help = format!("{CALL_AFTER}\n\n{}", crate::exit::TABLE)
)]
pub(crate) struct CallArgs {
    /// Options that are the same for all operations.
    #[command(flatten)]
    pub(crate) options: CallFlags,
    /// The operation and its arguments.
    #[command(subcommand)]
    pub(crate) operation: OperationArgs,
}

/// The name of an operation with all words after it.
#[derive(Debug, Subcommand)]
pub(crate) enum OperationArgs {
    /// The name first, then its arguments.
    #[command(external_subcommand)]
    Operation(Vec<OsString>),
}

/// Options of a call that are the same for all operations.
#[derive(Debug, Default, Args)]
pub(crate) struct CallFlags {
    /// The connection to the service.
    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
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
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair)]
    pub(crate) setting: Vec<(String, String)>,
    /// Skip client-side validation
    #[arg(long, alias = "no-check")]
    pub(crate) no_validate: bool,
    /// Treat response deviations as errors (except new fields)
    #[arg(long)]
    pub(crate) strict: bool,
    /// Send the query as a JSON body, where documented
    #[arg(long, alias = "query-as-body")]
    pub(crate) query_in_body: bool,
    /// Fetch all pages, one JSON line per page
    #[arg(long)]
    pub(crate) all_pages: bool,
    /// Write a file response to FILE (`-` for stdout)
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file of --output if it exists
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
    /// Print status, headers, request ID and attempts too
    #[arg(long, alias = "detailed", conflicts_with = "all_pages")]
    pub(crate) include: bool,
}
