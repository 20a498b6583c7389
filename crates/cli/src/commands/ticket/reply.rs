//! `hwc ticket reply`.

use std::path::PathBuf;

use clap::Args;
use hwc_api::tickets::AttachOutcome;

use super::context::TicketContext;
use super::uploads;
use crate::error::CliError;
use crate::ui::editor::EditedText;

/// Arguments of `hwc ticket reply`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc ticket reply case-123 'It happens every night.'\n  hwc ticket reply case-123 --attach app.log 'The log is attached.'"
)]
pub(super) struct ReplyArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Message text (`-` for stdin) [default: from $EDITOR]
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// File to attach (repeatable)
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
}

impl ReplyArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let edited = match &self.text {
            None => Some(EditedText::open(&context.ui, "")?),
            Some(_) => None,
        };
        let text = match (&self.text, &edited) {
            (Some(text), _) if text == "-" => context.ui.read_input()?,
            (Some(text), _) => text.clone(),
            (None, edited) => edited.as_ref().map(|edited| edited.text().to_owned()).unwrap_or_default(),
        };
        if text.trim().is_empty() {
            return Err(CliError::usage("the message is empty"));
        }
        let outcome = self.send(context, text).await;
        match (outcome, edited) {
            (Ok(outcome), _) => uploads::print(context, self.id, outcome),
            (Err(error), None) => Err(error),
            (Err(error), Some(edited)) => {
                edited.keep(&mut context.ui);
                Err(error)
            }
        }
    }

    async fn send(&self, context: &TicketContext, text: String) -> Result<AttachOutcome, CliError> {
        let progress = uploads::progress(&self.attach);
        let call = context.tickets.reply(self.id.as_str(), text).files(uploads::parts(&self.attach));
        Ok(call.on_progress(progress.callback_per_file()).await?)
    }
}
