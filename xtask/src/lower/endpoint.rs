//! Lowering of one endpoint: request line, fields, constructor, and the consistency between them.

use std::collections::BTreeSet;

use hwc_wire::{AuthRequirement, Location, Method};

use super::headers::{self, HeaderSets};
use super::{behavior, constant, field, names, pagination, request_line, summary, types};
use crate::model::{Constant, Field, Operation, Types, path_params};
use crate::spec;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;
use crate::suggest;

/// Resolves one endpoint. `all` already contains the types of its own file.
pub(crate) fn lower(
    endpoint: spec::Endpoint,
    service: &yaml::Service,
    (all, header_sets): (&Types, &HeaderSets),
    problems: &mut Vec<Problem>,
) -> Option<Operation> {
    let spec::Endpoint { folder, file, yaml } = endpoint;
    check_names(&file, &folder, &yaml, service, problems);
    summary::check(&file, &yaml, problems);
    let (method, path) = lower_request_line(&file, &yaml.request, problems)?;
    let request = request_fields(&file, &yaml, header_sets, problems);
    let constants = request_constants(&file, &yaml, problems);
    let response = response_fields(&file, &yaml, problems);
    types::check_known(&file, &request, all, problems);
    types::check_known(&file, &response, all, problems);
    check_fields(&file, &yaml, &request, problems);
    check_fields(&file, &yaml, &response, problems);
    check_path(&file, &yaml, &path, service, problems);
    let pagination = pagination::lower(&file, yaml.pagination.as_ref(), (&request, &response), all, problems);
    let idempotent = match &yaml.idempotent {
        None => method.is_idempotent(),
        Some(yaml::Idempotent::Reason(_)) => true,
        Some(yaml::Idempotent::Flag(value)) => *value,
    };
    Some(Operation {
        name: yaml.operation.value.clone(),
        group: service.groups.get(&folder).map(|group| group.value.clone()).unwrap_or_default(),
        own_types: yaml.types.keys().cloned().collect(),
        auth: lower_auth(&file, yaml.auth.as_ref(), problems),
        effect: behavior::lower_effect(&file, &yaml, method, problems),
        constructor: lower_constructor(&file, &yaml, &request, problems),
        file,
        folder,
        method,
        path,
        request,
        response,
        constants,
        idempotent,
        pagination,
        sensitive: Vec::new(),
        task: None,
        yaml,
    })
}

fn check_names(
    file: &SpecFile,
    folder: &str,
    yaml: &yaml::Endpoint,
    service: &yaml::Service,
    problems: &mut Vec<Problem>,
) {
    let name = &yaml.operation;
    if !names::is_camel(name) {
        problems.push(
            file.problem(
                name.location,
                format!("`{}` is not an operation name: write it in UpperCamelCase", name.value),
            ),
        );
    } else if names::module_name(name) != file.stem() {
        let message = format!("operation `{}` must be in a file called {}.yaml", name.value, names::module_name(name));
        problems.push(file.problem(name.location, message));
    }
    if !service.groups.contains_key(folder) {
        let hint = suggest::did_you_mean(folder, service.groups.keys().map(String::as_str));
        let message = format!("the folder `{folder}` is not listed under `groups:` in service.yaml{hint}");
        problems.push(file.problem(name.location, message));
    }
    if yaml.sources.is_empty() {
        problems.push(
            file.problem(yaml.sources.location, "`sources` is empty: name the pages or SDKs that the facts come from"),
        );
    }
    if yaml.allow_empty_response && yaml.response.is_empty() {
        let message = "`allow_empty_response: true` has no effect on a response without fields: remove it";
        problems.push(file.problem(name.location, message));
    }
    if yaml.examples.is_empty() {
        problems.push(
            file.problem(name.location, "missing `examples`: add one, with `synthetic: true` if no page shows one"),
        );
    }
}

fn lower_request_line(
    file: &SpecFile,
    line: &Spanned<String>,
    problems: &mut Vec<Problem>,
) -> Option<(Method, String)> {
    request_line::parse(line).map_err(|message| problems.push(file.problem(line.location, message))).ok()
}

fn request_fields(
    file: &SpecFile,
    yaml: &yaml::Endpoint,
    header_sets: &HeaderSets,
    problems: &mut Vec<Problem>,
) -> Vec<Field> {
    let mut fields = field::lower_section(file, &yaml.path, Location::Path, problems);
    fields.extend(field::lower_section(file, &yaml.query, Location::Query, problems));
    fields.extend(field::lower_section(file, &yaml.headers, Location::Header, problems));
    fields.extend(headers::fields_of(file, yaml, header_sets, problems));
    fields.extend(field::lower_section(file, &yaml.body, Location::BodyField, problems));
    fields.extend(field::lower_section(file, &yaml.form, Location::Form, problems));
    field::make_keys_unique(&mut fields);
    fields
}

/// Returns the constants of the body. No other section of an endpoint may have any.
fn request_constants(file: &SpecFile, yaml: &yaml::Endpoint, problems: &mut Vec<Problem>) -> Vec<Constant> {
    for section in [&yaml.path, &yaml.query, &yaml.headers, &yaml.form, &yaml.response, &yaml.response_headers] {
        constant::refuse(file, section, problems);
    }
    constant::lower(file, &yaml.body, problems)
}

fn response_fields(file: &SpecFile, yaml: &yaml::Endpoint, problems: &mut Vec<Problem>) -> Vec<Field> {
    let mut fields = field::lower_section(file, &yaml.response_headers, Location::Header, problems);
    fields.extend(field::lower_section(file, &yaml.response, Location::BodyField, problems));
    fields
}

fn check_fields(file: &SpecFile, yaml: &yaml::Endpoint, fields: &[Field], problems: &mut Vec<Problem>) {
    field::check_rust_names(file, fields, problems);
    for field in yaml.body.values().filter(|field| field.kind.value == "bytes") {
        problems.push(file.problem(field.location, "type `bytes` is not supported in a request: use it in a response"));
    }
    if let (Some((_, part)), false) = (yaml.form.first(), yaml.body.is_empty()) {
        problems.push(file.problem(part.location, "a request has a `body:` or a `form:`, not both"));
    }
    for field in fields {
        if field.keep_empty {
            let message = "`keep_empty` is only for lists in records: an empty list of the request itself is sent";
            problems.push(file.problem(field.source, message));
        }
        if field.location == Location::Payload && fields.iter().any(|other| other.location == Location::BodyField) {
            problems.push(file.problem(
                field.source,
                format!("`{}` is the whole body: remove the other fields, or `payload: true`", field.name()),
            ));
        }
    }
    if fields.len() > 256 {
        problems.push(file.problem(yaml.operation.location, "more than 256 fields: the decoder supports 256"));
    }
}

fn check_path(
    file: &SpecFile,
    yaml: &yaml::Endpoint,
    path: &str,
    service: &yaml::Service,
    problems: &mut Vec<Problem>,
) {
    let wanted: BTreeSet<&str> = path_params(path).into_iter().collect();
    let given: BTreeSet<&str> = yaml.path.keys().map(String::as_str).collect();
    let settings: BTreeSet<&str> = service.settings.values().filter_map(|setting| setting.path.as_deref()).collect();
    for name in given.difference(&wanted) {
        let location = yaml.path.get(*name).map_or(yaml.request.location, |field| field.location);
        problems.push(file.problem(
            location,
            format!("the path parameter `{name}` is missing in the path: write it as `{{{name}}}`"),
        ));
    }
    for name in wanted.difference(&given).filter(|name| !settings.contains(*name)) {
        let message =
            format!("`{{{name}}}` in the path is undefined: add it under `path:`, or to the settings of the service");
        problems.push(file.problem(yaml.request.location, message));
    }
}

fn lower_auth(file: &SpecFile, auth: Option<&Spanned<String>>, problems: &mut Vec<Problem>) -> AuthRequirement {
    match auth.map(|auth| auth.value.as_str()) {
        None => AuthRequirement::Any,
        Some("none") => AuthRequirement::None,
        Some("token") => AuthRequirement::TokenOnly,
        Some(other) => {
            let location = auth.map(|auth| auth.location).unwrap_or_default();
            problems.push(file.problem(location, format!("unknown `auth: {other}`: use `none` or `token`")));
            AuthRequirement::Any
        }
    }
}

fn lower_constructor(
    file: &SpecFile,
    yaml: &yaml::Endpoint,
    request: &[Field],
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    if let Some(fourth) = yaml.constructor.get(3) {
        problems.push(file.problem(fourth.location, "`constructor` takes at most three fields"));
    }
    for (index, argument) in yaml.constructor.iter().enumerate() {
        if yaml.constructor[..index].iter().any(|other| other.value == argument.value) {
            problems.push(file.problem(argument.location, format!("`constructor` names `{}` twice", argument.value)));
        }
        match request.iter().find(|field| field.name() == argument.value) {
            None => {
                let hint = suggest::did_you_mean(argument, request.iter().map(Field::name));
                let message = format!("`constructor` names `{}`, which is not a field of the request", argument.value);
                problems.push(file.problem(argument.location, message + &hint));
            }
            Some(field) if !field.required => {
                let message =
                    format!("`constructor` names `{}`, which is not required: set `required: true`", argument.value);
                problems.push(file.problem(argument.location, message));
            }
            Some(_) => {}
        }
    }
    for field in request.iter().filter(|field| field.location == Location::Path) {
        if !yaml.constructor.iter().any(|argument| argument.value == field.name()) {
            let message = format!("`constructor` must name the path parameter `{}`", field.name());
            problems.push(file.problem(yaml.operation.location, message));
        }
    }
    yaml.constructor.iter().map(|argument| argument.value.clone()).collect()
}
