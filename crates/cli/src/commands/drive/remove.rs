//! `hwc drive rm`.

use std::collections::BTreeMap;

use clap::Args;
use hwc_api::Request;
use hwc_api::koodrive::CreateJob;
use hwc_drive::{Drive, Entry, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::{Found, expand};
use super::place::parse_location;
use super::view::RemoveResult;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;
use crate::exit::ExitStatus;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive rm`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc drive rm drive:/draft.pdf\n  hwc drive rm -r --dry-run drive:/Old\n  hwc drive rm --permanent --yes drive:/draft.pdf"
)]
pub(super) struct RemoveArgs {
    /// Files and folders
    #[arg(value_name = "PATH", required = true, value_parser = parse_location)]
    paths: Vec<Location>,
    /// Remove folders with all their content
    #[arg(long, short)]
    recursive: bool,
    /// Delete for good, without the recycle bin
    #[arg(long)]
    permanent: bool,
    /// Show what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirm: ConfirmArgs,
}

impl RemoveArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let found = topmost(expand(context, &self.paths).await?);
        self.check(&found)?;
        let paths: Vec<String> = found.iter().map(|found| found.location.to_string()).collect();
        if !self.dry_run {
            if self.permanent {
                self.confirm_deletion(context, &paths)?;
                check_unchanged(&found).await?;
            }
            self.remove(found).await?;
        }
        let verb = match (self.dry_run, self.permanent) {
            (true, _) => "would remove",
            (false, true) => "deleted",
            (false, false) => "moved to the recycle bin:",
        };
        let list: Vec<String> = paths.iter().map(|path| sanitize_line(path)).collect();
        let removed = RemoveResult { removed: paths, permanent: self.permanent, dry_run: self.dry_run };
        context.ui.change(&removed, &format!("{verb} {}", list.join(", ")))
    }

    fn check(&self, found: &[Found]) -> Result<(), CliError> {
        if let Some(root) = found.iter().find(|found| found.location.path.is_root()) {
            return Err(CliError::usage(format!("`{}` is the top folder, which cannot be removed", root.location)));
        }
        match found.iter().find(|found| found.entry.is_folder && !self.recursive) {
            Some(folder) => {
                let message = format!("`{}` is a folder; pass -r to remove it with its content", folder.location);
                Err(CliError::usage(message))
            }
            None => Ok(()),
        }
    }

    /// Asks for a confirmation. The recycle bin keeps what was removed, so only deleting for good needs one.
    fn confirm_deletion(&self, context: &mut DriveContext, paths: &[String]) -> Result<(), CliError> {
        let what = if let [path] = paths { sanitize_line(path) } else { plural(paths.len(), "file") };
        self.confirm.confirm(&mut context.ui, CreateJob::OPERATION, &format!("Delete {what} for good"))
    }

    /// Removes the files with a job for each space.
    async fn remove(&self, found: Vec<Found>) -> Result<(), CliError> {
        let mut spaces: BTreeMap<String, (Drive, Vec<Entry>)> = BTreeMap::new();
        for found in found {
            let space = found.drive.space().id.to_string();
            spaces.entry(space).or_insert_with(|| (found.drive, Vec::new())).1.push(found.entry);
        }
        for (drive, entries) in spaces.into_values() {
            let removed = match self.permanent {
                true => drive.delete_forever(&entries).await,
                false => drive.recycle(&entries).await,
            };
            removed.map_err(drive_error)?;
        }
        Ok(())
    }
}

/// Checks that the paths still name the same contents. Another client may have changed them before the confirmation.
async fn check_unchanged(found: &[Found]) -> Result<(), CliError> {
    for Found { drive, location, entry } in found {
        let now = drive.find_current(&location.path).await.map_err(drive_error)?;
        let is_same = |now: &Entry| now.id == entry.id && (now.is_folder || now.sha256 == entry.sha256);
        if !now.as_ref().is_some_and(is_same) {
            let message = format!("`{location}` changed before the confirmation; nothing was removed");
            return Err(CliError::with_exit(ExitStatus::Internal, "changed", message).retryable());
        }
    }
    Ok(())
}

/// Leaves out files in folders that are removed as well: a pattern may match both.
fn topmost(found: Vec<Found>) -> Vec<Found> {
    let locations: Vec<Location> = found.iter().map(|found| found.location.clone()).collect();
    let is_in = |inner: &Location, outer: &Location| {
        let relative = inner.path.relative_to(&outer.path);
        inner.space == outer.space && relative.is_some_and(|relative| !relative.is_empty())
    };
    let is_top = |found: &Found| !locations.iter().any(|outer| is_in(&found.location, outer));
    found.into_iter().filter(is_top).collect()
}
