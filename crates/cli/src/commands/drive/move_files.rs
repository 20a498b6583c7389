//! `hwc drive mv`.

use clap::Args;
use hwc_drive::{Drive, Entry, Location};

use super::context::DriveContext;
use super::copy_plan::folder_and_name;
use super::copy_within::check_nesting;
use super::errors::{drive_error, error_in, name_in_use};
use super::glob::{Found, expand};
use super::place::{WrittenLocation, parse_written_location};
use super::view::MoveResult;
use crate::dynamic::quote;
use crate::error::CliError;
use crate::exit::ExitStatus;
use crate::ui::text::plural;

/// Arguments of `hwc drive mv`.
#[derive(Debug, Args)]
#[command(
    override_usage = "hwc drive mv [OPTIONS] <SOURCE>... <TARGET>",
    after_help = "Examples:\n  hwc drive mv drive:/draft.pdf drive:/Reports/2026.pdf\n  hwc drive mv 'drive:/*.pdf' drive:/Reports"
)]
pub(super) struct MoveArgs {
    /// Files and folders, then the target in the same space
    #[arg(value_name = "PATH", required = true, num_args = 1.., value_parser = parse_written_location)]
    places: Vec<WrittenLocation>,
    /// Show what would be moved, and move nothing
    #[arg(long)]
    dry_run: bool,
}

impl MoveArgs {
    pub(super) async fn run(mut self, context: &mut DriveContext) -> Result<(), CliError> {
        let target = self.take_target()?;
        let sources: Vec<Location> = self.places.into_iter().map(|place| place.location).collect();
        let sources = expand(context, &sources).await?;
        let drive = context.drive(&target.location).await?;
        let to = check(&drive, &sources, &target).await?;
        let paths: Vec<String> = sources.iter().map(|found| found.location.to_string()).collect();
        if !self.dry_run {
            let entries: Vec<Entry> = sources.into_iter().map(|found| found.entry).collect();
            match (to, entries.as_slice()) {
                (MoveTarget::Into(folder), entries) => drive.move_to(entries, &folder).await.map_err(drive_error)?,
                (MoveTarget::As(folder, name), [entry]) => {
                    drive.move_as(entry, &folder, &name).await.map_err(drive_error)?;
                }
                (MoveTarget::As(..), _) => {}
            }
        }
        let verb = if self.dry_run { "would move" } else { "moved" };
        let text = format!("{verb} {} to {}", plural(paths.len(), "file"), target.location);
        let moved = MoveResult { moved: paths, to: target.location.to_string(), dry_run: self.dry_run };
        context.ui.change(&moved, &text)
    }

    /// Returns the target, which is the last place. The service moves nothing to other spaces.
    fn take_target(&mut self) -> Result<WrittenLocation, CliError> {
        let target = self.places.pop().filter(|_| !self.places.is_empty());
        let target = target.ok_or_else(|| {
            CliError::usage("expected a source and a target, as in `hwc drive mv drive:/old.pdf drive:/new.pdf`")
        })?;
        match self.places.iter().find(|source| source.location.space != target.location.space) {
            Some(WrittenLocation { location, .. }) => Err(CliError::usage(format!(
                "`{location}` is in another space; copy it with `cp`, then remove it with `rm`"
            ))),
            None => Ok(target),
        }
    }
}

/// The target of a move.
enum MoveTarget {
    /// The folder that the files go to, with their names.
    Into(Entry),
    /// The folder and the new name of the only file.
    As(Entry, String),
}

/// Checks a move before anything is changed, and returns its target.
async fn check(drive: &Drive, sources: &[Found], target: &WrittenLocation) -> Result<MoveTarget, CliError> {
    let to = &target.location;
    for found in sources {
        if found.location.path.is_root() {
            return Err(CliError::usage(format!("`{}` is the top folder, which cannot be moved", found.location)));
        }
        check_nesting(&found.location, to)?;
    }
    let is_source = |entry: &Entry| matches!(sources, [only] if only.entry.id == entry.id);
    match drive.find(&to.path).await.map_err(error_in(to))? {
        Some(entry) if is_source(&entry) => {}
        Some(entry) if entry.is_folder => return Ok(MoveTarget::Into(entry)),
        Some(_) if sources.len() > 1 => {
            return Err(CliError::usage(format!("`{to}` must be a folder for several sources")));
        }
        Some(_) => return Err(name_in_use(to)),
        None if sources.len() > 1 || target.is_folder => return Err(missing_folder(to)),
        None => {}
    }
    let (folder, name) = folder_and_name(to)?;
    let folder = drive.resolve_folder(&folder).await.map_err(error_in(to))?;
    Ok(MoveTarget::As(folder, name.to_owned()))
}

fn missing_folder(folder: &Location) -> CliError {
    CliError::with_exit(ExitStatus::Service, "not_found", format!("there is no folder `{folder}`"))
        .with_next(format!("hwc drive mkdir {}", quote(&folder.to_string())), "to create the folder")
}
