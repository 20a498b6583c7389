//! The table of behaviors: what the client does in each situation, and the test that shows it. `docs/behaviors.md` is
//! generated from the rows. A row names a test of this folder (`shown`), a test elsewhere in the workspace, or a line of
//! `docs/faults.md`. All of them must exist.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod behavior;
#[allow(dead_code, unused_imports, reason = "these tests use a part of it")]
#[path = "../client/common/mod.rs"]
mod common;
mod docs;
mod groups;
mod shown;
mod sources;

use std::collections::BTreeSet;

use behavior::{client, fault};

#[test]
fn the_page_matches_the_rows() {
    docs::check(&groups::ALL).unwrap();
}

#[test]
fn each_row_names_something_that_exists() {
    let rows = groups::ALL.iter().flat_map(|group| group.rows);
    let missing: Vec<String> = rows.filter_map(|row| sources::check(row.proof).err()).collect();
    assert!(missing.is_empty(), "{} rows name nothing that exists:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn each_behavior_has_one_row() {
    let mut names = BTreeSet::new();
    let rows = groups::ALL.iter().flat_map(|group| group.rows.iter().map(|row| (group.title, row.name)));
    rows.for_each(|name| assert!(names.insert(name), "there are two rows {name:?}"));
}

#[test]
fn each_test_of_this_folder_is_in_a_row() {
    let rows = groups::ALL.iter().flat_map(|group| group.rows);
    let named: BTreeSet<(String, &str)> = rows.filter_map(|row| row.proof.as_test()).collect();
    let tests = sources::tests_of_folder("crates/api/tests/behaviors/shown");
    assert!(!tests.is_empty());
    for (path, function) in &tests {
        assert!(named.contains(&(path.clone(), function.as_str())), "no row names {path}::{function}");
    }
}

#[test]
fn a_wrong_row_is_noticed() {
    for proof in [
        client("retry.rs", "four_attempts"),
        client("retry.rs", "failing"),
        client("gone.rs", "four_attempts_and_no_more"),
        fault("connection"),
    ] {
        assert!(sources::check(proof).is_err(), "{proof:?}");
    }
}
