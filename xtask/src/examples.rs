//! Check of every example while the spec is loaded. The request must encode as stated, and the response must have the stated
//! meaning. The encoder and the decoder are those of the models; only the records are built from the spec (`dynamic.rs`).

mod place;
mod response;

use std::collections::BTreeSet;

use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Method, Operation, Record, RequestParts, RequestRef, Service, Setting,
    SettingLocation,
};
use serde_json::Value as Json;

use crate::dynamic::DynamicRecord;
use crate::spec::problem::Problem;
use crate::spec::yaml::Example;
use crate::{lower, model, suggest};
use place::{Findings, first_difference};

/// Checks the examples of all operations whose own file and types are free of `problems`.
pub(crate) fn check(services: &[model::Service], problems: &[Problem]) -> Vec<Problem> {
    let bad_files: BTreeSet<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    let mut found = Vec::new();
    for service in services {
        let is_good =
            |name: &&str| service.types.get(*name).is_some_and(|ty| !bad_files.contains(ty.file.name.as_str()));
        for operation in service.operations.iter().filter(|one| !bad_files.contains(one.file.name.as_str())) {
            if lower::reachable_types(operation, &service.types).iter().all(is_good) {
                found.extend(Checker::new(service, operation).problems());
            }
        }
    }
    found
}

struct Checker<'a> {
    spec: &'a model::Service,
    operation: &'a model::Operation,
    wire: Operation,
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

impl<'a> Checker<'a> {
    fn new(spec: &'a model::Service, operation: &'a model::Operation) -> Self {
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

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut names = BTreeSet::new();
        for (index, example) in self.operation.yaml.examples.iter().enumerate() {
            let mut findings = Findings::new(&self.operation.file, index, &example.name.value);
            if !names.insert(&example.name.value) {
                findings.add("name", "another example has this name: choose a different one");
            }
            self.check_settings(example, &mut findings);
            if let Some(request) = self.build_request(example, &mut findings) {
                self.check_request(example, &request, &mut findings);
                self.check_documented(example, &request, &mut findings);
            }
            self.check_response(example, &mut findings);
            problems.extend(findings.into_problems());
        }
        problems
    }

    fn check_settings(&self, example: &Example, findings: &mut Findings<'_>) {
        let known = || self.spec.yaml.settings.keys().map(String::as_str);
        for name in example.settings.keys().filter(|name| !known().any(|known| known == *name)) {
            let hint = suggest::did_you_mean(name, known());
            findings.add(&format!("settings.{name}"), format!("`{name}` is not a setting of the service{hint}"));
        }
    }

    /// Returns the request that `input` describes, if it is valid.
    fn build_request(&self, example: &Example, findings: &mut Findings<'_>) -> Option<DynamicRecord> {
        let before = findings.count();
        let mut request = DynamicRecord::request(self.operation, &self.spec.types);
        for (name, value) in &example.input {
            let Some(index) = self.operation.request.iter().position(|field| field.name() == name) else {
                let hint = suggest::did_you_mean(name, self.operation.request.iter().map(model::Field::name));
                let message = format!("`input` has `{name}`, which is not a field of the request{hint}");
                findings.add(&format!("input.{name}"), message);
                continue;
            };
            let mut cx = DecodeContext::new(DecodeMode::Strict);
            let json = value.to_string();
            if let Err(error) = hwc_wire::decode_value(request.get_mut(index), json.as_bytes(), &mut cx) {
                let message = format!("`input` has an invalid `{name}`: {error}");
                findings.add(&format!("input.{name}.{}", error.path()), message);
            }
        }
        if findings.count() == before {
            for violation in hwc_wire::validate(&request) {
                let message = format!("`input` violates a constraint: {violation}");
                findings.add(&format!("input.{}", violation.path), message);
            }
        }
        (findings.count() == before).then_some(request)
    }

    fn check_request(&self, example: &Example, request: &DynamicRecord, findings: &mut Findings<'_>) {
        let settings: Vec<(&str, &str)> =
            example.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let options = EncodeOptions { settings: &settings, query_in_body: false };
        let parts = match hwc_wire::encode(&self.wire, request, options) {
            Ok(parts) => parts,
            Err(error) => return findings.add("", error.to_string()),
        };
        let line = format!("{} {}", self.operation.method.as_str(), parts.path_and_query);
        if line != example.request.value {
            findings.add("request", format!("`input` encodes as `{line}`"));
        }
        match (body_json(&parts), &example.request_body) {
            (Err(error), _) => findings.add("", error.to_string()),
            (Ok(body), expected) if body == *expected => {}
            (Ok(Some(body)), Some(expected)) => {
                let place = format!("request_body.{}", first_difference(&body, expected));
                findings.add(&place, format!("`input` encodes as the body {body}: write it under `request_body`"));
            }
            (Ok(Some(body)), None) => {
                findings.add("request", format!("`input` encodes as the body {body}: write it under `request_body`"));
            }
            (Ok(None), _) => findings.add("request_body", "`input` encodes without a body: remove `request_body`"),
        }
    }

    /// Checks that the documented request decodes to `input`.
    fn check_documented(&self, example: &Example, request: &DynamicRecord, findings: &mut Findings<'_>) {
        let Some(documented) = &example.documented else { return };
        let line = documented.request.as_deref().unwrap_or(&example.request.value);
        let target = line.split_once(' ').map_or(line, |(_, target)| target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let Some(params) = match_path(&self.operation.path, path) else {
            let message = format!("`documented`: path `{path}` does not match the operation");
            return findings.add("documented.request", message);
        };
        let body = documented.request_body.as_ref().map(Json::to_string).unwrap_or_default();
        let mut read = DynamicRecord::request(self.operation, &self.spec.types);
        let from = RequestRef { path: &params, query, header: &|_| None, body: body.as_bytes(), form: None };
        let mut cx = DecodeContext::new(DecodeMode::Lenient);
        if let Err(error) = hwc_wire::decode_request(&self.wire, from, &mut read, &mut cx) {
            return findings
                .add(&format!("documented.request_body.{}", error.path()), format!("`documented`: {error}"));
        }
        let (read, meant) = (record_json(&read), record_json(request));
        if without_empty_lists(&read) != without_empty_lists(&meant) {
            let place = format!("documented.request_body.{}", first_difference(&read, &meant));
            findings.add(&place, format!("`documented`: decodes as {read}, expected {meant}"));
        }
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

/// Removes empty lists. In a response or a record, they mean the same as absent ones.
fn without_empty_lists(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            let kept = members.iter().filter(|(_, value)| **value != Json::Array(Vec::new()));
            Json::Object(kept.map(|(name, value)| (name.clone(), without_empty_lists(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(without_empty_lists).collect()),
        other => other.clone(),
    }
}

fn record_json(record: &dyn Record) -> Json {
    serde_json::to_value(hwc_wire::ValueRef::Record(record)).unwrap_or_default()
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
