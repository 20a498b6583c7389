//! `hwc ticket cancel`.

use clap::Args;

use super::{because, done};
use crate::failure::Failure;
use crate::ticket::desk::Desk;

/// Arguments of `hwc ticket cancel`.
#[derive(Debug, Args)]
pub(in crate::ticket) struct Cancel {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for canceling the ticket
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

impl Cancel {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let act = because(desk.tickets.cancel(self.id.as_str()), self.because);
        done(desk, act, &self.id, "cancel", "withdrawn").await
    }
}
