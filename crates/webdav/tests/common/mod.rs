//! A service over a sandbox with a manual clock, and a wire between them that tests can disturb.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use http_body_util::BodyExt;
use hwc_api::http::{HeaderMap, Request, Response, StatusCode};
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{BodyError, HttpRequest, HttpResponse};
use hwc_api::{ByteStream, Client, SERVICES, Transport, TransportError};
use hwc_drive::{Drive, RemotePath};
use hwc_sandbox::{Sandbox, SandboxOptions, account};
use hwc_webdav::{WebDavOptions, WebDavService};

/// The end of a request that a test disturbs.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// A business error of KooDrive without effect.
    Code(&'static str),
    /// A status without a body, and without effect.
    Status(u16),
    /// The response ends after this number of bytes.
    Cut(usize),
    /// A byte of the response is another one.
    Flip(usize),
    /// A text in the response is another one.
    Replace(&'static str, &'static str),
}

/// The path of the requests that list a folder.
pub(crate) const LIST: &str = "/koodrive/ose/v1/files/0";

/// The body of a request for an exclusive lock.
pub(crate) const LOCK: &str = "<?xml version=\"1.0\"?><D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>\
    <D:locktype><D:write/></D:locktype><D:owner>ada</D:owner></D:lockinfo>";

type Hook = Box<dyn FnMut(&str) -> Option<Fault> + Send>;

/// A transport that records the paths of requests, and disturbs those that a hook selects.
#[derive(Clone)]
struct Wire {
    sandbox: Sandbox,
    seen: Arc<Mutex<Vec<String>>>,
    hook: Arc<Mutex<Hook>>,
}

#[hwc_api::async_trait]
impl Transport for Wire {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let path = request.uri().path().to_owned();
        let fault = self.hook.lock().unwrap()(&path);
        self.seen.lock().unwrap().push(path);
        match fault {
            None => self.sandbox.send(request).await,
            Some(Fault::Status(status)) => Ok(respond(status, "")),
            Some(Fault::Code(code)) => Ok(respond(400, &format!("{{\"code\":{code},\"msg\":\"by the test\"}}"))),
            Some(fault) => Ok(disturb(self.sandbox.send(request).await?, fault).await),
        }
    }
}

fn respond(status: u16, body: &str) -> HttpResponse {
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(body.to_owned().into()).unwrap()
}

async fn disturb(response: HttpResponse, fault: Fault) -> HttpResponse {
    let (mut head, body) = response.into_parts();
    let length = body.len();
    let mut bytes = body.collect(1 << 30).await.unwrap().to_vec();
    let body = match fault {
        Fault::Cut(end) if end < bytes.len() => {
            let chunks = [Ok(bytes[..end].to_vec().into()), Err(BodyError::interrupted("cut by the test"))];
            hwc_api::Body::from_stream(ByteStream::from_chunks(chunks), length)
        }
        Fault::Replace(old, new) => {
            head.headers.remove("content-length");
            String::from_utf8(bytes).unwrap().replace(old, new).into()
        }
        Fault::Flip(at) if at < bytes.len() => {
            bytes[at] ^= 1;
            bytes.into()
        }
        _ => bytes.into(),
    };
    Response::from_parts(head, body)
}

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
    wire: Wire,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with_options(WebDavOptions::default()).await
    }

    pub(crate) async fn with_options(options: WebDavOptions) -> Self {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000));
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap();
        let wire = Wire { sandbox, seen: Arc::default(), hook: Arc::new(Mutex::new(Box::new(|_| None))) };
        let builder = Client::builder().transport(wire.clone()).clock(Arc::new(clock.clone()));
        let builder =
            SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, "http://sandbox.invalid"));
        let client = builder.koodrive_token(account::DRIVE_TOKEN).build().unwrap();
        let drive = clock.run_to_completion(Drive::open(client, None)).await.unwrap();
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

    /// Disturbs requests to the service behind from now on.
    pub(crate) fn disturb(&self, hook: impl FnMut(&str) -> Option<Fault> + Send + 'static) {
        *self.wire.hook.lock().unwrap() = Box::new(hook);
    }

    /// Returns the paths of the requests since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.wire.seen.lock().unwrap())
    }
}

/// Returns bytes that differ everywhere.
pub(crate) fn content(length: usize) -> Vec<u8> {
    let mut state = 2_654_435_761_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}
