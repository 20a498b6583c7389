//! Tests of the command without its sandbox: commands that need it report that.
#![cfg(not(feature = "sandbox"))]
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::process::Command;

#[test]
fn what_needs_the_sandbox_says_so() {
    for arguments in [&["demo"][..], &["sandbox", "serve"], &["call", "--sandbox", "ListCases"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_hwc")).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("this `hwc` was built without the feature `sandbox`"), "{error}");
    }
}
