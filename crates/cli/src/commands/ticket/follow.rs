//! `hwc ticket follow`.

use clap::Args;

use super::context::TicketContext;
use super::hook;
use super::show::{self, MessageLayout};
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::text::enum_label;

/// Arguments of `hwc ticket follow`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc ticket follow case-123\n  hwc ticket follow case-123 --all -o jsonl\n  hwc ticket follow case-123 --exec 'jq -r .text >> messages.txt'"
)]
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
    /// Run a shell command for each message, with JSON as its input
    ///
    /// The variables HWC_TICKET_ID, HWC_MESSAGE_ID and HWC_MESSAGE_BY are set. A command that fails is reported, and the
    /// next message follows.
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Mark messages as read
    #[arg(long)]
    mark_read: bool,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl FollowArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let mut messages = context.tickets.follow(self.id.as_str());
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
        let converter = context.converter();
        while let Some(message) = messages.try_next().await? {
            let times = &context.times;
            let view = converter.message(&message);
            context.ui.item(&view, |ui| {
                let layout = MessageLayout { ids: self.ids, width: ui.width };
                format!("{}\n\n", show::message(times, &message, layout))
            })?;
            if let Some(command) = &self.exec
                && let Err(problem) = hook::run(command, &self.id, &view)
            {
                context.ui.note(&format!("--exec: {problem}"));
            }
        }
        if let Some(state) = messages.status() {
            context.ui.note(&format!("the ticket is in the final state {}", enum_label(&state)));
        }
        Ok(())
    }
}
