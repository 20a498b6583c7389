//! Locations: a space and a path in it.

use std::fmt;
use std::str::FromStr;

use super::RemotePath;
use crate::error::Error;

/// A space and a path in it, as in `drive:/Reports/2026` or `drive@SPACE:/Reports`.
///
/// The space is an ID or the name of a space of a team. Without it, the location is in the personal space of the user.
///
/// ```
/// use hwc_drive::Location;
///
/// let location: Location = "drive@Sales:/Reports/2026".parse()?;
/// assert_eq!(location.space.as_deref(), Some("Sales"));
/// assert_eq!(location.path.to_string(), "/Reports/2026");
/// # Ok::<(), hwc_drive::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The space by ID or name, or `None` for the personal space of the user.
    pub space: Option<String>,
    /// The path in the space.
    pub path: RemotePath,
}

/// The scheme of locations.
const SCHEME: &str = "drive";

impl Location {
    /// Returns true if a text is a location and not the path of a local file.
    #[must_use]
    pub fn is_location(text: &str) -> bool {
        let Some(rest) = text.strip_prefix(SCHEME) else { return false };
        rest.starts_with(':') || (rest.starts_with('@') && rest.contains(':'))
    }
}

impl FromStr for Location {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = |reason: &str| Error::invalid_path(text, reason);
        if !Self::is_location(text) {
            return Err(invalid("expected drive:/PATH or drive@SPACE:/PATH"));
        }
        let (head, path) = text.split_once(':').unwrap_or((text, ""));
        let space = head.strip_prefix(SCHEME).and_then(|head| head.strip_prefix('@'));
        if space.is_some_and(str::is_empty) {
            return Err(invalid("the space after drive@ is empty"));
        }
        Ok(Self { space: space.map(str::to_owned), path: path.parse()? })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SCHEME)?;
        if let Some(space) = &self.space {
            write!(f, "@{space}")?;
        }
        write!(f, ":{}", self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_parsed_and_printed() {
        for (text, printed) in [
            ("drive:", "drive:/"),
            ("drive:/", "drive:/"),
            ("drive:a/b", "drive:/a/b"),
            ("drive:/a//./b/", "drive:/a/b"),
            ("drive@IAA1:/x: y", "drive@IAA1:/x: y"),
            ("drive@销售:/年度", "drive@销售:/年度"),
        ] {
            assert_eq!(text.parse::<Location>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn other_texts_are_not_locations() {
        for text in ["drive", "drive/a", "drives:/a", "/drive:/a", "./drive:a", "drive@a", ""] {
            assert!(!Location::is_location(text), "{text}");
        }
        for text in ["drive@:/a", "drive:/a/../b", "drive"] {
            assert!(text.parse::<Location>().is_err(), "{text}");
        }
    }
}
