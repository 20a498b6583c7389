//! The parts of a call that a result may show: everything but secrets and presigned URLs.

use hwc_api::serde_json::{self, Map, Value as Json, json};
use hwc_api::{Record, Response};
use hwc_dynamic::{DynamicOperation, DynamicRequest, REDACTED, Redacted, Redaction};
use hwc_transport::is_signed_url;

use crate::error::CliError;

/// The maximum number of deviations in a result.
const MAX_DEVIATIONS: usize = 5;

/// The operation and the input of a call without its secrets, and the redaction of its results.
pub(super) struct RedactedCall {
    operation: DynamicOperation,
    input: Json,
    redaction: Redaction,
}

impl RedactedCall {
    /// Redacts a request.
    pub(super) fn new(request: &DynamicRequest) -> Self {
        let operation = request.operation();
        let redaction = Redaction::new(operation.descriptor(), request.record());
        Self { operation, input: serde_json::to_value(request.redacted()).unwrap_or_default(), redaction }
    }

    /// Returns the operation.
    pub(super) fn operation(&self) -> DynamicOperation {
        self.operation
    }

    /// Returns the fields of the request.
    pub(super) fn input(&self) -> &Json {
        &self.input
    }

    /// Returns a response.
    pub(super) fn response(&self, response: &dyn Record) -> Json {
        self.json(serde_json::to_value(Redacted::record(response)).unwrap_or_default())
    }

    /// Returns the deviations of a response from its description, if there are any.
    pub(super) fn deviations(&self, response: &Response<Box<dyn Record>>) -> Option<Json> {
        let deviations = response.deviations.as_slice().iter().take(MAX_DEVIATIONS);
        let deviations = deviations.map(|deviation| json!({ "path": deviation.path, "note": deviation.note }));
        let deviations: Vec<Json> = deviations.collect();
        (!deviations.is_empty()).then(|| self.json(Json::Array(deviations)))
    }

    /// Returns JSON of the service.
    pub(super) fn json(&self, json: Json) -> Json {
        map_texts(self.redaction.json(json), &without_signed_urls)
    }

    /// Returns a text of the service.
    pub(super) fn text(&self, text: &str) -> String {
        without_signed_urls(&self.redaction.text(text))
    }

    /// Returns an error of the call. Its members have names of their own, so only its texts are redacted.
    pub(super) fn error(&self, error: CliError) -> CliError {
        error.for_operation(self.operation.descriptor()).map_members(|members| {
            members.into_iter().map(|(name, value)| (name, map_texts(value, &|text| self.text(text)))).collect()
        })
    }
}

fn map_texts(json: Json, map: &dyn Fn(&str) -> String) -> Json {
    match json {
        Json::Object(members) => {
            members.into_iter().map(|(name, value)| (name, map_texts(value, map))).collect::<Map<_, _>>().into()
        }
        Json::Array(items) => items.into_iter().map(|item| map_texts(item, map)).collect(),
        Json::String(text) => Json::String(map(&text)),
        other => other,
    }
}

/// Replaces the URLs in a text that grant access by themselves. A person may have pasted one into a message.
fn without_signed_urls(text: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | '}' | '\\');
    let words = text.split_inclusive(is_end).map(|word| match word.find("http") {
        Some(start) if is_signed_url(word[start..].trim_end_matches(is_end)) => {
            let end = word.trim_end_matches(is_end).len();
            format!("{}{REDACTED}{}", &word[..start], &word[end..])
        }
        _ => word.to_owned(),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_urls_are_redacted_wherever_they_stand() {
        let signed = "https://b.obs.example.com/a?AccessKeyId=A&Expires=1&Signature=x%3D";
        let json = json!({ "text": format!("See <a href=\"{signed}\">this</a> and ({signed})."), "list": [signed] });
        let expected = json!({ "text": "See <a href=\"[redacted]\">this</a> and ([redacted]).", "list": [REDACTED] });
        assert_eq!(map_texts(json, &without_signed_urls), expected);
        let plain = "see https://example.com/a?page=2, \u{5de5}\u{5355}";
        assert_eq!(without_signed_urls(plain), plain);
    }
}
