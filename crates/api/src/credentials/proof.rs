//! What proves who calls, for one attempt: put on the request last of all, and cut out of what a service repeats.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_transport::Request;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_transport::sign::{AccessKeys, AppKeys};

use crate::error::Error;
use crate::execute::SHORTEST;

/// What proves who calls, for one attempt.
pub(crate) struct Proof {
    means: Means,
    renewal: Option<Renewal>,
}

/// The ways to prove it.
pub(super) enum Means {
    /// A header and its value, which does not print.
    Header(HeaderName, HeaderValue),
    /// Keys that sign, and whose they are: the header of the account or the project.
    Keys(Arc<AccessKeys>, Option<(HeaderName, HeaderValue)>),
    /// Keys of an app that sign.
    App(Arc<AppKeys>),
}

/// What has to be given up for a call to be tried with something newer.
#[derive(Clone, Debug)]
pub(crate) enum Renewal {
    Credentials(usize),
    /// The token for a project.
    Token(Option<Arc<str>>, usize),
}

/// KooDrive takes no date of the future, and any of the last 15 minutes: a clock that is a little ahead does no harm so.
const APP_LEEWAY: Duration = Duration::from_secs(30);

impl Proof {
    pub(super) fn new(means: Means, renewal: Option<Renewal>) -> Self {
        Self { means, renewal }
    }

    /// Puts the proof on a request, last of all: a signature covers its address, headers and body. The time is asked for by
    /// signatures alone.
    pub(crate) fn put_on(&self, request: &mut Request, now: &dyn Fn() -> SystemTime) -> Result<(), Error> {
        match &self.means {
            Means::Header(name, value) => {
                request.headers_mut().insert(name, value.clone());
                Ok(())
            }
            Means::Keys(keys, place) => {
                if let Some((name, value)) = place {
                    request.headers_mut().insert(name, value.clone());
                }
                keys.sign(request, now()).map_err(Error::unsigned)
            }
            Means::App(keys) => {
                let now = now();
                keys.sign(request, now.checked_sub(APP_LEEWAY).unwrap_or(now)).map_err(Error::unsigned)
            }
        }
    }

    /// Whether it holds for a few minutes only, by the clock of the service.
    pub(crate) fn is_dated(&self) -> bool {
        !matches!(self.means, Means::Header(..))
    }

    /// What can be given up for something newer.
    pub(crate) fn renewal(&self) -> Option<&Renewal> {
        self.renewal.as_ref()
    }

    /// Cuts the secret that was sent out of a text of the service, which may repeat what it was sent.
    pub(crate) fn redact(&self, text: &str) -> String {
        let (secret, text) = match &self.means {
            Means::Header(_, value) => (Some(value), text.to_owned()),
            Means::Keys(keys, _) => (keys.security_token(), without_signatures(text)),
            Means::App(_) => (None, without_signatures(text)),
        };
        let secret = secret.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = secret.strip_prefix("Bearer ").unwrap_or(secret);
        if token.len() < SHORTEST { text } else { text.replace(token, "[redacted]") }
    }
}

/// Signatures hold for some minutes. They are made anew for each attempt and not kept, so they are known by their name.
fn without_signatures(text: &str) -> String {
    const NAME: &str = "Signature=";
    let mut parts = text.split(NAME);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |cut, part| cut + NAME + "[redacted]" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}
