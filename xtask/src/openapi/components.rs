//! The named schemas of a document.
//!
//! A type that requests and responses share has two schemas if they differ: requests have required members, limits and closed
//! lists of values; responses may omit members and have new values. The one for responses has the suffix `-Output`.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::lower::reachable_from;
use crate::model::{Service, Type, TypeKind};
use crate::openapi::schema::{self, Direction};
use crate::openapi::{errors, operation};

/// The types of a service, with the directions in which they travel.
pub(super) struct Components<'a> {
    pub(super) service: &'a Service,
    sent: BTreeSet<&'a str>,
    received: BTreeSet<&'a str>,
}

impl<'a> Components<'a> {
    pub(super) fn new(service: &'a Service) -> Self {
        let operations = &service.operations;
        let sent = operations.iter().flat_map(|operation| reachable_from(&operation.request, &service.types)).collect();
        let received =
            operations.iter().flat_map(|operation| reachable_from(&operation.response, &service.types)).collect();
        Self { service, sent, received }
    }

    /// Returns the name of the schema of a type in a direction.
    pub(super) fn name(&self, declared: &str, direction: Direction) -> String {
        let is_split = self.sent.contains(declared) && self.received.contains(declared) && self.differs(declared);
        let suffix = if is_split && direction == Direction::Response { "-Output" } else { "" };
        format!("{declared}{suffix}")
    }

    /// Returns true if the schemas of a type differ between the directions. Only those of IDs are alike.
    fn differs(&self, declared: &str) -> bool {
        !matches!(self.service.types.get(declared).map(|found| &found.kind), Some(TypeKind::Id { .. }) | None)
    }

    /// Returns the reference to the schema of a type.
    pub(super) fn reference(&self, declared: &str, direction: Direction) -> Json {
        json!({ "$ref": format!("#/components/schemas/{}", self.name(declared, direction)) })
    }
}

/// Returns the `components` of a document.
pub(super) fn section(service: &Service, components: &Components<'_>) -> Json {
    let mut schemas = Map::new();
    for declared in service.types.values() {
        add(&mut schemas, components, declared);
    }
    schemas.insert(errors::SCHEMA.to_owned(), errors::schema(service));
    json!({
        "schemas": schemas,
        "parameters": operation::settings(service),
        "responses": { (errors::SCHEMA): errors::response(service) },
        "securitySchemes": errors::security_schemes(service),
    })
}

fn add(schemas: &mut Map<String, Json>, components: &Components<'_>, declared: &Type) {
    let name = declared.name.as_str();
    let directions = [
        (Direction::Request, components.sent.contains(name)),
        (Direction::Response, components.received.contains(name)),
    ];
    for (direction, _) in directions.into_iter().filter(|(_, is_used)| *is_used) {
        schemas.insert(components.name(name, direction), schema::declared(components, declared, direction));
    }
}

/// Removes the schemas that nothing refers to. A field that travels in another form than its type needs no schema of the type.
pub(super) fn remove_unused(document: &mut Json) {
    loop {
        let mut used = BTreeSet::new();
        collect_references(document, &mut used);
        let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
        let count = schemas.len();
        schemas.retain(|name, _| used.contains(&format!("#/components/schemas/{name}")));
        if schemas.len() == count {
            return;
        }
    }
}

/// Collects the values of all `$ref` members.
pub(super) fn collect_references(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| collect_references(item, found)),
        Json::Object(members) => {
            found.extend(members.get("$ref").and_then(Json::as_str).map(str::to_owned));
            members.values().for_each(|value| collect_references(value, found));
        }
        _ => {}
    }
}
