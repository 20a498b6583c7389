//! `hwc ticket access`: access to servers and accounts that support engineers request.

mod grant;
mod list;
mod show;
mod table;

use clap::{Args, Subcommand};
use hwc_api::Request;
use hwc_api::osm::UpdateAuthorizations;

use super::context::TicketContext;
use super::view::AccessOutcome;
use crate::args::confirm::ConfirmArgs;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::format::{DOCUMENT, Formats, LIST};
use crate::ui::text::sanitize_line;

/// Arguments of `hwc ticket access`.
#[derive(Debug, Args)]
pub(super) struct AccessArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List access requests and grants
    List(list::ListArgs),
    /// Show a grant with its console or hosts
    Show(show::ShowArgs),
    /// Grant access
    Grant(grant::GrantArgs),
    /// Reject an access request
    Reject(RejectArgs),
    /// Revoke a grant
    Revoke(RevokeArgs),
}

/// Arguments of `hwc ticket access reject`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket access reject 12345 --reason 'The problem is solved.'")]
struct RejectArgs {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    /// Reason for rejecting the request
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

/// Arguments of `hwc ticket access revoke`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket access revoke 12345")]
struct RevokeArgs {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl AccessArgs {
    /// Returns the formats that the command supports.
    pub(super) fn formats(&self) -> &'static Formats {
        if matches!(self.command, Command::List(_)) { &LIST } else { &DOCUMENT }
    }

    /// Returns the argument for the output file, if the command has one.
    pub(super) fn out(&self) -> Option<&OutArgs> {
        match &self.command {
            Command::List(args) => Some(&args.out),
            Command::Show(args) => Some(&args.out),
            _ => None,
        }
    }

    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        match self.command {
            Command::List(args) => args.run(context).await,
            Command::Show(args) => args.run(context).await,
            Command::Grant(args) => args.run(context).await,
            Command::Reject(args) => args.run(context).await,
            Command::Revoke(args) => args.run(context).await,
        }
    }
}

impl RejectArgs {
    async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        self.confirm.confirm(&mut context.ui, UpdateAuthorizations::OPERATION, &question("Reject", &self.id))?;
        context.tickets.authorizations().reject(self.id.as_str(), self.reason).await?;
        print(context, &self.id, "reject", "access rejected")
    }
}

impl RevokeArgs {
    async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        self.confirm.confirm(&mut context.ui, UpdateAuthorizations::OPERATION, &question("Revoke", &self.id))?;
        context.tickets.authorizations().revoke(self.id.as_str()).await?;
        print(context, &self.id, "revoke", "access revoked")
    }
}

fn question(verb: &str, id: &str) -> String {
    format!("{verb} {}", sanitize_line(id))
}

fn print(context: &mut TicketContext, id: &str, action: &'static str, text: &str) -> Result<(), CliError> {
    let outcome = AccessOutcome { id: id.to_owned(), action };
    context.ui.change(&outcome, &format!("{}: {text}", sanitize_line(id)))
}
