//! `hwc drive restore`.

use clap::Args;
use hwc_drive::{Entry, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::list;
use super::place::parse_location;
use super::view::DriveEntry;
use crate::error::CliError;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// Space, as in drive: or drive@SPACE:
    #[arg(value_name = "SPACE", value_parser = parse_location)]
    space: Location,
    /// Names or IDs of files in the recycle bin [default: list it]
    #[arg(value_name = "FILE")]
    files: Vec<String>,
}

impl RestoreArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let drive = context.drive(&self.space).await?;
        let bin = drive.recycle_bin().await.map_err(drive_error)?;
        if self.files.is_empty() {
            return list::print(context, &views(bin), "the recycle bin is empty");
        }
        let entries = self.files.iter().map(|file| select(&bin, file)).collect::<Result<Vec<_>, _>>()?;
        drive.restore(&entries).await.map_err(drive_error)?;
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        let text = format!("restored {}", sanitize_line(&names.join(", ")));
        context.ui.changes(&views(entries), &text)
    }
}

/// Converts entries of the recycle bin. Their path is the name, since the service does not send their old folder.
fn views(entries: Vec<Entry>) -> Vec<DriveEntry> {
    entries.into_iter().map(|entry| DriveEntry::new(entry.name.clone(), entry)).collect()
}

/// Finds a file by ID or name.
fn select(bin: &[Entry], text: &str) -> Result<Entry, CliError> {
    let found: Vec<&Entry> = bin.iter().filter(|entry| entry.id.as_str() == text || entry.name == text).collect();
    match found.as_slice() {
        [entry] => Ok((*entry).clone()),
        [] => Err(CliError::service(format!("the recycle bin has no file `{text}`"))),
        all => {
            let ids: Vec<&str> = all.iter().map(|entry| entry.id.as_str()).collect();
            let message = format!("the recycle bin has {} named `{text}`", plural(all.len(), "file"));
            Err(CliError::usage(format!("{message}; use an ID: {}", ids.join(", "))))
        }
    }
}
