//! Presigned URLs: sending bodies, and fetching ranges.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::http::{Method, Response, StatusCode};
use hwc_api::transport::{HttpRequest, Presigned};
use hwc_api::{Body, Client, ErrorKind, PresignedUrl, TransportError};

/// A server with statuses and bodies for its responses, and the requests that it received.
#[derive(Clone, Default)]
struct Store {
    responses: Arc<Mutex<Vec<(u16, &'static str)>>>,
    received: Arc<Mutex<Vec<String>>>,
}

impl Store {
    fn new(responses: &[(u16, &'static str)]) -> Self {
        let responses = responses.iter().rev().copied().collect();
        Self { responses: Arc::new(Mutex::new(responses)), received: Arc::default() }
    }

    fn client(&self, clock: &ManualClock) -> Client {
        let store = self.clone();
        let transport = move |request: HttpRequest| {
            let store = store.clone();
            async move { store.respond(request).await }
        };
        Client::builder().transport(transport).clock(Arc::new(clock.clone())).koodrive_token("secret").build().unwrap()
    }

    async fn respond(&self, request: HttpRequest) -> Result<Response<Body>, TransportError> {
        assert!(request.extensions().get::<Presigned>().is_some());
        assert!(request.headers().get("authorization").is_none());
        let range = request.headers().get("range").map(|range| range.to_str().unwrap().to_owned()).unwrap_or_default();
        let (head, body) = request.into_parts();
        assert_eq!(head.method == Method::PUT, body.len() != Some(0));
        let text = String::from_utf8(body.collect(100).await.unwrap().to_vec()).unwrap();
        self.received.lock().unwrap().push(format!("{} {range}{text}", head.method));
        let (status, content) = self.responses.lock().unwrap().pop().unwrap();
        Ok(Response::builder().status(StatusCode::from_u16(status).unwrap()).body(content.into()).unwrap())
    }

    fn received(&self) -> Vec<String> {
        std::mem::take(&mut self.received.lock().unwrap())
    }
}

fn url() -> PresignedUrl {
    PresignedUrl::from("https://store.example/object?signature=hidden-signature".to_owned())
}

#[tokio::test]
async fn a_body_is_sent_again_after_a_transient_error() {
    let (store, clock) = (Store::new(&[(503, ""), (200, "")]), ManualClock::new(SystemTime::UNIX_EPOCH));
    let client = store.client(&clock);
    clock.run_to_completion(client.upload_presigned(&url(), "content".into()).send()).await.unwrap();
    assert_eq!(store.received(), ["PUT content", "PUT content"]);
}

#[tokio::test]
async fn an_error_has_the_status_and_not_the_url() {
    let (store, clock) = (Store::new(&[(403, "expired: hidden-signature")]), ManualClock::new(SystemTime::UNIX_EPOCH));
    let client = store.client(&clock);
    let error = clock.run_to_completion(client.upload_presigned(&url(), "x".into()).send()).await.unwrap_err();
    assert_eq!(error.service().unwrap().status, 403);
    assert!(!format!("{error:?} {error}").contains("hidden-signature"));
    let once = Body::from_stream(hwc_api::ByteStream::from_chunks([]), None);
    let error = clock.run_to_completion(client.upload_presigned(&url(), once).send()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(store.received().len(), 1);
}

#[tokio::test]
async fn a_range_is_the_same_from_a_server_that_ignores_it() {
    let responses = [(206, "llo"), (200, "hello, world"), (206, "ll")];
    let (store, clock) = (Store::new(&responses), ManualClock::new(SystemTime::UNIX_EPOCH));
    let client = store.client(&clock);
    for _ in 0..2 {
        let bytes = client.fetch_presigned(&url()).range(2, 3).bytes().await.unwrap();
        assert_eq!(bytes, "llo");
    }
    // A part of another length is not the requested one.
    let short = client.fetch_presigned(&url()).range(2, 3).max_attempts(1).bytes().await;
    assert!(short.is_err());
    assert_eq!(store.received(), ["GET bytes=2-4"; 3]);
}
