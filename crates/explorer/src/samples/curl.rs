//! Shell scripts with curl. They send a token, since curl does not compute the signatures of the services.

use super::call::SampleCall;
use super::wire::WireRequest;
use super::{Sample, SampleFile, SampleLanguage, readme};

/// Returns the sample of a call.
pub(super) fn sample(call: &SampleCall<'_>) -> Option<Sample> {
    let request = WireRequest::new(call)?;
    let mut options = vec![format!("--request {}", request.method)];
    if let Some((name, prefix, variable)) = call.token() {
        options.push(format!("--header \"{name}: {prefix}${variable}\""));
    }
    options
        .extend(request.headers.iter().map(|(name, value)| format!("--header {}", word(&format!("{name}: {value}")))));
    if request.body.is_some() {
        options.push("--header 'Content-Type: application/json'".to_owned());
    }
    options.extend(request.form.iter().map(|(name, value, is_file)| match is_file {
        true => format!("--form {}", word(&format!("{name}=@{value}"))),
        false => format!("--form-string {}", word(&format!("{name}={value}"))),
    }));
    if call.operation.returns_file() {
        options.push("--output response.bin".to_owned());
    }
    let mut lines = vec![format!("curl --fail-with-body --silent --show-error {}", options.join(" \\\n  "))];
    lines.push(format!("  \"${}{}\"", "endpoint", double_quoted(&request.target)));
    let call_text = match &request.body {
        Some(body) => format!("{} \\\n  --data-binary @- <<JSON\n{}\nJSON\n", lines.join(" \\\n"), heredoc(body)),
        None => format!("{}\n", lines.join(" \\\n")),
    };
    let endpoint = format!("endpoint=\"${{{}:-{}}}\"", call.endpoint_variable(), call.default_endpoint());
    let text = format!("#!/bin/sh\nset -eu\n{endpoint}\n{call_text}");
    let files = vec![SampleFile::new("request.sh", text)];
    Some(readme::with_readme(
        call,
        Sample {
            language: SampleLanguage::Curl,
            files,
            variables: readme::token_variables(call),
            command: "sh request.sh".to_owned(),
        },
    ))
}

/// Returns a word of the shell, in single quotes unless it has a variable.
fn word(text: &str) -> String {
    let filled = double_quoted(text);
    if WireRequest::fill(text, |_| String::new()) == text { hwc_dynamic::quote(text) } else { format!("\"{filled}\"") }
}

/// Escapes a text for double quotes, and fills in its variables.
fn double_quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$").replace('`', "\\`");
    WireRequest::fill(&escaped, |name| format!("${{{name}}}"))
}

/// Escapes a text for a here-document, and fills in its variables.
fn heredoc(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('$', "\\$").replace('`', "\\`");
    WireRequest::fill(&escaped, |name| format!("${{{name}}}"))
}
