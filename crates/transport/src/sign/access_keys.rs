//! Signatures with an access key: `SDK-HMAC-SHA256`.

use std::fmt;
use std::time::SystemTime;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use hwc_wire::Secret;

use super::algorithm::{Algorithm, UNSIGNED_PAYLOAD, X_SDK_CONTENT_SHA256, X_SDK_DATE};
use super::date;
use super::error::{self, InvalidKeyError, SignError};
use super::mac::{self, Key};
use super::signing::{Signing, dated, set};
use crate::HttpRequest;

const X_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");

/// An access key with its secret key (AK/SK), permanent or, with a security token, temporary.
///
/// The secret key itself is not stored. `Debug` shows only the access key, which is not a secret.
#[derive(Clone)]
pub struct AccessKeySigner {
    access_key: String,
    key: Key,
    security_token: Option<HeaderValue>,
}

impl AccessKeySigner {
    /// Creates permanent keys.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidKeyError`] if a key is empty, has surrounding whitespace, or is not a valid header value where it
    /// must be one.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<Secret>) -> Result<Self, InvalidKeyError> {
        let (access_key, secret_key) = (access_key.into(), secret_key.into());
        error::check_header_value("access key", &access_key)?;
        let key = error::key("secret key", &secret_key)?;
        Ok(Self { access_key, key, security_token: None })
    }

    /// Adds the security token of temporary keys. They are invalid without it.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidKeyError`] if the token is empty or is not a valid header value.
    pub fn with_security_token(self, token: impl Into<Secret>) -> Result<Self, InvalidKeyError> {
        let mut value = error::value("security token", token.into().expose())?;
        value.set_sensitive(true);
        Ok(Self { security_token: Some(value), ..self })
    }

    /// Returns the access key, which identifies the signer.
    #[must_use]
    #[inline]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// Returns the token of temporary keys as a header value.
    #[must_use]
    pub fn security_token(&self) -> Option<&HeaderValue> {
        self.security_token.as_ref()
    }

    /// Signs `request` with the date `at`. All other headers, such as `X-Domain-Id`, must be set before.
    ///
    /// Sets `X-Sdk-Date`, `X-Security-Token` with temporary keys, `X-Sdk-Content-Sha256` for a body that is not hashed,
    /// and `Authorization`. Values from an earlier attempt are replaced or removed. The signature covers the host,
    /// `Content-Type` and all headers whose names start with `X-` and do not contain `_`.
    ///
    /// The body is hashed if it is in memory and its `Content-Type`, if any, is JSON. Other bodies count as
    /// `UNSIGNED-PAYLOAD`, as in the official SDKs. An empty body is always hashed, since these SDKs otherwise disagree
    /// on its hash.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::MissingHost`] if the host is missing, or [`SignError::InvalidDate`] if the date cannot be
    /// represented.
    pub fn sign(&self, request: &mut HttpRequest, at: SystemTime) -> Result<(), SignError> {
        let date = date::format(at).ok_or(SignError::InvalidDate)?;
        let body_hash = body_hash(request);
        let headers = request.headers_mut();
        headers.insert(X_SDK_DATE, dated(&date)?);
        set(headers, X_SECURITY_TOKEN, self.security_token.clone());
        let unsigned = body_hash.is_none().then(|| HeaderValue::from_static(UNSIGNED_PAYLOAD));
        set(headers, X_SDK_CONTENT_SHA256, unsigned);
        let signing = Signing {
            algorithm: Algorithm::AccessKey,
            key_id: &self.access_key,
            key: &self.key,
            date: &date,
            names: &names(headers),
            body_hash: body_hash.as_ref().map_or(UNSIGNED_PAYLOAD.as_bytes(), |hash| hash),
        };
        signing.attach(request)
    }
}

/// Returns the hash of the body, or `None` if it is not signed.
fn body_hash(request: &HttpRequest) -> Option<[u8; 64]> {
    let body = request.body();
    if body.len() == Some(0) {
        return Some(mac::hash(b""));
    }
    let hashed = request.headers().get(CONTENT_TYPE).is_none_or(|kind| is_json(kind.as_bytes()));
    body.as_bytes().filter(|_| hashed).map(|bytes| mac::hash(bytes))
}

/// Returns true for JSON and for BSON, which the official SDKs treat as JSON.
fn is_json(content_type: &[u8]) -> bool {
    let start = content_type.get(.."application/json".len());
    start.is_some_and(|start| {
        start.eq_ignore_ascii_case(b"application/json") || start.eq_ignore_ascii_case(b"application/bson")
    })
}

/// Returns the names of the signed headers, sorted and joined by `;`.
fn names(headers: &HeaderMap) -> String {
    let signed = |name: &&str| *name == "content-type" || (name.starts_with("x-") && !name.contains('_'));
    let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).filter(signed).collect();
    names.push("host");
    names.sort_unstable();
    names.join(";")
}

impl fmt::Debug for AccessKeySigner {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKeySigner").field("access_key", &self.access_key).finish_non_exhaustive()
    }
}
