//! `hwc ticket close`.

use clap::Args;

use super::{because, done};
use crate::failure::Failure;
use crate::ticket::desk::Desk;
use crate::ticket::score::rate;

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
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

impl Close {
    pub(in crate::ticket) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let mut act = because(desk.tickets.close(self.id.as_str()), self.because);
        if let Some(comment) = self.comment {
            act = act.comment(comment);
        }
        for (aspect, value) in self.rate {
            act = act.rating(aspect, value);
        }
        done(desk, act, &self.id, "close", "closed").await
    }
}
