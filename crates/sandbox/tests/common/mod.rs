//! A sandbox with a manual clock, and a small client that decodes its responses strictly.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

pub(crate) mod carrier;
pub(crate) mod control;
pub(crate) mod database;
pub(crate) mod drive;
pub(crate) mod examples;
pub(crate) mod files;
pub(crate) mod insight;
pub(crate) mod people;
pub(crate) mod served;
pub(crate) mod shared_folders;
pub(crate) mod sync;
pub(crate) mod team;
pub(crate) mod tree;
pub(crate) mod uploads;
pub(crate) mod users;

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_sandbox::models::CATALOG;
use hwc_sandbox::models::osm::{ListAreaCodes, ListAreaCodesResponse};
use hwc_sandbox::rusqlite::Row;
use hwc_sandbox::rusqlite::types::Value;
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::ManualClock;
use hwc_transport::http;
use hwc_transport::http::{HeaderMap, HeaderName, Method, StatusCode};
use hwc_transport::{Body, Transport};
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{
    AuthScheme, Binary, DecodeContext, DecodeMode, EncodeOptions, FormPart, FormValue, Operation, Record, Request,
    encode, error_in_success_body, parse_error_body,
};

/// 2026-01-01T00:00:00Z.
pub(crate) const START: u64 = 1_767_225_600;

pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: ManualClock,
}

/// A response without decoding.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Returns status and body in one line, for snapshots.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.text())
    }
}

/// Returns the operations of Service Tickets that have a handler. Others respond with their example.
pub(crate) fn implemented() -> Vec<&'static OperationEntry> {
    implemented_of("osm")
}

/// Returns the operations of a service that have a handler.
pub(crate) fn implemented_of(service: &str) -> Vec<&'static OperationEntry> {
    let without = Bench::empty().sandbox.unimplemented_operations();
    let is_implemented = |entry: &&OperationEntry| {
        let name = entry.operation.full_name();
        entry.operation.service.id == service && !without.iter().any(|operation| operation.full_name() == name)
    };
    CATALOG.entries().filter(is_implemented).collect()
}

pub(crate) fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(START))
}

impl Bench {
    /// Creates a sandbox without demo data.
    pub(crate) fn empty() -> Self {
        let clock = clock();
        let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()).without_demo_data()).unwrap();
        Self { sandbox, clock }
    }

    pub(crate) fn demo() -> Self {
        let clock = clock();
        Self { sandbox: Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap(), clock }
    }

    /// Creates a sandbox with demo data and the data for the example inputs.
    pub(crate) fn with_examples() -> Self {
        let clock = clock();
        let options = SandboxOptions::default().clock(clock.clone()).with_example_data();
        Self { sandbox: Sandbox::new(options).unwrap(), clock }
    }

    /// Creates a sandbox with demo data and its state in a file, which reads beside its writer.
    pub(crate) fn in_file(file: &std::path::Path) -> Self {
        let clock = clock();
        let options = SandboxOptions::default().clock(clock.clone()).database(file);
        Self { sandbox: Sandbox::new(options).unwrap(), clock }
    }

    /// Creates a sandbox with demo data and strict authentication.
    pub(crate) fn strict() -> Self {
        let clock = clock();
        let options = SandboxOptions::default().clock(clock.clone()).verify_credentials(true);
        Self { sandbox: Sandbox::new(options).unwrap(), clock }
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Sends a request as it is.
    pub(crate) async fn raw(&self, method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request = http::Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.deliver(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Sends a request as a client would.
    pub(crate) async fn reply(&self, operation: &Operation, request: &dyn Record) -> Reply {
        self.reply_to(operation, request, &[credentials(operation)]).await
    }

    /// Sends a request with additional headers.
    pub(crate) async fn reply_to(&self, operation: &Operation, request: &dyn Record, more: &[(&str, &str)]) -> Reply {
        let mut request = unsent(operation, request);
        for (name, value) in more {
            request.headers_mut().insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        self.deliver(request).await
    }

    /// Sends a request with these headers and returns its typed response, which must be a success.
    pub(crate) async fn send_with<E: Request>(&self, request: E, headers: &[(&str, &str)]) -> E::Response {
        let reply = self.reply_to(E::OPERATION, &request, headers).await;
        assert!(E::OPERATION.success.contains(&reply.status.as_u16()), "{}", reply.line());
        read::<E>(&reply)
    }

    pub(crate) async fn deliver(&self, request: http::Request<Body>) -> Reply {
        let (head, body) = self.sandbox.send(request).await.unwrap().into_parts();
        Reply { status: head.status, headers: head.headers, body: body.collect(1 << 20).await.unwrap() }
    }

    /// Sends a request and returns its response, which must match the spec.
    pub(crate) async fn send<E: Request>(&self, request: E) -> E::Response {
        let operation = E::OPERATION;
        let reply = self.reply(operation, &request).await;
        assert!(operation.success.contains(&reply.status.as_u16()), "{}", reply.line());
        assert_eq!(error_in_success_body(&operation.service.envelope, &reply.body), None, "{}", reply.line());
        assert_eq!(reply.header("X-Hwc-Sandbox"), None, "answered by an example");
        read::<E>(&reply)
    }

    /// Sends a request and returns any response.
    pub(crate) async fn reply_of<E: Request>(&self, request: E) -> Reply {
        self.reply(E::OPERATION, &request).await
    }

    /// Returns status, code and text of the error response to a request.
    pub(crate) async fn refused<E: Request>(&self, request: E) -> String {
        let reply = self.reply(E::OPERATION, &request).await;
        let refusal = if reply.status.is_success() {
            error_in_success_body(&E::OPERATION.service.envelope, &reply.body)
        } else {
            parse_error_body(&E::OPERATION.service.envelope, &reply.body)
        };
        let refusal = refusal.unwrap_or_else(|| panic!("not refused: {}", reply.line()));
        format!("{} {} {}", reply.status.as_u16(), refusal.code, refusal.message)
    }

    /// Runs an SQL statement. Returns each row as a line, with `|` between its values.
    pub(crate) async fn sql(&self, statement: &str) -> Vec<String> {
        let found = Arc::new(Mutex::new(Vec::new()));
        let (rows, statement) = (Arc::clone(&found), statement.to_owned());
        self.sandbox.on::<ListAreaCodes>(move |cx, _| {
            let mut statement = cx.db.prepare(&statement)?;
            let count = statement.column_count();
            let mut lines = rows.lock().unwrap();
            let values = |row: &Row<'_>| (0..count).map(|at| row.get(at).map(shown)).collect::<Result<Vec<_>, _>>();
            for line in statement.query_map((), values)? {
                lines.push(line?.join("|"));
            }
            Ok(ListAreaCodesResponse::default())
        });
        self.send(ListAreaCodes::new()).await;
        std::mem::take(&mut *found.lock().unwrap())
    }

    /// Fetches the content of a URL.
    pub(crate) async fn get(&self, link: &str) -> Reply {
        self.raw("GET", link, &[], "").await
    }
}

fn shown(value: Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}

/// Returns a request as a client would send it, but without credentials.
pub(crate) fn unsent(operation: &Operation, request: &dyn Record) -> http::Request<Body> {
    let how = EncodeOptions { settings: &[("project_id", "project-1")], ..EncodeOptions::default() };
    let parts = encode(operation, request, how).unwrap();
    let url = format!("{}{}", operation.service.regions[0].endpoint, parts.path_and_query);
    let mut unsent = http::Request::builder().method(operation.method.as_str()).uri(url);
    for (name, value) in &parts.headers {
        unsent = unsent.header(*name, value.as_str());
    }
    if parts.form.is_empty() {
        return unsent.body(Body::from(parts.body.unwrap_or_default())).unwrap();
    }
    unsent.header("Content-Type", "multipart/form-data; boundary=end").body(Body::from(form(&parts.form))).unwrap()
}

/// Returns the body of a form, with `end` between its parts.
fn form(parts: &[FormPart]) -> Vec<u8> {
    let mut body = Vec::new();
    for FormPart { name, value, .. } in parts {
        let (file, content) = match value {
            FormValue::Text(text) => (String::new(), text.as_bytes()),
            FormValue::File(file) => {
                let content = file.content.as_ref().map(Binary::as_slice).unwrap_or_default();
                (format!("; filename=\"{}\"", file.file_name), content)
            }
        };
        let head = format!("--end\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend_from_slice(b"--end--\r\n");
    body
}

fn read<E: Request>(reply: &Reply) -> E::Response {
    use hwc_wire::Model;
    let mut cx = DecodeContext::new(DecodeMode::Strict).with_envelope(E::OPERATION.service.envelope.names);
    let mut answer = <E::Response as Model>::unset();
    hwc_wire::decode_body(&mut answer, &reply.body, &mut cx).unwrap();
    hwc_wire::decode_headers(&mut answer, &|name| reply.header(name), &mut cx).unwrap();
    let deviations = cx.into_deviations();
    assert!(deviations.is_empty(), "{deviations:?}");
    answer
}

pub(crate) fn credentials(operation: &Operation) -> (&'static str, &'static str) {
    match operation.service.scheme {
        AuthScheme::IamAccount | AuthScheme::IamProject => ("X-Auth-Token", "token"),
        AuthScheme::Bearer => ("Authorization", "Bearer token"),
    }
}
