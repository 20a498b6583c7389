//! The flags of `hwc call` that are the same for all operations.

use std::path::PathBuf;

use clap::Args;

use crate::args::confirm::ConfirmArgs;
use crate::args::connection::ConnectionArgs;
use crate::args::output::{OutArgs, OutputArgs};
use crate::args::values::parse_pair;
use crate::commands::operations::Language;

/// Flags of a call that are the same for all operations.
#[derive(Debug, Default, Args)]
pub(crate) struct CallFlags {
    /// The connection to the service.
    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
    /// The format of the response.
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// The file of the response.
    #[command(flatten)]
    pub(crate) out: OutArgs,
    /// The consent to a destructive operation.
    #[command(flatten)]
    pub(crate) confirm: ConfirmArgs,
    /// Region of the service, as in cn-north-4
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Language of the help of an operation: en or zh
    #[arg(long, value_name = "LANGUAGE", value_enum, hide_possible_values = true)]
    pub(crate) lang: Option<Language>,
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
    /// Fetch all pages
    #[arg(long)]
    pub(crate) all_pages: bool,
    /// Print status, headers, request ID and attempts too
    #[arg(long, alias = "detailed", conflicts_with = "all_pages")]
    pub(crate) include: bool,
    /// Wait until the background work of the call has ended
    #[arg(long, conflicts_with_all = ["all_pages", "include"])]
    pub(crate) wait: bool,
    /// Print a request with a value for each field, to edit
    #[arg(long)]
    pub(crate) skeleton: bool,
    /// Print the request instead of sending it
    #[arg(long, conflicts_with = "skeleton")]
    pub(crate) dry_run: bool,
    /// Print the request as a curl command, with $NAME for secrets
    #[arg(long, conflicts_with_all = ["dry_run", "skeleton"])]
    pub(crate) curl: bool,
    /// Record the exchanges in FILE, without secrets
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Replay the exchanges in FILE instead of sending requests
    #[arg(long, value_name = "FILE", conflicts_with = "record")]
    pub(crate) replay: Option<PathBuf>,
}
