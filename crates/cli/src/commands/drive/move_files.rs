//! `hwc drive mv`.

use clap::Args;
use hwc_drive::{Drive, Entry, Location};

use super::context::DriveContext;
use super::copy_plan::folder_and_name;
use super::errors::drive_error;
use super::glob::expand;
use super::place::parse_location;
use super::view::MoveResult;
use crate::error::CliError;
use crate::ui::text::plural;

/// Arguments of `hwc drive mv`.
#[derive(Debug, Args)]
pub(super) struct MoveArgs {
    /// Files and folders, then the target in the same space
    #[arg(value_name = "SOURCE... TARGET", required = true, num_args = 2.., value_parser = parse_location)]
    places: Vec<Location>,
    /// Show what would be moved, and move nothing
    #[arg(long)]
    dry_run: bool,
}

impl MoveArgs {
    pub(super) async fn run(mut self, context: &mut DriveContext) -> Result<(), CliError> {
        let Some(target) = self.places.pop() else { return Err(CliError::usage("a target is required")) };
        if let Some(other) = self.places.iter().find(|source| source.space != target.space) {
            return Err(CliError::usage(format!(
                "`{other}` is in another space; copy it with `cp`, then remove it with `rm`"
            )));
        }
        let sources = expand(context, &self.places).await?;
        let drive = context.drive(&target).await?;
        let existing = drive.find(&target.path).await.map_err(drive_error)?;
        let is_into = existing.as_ref().is_some_and(|entry| entry.is_folder);
        if !is_into && sources.len() > 1 {
            return Err(CliError::usage(format!("`{target}` must be a folder for several sources")));
        }
        let paths: Vec<String> = sources.iter().map(|found| found.location.to_string()).collect();
        if !self.dry_run {
            let entries: Vec<Entry> = sources.into_iter().map(|found| found.entry).collect();
            match (existing.filter(|entry| entry.is_folder), entries.as_slice()) {
                (Some(folder), entries) => drive.move_to(entries, &folder).await.map_err(drive_error)?,
                (None, [entry]) => move_as(&drive, entry, &target).await?,
                (None, _) => {}
            }
        }
        let verb = if self.dry_run { "would move" } else { "moved" };
        let text = format!("{verb} {} to {target}", plural(paths.len(), "file"));
        context.ui.change(&MoveResult { moved: paths, to: target.to_string(), dry_run: self.dry_run }, &text)
    }
}

/// Moves a file or folder to another folder, another name, or both.
async fn move_as(drive: &Drive, entry: &Entry, target: &Location) -> Result<(), CliError> {
    let (folder, name) = folder_and_name(target)?;
    let folder = drive.resolve_folder(&folder).await.map_err(drive_error)?;
    if entry.parent.as_ref() != Some(&folder.id) {
        drive.move_to(std::slice::from_ref(entry), &folder).await.map_err(drive_error)?;
    }
    if entry.name != name {
        drive.rename(entry, name).await.map_err(drive_error)?;
    }
    drive.refresh();
    Ok(())
}
