//! The sandbox: a handle to the database, the clock and the handlers, and a transport.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use hwc_models::CATALOG;
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::{Clock, Sleep};
use hwc_transport::http;
use hwc_transport::{HttpRequest, HttpResponse, Transport, TransportError};
use hwc_wire::{Operation, Request, unix_millis};
use rusqlite::{Connection, TransactionBehavior};

use crate::demo_data;
use crate::http::dispatch::{broken_body, fail, fault, handle, refused, too_large};
use crate::http::hosts::Hosts;
use crate::http::router::Router;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context, Settings};
use crate::runtime::engineer::Engineer;
use crate::runtime::error::SandboxError;
use crate::runtime::faults::{Fault, FaultKind, FaultQueue};
use crate::runtime::handler::{self, Handler};
use crate::runtime::options::SandboxOptions;
use crate::runtime::registry::Registry;
use crate::runtime::request_counter::RequestCounter;
use crate::runtime::secrets::{self, Secrets};
use crate::runtime::store::{self, DataFile, Store, Transaction};
use crate::services;

/// The largest accepted body: the gateway's limit, 12 MB.
pub(crate) const LARGEST_BODY: usize = 12 << 20;

/// Huawei Cloud services on the local machine. Clones share one state.
///
/// A sandbox is a [`Transport`], so a client can use it without a network. It can also be served over HTTP. It handles one
/// request at a time.
#[derive(Clone)]
pub struct Sandbox {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) router: Router,
    clock: Arc<dyn Clock>,
    db: Mutex<Connection>,
    pub(crate) request_counter: RequestCounter,
    pub(crate) strict: bool,
    pub(crate) faults: FaultQueue,
    registry: RwLock<Registry>,
    hosts: Hosts,
    /// The key that signs presigned URLs.
    key: String,
    /// Dropped after the connection to the database.
    _file: Option<DataFile>,
}

impl Sandbox {
    /// Opens a sandbox with the handlers of this crate.
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the database cannot be opened or set up.
    pub fn new(options: SandboxOptions) -> Result<Self, SandboxError> {
        let hosts = Hosts::new(&options.hosts).map_err(SandboxError::Host)?;
        let Store { db, file } = store::open(&options, |db| seed(db, &options))?;
        let mut registry = Registry::default();
        services::register(&mut registry);
        update_records(&db, &registry)?;
        let key = secrets::key(&db, options.strict, &*options.clock)?;
        let inner = Inner {
            router: Router::new(),
            clock: options.clock,
            request_counter: RequestCounter::open(&db)?,
            db: Mutex::new(db),
            strict: options.strict,
            faults: FaultQueue::default(),
            registry: RwLock::new(registry),
            hosts,
            key,
            _file: file,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Replaces the handler of an operation.
    ///
    /// The request is decoded and validated before the handler runs. Changes to [`Context::db`] are committed if the handler
    /// succeeds and rolled back if it returns an error. On a full disk, the sandbox runs the handler a second time; it
    /// succeeds if it writes nothing.
    ///
    /// The handler must not call the sandbox itself. The sandbox handles one request at a time, so the call would wait
    /// forever.
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
        let (settings, secrets) = (Settings::default(), self.inner.secrets());
        let cx =
            Context { db: &transaction, settings, caller, strict: false, secrets, drive_token: None, now, origin: "" };
        let done = work(&cx)?;
        drop(cx);
        transaction.commit()?;
        Ok(done)
    }

    /// Adds a fault to inject into one or several of the next calls. Faults occur in the order in which they were added. A
    /// fault for another operation waits for that operation.
    ///
    /// ```
    /// use hwc_sandbox::models::osm::CreateCases;
    /// use hwc_sandbox::{Fault, SandboxOptions, Sandbox};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.inject_fault(Fault::too_many_requests(2)).inject_fault(Fault::unavailable().for_operation::<CreateCases>().times(3));
    /// # Ok::<(), hwc_sandbox::SandboxError>(())
    /// ```
    pub fn inject_fault(&self, fault: Fault) -> &Self {
        self.inner.faults.push(fault);
        self
    }

    /// Handles a request whose body is in memory, with its fault if there is one.
    pub(crate) async fn answer(&self, head: &http::request::Parts, body: &[u8]) -> http::Response<Bytes> {
        match fault(&self.inner, head) {
            Some((_, FaultKind::Delayed(by))) => self.inner.clock.sleep(by).await,
            Some((service, kind)) => return fail(&self.inner, service, kind),
            None => {}
        }
        handle(&self.inner, head, body)
    }

    /// Returns the response to a request whose body is larger than [`LARGEST_BODY`].
    pub(crate) fn too_large(&self) -> http::Response<Bytes> {
        too_large(&self.inner)
    }

    /// Returns the response to a request whose body could not be read completely.
    pub(crate) fn broken_body(&self, error: &dyn std::error::Error) -> http::Response<Bytes> {
        broken_body(&self.inner, error)
    }

    /// Checks the host of a request to the server. Returns the error response for a host that is not allowed.
    pub(crate) fn check_host(&self, head: &http::request::Parts) -> Option<http::Response<Bytes>> {
        self.inner.hosts.check(head).err().map(|error| refused(&self.inner, &error))
    }

    /// Returns a future that sleeps on the sandbox's clock.
    pub(crate) fn sleep(&self, duration: Duration) -> Sleep {
        self.inner.clock.sleep(duration)
    }
}

impl Inner {
    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Returns the source of tokens and signatures.
    pub(crate) fn secrets(&self) -> Secrets<'_> {
        Secrets::new(self.strict, &*self.clock, &self.key)
    }

    pub(crate) fn handler(&self, operation: &Operation) -> Option<Handler> {
        self.registry.read().unwrap_or_else(PoisonError::into_inner).get(operation)
    }

    /// Locks the database. A handler that panicked left no partial changes: dropping its transaction rolled them back.
    pub(crate) fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A failure cannot be reported here. Its consequence is that numbers are assigned twice.
        let _ = self.request_counter.persist(&self.db());
    }
}

/// Updates the columns of records that an earlier version of the sandbox wrote.
fn update_records(db: &Connection, registry: &Registry) -> Result<(), SandboxError> {
    let transaction = Transaction::begin(db)?;
    registry.update_columns(db).map_err(|error| SandboxError::Records(error.message))?;
    Ok(transaction.commit()?)
}

/// Writes the demo data, unless it is disabled.
fn seed(db: &Connection, options: &SandboxOptions) -> Result<(), SandboxError> {
    if !options.seed {
        return Ok(());
    }
    let secrets = if options.strict { Secrets::new(true, &*options.clock, "") } else { Secrets::PUBLIC };
    demo_data::seed(db, secrets, unix_millis(options.clock.now())).map_err(|error| SandboxError::Demo(error.message))
}

/// Accepts any host. The path determines the service, and so does the host if it belongs to a service. Only fails if the
/// body of the request cannot be read.
#[async_trait]
impl Transport for Sandbox {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (head, body) = request.into_parts();
        match body.collect(LARGEST_BODY).await {
            Ok(body) => Ok(self.answer(&head, &body).await.map(Into::into)),
            Err(error) if error.is_too_long() => Ok(self.too_large().map(Into::into)),
            Err(error) => Err(TransportError::not_sent(error)),
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}
