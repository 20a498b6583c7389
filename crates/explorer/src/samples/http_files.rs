//! Files of requests: `.http` for editors, and `.bru` for Bruno.

use super::call::SampleCall;
use super::wire::WireRequest;
use super::{Sample, SampleFile, SampleLanguage, readme};

/// The boundary of a form in a `.http` file, in which the form is written out.
const BOUNDARY: &str = "hwc-form-boundary";

/// Returns a `.http` file.
pub(super) fn dot_http(call: &SampleCall<'_>) -> Option<Sample> {
    let request = WireRequest::new(call)?;
    let fill = |text: &str| WireRequest::fill(text, |name| format!("{{{{$processEnv {name}}}}}"));
    let mut lines = vec![
        format!("# {}", call.operation.full_name()),
        format!("@endpoint = {}", call.default_endpoint()),
        String::new(),
        format!("{} {{{{endpoint}}}}{} HTTP/1.1", request.method, fill(&request.target)),
    ];
    lines
        .extend(call.token().map(|(name, prefix, variable)| format!("{name}: {prefix}{{{{$processEnv {variable}}}}}")));
    lines.extend(request.headers.iter().map(|(name, value)| format!("{name}: {}", fill(value))));
    if let Some(body) = &request.body {
        lines.extend(["Content-Type: application/json".to_owned(), String::new(), fill(body)]);
    }
    if !request.form.is_empty() {
        lines.push(format!("Content-Type: multipart/form-data; boundary={BOUNDARY}"));
        lines.push(String::new());
        for (name, value, is_file) in &request.form {
            lines.push(format!("--{BOUNDARY}"));
            lines.extend(form_part(name, value, *is_file).into_iter().map(|line| fill(&line)));
        }
        lines.push(format!("--{BOUNDARY}--"));
    }
    let name = format!("{}.http", call.operation.descriptor().name);
    Some(Sample {
        language: SampleLanguage::Http,
        command: format!("open {name} in an editor with support for HTTP files"),
        files: vec![SampleFile::new(name, lines.join("\n") + "\n")],
        variables: readme::token_variables(call),
    })
}

fn form_part(name: &str, value: &str, is_file: bool) -> Vec<String> {
    let file_name = if is_file { format!("; filename=\"{value}\"") } else { String::new() };
    let disposition = format!("Content-Disposition: form-data; name=\"{name}\"{file_name}");
    let content = if is_file { format!("< ./{value}") } else { value.to_owned() };
    vec![disposition, String::new(), content]
}

/// Returns a collection of Bruno with the request.
pub(super) fn bruno(call: &SampleCall<'_>) -> Option<Sample> {
    let request = WireRequest::new(call)?;
    let fill = |text: &str| WireRequest::fill(text, |name| format!("{{{{process.env.{name}}}}}"));
    let name = call.operation.descriptor().name;
    let kind = if request.body.is_some() {
        "json"
    } else if request.form.is_empty() {
        "none"
    } else {
        "multipartForm"
    };
    let url = format!("{{{{endpoint}}}}{}", fill(&request.target));
    let mut blocks = vec![
        format!("meta {{\n  name: {name}\n  type: http\n  seq: 1\n}}"),
        format!("{} {{\n  url: {url}\n  body: {kind}\n  auth: none\n}}", request.method.to_lowercase()),
    ];
    let token = call.token().map(|(name, prefix, variable)| (name, format!("{prefix}{{{{process.env.{variable}}}}}")));
    let headers = token.into_iter().chain(request.headers.iter().map(|(name, value)| (*name, fill(value))));
    let headers: Vec<String> = headers.map(|(name, value)| format!("  {name}: {value}\n")).collect();
    if !headers.is_empty() {
        blocks.push(format!("headers {{\n{}}}", headers.concat()));
    }
    if let Some(body) = &request.body {
        blocks.push(format!("body:json {{\n{}\n}}", indented(&fill(body))));
    }
    if !request.form.is_empty() {
        let part = |(name, value, is_file): &(&str, String, bool)| match is_file {
            true => format!("  {name}: @file({value})\n"),
            false => format!("  {name}: {}\n", fill(value)),
        };
        blocks.push(format!("body:multipart-form {{\n{}}}", request.form.iter().map(part).collect::<String>()));
    }
    blocks.push(format!("vars:pre-request {{\n  endpoint: {}\n}}", call.default_endpoint()));
    let collection = "{\n  \"version\": \"1\",\n  \"name\": \"hwc\",\n  \"type\": \"collection\"\n}\n";
    Some(Sample {
        language: SampleLanguage::Bruno,
        files: vec![
            SampleFile::new(format!("{name}.bru"), blocks.join("\n\n") + "\n"),
            SampleFile::new("bruno.json", collection),
        ],
        variables: readme::token_variables(call),
        command: format!("bru run {name}.bru"),
    })
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
