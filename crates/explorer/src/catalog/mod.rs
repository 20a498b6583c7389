//! The catalog of the page: all operations with the fields of their requests, as one compact JSON document.

mod kinds;

use std::collections::BTreeSet;

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::{CATALOG, Service};
use hwc_dynamic::{DynamicOperation, Field, fields_of_record};
use hwc_wire::Kind;

use crate::connection::Connection;
use crate::samples::SampleLanguage;
use kinds::{Types, field_json};

/// The maximum depth of the names of response fields. They are only for the search.
const SEARCH_DEPTH: usize = 3;

/// Returns the catalog.
pub(crate) fn document() -> Json {
    let services = CATALOG.services().map(|service| (service.id.to_owned(), service_json(service)));
    json!({ "services": services.collect::<Map<_, _>>() })
}

/// Returns the facts about the connection that the page shows.
pub(crate) fn connection(connection: &Connection) -> Json {
    json!({
        "title": connection.title,
        "sandbox": connection.is_sandbox(),
        "languages": SampleLanguage::ALL.map(|language| json!({ "id": language.id(), "title": language.title() })),
        "version": env!("CARGO_PKG_VERSION"),
    })
}

fn service_json(service: &'static Service) -> Json {
    let mut types = Types::default();
    let all = DynamicOperation::all().filter(|operation| operation.descriptor().service.id == service.id);
    let operations: Vec<Json> = all.map(|operation| operation_json(operation, &mut types)).collect();
    let settings = service.settings.iter();
    let settings: Vec<Json> =
        settings.map(|setting| json!({ "name": setting.name, "wire": setting.wire, "doc": setting.doc })).collect();
    json!({
        "title": service.title,
        "settings": settings,
        "operations": operations,
        "records": types.records,
        "enums": types.enums,
    })
}

fn operation_json(operation: DynamicOperation, types: &mut Types) -> Json {
    let descriptor = operation.descriptor();
    let doc = operation.doc();
    let fields: Vec<Json> = operation.fields().iter().map(|field| field_json(field, types)).collect();
    let mut returns = BTreeSet::new();
    let response = fields_of_record(&*operation.new_response(), descriptor.service);
    add_names(&response, SEARCH_DEPTH, &mut returns);
    compact(json!({
        "name": descriptor.name,
        "group": descriptor.group,
        "method": descriptor.method.as_str(),
        "path": descriptor.path,
        "effect": descriptor.effect.as_str(),
        "summary": doc.map(|doc| &doc.summary),
        "summary_zh": doc.map(|doc| &doc.summary_zh),
        "doc": doc.and_then(|doc| doc.doc.as_deref()),
        "sources": doc.map(|doc| &doc.sources),
        "quirks": doc.map(|doc| &doc.quirks),
        "poll": operation.poll_operation().map(|poll| poll.descriptor().name),
        "pages": operation.pagination().is_some(),
        "file": operation.returns_file(),
        "fields": fields,
        "returns": returns,
        "example": example(operation),
    }))
}

/// Returns the fields of an example. With the sandbox, they fit the demo data.
fn example(operation: DynamicOperation) -> Option<Json> {
    #[cfg(feature = "sandbox")]
    if let Some(input) = hwc_sandbox::example_input(operation.descriptor()) {
        return Some(Json::Object(input.fields));
    }
    let input = &operation.doc()?.examples.first()?.input;
    Some(Json::Object(input.clone().into_iter().collect()))
}

/// Adds the names of fields at any depth up to the maximum.
fn add_names(fields: &[Field], depth: usize, names: &mut BTreeSet<&'static str>) {
    for field in fields {
        names.insert(field.name());
        if depth > 1 {
            add_names(&field.nested(), depth - 1, names);
        }
    }
}

/// Removes members that are absent, empty or false.
fn compact(mut json: Json) -> Json {
    if let Some(members) = json.as_object_mut() {
        members.retain(|_, value| match value {
            Json::Null | Json::Bool(false) => false,
            Json::Array(items) => !items.is_empty(),
            Json::String(text) => !text.is_empty(),
            _ => true,
        });
    }
    json
}

/// Returns the record behind lists and maps.
fn inner(kind: &Kind) -> &Kind {
    match kind {
        Kind::List(element) | Kind::Map(element) | Kind::MapOrText(element) => inner(element),
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_catalog_is_complete_and_small() {
        let document = document();
        let services = document["services"].as_object().unwrap();
        let count: usize = services.values().map(|service| service["operations"].as_array().unwrap().len()).sum();
        assert_eq!(count, DynamicOperation::all().count());
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(document.to_string().as_bytes()).unwrap();
        let size = encoder.finish().unwrap().len();
        assert!(size <= 250 << 10, "{size} bytes compressed");
    }

    #[test]
    fn every_kind_names_a_type_of_its_service() {
        for (id, service) in document()["services"].as_object().unwrap() {
            let text = service.to_string();
            for (group, key) in [("records", "{\"record\":\""), ("enums", "{\"enum\":\"")] {
                for name in text.split(key).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                    assert!(!service[group][name].is_null(), "{id}: {name}");
                }
            }
        }
    }
}
