//! Generator features: a small spec for each, the code that is printed for it, and a crate that compiles that code.

use std::fmt::Write as _;
use std::fs;

use super::{files, fixtures};
use crate::{r#gen, print};

/// The goldens are also modules of this test crate: what is printed has to compile, without warnings.
#[allow(clippy::duplicate_mod, unreachable_pub, dead_code, reason = "a crate's worth of code inside a test")]
#[path = "../../fixtures/golden/mod.rs"]
mod golden;

#[test]
fn printed_code_is_as_expected_and_compiles() {
    let text = fs::read_to_string(fixtures("golden/features.yaml")).unwrap();
    let services = r#gen::resolve(files(&text)).unwrap_or_else(|problems| panic!("{problems}"));
    let mut printed = String::new();
    for (path, text) in print::tree(&services) {
        if !path.ends_with("lib.rs") {
            write!(printed, "==> {path}\n{text}\n").unwrap();
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => fixtures("golden") }, {
        insta::assert_snapshot!("features", printed);
    });
}
