//! Test that a new endpoint never changes the type of an existing one.

use super::fixture_path;
use crate::emit::{self, SourceTree};
use crate::r#gen::resolve;
use crate::spec;
use crate::spec::problem::SpecFile;

/// An endpoint that sends records which the golden spec only receives.
const ADDED: &str = r#"operation: SendThing
request: POST /v1/things/send
summary: Send a thing and what belongs to it.
summary_zh: 用于测试。
effect: write
sources: [nowhere]
body:
  thing:     { type: Thing, doc: The thing. }
  pages:     { type: "[FilePage]", doc: Pages of files. }
  templates: { type: "{Template}", doc: Templates by name. }
examples:
  - name: nothing
    request: POST /v1/things/send
    request_body: {}
    response: {}
"#;

fn emitted(files: Vec<SpecFile>) -> SourceTree {
    emit::source_tree(&resolve(files).unwrap(), "hwc_models")
}

#[test]
fn an_endpoint_that_sends_a_received_type_changes_no_existing_one() {
    let files = spec::read_files(&fixture_path("../goldens")).unwrap();
    let before = emitted(files.clone());
    let added = SpecFile { name: "spec/demo/things/send_thing.yaml".to_owned(), text: ADDED.to_owned() };
    let after = emitted(files.into_iter().chain([added]).collect());
    let is_module_list = |path: &str| path.ends_with("mod.rs") || path.ends_with("lib.rs");
    for (path, text) in before.iter().filter(|(path, _)| !is_module_list(path) && path.ends_with(".rs")) {
        assert_eq!(after.get(path), Some(text), "{path}");
    }
    assert_eq!(after.len(), before.len() + 1);
    assert!(after["demo/src/files/walk_files.rs"].contains("files: vec String"), "received lists are `Vec`");
}
