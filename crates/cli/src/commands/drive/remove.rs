//! `hwc drive rm`.

use std::collections::BTreeMap;

use clap::Args;
use hwc_api::serde_json::json;
use hwc_drive::{Drive, Entry, Location};

use super::context::DriveContext;
use super::copy::JOB;
use super::errors::drive_error;
use super::glob::expand;
use super::place::parse_location;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive rm`.
#[derive(Debug, Args)]
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
        let found = expand(context, &self.paths).await?;
        if let Some(folder) = found.iter().find(|found| found.entry.is_folder && !self.recursive) {
            let message = format!("`{}` is a folder; pass -r to remove it with its content", folder.location);
            return Err(CliError::usage(message));
        }
        if let Some(root) = found.iter().find(|found| found.location.path.is_root()) {
            return Err(CliError::usage(format!("`{}` is the top folder, which cannot be removed", root.location)));
        }
        let paths: Vec<String> = found.iter().map(|found| found.location.to_string()).collect();
        if !self.dry_run {
            let what = if let [path] = paths.as_slice() { sanitize_line(path) } else { plural(paths.len(), "file") };
            let action = if self.permanent { format!("Delete {what} for good") } else { format!("Remove {what}") };
            // The recycle bin keeps what was removed, so only deleting for good needs a confirmation.
            if self.permanent {
                self.confirm.confirm(&mut context.ui, JOB, &action)?;
            }
            let mut spaces: BTreeMap<String, (Drive, Vec<Entry>)> = BTreeMap::new();
            for found in found {
                let space = found.drive.space().id.to_string();
                spaces.entry(space).or_insert_with(|| (found.drive, Vec::new())).1.push(found.entry);
            }
            for (drive, entries) in spaces.into_values() {
                let removed =
                    if self.permanent { drive.delete_forever(&entries).await } else { drive.recycle(&entries).await };
                removed.map_err(drive_error)?;
            }
        }
        let verb = match (self.dry_run, self.permanent) {
            (true, _) => "would remove",
            (false, true) => "deleted",
            (false, false) => "moved to the recycle bin:",
        };
        let json = json!({ "removed": paths, "permanent": self.permanent, "dry_run": self.dry_run });
        let list: Vec<String> = paths.iter().map(|path| sanitize_line(path)).collect();
        context.ui.change(&json, &format!("{verb} {}", list.join(", ")))
    }
}
