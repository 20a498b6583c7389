//! `hwc ticket reply`.

use std::path::PathBuf;

use clap::Args;

use super::context::TicketContext;
use super::uploads;
use crate::error::CliError;

/// Arguments of `hwc ticket reply`.
#[derive(Debug, Args)]
pub(super) struct ReplyArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Message text (`-` for stdin)
    #[arg(value_name = "TEXT")]
    text: String,
    /// File to attach (repeatable)
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
}

impl ReplyArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let text = if self.text == "-" { context.ui.read_input()? } else { self.text };
        if text.trim().is_empty() {
            return Err(CliError::usage("the message is empty"));
        }
        let progress = uploads::progress(&self.attach);
        let call = context.tickets.reply(self.id, text).files(uploads::parts(&self.attach));
        let outcome = call.on_progress(progress.callback_per_file()).await?;
        drop(progress);
        uploads::print(context, outcome)
    }
}
