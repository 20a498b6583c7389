//! `hwc ticket close`.

use clap::Args;

use super::{done, with_reason};
use crate::failure::Failure;
use crate::ticket::desk::Desk;
use crate::ticket::rate::rate;

/// Arguments of `hwc ticket close`.
#[derive(Debug, Args)]
pub(in crate::ticket) struct Close {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Rate an aspect, by name or number (repeatable)
    #[arg(long, value_name = "ASPECT=VALUE", value_parser = rate)]
    rate: Vec<(String, u32)>,
    /// Comment on the work
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Reason for closing the ticket
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
}

impl Close {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let mut act = with_reason(desk.tickets.close(self.id.as_str()), self.reason);
        if let Some(comment) = self.comment {
            act = act.comment(comment);
        }
        for (aspect, value) in self.rate {
            act = act.rating(aspect, value);
        }
        done(desk, act, &self.id, "close", "closed").await
    }
}
