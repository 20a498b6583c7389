//! Check of every example while the spec is loaded. The request must encode as stated, and the response must have the stated
//! meaning. The encoder and the decoder are those of the models; only the records are built from the spec (`dynamic.rs`).

use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Method, Operation, Record, RequestParts, RequestRef, Service, Setting,
    SettingLocation,
};
use serde_json::Value as Json;

use crate::dynamic::DynamicRecord;
use crate::model;
use crate::spec::problem::Problem;
use crate::spec::spanned::Spanned;
use crate::spec::yaml::Example;

/// Checks all examples of all services.
pub(crate) fn check(services: &[model::Service]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for service in services {
        for operation in &service.operations {
            let checker = Checker::new(service, operation);
            for example in &operation.yaml.examples {
                problems.extend(checker.problems(example));
            }
        }
    }
    problems
}

struct Checker<'a> {
    spec: &'a model::Service,
    operation: &'a model::Operation,
    wire: Operation,
}

type CheckResult = Result<(), (crate::spec::spanned::SourceLocation, String)>;

impl<'a> Checker<'a> {
    fn new(spec: &'a model::Service, operation: &'a model::Operation) -> Self {
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let settings = spec.yaml.settings.iter().map(|(name, setting)| Setting {
            name: leak(name),
            wire: leak(setting.header.as_deref().or(setting.path.as_deref()).unwrap_or_default()),
            location: if setting.path.is_some() { SettingLocation::Path } else { SettingLocation::Header },
            doc: "",
        });
        let service = Service::new(leak(&spec.id)).settings(Box::leak(settings.collect::<Vec<_>>().into_boxed_slice()));
        let service: &'static Service = Box::leak(Box::new(service));
        let method: Method = operation.method;
        let mut wire = Operation::new(service, "", leak(&operation.name), method, leak(&operation.path));
        wire.query_in_body = operation.yaml.query_in_body;
        wire.may_be_empty = operation.yaml.allow_empty_response;
        Self { spec, operation, wire }
    }

    fn problems(&self, example: &Spanned<Example>) -> Vec<Problem> {
        let checks = [self.check_request(example), self.check_documented(example), self.check_response(example)];
        let wrong = checks.into_iter().filter_map(Result::err);
        wrong
            .map(|(location, message)| {
                self.operation.file.problem(location, format!("example \"{}\": {message}", example.name.value))
            })
            .collect()
    }

    /// Returns the request that `input` describes.
    fn build_request(
        &self,
        example: &Spanned<Example>,
    ) -> Result<DynamicRecord, (crate::spec::spanned::SourceLocation, String)> {
        let mut request = DynamicRecord::new(&self.operation.name, &self.operation.request, &self.spec.types);
        for (name, value) in &example.input {
            if !self.operation.request.iter().any(|field| field.name() == name) {
                return Err((example.location, format!("`input` has `{name}`, which is not a field of the request")));
            }
            self.set_field(&mut request, name, value).map_err(|message| (example.location, message))?;
        }
        let violations = hwc_wire::validate(&request);
        match violations.first() {
            Some(violation) => Err((example.location, format!("`input` violates a constraint: {violation}"))),
            None => Ok(request),
        }
    }

    /// Decodes one value of `input` in strict mode.
    fn set_field(&self, request: &mut DynamicRecord, name: &str, value: &Json) -> Result<(), String> {
        let index = self.operation.request.iter().position(|field| field.name() == name).unwrap_or_default();
        let json = value.to_string();
        let mut cx = DecodeContext::new(DecodeMode::Strict);
        let decoded = hwc_wire::decode_value(request.get_mut(index), json.as_bytes(), &mut cx);
        decoded.map_err(|error| format!("`input` has an invalid `{name}`: {error}"))
    }

    fn check_request(&self, example: &Spanned<Example>) -> CheckResult {
        let request = self.build_request(example)?;
        let settings: Vec<(&str, &str)> =
            example.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let options = EncodeOptions { settings: &settings, query_in_body: false };
        let parts =
            hwc_wire::encode(&self.wire, &request, options).map_err(|error| (example.location, error.to_string()))?;
        let line = format!("{} {}", self.operation.method.as_str(), parts.path_and_query);
        if line != example.request.value {
            return Err((example.request.location, format!("`input` encodes as `{line}`")));
        }
        let body = body_json(&parts).map_err(|error| (example.location, error.to_string()))?;
        if body != example.request_body {
            let sent = body.map_or("nothing".to_owned(), |body| body.to_string());
            return Err((
                example.request.location,
                format!("`input` encodes as the body {sent}: write it under `request_body`"),
            ));
        }
        Ok(())
    }

    /// Checks that the documented request decodes to `input`.
    fn check_documented(&self, example: &Spanned<Example>) -> CheckResult {
        let Some(documented) = &example.documented else {
            return Ok(());
        };
        let problem = |message: String| (example.location, format!("`documented`: {message}"));
        let line = documented.request.as_deref().unwrap_or(&example.request.value);
        let target = line.split_once(' ').map_or(line, |(_, target)| target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let params = match_path(&self.operation.path, path)
            .ok_or_else(|| problem(format!("path `{path}` does not match the operation")))?;
        let body = documented.request_body.as_ref().map(Json::to_string).unwrap_or_default();
        let mut read = DynamicRecord::new(&self.operation.name, &self.operation.request, &self.spec.types);
        let from = RequestRef { path: &params, query, header: &|_| None, body: body.as_bytes(), form: None };
        hwc_wire::decode_request(&self.wire, from, &mut read, &mut DecodeContext::new(DecodeMode::Lenient))
            .map_err(|error| problem(error.to_string()))?;
        let (read, meant) = (record_json(&read), record_json(&self.build_request(example)?));
        if read == meant { Ok(()) } else { Err(problem(format!("decodes as {read}, expected {meant}"))) }
    }

    fn check_response(&self, example: &Spanned<Example>) -> CheckResult {
        let text = match (&example.response_body, &example.response_text) {
            (Some(body), None) => body.to_string(),
            (None, Some(text)) => text.clone(),
            (None, None) => String::new(),
            (Some(_), Some(_)) => {
                return Err((example.location, "use either `response_body` or `response_text`".to_owned()));
            }
        };
        let mut response = DynamicRecord::new("response", &self.operation.response, &self.spec.types);
        let names: Vec<&'static str> = self
            .spec
            .yaml
            .envelope
            .members
            .iter()
            .map(|name| -> &'static str { Box::leak(name.clone().into_boxed_str()) })
            .collect();
        let mut cx = DecodeContext::new(DecodeMode::Lenient)
            .with_envelope(Box::leak(names.into_boxed_slice()))
            .may_be_empty(self.wire.may_be_empty);
        let header = |name: &str| {
            example
                .response_headers
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, text)| text.as_str())
        };
        let read = hwc_wire::decode_body(&mut response, text.as_bytes(), &mut cx)
            .and_then(|()| hwc_wire::decode_headers(&mut response, &header, &mut cx));
        match (read, &example.decode_error) {
            (Ok(()), None) => self.compare_response(example, &response, &cx.into_deviations()),
            (Ok(()), Some(expected)) => {
                Err((expected.location, "the response can be decoded: remove `decode_error`".to_owned()))
            }
            (Err(error), None) => Err((example.location, format!("cannot decode the response: {error}"))),
            (Err(error), Some(expected)) if error.to_string().contains(&expected.value) => Ok(()),
            (Err(error), Some(expected)) => {
                Err((expected.location, format!("decoding the response fails with another error: {error}")))
            }
        }
    }

    fn compare_response(
        &self,
        example: &Spanned<Example>,
        response: &DynamicRecord,
        deviations: &hwc_wire::Deviations,
    ) -> CheckResult {
        if let Some(deviation) = deviations.as_slice().first() {
            let message = format!(
                "the response contradicts its type: {deviation}; fix the type, or set `lenient: true` or `wire_names` on the field and add a quirk"
            );
            return Err((example.location, message));
        }
        let Some(expected) = &example.response else {
            return Ok(());
        };
        let read = record_json(response);
        let expected = serde_json::to_value(expected).unwrap_or_default();
        if read == expected { Ok(()) } else { Err((example.location, format!("the response decodes as {read}"))) }
    }
}

/// Returns the body of a request as JSON. Returns the parts of a form.
fn body_json(parts: &RequestParts) -> serde_json::Result<Option<Json>> {
    if parts.form.is_empty() {
        return parts.body.as_deref().map(serde_json::from_slice).transpose();
    }
    let members = parts.form.iter().map(|part| Ok((part.name.to_owned(), part.to_json()?)));
    members.collect::<serde_json::Result<_>>().map(|members| Some(Json::Object(members)))
}

fn record_json(record: &dyn Record) -> Json {
    serde_json::to_value(hwc_wire::Exposed(hwc_wire::ValueRef::Record(record))).unwrap_or_default()
}

/// Returns the parameters of a path, or `None` if it is another path.
fn match_path<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let mut params = Vec::new();
    for (expected, found) in template.iter().zip(&path) {
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => params.push((name, *found)),
            None if expected == found => {}
            None => return None,
        }
    }
    (template.len() == path.len()).then_some(params)
}
