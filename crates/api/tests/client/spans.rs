//! The span of a call: the fields available to a `tracing` subscriber, without secrets.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use hwc_api::{Client, Credentials, ErrorKind, TransportError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::common::{AUTH_TOKEN, Fake, ListCases, OSM, clock, patiently};

/// Collects the fields of all spans of the client, in order. With `true`, it also collects those of events.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<String>>, bool);

impl Visit for Spans {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0.lock().unwrap(), "{}={value:?} ", field.name()).unwrap();
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("hwc_api") && (metadata.is_span() || self.1)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.lock().unwrap().push_str(span.metadata().name());
        self.0.lock().unwrap().push(' ');
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Spans {
    fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[tokio::test]
async fn one_span_tells_a_call() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let fake = Fake::default().then(503, "").then_with(200, &[("x-request-id", "r-1")], r#"{"count": 1}"#);
    let clock = clock();
    let builder = crate::common::builder().clock(Arc::new(clock.clone())).max_attempts(2);
    let client = builder.transport(fake.transport()).build().unwrap();
    patiently(&clock, client.send(ListCases::new().word("word"))).await.unwrap();
    let line = spans.take();
    let (line, took) = line.split_once("duration_ms=").unwrap();
    insta::assert_snapshot!(line, @r#"call service="osm" operation="ListCases" otel.name="osm.ListCases" otel.kind="client" url.template="/v2/cases" http.request.method="GET" server.address="osm.cn-south-1.example" attempts=2"#);
    let (took, rest) = took.split_once(' ').unwrap();
    assert!(took.parse::<f64>().unwrap() >= 200.0);
    insta::assert_snapshot!(rest, @r#"bytes=12 http.request.resend_count=1 status=200 http.response.status_code=200 request_id="r-1""#);
}

#[tokio::test]
async fn a_canceled_call_closes_with_what_is_known() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let fake = Fake::default().then_with(503, &[("x-request-id", "r-1")], "");
    let client = crate::common::builder().max_attempts(2).transport(fake.transport()).build().unwrap();
    let mut call = Box::pin(client.send(ListCases::new()).into_future());
    assert!(
        call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(),
        "it waits for the second attempt"
    );
    drop(call);
    insta::assert_snapshot!(spans.take(), @r#"call service="osm" operation="ListCases" otel.name="osm.ListCases" otel.kind="client" url.template="/v2/cases" http.request.method="GET" server.address="osm.cn-south-1.example" attempts=1 duration_ms=0.0 bytes=0 status=503 http.response.status_code=503 request_id="r-1" error="canceled" error.type="canceled""#);
}

#[tokio::test]
async fn a_failure_is_a_warning_with_its_causes() {
    let events = Spans(Arc::default(), true);
    let _guard = tracing::subscriber::set_default(events.clone());
    let fake = Fake::default().then_fail(TransportError::not_sent(std::io::Error::other("refused")));
    crate::common::client(&fake).send(ListCases::new()).await.unwrap_err();
    let text = events.take();
    let (_, warning) = text.split_once("message=the call failed").unwrap();
    insta::assert_snapshot!(warning, @r#" service="osm" operation="ListCases" kind=NotSent error=osm.ListCases: the request was not sent: to https://osm.cn-south-1.example: the request was not sent: refused"#);
    assert!(text.contains(r#"error.type="not_sent""#), "{text}");
}

#[tokio::test]
async fn a_failed_call_tells_why_and_no_secret() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let refusal = format!(r#"{{"error_code": "X", "error_msg": "bad {AUTH_TOKEN}", "request_id": "r-{AUTH_TOKEN}"}}"#);
    let fake = Fake::default().then(400, &refusal).then(401, &refusal);
    let client = crate::common::client(&fake);
    client.send(ListCases::new()).await.unwrap_err();
    client.raw_request(&OSM, hwc_api::Method::Get, "/secret-path").query("token", "QUERY").await.unwrap_err();
    let keys = Client::builder().credentials(Credentials::password("account", "user", "PASSWORD"));
    let keys = keys.transport(Fake::default().then(401, "{}").transport()).clock(Arc::new(clock())).build().unwrap();
    assert_eq!(keys.send(ListCases::new()).await.unwrap_err().kind(), ErrorKind::Credentials);
    let text = spans.take();
    for field in
        [r#"status=400"#, r#"request_id="r-[redacted]""#, "error=error response", r#"error.type="400""#, r#"code="X""#]
    {
        assert!(text.contains(field), "{field}: {text}");
    }
    for secret in [AUTH_TOKEN, "QUERY", "secret-path", "PASSWORD", "user"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[tokio::test]
async fn each_wait_is_an_event_with_its_reason() {
    let events = Spans(Arc::default(), true);
    let _guard = tracing::subscriber::set_default(events.clone());
    let fake = Fake::default().then(503, "").then_with(429, &[("retry-after", "2")], "");
    let fake = (0..3).fold(fake, |fake, _| fake.then(200, "{}"));
    let clock = clock();
    let builder = crate::common::builder().clock(Arc::new(clock.clone())).max_attempts(2).rate_limit("osm", 1.0);
    let client = builder.transport(fake.transport()).build().unwrap();
    let call = client.send(ListCases::new()).max_attempts(3);
    patiently(&clock, call).await.unwrap();
    let text = events.take();
    assert!(text.contains(r#"reason="backoff""#) && text.contains("message=waiting before a retry"), "{text}");
    assert!(text.contains(r#"reason="requested by the service""#), "{text}");
    assert!(text.contains(r#"reason="rate limit of the client""#), "{text}");
    assert!(text.contains("message=waiting before the request"), "{text}");

    let fake = Fake::default().then_with(429, &[("retry-after", "2")], "").then(200, "{}");
    let client = crate::common::builder().clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap_err();
    patiently(&clock, client.send(ListCases::new())).await.unwrap();
    let text = events.take();
    assert!(text.contains(r#"service="osm" wait=2s reason="delay requested by the service""#), "{text}");
}
