//! `hwc ticket delete`. It asks for confirmation, since a deletion is final.

use clap::Args;

use super::{done, with_reason};
use crate::failure::Failure;
use crate::show::text::line;
use crate::ticket::desk::Desk;

/// Arguments of `hwc ticket delete`.
#[derive(Debug, Args)]
pub(in crate::ticket) struct Delete {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for deleting the ticket
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
    /// Skip the confirmation; required without a terminal
    #[arg(long, short = 'y')]
    yes: bool,
}

impl Delete {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        if !self.yes && !self.confirmed(desk)? {
            return Err(Failure::declined("nothing was deleted"));
        }
        let act = with_reason(desk.tickets.delete(self.id.as_str()), self.reason);
        done(desk, act, &self.id, "delete", "deleted").await
    }

    fn confirmed(&self, desk: &mut Desk) -> Result<bool, Failure> {
        if !desk.screen.asks {
            return Err(Failure::usage("cannot prompt for confirmation; pass --yes to delete"));
        }
        let answer = desk.screen.ask(&format!("Delete {} for good? [y/N]", line(&self.id)))?;
        Ok(answer.is_some_and(|answer| ["y", "yes"].contains(&answer.to_lowercase().as_str())))
    }
}
