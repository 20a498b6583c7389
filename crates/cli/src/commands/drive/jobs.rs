//! `hwc drive jobs`.

use clap::Args;
use hwc_api::koodrive::GetJobList;

use super::context::DriveContext;
use super::errors::drive_error;
use super::view::Job;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::plural;

/// Arguments of `hwc drive jobs`.
#[derive(Debug, Args)]
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
            return forget(context);
        }
        let pending = context.journal.pending().map_err(drive_error)?;
        let mut all: Vec<Job> = pending.iter().map(|pending| Job::transfer(pending, "interrupted")).collect();
        if !self.local {
            let mut jobs = context.client.items(GetJobList::new().offset(0_u32).limit(100_u32));
            while let Some(job) = jobs.try_next().await? {
                all.push(job.into());
            }
        }
        context.ui.list(&all, "no transfers and no jobs", |_| table(&all))
    }
}

/// Forgets the transfers that run nowhere, and prints them.
fn forget(context: &mut DriveContext) -> Result<(), CliError> {
    let mut forgotten = context.journal.pending().map_err(drive_error)?;
    context.journal.forget_pending().map_err(drive_error)?;
    let running = context.journal.pending().map_err(drive_error)?;
    forgotten.retain(|transfer| !running.iter().any(|other| other.local_path == transfer.local_path));
    let all: Vec<Job> = forgotten.iter().map(|pending| Job::transfer(pending, "forgotten")).collect();
    context.ui.changes(&all, &format!("forgot {}", plural(all.len(), "transfer")))
}

fn table(all: &[Job]) -> Table {
    let mut table = Table::new(&["KIND", "STATE", "DONE", "NAME"]);
    for job in all {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let progress = job.progress.map(|percent| format!("{percent}%")).unwrap_or_default();
        let name = job.name.as_ref().or(job.id.as_ref()).cloned().unwrap_or_default();
        table.row([text(&job.kind), text(&job.state), progress, name].map(|text| (Style::Plain, text)));
    }
    table
}
