//! The configuration and state that all calls of a client share.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_transport::Transport;
use hwc_transport::clock::Clock;
use hwc_transport::http::{HeaderMap, HeaderValue};
use hwc_wire::DecodeMode;

use super::endpoints::EndpointConfig;
use super::retry::{Backoff, RetryBudget};
use super::service_state::ServiceStates;
use crate::core::{ClockSkew, SmallMap};
use crate::credentials::{CredentialSources, SearchContext};

/// The configuration and state shared by all calls of a client.
pub(crate) struct ClientInner {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) endpoints: EndpointConfig,
    pub(crate) credentials: CredentialSources,
    pub(crate) services: ServiceStates,
    pub(crate) clock_skew: ClockSkew,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) settings: SmallMap<String>,
    /// Headers of all requests to services. Their values may be secret.
    pub(crate) default_headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) max_attempts: u32,
    pub(crate) backoff: Backoff,
    pub(crate) validate_requests: bool,
    pub(crate) decode_mode: DecodeMode,
    pub(crate) max_response_bytes: usize,
}

impl ClientInner {
    /// Returns the current time by the clock of the services.
    pub(crate) fn now(&self) -> SystemTime {
        self.clock_skew.correct(self.clock.now())
    }

    /// Returns the parts that a search for credentials needs.
    pub(crate) fn search_context(&self) -> SearchContext<'_> {
        SearchContext { transport: &self.transport, clock: &self.clock }
    }
}

/// Prints the configuration of the client that holds it.
impl fmt::Debug for ClientInner {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoints", &self.endpoints)
            .field("credentials", &self.credentials)
            .field("settings", &self.settings)
            .field("timeout", &self.timeout)
            .field("validate_requests", &self.validate_requests)
            .field("decode_mode", &self.decode_mode)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}
