//! The tokens that were given, as the headers that carry them.

use std::fmt;

use hwc_transport::http::HeaderValue;
use hwc_wire::Secret;

use crate::error::Error;

/// Tokens, each as a header's value that does not print.
#[derive(Clone, Default)]
pub(crate) struct Tokens {
    pub(crate) auth: Option<HeaderValue>,
    pub(crate) koodrive: Option<HeaderValue>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |token: &Option<HeaderValue>| token.as_ref().map(|_| "[redacted]");
        f.debug_struct("Tokens").field("auth", &shown(&self.auth)).field("koodrive", &shown(&self.koodrive)).finish()
    }
}

/// The value of `X-Auth-Token`.
pub(super) fn auth(token: &Secret) -> Result<HeaderValue, Error> {
    value("auth token", token.expose().trim(), token.expose().trim())
}

/// The value of `Authorization`. The services hand tokens out with the prefix, and the reference writes `Bearer+`.
pub(super) fn bearer(token: &Secret) -> Result<HeaderValue, Error> {
    let token = without_prefix(token.expose().trim());
    value("KooDrive token", token, &format!("Bearer {token}"))
}

fn without_prefix(token: &str) -> &str {
    match token.split_at_checked("Bearer".len()) {
        Some((prefix, "")) if prefix.eq_ignore_ascii_case("Bearer") => "",
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("Bearer") && rest.starts_with([' ', '+']) => {
            rest[1..].trim()
        }
        _ => token,
    }
}

fn value(name: &str, token: &str, header: &str) -> Result<HeaderValue, Error> {
    let visible = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    let value = HeaderValue::from_str(header).ok().filter(|_| visible);
    let mut value =
        value.ok_or_else(|| Error::config(format!("the {name} is empty or holds blanks or odd characters")))?;
    value.set_sensitive(true);
    Ok(value)
}
