//! `hwc ticket urge`.

use clap::Args;

use super::actions::{Action, with_reason};
use super::context::TicketContext;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;

const URGE: Action = Action { name: "urge", verb: "Urge", done: "engineers urged" };

/// Arguments of `hwc ticket urge`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket urge case-123")]
pub(super) struct UrgeArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Reason for the urgency
    #[arg(long, alias = "because", value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl UrgeArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let call = with_reason(context.tickets.urge(self.id.as_str()), self.reason);
        URGE.run(context, self.confirm, &self.id, call).await
    }
}
