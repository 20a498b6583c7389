//! The client: what is the same for all calls, and the beginning of each of them.

mod builder;
mod endpoint;
mod environment;
mod place;
mod services;
mod skew;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::Transport;
use hwc_transport::clock::Clock;
use hwc_wire::{Download, Endpoint, Link, Method, Mode, Operation, Paged, Record, Service};

pub use builder::ClientBuilder;
pub use endpoint::is_loopback;
pub(crate) use place::Places;
pub(crate) use services::Kept;

use crate::call::{Call, DownloadCall, DynCall, LinkCall, RawCall};
use crate::credentials::Given;
use crate::error::Error;
use crate::execute::Budget;
use crate::few::Few;
use crate::paging::{Items, Pages};
use services::Services;
use skew::Skew;

/// The client of all services: a request knows which one it is for.
///
/// A clone is cheap and shares everything. Nothing is sent and no token is asked for before the first call.
///
/// With the default clock and transport, calls must be made within a tokio runtime that has time and I/O enabled. Outside of
/// one, a call is an error of kind [`Config`](crate::ErrorKind::Config). Several runtimes can share a client, also at the same time.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Config>);

/// What all calls of a client go by.
pub(crate) struct Config {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) places: Places,
    pub(crate) given: Given,
    pub(crate) services: Services,
    pub(crate) skew: Skew,
    pub(crate) budget: Budget,
    pub(crate) settings: Few<String>,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) stall_timeout: Duration,
    pub(crate) max_attempts: u32,
    pub(crate) check_limits: bool,
    pub(crate) mode: Mode,
    pub(crate) max_body: usize,
}

impl Client {
    /// Starts a client with settings of your own; nothing is read from the environment.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client as the environment describes it.
    ///
    /// | variable | holds |
    /// | --- | --- |
    /// | `HUAWEICLOUD_SDK_AK`, `_SK`, `_SECURITY_TOKEN` | keys for OSM, DataArts Insight and IAM; the last with temporary ones |
    /// | `HUAWEICLOUD_SDK_DOMAIN_ID`, `_PROJECT_ID` | the account and the project; asked of IAM where they are needed |
    /// | `HWC_AUTH_TOKEN` | in place of keys: an IAM token |
    /// | `HWC_IAM_DOMAIN`, `_USER`, `_PASSWORD` | in place of keys: account, user and password; the client signs in |
    /// | `HWC_KOODRIVE_TOKEN`, `_SESSION_ID` | the access token for KooDrive; the session with which to refresh it |
    /// | `HWC_KOODRIVE_APP_ID`, `_APP_SECRET`, `_USER_ID` | in place of a token: an app that signs |
    /// | `HUAWEICLOUD_SDK_CREDENTIALS_FILE` | the profile file, if it is not `~/.huaweicloud/credentials`; see [`Profile`](crate::Profile) |
    /// | `HUAWEICLOUD_SDK_REGION` | the region, as in `cn-north-4` |
    /// | `HWC_ENDPOINT` | the endpoint of all services that have none of their own: that of a sandbox |
    /// | `HWC_ENDPOINT_OSM`, `_KOODRIVE`, `_INSIGHT`, `_IAM` | the endpoint of one service |
    /// | `HUAWEICLOUD_SDK_IAM_ENDPOINT`, `HUAWEICLOUD_SDK_REGION_OSM_CN_SOUTH_1` and so on | the same, by their official names |
    /// | `HWC_METADATA_DISABLED` | anything but `0` and `false`: the metadata service of the machine is not asked |
    ///
    /// Not read are `HUAWEICLOUD_SDK_CREDENTIAL_TYPE`, since each service's description says what it wants, and
    /// `HUAWEICLOUD_SDK_REGIONS_FILE` and `_STS_ENDPOINT`. Federated sign-in (`_IDP_ID`) is not supported, and said so.
    ///
    /// Credentials are looked for when a service is called first: in the environment, then in the profile file, then at
    /// the metadata service of a cloud server, which knows keys if the server has an agency. What is found first is
    /// used, in each place a token before keys before a password; if nothing is, the error names each place with what it
    /// said. Where something is, and it is wrong or half there, the search ends with an error: going on would be calling as
    /// somebody else. What is empty counts as not set, and a mistake
    /// in what one service needs does not hurt the others. If the endpoint of one service is on this machine, the others need
    /// endpoints of their own: see [`ClientBuilder::endpoint`].
    ///
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, `SSL_CERT_FILE` and `SSL_CERT_DIR` are read by the default transport, from
    /// the environment of the process.
    ///
    /// # Errors
    /// [`Config`](crate::ErrorKind::Config) when the transport cannot be made: if a variable names a proxy that cannot be used,
    /// for example.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_lookup(&|name| std::env::var(name).ok())
    }

    /// As [`from_env`](Self::from_env), with the variables looked up by `lookup`.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        ClientBuilder::from_lookup(lookup).build()
    }

    /// Calls an operation: `client.send(request).await` gives the answer.
    pub fn send<E: Endpoint>(&self, request: E) -> Call<E> {
        Call::new(self.clone(), request)
    }

    /// Calls an operation that is answered with the content of a file, and hands that on as it comes in: to a file, to a
    /// writer, as a stream. With [`send`](Self::send) it is taken into memory.
    pub fn download<E: Download>(&self, request: E) -> DownloadCall<E> {
        DownloadCall::new(self.clone(), request)
    }

    /// Lists page by page. For options, use [`Call::pages`].
    pub fn pages<E: Paged>(&self, request: E) -> Pages<E> {
        self.send(request).pages()
    }

    /// Lists element by element, over all pages. For options, use [`Call::items`].
    pub fn items<E: Paged>(&self, request: E) -> Items<E> {
        self.send(request).items()
    }

    /// Calls an operation whose types are known at run time only, as tools do.
    ///
    /// `request` must be a request of `operation`, and `answer` make an empty record of its answers; otherwise fields
    /// are missing or passed over, as in any call.
    pub fn call_dyn(
        &self,
        operation: &'static Operation,
        request: Box<dyn Record>,
        answer: fn() -> Box<dyn Record>,
    ) -> DynCall {
        DynCall::new(self.clone(), operation, request, answer)
    }

    /// Calls an operation by name, with its fields as JSON: `client.call("ListCases", json!({ "limit": 5 })).await`.
    ///
    /// The fields are named as on the wire, wherever they travel; the answer is the typed one, as JSON. A name that
    /// several services have is written with its service, as in `osm.ListCases`.
    #[cfg(feature = "catalog")]
    #[allow(clippy::needless_pass_by_value, reason = "callers make the JSON for the call")]
    pub fn call(&self, operation: &str, arguments: hwc_wire::Json) -> crate::NamedCall {
        crate::NamedCall::new(self, operation, &arguments)
    }

    /// Fetches what a presigned link points to. No token is sent, and the link is in no error.
    pub fn link(&self, link: &Link) -> LinkCall {
        LinkCall::new(self.clone(), link.clone())
    }

    /// Calls what no operation describes: JSON in and out, with the address, the token, the settings and the errors of
    /// `service`.
    ///
    /// The path stands as it is in the request line: parameters in it must be escaped already. It begins with `/` and
    /// holds no `?`, `#`, `.` or `..` segment; anything else is an [`Invalid`](crate::ErrorKind::Invalid) error of the
    /// call.
    pub fn raw(&self, service: &'static Service, method: Method, path: impl Into<String>) -> RawCall {
        RawCall::new(self.clone(), service, method, path.into())
    }
}

#[cfg(feature = "osm")]
impl Client {
    /// The workflows of Service Tickets: work that takes several calls.
    #[must_use]
    pub fn tickets(&self) -> crate::tickets::Tickets {
        crate::tickets::Tickets::new(self.clone())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("places", &self.0.places)
            .field("given", &self.0.given)
            .field("settings", &self.0.settings)
            .field("timeout", &self.0.timeout)
            .field("check_limits", &self.0.check_limits)
            .field("mode", &self.0.mode)
            .field("max_body", &self.0.max_body)
            .finish_non_exhaustive()
    }
}
