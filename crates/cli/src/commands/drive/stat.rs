//! `hwc drive stat` and `hwc drive du`.

use clap::Args;
use hwc_api::koodrive::StatsDir;
use hwc_api::serde_json::{Value, json};
use hwc_drive::Location;

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::{Found, expand};
use super::list::{Line, line_json};
use super::place::parse_location;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::text::sanitize_line;

/// Arguments of `hwc drive stat`.
#[derive(Debug, Args)]
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
            let id_path = entry.id_path.clone();
            let mut json = line_json(&Line { path: found.location.to_string(), entry });
            json["space"] = json!(found.drive.space().id.as_str());
            json["id_path"] = json!(id_path);
            all.push(json);
        }
        let text: String = all.iter().map(properties).collect::<Vec<_>>().join("\n");
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
        let line = |usage: &Value| {
            let path = sanitize_line(usage["path"].as_str().unwrap_or_default());
            format!("{}\t{path}\n", usage["size"])
        };
        let text: String = all.iter().map(line).collect();
        context.ui.document(&all, |_| text)
    }
}

/// Sums up a folder in one call.
async fn usage(found: &Found) -> Result<Value, CliError> {
    let path = found.location.to_string();
    if !found.entry.is_folder {
        return Ok(json!({ "path": path, "size": found.entry.size, "files": 1, "folders": 0 }));
    }
    let request = StatsDir::new(found.entry.id.clone(), found.drive.space().id.clone()).recursive(true);
    let request = request.include_dir_count(true).include_file_count(true).include_total_size(true);
    let stats = found.drive.client().send(request).await?.data.unwrap_or_default();
    let [size, files, folders] = [stats.total_size, stats.sub_file_count, stats.sub_dir_count];
    Ok(json!({ "path": path, "size": size, "files": files, "folders": folders }))
}
