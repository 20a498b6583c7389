//! Runs a case against the server.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::{Clock, SystemClock};
use hwc_api::{Client, Error};
use tokio::task::{unconstrained, yield_now};

use crate::call::{self, Call, SECRETS};
use crate::fault_case::{CallCase, Expect, FaultCase, Outcome};
use crate::harness::Harness;
use crate::observed_transport::ObservedTransport;
use crate::real_transport::RealTransport;
use crate::server::{Log, Request, Server};

/// The real time after which a case counts as stuck.
const STUCK_AFTER: Duration = Duration::from_secs(30);

struct CaseRun {
    harness: Arc<Harness>,
    server: Arc<Server>,
    client: Client,
}

/// Runs the case and returns the differences from the expected outcome.
pub(crate) async fn run(transport: RealTransport, case: &FaultCase, call_case: &CallCase) -> Result<(), String> {
    let run = CaseRun::new(transport, case).map_err(|error| format!("cannot start the harness: {error}"))?;
    if case.warm_up {
        run.warm_up(case.script.connections[0].requests() == 1).await?;
    }
    let before = (run.harness.exchanges(), run.server.log().requests.len());
    let started = run.harness.clock.monotonic();
    let mut got = None;
    for _ in 0..case.times {
        got = run.call(call_case).await?;
    }
    let took = run.harness.clock.monotonic() - started;
    let attempts = run.harness.exchanges() - before.0;
    let mut log = run.server.log();
    log.requests.drain(..before.1);
    let mut wrong = differences(&call_case.expect, got.as_ref(), attempts, &log);
    if took < call_case.expect.duration.0 || took > call_case.expect.duration.1 {
        wrong.push(format!("it took {took:?}"));
    }
    wrong.extend((case.check_requests)(&log.requests).err());
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

impl CaseRun {
    fn new(transport: RealTransport, case: &FaultCase) -> Result<Self, Box<dyn StdError>> {
        let harness = Arc::new(Harness::new());
        let server = Arc::new(Server::start(case.script.clone(), Arc::clone(&harness))?);
        let address = format!("127.0.0.1:{}", server.port);
        let service = if case.is_proxy { "service.invalid" } else { address.as_str() };
        let transport = transport.build(case, &address)?;
        let observed =
            ObservedTransport { inner: transport, harness: Arc::clone(&harness), server: Arc::clone(&server) };
        let scheme = if case.trust.is_some() { "https" } else { "http" };
        let mut builder = Client::builder().transport(observed).clock(Arc::new(harness.clock.clone()));
        for id in ["osm", "iam", "koodrive"] {
            builder = builder.endpoint(id, format!("{scheme}://{service}"));
        }
        let client = (case.configure_client)(case.caller.configure(builder)).build()?;
        Ok(Self { harness, server, client })
    }

    /// Makes a call that leaves a pooled connection, and waits for the server to finish its script for that connection.
    async fn warm_up(&self, closes: bool) -> Result<(), String> {
        let call = Call::Read.make(&self.client, self.server.port);
        let outcome = self.outcome(call, false).await?;
        outcome.ok_or("no outcome")?.map_err(|error| format!("the first call failed: {error}"))?;
        if closes {
            self.until(|| self.server.log().closed > 0).await?;
        }
        // Tasks of this thread return the connection to the pool.
        for _ in 0..100 {
            yield_now().await;
        }
        Ok(())
    }

    async fn call(&self, call_case: &CallCase) -> Result<Option<call::Outcome>, String> {
        let give_up = call_case.expect.outcome == Outcome::Dropped;
        let call = call_case.call.make(&self.client, self.server.port);
        let outcome = self.outcome(call, give_up).await?;
        if outcome.is_none() {
            self.until(|| self.server.log().closed > 0).await.map_err(|_| "the connection was left open")?;
        }
        Ok(outcome)
    }

    /// Runs a call and advances the clock when nothing else can happen. With `give_up`, drops the call after the server
    /// has received the request and waits.
    async fn outcome(
        &self,
        call: impl Future<Output = call::Outcome>,
        give_up: bool,
    ) -> Result<Option<call::Outcome>, String> {
        let mut call = pin!(unconstrained(call));
        let watch = SystemClock::new();
        while watch.monotonic() < STUCK_AFTER {
            tokio::select! {
                biased;
                outcome = &mut call => return Ok(Some(outcome)),
                () = yield_now() => {}
            }
            if give_up && self.harness.server_waits() {
                return Ok(None);
            }
            self.harness.pass_time();
        }
        Err("it hangs".to_owned())
    }

    async fn until(&self, done: impl Fn() -> bool) -> Result<(), String> {
        let watch = SystemClock::new();
        while watch.monotonic() < STUCK_AFTER {
            if done() {
                return Ok(());
            }
            yield_now().await;
        }
        Err("it hangs".to_owned())
    }
}

/// Returns the differences from the expected outcome.
fn differences(expect: &Expect, got: Option<&call::Outcome>, attempts: u32, log: &Log) -> Vec<String> {
    let mut wrong = Vec::new();
    match (&expect.outcome, got) {
        (Outcome::Response(wanted), Some(Ok(text))) if wanted == text => {}
        (Outcome::Error { .. }, Some(Err(error))) => wrong.extend(error_differences(&expect.outcome, error)),
        (Outcome::Dropped, None) => {}
        (_, Some(Ok(text))) => wrong.push(format!("the caller got the response {text:?}")),
        (_, Some(Err(error))) => wrong.push(format!("the caller got the error {error:?}")),
        (_, None) => wrong.push("the caller got nothing".to_owned()),
    }
    if attempts != expect.attempts {
        wrong.push(format!("{attempts} attempts, not {}", expect.attempts));
    }
    let lines: Vec<String> = log.requests.iter().map(Request::line).collect();
    let fit = expect.lines.as_ref().is_none_or(|wanted| *wanted == lines);
    if lines.len() != expect.received_requests as usize || !fit {
        let connections = log.connections;
        wrong.push(format!("{} requests arrived over {connections} connections: {lines:?}", lines.len()));
    }
    if log.requests.iter().any(|request| !same_as_before(request, &log.requests)) {
        wrong.push("a request was sent again with another body".to_owned());
    }
    wrong
}

/// Returns true if all requests with the same line have the same body.
fn same_as_before(request: &Request, requests: &[Request]) -> bool {
    requests.iter().filter(|other| other.line() == request.line()).all(|other| other.body == request.body)
}

fn error_differences(wanted: &Outcome, error: &Error) -> Vec<String> {
    let Outcome::Error { kind, retryable, service, message } = wanted else {
        return vec!["an error".to_owned()];
    };
    let mut wrong = Vec::new();
    let said = error.service().map(|said| (said.status, said.code.as_str(), said.class));
    let text = error_text(error);
    if (error.kind(), error.is_retryable(), said) != (*kind, *retryable, *service) || !text.contains(message) {
        wrong.push(format!("the caller got another error: {error:?}"));
    }
    wrong.extend(
        SECRETS.iter().filter(|secret| text.contains(**secret)).map(|secret| format!("{secret} is in the error")),
    );
    wrong
}

/// Returns the text of an error, of its causes, and of `{:?}`.
fn error_text(error: &Error) -> String {
    let mut text = String::new();
    let mut next: Option<&dyn StdError> = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("{error}\n{error:?}\n"));
        next = error.source();
    }
    text
}
