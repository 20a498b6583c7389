//! The environment of the demo: a sandbox, a client for it, their common clock, and the output of calls.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use hwc_api::serde_json::{self, Value};
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::transport::http::Request as HttpRequest;
use hwc_api::{Body, Client, PresignedUrl, Record, Request, Secret, Timestamp, Transport};
use hwc_dynamic::{REDACTED, Redacted};
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_wire::ValueRef;
use hwc_wire::record::collect_secrets;
use serde::Serialize;

use super::last_exchange::{Exchange, LastExchange};
use super::render;
#[cfg(feature = "drive")]
use super::step::TransferStep;
use super::step::{DemoStep, StepOutput};
use crate::case::snake;
use crate::error::{CliError, with_causes};
use crate::sandbox;
use crate::ui::Ui;
use crate::ui::format::Format;
#[cfg(feature = "drive")]
use crate::ui::text::plural;

/// 2026-01-05 09:00:00 UTC, a Monday.
const START: Duration = Duration::from_secs(1_767_603_600);

/// The environment of the demo.
pub(super) struct DemoRunner {
    client: Client,
    sandbox: Sandbox,
    clock: ManualClock,
    exchange: LastExchange,
    ui: Ui,
    section: &'static str,
    /// The number of calls that were printed.
    calls: usize,
}

impl DemoRunner {
    /// Creates a sandbox with demo data, at the start time of the demo.
    pub(super) fn new(ui: Ui) -> Result<Self, CliError> {
        let clock = ManualClock::new(UNIX_EPOCH + START);
        let sandbox =
            Sandbox::new(SandboxOptions::default().clock(clock.clone())).map_err(|error| sandbox::to_error(&error))?;
        let exchange = LastExchange::default();
        let client = client(&sandbox, &clock, &exchange, None)?;
        Ok(Self { client, sandbox, clock, exchange, ui, section: "", calls: 0 })
    }

    /// Uses the token of a sign-in from now on.
    pub(super) fn sign_in(&mut self, token: Secret) -> Result<(), CliError> {
        self.client = client(&self.sandbox, &self.clock, &self.exchange, Some(token))?;
        Ok(())
    }

    /// Begins a section.
    pub(super) fn section(&mut self, title: &'static str) -> Result<(), CliError> {
        self.section = title;
        self.print(&format!("{}== {title} ==\n", if self.calls == 0 { "" } else { "\n" }))
    }

    /// Advances the clock.
    pub(super) fn advance_clock(&mut self, seconds: u64, label: &str) -> Result<(), CliError> {
        self.clock.advance(Duration::from_secs(seconds));
        self.print(&format!("\n-- {label} --\n"))
    }

    /// Makes a call and prints it; `note` is its purpose.
    pub(super) async fn call<E: Request>(&mut self, note: &str, request: E) -> Result<E::Response, CliError> {
        let secrets = collect_secrets(&request);
        let response = self.client.send(request).await?;
        let result = Redacted(ValueRef::Record(&response));
        let (operation, mut exchange, lines) = (E::OPERATION.full_name(), self.exchange.last(), lines(&response));
        for secret in secrets {
            exchange.target = exchange.target.replace(&secret, REDACTED);
        }
        self.print_step(&StepOutput { note, operation, exchange, kind: "response", result, lines })?;
        Ok(response)
    }

    /// Makes a call that must fail with an error response, and prints the error.
    pub(super) async fn expect_error<E: Request>(&mut self, note: &str, request: E) -> Result<(), CliError> {
        let operation = E::OPERATION.full_name();
        let Err(error) = self.client.send(request).await else {
            return Err(CliError::internal(format!("{operation} did not fail")));
        };
        let Some(class) = error.service().map(|service| snake(&service.class)) else {
            return Err(error.into());
        };
        let exchange = self.exchange.last();
        let result: Value = serde_json::from_slice(&exchange.body).unwrap_or_default();
        let lines = format!("    {result}\n    error class: {class}\n");
        self.print_step(&StepOutput { note, operation, exchange, kind: "error", result, lines })
    }

    /// Fetches a presigned URL and prints the content.
    pub(super) async fn fetch(&mut self, note: &str, url: &PresignedUrl) -> Result<(), CliError> {
        let content = self.client.fetch_presigned(url).bytes().await?;
        self.print_content(note, url, String::from_utf8_lossy(&content).into_owned())
    }

    /// Fetches the presigned URL of an archive and prints its size.
    pub(super) async fn fetch_archive(&mut self, note: &str, url: &PresignedUrl) -> Result<(), CliError> {
        let content = self.client.fetch_presigned(url).bytes().await?;
        self.print_content(note, url, format!("an archive of {} bytes", content.len()))
    }

    /// Sends a content to a presigned URL and prints it.
    pub(super) async fn upload(&mut self, note: &str, url: &PresignedUrl, content: &str) -> Result<(), CliError> {
        let request = HttpRequest::put(url.expose()).body(Body::from(content.to_owned()));
        let request = request.map_err(|error| CliError::internal(error.to_string()))?;
        let response = self.exchange.over(self.sandbox.clone()).send(request).await;
        let response = response.map_err(|error| CliError::internal(with_causes(&error)))?;
        if !response.status().is_success() {
            return Err(CliError::internal(format!("the upload failed with status {}", response.status())));
        }
        self.print_content(note, url, content.to_owned())
    }

    /// Prints the last exchange with a presigned URL. The URL itself is a secret like a token.
    fn print_content(&mut self, note: &str, url: &PresignedUrl, result: String) -> Result<(), CliError> {
        let mut exchange = self.exchange.last();
        exchange.target = format!("{url:?}");
        let lines: String = result.lines().map(|line| format!("    {line}\n")).collect();
        let operation = "presigned_url".to_owned();
        self.print_step(&StepOutput { note, operation, exchange, kind: "content", result, lines })
    }

    /// Returns the client, for work that makes several calls.
    #[cfg(feature = "drive")]
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Prints the result of work that made several calls, with their number.
    #[cfg(feature = "drive")]
    pub(super) fn transfer(&mut self, note: &str, result: &Value) -> Result<(), CliError> {
        let (made, time) = (self.exchange.count(), self.now());
        let calls = made - std::mem::replace(&mut self.calls, made);
        let clock = time.as_str().get(11..19).unwrap_or_default();
        let members = result.as_object().into_iter().flatten();
        let lines: String = members.map(|(name, value)| format!("    {name}: {}\n", text(value))).collect();
        let step = TransferStep { section: self.section, note, time: time.as_str(), calls, result };
        self.ui.item(&step, |_| format!("\n{note}\n  {clock}  {}\n{lines}", plural(calls, "call")))
    }

    /// Prints the number of calls.
    pub(super) fn print_summary(&mut self) -> Result<(), CliError> {
        self.print(&format!("\n{} calls to the built-in sandbox.\n", self.exchange.count()))
    }

    /// Prints text for people.
    fn print(&mut self, text: &str) -> Result<(), CliError> {
        if self.ui.format == Format::Table { self.ui.text(text) } else { Ok(()) }
    }

    fn print_step<T: Serialize>(&mut self, output: &StepOutput<'_, T>) -> Result<(), CliError> {
        self.calls = self.exchange.count();
        let now = self.now();
        let clock = now.as_str().get(11..19).unwrap_or_default();
        let StepOutput { note, exchange: Exchange { method, target, status, .. }, lines, .. } = output;
        let step = DemoStep { output, section: self.section, time: now.as_str() };
        self.ui.item(&step, |_| format!("\n{note}\n  {clock}  {method} {target}  {status}\n{lines}"))
    }

    fn now(&self) -> Timestamp {
        let since = self.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_unix_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

fn client(
    sandbox: &Sandbox,
    clock: &ManualClock,
    exchange: &LastExchange,
    token: Option<Secret>,
) -> Result<Client, CliError> {
    let builder = sandbox::client_builder_for(exchange.over(sandbox.clone()));
    let mut builder = builder.clock(Arc::new(clock.clone()));
    if let Some(token) = token {
        builder = builder.auth_token(token);
    }
    Ok(builder.build()?)
}

/// Formats a value: a text without quotes, an empty list as such.
#[cfg(feature = "drive")]
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "(none)".to_owned(),
        other => other.to_string(),
    }
}

fn lines(response: &dyn Record) -> String {
    let lines = render::lines(response, 4);
    if lines.is_empty() { "    (no fields)\n".to_owned() } else { lines }
}

/// Returns the value of a field that a response of the sandbox must have.
pub(super) fn require<T>(value: Option<T>, name: &str) -> Result<T, CliError> {
    value.ok_or_else(|| CliError::internal(format!("the response of the sandbox lacks `{name}`")))
}
