//! A fake service that returns scripted responses in order and records its requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use hwc_api::http::{HeaderMap, Response};
use hwc_api::transport::HttpRequest;
use hwc_api::{Body, Operation, Transport, TransportError};

type Told = Result<Response<Body>, TransportError>;

/// A fake service with scripted responses.
#[derive(Clone, Default)]
pub(crate) struct Fake(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    told: VecDeque<Told>,
    seen: Vec<Seen>,
}

/// A recorded request.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) operation: Option<&'static str>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Fake {
    /// Creates a service that responds with status 200 and these JSON bodies, in order.
    pub(crate) fn answering<'a>(bodies: impl IntoIterator<Item = &'a str>) -> Self {
        bodies.into_iter().fold(Self::default(), |fake, body| fake.then(200, body))
    }

    /// Adds a response with this status and this JSON.
    pub(crate) fn then(self, status: u16, body: &str) -> Self {
        self.then_with(status, &[("content-type", "application/json")], body)
    }

    /// Adds a response with this status, these headers and this body.
    pub(crate) fn then_with(self, status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        self.tell(Ok(answer.body(Body::from(body.to_owned())).unwrap()))
    }

    /// Adds a failure of the transport.
    pub(crate) fn then_fail(self, error: TransportError) -> Self {
        self.tell(Err(error))
    }

    fn tell(self, told: Told) -> Self {
        self.0.lock().unwrap().told.push_back(told);
        self
    }

    /// Returns a closure that is a transport to this service.
    pub(crate) fn transport(&self) -> impl Transport + 'static {
        let fake = self.clone();
        move |request: HttpRequest| {
            let fake = fake.clone();
            async move { fake.answer(request).await }
        }
    }

    async fn answer(&self, request: HttpRequest) -> Told {
        let (head, body) = request.into_parts();
        let body = body.collect(usize::MAX).await.unwrap();
        let seen = Seen {
            line: format!("{} {}", head.method, head.uri),
            headers: head.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
            operation: head.extensions.get::<&'static Operation>().map(|operation| operation.name),
        };
        let mut state = self.0.lock().unwrap();
        state.seen.push(seen);
        state.told.pop_front().unwrap()
    }

    /// Returns the recorded requests, in order.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0.lock().unwrap().seen.clone()
    }

    /// Returns the only recorded request.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1);
        seen[0].clone()
    }

    /// Returns the queries of the recorded requests, in order.
    pub(crate) fn queries(&self) -> Vec<String> {
        let query = |seen: Seen| seen.line.split_once('?').map_or("", |(_, query)| query).to_owned();
        self.seen().into_iter().map(query).collect()
    }
}
