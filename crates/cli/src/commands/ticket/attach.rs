//! `hwc ticket attach`.

use std::path::PathBuf;

use clap::Args;

use super::desk::Desk;
use super::files;
use crate::failure::Failure;

/// Arguments of `hwc ticket attach`.
#[derive(Debug, Args)]
pub(super) struct Attach {
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

impl Attach {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let message = self.message.unwrap_or_default();
        let bar = files::bar(&self.files);
        let attach = desk.tickets.attach(self.id, files::parts(&self.files)).text(message);
        let attached = attach.on_progress(bar.watcher_of_all()).await?;
        drop(bar);
        files::tell(desk, attached)
    }
}
