//! `hwc drive ls`.

use clap::Args;
use hwc_api::Timestamp;
use hwc_api::serde_json::{Value, json};
use hwc_drive::{Entry, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::expand;
use super::place::parse_location;
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

/// A line of a list: the path and the entry.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) entry: Entry,
}

impl ListArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let mut lines = Vec::new();
        for found in expand(context, &self.paths).await? {
            if !found.entry.is_folder {
                lines.push(Line { path: found.name().to_owned(), entry: found.entry });
            } else if self.recursive {
                let tree = found.drive.walk(&found.entry).await.map_err(drive_error)?;
                lines.extend(tree.into_iter().map(|found| Line { path: found.path, entry: found.entry }));
            } else {
                let list = found.drive.list(&found.location.path).await.map_err(drive_error)?;
                lines.extend(list.into_iter().map(|found| Line { path: found.path_name, entry: found.entry }));
            }
        }
        print(context, &lines, "the folder is empty")
    }
}

/// Prints a list of files and folders.
pub(super) fn print(context: &mut DriveContext, lines: &[Line], none: &str) -> Result<(), CliError> {
    let json: Vec<Value> = lines.iter().map(line_json).collect();
    context.ui.list(&json, none, |_| table(lines))
}

/// Returns an entry as JSON.
pub(super) fn line_json(Line { path, entry }: &Line) -> Value {
    json!({
        "path": path,
        "name": entry.name,
        "id": entry.id.as_str(),
        "type": if entry.is_folder { "folder" } else { "file" },
        "size": entry.size,
        "sha256": entry.sha256,
        "created_at": entry.created_at.map(time),
        "edited_at": entry.edited_at.map(time),
    })
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new(&["SIZE", "EDITED", "NAME"]);
    for Line { path, entry } in lines {
        let (size, style) = match entry.is_folder {
            true => ("-".to_owned(), Style::Title),
            false => (entry.size.to_string(), Style::Plain),
        };
        let name = if entry.is_folder { format!("{path}/") } else { path.clone() };
        let edited = entry.edited_at.map(time).unwrap_or_default();
        table.row([(Style::Plain, size), (Style::Faint, edited), (style, name)]);
    }
    table
}

/// Formats a time in milliseconds since 1970.
pub(super) fn time(millis: i64) -> String {
    Timestamp::from_unix_millis(millis).as_str().to_owned()
}
