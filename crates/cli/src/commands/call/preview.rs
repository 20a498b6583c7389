//! `hwc call --dry-run` and `--curl`: the request that would be sent. Nothing is sent, not even to sign in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use hwc_api::async_trait;
use hwc_api::serde_json::{self, Map, Value, json};
use hwc_api::transport::http::{HeaderMap, header};
use hwc_api::transport::{HttpRequest, HttpResponse, TransportError};
use hwc_api::{Client, Transport};
use hwc_dynamic::{DynamicOperation, DynamicRequest, example_request, is_file};
use hwc_wire::Location;
use schemars::JsonSchema;
use serde::Serialize;

use super::client::{configure, settings};
use super::flags::CallFlags;
use super::send::with_flags;
use super::shell::Variables;
use crate::dynamic::fields::ParsedFields;
use crate::dynamic::output::print_document;
use crate::error::CliError;
use crate::lock::lock;
use crate::runtime;
use crate::ui::Ui;

/// The variables that stand for credentials and for a project that would be looked up.
const AUTH_TOKEN: &str = "HWC_AUTH_TOKEN";
const KOODRIVE_TOKEN: &str = "HWC_KOODRIVE_TOKEN";
const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";

/// The headers that curl sets itself, or that differ with each call.
const OMITTED: [&str; 5] = ["host", "content-length", "accept-encoding", "user-agent", "x-traceid"];

/// The maximum size of a body to print.
const MAX_BODY: usize = 1 << 20;

/// A request that was not sent. Secrets are `$NAME`.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RequestPreview {
    /// The full name of the operation.
    operation: String,
    /// The effect: `read`, `write` or `destructive`.
    effect: &'static str,
    /// The HTTP method.
    method: String,
    /// The URL.
    url: String,
    /// The headers.
    headers: BTreeMap<String, String>,
    /// The JSON body, or the parts of the form.
    body: Value,
}

/// Prints the request.
pub(super) fn print(
    operation: DynamicOperation,
    fields: &ParsedFields,
    flags: &CallFlags,
    mut ui: Ui,
) -> Result<(), CliError> {
    let example = example_request(operation, &fields.members);
    let credentials = [AUTH_TOKEN, KOODRIVE_TOKEN, PROJECT_ID].map(str::to_owned);
    let variables = Variables::new(example.variables.keys().chain(&credentials));
    let form = operation.sends_form().then(|| form_parts(operation, &example.fields));
    let request = DynamicRequest::with_files(operation, example.fields, &fields.contents);
    let request = request.map_err(|error| CliError::usage(error.to_string()))?;
    let captured = capture(operation, request, flags)?;
    let mut ui = match flags.out.open()? {
        Some(file) => ui.with_file(Some(file)),
        None => {
            ui.width = None;
            ui
        }
    };
    match flags.curl {
        true => ui.text(&captured.curl(&variables, form.as_ref()))?,
        false => print_document(&captured.preview(operation, &variables, form), &mut ui)?,
    }
    ui.finish()
}

/// Returns the fields that travel as parts of a form. A file is its path.
fn form_parts(operation: DynamicOperation, members: &Map<String, Value>) -> Map<String, Value> {
    let fields = operation.fields().into_iter().filter(|field| field.descriptor.location == Location::Form);
    let part = |field: hwc_dynamic::Field| {
        let value = members.get(field.name())?;
        let value = match is_file(&field.kind) {
            true => json!(format!("@{}", value["path"].as_str().unwrap_or("-"))),
            false => value.clone(),
        };
        Some((field.name().to_owned(), value))
    };
    fields.filter_map(part).collect()
}

/// Makes the call with a transport that keeps the request.
fn capture(operation: DynamicOperation, request: DynamicRequest, flags: &CallFlags) -> Result<Captured, CliError> {
    let service = operation.descriptor().service;
    let connection = flags.connection.connect(service)?;
    let placeholder = |name: &str| format!("@env:{name}");
    let has_project = connection.is_sandbox || std::env::var_os(PROJECT_ID).is_some();
    let transport = Capture::default();
    let mut builder = connection.builder.transport(transport.clone()).validate_requests(false);
    builder = builder.auth_token(placeholder(AUTH_TOKEN)).koodrive_token(placeholder(KOODRIVE_TOKEN));
    if !has_project && !settings(flags).any(|(name, _)| name == "project_id") {
        builder = builder.project_id(placeholder(PROJECT_ID));
    }
    let client: Client = configure(flags, builder, service).max_attempts(1).build()?;
    let outcome = runtime::run(async { Ok(with_flags(request.into_call(&client), flags).await) })?;
    let captured = lock(&transport.0).take();
    match (captured, outcome) {
        (Some(captured), _) => Ok(captured),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(_)) => Err(CliError::internal("the call sent no request")),
    }
}

/// The request as it would be sent.
struct Captured {
    method: String,
    url: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A transport that keeps the first request and sends nothing.
#[derive(Clone, Default)]
struct Capture(Arc<Mutex<Option<Captured>>>);

#[async_trait]
impl Transport for Capture {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (head, body) = request.into_parts();
        let body = body.collect_start(MAX_BODY).await.to_vec();
        let captured =
            Captured { method: head.method.to_string(), url: head.uri.to_string(), headers: head.headers, body };
        lock(&self.0).get_or_insert(captured);
        Err(TransportError::invalid_request("the request is not sent"))
    }
}

impl Captured {
    fn preview(
        &self,
        operation: DynamicOperation,
        variables: &Variables,
        form: Option<Map<String, Value>>,
    ) -> RequestPreview {
        let visible = |value: &Value| {
            let text = variables.visible(&value.to_string());
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        };
        let body = match form {
            Some(parts) => visible(&Value::Object(parts)),
            None if self.body.is_empty() => Value::Null,
            None => visible(&serde_json::from_slice(&self.body).unwrap_or_else(|_| json!(self.body_text()))),
        };
        let headers = self.headers(form_is_sent(&self.headers));
        RequestPreview {
            operation: operation.full_name(),
            effect: operation.effect().as_str(),
            method: self.method.clone(),
            url: variables.visible(&self.url),
            headers: headers.into_iter().map(|(name, value)| (name, variables.visible(&value))).collect(),
            body,
        }
    }

    fn curl(&self, variables: &Variables, form: Option<&Map<String, Value>>) -> String {
        let mut words = vec![format!("curl -X {} {}", self.method, variables.word(&self.url))];
        let headers = self.headers(form.is_some());
        words.extend(
            headers.into_iter().map(|(name, value)| format!("-H {}", variables.word(&format!("{name}: {value}")))),
        );
        match form {
            Some(parts) => words.extend(parts.iter().map(|(name, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                format!("-F {}", variables.word(&format!("{name}={text}")))
            })),
            None if self.body.is_empty() => {}
            None => words.push(format!("--data-raw {}", variables.word(&self.body_text()))),
        }
        format!("{}\n", words.join(" \\\n  "))
    }

    /// Returns the headers to print. The type of a form has a boundary, which curl chooses.
    fn headers(&self, is_form: bool) -> Vec<(String, String)> {
        let headers =
            self.headers.iter().map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())));
        let headers = headers.filter(|(name, _)| !(OMITTED.contains(name) || is_form && *name == "content-type"));
        headers.map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
    }

    fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn form_is_sent(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/"))
}
