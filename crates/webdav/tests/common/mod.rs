//! A service over a sandbox with a manual clock, and a wire between them that tests can disturb.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]
#![allow(dead_code, reason = "each test file uses some of it")]

#[path = "../../../drive/tests/common/wire.rs"]
mod wire;

use axum::body::Body;
use http_body_util::BodyExt;
use hwc_api::http::{HeaderMap, Request, StatusCode};
use hwc_api::transport::clock::ManualClock;
use hwc_drive::{Drive, RemotePath};
use hwc_webdav::{WebDavOptions, WebDavService};

use wire::Wire;
#[allow(unused_imports, reason = "each test file uses some of it")]
pub(crate) use wire::{Fault, content, path};

/// The path of the requests that list a folder.
pub(crate) const LIST: &str = "/koodrive/ose/v1/files/0";

/// The body of a request for an exclusive lock.
pub(crate) const LOCK: &str = "<?xml version=\"1.0\"?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>\
    <D:locktype><D:write/></D:locktype><D:owner>ada</D:owner></D:lockinfo>";

/// A response whose body was read. The body is `None` if it ended early.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone().unwrap()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A service, and the drive behind it.
pub(crate) struct Bench {
    pub(crate) clock: ManualClock,
    pub(crate) drive: Drive,
    pub(crate) service: WebDavService,
    pub(crate) wire: Wire,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with_options(WebDavOptions::default()).await
    }

    pub(crate) async fn with_options(options: WebDavOptions) -> Self {
        let wire = Wire::new();
        let clock = wire.clock.clone();
        let drive = wire.drive().await;
        let service = WebDavService::new(drive.clone(), options);
        Self { clock, drive, service, wire }
    }

    /// Sends a request to the service, without headers that the caller does not set but `Host`.
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Reply {
        let request = Request::builder().method(method).uri(path).header("host", "localhost");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = self.service.respond(request.body(body).unwrap());
        let work = async {
            let (head, body) = response.await.into_parts();
            let body = body.collect().await.ok().map(|body| body.to_bytes().to_vec());
            Reply { status: head.status, headers: head.headers, body }
        };
        self.clock.run_to_completion(work).await
    }

    /// Sends a request without a body, and returns the status.
    pub(crate) async fn status(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
        self.send(method, path, headers, Body::empty()).await.status.as_u16()
    }

    pub(crate) async fn put(&self, path: &str, content: impl Into<Body>) -> u16 {
        self.send("PUT", path, &[], content.into()).await.status.as_u16()
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], Body::empty()).await
    }

    /// Returns the names in a folder of the drive.
    pub(crate) async fn names(&self, folder: &str) -> Vec<String> {
        let folder: RemotePath = folder.parse().unwrap();
        let listed = self.clock.run_to_completion(self.drive.list(&folder)).await.unwrap();
        listed.into_iter().map(|entry| entry.path_name).collect()
    }

    /// Disturbs requests to the service behind from now on, by their paths.
    pub(crate) fn disturb(&self, mut hook: impl FnMut(&str) -> Option<Fault> + Send + 'static) {
        self.wire.disturb(move |request| hook(&request.path));
    }

    /// Returns the paths of the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.wire.requests().into_iter().map(|request| request.path).collect()
    }
}
