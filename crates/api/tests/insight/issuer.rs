//! A fake service that issues embed tickets. It can be slow, fail, and hide its list of tickets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::http::Response;
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{BodyError, HttpRequest};
use hwc_api::{Body, Client, Clock, Operation, Timestamp, Transport, TransportError};
use serde_json::{Value, json};

use crate::common::{client, clock};

/// The lifetime of the tickets.
pub(crate) const LIFETIME: Duration = Duration::from_secs(3600);

/// A service that issues tickets. Clones share their state.
#[derive(Clone)]
pub(crate) struct Issuer {
    pub(crate) clock: ManualClock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    delay: Duration,
    fails: bool,
    hides_list: bool,
    /// The number of responses to lose.
    loses: usize,
    tickets: Vec<Issued>,
    attempts: usize,
    lists: usize,
    running: usize,
    most: usize,
}

/// A ticket with the number of uses that it allows.
#[derive(Clone)]
struct Issued {
    name: String,
    user: String,
    uses: u64,
    expires_at: SystemTime,
}

impl Issuer {
    pub(crate) fn new() -> Self {
        Self { clock: clock(), state: Arc::default() }
    }

    /// Sets the delay of each response.
    pub(crate) fn slow(self, delay: Duration) -> Self {
        self.state.lock().unwrap().delay = delay;
        self
    }

    /// Sets whether new tickets are refused.
    pub(crate) fn fail(&self, fails: bool) {
        self.state.lock().unwrap().fails = fails;
    }

    /// Sets whether the list of tickets is refused.
    pub(crate) fn hide_list(&self, hides: bool) {
        self.state.lock().unwrap().hides_list = hides;
    }

    /// Performs the next request, but loses its response.
    pub(crate) fn lose_next(&self) {
        self.state.lock().unwrap().loses = 1;
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.clock, self.transport())
    }

    fn transport(&self) -> impl Transport + 'static {
        let issuer = self.clone();
        move |request: HttpRequest| {
            let issuer = issuer.clone();
            async move { issuer.respond(request).await }
        }
    }

    async fn respond(&self, request: HttpRequest) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let operation = head.extensions.get::<&'static Operation>().unwrap().name;
        let body = body.collect(usize::MAX).await.unwrap();
        let delay = {
            let mut state = self.state.lock().unwrap();
            state.running += 1;
            state.most = state.most.max(state.running);
            state.delay
        };
        if !delay.is_zero() {
            self.clock.sleep(delay).await;
        }
        let (status, body) = self.perform(operation, &body);
        if self.is_lost() {
            return Err(TransportError::response_interrupted(BodyError::interrupted("lost")));
        }
        let body = Body::from(body.to_string());
        Ok(Response::builder().status(status).header("content-type", "application/json").body(body).unwrap())
    }

    fn is_lost(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        let is_lost = state.loses > 0;
        state.loses = state.loses.saturating_sub(1);
        is_lost
    }

    fn perform(&self, operation: &str, body: &[u8]) -> (u16, Value) {
        let now = self.clock.now();
        let mut state = self.state.lock().unwrap();
        state.running -= 1;
        let refused = (400, json!({ "error_code": "DataArtsInsight.24010003", "error_msg": "no" }));
        match operation {
            "CreateTickets" => {
                state.attempts += 1;
                if state.fails {
                    return refused;
                }
                let body: Value = serde_json::from_slice(body).unwrap();
                let name = format!("ticket-{}", state.tickets.len() + 1);
                let (user, uses) = (body["user_id"].as_str().unwrap().to_owned(), body["ticket_num"].as_u64().unwrap());
                state.tickets.push(Issued { name: name.clone(), user, uses, expires_at: now + LIFETIME });
                (200, json!({ "ticket": name }))
            }
            "ListTickets" if state.hides_list => refused,
            "ListTickets" => {
                state.lists += 1;
                let valid: Vec<Value> = state.tickets.iter().filter(|one| one.expires_at > now).map(listed).collect();
                (200, json!({ "count": valid.len(), "page_data": valid }))
            }
            other => panic!("unexpected {other}"),
        }
    }

    /// Returns the number of tickets that were issued.
    pub(crate) fn issued(&self) -> usize {
        self.state.lock().unwrap().tickets.len()
    }

    /// Returns the number of requests for a ticket, refused or not.
    pub(crate) fn attempts(&self) -> usize {
        self.state.lock().unwrap().attempts
    }

    /// Returns the maximum number of concurrent requests.
    pub(crate) fn most(&self) -> usize {
        self.state.lock().unwrap().most
    }

    /// Asserts that no ticket is used more often than it allows, and that each one is valid now.
    pub(crate) fn check(&self, urls: &[String]) {
        let (state, now) = (self.state.lock().unwrap(), self.clock.now());
        let mut uses: BTreeMap<&str, u64> = BTreeMap::new();
        for url in urls {
            *uses.entry(url.split_once("ticket=").unwrap().1).or_default() += 1;
        }
        for (name, count) in uses {
            let ticket = state.tickets.iter().find(|ticket| ticket.name == name).unwrap();
            assert!(count <= ticket.uses, "{name} is used {count} times");
            assert!(ticket.expires_at > now, "{name} has expired");
        }
    }
}

fn listed(ticket: &Issued) -> Value {
    let millis = ticket.expires_at.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    json!({
        "ticket": ticket.name,
        "expire_time": Timestamp::from_unix_millis(i64::try_from(millis).unwrap()).as_str(),
        "left_num": ticket.uses.to_string(),
        "user_id": ticket.user,
    })
}
