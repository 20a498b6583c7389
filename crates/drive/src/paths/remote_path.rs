//! Paths in a space.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A path in a space, from its top folder.
///
/// Slashes separate names. Empty segments and `.` are ignored, and `..` is an error. If a folder has several files of one
/// name, [`Drive::list`](crate::Drive::list) shows the names that tell them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RemotePath(Vec<String>);

impl RemotePath {
    /// Returns the top folder.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns true for the top folder.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the names of the path.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// Returns the path of something in this folder.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let mut joined = self.clone();
        joined.0.push(name.to_owned());
        joined
    }

    /// Returns the last name and the path of the folder, or `None` for the top folder.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, &str)> {
        let (name, folder) = self.0.split_last()?;
        Some((Self(folder.to_vec()), name))
    }

    /// Returns the last name, or `None` for the top folder.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// Returns the path below `folder`, with slashes between the names, or `None` if it is not below.
    #[must_use]
    pub fn relative_to(&self, folder: &Self) -> Option<String> {
        self.0.strip_prefix(folder.0.as_slice()).map(|rest| rest.join("/"))
    }
}

impl FromStr for RemotePath {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let segments = text.split('/').filter(|segment| !matches!(*segment, "" | "."));
        if segments.clone().any(|segment| segment == "..") {
            return Err(Error::invalid_path(text, "`..` is not supported"));
        }
        Ok(Self(segments.map(str::to_owned).collect()))
    }
}

impl fmt::Display for RemotePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0.join("/"))
    }
}
