//! `hwc ticket authorize`: access to servers and accounts that support engineers ask for.

mod grant;
mod list;
mod show;

use clap::{Args, Subcommand};
use hwc_api::serde_json::json;

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::text::line;

/// Arguments of `hwc ticket authorize`.
#[derive(Debug, Args)]
pub(super) struct Authorize {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List what engineers have asked access for
    List(list::List),
    /// Show one grant with the console or the hosts that it opens
    Show(show::Show),
    /// Grant access
    Grant(grant::Grant),
    /// Refuse access
    Reject(Reject),
    /// Take back access that was granted
    Revoke(Revoke),
}

/// Arguments of `hwc ticket authorize reject`.
#[derive(Debug, Args)]
struct Reject {
    /// The grant, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
}

/// Arguments of `hwc ticket authorize revoke`.
#[derive(Debug, Args)]
struct Revoke {
    /// The grant, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
}

impl Authorize {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        match self.command {
            Command::List(command) => command.run(desk).await,
            Command::Show(command) => command.run(desk).await,
            Command::Grant(command) => command.run(desk).await,
            Command::Reject(command) => {
                desk.tickets.authorizations().reject(command.id.as_str(), command.because).await?;
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
