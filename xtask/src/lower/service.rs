//! Lowering of one service: its types, its endpoints, and the consistency between all of them.

use std::collections::BTreeMap;

use super::{
    cycles, declared, endpoint, field, flags, headers, limits, names, owned, quirks, sensitive, task, types, unused,
};
use crate::model::{Operation, Service, Types};
use crate::spec;
use crate::spec::problem::Problem;
use crate::suggest;

/// Resolves one service. Unused types and missing quirks are reported only if the service is complete.
pub(crate) fn lower(service: spec::Service, is_complete: bool, problems: &mut Vec<Problem>) -> Service {
    check_service(&service, problems);
    declared::check(&service, problems);
    owned::check(&service, problems);
    flags::check(&service, problems);
    if is_complete && service.endpoints.is_empty() {
        let message = "the service has no operations: add a file to spec/<service>/<group>/";
        problems.push(service.file.problem(service.yaml.service.location, message));
    }
    let mut all = Types::new();
    for (file, yaml) in &service.types {
        types::add_types(file, yaml, &mut all, problems);
    }
    for endpoint in &service.endpoints {
        types::add_types(&endpoint.file, &endpoint.yaml.types, &mut all, problems);
    }
    check_types(&all, problems);
    cycles::check(&all, problems);
    let header_sets = headers::lower(&service, &all, problems);
    let mut operations = Vec::new();
    for endpoint in service.endpoints {
        operations.extend(endpoint::lower(endpoint, &service.yaml, (&all, &header_sets), problems));
    }
    for operation in &mut operations {
        types::mark_in_request(&operation.request, &mut all);
        operation.sensitive = sensitive::sensitive_names(operation, &all);
    }
    let tasks: Vec<_> =
        operations.iter().map(|operation| task::lower(operation, &operations, &all, problems)).collect();
    for (operation, task) in operations.iter_mut().zip(tasks) {
        operation.task = task;
    }
    limits::check(&operations, &all, problems);
    check_unique(&operations, &all, problems);
    if is_complete {
        unused::check(&operations, &all, problems);
        quirks::check(&operations, &all, problems);
    }
    let id = service.yaml.service.value.clone();
    Service { id, file: service.file, yaml: service.yaml, types: all, operations }
}

fn check_service(service: &spec::Service, problems: &mut Vec<Problem>) {
    let (file, yaml) = (&service.file, &service.yaml);
    let mut report = |location, message: String| problems.push(file.problem(location, message));
    if !matches!(yaml.auth_scheme.value.as_str(), "iam-account" | "iam-project" | "bearer") {
        let message =
            format!("unknown `auth_scheme: {}`: use iam-account, iam-project or bearer", yaml.auth_scheme.value);
        report(yaml.auth_scheme.location, message);
    }
    if !names::is_snake(&yaml.service) {
        report(
            yaml.service.location,
            format!("`{}` is not a service name: write it in snake_case", yaml.service.value),
        );
    }
    if !yaml.regions.endpoints.contains_key(&yaml.regions.default.value) {
        report(
            yaml.regions.default.location,
            format!(
                "the default region `{}` is not listed under `endpoints:`{}",
                yaml.regions.default.value,
                suggest::did_you_mean(&yaml.regions.default.value, yaml.regions.endpoints.keys().map(String::as_str))
            ),
        );
    }
    for (name, setting) in &yaml.settings {
        if setting.header.is_some() == setting.path.is_some() {
            report(setting.location, format!("the setting `{name}` needs either `header:` or `path:`"));
        }
    }
    for rule in &yaml.errors {
        let known = ["auth", "throttled", "conflict", "not_found", "invalid", "quota_exceeded", "unknown"];
        if !known.contains(&rule.class.value.as_str()) {
            report(
                rule.class.location,
                format!("unknown class `{}`: use one of {}", rule.class.value, known.join(", ")),
            );
        }
    }
}

fn check_types(all: &Types, problems: &mut Vec<Problem>) {
    for declared in all.values() {
        types::check_known(&declared.file, declared.fields(), all, problems);
        field::check_rust_names(&declared.file, declared.fields(), problems);
    }
}

/// Reports duplicate operations and routes. Overlapping paths are allowed; paths of equal shape are not.
fn check_unique(operations: &[Operation], all: &Types, problems: &mut Vec<Problem>) {
    let (mut by_name, mut by_route) = (BTreeMap::new(), BTreeMap::new());
    for operation in operations {
        let at = operation.yaml.operation.location;
        if let Some(other) = by_name.insert(operation.name.clone(), &operation.file.name) {
            problems.push(operation.file.problem(at, format!("`{}` is already described in {other}", operation.name)));
        }
        for name in [operation.name.clone(), format!("{}Response", operation.name)] {
            if let Some(other) = all.get(&name) {
                let message = format!("`{name}` is the name of a type in {}: rename the type", other.file.name);
                problems.push(operation.file.problem(at, message));
            }
        }
        let route = (operation.method.as_str(), route_pattern(&operation.path));
        if let Some(other) = by_route.insert(route, &operation.file.name) {
            let message = format!(
                "{} has the same route as {other}: a server cannot distinguish them",
                operation.yaml.request.value
            );
            problems.push(operation.file.problem(operation.yaml.request.location, message));
        }
    }
}

/// Returns the path with the same name for all parameters.
fn route_pattern(path: &str) -> String {
    path.split('/').map(|piece| if piece.starts_with('{') { "{}" } else { piece }).collect::<Vec<_>>().join("/")
}
