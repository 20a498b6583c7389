//! Recovery from error responses that can be corrected: an expired token, a wrong clock, or a redirect. Each recovery runs
//! once per call, to prevent endless retries.

use hwc_wire::ErrorClass;

use super::AttemptError;
use crate::error::Error;
use crate::pipeline::auth::{Identity, Invalidation};
use crate::pipeline::{ClientInner, MAX_REDIRECTS};

/// The properties of an attempt's authentication that a recovery needs.
#[derive(Clone)]
pub(crate) struct Recoverable {
    /// The clock skew used for the signature. `None` for authentication without a date.
    pub(crate) skew: Option<i64>,
    pub(crate) invalidation: Option<Invalidation>,
}

/// The recoveries of one call.
#[derive(Default)]
pub(crate) struct Recovery {
    invalidated: bool,
    clock_corrected: bool,
    redirects: u32,
}

impl Recovery {
    /// Recovers from the failed attempt if possible. Returns true if the request should be sent again.
    pub(crate) fn recover(&mut self, client: &ClientInner, identity: &Identity, failed: &AttemptError) -> bool {
        let Some(recoverable) = &failed.recoverable else {
            return false;
        };
        let Some(service) = failed.error.service() else {
            return false;
        };
        if service.class != ErrorClass::Auth {
            return false;
        }
        if let (Some(skew), Some(date), false) = (recoverable.skew, failed.hints.date, self.clock_corrected) {
            self.clock_corrected = true;
            if client.clock_skew.observe(client.clock.now(), date, skew) {
                return true;
            }
        }
        match recoverable.invalidation.as_ref().filter(|_| service.status == 401 && !self.invalidated) {
            Some(invalidation) => {
                self.invalidated = true;
                identity.invalidate(invalidation);
                true
            }
            None => false,
        }
    }

    /// Counts a redirect.
    pub(crate) fn count_redirect(&mut self, status: u16) -> Result<(), Error> {
        self.redirects += 1;
        if self.redirects <= MAX_REDIRECTS { Ok(()) } else { Err(Error::too_many_redirects(status)) }
    }
}
