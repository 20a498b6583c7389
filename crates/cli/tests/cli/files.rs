//! Tests of files in `hwc call`: parts of forms, and file responses.

use std::path::PathBuf;
use std::process::Stdio;

use hwc_api::serde_json::json;

use crate::run::{Run, hwc, run, run_with_input};

const DOWNLOAD: [&str; 3] = ["DownloadAccessories", "--accessory-id", "1"];

fn place(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("hwc-cli-files-{}-{name}", std::process::id()))
}

#[test]
fn a_file_is_sent_from_its_path_or_from_standard_input() {
    let file = place("upload.log");
    std::fs::write(&file, [0xff, 0, b'x']).unwrap();
    let notes = r#"{"accessoryFrom":"message"}"#;
    let upload = ["call", "--sandbox", "UploadAccessory", "--form-data", notes, "--file"];
    let from_path = run(&[&upload[..], &[file.to_str().unwrap()]].concat());
    let named = r#"{"path":"-","file_name":"console.log"}"#;
    let from_input = run_with_input(&[&upload[..], &[named]].concat(), "The disk is slow.");
    std::fs::remove_file(file).unwrap();
    for run in [from_path, from_input] {
        assert!(run.answer()["accessory_id"].is_string());
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let upload = ["call", "--sandbox", "UploadAccessory", "--form-data", "{}", "--file", "/no/such.log"];
    let (code, message) = run(&upload).failure();
    assert_eq!(code, 2);
    assert!(message.contains("--file: cannot read `/no/such.log`: "), "{message}");
}

#[test]
fn an_answer_that_is_a_file_is_saved() {
    let file = place("saved");
    let name = file.to_str().unwrap();
    let saved = run(&[&["call", "--sandbox", "--out", name], &DOWNLOAD[..]].concat()).answer();
    let content = std::fs::read_to_string(&file).unwrap();
    assert_eq!(saved, json!({ "saved": name, "bytes": content.len() }));
    std::fs::write(&file, "mine").unwrap();
    let refused = run(&[&["call", "--sandbox", "--out", name], &DOWNLOAD[..]].concat());
    assert_eq!(refused.failure(), (2, format!("{name} already exists; pass --force to replace it")));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    run(&[&["call", "--sandbox", "--force", "--out", name], &DOWNLOAD[..]].concat()).answer();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
    std::fs::remove_file(&file).unwrap();
    let printed = run(&[&["call", "--sandbox", "--out", "-"], &DOWNLOAD[..]].concat());
    assert_eq!((printed.code, printed.stdout, printed.stderr.as_str()), (0, content, ""));
}

#[test]
fn a_refused_download_leaves_what_is_there() {
    let file = place("kept");
    std::fs::write(&file, "before").unwrap();
    let mut command = hwc(&["call", "--endpoint", "http://127.0.0.1:1", "--max-attempts", "1", "--force", "--out"]);
    command.arg(&file).args(DOWNLOAD).env("HWC_AUTH_TOKEN", "t").stdin(Stdio::null());
    let failed = Run::of(command.output().unwrap());
    let kept = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!((failed.code, kept.as_str()), (4, "before"));
}

#[test]
fn where_to_has_to_be_said_and_makes_sense_for_files_alone() {
    let told = |options: &[&str], operation: &[&str]| {
        let (code, message) = run(&[&["call", "--sandbox"], options, operation].concat()).failure();
        assert_eq!(code, 2);
        message
    };
    let table = [
        told(&[], &DOWNLOAD),
        told(&[], &["DownloadAccessories", "--accessory-id", "1", "--out", "x"]),
        told(&["--out", "x", "--include"], &DOWNLOAD),
        told(&["--out", "x", "--all-pages"], &DOWNLOAD),
    ];
    insta::assert_snapshot!(table.join("\n"));
}
