//! Tests of drafts: from pages and facts, against a small spec.

mod agreement;
mod mangled;
mod page_text;
mod snapshots_of_drafts;
mod unfinished_files;

use std::fs;
use std::path::{Path, PathBuf};

use super::facts::Facts;
use super::{draft_file, source};
use crate::fixtures::split_files;
use crate::model::Service;
use crate::{lower, spec};

/// Returns the path of a fixture.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Returns the text of a fixture.
fn fixture_text(name: &str) -> String {
    fs::read_to_string(fixture(name)).unwrap()
}

/// Returns the small spec that drafts are made against.
pub(crate) fn services() -> Vec<Service> {
    let files = split_files(&fixture_text("draft-spec.yaml"));
    let (services, mut problems) = spec::parse(files);
    let services = lower::lower(services, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    services
}

/// Returns the names of the files in a folder of fixtures, sorted.
fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(fixture(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Returns the draft of some facts.
fn draft_text(facts: &Facts) -> String {
    draft_file(facts, &services()).unwrap().0.text
}

/// Drafts everything in a fixture. Returns the files with the messages, as the command prints them.
fn draft_fixture(path: &str) -> String {
    let source = source::read(&fixture(path)).unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let mut out: Vec<String> = source.unread.iter().map(|message| message.replace(root, "")).collect();
    for facts in &source.facts {
        let (file, notes) = draft_file(facts, &services()).unwrap();
        out.extend(notes);
        out.push(format!("# file: {}\n{}", file.name, file.text));
    }
    out.join("\n")
}
