//! The sandbox: a handle to the database, the clock and the handlers, and a transport.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use hwc_models::CATALOG;
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::{Clock, Sleep};
use hwc_transport::http;
use hwc_transport::{HttpRequest, HttpResponse, Transport, TransportError};
use hwc_wire::{Effect, Operation, Request};
use rusqlite::{Connection, TransactionBehavior};

use crate::behaviour::{self, Behaviour};
use crate::context::{Caller, Context, Settings};
use crate::engineer::Engineer;
use crate::error::SandboxError;
use crate::faults::{Fault, Kind, Queue};
use crate::handle::{fail, fault, refused};
use crate::hosts::Hosts;
use crate::http::call::Call;
use crate::numbers::Numbers;
use crate::options::SandboxOptions;
use crate::refusal::Refusal;
use crate::router::Router;
use crate::runtime::database::{Database, Writer};
use crate::runtime::request_budget::{Cancellation, RequestBudget};
use crate::secrets::{self, Secrets};
use crate::store;
use crate::{demo, iam, insight, koodrive, osm};

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
    clock: Arc<dyn Clock>,
    pub(crate) database: Database,
    pub(crate) numbers: Numbers,
    pub(crate) strict: bool,
    pub(crate) faults: Queue,
    behaviours: RwLock<BTreeMap<String, Behaviour>>,
    /// The operations whose handlers were replaced.
    replaced: RwLock<BTreeSet<String>>,
    hosts: Hosts,
    /// The key that signs presigned URLs.
    key: String,
    request_timeout: Duration,
}

impl Sandbox {
    /// Opens a sandbox with the handlers of this crate.
    ///
    /// # Errors
    /// Returns [`SandboxError`] if the database cannot be opened or set up.
    pub fn new(options: SandboxOptions) -> Result<Self, SandboxError> {
        let hosts = Hosts::new(&options.hosts).map_err(SandboxError::Host)?;
        let store = store::open(&options, |db| seed(db, &options))?;
        let key = secrets::key(&store.db, options.strict, &*options.clock)?;
        let inner = Inner {
            router: Router::new(),
            clock: options.clock,
            numbers: Numbers::open(&store.db, options.data.is_some())?,
            database: Database::new(store)?,
            strict: options.strict,
            faults: Queue::default(),
            behaviours: RwLock::default(),
            replaced: RwLock::default(),
            hosts,
            key,
            request_timeout: options.request_timeout,
        };
        let sandbox = Self { inner: Arc::new(inner) };
        osm::register(&sandbox);
        koodrive::register(&sandbox);
        insight::register(&sandbox);
        iam::register(&sandbox);
        Ok(sandbox)
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
    /// use hwc_sandbox::{SandboxOptions, Refusal, Sandbox};
    /// use hwc_transport::http::StatusCode;
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.on::<CreateCases>(|_cx, _request| {
    ///     Err(Refusal::new(StatusCode::OK, "OSM.01010037", "No more tickets today."))
    /// });
    /// # Ok::<(), hwc_sandbox::SandboxError>(())
    /// ```
    pub fn on<E: Request>(
        &self,
        behaviour: impl Fn(&mut Context<'_>, E) -> Result<E::Response, Refusal> + Send + Sync + 'static,
    ) -> &Self {
        let mut replaced = self.inner.replaced.write().unwrap_or_else(PoisonError::into_inner);
        replaced.insert(E::OPERATION.full_name());
        drop(replaced);
        self.set_behaviour::<E>(behaviour::forget(behaviour))
    }

    fn set_behaviour<E: Request>(&self, behaviour: Behaviour) -> &Self {
        let mut behaviours = self.inner.behaviours.write().unwrap_or_else(PoisonError::into_inner);
        behaviours.insert(E::OPERATION.full_name(), behaviour);
        drop(behaviours);
        self
    }

    /// Sets a handler of this crate. It runs on a connection that only reads if the operation only reads.
    pub(crate) fn behaves<E: Request>(
        &self,
        behaviour: fn(&mut Context<'_>, &E) -> Result<E::Response, Refusal>,
    ) -> &Self {
        self.set_behaviour::<E>(behaviour::forget::<E>(move |cx, request| behaviour(cx, &request)))
    }

    /// Returns the operations without a handler, whose response is the example of the spec.
    #[must_use]
    pub fn unimplemented_operations(&self) -> Vec<&'static Operation> {
        let operations = CATALOG.entries().map(|entry| entry.operation);
        operations.filter(|operation| self.inner.behaviour(operation).is_none()).collect()
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
    pub(crate) fn play<T, E: From<rusqlite::Error>>(
        &self,
        caller: Caller,
        work: impl FnOnce(&Context<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let now = millis(self.inner.now());
        let mut db = self.inner.db();
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let cx = Context {
            db: &transaction,
            settings: Settings::default(),
            caller,
            strict: false,
            secrets: self.inner.secrets(),
            drive_token: None,
            deferred: None,
            now,
            origin: "",
        };
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

    /// Injects the fault of a request, if there is one: waits for a delay, or returns the response of a failure.
    pub(crate) async fn inject(&self, head: &http::request::Parts) -> Option<http::Response<Bytes>> {
        match fault(&self.inner, head) {
            Some((_, Kind::Delayed(by))) => self.inner.clock.sleep(by).await,
            Some((service, kind)) => return Some(fail(&self.inner, service, kind)),
            None => {}
        }
        None
    }

    /// Prepares a request whose body is in memory.
    pub(crate) fn call(&self, head: http::request::Parts, body: Bytes, cancellation: Cancellation) -> Call {
        Call::new(Arc::clone(&self.inner), head, body, cancellation)
    }

    /// Returns the response to a request that does not reach a service.
    pub(crate) fn refused(&self, refusal: &Refusal) -> http::Response<Bytes> {
        refused(&self.inner, &(None, refusal.clone()))
    }

    /// Checks the host of a request to the server. Returns the error response for a host that is not allowed.
    pub(crate) fn check_host(&self, head: &http::request::Parts) -> Option<http::Response<Bytes>> {
        self.inner.hosts.check(head).err().map(|refusal| self.refused(&refusal))
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
        Secrets::new(self.strict, &*self.clock, &self.key)
    }

    pub(crate) fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    /// Returns the budget of a request that starts now.
    pub(crate) fn budget(&self, cancellation: &Cancellation) -> RequestBudget {
        RequestBudget::new(Arc::clone(&self.clock), self.request_timeout, cancellation.clone())
    }

    /// Returns the maximum duration of a request.
    pub(crate) fn request_timeout(&self) -> Duration {
        self.request_timeout
    }

    /// Returns true if an operation can run on a connection that only reads. A handler that replaced one of this crate may
    /// write in any operation.
    pub(crate) fn reads_only(&self, operation: &Operation) -> bool {
        operation.effect == Effect::Read && self.database.has_readers() && !self.is_replaced(operation)
    }

    /// Returns true if the handler of an operation is not one of this crate.
    pub(crate) fn is_replaced(&self, operation: &Operation) -> bool {
        let replaced = self.replaced.read().unwrap_or_else(PoisonError::into_inner);
        !replaced.is_empty() && replaced.contains(&operation.full_name())
    }

    pub(crate) fn behaviour(&self, operation: &Operation) -> Option<Behaviour> {
        let behaviours = self.behaviours.read().unwrap_or_else(PoisonError::into_inner);
        behaviours.get(&operation.full_name()).cloned()
    }

    /// Locks the connection that writes, without a limit of time.
    pub(crate) fn db(&self) -> Writer<'_> {
        self.database.write(None)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A failure cannot be reported here. Its consequence is that numbers are assigned twice.
        let _ = self.numbers.keep(&self.db());
    }
}

/// Writes the demo data, unless it is disabled.
fn seed(db: &Connection, options: &SandboxOptions) -> Result<(), SandboxError> {
    if !options.seed {
        return Ok(());
    }
    let secrets = if options.strict { Secrets::new(true, &*options.clock, "") } else { Secrets::PUBLIC };
    demo::seed(db, secrets, millis(options.clock.now())).map_err(|refusal| SandboxError::Demo(refusal.message))
}

/// Converts a time to milliseconds since 1970 (UTC), the format of times in the database.
pub(crate) fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Accepts any host. The path determines the service, and so does the host if it belongs to a service. Only fails if the
/// body of the request cannot be read.
#[async_trait]
impl Transport for Sandbox {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (head, body) = request.into_parts();
        let body = match body.collect(LARGEST_BODY).await {
            Ok(body) => body,
            Err(error) if error.is_too_long() => return Ok(self.refused(&Refusal::too_large()).map(Into::into)),
            Err(error) => return Err(TransportError::not_sent(error)),
        };
        let response = match self.inject(&head).await {
            Some(fault) => fault,
            None => self.call(head, body, Cancellation::default()).run(),
        };
        Ok(response.map(Into::into))
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}
