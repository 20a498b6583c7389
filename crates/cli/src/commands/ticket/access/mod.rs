//! `hwc ticket access`: access to servers and accounts that support engineers request.

mod grant;
mod list;
mod show;

use clap::{Args, Subcommand};
use hwc_api::serde_json::json;

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::text::line;

/// Arguments of `hwc ticket access`.
#[derive(Debug, Args)]
pub(super) struct AccessArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List access requests and grants
    List(list::List),
    /// Show a grant with its console or hosts
    Show(show::Show),
    /// Grant access
    Grant(grant::Grant),
    /// Reject an access request
    Reject(Reject),
    /// Revoke a grant
    Revoke(Revoke),
}

/// Arguments of `hwc ticket access reject`.
#[derive(Debug, Args)]
struct Reject {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    /// Reason for rejecting the request
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: String,
}

/// Arguments of `hwc ticket access revoke`.
#[derive(Debug, Args)]
struct Revoke {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
}

impl AccessArgs {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        match self.command {
            Command::List(command) => command.run(desk).await,
            Command::Show(command) => command.run(desk).await,
            Command::Grant(command) => command.run(desk).await,
            Command::Reject(command) => {
                desk.tickets.authorizations().reject(command.id.as_str(), command.reason).await?;
                done(desk, &command.id, "reject", "access refused")
            }
            Command::Revoke(command) => {
                desk.tickets.authorizations().revoke(command.id.as_str()).await?;
                done(desk, &command.id, "revoke", "access taken back")
            }
        }
    }
}

fn done(desk: &mut Desk, id: &str, action: &str, words: &str) -> Result<(), Failure> {
    desk.tell(&json!({ "authorization_id": id, "action": action }), &format!("{}: {words}", line(id)))
}
