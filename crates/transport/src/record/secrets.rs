//! The values of the secrets of one exchange, to cut them out wherever else they occur: services like to repeat in an
//! error what they were sent.

use hwc_wire::escaped;

/// What stands in place of a secret.
pub(super) const REDACTED: &str = "[redacted]";

/// What stands in place of a link: an address that can be parsed and leads nowhere.
pub(super) const REDACTED_LINK: &str = "https://redacted.invalid/";

/// Shorter values are not cut out elsewhere: they occur by chance.
const SHORTEST: usize = 6;

/// The secrets that were found. They do not outlive the making of a recorded exchange.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// Takes note of a value.
    pub(super) fn add(&mut self, value: &str) {
        if value.chars().count() < SHORTEST || value == REDACTED || value == REDACTED_LINK {
            return;
        }
        let in_json = serde_json::to_string(value).unwrap_or_default();
        let in_query = escaped(value);
        for form in [value, &in_query, &in_query.replace("%20", "+"), in_json.trim_matches('"')] {
            if !self.0.iter().any(|known| known == form) {
                self.0.push(form.to_owned());
            }
        }
        // The longest first, else the end of one that begins like another would stay.
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// The text without them.
    pub(super) fn cut(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED))
    }

    /// Whether one of them is among the bytes.
    pub(super) fn are_in(&self, bytes: &[u8]) -> bool {
        self.0.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()))
    }
}

/// What stands in place of `value`. Nothing is no secret.
pub(super) fn placeholder(value: &str) -> &'static str {
    match value {
        "" => "",
        link if is_link(link) => REDACTED_LINK,
        _ => REDACTED,
    }
}

/// Whether it is an address.
pub(super) fn is_link(text: &str) -> bool {
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://")
}
