//! One small invalid spec for each problem that the loader detects, with its message.

use std::fs;

use super::fixture_path;
use crate::fixtures::split_files;
use crate::r#gen::resolve;

#[test]
fn every_problem_has_a_location_and_a_fix() {
    let mut paths: Vec<_> = fs::read_dir(fixture_path("invalid")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 100, "a fixture is missing");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(fixture_path("invalid-messages"));
    settings.bind(|| {
        for path in paths {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let message = resolve(split_files(&fs::read_to_string(&path).unwrap())).expect_err(&name);
            insta::assert_snapshot!(name, message);
        }
    });
}
