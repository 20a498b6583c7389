//! The sandbox: a handle to the database, the clock and the handlers, and a transport.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use hwc_models::CATALOG;
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::{Clock, Sleep};
use hwc_transport::http::{self, StatusCode};
use hwc_transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};
use hwc_wire::{Effect, Operation, Request, Service, unix_millis};
use rusqlite::{Connection, TransactionBehavior};

use crate::control::ControlState;
use crate::http::call::Call;
use crate::http::dispatch::{refused, remove_unused_contents};
use crate::http::hosts::Hosts;
use crate::http::injection::Injection;
use crate::http::presigned;
use crate::http::response::SandboxResponse;
use crate::http::router::Router;
use crate::http::storage_exchange;
use crate::runtime::api_error::ApiError;
use crate::runtime::change::Observer;
use crate::runtime::contents::ContentStore;
use crate::runtime::context::{Caller, Context, Settings};
use crate::runtime::database::{Database, Writer};
use crate::runtime::engineer::Engineer;
use crate::runtime::error::SandboxError;
use crate::runtime::faults::FaultQueue;
use crate::runtime::handler::{self, Handler};
use crate::runtime::options::SandboxOptions;
use crate::runtime::registry::{DueWork, Guard, Registry};
use crate::runtime::request_budget::{Cancellation, RequestBudget};
use crate::runtime::request_counter::RequestCounter;
use crate::runtime::request_log::{LogDraft, RequestLog};
use crate::runtime::sandbox_clock::SandboxClock;
use crate::runtime::secrets::{self, Secrets};
use crate::runtime::seed::{Filling, Seed};
use crate::runtime::store::{self, Transaction};
use crate::services;
use crate::services::koodrive::drive::unused;

/// The largest accepted body: the gateway's limit, 12 MB.
pub(crate) const LARGEST_BODY: usize = 12 << 20;

/// Huawei Cloud services on the local machine. Clones share one state.
///
/// A sandbox is a [`Transport`], so a client can use it without a network. It can also be served over HTTP. As a transport,
/// it handles a request on the thread of the caller. A server handles requests on threads of its own, and readers do not wait
/// for writers.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) router: Router,
    pub(crate) clock: SandboxClock,
    pub(crate) database: Database,
    pub(crate) contents: ContentStore,
    pub(crate) request_counter: RequestCounter,
    pub(crate) strict: bool,
    pub(crate) faults: FaultQueue,
    pub(crate) request_log: RequestLog,
    pub(crate) control: ControlState,
    /// The data that the sandbox started with.
    pub(crate) seed: Seed,
    pub(super) registry: RwLock<Registry>,
    pub(super) hosts: Hosts,
    /// The key that signs presigned URLs.
    pub(super) key: String,
    pub(super) request_timeout: Duration,
    pub(super) koodrive_errors_succeed: bool,
}

impl Sandbox {
    /// Opens a sandbox with the handlers of this crate.
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the database cannot be opened or set up.
    pub fn new(options: SandboxOptions) -> Result<Self, SandboxError> {
        let hosts = Hosts::new(&options.hosts).map_err(SandboxError::Host)?;
        let contents = store::contents(&options)?;
        let (seed, clock) = (options.seed(), SandboxClock::new(options.clock));
        let filling = Filling { contents: &contents, strict: options.strict, clock: &clock };
        let store = store::open(options.data.as_deref(), |db| filling.write(db, seed))?;
        let mut registry = Registry::default();
        services::register(&mut registry);
        // Connections that only read are opened after this.
        update_records(&store.db, &registry, &contents)?;
        let key = secrets::key(&store.db, options.strict, &clock)?;
        let inner = Inner {
            router: Router::new(),
            clock,
            request_counter: RequestCounter::open(&store.db, options.data.is_some())?,
            database: Database::new(store)?,
            contents,
            strict: options.strict,
            faults: FaultQueue::default(),
            request_log: RequestLog::new(),
            control: ControlState::default(),
            seed,
            registry: RwLock::new(registry),
            hosts,
            key,
            request_timeout: options.request_timeout,
            koodrive_errors_succeed: options.koodrive_errors_succeed,
        };
        Ok(Self::from_inner(inner))
    }

    pub(super) fn from_inner(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// Replaces the handler of an operation.
    ///
    /// The request is decoded and validated before the handler runs. Changes to [`Context::db`] are committed if the handler
    /// succeeds and rolled back if it returns an error. On a full disk, the sandbox runs the handler a second time; it
    /// succeeds if it writes nothing.
    ///
    /// The handler has the only connection that writes. Other requests that write wait for it, so it must not call the
    /// sandbox itself: the call would wait forever.
    ///
    /// ```
    /// use hwc_sandbox::models::osm::{CreateCases, CreateCasesResponse};
    /// use hwc_sandbox::{SandboxOptions, ApiError, Sandbox};
    /// use hwc_transport::http::StatusCode;
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.on::<CreateCases>(|_cx, _request| {
    ///     Err(ApiError::new(StatusCode::OK, "OSM.01010037", "No more tickets today."))
    /// });
    /// # Ok::<(), hwc_sandbox::SandboxError>(())
    /// ```
    pub fn on<E: Request>(
        &self,
        handler: impl Fn(&mut Context<'_>, E) -> Result<E::Response, ApiError> + Send + Sync + 'static,
    ) -> &Self {
        let handler = handler::erase(handler, |_, _| None);
        self.inner.registry.write().unwrap_or_else(PoisonError::into_inner).replace::<E>(handler);
        self
    }

    /// Returns the operations without a handler, whose response is the example of the spec.
    #[must_use]
    pub fn unimplemented_operations(&self) -> Vec<&'static Operation> {
        let operations = CATALOG.entries().map(|entry| entry.operation);
        operations.filter(|operation| self.inner.handler(operation).is_none()).collect()
    }

    /// Expires all tokens, temporary access keys and sessions that the sandbox issued, as a service may do early. The fixed
    /// ones of the demo [`account`](crate::account) remain valid. Has no visible effect without strict authentication.
    ///
    /// # Errors
    /// Returns [`SandboxError::Database`] if the database cannot be written.
    pub fn expire_tokens(&self) -> Result<(), SandboxError> {
        Ok(store::expire_tokens(&self.inner.db())?)
    }

    /// Returns the support engineer, who performs the actions of the support side on tickets.
    #[must_use]
    pub fn engineer(&self) -> Engineer {
        Engineer::new(self.clone())
    }

    /// Runs an action of someone other than the caller, in a transaction that is rolled back if it fails.
    pub(crate) fn with_context<T, E: From<rusqlite::Error>>(
        &self,
        caller: Caller,
        work: impl FnOnce(&Context<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let now = unix_millis(self.inner.now());
        let mut db = self.inner.db();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let cx = Context {
            db: &transaction,
            settings: Settings::default(),
            caller,
            strict: false,
            secrets: self.inner.secrets(),
            contents: &self.inner.contents,
            proof_origin: None,
            drive_token: None,
            folder_scope: None,
            deferred: None,
            now,
            origin: "",
        };
        let done = work(&cx)?;
        drop(cx);
        transaction.commit()?;
        remove_unused_contents(&self.inner, &db);
        Ok(done)
    }

    /// Prepares a request whose body is in memory.
    pub(crate) fn call(&self, head: http::request::Parts, body: Bytes, cancellation: Cancellation) -> Call {
        Call::new(Arc::clone(&self.inner), head, body, cancellation)
    }

    /// Returns the response to a request that does not reach a service.
    pub(crate) fn refused(&self, error: &ApiError) -> http::Response<Bytes> {
        refused(&self.inner, &(None, error.clone()))
    }

    /// Checks the host of a request to the server. Returns the error response for a host that is not allowed.
    pub(crate) fn check_host(&self, head: &http::request::Parts) -> Option<http::Response<Bytes>> {
        self.inner.hosts.check(head).err().map(|error| self.refused(&error))
    }

    /// Returns a future that sleeps on the sandbox's clock.
    pub(crate) fn sleep(&self, duration: Duration) -> Sleep {
        self.inner.clock.sleep(duration)
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }
}

impl Inner {
    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Returns the source of tokens and signatures.
    pub(crate) fn secrets(&self) -> Secrets<'_> {
        Secrets::new(self.strict, &self.clock, &self.key)
    }

    pub(crate) fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    /// Returns the budget of a request that starts now.
    pub(crate) fn budget(&self, cancellation: &Cancellation) -> RequestBudget {
        RequestBudget::new(self.clock.base(), self.request_timeout, cancellation.clone())
    }

    /// Returns the maximum duration of a request.
    pub(crate) fn request_timeout(&self) -> Duration {
        self.request_timeout
    }

    /// Returns an error response in the format of the service, or of the gateway without one.
    pub(crate) fn error_response(
        &self,
        service: Option<&Service>,
        error: &ApiError,
        request_id: &str,
    ) -> SandboxResponse {
        let response = SandboxResponse::error(service, error, request_id);
        let succeeds = self.koodrive_errors_succeed && service.is_some_and(|service| error.is_business_error(service));
        if succeeds { response.with_status(StatusCode::OK) } else { response }
    }

    /// Returns true if an operation can run on a connection that only reads. A handler that replaced one of this crate may
    /// write in any operation.
    pub(crate) fn reads_only(&self, operation: &Operation) -> bool {
        operation.effect == Effect::Read && self.database.has_readers() && !self.is_replaced(operation)
    }

    /// Returns true if the handler of an operation is not one of this crate.
    pub(crate) fn is_replaced(&self, operation: &Operation) -> bool {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).is_replaced(operation)
    }

    pub(crate) fn handler(&self, operation: &Operation) -> Option<Handler> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).get(operation)
    }

    pub(crate) fn all_due_work(&self) -> Vec<DueWork> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).all_due_work()
    }

    pub(crate) fn due_work_of(&self, operation: &Operation) -> Option<DueWork> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).due_work_of(operation)
    }

    pub(crate) fn guard(&self, operation: &Operation) -> Option<Guard> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).guard_of(operation)
    }

    pub(crate) fn observer(&self, operation: &Operation) -> Option<Observer> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).observer(operation)
    }

    /// Locks the connection that writes, without a limit of time.
    pub(crate) fn db(&self) -> Writer<'_> {
        self.database.write(None)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A failure cannot be reported here. Its consequence is that numbers are assigned twice.
        let _ = self.request_counter.persist(&self.db());
    }
}

/// Updates the columns of records that an earlier version of the sandbox wrote, and removes contents without a record.
pub(super) fn update_records(
    db: &Connection,
    registry: &Registry,
    contents: &ContentStore,
) -> Result<(), SandboxError> {
    let transaction = Transaction::begin(db)?;
    registry.update_columns(db).map_err(|error| SandboxError::Records(error.message))?;
    unused::remove_orphans(db, contents).map_err(|error| SandboxError::Records(error.message))?;
    Ok(transaction.commit()?)
}

/// Accepts any host. The path determines the service, and so does the host if it belongs to a service. Only fails if the
/// body of the request cannot be read.
#[async_trait]
impl Transport for Sandbox {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (head, body) = request.into_parts();
        if presigned::is_storage(head.uri.path()) {
            let mut entry = LogDraft::new(&self.inner, &head);
            entry.set_body_size(body.len().unwrap_or_default());
            let injection = Injection::begin(self, &head).await;
            let response = match injection.performs() {
                true => Some(storage_exchange::respond_in_process(&self.inner, head, body).await?),
                false => None,
            };
            let delivery = injection.finish(&self.inner, response, Body::from);
            entry.finish_content(&self.inner, &delivery, |body| body.len().unwrap_or_default());
            return delivery.into_result(self);
        }
        let body = match body.collect(LARGEST_BODY).await {
            Ok(body) => body,
            Err(error) if error.is_too_long() => return Ok(self.refused(&ApiError::too_large()).map(Into::into)),
            Err(error) => return Err(TransportError::not_sent(error)),
        };
        let mut entry = LogDraft::new(&self.inner, &head);
        entry.set_body(&body);
        let injection = Injection::begin(self, &head).await;
        let response = injection.performs().then(|| self.call(head, body, Cancellation::default()).run());
        let delivery = injection.finish(&self.inner, response, |body| body);
        entry.finish(&self.inner, delivery.response(), delivery.fault);
        delivery.map(|response| response.map(Body::from)).into_result(self)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}
