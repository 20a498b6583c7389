//! `hwc drive versions`, and old versions as sources of downloads.

use clap::Args;
use hwc_api::koodrive::{FileRevision, ListRevision};
use hwc_drive::{DownloadSource, Location};

use super::context::DriveContext;
use super::errors::error_in;
use super::glob::Found;
use super::place::parse_location;
use super::view::FileVersion;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc drive versions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive versions drive:/Reports/2026.pdf")]
pub(super) struct VersionsArgs {
    /// File
    #[arg(value_name = "PATH", value_parser = parse_location)]
    path: Location,
}

impl VersionsArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let drive = context.drive(&self.path).await?;
        let entry = drive.resolve_file(&self.path.path).await.map_err(error_in(&self.path))?;
        let versions = versions(&Found { drive, location: self.path, entry }).await?;
        let rows: Vec<FileVersion> = versions.iter().map(FileVersion::from).collect();
        context.ui.list(&rows, "no versions", |_| table(&rows))
    }
}

async fn versions(found: &Found) -> Result<Vec<FileRevision>, CliError> {
    let request = ListRevision::new(found.drive.space().id.clone(), found.entry.id.clone());
    let mut items = found.drive.client().items(request);
    let mut versions = Vec::new();
    while let Some(version) = items.try_next().await? {
        versions.push(version);
    }
    Ok(versions)
}

/// Returns an old version of a file as a source.
///
/// # Errors
/// Fails if the file has no such version.
pub(super) async fn version_source(found: &Found, id: &str) -> Result<DownloadSource, CliError> {
    let all = versions(found).await?;
    let known: Vec<&str> = all.iter().filter_map(|version| Some(version.revision_id.as_ref()?.as_str())).collect();
    let version = all.iter().find(|version| version.revision_id.as_ref().is_some_and(|known| known.as_str() == id));
    let size = version.and_then(|version| version.size).ok_or_else(|| {
        CliError::usage(format!("`{}` has no version `{id}`; it has {}", found.location, known.join(", ")))
    })?;
    Ok(DownloadSource::revision(found.entry.clone(), id, size))
}

fn table(versions: &[FileVersion]) -> Table {
    let mut table = Table::new(&["VERSION", "SIZE", "CREATED", "ID"]);
    for version in versions {
        let style = if version.is_latest == Some(true) { Style::Good } else { Style::Plain };
        table.row([
            (style, version.number.map(|number| number.to_string()).unwrap_or_default()),
            (Style::Plain, version.size.map(|size| size.to_string()).unwrap_or_default()),
            (Style::Faint, version.created_at.clone().unwrap_or_default()),
            (Style::Plain, version.id.clone().unwrap_or_default()),
        ]);
    }
    table
}
