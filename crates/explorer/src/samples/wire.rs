//! The request on the wire for samples without a client: curl and files of requests.

use hwc_api::serde_json::{self, Value as Json};
use hwc_wire::{EncodeOptions, FormValue, encode};

use super::call::{SECRET, SampleCall};

/// The marks around the name of a variable. They survive each encoding unchanged.
const START: &str = "HWCENV__";
const END: &str = "__VNECWH";

/// A request as it is sent. Variables are between marks; see [`fill`](Self::fill).
pub(super) struct WireRequest {
    pub(super) method: &'static str,
    pub(super) target: String,
    pub(super) headers: Vec<(&'static str, String)>,
    /// The JSON body in several lines.
    pub(super) body: Option<String>,
    /// The parts of a form: the name, the text or file name, and whether it is a file.
    pub(super) form: Vec<(&'static str, String, bool)>,
}

impl WireRequest {
    /// Encodes the request of a call.
    pub(super) fn new(call: &SampleCall<'_>) -> Option<Self> {
        let fields = call.fields.iter().map(|(name, value)| (name.clone(), marked(value))).collect();
        let request = call.input.request_with(fields).ok()?;
        let project = call.project_variable().map(mark);
        let mut settings: Vec<(&str, &str)> = call.input.setting_pairs();
        settings.extend(project.as_deref().map(|project| ("project_id", project)));
        let operation = call.operation.descriptor();
        let options = EncodeOptions { settings: &settings, query_in_body: false };
        let parts = encode(operation, request.record(), options).ok()?;
        let form = parts.form.iter().map(|part| match &part.value {
            FormValue::Text(text) => (part.name, text.clone(), false),
            FormValue::File(file) => (part.name, file.file_name.clone(), true),
        });
        let form = form.collect();
        let body = parts.body.as_deref().map(pretty);
        Some(Self {
            method: operation.method.as_str(),
            target: parts.path_and_query,
            headers: parts.headers,
            body,
            form,
        })
    }

    /// Replaces the variables in a text by the syntax of a language.
    pub(super) fn fill(text: &str, variable: impl Fn(&str) -> String) -> String {
        let mut pieces = text.split(START);
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            match piece.split_once(END) {
                Some((name, rest)) => filled.push_str(&(variable(name) + rest)),
                None => filled.push_str(&format!("{START}{piece}")),
            }
        }
        filled
    }
}

fn mark(variable: &str) -> String {
    format!("{START}{variable}{END}")
}

/// Puts marks around the variables of secrets.
fn marked(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(text.strip_prefix(SECRET).map_or_else(|| text.clone(), mark)),
        Json::Array(items) => items.iter().map(marked).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), marked(value))).collect(),
        other => other.clone(),
    }
}

/// Returns JSON in several lines.
fn pretty(body: &[u8]) -> String {
    let json = serde_json::from_slice::<Json>(body).and_then(|json| serde_json::to_string_pretty(&json));
    json.unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let text = format!("a={}&b={}", mark("ONE"), mark("TWO_2"));
        assert_eq!(WireRequest::fill(&text, |name| format!("${{{name}}}")), "a=${ONE}&b=${TWO_2}");
        assert_eq!(WireRequest::fill("plain HWCENV__x", |_| String::new()), "plain HWCENV__x");
    }
}
