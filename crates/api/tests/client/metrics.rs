//! The metrics of calls, with a recorder that stores them as text.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use hwc_api::{Method, TransportError};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

use crate::common::{AUTH_TOKEN, CreateCase, Fake, ListCases, OSM, builder, clock, patiently};

/// A recorder that stores each value with the name and the labels of its metric.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

/// A metric with its labels.
struct Metric(String, Lines);

impl Lines {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap()).join("\n")
    }

    fn metric(&self, key: &Key) -> Arc<Metric> {
        let labels: BTreeSet<String> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let labels = labels.into_iter().collect::<Vec<_>>().join(" ");
        Arc::new(Metric(format!("{} {labels}", key.name().trim_start_matches("hwc.client.call.")), self.clone()))
    }

    fn describe(&self, name: &KeyName, unit: Option<Unit>) {
        self.add(format!("{} {}", name.as_str(), unit.unwrap().as_str()));
    }
}

impl Recorder for Lines {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.describe(&name, unit);
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.describe(&name, unit);
    }

    fn describe_histogram(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        self.describe(&name, unit);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.metric(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.metric(key))
    }
}

impl CounterFn for Metric {
    fn increment(&self, value: u64) {
        self.1.add(format!("{} +{value}", self.0));
    }

    fn absolute(&self, value: u64) {
        self.1.add(format!("{} ={value}", self.0));
    }
}

impl HistogramFn for Metric {
    fn record(&self, value: f64) {
        self.1.add(format!("{} {value}", self.0));
    }
}

/// Runs `work` with a recorder, and returns what it recorded.
fn recorded(work: impl AsyncFnOnce(&Lines)) -> String {
    let lines = Lines::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    metrics::with_local_recorder(&lines, || runtime.block_on(work(&lines)));
    lines.take()
}

#[test]
fn a_call_records_its_duration_and_attempts() {
    let text = recorded(async |lines| {
        let (fake, clock) = (Fake::default().then_with(429, &[("retry-after", "2")], "").then(200, "{}"), clock());
        let builder = builder().clock(Arc::new(clock.clone())).max_attempts(2);
        let client = builder.transport(fake.transport()).build().unwrap();
        lines.take();
        patiently(&clock, client.send(ListCases::new())).await.unwrap();
        lines.add(format!("clock {}", hwc_api::Clock::monotonic(&clock).as_secs_f64()));
    });
    let (text, elapsed) = text.rsplit_once("\nclock ").unwrap();
    let labels = "http.response.status_code=200 rpc.method=ListCases rpc.service=osm";
    assert_eq!(text, format!("duration {labels} {elapsed}\nattempts {labels} 2"));
    assert!(elapsed.parse::<f64>().unwrap() >= 2.0, "{elapsed}");
}

#[test]
fn a_failed_call_is_counted_with_the_type_of_its_error() {
    let text = recorded(async |lines| {
        let refused = TransportError::not_sent(std::io::Error::other("refused"));
        let client = crate::common::client(&Fake::default().then(400, r#"{"error_code": "X"}"#).then_fail(refused));
        lines.take();
        client.send(CreateCase::new("t")).await.unwrap_err();
        client.send(ListCases::new()).await.unwrap_err();
        client.send(CreateCase::new("a title that is too long")).await.unwrap_err();
    });
    insta::assert_snapshot!(text, @r"
    duration error.type=400 http.response.status_code=400 rpc.method=CreateCase rpc.service=osm 0
    attempts error.type=400 http.response.status_code=400 rpc.method=CreateCase rpc.service=osm 1
    errors error.type=400 http.response.status_code=400 rpc.method=CreateCase rpc.service=osm +1
    duration error.type=not_sent rpc.method=ListCases rpc.service=osm 0
    attempts error.type=not_sent rpc.method=ListCases rpc.service=osm 1
    errors error.type=not_sent rpc.method=ListCases rpc.service=osm +1
    duration error.type=invalid_request rpc.method=CreateCase rpc.service=osm 0
    attempts error.type=invalid_request rpc.method=CreateCase rpc.service=osm 0
    errors error.type=invalid_request rpc.method=CreateCase rpc.service=osm +1
    ");
}

#[test]
fn a_canceled_call_is_counted() {
    let text = recorded(async |lines| {
        let fake = Fake::default().then(503, "");
        let client = builder().max_attempts(2).transport(fake.transport()).build().unwrap();
        lines.take();
        let mut call = Box::pin(client.send(ListCases::new()).into_future());
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    });
    insta::assert_snapshot!(text, @r"
    duration error.type=canceled http.response.status_code=503 rpc.method=ListCases rpc.service=osm 0
    attempts error.type=canceled http.response.status_code=503 rpc.method=ListCases rpc.service=osm 1
    errors error.type=canceled http.response.status_code=503 rpc.method=ListCases rpc.service=osm +1
    ");
}

#[test]
fn no_label_has_a_value_of_the_request_or_the_response() {
    let text = recorded(async |lines| {
        let body = format!(r#"{{"error_code": "CODE", "error_msg": "bad {AUTH_TOKEN}", "request_id": "r-1"}}"#);
        let fake = Fake::default().then(403, &body);
        let client = crate::common::client(&fake);
        lines.take();
        client.raw_request(&OSM, Method::Get, "/path-of-user").query("q", "QUERY").await.unwrap_err();
    });
    insta::assert_snapshot!(text, @r"
    duration error.type=403 http.response.status_code=403 rpc.service=osm 0
    attempts error.type=403 http.response.status_code=403 rpc.service=osm 1
    errors error.type=403 http.response.status_code=403 rpc.service=osm +1
    ");
    for value in [AUTH_TOKEN, "CODE", "r-1", "path-of-user", "QUERY"] {
        assert!(!text.contains(value), "{value}: {text}");
    }
}

#[test]
fn building_a_client_describes_the_metrics() {
    let text = recorded(async |_| drop(crate::common::client(&Fake::default())));
    insta::assert_snapshot!(text, @r"
    hwc.client.call.duration seconds
    hwc.client.call.attempts count
    hwc.client.call.errors count
    ");
}
