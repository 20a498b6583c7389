//! The documents of the golden spec, and rules that every document follows.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::r#gen;
use crate::openapi::components::collect_references;
use crate::openapi::document::document;
use crate::root::repository_root;

fn documents(home: &str) -> Vec<(String, Json)> {
    let root = repository_root().unwrap();
    let services = r#gen::load(&root.join(home)).unwrap();
    services.iter().map(|service| (service.id.clone(), document(service))).collect()
}

#[test]
fn the_golden_spec_covers_every_form() {
    for (service, document) in documents("xtask/goldens") {
        insta::assert_json_snapshot!(format!("golden_{service}"), document);
    }
}

#[test]
fn every_reference_leads_to_a_component() {
    for (service, document) in documents("") {
        let mut found = BTreeSet::new();
        collect_references(&document, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{service}: {reference} leads nowhere");
        }
    }
}

#[test]
fn every_component_is_used() {
    for (service, document) in documents("") {
        let mut found = BTreeSet::new();
        collect_references(&document, &mut found);
        for name in document["components"]["schemas"].as_object().unwrap().keys() {
            let reference = format!("#/components/schemas/{name}");
            assert!(found.contains(&reference), "{service}: nothing uses {name}");
        }
    }
}

#[test]
fn every_operation_is_in_the_document() {
    let root = repository_root().unwrap();
    for service in r#gen::load(&root).unwrap() {
        let document = document(&service);
        let items = document["paths"].as_object().unwrap().values();
        let methods = items.flat_map(|item| item.as_object().unwrap().values());
        let ids: Vec<String> = methods.map(|method| method["operationId"].as_str().unwrap().to_owned()).collect();
        for operation in &service.operations {
            assert!(ids.contains(&operation.name), "{} is not in the document", operation.name);
        }
    }
}

#[test]
fn an_outdated_document_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let services = r#gen::load(&repository_root().unwrap()).unwrap();
    let error = super::check(folder.path(), &services).unwrap_err();
    assert!(error.contains("docs/openapi/osm.json") && error.contains("run `cargo xtask openapi`"), "{error}");
    super::write(folder.path(), &services).unwrap();
    super::check(folder.path(), &services).unwrap();
}
