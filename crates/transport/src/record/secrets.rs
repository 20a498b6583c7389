//! The secrets of one exchange. They are removed wherever they occur, since services often repeat request values in
//! errors.

use hwc_wire::percent_encode;

/// The placeholder for a secret.
pub(super) const REDACTED: &str = "[redacted]";

/// The placeholder for a URL: a valid URL that leads nowhere.
pub(super) const REDACTED_URL: &str = "https://redacted.invalid/";

/// The minimum length of values that are redacted outside of their own field. Shorter ones occur by chance.
const MIN_SECRET_LEN: usize = 6;

/// The secrets that were found. They are dropped once the exchange is recorded.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Adds a secret.
    pub(super) fn add(&mut self, value: &str) {
        if value.chars().count() < MIN_SECRET_LEN || value == REDACTED || value == REDACTED_URL {
            return;
        }
        let in_json = serde_json::to_string(value).unwrap_or_default();
        let in_query = percent_encode(value);
        for form in [value, &in_query, &in_query.replace("%20", "+"), in_json.trim_matches('"')] {
            if !self.0.iter().any(|known| known == form) {
                self.0.push(form.to_owned());
            }
        }
        // Longer secrets first: a prefix would otherwise leave the rest of a longer secret behind.
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// Returns the text without the secrets.
    pub(super) fn redact(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED))
    }

    /// Returns true if the bytes contain one of the secrets.
    pub(super) fn contains_any(&self, bytes: &[u8]) -> bool {
        self.0.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()))
    }
}

/// Returns the placeholder for `value`. An empty value is not a secret.
pub(super) fn placeholder(value: &str) -> &'static str {
    match value {
        "" => "",
        link if is_url(link) => REDACTED_URL,
        _ => REDACTED,
    }
}

/// Returns true if the text is a URL.
pub(super) fn is_url(text: &str) -> bool {
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://")
}
