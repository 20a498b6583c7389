//! The plan of `hwc drive cp`: pairs of a source and a target.

use std::path::{Path, PathBuf};

use hwc_drive::{Location, RemotePath};

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::{Found, expand};
use super::place::{Place, join};
use crate::error::CliError;

/// A source with its target.
pub(super) enum CopyStep {
    /// Standard input to a file of a drive.
    FromStream(Location),
    /// A local file or folder to a drive. The target is the path of the file or folder itself.
    Up(PathBuf, Location),
    /// A file or folder of a drive to a local path.
    Down(Found, PathBuf),
    /// A file of a drive to standard output.
    ToStream(Found),
    /// A file or folder of a drive to a folder of a drive.
    Within(Found, Location),
}

/// Plans the steps for sources and a target. As with `cp`, the target is a folder if it exists as one, if it ends with a slash, or
/// if there are several sources.
pub(super) async fn plan(
    context: &mut DriveContext,
    sources: Vec<Place>,
    target: Place,
) -> Result<Vec<CopyStep>, CliError> {
    let (mut local, mut remote, mut streams) = (Vec::new(), Vec::new(), 0);
    for source in sources {
        match source {
            Place::Local(path) => local.push(path),
            Place::Stream => streams += 1,
            place => remote.push(place.location()?),
        }
    }
    let remote = expand(context, &remote).await?;
    let count = local.len() + remote.len() + streams;
    match target {
        Place::Remote(target) => {
            let mut steps = up(context, local, &target, count).await?;
            if streams > 0 {
                steps.push(CopyStep::FromStream(target.clone()));
            }
            steps.extend(remote.into_iter().map(|found| CopyStep::Within(found, target.clone())));
            Ok(steps)
        }
        Place::Invalid(reason) => Err(CliError::usage(reason)),
        _ if !local.is_empty() || streams > 0 => Err(CliError::usage(
            "one side must be in a drive, as in drive:/PATH; use `cp` of the system for local files",
        )),
        Place::Stream => Ok(remote.into_iter().map(CopyStep::ToStream).collect()),
        Place::Local(target) => {
            let is_folder = count > 1 || target.is_dir() || ends_with_slash(&target);
            let to = |found: &Found| if is_folder { target.join(safe_name(found)) } else { target.clone() };
            Ok(remote
                .into_iter()
                .map(|found| (to(&found), found))
                .map(|(to, found)| CopyStep::Down(found, to))
                .collect())
        }
    }
}

async fn up(
    context: &mut DriveContext,
    local: Vec<PathBuf>,
    target: &Location,
    count: usize,
) -> Result<Vec<CopyStep>, CliError> {
    if local.is_empty() {
        return Ok(Vec::new());
    }
    let existing = context.drive(target).await?.find(&target.path).await.map_err(drive_error)?;
    let is_folder = count > 1 || existing.is_some_and(|entry| entry.is_folder);
    let step = |path: PathBuf| {
        let to = if is_folder { join(target, local_name(&path)?)? } else { target.clone() };
        Ok(CopyStep::Up(path, to))
    };
    local.into_iter().map(step).collect()
}

/// Returns the name of a local file.
fn local_name(path: &Path) -> Result<&str, CliError> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.ok_or_else(|| CliError::usage(format!("`{}` has no name for the drive; name the target file", path.display())))
}

/// Returns the name of a file for a local folder. The top folder of a space has none, so its content is copied.
fn safe_name(found: &Found) -> String {
    let name = found.location.path.name();
    name.map_or_else(String::new, |name| hwc_drive::LocalNames::new(hwc_drive::NameRules::HERE).add(name))
}

fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|byte| std::path::is_separator(char::from(*byte)))
}

/// Returns the folder and the name of a file in a drive.
pub(super) fn folder_and_name(location: &Location) -> Result<(RemotePath, &str), CliError> {
    let parts = location.path.split_last();
    parts.ok_or_else(|| CliError::usage(format!("`{location}` is a folder; name the file in it")))
}
