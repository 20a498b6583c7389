//! Example requests without their secrets, and skeletons with a value for each field.

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase;
use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_wire::{Constraints, FieldDescriptor, Kind, Pattern};

use crate::field::{find_field, is_file, is_secret, members_of_record};
use crate::operation::DynamicOperation;

/// The maximum depth of a skeleton, because records may contain themselves.
const MAX_DEPTH: usize = 8;

/// The request of an example, without its secrets.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ExampleRequest {
    /// The fields by name. Each secret is `@env:NAME`.
    pub fields: Map<String, Json>,
    /// The secrets by environment variable.
    pub variables: BTreeMap<String, String>,
}

/// Returns the request of an example, with each secret replaced by `@env:NAME`.
#[must_use]
pub fn example_request<'a>(
    operation: DynamicOperation,
    input: impl IntoIterator<Item = (&'a String, &'a Json)>,
) -> ExampleRequest {
    let fields = operation.fields();
    let mut request = ExampleRequest::default();
    for (name, value) in input {
        let kind = find_field(&fields, name).map(|field| &field.kind);
        let variables = &mut request.variables;
        let value = kind.map_or_else(|| value.clone(), |kind| without_secrets(kind, value, name, variables));
        request.fields.insert(name.clone(), value);
    }
    request
}

/// Returns the environment variable that stands for a secret in examples, as in `VERIFY_CODE` for `verify_code`.
#[must_use]
pub fn variable_name(field: &str) -> String {
    field.to_shouty_snake_case()
}

/// Replaces the secrets in a value and adds them to `variables`.
fn without_secrets(kind: &Kind, value: &Json, name: &str, variables: &mut BTreeMap<String, String>) -> Json {
    match (kind, value) {
        (Kind::Secret | Kind::PresignedUrl, _) => {
            let secret = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let variable = variable_name(name);
            let placeholder = json!(format!("@env:{variable}"));
            variables.insert(variable, secret);
            placeholder
        }
        (Kind::List(inner), Json::Array(items)) => {
            items.iter().map(|item| without_secrets(inner, item, name, variables)).collect()
        }
        (Kind::Record(record), Json::Object(members)) => {
            let fields = members_of_record(&*(record.make)());
            let member = |(name, value): (&String, &Json)| {
                let field = fields.iter().find(|(field, _)| field.is_called(name));
                let value = field.map(|(_, kind)| without_secrets(kind, value, name, variables));
                (name.clone(), value.unwrap_or_else(|| members[name].clone()))
            };
            Json::Object(members.iter().map(member).collect())
        }
        _ => value.clone(),
    }
}

/// Returns a request with a sample value for each required field, or for each field if `all` is set.
///
/// The values fit the kinds and the constraints, but the service may not know them.
#[must_use]
pub fn skeleton(operation: DynamicOperation, all: bool) -> Map<String, Json> {
    let fields = operation.fields().into_iter().filter(|field| all || field.descriptor.required);
    let sample = |field: crate::Field| {
        let value = sample(&field.kind, field.descriptor, field.descriptor.constraints, all, MAX_DEPTH);
        (field.name().to_owned(), value)
    };
    fields.map(sample).collect()
}

fn sample(kind: &Kind, field: &FieldDescriptor, constraints: Constraints, all: bool, depth: usize) -> Json {
    let name = field.name;
    match kind {
        kind if is_secret(kind) => json!(format!("@env:{}", variable_name(name))),
        kind if is_file(kind) => json!({ "file_name": "file.txt", "content": "text" }),
        Kind::Bool => json!(false),
        Kind::Int(min, _) => json!(constraints.range.map_or((*min).max(0), |(min, _)| min)),
        Kind::Float => json!(0.0),
        Kind::Time => json!("2024-01-31T08:00:00.000Z"),
        Kind::Enum(descriptor) => {
            let code = descriptor.codes.first().map_or("", |(code, _)| code);
            if descriptor.numeric { json!(code.parse::<i64>().unwrap_or_default()) } else { json!(code) }
        }
        Kind::List(inner) => {
            let constraints = Constraints { length: constraints.item_length, ..constraints };
            json!([sample(inner, field, constraints, all, depth)])
        }
        Kind::Record(record) if depth > 0 => {
            let is_sent = |member: &FieldDescriptor| all || field.members.requires(member);
            let fields = members_of_record(&*(record.make)()).into_iter().filter(|(member, _)| is_sent(member));
            let member = |(field, kind): (&FieldDescriptor, Kind)| {
                (field.name.to_owned(), sample(&kind, field, field.constraints, all, depth - 1))
            };
            Json::Object(fields.map(member).collect())
        }
        Kind::IntId(_) => json!(1),
        Kind::Map(_) | Kind::MapOrText(_) | Kind::Record(_) | Kind::Any => json!({}),
        _ => json!(text(name, constraints)),
    }
}

/// Returns a text within the constraints: one that matches the pattern, or the name of the field, repeated or truncated.
fn text(name: &str, constraints: Constraints) -> String {
    if let Some(pattern) = constraints.pattern.and_then(|pattern| Pattern::parse(pattern).ok()) {
        return pattern.sample();
    }
    let (min, max) = constraints.length.unwrap_or((1, u64::MAX));
    let (min, max) = (usize::try_from(min).unwrap_or(usize::MAX), usize::try_from(max).unwrap_or(usize::MAX));
    let length = name.len().clamp(min, max.max(min));
    name.chars().cycle().take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DynamicRequest;

    #[test]
    fn skeletons_satisfy_the_constraints() {
        for operation in DynamicOperation::all() {
            for all in [false, true] {
                let members = Json::Object(skeleton(operation, all));
                let request = DynamicRequest::from_json(operation, members.as_object().unwrap().clone()).unwrap();
                for violation in request.violations() {
                    // The value of the variable replaces the placeholder of a secret.
                    let pointer = format!("/{}", violation.path.replace(['.', '['], "/").replace(']', ""));
                    let is_secret =
                        members.pointer(&pointer).and_then(Json::as_str).is_some_and(|text| text.starts_with("@env:"));
                    assert!(is_secret, "{operation:?}, all: {all}: {violation}");
                }
            }
        }
    }

    #[test]
    fn examples_are_requests_without_secrets() {
        let mut count = 0;
        for operation in DynamicOperation::all() {
            for example in &operation.doc().unwrap().examples {
                let fields = example_request(operation, &example.input).fields;
                let request = DynamicRequest::from_json(operation, fields).unwrap();
                for secret in hwc_wire::record::collect_secrets(request.record()) {
                    assert!(secret.starts_with("@env:"), "{operation:?}: {}", example.name);
                }
                count += 1;
            }
        }
        assert!(count >= 30, "{count} examples");
    }

    #[test]
    fn variables_are_named_after_the_field() {
        assert_eq!(variable_name("verify_code"), "VERIFY_CODE");
        assert_eq!(variable_name("X-Subject-Token"), "X_SUBJECT_TOKEN");
    }
}
