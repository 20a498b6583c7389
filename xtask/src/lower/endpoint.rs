//! Lowering of one endpoint: request line, fields, constructor, and the consistency between them.

use std::collections::BTreeSet;

use hwc_wire::{AuthRequirement, Location, Method};

use super::{behavior, field, names, paging, summary, types};
use crate::model::{Field, Operation, Types, path_params};
use crate::spec;
use crate::spec::at::At;
use crate::spec::problem::{File, Problem};
use crate::spec::yaml;

/// Resolves one endpoint. `all` already contains the types of its own file.
pub(crate) fn lower(
    endpoint: spec::Endpoint,
    service: &yaml::Service,
    all: &Types,
    problems: &mut Vec<Problem>,
) -> Option<Operation> {
    let spec::Endpoint { folder, file, yaml } = endpoint;
    check_names(&file, &folder, &yaml, service, problems);
    summary::check(&file, &yaml, problems);
    let (method, path) = request_line(&file, &yaml.request, problems)?;
    let request = request_fields(&file, &yaml, problems);
    let response = response_fields(&file, &yaml, problems);
    types::check_known(&file, &request, all, problems);
    types::check_known(&file, &response, all, problems);
    check_fields(&file, &yaml, &request, problems);
    check_fields(&file, &yaml, &response, problems);
    check_path(&file, &yaml, &path, service, problems);
    let paging = paging::lower(&file, yaml.paging.as_ref(), &request, &response, problems);
    let idempotent = match &yaml.idempotent {
        None => method.is_idempotent(),
        Some(yaml::Idempotent::Because(_)) => true,
        Some(yaml::Idempotent::No(value)) => *value,
    };
    Some(Operation {
        name: yaml.operation.value.clone(),
        group: service.groups.get(&folder).map(|group| group.value.clone()).unwrap_or_default(),
        own_types: yaml.types.keys().cloned().collect(),
        auth: auth(&file, yaml.auth.as_ref(), problems),
        effect: behavior::effect(&file, &yaml, method, problems),
        new: constructor(&file, &yaml, &request, problems),
        file,
        folder,
        method,
        path,
        request,
        response,
        idempotent,
        paging,
        sensitive: Vec::new(),
        task: None,
        yaml,
    })
}

fn check_names(file: &File, folder: &str, yaml: &yaml::Endpoint, service: &yaml::Service, problems: &mut Vec<Problem>) {
    let name = &yaml.operation;
    if !names::is_camel(name) {
        problems.push(
            file.problem(
                name.place,
                format!("`{}` is no name for an operation: write it in UpperCamelCase", name.value),
            ),
        );
    } else if names::module(name) != file.stem() {
        let message = format!("`{}` belongs into a file called {}.yaml", name.value, names::module(name));
        problems.push(file.problem(name.place, message));
    }
    if !service.groups.contains_key(folder) {
        let message = format!("the folder `{folder}` is not listed under `groups:` in service.yaml");
        problems.push(file.problem(name.place, message));
    }
    if yaml.source.is_empty() {
        problems.push(file.problem(yaml.source.place, "`source` is empty: say where the facts come from"));
    }
    if yaml.empty && yaml.response.is_empty() {
        let message = "`empty: true` is for an answer with members: one without is empty anyway";
        problems.push(file.problem(name.place, message));
    }
    if yaml.examples.is_empty() {
        problems.push(
            file.problem(name.place, "there is no example: add one, marked `made: true` where no page shows one"),
        );
    }
}

fn request_line(file: &File, line: &At<String>, problems: &mut Vec<Problem>) -> Option<(Method, String)> {
    let methods = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let (name, path) = line.split_once(' ').unwrap_or((line, ""));
    let method = methods.into_iter().find(|method| method.as_str() == name);
    match method {
        Some(method) if is_path(path) => Some((method, path.to_owned())),
        _ => {
            let message =
                format!("`{}` is no request: write method and path, as in `GET /v2/cases/{{case_id}}`", line.value);
            problems.push(file.problem(line.place, message));
            None
        }
    }
}

/// Returns true if each segment is fixed or is one whole parameter.
fn is_path(path: &str) -> bool {
    let is_segment = |segment: &str| match segment.strip_prefix('{') {
        Some(rest) => rest.ends_with('}') && !rest[..rest.len() - 1].contains(['{', '}']),
        None => !segment.contains(['{', '}', '?', '#', ' ']),
    };
    path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_segment))
}

fn request_fields(file: &File, yaml: &yaml::Endpoint, problems: &mut Vec<Problem>) -> Vec<Field> {
    let sections = [
        (&yaml.path, Location::Path),
        (&yaml.query, Location::Query),
        (&yaml.headers, Location::Header),
        (&yaml.body, Location::BodyField),
        (&yaml.form, Location::Form),
    ];
    sections.into_iter().flat_map(|(fields, place)| field::section(file, fields, place, problems)).collect()
}

fn response_fields(file: &File, yaml: &yaml::Endpoint, problems: &mut Vec<Problem>) -> Vec<Field> {
    let mut fields = field::section(file, &yaml.response_headers, Location::Header, problems);
    fields.extend(field::section(file, &yaml.response, Location::BodyField, problems));
    fields
}

fn check_fields(file: &File, yaml: &yaml::Endpoint, fields: &[Field], problems: &mut Vec<Problem>) {
    field::check_rust_names(file, fields, problems);
    for field in yaml.body.values().filter(|field| field.kind.value == "bytes") {
        problems.push(file.problem(field.place, "a request cannot be the content of a file yet: only answers can"));
    }
    if let (Some((_, part)), false) = (yaml.form.first(), yaml.body.is_empty()) {
        problems.push(file.problem(part.place, "a request has a `body:` or a `form:`, not both"));
    }
    for field in fields {
        if field.place == Location::Payload && fields.iter().any(|other| other.place == Location::BodyField) {
            problems.push(
                file.problem(field.at, format!("`{}` is the whole body, so nothing can stand beside it", field.name())),
            );
        }
    }
    if fields.len() > 256 {
        problems.push(file.problem(yaml.operation.place, "more than 256 fields: the decoder keeps track of no more"));
    }
}

fn check_path(file: &File, yaml: &yaml::Endpoint, path: &str, service: &yaml::Service, problems: &mut Vec<Problem>) {
    let wanted: BTreeSet<&str> = path_params(path).into_iter().collect();
    let given: BTreeSet<&str> = yaml.path.keys().map(String::as_str).collect();
    let settings: BTreeSet<&str> = service.settings.values().filter_map(|setting| setting.path.as_deref()).collect();
    for name in given.difference(&wanted) {
        let place = yaml.path.get(*name).map_or(yaml.request.place, |field| field.place);
        problems.push(
            file.problem(place, format!("the path parameter `{name}` does not stand in the path as `{{{name}}}`")),
        );
    }
    for name in wanted.difference(&given).filter(|name| !settings.contains(*name)) {
        let message =
            format!("`{{{name}}}` stands in the path, but neither under `path:` nor as a setting of the service");
        problems.push(file.problem(yaml.request.place, message));
    }
}

fn auth(file: &File, auth: Option<&At<String>>, problems: &mut Vec<Problem>) -> AuthRequirement {
    match auth.map(|auth| auth.value.as_str()) {
        None => AuthRequirement::Any,
        Some("none") => AuthRequirement::None,
        Some("token") => AuthRequirement::TokenOnly,
        Some(other) => {
            let place = auth.map(|auth| auth.place).unwrap_or_default();
            problems.push(file.problem(place, format!("`auth: {other}`: only `none` or `token` can be said here")));
            AuthRequirement::Any
        }
    }
}

fn constructor(file: &File, yaml: &yaml::Endpoint, request: &[Field], problems: &mut Vec<Problem>) -> Vec<String> {
    if let Some(fourth) = yaml.new.get(3) {
        problems.push(file.problem(fourth.place, "`new` takes at most three arguments"));
    }
    for (index, argument) in yaml.new.iter().enumerate() {
        if yaml.new[..index].iter().any(|other| other.value == argument.value) {
            problems.push(file.problem(argument.place, format!("`new` names `{}` twice", argument.value)));
        }
        match request.iter().find(|field| field.name() == argument.value) {
            None => problems.push(file.problem(
                argument.place,
                format!("`new` names `{}`, which is no field of the request", argument.value),
            )),
            Some(field) if !field.required => {
                let message = format!("`new` names `{}`, which is not `required: true`", argument.value);
                problems.push(file.problem(argument.place, message));
            }
            Some(_) => {}
        }
    }
    for field in request.iter().filter(|field| field.place == Location::Path) {
        if !yaml.new.iter().any(|argument| argument.value == field.name()) {
            let message = format!("`new` has to name the path parameter `{}`", field.name());
            problems.push(file.problem(yaml.operation.place, message));
        }
    }
    yaml.new.iter().map(|argument| argument.value.clone()).collect()
}
