//! `hwc drive restore`.

use clap::Args;
use hwc_drive::{Entry, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::list::{self, Line};
use super::place::parse_space;
use super::view::RestoreResult;
use crate::dynamic::quote;
use crate::error::CliError;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive restore`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive restore drive:/\n  hwc drive restore drive:/ draft.pdf")]
pub(super) struct RestoreArgs {
    /// Space, as in drive: or drive@SPACE:
    #[arg(value_name = "SPACE", value_parser = parse_space)]
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
            let lines = bin.into_iter().map(|entry| Line { path: entry.name.clone(), entry });
            return list::print(context, &lines.collect::<Vec<_>>(), "the recycle bin is empty");
        }
        let select = |file: &String| select(&bin, file).map_err(|error| self.with_list(error));
        let entries = self.files.iter().map(select).collect::<Result<Vec<_>, _>>()?;
        drive.restore(&entries).await.map_err(drive_error)?;
        let names: Vec<String> = entries.iter().map(|entry| entry.name.clone()).collect();
        let text = format!("restored {}", sanitize_line(&names.join(", ")));
        context.ui.change(&RestoreResult { restored: names }, &text)
    }

    /// Adds the command that lists the recycle bin.
    fn with_list(&self, error: CliError) -> CliError {
        error.with_next(format!("hwc drive restore {}", quote(&self.space.to_string())), "to list the recycle bin")
    }
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
