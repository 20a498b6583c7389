//! The control API of the sandbox, for the page. The token of the link stands for that of the API.

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hwc_api::http::header::CONTENT_TYPE;
use hwc_api::http::request::Parts;
use hwc_api::http::{Request, StatusCode};
use hwc_sandbox::Sandbox;
use hyper::body::Incoming;

use super::respond::{self, PageResponse};

/// The maximum size of a request.
const MAX_BODY: usize = 1 << 20;

/// Passes a request on to the sandbox. `path` begins with `_sandbox/`.
pub(super) async fn respond(sandbox: &Sandbox, head: &Parts, path: &str, body: Incoming) -> PageResponse {
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return respond::error(StatusCode::PAYLOAD_TOO_LARGE, "the request is larger than 1 MB or was interrupted");
    };
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut request = Request::builder().method(head.method.clone()).uri(format!("/{path}{query}"));
    if let Some(media_type) = head.headers.get(CONTENT_TYPE) {
        request = request.header(CONTENT_TYPE, media_type);
    }
    match request.body(body.to_bytes()) {
        Ok(request) => from_sandbox(sandbox.control(request).await.into_parts()),
        Err(error) => respond::error(StatusCode::BAD_REQUEST, &error.to_string()),
    }
}

/// Adds the headers of the page to a response of the sandbox.
fn from_sandbox((head, body): (hwc_api::http::response::Parts, Bytes)) -> PageResponse {
    respond::content(head.status, "application/json", body)
}
