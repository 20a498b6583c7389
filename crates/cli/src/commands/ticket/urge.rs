//! `hwc ticket urge`.

use clap::Args;

use super::{done, with_reason};
use crate::failure::Failure;
use crate::ticket::desk::Desk;

/// Arguments of `hwc ticket urge`.
#[derive(Debug, Args)]
pub(in crate::ticket) struct UrgeArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for the urgency
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
}

impl UrgeArgs {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let act = with_reason(desk.tickets.urge(self.id.as_str()), self.reason);
        done(desk, act, &self.id, "urge", "asked to hurry").await
    }
}
