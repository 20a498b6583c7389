//! `hwc ticket cancel`.

use clap::Args;

use super::actions::{Action, with_reason};
use super::context::TicketContext;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;

const CANCEL: Action = Action { name: "cancel", verb: "Cancel", done: "canceled" };

/// Arguments of `hwc ticket cancel`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket cancel case-123")]
pub(super) struct CancelArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for canceling the ticket
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl CancelArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let call = with_reason(context.tickets.cancel(self.id.as_str()), self.reason);
        CANCEL.run(context, self.confirm, &self.id, call).await
    }
}
