//! The client: the entry points of calls.

mod builder;
mod from_env;
mod inspect;

use std::fmt;
use std::sync::Arc;

use hwc_transport::Body;
use hwc_transport::clock::Clock;
use hwc_wire::{Download, Method, Operation, Paginated, PresignedUrl, Record, Request, Service, StartsTask};

pub use builder::ClientBuilder;
pub use inspect::{CredentialsInfo, CredentialsKind, EndpointInfo};

use crate::calls::{Call, DownloadCall, DynCall, Items, Pages, PresignedCall, PresignedUpload, RawCall, Waiter};
use crate::error::Error;
use crate::pipeline::{CallOptions, ClientInner};

/// A client for all services. The type of a request determines its service.
///
/// Clones are cheap and share all state. No request is sent, and no token requested, before the first call.
///
/// With the default clock and transport, calls must be made within a tokio runtime with time and I/O enabled. Outside of
/// one, a call returns [`ErrorKind::Config`](crate::ErrorKind::Config). Several runtimes can share a client, also
/// concurrently.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<ClientInner>);

impl Client {
    /// Creates a builder. Nothing is read from the environment.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from environment variables. [`ClientBuilder::from_env`] lists them, and sets options in addition.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Config`](crate::ErrorKind::Config) if the transport cannot be created, for example because of an
    /// invalid proxy URL.
    #[inline]
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env().build()
    }

    /// Creates a client like [`from_env`](Self::from_env), with a lookup function in place of the environment.
    ///
    /// # Errors
    /// Returns the errors of [`from_env`](Self::from_env).
    #[inline]
    pub fn from_env_with(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        ClientBuilder::from_env_with(lookup).build()
    }

    /// Calls an operation. Awaiting the call returns the response: `client.send(request).await`.
    ///
    /// # Errors
    /// Awaiting the call returns an [`Error`]. [`ErrorKind`](crate::ErrorKind) lists the causes.
    pub fn send<R: Request>(&self, request: R) -> Call<R> {
        self.send_with(request, CallOptions::default())
    }

    pub(crate) fn send_with<R: Request>(&self, request: R, options: CallOptions) -> Call<R> {
        Call::new(Arc::clone(&self.0), request, options)
    }

    /// Calls an operation whose response is a file, and streams it to a file, to a writer, or as bytes. [`send`](Self::send)
    /// reads it into memory.
    pub fn download<R: Download>(&self, request: R) -> DownloadCall<R> {
        DownloadCall::new(Arc::clone(&self.0), request)
    }

    /// Lists a collection page by page. To set options, use [`Call::pages`].
    pub fn pages<R: Paginated>(&self, request: R) -> Pages<R> {
        self.send(request).pages()
    }

    /// Lists a collection element by element, over all pages. To set options, use [`Call::items`].
    pub fn items<R: Paginated>(&self, request: R) -> Items<R> {
        self.send(request).items()
    }

    /// Starts background work and waits for its end. To set options of the calls, use [`Call::wait`].
    ///
    /// ```
    /// # #[cfg(feature = "osm")]
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use std::time::Duration;
    /// use hwc_api::osm::{CreateDiagnoseJob, DiagnoseKind};
    ///
    /// let job = CreateDiagnoseJob::new(DiagnoseKind::Ecs);
    /// let outcome = client.wait(job).timeout(Duration::from_secs(300)).await?;
    /// println!("{:?}: {:?}", outcome.result, outcome.response.items_result);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait<R: StartsTask>(&self, request: R) -> Waiter<R> {
        self.send(request).wait()
    }

    /// Waits for the end of background work that was started before, with the request that reads its state:
    /// `client.wait_for::<CreateJob>(GetJobDetail::new(id))`.
    pub fn wait_for<R: StartsTask>(&self, request: R::Poll) -> Waiter<R> {
        Waiter::resume(Arc::clone(&self.0), request)
    }

    /// Calls an operation whose types are known only at run time. Meant for tools.
    ///
    /// `request` must be a request of `operation`, and `response` must create an empty response of it. With other types,
    /// fields are missing or ignored, as in any call.
    #[doc(hidden)]
    #[inline]
    pub fn call_dyn(
        &self,
        operation: &'static Operation,
        request: Box<dyn Record>,
        response: fn() -> Box<dyn Record>,
    ) -> DynCall {
        DynCall::new(Arc::clone(&self.0), operation, request, response)
    }

    /// Calls an operation by name, with its fields as JSON: `client.call_json("ListCases", json!({ "limit": 5 })).await`.
    ///
    /// Fields have their names on the wire, regardless of their location. The response is the decoded one, as JSON. If
    /// several services have an operation of that name, qualify it with the service, as in `osm.ListCases`.
    #[cfg(feature = "catalog")]
    #[allow(clippy::needless_pass_by_value, reason = "callers make the JSON for the call")]
    pub fn call_json(&self, operation: &str, arguments: hwc_wire::Json) -> crate::JsonCall {
        crate::JsonCall::new(&self.0, operation, &arguments)
    }

    /// Fetches the target of a presigned URL. No token is sent, and errors do not contain the URL.
    #[inline]
    pub fn fetch_presigned(&self, url: &PresignedUrl) -> PresignedCall {
        PresignedCall::new(Arc::clone(&self.0), url.clone())
    }

    /// Sends `body` to a presigned URL with `PUT`. No token is sent, and errors do not contain the URL.
    ///
    /// The length of the body must be known, since such URLs are signed for one length.
    #[inline]
    pub fn upload_presigned(&self, url: &PresignedUrl, body: Body) -> PresignedUpload {
        PresignedUpload::new(Arc::clone(&self.0), url.clone(), body)
    }

    /// Returns the clock of the client. For other crates of hwc, which wait and measure by it.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.0.clock)
    }

    /// Returns the number that selects the bytes with which an upload to KooDrive proves that the caller has the file, or
    /// `None` if the credentials allow no proof. For other crates of hwc.
    ///
    /// # Errors
    /// Returns the errors of getting credentials.
    #[cfg(feature = "koodrive")]
    #[doc(hidden)]
    pub async fn koodrive_proof_number(&self) -> Result<Option<u64>, Error> {
        crate::pipeline::upload_proof_number(&self.0).await
    }

    /// Sends a request that no operation describes: JSON in and out, with the endpoint, credentials, settings and errors of
    /// `service`.
    ///
    /// The path is sent verbatim, so parameters in it must be escaped. It must begin with `/` and must not contain `?`, `#`,
    /// or a `.` or `..` segment. Otherwise, the call returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest).
    pub fn raw_request(&self, service: &'static Service, method: Method, path: impl Into<String>) -> RawCall {
        RawCall::new(Arc::clone(&self.0), service, method, path.into())
    }
}

impl fmt::Debug for Client {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
