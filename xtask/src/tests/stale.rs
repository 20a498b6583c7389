//! Tests that `gen --check` detects every difference between spec and generated code, and names the fix.

use std::fs;
use std::path::{Path, PathBuf};

use super::fixture_path;
use crate::r#gen::generate;

const TARGET: &str = "crates/models/src";
const LIST: &str = "spec/demo/things/list_things.yaml";
const CODE: &str = "crates/models/src/demo/things/list_things.rs";

/// A temporary repository, made from the golden spec and generated once.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("hwc-gen-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&root);
        copy(&fixture_path("../goldens/spec"), &root.join("spec"));
        fs::copy(fixture_path("../../rustfmt.toml"), root.join("rustfmt.toml")).unwrap();
        let repository = Self(root);
        generate(&repository.0, &repository.0, TARGET, false).unwrap();
        assert!(repository.check().is_ok());
        repository
    }

    fn check(&self) -> Result<String, String> {
        generate(&self.0, &self.0, TARGET, true)
    }

    fn change(&self, path: &str, from: &str, to: &str) {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = fs::copy(&path, &target).unwrap() }
    }
}

#[test]
fn a_changed_line_of_the_spec_is_detected() {
    let repository = Repository::new("changed");
    repository.change(LIST, "doc: Things per page.", "doc: Things on a page.");
    insta::assert_snapshot!(repository.check().unwrap_err());
}

#[test]
fn an_edited_generated_file_is_detected() {
    let repository = Repository::new("edited");
    repository.change(CODE, "range(1, 100)", "range(1, 1000)");
    insta::assert_snapshot!(repository.check().unwrap_err());
    generate(&repository.0, &repository.0, TARGET, false).unwrap();
    assert!(repository.check().is_ok(), "fixed by the command of the message");
}

#[test]
fn a_deleted_spec_file_is_detected() {
    let repository = Repository::new("deleted");
    fs::remove_file(repository.0.join("spec/demo/files/list_files.yaml")).unwrap();
    insta::assert_snapshot!(repository.check().unwrap_err());
}

#[test]
fn a_file_added_by_hand_is_detected() {
    let repository = Repository::new("added");
    fs::write(repository.0.join(TARGET).join("demo/extra.rs"), "//! By hand.\n").unwrap();
    insta::assert_snapshot!(repository.check().unwrap_err());
    let summary = generate(&repository.0, &repository.0, TARGET, false).unwrap();
    assert!(summary.ends_with("; removed: crates/models/src/demo/extra.rs"), "{summary}");
}

#[test]
fn a_changed_constructor_needs_acceptance() {
    let repository = Repository::new("signature");
    repository.change("spec/demo/things/create_thing.yaml", "constructor: [name, root]", "constructor: [root, name]");
    let error = generate(&repository.0, &repository.0, TARGET, false).unwrap_err();
    insta::assert_snapshot!(error);
    repository.change("spec/signatures.txt", "demo.CreateThing(name, root)\n", "");
    generate(&repository.0, &repository.0, TARGET, false).unwrap();
    assert!(repository.check().is_ok());
}
