//! `hwc ticket follow`.

use clap::Args;

use super::context::TicketContext;
use super::show;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::text::enum_label;

/// Arguments of `hwc ticket follow`.
#[derive(Debug, Args)]
pub(super) struct FollowArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Print the existing messages first
    #[arg(long, conflicts_with = "after")]
    all: bool,
    /// Start after this message; --ids or --json shows the IDs
    #[arg(long, value_name = "MESSAGE-ID")]
    after: Option<String>,
    /// Print the ID of each message
    #[arg(long)]
    ids: bool,
    /// Continue after the ticket has reached a final state
    #[arg(long)]
    forever: bool,
    /// Mark messages as read
    #[arg(long)]
    mark_read: bool,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl FollowArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let mut messages = context.tickets.follow(self.id);
        if self.all {
            messages = messages.from_start();
        }
        if let Some(after) = self.after {
            messages = messages.after(after);
        }
        if self.forever {
            messages = messages.keep_following();
        }
        if self.mark_read {
            messages = messages.mark_read();
        }
        while let Some(message) = messages.try_next().await? {
            let times = &context.times;
            context.ui.item(&message, |_| format!("{}\n\n", show::message(times, &message, self.ids)))?;
        }
        if let Some(state) = messages.status() {
            context.ui.note(&format!("the ticket is in the final state {}", enum_label(&state)));
        }
        Ok(())
    }
}
