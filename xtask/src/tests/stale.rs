//! Tests that `gen --check` detects every difference between spec and generated code, and names the fix.

use std::fs;
use std::path::{Path, PathBuf};

use super::fixture_path;
use crate::r#gen::{MODELS, Mode, generate};

pub(super) const TARGET: &str = MODELS;
pub(super) const LIST: &str = "spec/demo/things/list_things.yaml";
const CODE: &str = "crates/models/demo/src/things/list_things.rs";
const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Things.\n\n## 0.1.0\n\n- The start.\n";

/// A temporary repository, made from the golden spec and generated once.
pub(super) struct Repository(pub(super) PathBuf);

impl Repository {
    pub(super) fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("hwc-gen-{name}-{}", std::process::id()));
        _ = fs::remove_dir_all(&root);
        copy(&fixture_path("../goldens/spec"), &root.join("spec"));
        fs::write(root.join("CHANGELOG.md"), CHANGELOG).unwrap();
        fs::copy(fixture_path("../../rustfmt.toml"), root.join("rustfmt.toml")).unwrap();
        let repository = Self(root);
        generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap();
        assert!(repository.check().is_ok());
        repository
    }

    pub(super) fn check(&self) -> Result<String, String> {
        generate(&self.0, &self.0, TARGET, Mode::Check)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    pub(super) fn change(&self, path: &str, from: &str, to: &str) {
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
    generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap();
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
    fs::write(repository.0.join(TARGET).join("demo/src/extra.rs"), "//! By hand.\n").unwrap();
    insta::assert_snapshot!(repository.check().unwrap_err());
    let summary = generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap();
    assert!(summary.ends_with("; removed: crates/models/demo/src/extra.rs"), "{summary}");
}

#[test]
fn a_change_that_breaks_users_needs_acceptance() {
    let repository = Repository::new("breaking");
    let lock = repository.read("spec/api.txt");
    repository.change("spec/demo/things/create_thing.yaml", "constructor: [name, root]", "constructor: [root, name]");
    repository.change(LIST, "range: 1..=100", "range: 1..=50");
    let error = generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap_err();
    insta::assert_snapshot!(error);
    assert!(repository.check().unwrap_err().ends_with(&error), "the check rejects it too");
    assert_eq!(repository.read("spec/api.txt"), lock, "nothing is written");
    assert!(repository.read(CODE).contains("range(1, 100)"), "nothing is written");
    assert_eq!(repository.read("CHANGELOG.md"), CHANGELOG, "nothing is written");

    generate(&repository.0, &repository.0, TARGET, Mode::AcceptBreaking).unwrap();
    assert!(repository.check().is_ok());
    let changelog = repository.read("CHANGELOG.md");
    insta::assert_snapshot!("accepted_changes", changelog);
    fs::write(repository.0.join("spec/api.txt"), lock).unwrap();
    generate(&repository.0, &repository.0, TARGET, Mode::AcceptBreaking).unwrap();
    assert_eq!(repository.read("CHANGELOG.md"), changelog, "no line is added twice");
}

#[test]
fn an_addition_passes_and_is_recorded() {
    let repository = Repository::new("addition");
    repository.change(LIST, "range: 1..=100", "range: 1..=200");
    repository.change(LIST, "  things: {", "  more: { type: bool, doc: More follow. }\n  things: {");
    assert!(repository.check().unwrap_err().contains("stale:    spec/api.txt"));
    generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap();
    assert!(repository.check().is_ok());
    assert!(repository.read("spec/api.txt").contains("demo::ListThingsResponse.more: Option<bool>"));
    assert_eq!(repository.read("CHANGELOG.md"), CHANGELOG);
}

#[test]
fn merge_markers_in_the_lock_are_detected() {
    let repository = Repository::new("merge");
    repository.change("spec/api.txt", "demo::ListThings:", "<<<<<<< HEAD\ndemo::ListThings:");
    insta::assert_snapshot!(generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap_err());
    repository.change("spec/api.txt", "<<<<<<< HEAD\n", "no fact\n");
    let error = generate(&repository.0, &repository.0, TARGET, Mode::Write).unwrap_err();
    assert!(error.contains("`no fact` is not a fact"), "{error}");
}
