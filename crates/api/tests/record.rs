//! The recording example: the committed recording and a new one replay offline, and neither contains secrets.

#![cfg(feature = "network")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "examples print, tests may panic"
)]

#[path = "../examples/record_and_replay.rs"]
mod record_and_replay;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use hwc_api::transport::{HttpRequest, Recorder, Replay};
use hwc_api::{Body, ErrorKind, Transport, insight};
use record_and_replay::{RECORDING, client, record_or_replay, run, sandbox};

fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recordings").join(name);
    let _ = std::fs::remove_file(&path);
    path
}

#[tokio::test]
async fn the_recording_in_the_repository_replays_offline() {
    let replay = Replay::open(RECORDING).unwrap();
    let report = run(&client(replay.clone()).unwrap()).await.unwrap();
    replay.assert_all_used();
    insta::assert_snapshot!(report, @"
    6 tickets
    an embed ticket: [redacted]
    a file: Welcome to the sandbox.
    ");
}

#[tokio::test]
async fn the_recording_in_the_repository_has_no_secrets() {
    let text = std::fs::read_to_string(RECORDING).unwrap();
    for hidden in ["hidden-", "authorization", "x-auth-token", "signature", "/sandbox/objects/", "/sandbox/contents/"] {
        assert!(!text.to_ascii_lowercase().contains(hidden), "{hidden}");
    }
    for shown in
        [r#""ticket": "[redacted]""#, r#""url": "https://redacted.invalid/""#, r#""target": "[presigned link]""#]
    {
        assert!(text.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn both_runs_print_the_same() {
    let file = fresh("both.json");
    let recorded = record_or_replay(&file).await.unwrap();
    assert!(file.exists());
    assert_eq!(record_or_replay(&file).await.unwrap(), recorded);
}

#[tokio::test]
async fn no_secret_of_a_run_is_in_its_recording() {
    let secrets = Arc::new(Mutex::new(Vec::new()));
    let (service, noted) = (sandbox().unwrap(), Arc::clone(&secrets));
    let noting = move |request: HttpRequest| {
        let (service, noted) = (service.clone(), Arc::clone(&noted));
        async move {
            let (head, body) = service.send(request).await?.into_parts();
            let body = body.collect(1 << 20).await.unwrap();
            let json: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
            let found = [json.pointer("/ticket"), json.pointer("/downloads/0/url")];
            noted.lock().unwrap().extend(found.into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()));
            Ok(hwc_api::http::Response::from_parts(head, Body::from(body)))
        }
    };
    let recorder = Recorder::new(noting, fresh("secrets.json"));
    run(&client(recorder.clone()).unwrap()).await.unwrap();
    let (text, secrets) = (recorder.recording().to_json(), secrets.lock().unwrap().clone());
    assert_eq!(secrets.len(), 2);
    for secret in secrets.iter().map(String::as_str).chain(["hidden-"]) {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn what_was_not_recorded_is_an_error_that_says_what_differs() {
    let client = client(Replay::open(RECORDING).unwrap()).unwrap();
    let error = client.send(insight::CreateTickets::new("embed-2", "user-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Config, false));
    let text = error.to_string().replace(RECORDING, "FILE");
    insta::assert_snapshot!(text, @r#"insight.CreateTickets: invalid configuration: FILE has no response for insight.CreateTickets POST /v1/project-1/tickets; the closest is exchange 2, insight.CreateTickets POST /v1/project-1/tickets, which differs: body $.embed_id: recorded "embed-1", requested "embed-2""#);
}
