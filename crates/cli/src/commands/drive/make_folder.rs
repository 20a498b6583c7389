//! `hwc drive mkdir`.

use clap::Args;
use hwc_drive::Location;

use super::context::DriveContext;
use super::errors::error_in;
use super::place::parse_location;
use super::view::CreatedFolder;
use crate::error::CliError;

/// Arguments of `hwc drive mkdir`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive mkdir drive:/Reports/2026")]
pub(super) struct MakeFolderArgs {
    /// Folders to create, with the folders around them
    #[arg(value_name = "PATH", required = true, value_parser = parse_location)]
    paths: Vec<Location>,
}

impl MakeFolderArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let mut made = Vec::new();
        for path in &self.paths {
            let created = context.drive(path).await?.create_folders(&path.path).await;
            let folder = created.map_err(error_in(path))?;
            made.push(CreatedFolder { path: path.to_string(), id: folder.id.to_string() });
        }
        let paths: Vec<String> = self.paths.iter().map(ToString::to_string).collect();
        context.ui.change(&made, &format!("created {}", paths.join(", ")))
    }
}
