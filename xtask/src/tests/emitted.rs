//! Tests that every accepted name and text becomes valid code, and that all others are refused with a message of ours.

use crate::fixtures::split_files;
use crate::reserved::WireItem;
use crate::{emit, r#gen};

const ENDPOINT: &str = include_str!("../../fixtures/invalid/names/type_called_string.yaml");

/// The same spec with another name for its type.
fn with_type(name: &str) -> String {
    ENDPOINT.replace("String", name)
}

#[test]
fn no_type_can_have_the_name_of_an_import() {
    for name in WireItem::NAMES.iter().chain(&["BTreeMap", "Option", "Result", "Default"]) {
        let error = r#gen::resolve(split_files(&with_type(name))).unwrap_err();
        assert!(error.contains(&format!("`{name}` is reserved, because ")), "{name}: {error}");
    }
    r#gen::resolve(split_files(&with_type("Thing"))).unwrap();
}

#[test]
fn generated_files_import_only_reserved_names() {
    let files = crate::spec::read_files(&super::fixture_path("../goldens")).unwrap();
    let tree = emit::source_tree(&r#gen::resolve(files).unwrap(), "hwc_models");
    let imported = tree.values().flat_map(|text| text.lines()).filter_map(|line| {
        line.trim().strip_prefix("use hwc_wire::")?.rsplit_once('{')?.1.strip_suffix("};").map(str::to_owned)
    });
    let names: Vec<String> =
        imported.flat_map(|list| list.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(names.len() > 20, "{names:?}");
    assert!(names.iter().all(|name| WireItem::NAMES.contains(&name.as_str())), "{names:?}");
}

#[test]
fn a_service_without_shared_types_has_no_module_for_them() {
    let text = with_type("Thing");
    let (endpoint, _) = text.split_once("# file: spec/demo/types").unwrap();
    let endpoint = endpoint.replace("  thing: { type: Thing, doc: One. }\n", "");
    let tree = emit::source_tree(&r#gen::resolve(split_files(&endpoint)).unwrap(), "hwc_models");
    assert!(!tree.contains_key("demo/src/types/mod.rs"));
    assert!(!tree["demo/src/lib.rs"].contains("types"), "{}", tree["demo/src/lib.rs"]);
}

#[test]
fn every_line_of_a_service_doc_is_a_comment() {
    let service = include_str!("../../fixtures/service.yaml")
        .replace("doc: A service for tests.", "doc: |\n  First.\n\n  Second.");
    let text = format!("{}# file: spec/demo/service.yaml\n{service}", with_type("Thing"));
    let tree = emit::source_tree(&r#gen::resolve(split_files(&text)).unwrap(), "hwc_models");
    assert!(tree["demo/src/lib.rs"].contains("//! First.\n//!\n//! Second.\n"), "{}", tree["demo/src/lib.rs"]);
}
