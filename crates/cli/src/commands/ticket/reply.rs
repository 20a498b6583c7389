//! `hwc ticket reply`.

use std::path::PathBuf;

use clap::Args;

use super::desk::Desk;
use super::files;
use crate::failure::Failure;

/// Arguments of `hwc ticket reply`.
#[derive(Debug, Args)]
pub(super) struct Reply {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Message text; - for stdin
    #[arg(value_name = "TEXT")]
    text: String,
    /// File to attach (repeatable)
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
}

impl Reply {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let text = if self.text == "-" { desk.screen.all_input()? } else { self.text };
        if text.trim().is_empty() {
            return Err(Failure::usage("the message is empty"));
        }
        let bar = files::bar(&self.attach);
        let reply = desk.tickets.reply(self.id, text).files(files::parts(&self.attach));
        let attached = reply.on_progress(bar.watcher_of_all()).await?;
        drop(bar);
        files::tell(desk, attached)
    }
}
