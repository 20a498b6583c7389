//! The options of a server.

use std::fmt;

use hwc_api::wire::Secret;
use hwc_drive::RemotePath;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use crate::error::WebDavError;

/// The options of a server.
///
/// ```
/// use hwc_webdav::WebDavOptions;
///
/// # fn main() -> Result<(), hwc_webdav::WebDavError> {
/// let options = WebDavOptions::default().user("ada", "a long password".to_owned().into())?.read_only(true);
/// # let _ = options;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct WebDavOptions {
    pub(crate) folder: RemotePath,
    pub(crate) user: Option<ServerUser>,
    pub(crate) read_only: bool,
}

impl WebDavOptions {
    /// Sets the folder of the space that is served. Default: the top folder.
    pub fn folder(mut self, folder: RemotePath) -> Self {
        self.folder = folder;
        self
    }

    /// Sets the user that clients sign in as. Without a user, the server listens on loopback addresses only.
    ///
    /// # Errors
    /// Returns [`WebDavError::InvalidCredentials`] if the name is empty or has a colon or a control character, and for an
    /// empty password.
    #[allow(clippy::needless_pass_by_value, reason = "callers hand the password over")]
    pub fn user(mut self, name: &str, password: Secret) -> Result<Self, WebDavError> {
        self.user = Some(ServerUser::new(name, &password)?);
        Ok(self)
    }

    /// Rejects all changes. Default: false.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }
}

/// The user of a server. Only the hash of name and password is stored.
#[derive(Clone)]
pub(crate) struct ServerUser([u8; 32]);

impl ServerUser {
    fn new(name: &str, password: &Secret) -> Result<Self, WebDavError> {
        let invalid = |reason| Err(WebDavError::InvalidCredentials { reason });
        if name.is_empty() || name.contains(|char: char| char == ':' || char.is_control()) {
            return invalid("the user needs a name without colons and control characters");
        }
        if password.expose().is_empty() {
            return invalid("the password is empty");
        }
        Ok(Self::of_pair(format!("{name}:{}", password.expose()).as_bytes()))
    }

    /// Returns true for the decoded text of basic authentication. The comparison takes constant time.
    pub(crate) fn is(&self, pair: &[u8]) -> bool {
        self.0.ct_eq(&Self::of_pair(pair).0).into()
    }

    fn of_pair(pair: &[u8]) -> Self {
        Self(Sha256::digest(pair).into())
    }
}

impl fmt::Debug for ServerUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerUser([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_printed() {
        let options = WebDavOptions::default().user("ada", "opensesame".to_owned().into()).unwrap();
        assert!(!format!("{options:?}").contains("opensesame"));
    }

    #[test]
    fn unusable_users_are_rejected() {
        for (name, password) in [("", "x"), ("a:b", "x"), ("a\n", "x"), ("ada", "")] {
            let rejected = WebDavOptions::default().user(name, password.to_owned().into());
            assert!(matches!(rejected, Err(WebDavError::InvalidCredentials { .. })), "{name:?}");
        }
    }
}
