//! Authentication of one attempt. It is added to the request last, and redacted in texts from the service.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_transport::HttpRequest;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_transport::sign::{AccessKeySigner, AppSigner};

use crate::credentials::token_in;
use crate::error::Error;
use crate::pipeline::prepared_request::MIN_SECRET_LEN;

/// The authentication of one attempt.
pub(crate) struct Authenticator {
    scheme: Scheme,
    invalidation: Option<Invalidation>,
}

/// The ways to authenticate a request.
pub(super) enum Scheme {
    /// A header and its value, which is redacted in `Debug` output.
    Header(HeaderName, HeaderValue),
    /// Access keys for a signature, and the header that names the account or the project.
    AccessKey(Arc<AccessKeySigner>, Option<(HeaderName, HeaderValue)>),
    /// Keys of an app for a signature.
    App(Arc<AppSigner>),
}

/// The cached value to discard so that a retry uses a new one.
#[derive(Clone, Debug)]
pub(crate) enum Invalidation {
    Credentials(usize),
    /// The token of a project.
    Token(Option<Arc<str>>, usize),
}

/// The time by which app signatures are backdated. KooDrive rejects dates in the future but accepts the last 15 minutes, so
/// a clock that is slightly fast still works.
const APP_LEEWAY: Duration = Duration::from_secs(30);

impl Authenticator {
    pub(super) fn new(scheme: Scheme, invalidation: Option<Invalidation>) -> Self {
        Self { scheme, invalidation }
    }

    /// Authenticates the request. It must be the last change, because a signature covers the URL, the headers and the body.
    /// `now` is called only for signatures.
    pub(crate) fn apply(&self, request: &mut HttpRequest, now: &dyn Fn() -> SystemTime) -> Result<(), Error> {
        match &self.scheme {
            Scheme::Header(name, value) => {
                request.headers_mut().insert(name, value.clone());
                Ok(())
            }
            Scheme::AccessKey(keys, scope) => {
                if let Some((name, value)) = scope {
                    request.headers_mut().insert(name, value.clone());
                }
                keys.sign(request, now()).map_err(Error::signing)
            }
            Scheme::App(keys) => {
                let now = now();
                keys.sign(request, now.checked_sub(APP_LEEWAY).unwrap_or(now)).map_err(Error::signing)
            }
        }
    }

    /// Returns the maximum number of headers that [`apply`](Self::apply) adds.
    pub(crate) fn header_count(&self) -> usize {
        if self.is_dated() { 4 } else { 1 }
    }

    /// Returns true if the authentication is valid for a few minutes only, by the clock of the service.
    pub(crate) fn is_dated(&self) -> bool {
        !matches!(self.scheme, Scheme::Header(..))
    }

    /// Returns the text that KooDrive makes proofs of possession from: the user of an app, or else the header
    /// `Authorization`. It may be a secret.
    #[cfg(feature = "koodrive")]
    pub(super) fn proof_origin(&self) -> Option<&str> {
        match &self.scheme {
            Scheme::Header(_, value) => value.to_str().ok(),
            Scheme::App(keys) => Some(keys.user_id()),
            Scheme::AccessKey(..) => None,
        }
    }

    /// Returns the cached value to discard for a retry, if there is one.
    pub(crate) fn invalidation(&self) -> Option<&Invalidation> {
        self.invalidation.as_ref()
    }

    /// Redacts the secret that was sent in a text from the service, which may repeat it.
    pub(crate) fn redact(&self, text: &str) -> String {
        let text = if self.is_dated() { redact_signatures(text) } else { text.to_owned() };
        let token = self.token();
        if token.len() < MIN_SECRET_LEN { text } else { text.replace(token, "[redacted]") }
    }

    /// Returns the length of the longest secret that was sent.
    pub(crate) fn secret_len(&self) -> usize {
        self.token().len().max(if self.is_dated() { MAX_SIGNATURE_LEN } else { 0 })
    }

    /// Returns the token that was sent, or an empty text without one.
    fn token(&self) -> &str {
        let secret = match &self.scheme {
            Scheme::Header(_, value) => Some(value),
            Scheme::AccessKey(keys, _) => keys.security_token(),
            Scheme::App(_) => None,
        };
        let secret = secret.and_then(|value| value.to_str().ok()).unwrap_or_default();
        token_in(secret)
    }
}

/// The length of a signature with its name.
const MAX_SIGNATURE_LEN: usize = 80;

/// Redacts signatures, which are valid for some minutes. They are recognized by name, because each attempt has its own and
/// none is stored.
fn redact_signatures(text: &str) -> String {
    const NAME: &str = "Signature=";
    let mut parts = text.split(NAME);
    let first = parts.next().unwrap_or_default().to_owned();
    parts
        .fold(first, |text, part| text + NAME + "[redacted]" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}
