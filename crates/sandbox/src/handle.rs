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

use crate::answer::Answer;
use crate::behaviour::understand;
use crate::context::{Context, Settings};
use crate::refusal::Refusal;
use crate::router::Found;
use crate::sandbox::Inner;
use crate::{credentials, dialect, objects, store};

/// A request as the steps below see it.
struct Request<'a> {
    head: &'a Parts,
    body: &'a [u8],
    origin: String,
    now: i64,
}

/// Answers one request. It is one transaction, undone when the behaviour refuses; the number of the request stays.
pub(crate) fn handle(inner: &Inner, head: &Parts, body: &[u8]) -> Response<Bytes> {
    let request = Request { head, body, origin: origin(head), now: inner.now_millis() };
    let mut db = inner.db();
    answer(inner, &mut db, &request).unwrap_or_else(|_| broken())
}

/// What the gateway says to a body of more than 12 MB, by its table of errors.
pub(crate) fn too_large(inner: &Inner) -> Response<Bytes> {
    let refusal = Refusal::gateway(StatusCode::PAYLOAD_TOO_LARGE, "APIGW.0201", "Request entity too large.");
    let number = store::next_number(&inner.db(), "request").map(request_id);
    number.map_or_else(|_| broken(), |id| say(None, &refusal, &id).into_response(&id))
}

/// The database does not even give the request a number, so all of them have the same.
fn broken() -> Response<Bytes> {
    let refusal = Refusal::gateway(StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601", "The sandbox's database failed.");
    say(None, &refusal, &request_id(0)).into_response(&request_id(0))
}

fn request_id(number: i64) -> String {
    format!("{number:032x}")
}

fn answer(inner: &Inner, db: &mut Connection, request: &Request<'_>) -> rusqlite::Result<Response<Bytes>> {
    let mut transaction = db.transaction()?;
    let id = request_id(store::next_number(&transaction, "request")?);
    let (path, query) = (request.head.uri.path(), request.head.uri.query().unwrap_or_default());
    let answer = if objects::is_object(path) {
        objects::fetch(&transaction, request.now, &request.head.method, path, query)?
    } else {
        let attempt = transaction.savepoint()?;
        match operate(inner, &attempt, request) {
            Ok(answer) => attempt.commit().map(|()| answer)?,
            Err((service, refusal)) => say(service, &refusal, &id),
        }
    };
    transaction.commit()?;
    Ok(answer.into_response(&id))
}

fn say(service: Option<&Service>, refusal: &Refusal, request_id: &str) -> Answer {
    let (status, body) = dialect::say(service, refusal, request_id);
    Answer::json(status, &body)
}

type Refused = (Option<&'static Service>, Refusal);

fn operate(inner: &Inner, db: &Connection, request: &Request<'_>) -> Result<Answer, Refused> {
    let host = request.origin.split_once("://").map_or("", |(_, host)| host);
    let (method, path) = (request.head.method.as_str(), request.head.uri.path());
    let (entry, parameters) = match inner.router.find(host, method, path) {
        Found::Operation(entry, parameters) => (entry, parameters),
        Found::OtherMethod => return Err((None, no_such_api("The API does not exist."))),
        Found::Nothing => {
            return Err((None, no_such_api("The API does not exist or has not been published in the environment.")));
        }
    };
    perform(inner, db, request, entry, &parameters).map_err(|refusal| (Some(entry.operation.service), refusal))
}

/// The gateway's answer to unknown paths and to unknown methods, both with 404 by its table of errors.
fn no_such_api(message: &str) -> Refusal {
    Refusal::gateway(StatusCode::NOT_FOUND, "APIGW.0101", message)
}

fn perform(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    entry: &Entry,
    parameters: &[(&str, &str)],
) -> Result<Answer, Refusal> {
    let headers = &request.head.headers;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let operation = entry.operation;
    credentials::check(operation, &header)?;
    let query = request.head.uri.query().unwrap_or_default();
    let received = Received { path: parameters, query, header: &header, body: request.body };
    let Some(behaviour) = inner.behaviour(operation) else {
        return example(entry, received);
    };
    let settings = Settings::read(operation, parameters, &header);
    let caller = credentials::caller(db, &header)?;
    let mut cx = Context { db, settings, caller, now: request.now, origin: &request.origin };
    let answer = behaviour(&mut cx, received)?;
    Answer::typed(operation, &*answer)
}

/// The answer of an operation without behaviour. Its request has to be right all the same.
fn example(entry: &Entry, received: Received<'_>) -> Result<Answer, Refusal> {
    understand(entry.operation, received, &mut *(entry.request)())?;
    let doc = CATALOG.operation(entry.operation);
    let example = doc.and_then(|doc| doc.examples.iter().find(|example| example.fails.is_none()));
    example.map(Answer::example).ok_or_else(|| Refusal::internal("the spec has no example of this operation"))
}

/// Scheme and host by which the sandbox was called: links to itself begin so.
fn origin(head: &Parts) -> String {
    let scheme = head.uri.scheme_str().unwrap_or("http");
    let asked = head.headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = head.uri.authority().map(Authority::as_str).or(asked);
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
