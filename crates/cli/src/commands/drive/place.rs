//! Places on the command line: a local path, a location in a drive, or a standard stream.

use std::convert::Infallible;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use hwc_drive::Location;

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
    Remote(Location),
    /// A location that cannot be parsed, with the reason.
    Invalid(String),
}

impl From<OsString> for Place {
    fn from(text: OsString) -> Self {
        match text.to_str() {
            Some("-") => Self::Stream,
            Some(text) if Location::is_location(text) => match text.parse() {
                Ok(location) => Self::Remote(location),
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
        match self {
            Self::Remote(location) => Ok(location),
            Self::Invalid(reason) => Err(CliError::usage(reason)),
            Self::Local(path) => {
                let name = path.display().to_string();
                let remote = format!("drive:/{}", name.trim_start_matches("./").trim_start_matches('/'));
                Err(CliError::usage(format!("`{name}` is a local path; in your space, it is `{remote}`")))
            }
            Self::Stream => Err(CliError::usage("`-` is not a file of a drive; expected drive:/PATH")),
        }
    }
}

/// Parses a location, for arguments that accept nothing else.
pub(super) fn parse_location(text: &str) -> Result<Location, String> {
    match Place::from(OsString::from(text)).location() {
        Ok(location) => Ok(location),
        Err(error) => Err(error.message()),
    }
}

/// Parses a path in a drive, for texts that were checked before.
pub(super) fn join(location: &Location, relative: &str) -> Result<Location, CliError> {
    let path = format!("{}/{relative}", location.path).parse().map_err(drive_error)?;
    Ok(Location { space: location.space.clone(), path })
}
