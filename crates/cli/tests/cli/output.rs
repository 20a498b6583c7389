//! Tests of output and of its failures: results, notes, changes, interrupts.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use hwc_api::serde_json::{self, Value};

use crate::http::Served;
use crate::run::{Run, hwc, run};

/// Runs a command with `out` as standard output.
fn run_into(words: &[&str], out: impl Into<Stdio>) -> Run {
    Run::of(hwc(words).stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap())
}

/// Tests inside the crate cover the other commands.
#[cfg(target_os = "linux")]
#[test]
fn a_change_is_reported_if_its_result_cannot_be_written() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let open = ["--product", "product-1", "--problem", "Fault", "--region", "cn-north-4", "Slow."];
    let open = [&["ticket", "open", "--sandbox"], &open[..]].concat();
    let words = run_into(&[&open[..], &["-o", "table"]].concat(), full());
    let told =
        "done: case-1004: opened, Elastic Cloud Server, Fault, CN North-Beijing4\nerror: cannot write the output";
    assert!(words.code == 1 && words.stderr.starts_with(told), "{}", words.stderr);
    let json = run_into(&[&open[..], &["--json"]].concat(), full());
    let done: Value = serde_json::from_str(json.stderr.lines().next().unwrap()).unwrap();
    assert_eq!((json.code, &done["done"]["id"]), (1, &"case-1004".into()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_call_is_reported_without_its_secrets() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let create = ["CreateCases", "--business-type-id", "Fault", "--simple-description", "x", "--source-id", "1"];
    let run = run_into(&[&["call", "--sandbox"], &create[..]].concat(), full());
    let lines: Vec<Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((run.code, &lines[0]["done"]["operation"]), (1, &"osm.CreateCases".into()));
    assert_eq!(lines[0]["done"]["response"]["incident_id"], "case-1004");
    assert!(lines[1]["error"]["message"].as_str().unwrap().starts_with("cannot write the output"));
    let read = run_into(&["call", "--sandbox", "ListCases"], full());
    assert_eq!((read.code, read.stderr.lines().count()), (1, 1), "nothing was done: {}", read.stderr);
}

/// Covers `hwc ticket urge .. | true`: the reader is gone, so the change must be reported elsewhere.
#[test]
fn a_reader_that_is_gone_does_not_hide_a_change() {
    let mut command = hwc(&["ticket", "urge", "case-1003", "--sandbox", "--yes", "-o", "table"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, "done: case-1003: engineers urged\n"));
}

/// Node leaves its pipes non-blocking.
#[cfg(unix)]
#[test]
fn output_waits_for_its_reader() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    let words = ["operations", "--json"];
    let whole = run(&words).stdout;
    let (mut reader, mut writer) = UnixStream::pair().unwrap();
    writer.set_nonblocking(true).unwrap();
    let mut filled = 0;
    while let Ok(number) = writer.write(&[b' '; 4096]) {
        filled += number;
    }
    let mut child = hwc(&words).stdout(OwnedFd::from(writer)).stderr(Stdio::piped()).spawn().unwrap();
    let (mut filling, mut read) = (vec![0; filled], String::new());
    reader.read_exact(&mut filling).unwrap();
    reader.read_to_string(&mut read).unwrap();
    assert_eq!((child.wait().unwrap().code(), read.len()), (Some(0), whole.len()));
    assert!(read == whole, "and nothing is repeated");
}

#[test]
fn with_json_output_each_line_on_standard_error_is_json() {
    let json: [&[&str]; 10] = [
        &["ticket", "list", "--sandbox", "--json", "--limit", "1"],
        &["ticket", "show", "case-9", "--sandbox", "--json"],
        &["ticket", "list", "--json", "--stattus", "open"],
        &["ticket", "close", "c", "--json", "--comment", "--yes"],
        &["ticket", "delete", "case-1001", "--sandbox", "--json"],
        &["call", "Xyzzy"],
        &["call", "--regoin", "x", "ListCases"],
        &["operations", "--json", "--service", "x"],
        &["operations", "-o", "jsonl", "--service", "x"],
        &["ticket", "show", "case-9", "--sandbox"],
    ];
    for words in json {
        let stderr = run(words).stderr;
        assert!(!stderr.is_empty(), "{words:?}");
        for line in stderr.lines() {
            assert!(serde_json::from_str::<Value>(line).is_ok_and(|line| line.is_object()), "{words:?}: {line}");
        }
        if words.contains(&"--json") {
            let text: Vec<&str> = words.iter().map(|word| if *word == "--json" { "-otable" } else { *word }).collect();
            let stderr = run(&text).stderr;
            assert!(stderr.lines().all(|line| !line.starts_with('{')), "{text:?}: {stderr}");
        }
    }
}

/// Accepts a request and never responds. Returns `true` after it has read a whole request.
fn read_request(silent: &TcpListener) {
    let (stream, _) = silent.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0);
    }
    std::mem::forget(stream);
}

#[cfg(unix)]
#[test]
fn an_interrupt_names_the_changes_that_may_have_taken_effect() {
    let interrupted = |words: &[&str]| {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", silent.local_addr().unwrap());
        let mut command = hwc(words);
        command.env("HWC_AUTH_TOKEN", "t").env("HWC_ENDPOINT_OSM", &endpoint).env("HWC_ENDPOINT_IAM", &endpoint);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        read_request(&silent);
        let kill = format!("kill -INT {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        Run::of(child.wait_with_output().unwrap()).failure()
    };
    let change = "interrupted: osm.UpdateCases may have been done";
    assert_eq!(interrupted(&["ticket", "cancel", "case-1", "--yes"]), (130, change.to_owned()));
    assert_eq!(interrupted(&["ticket", "show", "case-1"]), (130, "interrupted".to_owned()));
    let call = interrupted(&["call", "CreateRelations", "--case-id", "c", "--related-id-list", "d"]);
    assert_eq!(call, (130, "interrupted: osm.CreateRelations may have been done".to_owned()));
}

#[test]
fn following_an_unreachable_endpoint_fails_like_an_export() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for words in [&["follow", "case-1", "-o", "table"][..], &["export", "-o", "csv"]] {
        let words = [&["ticket", "--endpoint", &endpoint, "--max-attempts", "2"], words].concat();
        let mut command = hwc(&words);
        let run = Run::of(command.env("HWC_AUTH_TOKEN", "t").output().unwrap());
        let (retry, error) = run.stderr.split_once('\n').unwrap();
        assert_eq!(run.code, 4, "{}", run.stderr);
        assert!(retry.starts_with("warning: osm.") && retry.contains("; waiting before a retry ("), "{retry}");
        assert!(error.starts_with("error: ") && error.contains("after 2 attempts"), "{error}");
    }
}

#[test]
fn retries_are_json_too() {
    let served = Served::start(&["--fault", "osm.ListCases=503"]);
    let mut command = hwc(&["call", "--endpoint", served.endpoint("osm"), "ListCases", "--limit", "1"]);
    let run = Run::of(command.env("HWC_AUTH_TOKEN", "t").output().unwrap());
    let warning: Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!((run.code, &warning["warning"]["kind"]), (0, &"retry".into()));
    assert_eq!(warning["warning"]["operation"], "osm.ListCases");
    assert!(warning["warning"]["message"].as_str().unwrap().contains("503"), "{warning}");
}
