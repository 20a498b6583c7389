//! The environment of the demo: a sandbox, a client for it, their common clock, and the output of calls.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use hwc_api::serde_json::{self, Value};
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::wire::ValueRef;
use hwc_api::{Client, PresignedUrl, Record, Request, Secret, Timestamp};
use hwc_sandbox::{Sandbox, SandboxOptions};
use serde::Serialize;

use super::show;
use super::shown::{InStory, Shown};
use super::watch::{Exchange, Watch};
use crate::failure::Failure;
use crate::names::snake;
use crate::show::redacted::Redacted;
use crate::{output, sandbox};

/// 2026-01-05 09:00:00 UTC, a Monday.
const START: Duration = Duration::from_secs(1_767_603_600);

/// The environment of the demo.
pub(super) struct Stage {
    client: Client,
    sandbox: Sandbox,
    clock: ManualClock,
    watch: Watch,
    json: bool,
    chapter: &'static str,
    calls: usize,
}

impl Stage {
    /// Creates a sandbox with demo data, at the start time of the demo.
    pub(super) fn new(json: bool) -> Result<Self, Failure> {
        let clock = ManualClock::new(UNIX_EPOCH + START);
        let sandbox =
            Sandbox::new(SandboxOptions::default().clock(clock.clone())).map_err(|error| sandbox::failed(&error))?;
        let watch = Watch::default();
        let client = client(&sandbox, &clock, &watch, None)?;
        Ok(Self { client, sandbox, clock, watch, json, chapter: "", calls: 0 })
    }

    /// Uses the token of a sign-in from now on.
    pub(super) fn sign_in(&mut self, token: Secret) -> Result<(), Failure> {
        self.client = client(&self.sandbox, &self.clock, &self.watch, Some(token))?;
        Ok(())
    }

    /// Begins a chapter.
    pub(super) fn chapter(&mut self, title: &'static str) -> Result<(), Failure> {
        self.chapter = title;
        self.say(&format!("{}== {title} ==\n", if self.calls == 0 { "" } else { "\n" }))
    }

    /// Advances the clock.
    pub(super) fn pass(&self, seconds: u64, words: &str) -> Result<(), Failure> {
        self.clock.advance(Duration::from_secs(seconds));
        self.say(&format!("\n-- {words} --\n"))
    }

    /// Makes a call and prints it; `note` is its purpose.
    pub(super) async fn call<E: Request>(&mut self, note: &str, request: E) -> Result<E::Response, Failure> {
        let answer = self.client.send(request).await?;
        let result = Redacted(ValueRef::Record(&answer));
        let (operation, exchange, lines) = (E::OPERATION.full_name(), self.watch.last(), lines(&answer));
        self.show(&Shown { note, operation, exchange, what: "answer", result, lines })?;
        Ok(answer)
    }

    /// Makes a call that must fail with an error response, and prints the error.
    pub(super) async fn refused<E: Request>(&mut self, note: &str, request: E) -> Result<(), Failure> {
        let operation = E::OPERATION.full_name();
        let Err(error) = self.client.send(request).await else {
            return Err(Failure::internal(format!("{operation} was not refused")));
        };
        let Some(class) = error.service().map(|service| snake(&service.class)) else {
            return Err(error.into());
        };
        let exchange = self.watch.last();
        let result: Value = serde_json::from_slice(&exchange.body).unwrap_or_default();
        let lines = format!("    {result}\n    refused: {class}\n");
        self.show(&Shown { note, operation, exchange, what: "refusal", result, lines })
    }

    /// Fetches a presigned URL and prints the content. The URL itself is a secret like a token.
    pub(super) async fn link(&mut self, note: &str, link: &PresignedUrl) -> Result<(), Failure> {
        let content = self.client.fetch_presigned(link).bytes().await?;
        let mut exchange = self.watch.last();
        exchange.target = format!("{link:?}");
        let result = String::from_utf8_lossy(&content).into_owned();
        let lines = format!("    {}\n", result.trim_end());
        self.show(&Shown { note, operation: "link".to_owned(), exchange, what: "content", result, lines })
    }

    /// Prints the number of calls.
    pub(super) fn end(&self) -> Result<(), Failure> {
        self.say(&format!("\n{} calls, all on the sandbox inside this command.\n", self.calls))
    }

    fn say(&self, text: &str) -> Result<(), Failure> {
        if self.json { Ok(()) } else { output::text(text) }
    }

    fn show<T: Serialize>(&mut self, shown: &Shown<'_, T>) -> Result<(), Failure> {
        self.calls += 1;
        let now = self.now();
        if self.json {
            return output::line(&InStory { shown, chapter: self.chapter, time: now.as_str() });
        }
        let clock = now.as_str().get(11..19).unwrap_or_default();
        let Shown { note, exchange: Exchange { method, target, status, .. }, lines, .. } = shown;
        self.say(&format!("\n{note}\n  {clock}  {method} {target}  {status}\n{lines}"))
    }

    fn now(&self) -> Timestamp {
        let since = self.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_unix_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

fn client(sandbox: &Sandbox, clock: &ManualClock, watch: &Watch, token: Option<Secret>) -> Result<Client, Failure> {
    let builder = sandbox::client_of(watch.over(sandbox.clone()));
    let mut builder = builder.clock(Arc::new(clock.clone()));
    if let Some(token) = token {
        builder = builder.auth_token(token);
    }
    Ok(builder.build()?)
}

fn lines(answer: &dyn Record) -> String {
    let lines = show::lines(answer, 4);
    if lines.is_empty() { "    (an answer without fields)\n".to_owned() } else { lines }
}

/// Returns the value of a field that a response of the sandbox must have.
pub(super) fn given<T>(value: Option<T>, name: &str) -> Result<T, Failure> {
    value.ok_or_else(|| Failure::internal(format!("the sandbox left `{name}` out of its answer")))
}
