//! JSON Schemas of models, including nested records and records that contain themselves.

use hwc_models::CATALOG;
use hwc_models::koodrive::GetJobDetailResponse;
use hwc_models::osm::CreateRelations;
use hwc_models::wire::{Json, schema};

#[test]
fn models_give_their_schemas() {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_json_snapshot!("request", schemars::schema_for!(CreateRelations));
        insta::assert_json_snapshot!("answer", schemars::schema_for!(GetJobDetailResponse));
    });
}

#[test]
fn schemas_of_operations_have_descriptions() {
    let schema = schema::request(&CATALOG, CATALOG.find("ListAuthorizations").unwrap());
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_json_snapshot!("documented_request", schema));
}

#[test]
fn every_field_and_every_record_has_a_description() {
    for entry in CATALOG.entries() {
        let operation = entry.operation.full_name();
        for schema in [schema::request(&CATALOG, entry), schema::response(&CATALOG, entry)] {
            check_properties(&operation, &schema);
            for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
                // A file is a type of the SDK, not of a service.
                if name != "FilePart" {
                    assert!(definition["description"].is_string(), "{operation}: {name}");
                    check_properties(&operation, definition);
                }
            }
        }
    }
}

fn check_properties(operation: &str, schema: &Json) {
    for (name, property) in schema["properties"].as_object().unwrap() {
        let text = property["description"].as_str().unwrap_or_default();
        assert!(!text.is_empty(), "{operation}: `{name}` has no description");
    }
}
