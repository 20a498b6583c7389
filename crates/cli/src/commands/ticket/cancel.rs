//! `hwc ticket cancel`.

use clap::Args;

use super::{done, with_reason};
use crate::failure::Failure;
use crate::ticket::desk::Desk;

/// Arguments of `hwc ticket cancel`.
#[derive(Debug, Args)]
pub(in crate::ticket) struct Cancel {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for canceling the ticket
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
}

impl Cancel {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let act = with_reason(desk.tickets.cancel(self.id.as_str()), self.reason);
        done(desk, act, &self.id, "cancel", "withdrawn").await
    }
}
