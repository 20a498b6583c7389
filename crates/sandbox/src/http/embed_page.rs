//! Requests for the page of an embedded analysis of DataArts Insight: `GET /embed/{embed_id}?ticket=...`.

use std::borrow::Cow;

use hwc_transport::http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use rusqlite::Connection;

use crate::http::dispatch::Request;
use crate::http::presigned::parameter;
use crate::http::response::SandboxResponse;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context, Settings};
use crate::runtime::sandbox::Inner;
use crate::runtime::store::Transaction;
use crate::services::insight::embed_page::{self, EmbedLink};

/// The path of the pages, below any host.
const PATH: &str = "/embed/";

/// Returns true for the path of a page.
pub(crate) fn is_page(path: &str) -> bool {
    embed_id(path).is_some()
}

fn embed_id(path: &str) -> Option<&str> {
    path.strip_prefix(PATH).filter(|id| !id.is_empty() && !id.contains('/'))
}

/// Returns the page. It writes, because a ticket loses one of its uses.
pub(crate) fn show(inner: &Inner, db: &Connection, request: &Request) -> Result<SandboxResponse, ApiError> {
    if request.head.method != Method::GET {
        let text = b"an embedded analysis can only be read with GET".to_vec();
        return Ok(SandboxResponse::new(StatusCode::METHOD_NOT_ALLOWED, text).header("Allow", "GET"));
    }
    let transaction = Transaction::begin(db)?;
    let uri = &request.head.uri;
    let embed_id = decoded(embed_id(uri.path()).unwrap_or_default());
    let ticket = parameter(uri.query().unwrap_or_default(), "ticket").map(decoded).filter(|ticket| !ticket.is_empty());
    let link = EmbedLink { embed_id: &embed_id, ticket: ticket.as_deref() };
    let page = embed_page::open(&mut context(inner, db, request), &link)?;
    transaction.commit_with(&inner.request_counter)?;
    let response = SandboxResponse::new(page.status, page.html.into_bytes());
    Ok(response
        .header("Content-Type", "text/html; charset=utf-8")
        .header("Content-Security-Policy", &embed_page::content_security_policy())
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff"))
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Returns the context of a viewer, who has no credentials.
fn context<'a>(inner: &'a Inner, db: &'a Connection, request: &Request) -> Context<'a> {
    Context {
        db,
        settings: Settings::default(),
        caller: Caller::demo(),
        strict: inner.strict,
        secrets: inner.secrets(),
        contents: &inner.contents,
        proof_origin: None,
        drive_token: None,
        folder_scope: None,
        deferred: None,
        now: request.now(),
        origin: "",
    }
}
