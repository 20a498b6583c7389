//! The file: when it is written, and the errors for files that are not recordings.

use std::fs;
use std::path::PathBuf;

use hwc_transport::{Recorder, Recording, Replay, Transport};

use crate::common::{LIST, answer, bytes, chain, giving, of, path};

fn fresh(name: &str) -> PathBuf {
    let path = path(name);
    let _ = fs::remove_dir_all(path.parent().unwrap());
    path
}

fn two_answers(path: &PathBuf) -> Recorder {
    Recorder::new(giving([Ok(answer(200, "one")), Ok(answer(200, "two"))]), path)
}

#[tokio::test]
async fn it_is_written_by_finish_and_again_on_drop() {
    let path = fresh("written/a.json");
    let recorder = two_answers(&path);
    recorder.send(of(&LIST, "/", "")).await.unwrap();
    assert!(!path.exists());
    recorder.finish().unwrap();
    assert_eq!(Replay::open(&path).unwrap().unused().len(), 1);

    let clone = recorder.clone();
    recorder.send(of(&LIST, "/", "")).await.unwrap();
    drop(recorder);
    assert_eq!(Replay::open(&path).unwrap().unused().len(), 1, "a clone is left");
    drop(clone);
    let replay = Replay::open(&path).unwrap();
    replay.send(of(&LIST, "/", "")).await.unwrap();
    assert_eq!(bytes(replay.send(of(&LIST, "/", "")).await.unwrap()).await, b"two");
    let left: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["a.json"], "nothing is left beside it");
}

#[tokio::test]
async fn nothing_is_written_of_nothing_or_of_half_a_run() {
    let path = fresh("unwritten/a.json");
    drop(two_answers(&path));
    assert!(!path.exists());
    let recorder = two_answers(&path);
    recorder.send(of(&LIST, "/", "")).await.unwrap();
    std::thread::spawn(move || {
        let _recorder = recorder;
        panic!("the test fails");
    })
    .join()
    .unwrap_err();
    assert!(!path.exists());
}

#[tokio::test]
async fn a_failed_write_is_told_and_leaves_what_was_there() {
    let path = fresh("blocked/a.json");
    fs::create_dir_all(path.join("a folder of that name")).unwrap();
    let recorder = two_answers(&path);
    let error = recorder.finish().unwrap_err();
    assert!(error.is_io());
    assert_eq!(error.to_string(), format!("{}: cannot write the recording", path.display()));
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_missing_file_is_named() {
    let path = fresh("missing/a.json");
    let error = Replay::open(&path).unwrap_err();
    assert!(error.is_io());
    assert_eq!(error.to_string(), format!("{}: cannot read the recording", path.display()));
}

#[test]
fn a_wrong_file_is_named_with_the_place() {
    let path = fresh("wrong/a.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "{\n  \"hwc_recording\": 1,\n  secret\n}").unwrap();
    let error = Replay::open(&path).unwrap_err();
    assert!(!error.is_io());
    assert_eq!(chain(&error), format!("{}: not valid JSON: key must be a string at line 3 column 3", path.display()));
}

/// Returns texts that are not recordings.
fn mistakes() -> Vec<String> {
    let exchange = |text: &str| format!(r#"{{"hwc_recording":1,"exchanges":[{text}]}}"#);
    let request = r#""request":{"method":"GET","target":"/"}"#;
    let answer = |text: &str| exchange(&format!(r#"{{{request},"answer":{text}}}"#));
    let error = |text: &str| exchange(&format!(r#"{{{request},"error":{text}}}"#));
    vec![
        String::new(),
        "[]".to_owned(),
        "{}".to_owned(),
        r#"{"hwc_recording":2,"exchanges":[]}"#.to_owned(),
        r#"{"hwc_recording":1,"secret":1}"#.to_owned(),
        r#"{"hwc_recording":1,"redact":[1],"exchanges":[]}"#.to_owned(),
        r#"{"hwc_recording":1,"max_body":-1,"exchanges":[]}"#.to_owned(),
        r#"{"hwc_recording":1,"exchanges":"secret"}"#.to_owned(),
        exchange("{}"),
        exchange(r#"{"answer":{"status":200}}"#),
        exchange(r#"{"request":{"method":"GET"},"answer":{"status":200}}"#),
        exchange(r#"{"request":{"method":"GET","target":"/"}}"#),
        answer(r#"{"status":"secret"}"#),
        answer(r#"{"status":70000}"#),
        answer(r#"{"status":200,"status":200}"#),
        answer(r#"{"status":200,"headers":["a: b","secret"]}"#),
        answer(r#"{"status":200,"body":{}}"#),
        answer(r#"{"status":200,"body":{"text":1}}"#),
        answer(r#"{"status":200,"body":{"base64":"secret!"}}"#),
        answer(r#"{"status":200,"body":{"left_out":"secret"}}"#),
        answer(r#"{"status":200,"body":{"sha256":"secret"}}"#),
        error(r#"{"phase":"secret","cause":"dns"}"#),
        error(r#"{"phase":"never sent","cause":"secret"}"#),
        error(r#"{"phase":"maybe sent","cause":"dns"}"#),
        error(r#"{"phase":"never sent","cause":"dns","timed_out":"secret"}"#),
    ]
}

#[test]
fn each_mistake_is_told_without_contents() {
    let texts: Vec<String> = mistakes().iter().map(|text| Recording::parse(text).unwrap_err().to_string()).collect();
    let texts = texts.join("\n");
    assert!(!texts.contains("secret"));
    insta::assert_snapshot!(texts, @"
    not valid JSON: EOF while parsing a value at line 1 column 0
    expected an object
    `hwc_recording` is missing
    hwc_recording: unsupported version; record the exchanges again
    member 2 is not one of: hwc_recording, redact, headers, max_body, exchanges
    redact: element 1: expected a text
    max_body: expected an integer
    exchanges: expected a list
    exchange 1: expected either `answer` or `error`
    exchange 1: `request` is missing
    exchange 1: request: `target` is missing
    exchange 1: expected either `answer` or `error`
    exchange 1: answer: status: expected an integer
    exchange 1: answer: status: it is not an HTTP status
    exchange 1: answer: duplicate `status`
    exchange 1: answer: headers: element 2 is not a header
    exchange 1: answer: body: `left_out` is missing
    exchange 1: answer: body: text: expected a text
    exchange 1: answer: body: base64: it is not Base64
    exchange 1: answer: body: left_out: unknown reason
    exchange 1: answer: body: `bytes` is missing
    exchange 1: error: phase: unknown phase
    exchange 1: error: cause: unknown cause
    exchange 1: error: phase: errors of this cause have another phase
    exchange 1: error: timed_out: expected true or false
    ");
}

#[test]
fn all_that_can_be_in_a_file_is_written_as_it_was_read() {
    let text = include_str!("everything.json");
    assert_eq!(Recording::parse(text).unwrap().to_json(), text);
}
