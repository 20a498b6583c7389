//! A fake service desk that returns scripted responses by operation and records its requests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::http::Response;
use hwc_api::tickets::Tickets;
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Body, Client, ClientBuilder, Clock, Operation, Transport, TransportError};
use serde_json::{Value, json};

use crate::common::{builder, clock};

type Handler = Box<dyn FnMut(&Asked) -> (u16, Value) + Send>;

/// A service desk. Clones share their state.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) clock: ManualClock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    handlers: BTreeMap<&'static str, Handler>,
    once: BTreeMap<&'static str, VecDeque<(u16, Value)>>,
    slow: BTreeMap<&'static str, Duration>,
    asked: Vec<Asked>,
    running: usize,
    most: usize,
}

/// A recorded request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) operation: &'static str,
    /// The path and the query.
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Returns a query parameter, with blanks and colons decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
        Some(value.replace("%20", " ").replace("%3A", ":"))
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { clock: clock(), state: Arc::default() }
    }

    /// Sets the response to an operation.
    pub(crate) fn on(self, operation: &'static str, answer: Value) -> Self {
        self.does(operation, move |_| (200, answer.clone()))
    }

    /// Sets a function that computes the responses to an operation.
    pub(crate) fn does(
        self,
        operation: &'static str,
        handler: impl FnMut(&Asked) -> (u16, Value) + Send + 'static,
    ) -> Self {
        self.state.lock().unwrap().handlers.insert(operation, Box::new(handler));
        self
    }

    /// Adds a single response to an operation, which takes precedence over the permanent one.
    pub(crate) fn once(self, operation: &'static str, status: u16, answer: Value) -> Self {
        self.state.lock().unwrap().once.entry(operation).or_default().push_back((status, answer));
        self
    }

    /// Sets the delay of responses to an operation.
    pub(crate) fn slow(self, operation: &'static str, duration: Duration) -> Self {
        self.state.lock().unwrap().slow.insert(operation, duration);
        self
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        builder().clock(Arc::new(self.clock.clone())).transport(self.transport())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn tickets(&self) -> Tickets {
        self.client().tickets()
    }

    fn transport(&self) -> impl Transport + 'static {
        let desk = self.clone();
        move |request: HttpRequest| {
            let desk = desk.clone();
            async move { desk.answer(request).await }
        }
    }

    async fn answer(&self, request: HttpRequest) -> Result<Response<Body>, TransportError> {
        let asked = asked(request).await;
        let wait = self.begin(&asked);
        if let Some(wait) = wait {
            self.clock.sleep(wait).await;
        }
        let (status, answer) = self.settle(&asked);
        let answer = Body::from(answer.to_string());
        Ok(Response::builder().status(status).header("content-type", "application/json").body(answer).unwrap())
    }

    fn begin(&self, asked: &Asked) -> Option<Duration> {
        let mut state = self.state.lock().unwrap();
        state.asked.push(asked.clone());
        state.running += 1;
        state.most = state.most.max(state.running);
        state.slow.get(asked.operation).copied()
    }

    fn settle(&self, asked: &Asked) -> (u16, Value) {
        let mut state = self.state.lock().unwrap();
        state.running -= 1;
        if let Some(once) = state.once.get_mut(asked.operation).and_then(VecDeque::pop_front) {
            return once;
        }
        let handler = state.handlers.get_mut(asked.operation);
        handler.unwrap_or_else(|| panic!("no handler for {}", asked.operation))(asked)
    }

    /// Returns the recorded requests, in order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.lock().unwrap().asked.clone()
    }

    /// Returns the operations of the recorded requests, in order.
    pub(crate) fn operations(&self) -> Vec<&'static str> {
        self.asked().iter().map(|asked| asked.operation).collect()
    }

    /// Returns the requests of one operation.
    pub(crate) fn all(&self, operation: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.operation == operation).collect()
    }

    /// Returns the only request of an operation.
    pub(crate) fn only(&self, operation: &str) -> Asked {
        let all = self.all(operation);
        assert_eq!(all.len(), 1, "{operation}");
        all[0].clone()
    }

    /// Returns the maximum number of concurrent requests.
    pub(crate) fn most(&self) -> usize {
        self.state.lock().unwrap().most
    }
}

async fn asked(request: HttpRequest) -> Asked {
    let (head, body) = request.into_parts();
    let operation = head.extensions.get::<&'static Operation>().unwrap().name;
    let body = body.collect(usize::MAX).await.unwrap();
    let text = |value: &hwc_api::http::HeaderValue| value.to_str().unwrap().to_owned();
    Asked {
        operation,
        target: head.uri.path_and_query().unwrap().to_string(),
        headers: head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// Returns an error response in the format of the service.
pub(crate) fn refusal(code: &str) -> Value {
    json!({ "error_code": code, "error_msg": "no" })
}
