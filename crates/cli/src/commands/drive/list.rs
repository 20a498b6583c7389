//! `hwc drive ls`.

use clap::Args;
use hwc_drive::Location;

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::expand;
use super::place::parse_location;
use super::view::DriveEntry;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc drive ls`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Folders and files
    #[arg(value_name = "PATH", default_value = "drive:/", value_parser = parse_location)]
    paths: Vec<Location>,
    /// List folders with all their content
    #[arg(long, short)]
    recursive: bool,
}

impl ListArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let mut entries = Vec::new();
        for found in expand(context, &self.paths).await? {
            if !found.entry.is_folder {
                entries.push(DriveEntry::new(found.name().to_owned(), found.entry));
            } else if self.recursive {
                let tree = found.drive.walk(&found.entry).await.map_err(drive_error)?;
                entries.extend(tree.into_iter().map(|found| DriveEntry::new(found.path, found.entry)));
            } else {
                let list = found.drive.list(&found.location.path).await.map_err(drive_error)?;
                entries.extend(list.into_iter().map(|found| DriveEntry::new(found.path_name, found.entry)));
            }
        }
        print(context, &entries, "the folder is empty")
    }
}

/// Prints a list of files and folders.
pub(super) fn print(context: &mut DriveContext, entries: &[DriveEntry], none: &str) -> Result<(), CliError> {
    context.ui.list(entries, none, |_| table(entries))
}

fn table(entries: &[DriveEntry]) -> Table {
    let mut table = Table::new(&["SIZE", "EDITED", "NAME"]);
    for DriveEntry { path, kind, size, edited_at, .. } in entries {
        let (size, style, name) = match *kind {
            "folder" => ("-".to_owned(), Style::Title, format!("{path}/")),
            _ => (size.to_string(), Style::Plain, path.clone()),
        };
        let edited = edited_at.clone().unwrap_or_default();
        table.row([(Style::Plain, size), (Style::Faint, edited), (style, name)]);
    }
    table
}
