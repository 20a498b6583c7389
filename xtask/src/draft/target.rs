//! The part of the spec that a source belongs to: its service and group, and the names that the service owns.

use crate::lower;
use crate::model::{Field, FieldType, Operation, Service, Type, Types};

use super::facts::Facts;
use crate::spec::spanned::Spanned;

/// The headers that carry the credentials of a call.
pub(crate) const CREDENTIAL_HEADERS: &[&str] = &["Authorization", "X-Auth-Token"];

/// Names that mean another thing in every record, so that they do not point to a type.
const VAGUE_NAMES: &[&str] =
    &["code", "content", "data", "id", "ids", "key", "list", "name", "result", "status", "type", "value"];

/// Finds the service of some facts: by its name, else by the beginning of the path.
pub(crate) fn find_service<'a>(services: &'a [Service], facts: &Facts) -> Option<&'a Service> {
    let is_name = |service: &&Service| {
        facts.service == service.id || facts.service.strip_suffix(&*service.id).is_some_and(|rest| rest.ends_with('-'))
    };
    services.iter().find(is_name).or_else(|| {
        let shared = |service: &Service| service.operations.iter().map(|o| shared_segments(&o.path, &facts.path)).max();
        let best = services.iter().max_by_key(|service| shared(service).unwrap_or(0))?;
        (shared(best)? > 0).then_some(best)
    })
}

/// Counts the segments that two paths have in common at their beginning.
fn shared_segments(left: &str, right: &str) -> usize {
    let (left, right) = (left.split('/').skip(1), right.split('/').skip(1));
    left.zip(right).take_while(|(left, right)| left == right && !left.is_empty()).count()
}

/// Finds the operation of some facts: by its name, or by its route if the source does not name it.
pub(crate) fn find_operation<'a>(service: &'a Service, facts: &Facts) -> Option<&'a Operation> {
    let named = service.operations.iter().find(|operation| operation.name == facts.operation);
    let unnamed = || super::text::operation_name(facts).is_none();
    named.or_else(|| service.operations.iter().filter(|_| unnamed()).find(|operation| has_route(operation, facts)))
}

/// Returns true if an operation has the method and the path of some facts, with any names of parameters.
pub(crate) fn has_route(operation: &Operation, facts: &Facts) -> bool {
    operation.method.as_str() == facts.method && route_pattern(&operation.path) == route_pattern(&facts.path)
}

/// Returns the path with the same name for all parameters.
fn route_pattern(path: &str) -> String {
    path.split('/').map(|piece| if piece.starts_with('{') { "{}" } else { piece }).collect::<Vec<_>>().join("/")
}

/// Finds the folder of a group by its name or its heading.
pub(crate) fn find_folder(service: &Service, group: &str) -> Option<String> {
    let is_named = |(folder, heading): &(&String, &Spanned<String>)| {
        *folder == group || heading.value.eq_ignore_ascii_case(group.trim())
    };
    service.yaml.groups.iter().find(is_named).map(|(folder, _)| folder.clone())
}

/// Returns true for a header that the service or its authentication owns.
pub(crate) fn owns_header(service: &Service, name: &str) -> bool {
    let mut settings = service.yaml.settings.values().filter_map(|setting| setting.header.as_deref());
    lower::is_transport_header(name)
        || lower::is_auth_header(name, &service.yaml.auth_scheme.value)
        || settings.any(|own| own.eq_ignore_ascii_case(name))
}

/// Returns true for a path parameter that a setting fills.
pub(crate) fn owns_path_parameter(service: &Service, name: &str) -> bool {
    service.yaml.settings.values().any(|setting| setting.path.as_deref() == Some(name))
}

/// Returns true for a member of each response: the error code and message.
pub(crate) fn owns_member(service: &Service, name: &str) -> bool {
    let envelope = &service.yaml.envelope;
    envelope.code == name || envelope.message == name || envelope.members.iter().any(|member| member == name)
}

/// Returns the type that every field with this name has in the service, if it says more than the JSON type.
pub(crate) fn usual_type<'a>(service: &'a Service, name: &str) -> Option<&'a FieldType> {
    if VAGUE_NAMES.contains(&name) {
        return None;
    }
    let mut found: Option<&FieldType> = None;
    for field in all_fields(service).filter(|field| field.name() == name) {
        if **found.get_or_insert(&field.ty) != field.ty {
            return None;
        }
    }
    found.filter(|ty| says_more(ty, &service.types))
}

/// Returns true for IDs, times, secrets and URLs, and for lists of them.
fn says_more(ty: &FieldType, types: &Types) -> bool {
    match ty {
        FieldType::Timestamp | FieldType::Secret | FieldType::PresignedUrl => true,
        FieldType::List(inner) => says_more(inner, types),
        FieldType::Named(name) => types.get(name).is_some_and(|declared| declared.fields().is_empty()),
        _ => false,
    }
}

/// Returns all fields of a service: those of its requests, responses and records.
pub(crate) fn all_fields(service: &Service) -> impl Iterator<Item = &Field> {
    let own = service.operations.iter().flat_map(|operation| operation.request.iter().chain(&operation.response));
    own.chain(service.types.values().flat_map(Type::fields))
}
