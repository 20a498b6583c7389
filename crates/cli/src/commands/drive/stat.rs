//! `hwc drive stat` and `hwc drive du`.

use clap::Args;
use hwc_api::koodrive::StatsDir;
use hwc_api::serde_json::{Value, json};
use hwc_drive::Location;

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::{Found, expand};
use super::place::parse_location;
use super::view::{DriveEntry, DriveEntryDetails, DriveUsage};
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::text::sanitize_line;

/// Arguments of `hwc drive stat`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive stat drive:/Reports/2026.pdf -o json")]
pub(super) struct StatArgs {
    /// Files and folders
    #[arg(value_name = "PATH", required = true, value_parser = parse_location)]
    paths: Vec<Location>,
}

impl StatArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let mut all = Vec::new();
        for found in expand(context, &self.paths).await? {
            let entry = found.drive.entry(&found.entry.id).await.map_err(drive_error)?;
            all.push(DriveEntryDetails {
                entry: DriveEntry::new(&found.location.to_string(), &entry),
                space: found.drive.space().id.to_string(),
                id_path: entry.id_path,
            });
        }
        let texts = all.iter().map(|details| json!(details)).map(|value| properties(&value));
        let text: String = texts.collect::<Vec<_>>().join("\n");
        context.ui.document(&all, |_| text)
    }
}

/// Returns the members of an object as lines.
fn properties(value: &Value) -> String {
    let members = value.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let line = |(name, value): (&String, &Value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), sanitize_line);
        format!("{} {text}\n", Style::Faint.paint(format!("{name}:")))
    };
    members.map(line).collect()
}

/// Arguments of `hwc drive du`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive du drive:/Reports drive:/Photos")]
pub(super) struct UsageArgs {
    /// Folders and files
    #[arg(value_name = "PATH", default_value = "drive:/", value_parser = parse_location)]
    paths: Vec<Location>,
}

impl UsageArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let mut all = Vec::new();
        for found in expand(context, &self.paths).await? {
            all.push(usage(&found).await?);
        }
        let line = |usage: &DriveUsage| {
            let size = usage.size.map_or_else(|| "unknown".to_owned(), |size| size.to_string());
            format!("{size}\t{}\n", sanitize_line(&usage.path))
        };
        let text: String = all.iter().map(line).collect();
        context.ui.document(&all, |_| text)
    }
}

/// Sums up a folder in one call.
async fn usage(found: &Found) -> Result<DriveUsage, CliError> {
    let path = found.location.to_string();
    if !found.entry.is_folder {
        return Ok(DriveUsage { path, size: Some(found.entry.size), files: Some(1), folders: Some(0) });
    }
    let request = StatsDir::new(found.entry.id.clone(), found.drive.space().id.clone()).recursive(true);
    let request = request.include_dir_count(true).include_file_count(true).include_total_size(true);
    let stats = found.drive.client().send(request).await?.data.unwrap_or_default();
    Ok(DriveUsage { path, size: stats.total_size, files: stats.sub_file_count, folders: stats.sub_dir_count })
}
