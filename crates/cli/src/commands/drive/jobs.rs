//! `hwc drive jobs`.

use clap::Args;
use hwc_api::koodrive::GetJobList;

use super::context::DriveContext;
use super::errors::drive_error;
use super::view::{ForgottenTransfers, TransferJob};
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::plural;

/// Arguments of `hwc drive jobs`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive jobs")]
pub(super) struct JobsArgs {
    /// List the transfers of this machine only
    #[arg(long)]
    local: bool,
    /// Forget interrupted transfers, and remove partial files
    #[arg(long)]
    forget: bool,
}

impl JobsArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        if self.forget {
            let count = context.journal.forget_pending().map_err(drive_error)?;
            let text = format!("forgot {}", plural(count, "transfer"));
            return context.ui.change(&ForgottenTransfers { forgotten: count }, &text);
        }
        let pending = context.journal.pending().map_err(drive_error)?;
        let mut all: Vec<TransferJob> = pending.iter().map(TransferJob::from).collect();
        if !self.local {
            let mut jobs = context.client.items(GetJobList::new().offset(0_u32).limit(100_u32));
            while let Some(job) = jobs.try_next().await? {
                all.push(TransferJob::from(&job));
            }
        }
        context.ui.list(&all, "no transfers and no jobs", |_| table(&all))
    }
}

fn table(all: &[TransferJob]) -> Table {
    let mut table = Table::new(&["KIND", "STATE", "DONE", "NAME"]);
    for job in all {
        let progress = job.progress.map(|percent| format!("{percent}%"));
        let name = job.name.clone().or_else(|| job.id.clone());
        let cells = [job.kind.clone(), job.state.clone(), progress, name];
        table.row(cells.map(|text| (Style::Plain, text.unwrap_or_default())));
    }
    table
}
