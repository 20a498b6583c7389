//! `hwc drive jobs`.

use clap::Args;
use hwc_api::koodrive::GetJobList;
use hwc_api::serde_json::{Value, json};
use hwc_drive::PendingTransfer;

use super::context::DriveContext;
use super::errors::drive_error;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::{enum_label, plural};

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
            let count = context.journal.forget_pending().map_err(drive_error)?;
            return context.ui.change(&json!({ "forgotten": count }), &format!("forgot {}", plural(count, "transfer")));
        }
        let mut all: Vec<Value> = context.journal.pending().map_err(drive_error)?.iter().map(transfer).collect();
        if !self.local {
            let mut jobs = context.client.items(GetJobList::new().offset(0_u32).limit(100_u32));
            while let Some(job) = jobs.try_next().await? {
                all.push(json!({
                    "kind": job.task_type.as_ref().map(enum_label),
                    "state": job.status.as_ref().map(enum_label),
                    "progress": job.progress,
                    "name": job.task_name,
                    "id": job.task_id.as_ref().map(hwc_api::koodrive::TaskId::as_str),
                }));
            }
        }
        context.ui.list(&all, "no transfers and no jobs", |_| table(&all))
    }
}

fn transfer(pending: &PendingTransfer) -> Value {
    let progress = pending.done.saturating_mul(100).checked_div(pending.length).unwrap_or(0);
    let kind = hwc_api::serde_json::to_value(pending.direction).unwrap_or_default();
    json!({
        "kind": kind,
        "state": "interrupted",
        "progress": progress,
        "name": pending.local_path,
        "bytes": pending.length,
        "bytes_done": pending.done,
    })
}

fn table(all: &[Value]) -> Table {
    let mut table = Table::new(&["KIND", "STATE", "DONE", "NAME"]);
    for job in all {
        let text = |name: &str| job[name].as_str().unwrap_or_default().to_owned();
        let progress = job["progress"].as_u64().map(|percent| format!("{percent}%")).unwrap_or_default();
        let name = if job["name"].is_string() { text("name") } else { text("id") };
        let cells = [text("kind"), text("state"), progress, name];
        table.row(cells.map(|text| (Style::Plain, text)));
    }
    table
}
