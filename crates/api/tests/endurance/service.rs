//! A simulated service: IAM, which issues tokens, and Service Tickets, which accepts them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::http::Response;
use hwc_api::serde_json::{Value, json};
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Body, Timestamp, Transport, TransportError};

/// A disturbance of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disturbance {
    /// No connection is accepted.
    Refused,
    /// Requests fail with status 503.
    Unavailable,
    /// Requests are handled, and the connection ends before the response.
    ResponsesLost,
    /// The quota is half of the load.
    LowQuota,
    /// Tokens are revoked before they expire.
    TokensRevoked,
}

/// The disturbances by the seconds in which they happen.
pub(crate) const DISTURBANCES: [(Range<u64>, Disturbance); 5] = [
    (600..620, Disturbance::Refused),
    (1200..1215, Disturbance::Unavailable),
    (1800..1805, Disturbance::ResponsesLost),
    (2400..2420, Disturbance::LowQuota),
    (3000..3001, Disturbance::TokensRevoked),
];

/// The lifetime of a token.
const LIFETIME: Duration = Duration::from_secs(900);

/// The shortest time to a response, and the largest random addition in milliseconds.
const LATENCY: Duration = Duration::from_millis(10);
const JITTER: u64 = 20;

/// The service, with its counts.
pub(crate) struct Service {
    clock: ManualClock,
    rate: u64,
    state: Mutex<State>,
    /// The number of times that the ticket of each call was opened.
    created: Vec<AtomicU8>,
    /// Requests of Service Tickets, those with a rejected token, and those above the quota.
    pub(crate) requests: AtomicU64,
    pub(crate) rejected: AtomicU64,
    pub(crate) throttled: AtomicU64,
    pub(crate) sign_ins: AtomicU64,
}

#[derive(Default)]
struct State {
    /// The end of each valid token.
    tokens: BTreeMap<String, Duration>,
    /// The current second, and its requests.
    second: u64,
    count: u64,
}

type Outcome = Result<Response<Body>, TransportError>;

/// Returns a transport to the service.
pub(crate) fn transport(service: &Arc<Service>) -> impl Transport + 'static {
    let service = Arc::clone(service);
    move |request: HttpRequest| {
        let service = Arc::clone(&service);
        async move { service.respond(request).await }
    }
}

impl Service {
    /// Creates a service for this load.
    pub(crate) fn new(clock: &ManualClock, rate: u64, seconds: u64) -> Self {
        let created = (0..rate * seconds).map(|_| AtomicU8::new(0)).collect();
        let [requests, rejected, throttled, sign_ins] = [(); 4].map(|()| AtomicU64::new(0));
        let state = Mutex::default();
        Self { clock: clock.clone(), rate, state, created, requests, rejected, throttled, sign_ins }
    }

    /// Returns how often the ticket of a call was opened.
    pub(crate) fn created(&self, call: u64) -> u8 {
        self.created[call as usize].load(Ordering::Relaxed)
    }

    /// Returns the counts as text.
    pub(crate) fn counts(&self) -> String {
        let Self { requests, rejected, throttled, sign_ins, .. } = self;
        format!("{requests:?} requests, {rejected:?} rejected, {throttled:?} throttled, {sign_ins:?} sign-ins")
    }

    async fn respond(&self, request: HttpRequest) -> Outcome {
        self.clock.sleep(LATENCY + Duration::from_millis(self.clock.random() % JITTER)).await;
        let disturbance = self.disturbance();
        if disturbance == Some(Disturbance::Refused) {
            self.requests.fetch_add(u64::from(!is_sign_in(&request)), Ordering::Relaxed);
            return Err(TransportError::not_sent("connection refused"));
        }
        if is_sign_in(&request) {
            return Ok(self.sign_in());
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        if disturbance == Some(Disturbance::Unavailable) {
            return Ok(failure(503, &json!({})));
        }
        if let Some(failure) = self.refuse(&request, disturbance) {
            return Ok(failure);
        }
        let response = self.perform(request).await;
        match disturbance {
            Some(Disturbance::ResponsesLost) => Err(TransportError::maybe_sent("connection reset")),
            _ => Ok(response),
        }
    }

    fn disturbance(&self) -> Option<Disturbance> {
        let second = self.clock.monotonic().as_secs();
        DISTURBANCES.iter().find(|(seconds, _)| seconds.contains(&second)).map(|(_, disturbance)| *disturbance)
    }

    /// Issues a token. Tokens that have expired are forgotten.
    fn sign_in(&self) -> Response<Body> {
        let number = self.sign_ins.fetch_add(1, Ordering::Relaxed);
        let (token, now) = (format!("token-{number}"), self.clock.monotonic());
        let end = now + LIFETIME;
        let mut state = self.state.lock().unwrap();
        state.tokens.retain(|_, end| *end > now);
        state.tokens.insert(token.clone(), end);
        drop(state);
        let expires_at = Timestamp::from_unix_millis(i64::try_from(end.as_millis()).unwrap());
        let body = json!({ "token": { "expires_at": expires_at.as_str() } }).to_string();
        Response::builder().status(201).header("x-subject-token", token).body(body.into()).unwrap()
    }

    /// Returns the error response to a request above the quota or without a valid token.
    fn refuse(&self, request: &HttpRequest, disturbance: Option<Disturbance>) -> Option<Response<Body>> {
        let (now, mut state) = (self.clock.monotonic(), self.state.lock().unwrap());
        if state.second != now.as_secs() {
            (state.second, state.count) = (now.as_secs(), 0);
        }
        state.count += 1;
        let quota = if disturbance == Some(Disturbance::LowQuota) { self.rate / 2 } else { self.rate * 2 };
        if state.count > quota {
            self.throttled.fetch_add(1, Ordering::Relaxed);
            return Some(failure(429, &json!({ "error_code": "APIGW.0308", "error_msg": "Throttled." })));
        }
        if disturbance == Some(Disturbance::TokensRevoked) && state.count == 1 {
            state.tokens.clear();
        }
        let token = request.headers().get("x-auth-token").and_then(|token| token.to_str().ok()).unwrap_or_default();
        if state.tokens.get(token).is_some_and(|end| *end > now) {
            return None;
        }
        self.rejected.fetch_add(1, Ordering::Relaxed);
        Some(failure(401, &json!({ "error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication." })))
    }

    /// Handles a request: opens a ticket, whose description is the number of the call, or lists none.
    async fn perform(&self, request: HttpRequest) -> Response<Body> {
        if request.method() != "POST" {
            return success(&json!({ "total_count": 0, "incident_info_list": [] }));
        }
        let body = request.into_body().collect(1 << 16).await.unwrap();
        let ticket: Value = hwc_api::serde_json::from_slice(&body).unwrap();
        let number: usize = ticket["simple_description"].as_str().unwrap().parse().unwrap();
        self.created[number].fetch_add(1, Ordering::Relaxed);
        success(&json!({ "incident_id": format!("case-{number}") }))
    }
}

fn is_sign_in(request: &HttpRequest) -> bool {
    request.uri().path() == "/v3/auth/tokens"
}

fn success(body: &Value) -> Response<Body> {
    Response::new(body.to_string().into())
}

/// Returns an error response. That of a throttled request has the time to wait.
fn failure(status: u16, body: &Value) -> Response<Body> {
    let response = Response::builder().status(status);
    let response = if status == 429 { response.header("retry-after", "1") } else { response };
    response.body(body.to_string().into()).unwrap()
}
