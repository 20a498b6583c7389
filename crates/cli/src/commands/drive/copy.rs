//! `hwc drive cp`.

use std::path::{Path, PathBuf};

use clap::Args;
use hwc_drive::{DownloadSource, DownloadTarget, EventSink, Location, UploadKind, UploadSource};

use super::cat::print_content;
use super::context::DriveContext;
use super::copy_dry_run::plan_step;
use super::copy_plan::{CopyStep, folder_and_name, plan};
use super::copy_within::copy_within;
use super::errors::{download_error, drive_error, error_in};
use super::filter::FilterArgs;
use super::glob::Found;
use super::place::Place;
use super::policy::PolicyArg;
use super::transfer_report::{CopiedFile, CopyReport};
use super::versions::version_source;
use crate::args::paths::refuse_existing;
use crate::error::CliError;
use crate::ui::progress::Progress;

const AFTER_HELP: &str = "\
The target is a folder if it is one, if it ends with a slash, or if there are several sources.
Missing folders of the target are created. `hwc drive cp -r site drive:/Site` copies the content of
`site` to a new folder, and the folder `site` itself into an existing one.

Copies within KooDrive do not replace files.

Examples:
  hwc drive cp report.pdf drive:/Reports
  hwc drive cp -r --exclude '*.tmp' site drive:/Site
  hwc drive cp 'drive:/Reports/*.pdf' downloads/
  tar c src | hwc drive cp - drive:/backup.tar";

/// Arguments of `hwc drive cp`.
#[derive(Debug, Args)]
#[command(override_usage = "hwc drive cp [OPTIONS] <SOURCE>... <TARGET>", after_help = AFTER_HELP)]
pub(super) struct CopyArgs {
    /// Sources, then the target; `-` is a standard stream
    #[arg(value_name = "PATH", required = true, num_args = 1.., value_parser = clap::value_parser!(Place))]
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
        let target = take_target(&mut self.places)?;
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
            if step.is_folder() && !self.recursive {
                let name = step.source();
                return Err(CliError::usage(format!("`{name}` is a folder; pass -r to copy it with its content")));
            }
            if let CopyStep::Down(found, path) = step
                && !found.entry.is_folder
                && !self.dry_run
            {
                refuse_existing(path, self.force)?;
            }
        }
        let is_one_download =
            matches!(steps, [CopyStep::Down(found, _) | CopyStep::ToStream(found)] if !found.entry.is_folder);
        match self.version.is_some() && !is_one_download {
            true => Err(CliError::usage("--version needs one file of a drive as the source, and a local target")),
            false => Ok(()),
        }
    }

    async fn run_step(
        &self,
        context: &mut DriveContext,
        step: CopyStep,
        report: &mut CopyReport,
    ) -> Result<(), CliError> {
        if self.dry_run {
            return plan_step(context, &step, &self.filter.filter()?, report).await;
        }
        match step {
            CopyStep::Up(path, to) if path.is_dir() => self.upload_folder(context, &path, &to, report).await?,
            CopyStep::Up(path, to) => self.upload_file(context, &UploadSource::file(path), &to, report).await?,
            CopyStep::FromStream(to) => {
                let source = UploadSource::spool(&mut context.ui.input, "-").map_err(drive_error)?;
                self.upload_file(context, &source, &to, report).await?;
            }
            CopyStep::Down(found, to) if found.entry.is_folder => self.download_folder(&found, &to, report).await?,
            CopyStep::Down(found, to) => self.download_file(&found, &to, report).await?,
            CopyStep::ToStream(found) => {
                report.is_silent = true;
                print_content(context, &found, &self.source(&found).await?).await?;
            }
            CopyStep::Within(found, to) => {
                let copied = copy_within(context, &found, &to, self.if_exists).await;
                report.add_file(&found.location.to_string(), copied);
            }
        }
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
        let done = drive.upload_tree(from, &to.path, self.if_exists.into(), &filter).await;
        report.add_tree(done.map_err(error_in(to))?, drive_error);
        Ok(())
    }

    async fn upload_file(
        &self,
        context: &mut DriveContext,
        source: &UploadSource,
        to: &Location,
        report: &mut CopyReport,
    ) -> Result<(), CliError> {
        let (_, name) = folder_and_name(to)?;
        let outcome = context.drive(to).await?.upload(source, &to.path, self.if_exists.into()).await;
        let copied = outcome.map(|outcome| CopiedFile {
            size: outcome.size,
            is_unchanged: outcome.kind == UploadKind::Unchanged,
            new_name: Some(outcome.name).filter(|new| new != name),
        });
        report.add_file(source.label(), copied.map_err(error_in(to)));
        Ok(())
    }

    /// Returns the content to download: the present one, or an old version.
    async fn source(&self, found: &Found) -> Result<DownloadSource, CliError> {
        match &self.version {
            Some(version) => version_source(found, version).await,
            None => Ok(DownloadSource::file(found.entry.clone())),
        }
    }

    async fn download_file(&self, found: &Found, to: &Path, report: &mut CopyReport) -> Result<(), CliError> {
        let source = self.source(found).await?;
        let (folder, name) = split_local(to)?;
        let target = DownloadTarget::open(folder).map_err(drive_error)?;
        let outcome = found.drive.download(&source, &target, name).await;
        let copied = outcome.map(|outcome| CopiedFile { size: outcome.size, ..CopiedFile::default() });
        report.add_file(&found.location.to_string(), copied.map_err(drive_error));
        Ok(())
    }

    async fn download_folder(&self, found: &Found, to: &Path, report: &mut CopyReport) -> Result<(), CliError> {
        let target = DownloadTarget::open(to).map_err(drive_error)?.keep_existing(!self.force);
        let done = found.drive.download_tree(&found.entry, &target, &self.filter.filter()?).await;
        report.add_tree(done.map_err(error_in(&found.location))?, download_error);
        Ok(())
    }
}

/// Returns the target, which is the last place.
fn take_target(places: &mut Vec<Place>) -> Result<Place, CliError> {
    match places.pop() {
        Some(target) if !places.is_empty() => Ok(target),
        _ => Err(CliError::usage("expected a source and a target, as in `hwc drive cp report.pdf drive:/Reports`")),
    }
}

/// Returns the folder and the name of a local file.
fn split_local(path: &Path) -> Result<(PathBuf, &str), CliError> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| CliError::usage(format!("`{}` names no file in UTF-8", path.display())))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder.to_owned(), name))
}
