//! The routes: the files of the page, the catalog, and the calls.

use std::sync::OnceLock;

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hwc_api::http::header::{ALLOW, CONTENT_TYPE};
use hwc_api::http::request::Parts;
use hwc_api::http::{HeaderValue, Method, StatusCode};
use hyper::Request;
use hyper::body::Incoming;

use super::assets::Asset;
#[cfg(feature = "sandbox")]
use super::control;
use super::guard;
use super::respond::{self, PageResponse};
use crate::call::{explain, preview, send};
use crate::explorer::Shared;
use crate::input::{CallInput, Rejection};
use crate::{catalog, openapi, samples};

/// The maximum size of a request of the page. Files are part of it, in Base64.
const MAX_BODY: usize = 24 << 20;

/// Handles a request.
pub(super) async fn respond(shared: &Shared, request: Request<Incoming>) -> PageResponse {
    let (head, body) = request.into_parts();
    let path = match guard::check(&head, &shared.token) {
        Ok(path) => path,
        Err((status, reason)) => return respond::text(status, reason),
    };
    #[cfg(feature = "sandbox")]
    if let Some(sandbox) = shared.connection.sandbox.as_ref().filter(|_| path.starts_with("_sandbox/")) {
        return control::respond(sandbox, &head, path, body).await;
    }
    match (&head.method, path.strip_prefix("api/")) {
        (&Method::GET, None) => file(shared, path),
        (&Method::POST, Some(action)) => post(shared, &head, action, body).await,
        (_, None) => method_not_allowed("GET"),
        (_, Some(_)) => method_not_allowed("POST"),
    }
}

fn method_not_allowed(allowed: &'static str) -> PageResponse {
    let mut response = respond::text(StatusCode::METHOD_NOT_ALLOWED, "method not allowed");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// Returns a file of the page, or a document that is made from the catalog.
fn file(shared: &Shared, path: &str) -> PageResponse {
    static CATALOG: OnceLock<Bytes> = OnceLock::new();
    static OPENAPI: OnceLock<Bytes> = OnceLock::new();
    let make = |document: serde_json::Value| Bytes::from(respond::gzip(document.to_string().as_bytes()));
    match path {
        "catalog.json" => {
            respond::compressed("application/json", CATALOG.get_or_init(|| make(catalog::document())).clone())
        }
        "openapi.json" => {
            respond::compressed("application/json", OPENAPI.get_or_init(|| make(openapi::document())).clone())
        }
        "connection.json" => respond::json(StatusCode::OK, &catalog::connection(&shared.connection)),
        path => match Asset::find(path) {
            Some(asset) => respond::content(StatusCode::OK, asset.media_type, asset.content()),
            None => respond::text(StatusCode::NOT_FOUND, "not found"),
        },
    }
}

/// Handles a call of the page.
async fn post(shared: &Shared, head: &Parts, action: &str, body: Incoming) -> PageResponse {
    let is_json = head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if !is_json {
        return respond::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, "expected `Content-Type: application/json`");
    }
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return respond::error(StatusCode::PAYLOAD_TOO_LARGE, "the request is larger than 24 MB or was interrupted");
    };
    let input = match CallInput::parse(&body.to_bytes()) {
        Ok(input) => input,
        Err(rejection) => return rejected(&rejection),
    };
    match perform(shared, action, &input).await {
        Ok(response) => response,
        Err(rejection) => rejected(&rejection),
    }
}

async fn perform(shared: &Shared, action: &str, input: &CallInput) -> Result<PageResponse, Rejection> {
    let connection = &shared.connection;
    Ok(match action {
        "validate" => respond::json(StatusCode::OK, &preview::validate(input)),
        "preview" => respond::json(StatusCode::OK, &preview::preview(input)?),
        "send" => respond::json(StatusCode::OK, &send::send(connection, input).await?),
        "explain" => respond::json(StatusCode::OK, &explain::explain(connection, input).await?),
        "export" => respond::content(StatusCode::OK, "application/zip", samples::archive(input)?),
        _ => respond::error(StatusCode::NOT_FOUND, "unknown action"),
    })
}

/// Returns the reason of a rejection. The page shows it, so the status is one that scripts can read.
fn rejected(rejection: &Rejection) -> PageResponse {
    respond::error(rejection.status(), &rejection.to_string())
}
