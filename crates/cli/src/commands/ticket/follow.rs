//! `hwc ticket follow`.

use clap::Args;

use super::desk::Desk;
use super::show;
use crate::failure::Failure;
use crate::show::text::word;

/// Arguments of `hwc ticket follow`.
#[derive(Debug, Args)]
pub(super) struct Follow {
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
}

impl Follow {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let mut messages = desk.tickets.follow(self.id);
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
            if desk.json() {
                desk.screen.json_line(&message)?;
            } else {
                let text = format!("{}\n\n", show::message(desk, &message, self.ids));
                desk.screen.text(&text)?;
            }
        }
        if let Some(state) = messages.status() {
            desk.screen.note(&format!("the ticket is at an end: {}", word(&state)));
        }
        Ok(())
    }
}
