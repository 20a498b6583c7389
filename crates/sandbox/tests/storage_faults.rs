//! Faults of requests to presigned URLs, in process and over HTTP.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::time::Duration;

use common::control::Controlled;
use common::drive::text_of;
use common::uploads::{file, part, put, send_part, space, upload_text};
use common::{Bench, clock};
use hwc_models::koodrive::{CompleteFile, GetDownLoadUrl};
use hwc_sandbox::{Fault, SandboxOptions};
use hwc_transport::http::{Request, StatusCode, Uri};
use hwc_transport::{Body, HttpResponse, Transport, TransportError};
use serde_json::{Value, json};

/// Returns the presigned URL of a new file with this content.
async fn url_of(bench: &Bench, content: &str) -> String {
    let space = space(bench).await;
    let id = upload_text(bench, &space, "note.txt", content).await;
    let download = bench.send(GetDownLoadUrl::new(space, [id])).await.downloads.remove(0);
    download.url.unwrap().expose().to_owned()
}

/// Returns the request line of a URL without the version, and the header with its host.
fn parts_of(method: &str, url: &str) -> (String, String) {
    let uri: Uri = url.parse().unwrap();
    (format!("{method} {}", uri.path_and_query().unwrap()), format!("Host: {}", uri.authority().unwrap()))
}

async fn get(bench: &Bench, url: &str) -> Result<HttpResponse, TransportError> {
    bench.sandbox.send(Request::get(url).body(Body::empty()).unwrap()).await
}

fn fault(bench: &Bench, fault: Fault, name: &str) {
    bench.sandbox.inject_fault(fault.for_operations(name).unwrap());
}

#[tokio::test]
async fn the_upload_of_a_part_fails_before_or_after_its_effect() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let made = bench.send(file(&space, "note.txt", 5).multi_parts(vec![part(1, 5)])).await;
    let (id, url) = (made.file_id.unwrap(), made.multi_parts[0].upload_url.clone().unwrap());
    fault(&bench, Fault::unavailable().with_retry_after(2), "storage.UploadPart");
    let failed = put(&bench, url.expose(), b"hello").await;
    let busy = "503 <Error><Code>SlowDown</Code><Message>Something failed inside the storage.</Message></Error>";
    assert_eq!((failed.line().as_str(), failed.header("Retry-After")), (busy, Some("2")));
    assert_eq!(failed.header("X-Hwc-Sandbox"), Some("fault"));
    let incomplete = bench.refused(CompleteFile::new(id.clone())).await;
    assert!(incomplete.contains("13000402"), "{incomplete}");

    fault(&bench, Fault::internal().after_effect(), "storage.*");
    assert!(put(&bench, url.expose(), b"hello").await.line().starts_with("500 <Error><Code>InternalError</Code>"));
    bench.send(CompleteFile::new(id.clone())).await;
    assert_eq!(text_of(&bench, &space, id.as_str()).await, "hello");
}

#[tokio::test]
async fn a_download_breaks_as_requested() {
    let bench = Bench::empty();
    let url = url_of(&bench, "0123456789").await;
    fault(&bench, Fault::connection_reset(), "storage.GetObject");
    assert!(get(&bench, &url).await.unwrap_err().is_maybe_sent());
    fault(&bench, Fault::truncated_body(), "storage.GetObject");
    let mut cut = get(&bench, &url).await.unwrap().into_body().into_stream();
    assert_eq!(cut.next().await.unwrap().unwrap(), "01234");
    assert!(cut.next().await.unwrap().unwrap_err().is_interrupted());
    fault(&bench, Fault::slow_body(Duration::from_secs(60)), "storage.GetObject");
    let before = bench.sandbox.clock().now();
    let slow = get(&bench, &url).await.unwrap().into_body();
    assert_eq!(bench.clock.run_to_completion(slow.collect(100)).await.unwrap(), "0123456789");
    assert_eq!(bench.sandbox.clock().now().duration_since(before).unwrap(), Duration::from_secs(60));
    fault(&bench, Fault::unauthorized(), "storage.GetObject");
    let expired = bench.get(&url).await;
    assert!(
        expired.line().contains("403 <Error><Code>AccessDenied</Code><Message>The URL has expired."),
        "{}",
        expired.line()
    );
    fault(&bench, Fault::too_many_requests(3), "storage.GetObject");
    let throttled = bench.get(&url).await;
    assert_eq!((throttled.status, throttled.header("Retry-After")), (StatusCode::TOO_MANY_REQUESTS, Some("3")));
    fault(&bench, Fault::status(StatusCode::FORBIDDEN).with_error("A<B", "Not & now."), "storage.GetObject");
    let chosen = "403 <Error><Code>A&lt;B</Code><Message>Not &amp; now.</Message></Error>";
    assert_eq!(bench.get(&url).await.line(), chosen);
    assert_eq!(bench.get(&url).await.text(), "0123456789");
}

#[tokio::test]
async fn other_faults_wait_for_operations() {
    let bench = Bench::empty();
    let url = url_of(&bench, "hello").await;
    for name in ["*", "koodrive.*", "*.Get*"] {
        fault(&bench, Fault::internal().always(), name);
    }
    fault(&bench, Fault::quota_exceeded().always(), "storage.*");
    assert_eq!(bench.get(&url).await.text(), "hello");
    assert!(bench.sandbox.faults().iter().all(|fault| fault.matched == 0));
}

#[tokio::test]
async fn requests_of_presigned_urls_have_a_name_in_the_log() {
    let bench = Bench::empty();
    let url = url_of(&bench, "hello").await;
    let after = bench.sandbox.last_request();
    fault(&bench, Fault::connection_reset(), "storage.GetObject");
    get(&bench, &url).await.unwrap_err();
    bench.get(&url).await;
    let logged = bench.sandbox.logged_requests(after, 10).requests;
    let seen: Vec<_> = logged.iter().map(|entry| (entry.operation.as_deref(), entry.status, entry.fault)).collect();
    assert_eq!(seen, [(Some("storage.GetObject"), None, Some(1)), (Some("storage.GetObject"), Some(200), None)]);
    let details = bench.sandbox.logged_request(after + 2).unwrap();
    assert!(details.query.iter().all(|(_, value)| value == "[redacted]"), "{:?}", details.query);
}

#[tokio::test]
async fn connections_break_too() {
    let served = Controlled::start(SandboxOptions::default()).await;
    let bench = Bench { sandbox: served.sandbox.clone(), clock: clock() };
    let url = url_of(&bench, "0123456789").await;
    let (line, host) = parts_of("GET", &url);
    let get = async || served.raw(&line, std::slice::from_ref(&host), "").await;
    let add = async |kind: &str| {
        served.post("faults", json!({ "operation": "storage.*", "kind": kind, "drip_seconds": 0 })).await
    };
    add("truncate").await;
    let cut = get().await.unwrap();
    assert!(cut.contains("content-length: 10\r\n") && cut.ends_with("\r\n\r\n01234"), "{cut}");
    add("drip").await;
    assert!(get().await.unwrap().ends_with("\r\n\r\n0123456789"));
    add("reset").await;
    assert_eq!(get().await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);

    let space = space(&bench).await;
    let made = bench.send(file(&space, "part.txt", 5).multi_parts(vec![part(1, 5)])).await;
    let url = made.multi_parts[0].upload_url.as_ref().unwrap().expose().to_owned();
    let (line, host) = parts_of("PUT", &url);
    served.post("faults", json!({ "operation": "storage.UploadPart", "kind": "status", "status": 503 })).await;
    let failed = served.raw(&line, &[host], "hello").await.unwrap();
    assert!(failed.starts_with("HTTP/1.1 503") && failed.contains("<Code>SlowDown</Code>"), "{failed}");
    send_part(&bench, &made.multi_parts[0], b"hello").await;
    let log = served.get("requests?operation=storage.*").await;
    let faults: Vec<&Value> = log["requests"].as_array().unwrap().iter().map(|entry| &entry["fault"]).collect();
    assert_eq!(faults.iter().filter(|fault| fault.is_number()).count(), 4, "{faults:?}");
}
