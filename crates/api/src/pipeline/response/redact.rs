//! Redacts secrets in responses of failed calls. Services and gateways repeat parts of a request in their errors.

use std::borrow::Cow;
use std::cmp::Reverse;

use hwc_transport::http::header::{LOCATION, SET_COOKIE};
use hwc_transport::http::{HeaderMap, HeaderValue};
use hwc_wire::percent_encode;

use super::RawResponse;
use super::redact_json::redact_json;
use crate::error::FailedResponse;
use crate::pipeline::auth::Authenticator;
use crate::pipeline::prepared_request::{MIN_SECRET_LEN, mark_sensitive};

/// The replacement of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The maximum size of the body that an error keeps, in bytes.
const MAX_BODY_BYTES: usize = 16 << 10;

/// The secrets of one attempt.
#[derive(Clone, Copy)]
pub(crate) struct Redactor<'a> {
    /// The secrets of the request, the longest first.
    pub(crate) secrets: &'a [String],
    /// The names of members and headers that are secret.
    pub(crate) names: &'static [&'static str],
    pub(crate) authenticator: Option<&'a Authenticator>,
}

impl Redactor<'_> {
    /// Redacts the secrets of the request in a text from the service.
    pub(crate) fn text(&self, text: &str) -> String {
        let redact =
            |text: String, secret: &str| text.replace(secret, REDACTED).replace(&percent_encode(secret), REDACTED);
        let text = self.secrets().fold(text.to_owned(), redact);
        self.authenticator.map(|authenticator| authenticator.redact(&text)).unwrap_or(text)
    }

    /// Returns the response for an error, with a limited part of its body.
    pub(crate) fn failed_response(&self, response: &RawResponse) -> FailedResponse {
        FailedResponse {
            status: response.status,
            headers: self.headers(response.headers.clone()),
            request_id: response.request_id().map(|id| self.text(id)),
            body: self.body(&response.body),
        }
    }

    /// Marks headers with new secrets, and replaces values that repeat a secret of the request.
    fn headers(&self, mut headers: HeaderMap) -> HeaderMap {
        mark_sensitive(&mut headers, self.names);
        mark_sensitive(&mut headers, &[SET_COOKIE.as_str(), LOCATION.as_str()]);
        for value in headers.values_mut() {
            let text = String::from_utf8_lossy(value.as_bytes());
            if self.text(&text) != text {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
        headers
    }

    /// Returns the start of a body. Enough of it is read to redact each secret that begins there as a whole.
    pub(crate) fn body(&self, body: &[u8]) -> String {
        // A percent-encoded byte takes three.
        let margin = 3 * self
            .secrets()
            .map(str::len)
            .chain(self.authenticator.map(Authenticator::secret_len))
            .max()
            .unwrap_or(0);
        let start = body.get(..MAX_BODY_BYTES + margin).unwrap_or(body);
        let is_cut = start.len() < body.len();
        let text = String::from_utf8_lossy(start);
        let text =
            redact_json(&text, &|name| self.names.iter().any(|known| known.eq_ignore_ascii_case(name)), &|text| {
                self.text(text)
            });
        let mut text =
            self.secrets().fold(self.text(&text), |text, secret| text.replace(&*html_escape(secret), REDACTED));
        let limit = if is_cut { text.len().saturating_sub(margin).min(MAX_BODY_BYTES) } else { MAX_BODY_BYTES };
        if is_cut || text.len() > limit {
            let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or_default());
            text.push('…');
        }
        text
    }

    fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(String::as_str).filter(|secret| secret.len() >= MIN_SECRET_LEN)
    }
}

/// Sorts secrets so that the longest come first. Otherwise, the end of a secret that starts with another one would remain.
pub(crate) fn sort_secrets(secrets: &mut [String]) {
    secrets.sort_by_key(|secret| Reverse(secret.len()));
}

/// Escapes a text as gateways do it in pages.
fn html_escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Cow::Owned(escaped.replace('\'', "&#39;"))
}
