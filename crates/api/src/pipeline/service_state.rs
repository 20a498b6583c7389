//! Per-service state that a client shares between calls: endpoint, credentials and rate limiter.

use std::sync::{Arc, Mutex, OnceLock};

use hwc_wire::Service;

use super::auth::Identity;
use super::endpoints::ResolvedEndpoint;
use super::{ClientInner, RateControl, RateLimiter};
use crate::core::{SmallMap, lock};
use crate::error::Error;

/// The state of one service.
pub(crate) struct ServiceState {
    pub(crate) identity: Arc<Identity>,
    pub(crate) limiter: RateLimiter,
    endpoint: OnceLock<Result<ResolvedEndpoint, String>>,
}

/// The state of all services, by short name.
pub(crate) struct ServiceStates {
    states: Mutex<SmallMap<Arc<ServiceState>>>,
    /// Configured rate limits, in calls per second.
    rates: SmallMap<f64>,
    control: RateControl,
}

impl ServiceStates {
    pub(crate) fn new(rates: SmallMap<f64>, control: RateControl) -> Self {
        Self { states: Mutex::default(), rates, control }
    }

    fn get(&self, service: &'static Service) -> Arc<ServiceState> {
        let mut states = lock(&self.states);
        if let Some(state) = states.get(service.id) {
            return Arc::clone(state);
        }
        let state = Arc::new(ServiceState {
            identity: Arc::new(Identity::new(service)),
            limiter: RateLimiter::new(self.control, self.rates.get(service.id).copied()),
            endpoint: OnceLock::new(),
        });
        states.set(service.id, Arc::clone(&state));
        state
    }
}

impl ServiceState {
    /// Returns the endpoint of the service. It is resolved at the first call, so that an invalid setting for one service does
    /// not affect the others.
    pub(crate) fn endpoint(&self, client: &ClientInner, service: &'static Service) -> Result<&ResolvedEndpoint, Error> {
        let environment = client.credentials.environment.as_ref();
        let endpoint = self.endpoint.get_or_init(|| client.endpoints.resolve(environment, service));
        endpoint.as_ref().map_err(|problem| Error::config(problem.as_str()))
    }
}

impl ClientInner {
    /// Returns the state of a service.
    pub(crate) fn state(&self, service: &'static Service) -> Arc<ServiceState> {
        self.services.get(service)
    }

    /// Returns the region of a service, or its default region if it cannot be resolved.
    pub(super) fn region(&self, service: &'static Service) -> String {
        let state = self.state(service);
        let endpoint = state.endpoint(self, service);
        endpoint.map_or_else(|_| service.default_region.to_owned(), |endpoint| endpoint.region.clone())
    }
}
