//! Failures of the service behind, and requests that are not allowed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use axum::body::Body;
use common::{Bench, Fault, LIST, content};
use hwc_sandbox::account;
use hwc_webdav::{WebDavError, WebDavOptions, WebDavServer};

const CREATE: &str = "/koodrive/ose/v1/files/create";

#[tokio::test]
async fn a_full_space_is_reported() {
    let bench = Bench::new().await;
    bench.disturb(|path| (path == CREATE).then_some(Fault::Code("13000311")));
    let reply = bench.send("PUT", "/a", &[], "x".into()).await;
    assert_eq!(reply.status.as_u16(), 507);
    assert!(reply.text().contains("13000311"), "{}", reply.text());
    bench.disturb(|_| None);
    assert_eq!(bench.status("GET", "/a", &[]).await, 404);
}

#[tokio::test]
async fn errors_of_the_service_have_their_status() {
    let bench = Bench::new().await;
    for (code, status) in [("13000410", 403), ("13000412", 403), ("13000301", 404), ("13000201", 502)] {
        bench.disturb(move |path| (path == CREATE).then_some(Fault::Code(code)));
        assert_eq!(bench.put("/a", "x").await, status, "{code}");
    }
    // The client cannot correct the credentials of the server.
    bench.disturb(|path| (path == CREATE).then_some(Fault::Status(401)));
    assert_eq!(bench.put("/a", "x").await, 502);
}

#[tokio::test]
async fn a_folder_that_cannot_be_read_is_not_an_empty_folder() {
    let bench = Bench::new().await;
    bench.status("MKCOL", "/d", &[]).await;
    bench.put("/d/f", "x").await;
    bench.status("GET", "/d/f", &[]).await;
    bench.disturb(|path| (path == LIST).then_some(Fault::Code("13000201")));
    for path in ["/d", "/d/"] {
        let reply = bench.send("PROPFIND", path, &[("depth", "1")], Body::empty()).await;
        assert_eq!(reply.status.as_u16(), 502, "{reply:?}");
    }
}

#[tokio::test]
async fn an_interrupted_download_continues() {
    let bench = Bench::new().await;
    bench.put("/a", content(1, 300_000)).await;
    let mut cuts = 0;
    bench.disturb(move |path| {
        let is_content = path.starts_with("/sandbox/contents/");
        cuts += u32::from(is_content);
        (is_content && cuts <= 3).then_some(Fault::Cut(50_000))
    });
    assert!(bench.get("/a").await.body == Some(content(1, 300_000)));
}

#[tokio::test]
async fn a_damaged_download_does_not_end() {
    let bench = Bench::new().await;
    bench.put("/a", content(1, 300_000)).await;
    bench.disturb(|path| path.starts_with("/sandbox/contents/").then_some(Fault::Flip(70_000)));
    assert_eq!(bench.get("/a").await.body, None);
}

#[tokio::test]
async fn a_server_that_only_reads_rejects_changes() {
    let bench = Bench::with_options(WebDavOptions::default().read_only(true)).await;
    for method in ["PUT", "DELETE", "MKCOL", "MOVE", "COPY", "LOCK", "PROPPATCH", "PATCH"] {
        assert_eq!(bench.status(method, "/a", &[("destination", "/b")]).await, 405, "{method}");
    }
    assert_eq!(bench.status("PROPFIND", "/", &[("depth", "1")]).await, 207);
    assert_eq!(bench.status("OPTIONS", "/", &[]).await, 200);
}

#[tokio::test]
async fn a_user_signs_in() {
    let options = WebDavOptions::default().user("ada", "secret".to_owned().into()).unwrap();
    let bench = Bench::with_options(options).await;
    let refused = bench.send("PROPFIND", "/", &[("depth", "0")], Body::empty()).await;
    assert_eq!(refused.status.as_u16(), 401);
    assert!(refused.header("www-authenticate").starts_with("Basic realm="));
    // ada:secret
    let signed = [("authorization", "Basic YWRhOnNlY3JldA=="), ("depth", "0")];
    assert_eq!(bench.status("PROPFIND", "/", &signed).await, 207);
}

#[tokio::test]
async fn nothing_prints_the_password_or_the_token() {
    let options = WebDavOptions::default().user("ada", "a-password".to_owned().into()).unwrap();
    let bench = Bench::with_options(options.clone()).await;
    let server = WebDavServer::bind(bench.drive.clone(), options.clone(), ([127, 0, 0, 1], 0).into()).await.unwrap();
    for printed in [format!("{options:?}"), format!("{:?}", bench.service), format!("{server:?}")] {
        assert!(!printed.contains("a-password") && !printed.contains(account::DRIVE_TOKEN), "{printed}");
    }
}

#[tokio::test]
async fn pages_of_other_sites_cannot_use_an_open_server() {
    let bench = Bench::new().await;
    assert_eq!(bench.send("PUT", "/a", &[("origin", "http://evil.example")], "x".into()).await.status.as_u16(), 403);
    assert_eq!(bench.status("GET", "/a", &[]).await, 404);
}

#[tokio::test]
async fn an_open_server_does_not_listen_to_others() {
    let bench = Bench::new().await;
    let refused = WebDavServer::bind(bench.drive.clone(), WebDavOptions::default(), ([0, 0, 0, 0], 0).into()).await;
    let error = refused.unwrap_err();
    assert!(matches!(error, WebDavError::Open { .. }), "{error}");
    assert!(error.to_string().contains("set a user and a password"), "{error}");
}
