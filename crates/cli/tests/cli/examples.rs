//! Tests of the examples in the help: a shell runs them as they are, with `--sandbox` added.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{Run, run};

/// Returns the example in the help of an operation, without its indentation.
fn example(operation: &str) -> String {
    let help = run(&["call", operation, "-h"]).stdout;
    let (_, example) = help.split_once("\nExample:\n").unwrap();
    example.lines().map(|line| format!("{}\n", line.trim_start_matches("  "))).collect()
}

/// Runs the example of an operation with a shell, in a folder of its own.
fn paste(operation: &str, folder: &Path) -> Run {
    let command = Path::new(env!("CARGO_BIN_EXE_hwc")).parent().unwrap().display().to_string();
    let script = example(operation).replace("hwc call ", "hwc call --sandbox --yes ");
    let path = format!("{command}:{}", std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).current_dir(folder).env("PATH", path).env("HWC_METADATA_DISABLED", "1");
    Run::of(shell.output().unwrap())
}

/// Runs one example of each kind: with files, with secrets, with settings, with a file response, and on several lines. The
/// tests of the sandbox send the inputs of all examples.
#[test]
fn run_when_pasted_with_the_sandbox() {
    let folder = std::env::temp_dir().join(format!("hwc-examples-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for operation in [
        "UploadAccessory",
        "DataVerify",
        "VerifyExtractCode",
        "CreateSession",
        "CreateFile",
        "CompleteFile",
        "CreateJob",
        "Search",
        "osm.ListMessages",
        "GetFile",
        "RestoreRevision",
        "ListChanges",
        "DeleteLabels",
        "ShowCaseDetail",
        "ImportResourcePackage",
        "ImportUserTag",
        "insight.CreateTickets",
        "DownloadAccessories",
    ] {
        let run = paste(operation, &folder);
        assert_eq!(run.code, 0, "{}\n{}", example(operation), run.stderr);
    }
    assert!(fs::metadata(folder.join("FILE")).unwrap().len() > 0);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn name_the_call_that_comes_first() {
    let text = example("CancelJob");
    assert!(text.starts_with("# Call koodrive.CreateJob first"), "{text}");
}
