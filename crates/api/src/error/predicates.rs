//! Predicates on errors: what a program distinguishes most often.

use std::error::Error as StdError;

use hwc_transport::TransportError;
use hwc_wire::ErrorClass;

use super::{Error, ErrorKind, Retryability, ServiceError};

impl Error {
    /// Returns true if the service reports that the resource does not exist, by its error code or by status 404.
    #[must_use]
    #[inline]
    pub fn is_not_found(&self) -> bool {
        self.has_class(ErrorClass::NotFound)
    }

    /// Returns true if the service rejected the call because there were too many, by its error code or by status 429. The
    /// time to wait is in [`ServiceError::retry_after`], if the service sent it.
    #[must_use]
    #[inline]
    pub fn is_throttled(&self) -> bool {
        self.has_class(ErrorClass::Throttled) || self.0.service.as_ref().is_some_and(|error| error.status == 429)
    }

    /// Returns true if there are no usable credentials, or if the service rejected them: the caller is not authenticated, or
    /// may not make the call.
    #[must_use]
    #[inline]
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Credentials || self.has_class(ErrorClass::Auth)
    }

    /// Returns true if the request conflicts with the present state of the resource, by the error code or by status 409.
    #[must_use]
    #[inline]
    pub fn is_conflict(&self) -> bool {
        self.has_class(ErrorClass::Conflict)
    }

    /// Returns true if a limit of the account is reached.
    #[must_use]
    #[inline]
    pub fn is_quota(&self) -> bool {
        self.has_class(ErrorClass::QuotaExceeded)
    }

    /// Returns true if the call timed out. The service may have processed the request.
    #[must_use]
    #[inline]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns true if there was no connection to the service: unknown host, no route, failed proxy or TLS handshake.
    /// Nothing was sent.
    #[must_use]
    #[inline]
    pub fn is_connect(&self) -> bool {
        let mut cause: Option<&(dyn StdError + 'static)> = Some(self);
        while let Some(inner) = cause {
            if let Some(error) = inner.downcast_ref::<TransportError>() {
                return error.is_connect() || error.is_dns() || error.is_tls();
            }
            cause = inner.source();
        }
        false
    }

    /// Returns true if the same call may succeed later and is safe to repeat. Wait before the retry. If it returns false,
    /// change the request or the configuration first.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.retryability, Retryability::Always | Retryability::Later)
    }

    /// Returns true if a retry may succeed and is safe. `idempotent` is true if the operation may be repeated; `has_delay` is
    /// true if the service sent a delay.
    pub(crate) fn may_repeat(&self, idempotent: bool, has_delay: bool) -> bool {
        match self.0.retryability {
            Retryability::Always => true,
            Retryability::IfIdempotent => idempotent,
            Retryability::Later => has_delay,
            Retryability::Never => false,
        }
    }

    /// Returns true if the request was not sent.
    pub(crate) fn is_not_sent(&self) -> bool {
        matches!(self.0.kind, ErrorKind::NotSent | ErrorKind::Timeout) && self.0.retryability == Retryability::Always
    }

    /// Returns true if the service limits the rate of all calls, not only of this one.
    pub(crate) fn is_rate_limited(&self) -> bool {
        let throttled = |error: &ServiceError| {
            error.status == 429 || (error.class == ErrorClass::Throttled && error.is_from_gateway())
        };
        self.0.service.as_ref().is_some_and(throttled)
    }

    #[inline]
    fn has_class(&self, class: ErrorClass) -> bool {
        self.0.service.as_ref().is_some_and(|error| error.class == class)
    }
}
