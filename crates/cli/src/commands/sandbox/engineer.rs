//! `hwc sandbox engineer`: the support side of the tickets of a running sandbox.

use clap::{Args, Subcommand};
use hwc_api::serde_json::{Value, json};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::data::text;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;

const AFTER: &str = "\
Examples:
  hwc sandbox engineer reply case-1002 \"Restart the server.\"
  hwc sandbox engineer request-access case-1002
  hwc sandbox engineer resolve case-1002 --root-cause \"Full disk\" --resolution \"Logs are rotated now.\"";

/// Arguments of `hwc sandbox engineer`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct EngineerArgs {
    #[command(subcommand)]
    command: EngineerCommand,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// A ticket.
#[derive(Debug, Args)]
struct TicketArgs {
    /// ID of the ticket
    #[arg(value_name = "ID")]
    id: String,
}

/// The commands of `hwc sandbox engineer`.
#[derive(Debug, Subcommand)]
enum EngineerCommand {
    /// Start or resume work on a ticket
    #[command(after_help = "Examples:\n  hwc sandbox engineer start case-1002")]
    Start(TicketArgs),
    /// Write a message
    #[command(after_help = "Examples:\n  hwc sandbox engineer reply case-1002 \"Restart the server.\"")]
    Reply {
        #[command(flatten)]
        ticket: TicketArgs,
        /// Text of the message
        #[arg(value_name = "TEXT")]
        text: String,
    },
    /// Present a result, which the customer has to confirm
    #[command(after_help = "Examples:\n  hwc sandbox engineer resolve case-1002 --root-cause \"Full disk\"")]
    Resolve {
        #[command(flatten)]
        ticket: TicketArgs,
        /// Cause of the problem
        #[arg(long, value_name = "TEXT")]
        root_cause: Option<String>,
        /// Solution of the problem
        #[arg(long, value_name = "TEXT")]
        resolution: Option<String>,
    },
    /// Ask the customer for more information
    #[command(after_help = "Examples:\n  hwc sandbox engineer request-information case-1002")]
    RequestInformation(TicketArgs),
    /// Request access to resources of the customer
    #[command(after_help = "Examples:\n  hwc sandbox engineer request-access case-1002")]
    RequestAccess(TicketArgs),
    /// Recall an access request
    #[command(after_help = "Examples:\n  hwc sandbox engineer revoke-access 1")]
    RevokeAccess {
        /// ID of the access grant
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Suspend the work
    #[command(after_help = "Examples:\n  hwc sandbox engineer suspend case-1002")]
    Suspend(TicketArgs),
    /// Close a ticket
    #[command(after_help = "Examples:\n  hwc sandbox engineer complete case-1002")]
    Complete(TicketArgs),
    /// Reject a ticket as invalid
    #[command(after_help = "Examples:\n  hwc sandbox engineer invalidate case-1002")]
    Invalidate(TicketArgs),
}

/// Performs an action.
pub(super) fn run(args: &EngineerArgs, ui: &mut Ui) -> Result<(), CliError> {
    let (ticket, body) = match &args.command {
        EngineerCommand::RevokeAccess { id } => return revoke(id, ui),
        EngineerCommand::Start(ticket) => (ticket, json!({ "action": "start" })),
        EngineerCommand::Reply { ticket, text } => (ticket, json!({ "action": "reply", "text": text })),
        EngineerCommand::Resolve { ticket, root_cause, resolution } => {
            (ticket, json!({ "action": "resolve", "root_cause": root_cause, "resolution": resolution }))
        }
        EngineerCommand::RequestInformation(ticket) => (ticket, json!({ "action": "request_information" })),
        EngineerCommand::RequestAccess(ticket) => (ticket, json!({ "action": "request_access" })),
        EngineerCommand::Suspend(ticket) => (ticket, json!({ "action": "suspend" })),
        EngineerCommand::Complete(ticket) => (ticket, json!({ "action": "complete" })),
        EngineerCommand::Invalidate(ticket) => (ticket, json!({ "action": "invalidate" })),
    };
    let done = ControlClient::find()?.post(&format!("tickets/{}/engineer", segment(&ticket.id)), &body)?;
    ui.change(&done, &sentence(&done))
}

fn revoke(id: &str, ui: &mut Ui) -> Result<(), CliError> {
    let done = ControlClient::find()?.post(&format!("access-grants/{}/revoke", segment(id)), &json!({}))?;
    ui.change(&done, &format!("access grant {id} is recalled"))
}

fn sentence(done: &Value) -> String {
    let grant = done["access_grant"].as_str().map(|id| format!("; access grant {id} waits for the customer"));
    format!("ticket {} is in state {}{}", text(&done["ticket"]), text(&done["status"]), grant.unwrap_or_default())
}

/// Encodes a value as one segment of a path.
pub(super) fn segment(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}
