//! Places on the command line: a local path, a location in a drive, or a standard stream.

use std::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use hwc_drive::{Location, RemotePath};

use super::errors::drive_error;
use crate::error::CliError;

/// A place on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `-`, standard input or output.
    Stream,
    /// A path of this machine.
    Local(PathBuf),
    /// A location in a drive.
    Remote(WrittenLocation),
    /// A location that cannot be parsed, with the reason.
    Invalid(String),
}

/// A location as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WrittenLocation {
    pub(super) location: Location,
    /// True if the path ends with a slash, as that of a folder.
    pub(super) is_folder: bool,
}

impl From<OsString> for Place {
    fn from(text: OsString) -> Self {
        match text.to_str() {
            Some("-") => Self::Stream,
            Some(text) if Location::is_location(text) => match text.parse() {
                Ok(location) => Self::Remote(WrittenLocation { location, is_folder: text.ends_with('/') }),
                Err(error) => Self::Invalid(error.to_string()),
            },
            _ => Self::Local(text.into()),
        }
    }
}

impl FromStr for Place {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(OsString::from(text).into())
    }
}

impl Place {
    /// Returns the location.
    ///
    /// # Errors
    /// Fails for all other places.
    pub(super) fn location(self) -> Result<Location, CliError> {
        self.written_location().map(|written| written.location)
    }

    fn written_location(self) -> Result<WrittenLocation, CliError> {
        match self {
            Self::Remote(written) => Ok(written),
            Self::Invalid(reason) => Err(CliError::usage(reason)),
            Self::Local(path) => {
                let name = path.display().to_string();
                if name.starts_with('-') {
                    return Err(CliError::usage(format!("`{name}` is neither an option nor a path as drive:/PATH")));
                }
                let remote = format!("drive:/{}", name.trim_start_matches("./").trim_start_matches('/'));
                Err(CliError::usage(format!("`{name}` is a local path; in your space, it is `{remote}`")))
            }
            Self::Stream => Err(CliError::usage("`-` is not a file of a drive; expected drive:/PATH")),
        }
    }
}

/// Parses a location, for arguments that accept nothing else.
pub(super) fn parse_location(text: &str) -> Result<Location, String> {
    parse_written_location(text).map(|written| written.location)
}

/// Parses a location whose slash at the end has a meaning.
pub(super) fn parse_written_location(text: &str) -> Result<WrittenLocation, String> {
    Place::from(OsString::from(text)).written_location().map_err(|error| error.message())
}

/// Parses a space: a location without a path.
pub(super) fn parse_space(text: &str) -> Result<Location, String> {
    let location = parse_location(text)?;
    let space = Location { space: location.space.clone(), path: RemotePath::root() };
    match location.path.is_root() {
        true => Ok(location),
        false => Err(format!("expected a space without a path, as in `{}`", space.to_string().trim_end_matches('/'))),
    }
}

/// Parses a path in a drive, for texts that were checked before.
pub(super) fn join(location: &Location, relative: &str) -> Result<Location, CliError> {
    let path = format!("{}/{relative}", location.path).parse().map_err(drive_error)?;
    Ok(Location { space: location.space.clone(), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_has_no_path() {
        assert_eq!(parse_space("drive@Sales:/").unwrap().space.as_deref(), Some("Sales"));
        let error = parse_space("drive@Sales:/a").unwrap_err();
        assert_eq!(error, "expected a space without a path, as in `drive@Sales:`");
    }

    #[test]
    fn other_words_are_explained() {
        for (text, part) in [
            ("a/b", "in your space, it is `drive:/a/b`"),
            ("-r", "neither an option nor a path"),
            ("-", "`-` is not a file of a drive"),
            ("drive@:/a", "the space after drive@ is empty"),
        ] {
            let error = parse_location(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn a_slash_at_the_end_is_kept() {
        for (text, is_folder) in [("drive:/a", false), ("drive:/a/", true), ("drive:", false)] {
            assert_eq!(parse_written_location(text).unwrap().is_folder, is_folder, "{text}");
        }
    }
}
