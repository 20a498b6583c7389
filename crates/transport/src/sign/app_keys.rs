//! Signatures with an app ID: `HMAC-SHA256`, specific to KooDrive.

use std::fmt;
use std::time::SystemTime;

use http::{HeaderName, HeaderValue};
use hwc_wire::Secret;

use super::algorithm::{Algorithm, X_DATE};
use super::date;
use super::error::{self, InvalidKeyError, SignError};
use super::mac::{self, Key};
use super::signing::{Signing, dated};
use crate::HttpRequest;

const X_USER_ID: HeaderName = HeaderName::from_static("x-user-id");

/// The signed headers. Others are not signed.
const NAMES: &str = "host;x-date;x-user-id";

/// The ID and secret of an app, and the user on whose behalf it calls.
///
/// The secret itself is not stored. `Debug` shows only the two IDs, which are not secrets.
#[derive(Clone)]
pub struct AppSigner {
    app_id: String,
    key: Key,
    user_id: HeaderValue,
}

impl AppSigner {
    /// Creates keys of the app `app_id` for calls on behalf of the KooDrive user `user_id`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidKeyError`] if a key is empty, has surrounding whitespace, or is not a valid header value where it
    /// must be one.
    pub fn new(
        app_id: impl Into<String>,
        app_secret: impl Into<Secret>,
        user_id: impl Into<String>,
    ) -> Result<Self, InvalidKeyError> {
        let app_id = app_id.into();
        error::check_header_value("app id", &app_id)?;
        let key = error::key("app secret", &app_secret.into())?;
        let user_id = error::value("user id", &user_id.into())?;
        Ok(Self { app_id, key, user_id })
    }

    /// Returns the app ID, which identifies the signer.
    #[must_use]
    #[inline]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// Returns the user on whose behalf the app calls.
    #[must_use]
    #[inline]
    pub fn user_id(&self) -> &str {
        self.user_id.to_str().unwrap_or_default()
    }

    /// Signs `request` with the date `at`. KooDrive accepts the signature for 15 minutes.
    ///
    /// Sets `X-User-Id`, `X-Date` and `Authorization`, and replaces existing values. The signature covers the first two
    /// and the host. The body is always hashed.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::MissingHost`] if the host is missing, [`SignError::InvalidDate`] if the date cannot be
    /// represented, or [`SignError::StreamingBody`] if the body is not in memory.
    pub fn sign(&self, request: &mut HttpRequest, at: SystemTime) -> Result<(), SignError> {
        let date = date::format(at).ok_or(SignError::InvalidDate)?;
        let body = request.body();
        let body_hash = match body.as_bytes() {
            Some(bytes) => mac::hash(bytes),
            None if body.len() == Some(0) => mac::hash(b""),
            None => return Err(SignError::StreamingBody),
        };
        request.headers_mut().insert(X_USER_ID, self.user_id.clone());
        request.headers_mut().insert(X_DATE, dated(&date)?);
        let signing = Signing {
            algorithm: Algorithm::App,
            key_id: &self.app_id,
            key: &self.key,
            date: &date,
            names: NAMES,
            body_hash: &body_hash,
        };
        signing.attach(request)
    }
}

impl fmt::Debug for AppSigner {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut keys = f.debug_struct("AppSigner");
        keys.field("app_id", &self.app_id).field("user_id", &self.user_id()).finish_non_exhaustive()
    }
}
