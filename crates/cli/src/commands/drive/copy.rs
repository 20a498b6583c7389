//! `hwc drive cp`.

use std::path::{Path, PathBuf};

use clap::Args;
use hwc_drive::{DownloadSource, DownloadTarget, EventSink, Location, SyncOptions, UploadSource};

use super::cat::print_content;
use super::context::DriveContext;
use super::copy_plan::{CopyStep, folder_and_name, plan};
use super::errors::drive_error;
use super::filter::FilterArgs;
use super::glob::Found;
use super::place::Place;
use super::policy::PolicyArg;
use super::transfer_report::CopyReport;
use super::versions::version_source;
use crate::args::paths::refuse_existing;
use crate::error::CliError;
use crate::ui::progress::Progress;

/// Arguments of `hwc drive cp`.
#[derive(Debug, Args)]
pub(super) struct CopyArgs {
    /// Sources, then the target; `-` is a standard stream
    #[arg(value_name = "SOURCE... TARGET", required = true, num_args = 2.., value_parser = clap::value_parser!(Place))]
    places: Vec<Place>,
    /// Copy folders with all their content
    #[arg(long, short)]
    recursive: bool,
    /// Policy for names in use in the drive
    #[arg(long, value_name = "POLICY", default_value = "replace")]
    if_exists: PolicyArg,
    /// Replace local files
    #[arg(long)]
    force: bool,
    /// Copy an old version, by the ID that `versions` lists
    #[arg(long, value_name = "ID")]
    version: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Show what would be copied, and copy nothing
    #[arg(long)]
    dry_run: bool,
}

impl CopyArgs {
    /// Returns true if the target is standard output.
    pub(super) fn is_to_stream(&self) -> bool {
        self.places.last() == Some(&Place::Stream)
    }

    pub(super) async fn run(mut self, context: &mut DriveContext) -> Result<(), CliError> {
        let Some(target) = self.places.pop() else { return Err(CliError::usage("a target is required")) };
        let progress = Progress::new("copy");
        context.options = context.options.clone().events(EventSink::new(progress.transfer_events()));
        let steps = plan(context, std::mem::take(&mut self.places), target).await?;
        self.check(&steps)?;
        let mut report = CopyReport::default();
        for step in steps {
            self.run_step(context, step, &mut report).await?;
        }
        drop(progress);
        report.print(context)
    }

    /// Reports problems of all steps before the first one.
    fn check(&self, steps: &[CopyStep]) -> Result<(), CliError> {
        for step in steps {
            let (name, is_folder) = match step {
                CopyStep::Up(path, _) => (path.display().to_string(), path.is_dir()),
                CopyStep::Down(found, path) => {
                    if !found.entry.is_folder && !self.dry_run {
                        refuse_existing(path, self.force)?;
                    }
                    (found.location.to_string(), found.entry.is_folder)
                }
                CopyStep::ToStream(found) => (found.location.to_string(), found.entry.is_folder),
                CopyStep::Within(..) | CopyStep::FromStream(_) => continue,
            };
            if is_folder && !self.recursive {
                return Err(CliError::usage(format!("`{name}` is a folder; pass -r to copy it with its content")));
            }
        }
        Ok(())
    }

    async fn run_step(
        &self,
        context: &mut DriveContext,
        step: CopyStep,
        report: &mut CopyReport,
    ) -> Result<(), CliError> {
        match step {
            CopyStep::Up(path, to) if path.is_dir() => self.upload_folder(context, &path, &to, report).await,
            CopyStep::Up(path, to) => self.upload_file(context, UploadSource::file(path), &to, report).await,
            CopyStep::FromStream(to) => {
                let source = UploadSource::spool(&mut context.ui.input, "-").map_err(drive_error)?;
                self.upload_file(context, source, &to, report).await
            }
            CopyStep::Down(found, to) if found.entry.is_folder => self.download_folder(&found, &to, report).await,
            CopyStep::Down(found, to) => self.download_file(&found, &to, report).await,
            CopyStep::ToStream(found) => {
                report.is_silent = true;
                print_content(context, &found, &DownloadSource::file(found.entry.clone())).await
            }
            CopyStep::Within(found, to) => self.copy_within(context, found, &to, report).await,
        }
    }

    async fn upload_file(
        &self,
        context: &mut DriveContext,
        source: UploadSource,
        to: &Location,
        report: &mut CopyReport,
    ) -> Result<(), CliError> {
        folder_and_name(to)?;
        let drive = context.drive(to).await?;
        if self.dry_run {
            report.plan(source.label(), &to.to_string());
            return Ok(());
        }
        let outcome = drive.upload(&source, &to.path, self.if_exists.into()).await;
        report.add_file(source.label(), outcome.map(|outcome| (outcome.size, to.to_string())));
        Ok(())
    }

    async fn upload_folder(
        &self,
        context: &mut DriveContext,
        from: &Path,
        to: &Location,
        report: &mut CopyReport,
    ) -> Result<(), CliError> {
        let (drive, filter) = (context.drive(to).await?, self.filter.filter()?);
        if self.dry_run {
            let options = SyncOptions::default().dry_run(true).filter(filter);
            let planned = drive.sync_up(from, &to.path, &options).await.map_err(drive_error)?;
            planned.plan.iter().for_each(|item| report.plan(&item.path, &format!("{to}/{}", item.path)));
            return Ok(());
        }
        let done = drive.upload_tree(from, &to.path, self.if_exists.into(), &filter).await.map_err(drive_error)?;
        report.add_tree(done);
        Ok(())
    }

    async fn download_file(&self, found: &Found, to: &Path, report: &mut CopyReport) -> Result<(), CliError> {
        let source = match &self.version {
            Some(version) => version_source(found, version).await?,
            None => DownloadSource::file(found.entry.clone()),
        };
        if self.dry_run {
            report.plan(&found.location.to_string(), &to.display().to_string());
            return Ok(());
        }
        let (folder, name) = split_local(to)?;
        let target = DownloadTarget::open(folder).map_err(drive_error)?;
        let outcome = found.drive.download(&source, &target, name).await;
        let outcome = outcome.map(|outcome| (outcome.size, to.display().to_string()));
        report.add_file(&found.location.to_string(), outcome);
        Ok(())
    }

    async fn download_folder(&self, found: &Found, to: &Path, report: &mut CopyReport) -> Result<(), CliError> {
        let filter = self.filter.filter()?;
        if self.dry_run {
            let tree = found.drive.walk(&found.entry).await.map_err(drive_error)?;
            let selected = tree.iter().filter(|entry| filter.is_selected(&entry.path, entry.entry.is_folder));
            selected.for_each(|entry| report.plan(&entry.path, &to.join(&entry.path).display().to_string()));
            return Ok(());
        }
        let target = DownloadTarget::open(to).map_err(drive_error)?;
        report.add_tree(found.drive.download_tree(&found.entry, &target, &filter).await.map_err(drive_error)?);
        Ok(())
    }

    /// Copies within KooDrive, without a transfer.
    async fn copy_within(
        &self,
        context: &mut DriveContext,
        found: Found,
        to: &Location,
        report: &mut CopyReport,
    ) -> Result<(), CliError> {
        let target = context.drive(to).await?;
        let folder = target.resolve_folder(&to.path).await.map_err(drive_error)?;
        let from = found.location.to_string();
        if self.dry_run {
            report.plan(&from, &to.to_string());
            return Ok(());
        }
        let size = found.entry.size;
        let outcome = found.drive.copy_to(&[found.entry], &target, &folder).await;
        report.add_file(&from, outcome.map(|_| (size, to.to_string())));
        Ok(())
    }
}

/// Returns the folder and the name of a local file.
fn split_local(path: &Path) -> Result<(PathBuf, &str), CliError> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| CliError::usage(format!("`{}` names no file in UTF-8", path.display())))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder.to_owned(), name))
}
