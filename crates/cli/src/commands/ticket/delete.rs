//! `hwc ticket delete`.

use clap::Args;

use super::actions::{Action, with_reason};
use super::context::TicketContext;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;

const DELETE: Action = Action { name: "delete", verb: "Delete", done: "deleted" };

/// Arguments of `hwc ticket delete`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket delete case-123 --yes")]
pub(super) struct DeleteArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for deleting the ticket
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl DeleteArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let call = with_reason(context.tickets.delete(self.id.as_str()), self.reason);
        DELETE.run(context, self.confirm, &self.id, call).await
    }
}
