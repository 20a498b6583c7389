//! Patterns in paths of a drive: `*` and `?` match names, and `**` folders of any depth.

use globset::{GlobBuilder, GlobMatcher};
use hwc_drive::{Drive, Entry, Location, RemotePath};

use super::context::DriveContext;
use super::errors::{drive_error, error_in};
use crate::error::CliError;

/// A file or folder that a location names.
pub(super) struct Found {
    pub(super) drive: Drive,
    pub(super) location: Location,
    pub(super) entry: Entry,
}

impl Found {
    /// Returns the name in paths.
    pub(super) fn name(&self) -> &str {
        self.location.path.name().unwrap_or_default()
    }
}

/// Returns the files and folders that the locations name, in their order.
///
/// # Errors
/// Fails if a location names nothing.
pub(super) async fn expand(context: &mut DriveContext, locations: &[Location]) -> Result<Vec<Found>, CliError> {
    let mut all = Vec::new();
    for location in locations {
        let drive = context.drive(location).await?;
        if !is_pattern(&location.path) {
            let entry = drive.resolve(&location.path).await.map_err(error_in(location))?;
            all.push(Found { drive, location: location.clone(), entry });
            continue;
        }
        let found = matching(&drive, location).await?;
        if found.is_empty() {
            return Err(CliError::service(format!("`{location}` matches no file or folder")));
        }
        all.extend(found);
    }
    Ok(all)
}

/// Returns true if a path has a pattern. The service allows neither character in names.
pub(super) fn is_pattern(path: &RemotePath) -> bool {
    path.segments().iter().any(|name| name.contains(['*', '?']))
}

/// Walks the folder before the first pattern. Folders come before their content.
async fn matching(drive: &Drive, location: &Location) -> Result<Vec<Found>, CliError> {
    let names = location.path.segments();
    let fixed = names.iter().take_while(|name| !name.contains(['*', '?'])).count();
    let base = names[..fixed].iter().fold(RemotePath::root(), |path, name| path.join(name));
    let matcher = matcher(&names[fixed..].join("/"))?;
    let folder = drive.resolve_folder(&base).await.map_err(error_in(location))?;
    let tree = drive.walk(&folder).await.map_err(drive_error)?;
    let found = tree.into_iter().filter(|found| matcher.is_match(&found.path)).map(|found| {
        let path = found.path.split('/').fold(base.clone(), |path, name| path.join(name));
        let location = Location { space: location.space.clone(), path };
        Found { drive: drive.clone(), location, entry: found.entry }
    });
    Ok(found.collect())
}

/// Compiles a pattern. Only `*` and `?` are special, since other characters occur in names.
pub(super) fn matcher(pattern: &str) -> Result<GlobMatcher, CliError> {
    let escaped: String = pattern
        .chars()
        .flat_map(|char| {
            let escape = "[]{}\\!".contains(char).then_some('\\');
            escape.into_iter().chain([char])
        })
        .collect();
    let glob = GlobBuilder::new(&escaped).literal_separator(true).backslash_escape(true).build();
    Ok(glob.map_err(|error| CliError::usage(format!("invalid pattern `{pattern}`: {error}")))?.compile_matcher())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stars_and_question_marks_are_special() {
        for (pattern, path, matches) in [
            ("*.pdf", "a.pdf", true),
            ("*.pdf", "d/a.pdf", false),
            ("**/*.pdf", "d/e/a.pdf", true),
            ("**/*.pdf", "a.pdf", true),
            ("a?", "ab", true),
            ("[ab]*", "[ab]c", true),
            ("[ab]*", "ac", false),
            ("{a,b}*", "ac", false),
        ] {
            assert_eq!(matcher(pattern).unwrap().is_match(path), matches, "{pattern} {path}");
        }
    }
}
