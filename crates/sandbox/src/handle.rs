//! The way of a request through the sandbox: find the operation, see who calls, understand the request, let the behaviour
//! answer, write the answer.

use hwc_models::CATALOG;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::HOST;
use hwc_transport::http::request::Parts;
use hwc_transport::http::uri::Authority;
use hwc_transport::http::{Response, StatusCode};
use hwc_wire::catalog::Entry;
use hwc_wire::{Received, Service};
use rusqlite::Connection;

use crate::answer::{Answer, Stamp};
use crate::behaviour::understand;
use crate::context::{Context, Settings};
use crate::credentials::{Asked, Identity};
use crate::faults::Kind;
use crate::form::{self, Part};
use crate::refusal::Refusal;
use crate::router::Found;
use crate::sandbox::{Inner, millis};
use crate::store::Attempt;
use crate::{credentials, faults, objects};

/// A request as the steps below see it.
struct Request<'a> {
    head: &'a Parts,
    body: &'a [u8],
    origin: String,
    now: i64,
}

/// What a request line leads to.
struct Route<'a> {
    entry: &'static Entry,
    parameters: Vec<(&'static str, &'a str)>,
}

/// Answers one request. What its behaviour does is one transaction, undone when it refuses; the number of the request
/// stays, and so does a session that was prolonged.
pub(crate) fn handle(inner: &Inner, head: &Parts, body: &[u8]) -> Response<Bytes> {
    let now = inner.now();
    let request = Request { head, body, origin: origin(head), now: millis(now) };
    let stamp = Stamp { request_id: request_id(inner.numbers.next()), now };
    let db = inner.db();
    let answer = answer(inner, &db, &request, &stamp.request_id).unwrap_or_else(|_| broken(&stamp.request_id));
    drop(db);
    answer.into_response(&stamp)
}

/// What is to go wrong with a request, and the service that it asks.
pub(crate) fn fault(inner: &Inner, head: &Parts) -> Option<(&'static Service, Kind)> {
    if inner.faults.is_empty() {
        return None;
    }
    let operation = route(inner, head, &origin(head)).ok()?.entry.operation;
    inner.faults.take(operation).map(|kind| (operation.service, kind))
}

/// The answer to a request that fails on demand.
pub(crate) fn fail(inner: &Inner, service: &Service, kind: Kind) -> Response<Bytes> {
    numbered(inner, |id| faults::answer(kind, service, id))
}

/// What the gateway says to a body of more than 12 MB, by its table of errors.
pub(crate) fn too_large(inner: &Inner) -> Response<Bytes> {
    let refusal = Refusal::gateway(StatusCode::PAYLOAD_TOO_LARGE, "APIGW.0201", "Request entity too large.");
    numbered(inner, |id| Answer::refusal(None, &refusal, id))
}

/// An answer for which nothing but the number of the request is needed.
fn numbered(inner: &Inner, answer: impl FnOnce(&str) -> Answer) -> Response<Bytes> {
    let stamp = Stamp { request_id: request_id(inner.numbers.next()), now: inner.now() };
    answer(&stamp.request_id).into_response(&stamp)
}

/// The answer when the database fails.
fn broken(request_id: &str) -> Answer {
    let refusal = Refusal::gateway(StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601", "The sandbox's database failed.");
    Answer::refusal(None, &refusal, request_id)
}

fn request_id(number: i64) -> String {
    format!("{number:032x}")
}

fn answer(inner: &Inner, db: &Connection, request: &Request<'_>, request_id: &str) -> rusqlite::Result<Answer> {
    let (path, query) = (request.head.uri.path(), request.head.uri.query().unwrap_or_default());
    if objects::is_object(path) {
        return objects::fetch(db, request.now, &request.head.method, path, query);
    }
    let answer = operate(inner, db, request);
    Ok(answer.unwrap_or_else(|(service, refusal)| Answer::refusal(service, &refusal, request_id)))
}

type Refused = (Option<&'static Service>, Refusal);

fn operate(inner: &Inner, db: &Connection, request: &Request<'_>) -> Result<Answer, Refused> {
    let route = route(inner, request.head, &request.origin).map_err(|refusal| (None, refusal))?;
    perform(inner, db, request, &route).map_err(|refusal| (Some(route.entry.operation.service), refusal))
}

/// Finds the operation. The gateway answers unknown paths and unknown methods with 404, by its table of errors.
fn route<'a>(inner: &Inner, head: &'a Parts, origin: &str) -> Result<Route<'a>, Refusal> {
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let message = match inner.router.find(host, head.method.as_str(), head.uri.path()) {
        Found::Operation(entry, parameters) => return Ok(Route { entry, parameters }),
        Found::OtherMethod => "The API does not exist.",
        Found::Nothing => "The API does not exist or has not been published in the environment.",
    };
    Err(Refusal::gateway(StatusCode::NOT_FOUND, "APIGW.0101", message))
}

fn perform(inner: &Inner, db: &Connection, request: &Request<'_>, route: &Route<'_>) -> Result<Answer, Refusal> {
    let (operation, path) = (route.entry.operation, &route.parameters);
    let asked = Asked { operation, head: request.head, body: request.body, path, now: request.now };
    let identity = credentials::identify(db, &asked, inner.strict)?;
    let attempt = Attempt::begin(db)?;
    let answer = act(inner, db, request, route, identity)?;
    if attempt.has_written() {
        inner.numbers.keep(db)?;
    }
    attempt.commit()?;
    Ok(answer)
}

fn act(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    route: &Route<'_>,
    identity: Identity,
) -> Result<Answer, Refusal> {
    let headers = &request.head.headers;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let query = request.head.uri.query().unwrap_or_default();
    let operation = route.entry.operation;
    let is_form = (route.entry.request)().shape().is_form();
    let parts = is_form.then(|| form::parts(header("Content-Type"), request.body)).transpose()?;
    let form: Option<Vec<_>> = parts.as_ref().map(|parts| parts.iter().map(Part::received).collect());
    let received =
        Received { path: &route.parameters, query, header: &header, body: request.body, form: form.as_deref() };
    let Some(behaviour) = inner.behaviour(operation) else {
        return example(route.entry, received);
    };
    let mut cx = Context {
        db,
        settings: Settings::read(operation, &route.parameters, &header),
        caller: identity.caller,
        strict: inner.strict,
        drive_token: identity.drive_token,
        now: request.now,
        origin: &request.origin,
    };
    let answer = behaviour(&mut cx, received)?;
    Answer::typed(operation, &*answer)
}

/// The answer of an operation without behaviour. Its request has to be right all the same.
fn example(entry: &Entry, received: Received<'_>) -> Result<Answer, Refusal> {
    understand(entry.operation, received, &mut *(entry.request)())?;
    let doc = CATALOG.operation(entry.operation);
    let example = doc.and_then(|doc| doc.examples.iter().find(|example| example.fails.is_none()));
    match example {
        Some(example) => Answer::example(entry, example),
        None => Err(Refusal::internal("the spec has no example of this operation")),
    }
}

/// Scheme and host by which the sandbox was called: links to itself begin so.
fn origin(head: &Parts) -> String {
    let scheme = head.uri.scheme_str().unwrap_or("http");
    let asked = head.headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = head.uri.authority().map(Authority::as_str).or(asked);
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
