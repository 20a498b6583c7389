//! The plan of `hwc drive cp`: pairs of a source and a target.

use std::path::{Path, PathBuf};

use hwc_drive::{Location, RemotePath};

use super::context::DriveContext;
use super::errors::error_in;
use super::glob::{Found, expand};
use super::place::{Place, WrittenLocation, join};
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
    /// A file or folder of a drive to a path of a drive.
    Within(Found, Location),
}

impl CopyStep {
    /// Returns the source as it is on the command line.
    pub(super) fn source(&self) -> String {
        match self {
            Self::FromStream(_) => "-".to_owned(),
            Self::Up(path, _) => path.display().to_string(),
            Self::Down(found, _) | Self::ToStream(found) | Self::Within(found, _) => found.location.to_string(),
        }
    }

    /// Returns true if the source is a folder.
    pub(super) fn is_folder(&self) -> bool {
        match self {
            Self::FromStream(_) => false,
            Self::Up(path, _) => path.is_dir(),
            Self::Down(found, _) | Self::ToStream(found) | Self::Within(found, _) => found.entry.is_folder,
        }
    }
}

/// The sources of a copy by their kind.
struct Sources {
    local: Vec<PathBuf>,
    remote: Vec<Found>,
    /// True if standard input is the only source.
    is_stream: bool,
}

impl Sources {
    async fn find(context: &mut DriveContext, places: Vec<Place>) -> Result<Self, CliError> {
        let (mut local, mut remote, count) = (Vec::new(), Vec::new(), places.len());
        let is_stream = places.contains(&Place::Stream);
        if is_stream && count > 1 {
            return Err(CliError::usage("`-` must be the only source, since standard input is one file"));
        }
        for place in places {
            match place {
                Place::Local(path) => local.push(path),
                Place::Stream => {}
                place => remote.push(place.location()?),
            }
        }
        Ok(Self { local, remote: expand(context, &remote).await?, is_stream })
    }

    fn count(&self) -> usize {
        self.local.len() + self.remote.len()
    }
}

/// Plans the steps for sources and a target. As with `cp`, the target is a folder if it exists as one, if it ends with a slash, or
/// if there are several sources.
pub(super) async fn plan(
    context: &mut DriveContext,
    sources: Vec<Place>,
    target: Place,
) -> Result<Vec<CopyStep>, CliError> {
    if let Place::Invalid(reason) = target {
        return Err(CliError::usage(reason));
    }
    let sources = Sources::find(context, sources).await?;
    let is_from_here = !sources.local.is_empty() || sources.is_stream;
    match target {
        Place::Remote(target) => to_drive(context, sources, target).await,
        _ if is_from_here => Err(CliError::usage(
            "one side must be in a drive, as in drive:/PATH; use `cp` of the system for local files",
        )),
        Place::Local(target) => Ok(to_local(sources, &target)),
        _ => Ok(sources.remote.into_iter().map(CopyStep::ToStream).collect()),
    }
}

async fn to_drive(
    context: &mut DriveContext,
    sources: Sources,
    WrittenLocation { location, is_folder }: WrittenLocation,
) -> Result<Vec<CopyStep>, CliError> {
    let existing = context.drive(&location).await?.find(&location.path).await.map_err(error_in(&location))?;
    let is_folder = is_folder || sources.count() > 1 || existing.is_some_and(|entry| entry.is_folder);
    if sources.is_stream {
        return match is_folder {
            true => Err(CliError::usage(format!("`{location}` is a folder; name the file in it"))),
            false => Ok(vec![CopyStep::FromStream(location)]),
        };
    }
    let place = |name: &str| if is_folder { join(&location, name) } else { Ok(location.clone()) };
    let mut steps = Vec::new();
    for path in sources.local {
        let target = place(local_name(&path)?)?;
        steps.push(CopyStep::Up(path, target));
    }
    for found in sources.remote {
        let target = place(&found.entry.name)?;
        steps.push(CopyStep::Within(found, target));
    }
    Ok(steps)
}

fn to_local(sources: Sources, target: &Path) -> Vec<CopyStep> {
    let is_folder = sources.count() > 1 || target.is_dir() || ends_with_slash(target);
    let place = |found: &Found| if is_folder { target.join(safe_name(found)) } else { target.to_owned() };
    sources
        .remote
        .into_iter()
        .map(|found| (place(&found), found))
        .map(|(to, found)| CopyStep::Down(found, to))
        .collect()
}

/// Returns the name of a local file. A folder such as `.` has none, so its content is copied.
fn local_name(path: &Path) -> Result<&str, CliError> {
    match path.file_name() {
        None if path.is_dir() => Ok(""),
        name => name.and_then(|name| name.to_str()).ok_or_else(|| {
            CliError::usage(format!("`{}` has no name for the drive; name the target file", path.display()))
        }),
    }
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
