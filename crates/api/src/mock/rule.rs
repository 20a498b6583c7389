//! One rule of a mock: the requests that it matches, its response, and the count of its calls.

use std::any::TypeId;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use hwc_transport::{HttpResponse, TransportError};
use hwc_wire::Operation;

use super::exchange::Exchange;
use crate::core::lock;

/// A function that responds to a request.
pub(super) type Respond = Box<dyn FnMut(&Exchange) -> Result<HttpResponse, TransportError> + Send>;

/// A function that selects requests.
pub(super) type Predicate = Arc<dyn Fn(&Exchange) -> bool + Send + Sync>;

/// The requests that a rule is for.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Operation(&'static Operation),
    /// Any HTTP request that the predicate selects.
    Http,
}

/// One rule of a mock.
pub(super) struct Rule {
    target: Target,
    request_type: TypeId,
    settings: Mutex<Settings>,
    respond: Mutex<Respond>,
}

/// The settings of the methods after the rule, and the number of its calls.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) times: Option<u32>,
    pub(super) at_least: u32,
    pub(super) predicate: Option<Predicate>,
    pub(super) delay: Option<Duration>,
    calls: u32,
}

impl Rule {
    pub(super) fn new(target: Target, request_type: TypeId, respond: Respond) -> Self {
        Self { target, request_type, settings: Mutex::default(), respond: Mutex::new(respond) }
    }

    pub(super) fn request_type(&self) -> TypeId {
        self.request_type
    }

    pub(super) fn settings(&self) -> MutexGuard<'_, Settings> {
        lock(&self.settings)
    }

    /// Counts a call and returns true, if the rule matches the request and has calls left.
    pub(super) fn claim(&self, exchange: &Exchange) -> bool {
        if let Target::Operation(operation) = self.target
            && !exchange.is_for(operation)
        {
            return false;
        }
        let predicate = self.settings().predicate.clone();
        if predicate.is_some_and(|matches| !matches(exchange)) {
            return false;
        }
        let mut settings = self.settings();
        let has_left = settings.times.is_none_or(|times| settings.calls < times);
        settings.calls += u32::from(has_left);
        has_left
    }

    pub(super) fn respond(&self, exchange: &Exchange) -> Result<HttpResponse, TransportError> {
        (lock(&self.respond))(exchange)
    }

    /// Returns true if the rule was called as often as it should be.
    pub(super) fn is_satisfied(&self) -> bool {
        let settings = self.settings();
        settings.calls >= settings.times.unwrap_or(settings.at_least)
    }
}

/// Names the target, and the number of calls.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.target {
            Target::Operation(operation) => f.write_str(&operation.full_name())?,
            Target::Http => f.write_str("HTTP")?,
        }
        let settings = self.settings();
        if settings.predicate.is_some() {
            f.write_str(" with a predicate")?;
        }
        match (settings.times, settings.at_least) {
            (Some(times), _) => write!(f, " ({} of {times} calls)", settings.calls),
            (None, 0) => write!(f, " ({} calls)", settings.calls),
            (None, least) => write!(f, " ({} of at least {least} calls)", settings.calls),
        }
    }
}
