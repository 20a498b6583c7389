//! One small invalid spec for each problem that the loader detects, with its message.

use std::fs;

use super::fixture_path;
use crate::fixtures::{fixture_files, split_files};
use crate::r#gen::resolve;

#[test]
fn every_problem_has_a_location_and_a_fix() {
    let folder = fixture_path("invalid");
    let paths = fixture_files(&folder).unwrap();
    assert!(paths.len() >= 180, "a fixture is missing");
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let subject = path.parent().unwrap().strip_prefix(&folder).unwrap();
        settings.set_snapshot_path(fixture_path("invalid-messages").join(subject));
        settings.bind(|| {
            let message = resolve(split_files(&fs::read_to_string(&path).unwrap())).expect_err(&name);
            insta::assert_snapshot!(name.as_str(), message);
        });
    }
}
