//! `hwc ticket attach`.

use std::path::PathBuf;

use clap::Args;

use super::context::TicketContext;
use super::uploads;
use crate::error::CliError;

/// Arguments of `hwc ticket attach`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket attach case-123 app.log trace.pcap")]
pub(super) struct AttachArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Files to attach, split over several messages if needed
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Text of the message [default: the file names]
    #[arg(long, short = 'm', value_name = "TEXT")]
    message: Option<String>,
}

impl AttachArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let message = self.message.unwrap_or_default();
        let progress = uploads::progress(&self.files);
        let call = context.tickets.attach(self.id.as_str(), uploads::parts(&self.files)).text(message);
        let outcome = call.on_progress(progress.callback_per_file()).await?;
        drop(progress);
        uploads::print(context, self.id, outcome)
    }
}
