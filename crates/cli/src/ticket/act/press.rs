//! `hwc ticket press`.

use clap::Args;

use super::{because, done};
use crate::failure::Failure;
use crate::ticket::desk::Desk;

/// Arguments of `hwc ticket press`.
#[derive(Debug, Args)]
pub(in crate::ticket) struct Press {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for the urgency
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

impl Press {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let act = because(desk.tickets.urge(self.id.as_str()), self.because);
        done(desk, act, &self.id, "press", "asked to hurry").await
    }
}
