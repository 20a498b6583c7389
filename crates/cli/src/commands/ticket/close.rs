//! `hwc ticket close`.

use clap::Args;

use super::actions::{Action, with_reason};
use super::context::TicketContext;
use super::rate::parse_rating;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;

const CLOSE: Action = Action { name: "close", verb: "Close", done: "closed" };

/// Arguments of `hwc ticket close`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket close case-123 --rate Timeliness=5")]
pub(super) struct CloseArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Rate an aspect, by name or number (repeatable)
    #[arg(long, value_name = "ASPECT=VALUE", value_parser = parse_rating)]
    rate: Vec<(String, u32)>,
    /// Comment on the work
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// Reason for closing the ticket
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl CloseArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let mut call = with_reason(context.tickets.close(self.id.as_str()), self.reason);
        if let Some(comment) = self.comment {
            call = call.comment(comment);
        }
        for (aspect, value) in self.rate {
            call = call.rating(aspect, value);
        }
        CLOSE.run(context, self.confirm, &self.id, call).await
    }
}
