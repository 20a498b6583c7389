//! Signing with the id of an app: `HMAC-SHA256`, KooDrive's own.

use std::fmt;
use std::time::SystemTime;

use http::{HeaderName, HeaderValue};
use hwc_wire::Secret;

use super::algorithm::{Algorithm, X_DATE};
use super::attach::{Signing, dated};
use super::date;
use super::error::{self, KeysError, SignError};
use super::mac::{self, Mac};
use crate::Request;

const X_USER_ID: HeaderName = HeaderName::from_static("x-user-id");

/// The headers that are signed, and no others.
const NAMES: &str = "host;x-date;x-user-id";

/// The id and the secret of an app, and the user in whose name it calls.
///
/// The secret itself is not kept. `Debug` shows the two ids, which are no secrets, and nothing else.
#[derive(Clone)]
pub struct AppKeys {
    app_id: String,
    keyed: Mac,
    user_id: HeaderValue,
}

impl AppKeys {
    /// Keys of the app `app_id` for calls in the name of the KooDrive user `user_id`.
    ///
    /// # Errors
    ///
    /// [`KeysError`] if one is empty, has blanks around it, or cannot stand in a header where it must.
    pub fn new(
        app_id: impl Into<String>,
        app_secret: impl Into<Secret>,
        user_id: impl Into<String>,
    ) -> Result<Self, KeysError> {
        let app_id = app_id.into();
        error::sendable("app id", &app_id)?;
        let keyed = error::keyed("app secret", &app_secret.into())?;
        let user_id = error::value("user id", &user_id.into())?;
        Ok(Self { app_id, keyed, user_id })
    }

    /// The id of the app, which tells the service who signs.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// The user in whose name the app calls.
    #[must_use]
    pub fn user_id(&self) -> &str {
        self.user_id.to_str().unwrap_or_default()
    }

    /// Signs `request` as it is, with `at` as the date. KooDrive takes the signature for 15 minutes.
    ///
    /// Sets `X-User-Id`, `X-Date` and `Authorization`, replacing what the request had of these. Signed are the first two
    /// and the host; the body is always hashed.
    ///
    /// # Errors
    ///
    /// [`SignError::NoHost`], [`SignError::Date`], and [`SignError::Stream`] for a body that is not in memory.
    pub fn sign(&self, request: &mut Request, at: SystemTime) -> Result<(), SignError> {
        let date = date::format(at).ok_or(SignError::Date)?;
        let body = request.body();
        let body_hash = match body.as_bytes() {
            Some(bytes) => mac::hash(bytes),
            None if body.len() == Some(0) => mac::hash(b""),
            None => return Err(SignError::Stream),
        };
        request.headers_mut().insert(X_USER_ID, self.user_id.clone());
        request.headers_mut().insert(X_DATE, dated(&date)?);
        let signing = Signing {
            algorithm: Algorithm::App,
            who: &self.app_id,
            keyed: &self.keyed,
            date: &date,
            names: NAMES,
            body_hash: &body_hash,
        };
        signing.attach(request)
    }
}

impl fmt::Debug for AppKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut keys = f.debug_struct("AppKeys");
        keys.field("app_id", &self.app_id).field("user_id", &self.user_id()).finish_non_exhaustive()
    }
}
