//! `hwc drive ls`.

use std::collections::BTreeSet;

use clap::Args;
use hwc_drive::{Entry, Location, TreeEntry};

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::{Found, expand, is_pattern};
use super::place::parse_location;
use super::view::{DriveEntry, time};
use crate::commands::completion::drive_paths;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc drive ls`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc drive ls drive:/Reports\n  hwc drive ls -r --limit 100 drive:/ -o json\n  hwc drive ls 'drive@Marketing:/**/*.pdf'"
)]
pub(super) struct ListArgs {
    /// Folders and files
    #[arg(value_name = "PATH", default_value = "drive:/", value_parser = parse_location)]
    paths: Vec<Location>,
    /// List folders with all their content
    #[arg(long, short)]
    recursive: bool,
    /// Maximum number of entries [default: all]
    ///
    /// The entries are sorted, so hwc reads the whole folder before it prints the first ones.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
}

/// A line of a list: the path and the entry.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) entry: Entry,
}

impl Line {
    /// Returns the line for programs.
    pub(super) fn entry(&self) -> DriveEntry {
        DriveEntry::new(&self.path, &self.entry)
    }
}

impl ListArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let all = expand(context, &self.paths).await?;
        let is_single = all.len() == 1 && !self.paths.iter().any(|location| is_pattern(&location.path));
        let mut lines = Vec::new();
        for found in all {
            let folder = folder_of(&found);
            let mut content = self.lines(found).await?;
            if !is_single {
                content.iter_mut().for_each(|line| line.path = full_path(&folder, &line.path));
            }
            lines.append(&mut content);
        }
        if !is_single {
            // A pattern may match a folder and its content.
            let mut listed = BTreeSet::new();
            lines.retain(|line| listed.insert(line.path.clone()));
        }
        self.print(context, &lines)
    }

    /// Prints the lines up to the limit.
    fn print(&self, context: &mut DriveContext, lines: &[Line]) -> Result<(), CliError> {
        let limit = self.limit.map_or(lines.len(), |limit| lines.len().min(limit as usize));
        print(context, &lines[..limit], "the folder is empty")?;
        if limit < lines.len() {
            context
                .ui
                .note(&format!("the list is limited to {limit} of {} entries; use --limit for more", lines.len()));
        }
        Ok(())
    }

    /// Returns the lines of a file or folder.
    async fn lines(&self, found: Found) -> Result<Vec<Line>, CliError> {
        if !found.entry.is_folder {
            return Ok(vec![Line { path: found.name().to_owned(), entry: found.entry }]);
        }
        if self.recursive {
            let tree = found.drive.walk(&found.entry).await.map_err(drive_error)?;
            remember_tree(&found.location, &tree);
            return Ok(tree.into_iter().map(|found| Line { path: found.path, entry: found.entry }).collect());
        }
        let list = found.drive.list(&found.location.path).await.map_err(drive_error)?;
        let names = list.iter().map(|found| path_name(&found.path_name, &found.entry));
        drive_paths::remember(&found.location.to_string(), names);
        Ok(list.into_iter().map(|found| Line { path: found.path_name, entry: found.entry }).collect())
    }
}

/// Returns the folder that the paths of the lines are in: the listed one, or that around a file.
fn folder_of(found: &Found) -> Location {
    let Location { space, path } = found.location.clone();
    let around = path.split_last().filter(|_| !found.entry.is_folder).map(|(folder, _)| folder);
    Location { space, path: around.unwrap_or(path) }
}

/// Returns a path in a folder with the space, as it is on the command line.
fn full_path(folder: &Location, relative: &str) -> String {
    let path = relative.split('/').fold(folder.path.clone(), |path, name| path.join(name));
    Location { space: folder.space.clone(), path }.to_string()
}

/// Remembers the content of a folder for completion.
pub(super) fn remember_tree(folder: &Location, tree: &[TreeEntry]) {
    drive_paths::remember(&folder.to_string(), tree.iter().map(|found| path_name(&found.path, &found.entry)));
}

/// Returns a path, with a slash at the end for a folder.
fn path_name(path: &str, entry: &Entry) -> String {
    if entry.is_folder { format!("{path}/") } else { path.to_owned() }
}

/// Prints a list of files and folders.
pub(super) fn print(context: &mut DriveContext, lines: &[Line], none: &str) -> Result<(), CliError> {
    let entries: Vec<DriveEntry> = lines.iter().map(Line::entry).collect();
    context.ui.list(&entries, none, |_| table(lines))
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new(&["SIZE", "EDITED", "NAME"]);
    for Line { path, entry } in lines {
        let (size, style) = match entry.is_folder {
            true => ("-".to_owned(), Style::Title),
            false => (entry.size.to_string(), Style::Plain),
        };
        let name = path_name(path, entry);
        let edited = entry.edited_at.map(time).unwrap_or_default();
        table.row([(Style::Plain, size), (Style::Faint, edited), (style, name)]);
    }
    table
}
