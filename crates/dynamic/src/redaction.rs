//! Redaction of what a tool shows of a call: secrets of the request, sensitive headers, and secret members of JSON.

use hwc_api::http::{HeaderMap, HeaderName, HeaderValue};
use hwc_api::serde_json::{self, Value as Json};
use hwc_api::{Operation, Record};
use hwc_wire::percent_encode;
use hwc_wire::record::collect_secrets;

use crate::redact::REDACTED;

/// Headers that contain credentials, besides those that the spec calls secret.
const SECRET_HEADERS: [&str; 7] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "x-auth-token",
    "x-security-token",
    "x-subject-token",
];

/// The minimum length of a secret that is redacted in texts. Shorter ones occur by chance, and the gaps would reveal them.
const MIN_SECRET_LEN: usize = 4;

/// The redaction of one call, for texts, JSON and headers that have no types anymore. [`Redacted`](crate::Redacted) is for
/// records.
#[derive(Default)]
pub struct Redaction {
    /// The secrets of the request in all spellings.
    secrets: Vec<String>,
    /// The names of secret fields.
    names: &'static [&'static str],
}

impl Redaction {
    /// Creates the redaction for a request of an operation.
    #[must_use]
    pub fn new(operation: &'static Operation, request: &dyn Record) -> Self {
        let secrets = collect_secrets(request).into_iter().filter(|secret| secret.len() >= MIN_SECRET_LEN);
        let mut secrets: Vec<String> = secrets.flat_map(spellings).collect();
        // A secret may contain another one.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self { secrets, names: operation.sensitive }
    }

    /// Creates the redaction for a request that the client makes by itself, such as a sign-in.
    #[must_use]
    pub fn by_names(operation: Option<&'static Operation>) -> Self {
        Self { secrets: Vec::new(), names: operation.map_or(&[], |operation| operation.sensitive) }
    }

    /// Redacts the secrets of the request in a text.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, REDACTED))
    }

    /// Redacts a body. JSON is redacted by name too, and returned as JSON.
    #[must_use]
    pub fn body(&self, body: &[u8]) -> Json {
        match serde_json::from_slice(body) {
            Ok(json) => self.json(json),
            Err(_) => Json::String(self.text(&String::from_utf8_lossy(body))),
        }
    }

    /// Redacts JSON.
    #[must_use]
    pub fn json(&self, json: Json) -> Json {
        match json {
            Json::Object(members) => members.into_iter().map(|(name, value)| self.member(name, value)).collect(),
            Json::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Json::String(text) => Json::String(self.text(&text)),
            other => other,
        }
    }

    fn member(&self, name: String, value: Json) -> (String, Json) {
        let is_secret = self.names.iter().any(|secret| secret.eq_ignore_ascii_case(&name)) && !value.is_null();
        let value = if is_secret { Json::String(REDACTED.to_owned()) } else { self.json(value) };
        (name, value)
    }

    /// Returns headers as pairs, without the values of sensitive ones.
    #[must_use]
    pub fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), self.header(name, value))).collect()
    }

    /// Returns the value of a header. Of a signature, only the signature itself is secret.
    fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        let text = String::from_utf8_lossy(value.as_bytes());
        if let Some((start, _)) = text.split_once("Signature=") {
            return format!("{start}Signature={REDACTED}");
        }
        let is_secret = value.is_sensitive()
            || SECRET_HEADERS.contains(&name.as_str())
            || self.names.iter().any(|secret| secret.eq_ignore_ascii_case(name.as_str()));
        if is_secret { REDACTED.to_owned() } else { self.text(&text) }
    }
}

/// Prints the number of the secrets alone.
impl std::fmt::Debug for Redaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redaction").field("secrets", &self.secrets.len()).field("names", &self.names).finish()
    }
}

/// Returns a secret as it is, percent-encoded, and escaped in JSON.
fn spellings(secret: String) -> [String; 3] {
    let json = Json::String(secret.clone()).to_string();
    [percent_encode(&secret), json[1..json.len() - 1].to_owned(), secret]
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;
    use crate::{DynamicOperation, DynamicRequest};

    fn redaction() -> Redaction {
        let operation = DynamicOperation::find("ConfirmAuthorizations").unwrap();
        let fields = json!({ "authorization_id": "a", "auth_detail_list": [{ "password": "a \"b\" c" }] });
        let request = DynamicRequest::from_json(operation, fields.as_object().unwrap().clone()).unwrap();
        Redaction::new(operation.descriptor(), request.record())
    }

    #[test]
    fn secrets_are_redacted_in_every_spelling() {
        let redaction = redaction();
        for text in ["a \"b\" c", "a%20%22b%22%20c", r#"a \"b\" c"#] {
            assert_eq!(redaction.text(&format!("x {text} y")), "x [redacted] y");
        }
        let body = br#"{"password":1,"list":[{"note":"a \"b\" c"}],"port":22}"#;
        assert_eq!(
            redaction.body(body),
            json!({ "password": "[redacted]", "list": [{ "note": "[redacted]" }], "port": 22 })
        );
        assert_eq!(redaction.body(b"no JSON"), json!("no JSON"));
    }

    #[test]
    fn credentials_in_headers_are_redacted() {
        let mut headers = HeaderMap::new();
        headers.insert("x-auth-token", "t0ken".parse().unwrap());
        headers
            .insert("authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=00ff".parse().unwrap());
        headers.insert("x-language", "en-us".parse().unwrap());
        let shown = redaction().headers(&headers);
        assert_eq!(shown[0].1, "[redacted]");
        assert_eq!(shown[1].1, "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=[redacted]");
        assert_eq!(shown[2].1, "en-us");
        headers.insert("authorization", "Bearer t0ken".parse().unwrap());
        assert_eq!(redaction().headers(&headers)[1].1, "[redacted]");
    }
}
