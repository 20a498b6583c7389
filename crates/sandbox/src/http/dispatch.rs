//! The request pipeline of the sandbox: find the operation, identify the caller, decode the request, run the handler, encode
//! the response.

use hwc_models::CATALOG;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::request::Parts;
use hwc_transport::http::{Response, StatusCode};
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{Operation, RequestRef, Service, unix_millis};
use rusqlite::Connection;

use crate::auth::{self, AuthRequest, Identity};
use crate::http::multipart::{self, Part};
use crate::http::response::{ResponseMeta, SandboxResponse};
use crate::http::router::RouteMatch;
use crate::http::{hosts, objects};
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::{Context, Settings};
use crate::runtime::faults::{self, FaultKind};
use crate::runtime::handler::decode_and_validate;
use crate::runtime::sandbox::Inner;
use crate::runtime::store::{Overlay, Transaction};
use crate::runtime::times;

/// A request in the form that the steps of the pipeline use.
struct Request<'a> {
    head: &'a Parts,
    body: &'a [u8],
    origin: String,
    now: i64,
}

/// The operation that a request line resolves to.
struct Route<'a> {
    entry: &'static OperationEntry,
    parameters: Vec<(&'static str, &'a str)>,
}

/// Handles one request. The changes of its handler are one transaction, which is rolled back on an error. The request number
/// and a prolonged session are kept in any case.
pub(crate) fn handle(inner: &Inner, head: &Parts, body: &[u8]) -> Response<Bytes> {
    let now = inner.now();
    let request = Request { head, body, origin: hosts::origin(head), now: unix_millis(now) };
    let stamp = ResponseMeta { request_id: request_id(inner.request_counter.next()), now };
    let db = inner.db();
    let answer = answer(inner, &db, &request, &stamp.request_id).unwrap_or_else(|_| broken(&stamp.request_id));
    drop(db);
    answer.into_response(&stamp)
}

/// Returns the fault to inject into a request, and the service that the request is for.
pub(crate) fn fault(inner: &Inner, head: &Parts) -> Option<(&'static Service, FaultKind)> {
    if inner.faults.is_empty() {
        return None;
    }
    let operation = route(inner, head).ok()?.entry.operation;
    inner.faults.next_for(operation).map(|kind| (operation.service, kind))
}

/// Returns the response to a request with an injected fault.
pub(crate) fn fail(inner: &Inner, service: &Service, kind: FaultKind) -> Response<Bytes> {
    numbered(inner, |id| faults::fault_response(kind, service, id))
}

/// Returns the gateway's response to a body of more than 12 MB, by its table of errors.
pub(crate) fn too_large(inner: &Inner) -> Response<Bytes> {
    let error = ApiError::gateway(StatusCode::PAYLOAD_TOO_LARGE, "APIGW.0201", "Request entity too large.");
    refused(inner, &error)
}

/// Returns the response to a body that could not be read completely.
pub(crate) fn broken_body(inner: &Inner, error: &dyn std::error::Error) -> Response<Bytes> {
    let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let message = format!("The body of the request cannot be read: {reason}.");
    refused(inner, &ApiError::gateway(StatusCode::BAD_REQUEST, "APIGW.0201", &message))
}

/// Returns the gateway's response to a request that does not reach a service.
pub(crate) fn refused(inner: &Inner, error: &ApiError) -> Response<Bytes> {
    numbered(inner, |id| SandboxResponse::error(None, error, id))
}

/// Numbers a request and returns the response that needs nothing but this number.
fn numbered(inner: &Inner, answer: impl FnOnce(&str) -> SandboxResponse) -> Response<Bytes> {
    let stamp = ResponseMeta { request_id: request_id(inner.request_counter.next()), now: inner.now() };
    answer(&stamp.request_id).into_response(&stamp)
}

/// Returns the response if the database fails.
fn broken(request_id: &str) -> SandboxResponse {
    let error = ApiError::gateway(StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601", "The sandbox's database failed.");
    SandboxResponse::error(None, &error, request_id)
}

fn request_id(number: i64) -> String {
    format!("{number:032x}")
}

fn answer(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    request_id: &str,
) -> rusqlite::Result<SandboxResponse> {
    let (path, query) = (request.head.uri.path(), request.head.uri.query().unwrap_or_default());
    if objects::is_object(path) {
        return objects::fetch(db, &inner.secrets(), request.now, (&request.head.method, path, query));
    }
    let answer = operate(inner, db, request);
    Ok(answer.unwrap_or_else(|(service, error)| SandboxResponse::error(service, &error, request_id)))
}

type Refused = (Option<&'static Service>, ApiError);

fn operate(inner: &Inner, db: &Connection, request: &Request<'_>) -> Result<SandboxResponse, Refused> {
    let route = route(inner, request.head).map_err(|error| (None, error))?;
    perform(inner, db, request, &route).map_err(|error| (Some(route.entry.operation.service), error))
}

/// Finds the operation. The gateway returns 404 for unknown paths and unknown methods, by its table of errors.
fn route<'a>(inner: &Inner, head: &'a Parts) -> Result<Route<'a>, ApiError> {
    let message = match inner.router.find(&hosts::name(head), head.method.as_str(), head.uri.path()) {
        RouteMatch::Operation(entry, parameters) => return Ok(Route { entry, parameters }),
        RouteMatch::OtherMethod => "The API does not exist.",
        RouteMatch::NotFound => "The API does not exist or has not been published in the environment.",
    };
    Err(ApiError::gateway(StatusCode::NOT_FOUND, "APIGW.0101", message))
}

fn perform(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    route: &Route<'_>,
) -> Result<SandboxResponse, ApiError> {
    let (operation, path) = (route.entry.operation, &route.parameters);
    let asked = AuthRequest { operation, head: request.head, body: request.body, path, now: request.now };
    let identity = auth::identify(db, &asked, inner.strict)?;
    match try_act(inner, db, request, route, &identity) {
        Err(error) if error.origin == ErrorOrigin::Storage => {
            without_writing(inner, db, request, route, &identity).ok_or(error)
        }
        done => done,
    }
}

fn try_act(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    route: &Route<'_>,
    identity: &Identity,
) -> Result<SandboxResponse, ApiError> {
    let transaction = Transaction::begin(db)?;
    let answer = act(inner, db, request, route, identity)?;
    if transaction.has_written() {
        inner.request_counter.persist(db)?;
    }
    transaction.commit()?;
    Ok(answer)
}

/// Handles a request on a database that cannot be written, with the changes due by now as views. Returns `None` if the
/// handler has to write.
fn without_writing(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    route: &Route<'_>,
    identity: &Identity,
) -> Option<SandboxResponse> {
    let _overlay = Overlay::lay(db, request.now).ok()?;
    let transaction = Transaction::begin(db).ok()?;
    let answer = act(inner, db, request, route, identity).ok()?;
    // The drop of `transaction` rolls back here, and the views are dropped after it.
    (!transaction.has_written()).then_some(answer)
}

fn act(
    inner: &Inner,
    db: &Connection,
    request: &Request<'_>,
    route: &Route<'_>,
    identity: &Identity,
) -> Result<SandboxResponse, ApiError> {
    let headers = &request.head.headers;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let query = request.head.uri.query().unwrap_or_default();
    let operation = route.entry.operation;
    let is_form = (route.entry.request)().descriptor().is_form();
    let parts = is_form.then(|| multipart::parts(header("Content-Type"), request.body)).transpose()?;
    let form: Option<Vec<_>> = parts.as_ref().map(|parts| parts.iter().map(Part::received).collect());
    let received =
        RequestRef { path: &route.parameters, query, header: &header, body: request.body, form: form.as_deref() };
    let Some(handler) = inner.handler(operation) else {
        return example(route.entry, received);
    };
    let mut cx = Context {
        db,
        settings: settings(operation, &route.parameters, &header)?,
        caller: identity.caller.clone(),
        strict: inner.strict,
        secrets: inner.secrets(),
        drive_token: identity.drive_token.clone(),
        now: request.now,
        origin: &request.origin,
    };
    let answer = handler(&mut cx, received)?;
    SandboxResponse::typed(operation, &*answer)
}

/// Reads the settings of a call. Its time zone must be valid.
fn settings<'h>(
    operation: &Operation,
    path: &[(&str, &str)],
    header: &dyn Fn(&str) -> Option<&'h str>,
) -> Result<Settings, ApiError> {
    let settings = Settings::read(operation, path, header);
    let zone = settings.get("time_zone").filter(|zone| !zone.is_empty());
    match zone.filter(|zone| times::zone(zone).is_none()) {
        Some(zone) => Err(ApiError::invalid(format!("X-Time-Zone is {zone}, not a time zone such as GMT+8"))),
        None => Ok(settings),
    }
}

/// Returns the example of an operation without a handler. The request must be valid all the same.
fn example(entry: &OperationEntry, received: RequestRef<'_>) -> Result<SandboxResponse, ApiError> {
    decode_and_validate(entry.operation, received, &mut *(entry.request)())?;
    let doc = CATALOG.operation(entry.operation);
    let example = doc.and_then(|doc| doc.examples.iter().find(|example| example.decode_error.is_none()));
    match example {
        Some(example) => SandboxResponse::example(entry, example),
        None => Err(ApiError::internal("the spec has no example of this operation")),
    }
}
