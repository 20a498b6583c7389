//! `hwc drive cp --dry-run`: what each step would copy, and what it could not copy.

use std::fs;
use std::path::Path;

use hwc_drive::{Error, Location, SyncFilter, SyncOptions};

use super::context::DriveContext;
use super::copy_plan::{CopyStep, folder_and_name};
use super::errors::{drive_error, error_in};
use super::transfer_report::CopyReport;
use crate::error::CliError;

/// Adds the files of a step to the report.
pub(super) async fn plan_step(
    context: &mut DriveContext,
    step: &CopyStep,
    filter: &SyncFilter,
    report: &mut CopyReport,
) -> Result<(), CliError> {
    let source = step.source();
    match step {
        CopyStep::Up(path, to) if path.is_dir() => plan_folder(context, path, to, filter, report).await?,
        CopyStep::Up(path, to) => plan_file(path, to, report)?,
        CopyStep::Down(found, to) if found.entry.is_folder => {
            let tree = found.drive.walk(&found.entry).await.map_err(drive_error)?;
            let selected = tree.iter().filter(|entry| filter.is_selected(&entry.path, entry.entry.is_folder));
            selected.for_each(|entry| report.plan(&entry.path, &to.join(&entry.path).display().to_string()));
        }
        CopyStep::Down(_, to) => report.plan(&source, &to.display().to_string()),
        CopyStep::ToStream(_) => report.plan(&source, "-"),
        CopyStep::FromStream(to) | CopyStep::Within(_, to) => report.plan(&source, &to.to_string()),
    }
    Ok(())
}

fn plan_file(path: &Path, to: &Location, report: &mut CopyReport) -> Result<(), CliError> {
    let (_, name) = folder_and_name(to)?;
    let source = path.display().to_string();
    if let Err(error) = fs::metadata(path) {
        let error = Error::Io { action: "read", path: source.clone(), source: error };
        report.add_file(&source, Err(drive_error(error)));
        return Ok(());
    }
    report.plan_upload(&source, &to.to_string(), name);
    Ok(())
}

async fn plan_folder(
    context: &mut DriveContext,
    path: &Path,
    to: &Location,
    filter: &SyncFilter,
    report: &mut CopyReport,
) -> Result<(), CliError> {
    let options = SyncOptions::default().dry_run(true).filter(filter.clone());
    let planned = context.drive(to).await?.sync_up(path, &to.path, &options).await;
    let planned = planned.map_err(error_in(to))?;
    for item in planned.plan {
        let target = format!("{}/{}", to.to_string().trim_end_matches('/'), item.path);
        report.plan(&item.path, &target);
    }
    report.add_tree(planned.transfers, drive_error);
    Ok(())
}
