//! Per-service state that a client shares between calls: endpoint, credentials and rate limiter.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hwc_wire::Service;

use super::place::{self, Place};
use super::{ClientInner, Places};
use crate::credentials::{Given, Identity};
use crate::error::Error;
use crate::execute::{RateControl, RateLimiter};
use crate::few::Few;

/// The state of one service.
pub(crate) struct Kept {
    pub(crate) identity: Arc<Identity>,
    pub(crate) limiter: RateLimiter,
    place: OnceLock<Result<Place, String>>,
}

/// The state of all services, by short name.
pub(crate) struct Services {
    known: Mutex<Few<Arc<Kept>>>,
    /// Configured rate limits, in calls per second.
    rates: Few<f64>,
    control: RateControl,
}

impl Services {
    pub(super) fn new(rates: Few<f64>, control: RateControl) -> Self {
        Self { known: Mutex::default(), rates, control }
    }

    fn get(&self, service: &'static Service) -> Arc<Kept> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = known.get(service.id) {
            return Arc::clone(kept);
        }
        let kept = Arc::new(Kept {
            identity: Arc::new(Identity::new(service)),
            limiter: RateLimiter::new(self.control, self.rates.get(service.id).copied()),
            place: OnceLock::new(),
        });
        known.set(service.id, Arc::clone(&kept));
        kept
    }
}

impl Kept {
    /// Returns the resolved location of the service. It is resolved at the first call, so that an invalid setting for one
    /// service does not affect the others.
    pub(crate) fn place(&self, places: &Places, given: &Given, service: &'static Service) -> Result<&Place, Error> {
        let place = self.place.get_or_init(|| place::find(places, given, service));
        place.as_ref().map_err(|problem| Error::config(problem.as_str()))
    }
}

impl ClientInner {
    /// Returns the state of a service.
    pub(crate) fn kept(&self, service: &'static Service) -> Arc<Kept> {
        self.services.get(service)
    }

    /// Returns the region of a service, or its default region if it cannot be resolved.
    pub(crate) fn region(&self, service: &'static Service) -> String {
        let kept = self.kept(service);
        let place = kept.place(&self.places, &self.given, service);
        place.map_or_else(|_| service.default_region.to_owned(), |place| place.region.clone())
    }
}
