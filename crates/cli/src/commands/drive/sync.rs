//! `hwc drive sync`.

use clap::Args;
use hwc_drive::{DownloadTarget, EventSink, SyncComparison, SyncOptions, SyncReport};

use super::context::DriveContext;
use super::errors::{drive_error, error_in};
use super::filter::FilterArgs;
use super::place::Place;
use super::transfer_report::{fail_if_any, failed_paths};
use super::view::SyncResult;
use crate::case::kebab;
use crate::error::CliError;
use crate::ui::progress::Progress;
use crate::ui::style::Style;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive sync`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc drive sync site drive:/site\n  hwc drive sync --delete --dry-run drive@Marketing:/site site"
)]
pub(super) struct SyncArgs {
    /// Folder to read: local, or in a drive
    #[arg(value_name = "SOURCE", value_parser = clap::value_parser!(Place))]
    source: Place,
    /// Folder to change: in a drive, or local
    #[arg(value_name = "TARGET", value_parser = clap::value_parser!(Place))]
    target: Place,
    /// Delete files that the source does not have
    ///
    /// In a drive, they go to the recycle bin.
    #[arg(long)]
    delete: bool,
    /// Change nothing if more files would be deleted
    #[arg(long, value_name = "NUMBER", default_value_t = 100, requires = "delete")]
    delete_limit: usize,
    /// Compare files by SHA-256 in place of their times
    #[arg(long)]
    hash: bool,
    #[command(flatten)]
    filter: FilterArgs,
    /// Read the changes of the drive from its feed, as DEVICE
    ///
    /// The folder becomes a synchronization directory. The first run reads all of it, later ones only its changes.
    #[arg(long, value_name = "DEVICE")]
    feed: Option<String>,
    /// Show the plan, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl SyncArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let progress = Progress::new("sync");
        context.options = context.options.clone().events(EventSink::new(progress.transfer_events()));
        let options = self.options()?;
        let report = match (self.source, self.target) {
            (Place::Local(root), target) => {
                let target = target.location()?;
                let synced = context.drive(&target).await?.sync_up(root, &target.path, &options).await;
                synced.map_err(error_in(&target))?
            }
            (source, Place::Local(root)) => {
                let source = source.location()?;
                let drive = context.drive(&source).await?;
                let target = DownloadTarget::open(root).map_err(drive_error)?;
                drive.sync_down(&source.path, &target, &options).await.map_err(error_in(&source))?
            }
            _ => return Err(CliError::usage("one side must be a local folder, the other one a folder of a drive")),
        };
        drop(progress);
        print(context, report)
    }

    fn options(&self) -> Result<SyncOptions, CliError> {
        let comparison = if self.hash { SyncComparison::Hash } else { SyncComparison::SizeAndTime };
        let options = SyncOptions::default().comparison(comparison).filter(self.filter.filter()?);
        let options = options.delete(self.delete).delete_limit(self.delete_limit).dry_run(self.dry_run);
        Ok(match &self.feed {
            Some(device) => options.feed(device.as_str()),
            None => options,
        })
    }
}

fn print(context: &mut DriveContext, mut report: SyncReport) -> Result<(), CliError> {
    let failed = std::mem::take(&mut report.transfers.failed);
    let failed = failed.into_iter().map(|file| (file.path, drive_error(file.error))).collect::<Vec<_>>();
    context.ui.change(&SyncResult::new(&report, failed_paths(&failed)), &text(&report))?;
    if report.deletions_withheld {
        context.ui.note("nothing was deleted, since a part of the source could not be read");
    }
    let planned = if report.dry_run { report.plan.len() as u64 } else { 0 };
    let succeeded = report.transfers.files + report.up_to_date + planned;
    fail_if_any(context, failed, succeeded)
}

fn text(report: &SyncReport) -> String {
    if report.dry_run {
        let action = |action| kebab(&format!("{action:?}")).replace('-', " ");
        let line = |item: &hwc_drive::SyncItem| {
            format!("{} {}\n", Style::Busy.paint(action(item.action)), sanitize_line(&item.path))
        };
        return report.plan.iter().map(line).collect::<String>() + &format!("{} up to date\n", report.up_to_date);
    }
    let (files, deleted) = (plural(report.transfers.files, "file"), report.deleted);
    format!("transferred {files}, {} up to date, {deleted} deleted", report.up_to_date)
}
