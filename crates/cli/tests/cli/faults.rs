//! Tests that the same fault has the same exit code in every command.

use std::path::{Path, PathBuf};

use crate::run::{Run, hwc, run, run_with_input};

const UPLOAD: [&str; 5] = ["call", "--sandbox", "UploadAccessory", "--form-data", "{}"];
const OPEN: [&str; 9] =
    ["ticket", "open", "--sandbox", "--product", "product-1", "--problem", "Usage", "The disk is slow.", "--attach"];

/// Returns the arguments of each command that reads a file.
fn readers(path: &str) -> Vec<Vec<String>> {
    let at = format!("@{path}");
    let ways: [&[&str]; 8] = [
        &["ticket", "attach", "case-1002", path, "--sandbox"],
        &["ticket", "reply", "case-1002", "x", "--attach", path, "--sandbox"],
        &[&OPEN[..], &[path]].concat(),
        &["ticket", "access", "grant", "Auth-100002", "--host", &at, "--sandbox"],
        &[&UPLOAD[..], &["--file", path]].concat(),
        &["call", "--sandbox", "CreateCases", "--body", &at],
        &["call", "--sandbox", "CreateCases", "--verify-code", &at],
        &["call", "--sandbox", "ConfirmAuthorizations", "--auth-detail-list", &at],
    ];
    ways.map(|way| way.iter().map(|word| (*word).to_owned()).collect()).to_vec()
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hwc-cli-faults-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn expect(words: &[String], path: &Path) {
    let run = run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let (code, message) = run.failure();
    assert_eq!(code, 2, "{words:?}: {message}");
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(message.contains(name), "{words:?} does not name the file: {message}");
}

#[test]
fn a_file_that_cannot_be_read() {
    let folder = folder("unreadable");
    let mut paths = vec![folder.join("none.log"), folder.join("below.log")];
    std::fs::create_dir(&paths[1]).unwrap();
    if cfg!(unix) {
        paths.push(folder.join("loop.log"));
        #[cfg(unix)]
        std::os::unix::fs::symlink(&paths[2], &paths[2]).unwrap();
    }
    for path in &paths {
        readers(path.to_str().unwrap()).iter().for_each(|words| expect(words, path));
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_file_that_is_not_text() {
    let folder = folder("latin");
    let path = folder.join("latin.log");
    std::fs::write(&path, b"caf\xe9").unwrap();
    for words in readers(path.to_str().unwrap()).iter().filter(|words| words.iter().any(|word| word.starts_with('@'))) {
        expect(words, &path);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn input_that_is_not_text() {
    use std::process::Stdio;
    let ways: [&[&str]; 4] = [
        &["ticket", "reply", "case-1002", "-", "--sandbox"],
        &["ticket", "open", "-", "--sandbox"],
        &["call", "--sandbox", "CreateCases", "--body", "-"],
        &["call", "--sandbox", "CreateCases", "--verify-code", "-"],
    ];
    for words in ways {
        let mut child = hwc(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"caf\xe9").unwrap();
        let (code, message) = Run::of(child.wait_with_output().unwrap()).failure();
        assert_eq!(code, 2, "{words:?}");
        assert!(message.ends_with("standard input is not UTF-8 text"), "{words:?}: {message}");
    }
}

#[test]
fn a_port_that_is_none() {
    let endpoints = ["http://127.0.0.1:99999", "http://127.0.0.1:0", "http://[::1]:70000", "http://x:port"];
    for endpoint in endpoints {
        let given: [&[&str]; 2] =
            [&["call", "--endpoint", endpoint, "ListCases"], &["ticket", "--endpoint", endpoint, "list"]];
        let mut codes: Vec<i32> = given.iter().map(|words| run(words).code).collect();
        let mut command = hwc(&["ticket", "list"]);
        codes
            .push(Run::of(command.env("HWC_AUTH_TOKEN", "t").env("HWC_ENDPOINT_OSM", endpoint).output().unwrap()).code);
        assert_eq!(codes, [3, 3, 3], "{endpoint}");
    }
}

#[test]
fn a_time_zone_that_is_none() {
    for words in [
        &["ticket", "--time-zone", "foo", "show", "case-1001", "--sandbox"][..],
        &["call", "--sandbox", "--time-zone", "foo", "ListCases"],
    ] {
        let told = "unknown time zone `foo`; expected an offset from UTC, as in GMT+8";
        assert_eq!(run(words).failure(), (2, told.to_owned()), "{words:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_json_cannot_represent() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("bytes");
    let path = folder.join(OsStr::from_bytes(b"caf\xe9"));
    let ways: [(&[&str], &[&str]); 3] = [
        (&["call", "--sandbox", "--out"], &["DownloadAccessories", "--accessory-id", "1"]),
        (&["ticket", "export", "--json", "--sandbox", "--out"], &[]),
        (&["ticket", "download", "case-1001", "--json", "--sandbox", "--out"], &[]),
    ];
    for (before, after) in ways {
        let mut command = hwc(before);
        let (code, message) = Run::of(command.arg(&path).args(after).output().unwrap()).failure();
        assert!(code == 2 && message.contains("not UTF-8"), "{before:?}: {message}");
    }
    let mut command = hwc(&["ticket", "export", "--sandbox", "-o", "csv", "--out"]);
    let run = Run::of(command.arg(&path).output().unwrap());
    assert!(run.code == 0 && path.exists(), "words can: {}", run.stderr);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_value() {
    let folder = folder("mark");
    let path = folder.join("request.json");
    std::fs::write(&path, "\u{feff}{\"limit\":1}").unwrap();
    let at = format!("@{}", path.display());
    let call = |json: &str, input: &str| run_with_input(&["call", "--sandbox", "ListCases", "--body", json], input);
    for run in [call(&at, ""), call("-", "\u{feff}{\"limit\":1}"), call("@-", "{\"limit\":1}")] {
        assert_eq!(run.answer()["incident_info_list"].as_array().unwrap().len(), 1);
    }
    std::fs::write(&path, "{\"limit\":").unwrap();
    let (code, message) = call(&at, "").failure();
    assert_eq!(code, 2);
    assert!(message.starts_with(&format!("--body: file `{}` is not valid JSON: ", path.display())), "{message}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn values_that_only_look_like_something_else() {
    let all = ["call", "--sandbox", "--all-pages"];
    let list = run(&[&all[..], &["ListCases", "--search-key", "[draft", "--search-key", "-x"]].concat());
    assert_eq!(list.answer()["total_count"], 0, "a text, not a list");
    let (code, message) = run(&["ticket", "close", "case-1", "--comment", "--yes"]).failure();
    assert_eq!((code, message.as_str()), (2, "--comment needs a value; write --comment=--yes if that is the value"));
    let jobs = run(&[&all[..], &["GetUserList"]].concat());
    assert_eq!(jobs.code, 0, "neither offset nor limit is demanded: {}", jobs.stderr);
}
