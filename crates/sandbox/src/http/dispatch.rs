//! The request pipeline of the sandbox: find the operation, identify the caller, decode the request, run the handler, encode
//! the response. `http/call.rs` chooses the connections.

use std::time::SystemTime;

use hwc_models::CATALOG;
use hwc_transport::bytes::Bytes;
use hwc_transport::form::{self, Part};
use hwc_transport::http::request::Parts;
use hwc_transport::http::{Response, StatusCode};
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{Operation, RequestRef, Service, unix_millis};
use rusqlite::Connection;

use crate::auth::{self, AuthRequest, Identity};
use crate::http::response::{ResponseMeta, SandboxResponse};
use crate::http::router::RouteMatch;
use crate::http::{embed_page, error_format, hosts, later_page, objects};
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::change::{Change, Outcome, client_address};
use crate::runtime::context::{Context, Deferred, Settings};
use crate::runtime::faults::{self, FaultKind, FaultTarget, PlannedFault, StorageAction};
use crate::runtime::handler::{decode_and_validate, decode_leniently};
use crate::runtime::sandbox::Inner;
use crate::runtime::store::{Overlay, Transaction};
use crate::runtime::times;
use crate::services::koodrive::drive::unused;

/// A request with its body.
pub(crate) struct Request {
    pub(crate) head: Parts,
    pub(crate) body: Bytes,
    pub(crate) time: SystemTime,
}

impl Request {
    pub(crate) fn now(&self) -> i64 {
        unix_millis(self.time)
    }
}

/// The operation that a request line resolves to.
pub(crate) struct Route<'a> {
    pub(crate) entry: &'static OperationEntry,
    parameters: Vec<(&'static str, &'a str)>,
}

/// The result of an operation: the response, and the writes that follow it.
pub(crate) struct Performed {
    pub(crate) response: SandboxResponse,
    pub(crate) deferred: Option<Deferred>,
}

impl From<SandboxResponse> for Performed {
    fn from(response: SandboxResponse) -> Self {
        Self { response, deferred: None }
    }
}

/// An error response, and the service that sends it. Without a service, it is the gateway.
pub(crate) type Refused = (Option<&'static Service>, ApiError);

/// Handles a request on a connection that only reads. All of its queries see the same state.
///
/// # Errors
/// Returns an error with [`ErrorOrigin::Storage`] if the request has to write.
pub(crate) fn read(inner: &Inner, db: &Connection, request: &Request) -> Result<Performed, Refused> {
    if let Some(object) = object(inner, db, request) {
        return object;
    }
    perform(inner, db, request, |action| {
        let snapshot = Transaction::begin_reading(db)?;
        let performed = action.run()?;
        snapshot.commit()?;
        Ok(performed)
    })
}

/// Handles a request on the connection that writes. The changes of its handler are one transaction, which is rolled back on
/// an error. A prolonged session is kept in any case.
pub(crate) fn write(inner: &Inner, db: &Connection, request: &Request) -> Result<SandboxResponse, Refused> {
    if let Some(object) = object(inner, db, request) {
        return object.map(|performed| performed.response);
    }
    if embed_page::is_page(request.head.uri.path()) {
        return embed_page::show(inner, db, request).map_err(|error| (None, error));
    }
    perform(inner, db, request, |action| match action.run_and_commit() {
        Err(error) if error.origin == ErrorOrigin::Storage => action.run_without_writing().ok_or(error),
        Err(error) => {
            action.observe_failure(&error);
            Err(error)
        }
        done => done,
    })
}

/// Writes the changes that are due before a request, so that it only reads.
pub(crate) fn prepare(inner: &Inner, db: &Connection, request: &Request) -> Result<(), Refused> {
    perform(inner, db, request, |action| {
        let transaction = Transaction::begin(db)?;
        let cx = action.context(Settings::default());
        inner.all_due_work().into_iter().try_for_each(|work| work(&cx))?;
        transaction.commit_with(&inner.request_counter)
    })
}

/// Removes the files of contents that the last transactions released.
pub(crate) fn remove_unused_contents(inner: &Inner, db: &Connection) {
    // What could not be removed is noted, and removed later.
    let _ = unused::remove(db, &inner.contents);
}

/// Performs a part of the writes that follow a response. Returns true if there is more.
pub(crate) fn write_deferred(inner: &Inner, db: &Connection, deferred: &mut Deferred) -> Result<bool, ApiError> {
    let transaction = Transaction::begin(db)?;
    let has_more = deferred(db)?;
    transaction.commit_with(&inner.request_counter)?;
    Ok(has_more)
}

/// Checks the operation and the credentials of a request whose body is not here yet.
pub(crate) fn check_head(inner: &Inner, db: &Connection, head: &Parts) -> Result<(), Refused> {
    if embed_page::is_page(head.uri.path()) {
        return Ok(());
    }
    let route = route(inner, head).map_err(|error| (None, error))?;
    let operation = route.entry.operation;
    let asked = AuthRequest { operation, head, body: &[], path: &route.parameters, now: unix_millis(inner.now()) };
    auth::check_head(db, &asked, inner.strict).map_err(|error| (Some(operation.service), error))
}

/// The fault to inject into a request, and the service that the request is for. Presigned URLs have no service.
pub(crate) type DueFault = (Option<&'static Service>, PlannedFault);

/// Returns the fault to inject into a request.
pub(crate) fn fault(inner: &Inner, head: &Parts) -> Option<DueFault> {
    if inner.faults.is_empty() {
        return None;
    }
    let target = match StorageAction::of_path(head.uri.path()) {
        Some(action) => FaultTarget::Storage(action),
        None => FaultTarget::Operation(route(inner, head).ok()?.entry.operation),
    };
    inner.faults.next_for(target, &inner.clock).map(|fault| (target.service(), fault))
}

/// Returns the response to a request with an injected fault. Returns `None` for a fault without a response.
pub(crate) fn fail(inner: &Inner, service: Option<&Service>, kind: &FaultKind) -> Option<Response<Bytes>> {
    let meta = ResponseMeta { request_id: request_id(inner.request_counter.next()), now: inner.now() };
    let response = faults::fault_response(kind, service, &meta.request_id)?;
    Some(response.into_response(&meta))
}

/// Returns the response to a request that does not reach its handler.
pub(crate) fn refused(inner: &Inner, (service, error): &Refused) -> Response<Bytes> {
    numbered(inner, |id| inner.error_response(*service, error, id))
}

/// Numbers a request to the storage, and completes its response.
pub(crate) fn stamped(inner: &Inner, response: SandboxResponse) -> Response<Bytes> {
    numbered(inner, |_| response)
}

/// Numbers a request and returns the response that needs nothing but this number.
fn numbered(inner: &Inner, response: impl FnOnce(&str) -> SandboxResponse) -> Response<Bytes> {
    let meta = ResponseMeta { request_id: request_id(inner.request_counter.next()), now: inner.now() };
    response(&meta.request_id).into_response(&meta)
}

/// Returns the error for a failed database.
fn broken() -> ApiError {
    ApiError::gateway(StatusCode::INTERNAL_SERVER_ERROR, "APIGW.0601", "The sandbox's database failed.")
}

pub(crate) fn request_id(number: i64) -> String {
    format!("{number:032x}")
}

/// Returns the response to a request for an object, or `None` for other requests.
fn object(inner: &Inner, db: &Connection, request: &Request) -> Option<Result<Performed, Refused>> {
    let uri = &request.head.uri;
    let target = (&request.head.method, uri.path(), uri.query().unwrap_or_default());
    let fetch = || objects::fetch(db, &inner.secrets(), request.now(), target);
    objects::is_object(uri.path()).then(|| fetch().map(Performed::from).map_err(|_| (None, broken())))
}

/// Finds the operation. The gateway returns 404 for unknown paths and unknown methods, by its table of errors.
pub(crate) fn route<'a>(inner: &Inner, head: &'a Parts) -> Result<Route<'a>, ApiError> {
    let message = match inner.router.find(&hosts::name(head), head.method.as_str(), head.uri.path()) {
        RouteMatch::Operation(entry, parameters) => return Ok(Route { entry, parameters }),
        RouteMatch::OtherMethod => "The API does not exist.",
        RouteMatch::NotFound => "The API does not exist or has not been published in the environment.",
    };
    Err(ApiError::gateway(StatusCode::NOT_FOUND, "APIGW.0101", message))
}

/// Finds the operation, identifies the caller and runs `work`.
fn perform<T>(
    inner: &Inner,
    db: &Connection,
    request: &Request,
    work: impl FnOnce(&Action<'_>) -> Result<T, ApiError>,
) -> Result<T, Refused> {
    let route = route(inner, &request.head).map_err(|error| (None, error))?;
    let (operation, path) = (route.entry.operation, &route.parameters);
    let asked = AuthRequest { operation, head: &request.head, body: &request.body, path, now: request.now() };
    let identity = auth::identify(db, &asked, inner.strict);
    let origin = hosts::origin(&request.head);
    identity
        .and_then(|identity| work(&Action { inner, db, request, route: &route, identity: &identity, origin: &origin }))
        .map_err(|error| (Some(operation.service), error))
}

/// An operation to perform for a caller, on one connection.
struct Action<'a> {
    inner: &'a Inner,
    db: &'a Connection,
    request: &'a Request,
    route: &'a Route<'a>,
    identity: &'a Identity,
    origin: &'a str,
}

impl Action<'_> {
    /// Runs the handler in a transaction, including the writes that follow the response.
    fn run_and_commit(&self) -> Result<SandboxResponse, ApiError> {
        let transaction = Transaction::begin(self.db)?;
        let performed = self.run()?;
        if let Some(mut deferred) = performed.deferred {
            while deferred(self.db)? {}
        }
        transaction.commit_with(&self.inner.request_counter)?;
        Ok(performed.response)
    }

    /// Runs the handler on a database that cannot be written, with the changes due by now as views. Returns `None` if the
    /// handler has to write.
    fn run_without_writing(&self) -> Option<SandboxResponse> {
        let _overlay = Overlay::lay(self.db, self.request.now()).ok()?;
        let transaction = Transaction::begin(self.db).ok()?;
        let performed = self.run().ok()?;
        // The drop of `transaction` rolls back here, and the views are dropped after it.
        (!transaction.has_written() && performed.deferred.is_none()).then_some(performed.response)
    }

    /// Decodes the request, runs the handler and encodes the response.
    fn run(&self) -> Result<Performed, ApiError> {
        self.with_received(|received| {
            let operation = self.route.entry.operation;
            let header = |name: &str| self.header(name);
            let mut cx = self.context(settings(operation, &self.route.parameters, &header)?);
            let Some(handler) = self.inner.handler(operation) else {
                let response = example(self.route.entry, received)?;
                self.observe(&cx, received, Ok(None))?;
                return Ok(Performed::from(response));
            };
            if let Some(work) = self.inner.due_work_of(operation) {
                work(&cx)?;
            }
            if let Some(guard) = self.inner.guard(operation) {
                guard(&cx, operation)?;
            }
            let response = handler(&mut cx, received)?;
            self.observe(&cx, received, Ok(Some(&*response)))?;
            Ok(Performed { response: SandboxResponse::typed(operation, &*response)?, deferred: cx.deferred })
        })
    }

    /// Tells the observer of the service about a call that can change something.
    fn observe(&self, cx: &Context<'_>, received: RequestRef<'_>, outcome: Outcome<'_>) -> Result<(), ApiError> {
        let operation = self.route.entry.operation;
        let Some(observer) = self.inner.observer(operation) else {
            return Ok(());
        };
        let mut request = (self.route.entry.request)();
        decode_leniently(operation, received, &mut *request);
        let client = client_address(&self.request.head);
        observer(cx, &Change { operation, request: &*request, outcome, client })
    }

    /// Tells the observer of the service about a failed call, in a transaction of its own. The caller gets the error of the
    /// call in any case.
    fn observe_failure(&self, error: &ApiError) {
        let operation = self.route.entry.operation;
        // An interrupted request may run again.
        if error.origin == ErrorOrigin::Overdue || self.inner.observer(operation).is_none() {
            return;
        }
        let outcome = Err(error_format::code_and_text(operation.service, error));
        let _ = self.with_received(|received| {
            let transaction = Transaction::begin(self.db)?;
            self.observe(&self.context(Settings::default()), received, outcome)?;
            transaction.commit_with(&self.inner.request_counter)
        });
    }

    /// Passes the parts of the request to `work`.
    fn with_received<T>(&self, work: impl FnOnce(RequestRef<'_>) -> Result<T, ApiError>) -> Result<T, ApiError> {
        let header = |name: &str| self.header(name);
        let query = self.request.head.uri.query().unwrap_or_default();
        let body = &self.request.body;
        let is_form = (self.route.entry.request)().descriptor().is_form();
        let parts = is_form.then(|| form::parts(header("Content-Type"), body)).transpose();
        let parts = parts.map_err(|error| ApiError::invalid(error.to_string()))?;
        let form: Option<Vec<_>> = parts.as_ref().map(|parts| parts.iter().map(Part::received).collect());
        work(RequestRef { path: &self.route.parameters, query, header: &header, body, form: form.as_deref() })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.request.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the text that KooDrive's proofs of possession are made from.
    fn proof_origin(&self) -> Option<&str> {
        let credential = self.header("Authorization")?;
        if credential.contains("HMAC-SHA256 ") { self.header("X-User-Id") } else { Some(credential) }
    }

    fn context(&self, settings: Settings) -> Context<'_> {
        Context {
            db: self.db,
            settings,
            caller: self.identity.caller.clone(),
            strict: self.inner.strict,
            secrets: self.inner.secrets(),
            contents: &self.inner.contents,
            proof_origin: self.proof_origin().map(str::to_owned),
            drive_token: self.identity.drive_token.clone(),
            folder_scope: None,
            deferred: None,
            now: self.request.now(),
            origin: self.origin,
        }
    }
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

/// Returns the example of an operation without a handler. The request must be valid all the same. The example of a list is its
/// first page.
fn example(entry: &OperationEntry, received: RequestRef<'_>) -> Result<SandboxResponse, ApiError> {
    let mut request = (entry.request)();
    decode_and_validate(entry.operation, received, &mut *request)?;
    let doc = CATALOG.operation(entry.operation);
    let example = doc.and_then(|doc| doc.examples.iter().find(|example| example.decode_error.is_none()));
    let example = example.ok_or_else(|| ApiError::internal("the spec has no example of this operation"))?;
    match entry.operation.pagination.filter(|pagination| later_page::is_requested(*pagination, &*request)) {
        Some(pagination) => SandboxResponse::last_page(entry, example, pagination),
        None => SandboxResponse::example(entry, example),
    }
}
