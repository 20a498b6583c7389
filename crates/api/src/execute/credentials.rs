//! Who calls: finds what proves it, and puts that on a request.

use hwc_transport::Request;
use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::{HeaderName, HeaderValue};
use hwc_wire::{Auth, Scheme};

use super::outgoing::Outgoing;
use crate::client::Config;
use crate::error::Error;

/// What proves who calls: a header and its value, which does not print.
pub(super) struct Credential {
    name: HeaderName,
    value: HeaderValue,
}

const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// Finds the credential for a request; `None` when it needs none.
///
/// This is the place of the chain that looks for keys and tokens, renews them and asks IAM for more.
pub(super) fn find(config: &Config, outgoing: &Outgoing) -> Result<Option<Credential>, Error> {
    if outgoing.auth == Auth::None {
        return Ok(None);
    }
    let (name, token, advice) = match outgoing.service.scheme {
        Scheme::IamAccount | Scheme::IamProject => {
            (AUTH_TOKEN, &config.tokens.auth, "`.auth_token(..)` or HWC_AUTH_TOKEN")
        }
        Scheme::Bearer => (AUTHORIZATION, &config.tokens.koodrive, "`.koodrive_token(..)` or HWC_KOODRIVE_TOKEN"),
    };
    match token {
        Some(value) => Ok(Some(Credential { name, value: value.clone() })),
        None => Err(Error::credentials(format!("set one with {advice}"))),
    }
}

/// Puts the credential on the request.
///
/// This is the place of signatures: the request has its address, headers and body by now, and gets nothing after it.
pub(super) fn sign(mut request: Request, credential: Option<&Credential>) -> Request {
    if let Some(credential) = credential {
        request.headers_mut().insert(credential.name.clone(), credential.value.clone());
    }
    request
}

impl Credential {
    /// Cuts the token out of a text of the service, which may repeat what it was sent.
    pub(super) fn redact(&self, text: &str) -> String {
        let value = self.value.to_str().unwrap_or_default();
        let token = value.strip_prefix("Bearer ").unwrap_or(value);
        text.replace(token, "[redacted]")
    }
}
