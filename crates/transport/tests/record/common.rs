//! A small service with secrets in all locations, requests to it, and transports with scripted responses.

use std::future::Future;
use std::sync::{Arc, Mutex};

use hwc_transport::http::{HeaderName, HeaderValue, StatusCode};
use hwc_transport::{Body, HttpRequest, HttpResponse, Recorder, Recording, Replay, Transport, TransportError};
use hwc_wire::{Envelope, Method, Operation, Service, Setting, SettingLocation};

pub(crate) static SERVICE: Service = Service::new("osm").settings(&[
    Setting { name: "language", wire: "X-Language", location: SettingLocation::Header, doc: "" },
    Setting { name: "trace_id", wire: "X-Traceid", location: SettingLocation::Header, doc: "" },
]);

pub(crate) static LIST: Operation = Operation::new(&SERVICE, "", "ListCases", Method::Get, "/v2/cases");

pub(crate) static OPEN: Operation = Operation::new(&SERVICE, "", "Open", Method::Put, "/v2/shares/{code}/open")
    .sensitive(&["X-Subject-Token", "accessUrl", "code", "password", "tokens"]);

static DRIVE: Service = Service::new("koodrive").envelope(Envelope {
    code: "code",
    message: "msg",
    success: &["0"],
    names: &["code", "msg"],
    on_success: true,
});

/// An operation whose request has a secret with the name of the service's error code.
pub(crate) static SIGN_IN: Operation =
    Operation::new(&DRIVE, "", "SignIn", Method::Post, "/session").sensitive(&["accessToken", "code"]);

/// Adds `.with(name, value)`, which sets a header, to requests and responses.
pub(crate) trait With: Sized {
    fn with(self, name: &str, value: &str) -> Self;
}

impl With for HttpRequest {
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers_mut().append(name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap());
        self
    }
}

impl With for HttpResponse {
    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers_mut().append(name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap());
        self
    }
}

/// Returns a request without an operation or a service.
pub(crate) fn plain(method: &str, target: &str, body: impl Into<Body>) -> HttpRequest {
    let mut request = HttpRequest::new(body.into());
    *request.method_mut() = method.parse().unwrap();
    *request.uri_mut() = format!("http://127.0.0.1:4711{target}").parse().unwrap();
    request
}

/// Returns a request of an operation.
pub(crate) fn of(operation: &'static Operation, target: &str, body: impl Into<Body>) -> HttpRequest {
    let mut request = plain(operation.method.as_str(), target, body);
    request.extensions_mut().insert(operation.service);
    request.extensions_mut().insert(operation);
    request
}

/// Returns a request of a service without an operation.
pub(crate) fn raw(target: &str, body: impl Into<Body>) -> HttpRequest {
    let mut request = plain("POST", target, body);
    request.extensions_mut().insert(&SERVICE);
    request
}

pub(crate) fn answer(status: u16, body: impl Into<Body>) -> HttpResponse {
    let mut answer = HttpResponse::new(body.into());
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    answer
}

type Outcome = Result<HttpResponse, TransportError>;

/// Returns a transport that returns these outcomes in order.
pub(crate) fn giving(outcomes: impl IntoIterator<Item = Outcome>) -> impl Transport + 'static {
    let outcomes: Vec<Outcome> = outcomes.into_iter().collect();
    let outcomes = Arc::new(Mutex::new(outcomes.into_iter()));
    move |_: HttpRequest| {
        let outcome = outcomes.lock().unwrap().next().unwrap();
        async move { outcome }
    }
}

/// Returns the path of a file in Cargo's folder for tests.
pub(crate) fn path(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("record").join(name)
}

/// Returns a recorder that never writes its file.
pub(crate) fn recorder(outcomes: impl IntoIterator<Item = Outcome>) -> Recorder {
    Recorder::new(giving(outcomes), path("never/written.json"))
}

/// Returns the recording of one exchange with `recorder`.
pub(crate) async fn recorded(recorder: Recorder, request: HttpRequest) -> String {
    let _ = recorder.send(request).await;
    let text = recorder.recording().to_json();
    forget(recorder);
    text
}

/// Drops a recorder without its file.
pub(crate) fn forget(recorder: Recorder) {
    std::mem::forget(recorder);
}

pub(crate) async fn bytes(answer: HttpResponse) -> Vec<u8> {
    answer.into_body().collect(1 << 30).await.unwrap().to_vec()
}

/// Records one exchange and returns a replay of its text.
pub(crate) async fn replay_of(outcomes: impl IntoIterator<Item = Outcome>, requests: Vec<HttpRequest>) -> Replay {
    let recorder = recorder(outcomes);
    for request in requests {
        let _ = recorder.send(request).await;
    }
    let text = recorder.recording().to_json();
    forget(recorder);
    let recording = Recording::parse(&text).unwrap();
    assert_eq!(recording.to_json(), text, "what is read is what was written");
    Replay::new(recording)
}

/// Returns the texts of an error and its sources.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let source = error.source().map(|source| format!(": {}", chain(source)));
    format!("{error}{}", source.unwrap_or_default())
}

/// Returns the error of a request.
pub(crate) async fn refused(sent: impl Future<Output = Outcome>) -> String {
    let error = sent.await.unwrap_err();
    assert!(error.is_not_sent() && error.is_setup());
    chain(&error)
}
