//! A cached value that costs a request to create. Concurrent callers share a single request.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use crate::error::Error;

/// A value that is created on demand, with one creation at a time.
///
/// Callers that arrive during a creation wait and share its outcome, including a failure: repeated requests with a wrong
/// password can lock an account. If the caller that drives the creation is canceled, the next caller continues it, so that
/// short timeouts cannot prevent a slow sign-in from completing. A creation that was started in another runtime is
/// restarted.
pub(crate) struct Cached<T> {
    slot: Mutex<Slot<T>>,
    /// The number of finished creations.
    ended: AtomicUsize,
}

struct Slot<T> {
    held: Option<Held<T>>,
    making: Option<Started<T>>,
    failed: Option<Arc<Error>>,
}

struct Held<T> {
    value: T,
    /// The time at which the value is renewed, and the time at which it expires; `None` if it does not expire.
    good_until: Option<SystemTime>,
    ends: Option<SystemTime>,
    version: usize,
}

struct Started<T> {
    at: SystemTime,
    /// The runtime that owns the connections and timers of the creation. They stop when it stops.
    runtime: Runtime,
    work: Making<T>,
}

/// A future that creates a value and returns it with its expiry time, if it has one.
pub(crate) type Making<T> = Pin<Box<dyn Future<Output = Result<(T, Option<SystemTime>), Error>> + Send>>;

/// The ID of the current tokio runtime; `None` outside of a runtime.
#[cfg(feature = "tokio")]
type Runtime = Option<tokio::runtime::Id>;
#[cfg(not(feature = "tokio"))]
#[derive(Clone, Copy, PartialEq)]
struct Runtime;

#[cfg(feature = "tokio")]
fn runtime() -> Runtime {
    tokio::runtime::Handle::try_current().ok().map(|handle| handle.id())
}

/// Returns the unit value: without tokio, creations are not bound to a runtime.
#[cfg(not(feature = "tokio"))]
fn runtime() -> Runtime {
    Runtime
}

/// A value with the number of the creation that it came from.
pub(crate) struct Kept<T> {
    pub(crate) value: T,
    pub(crate) version: usize,
}

/// A function that returns the current time.
pub(crate) type Now<'a> = &'a (dyn Fn() -> SystemTime + Send + Sync);

/// The time before expiry at which a value is renewed, or a fifth of its lifetime if that is less.
const MARGIN: Duration = Duration::from_secs(300);
/// The delay before a failed renewal is retried, as long as the old value is valid.
const AGAIN: Duration = Duration::from_secs(30);
/// The age at which a creation without a caller is restarted.
const STALE: Duration = Duration::from_secs(30);

impl<T: Clone> Cached<T> {
    pub(crate) fn new() -> Self {
        Self { slot: Mutex::new(Slot { held: None, making: None, failed: None }), ended: AtomicUsize::new(0) }
    }

    /// Returns the cached value, or creates it with `make` if none is valid.
    pub(crate) async fn get(&self, now: Now<'_>, make: impl FnOnce() -> Making<T>) -> Result<Kept<T>, Error> {
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut slot = self.slot.lock().await;
        if let Some(held) = slot.held.as_ref().filter(|held| held.good_until.is_none_or(|until| now() < until)) {
            return Ok(held.kept());
        }
        if let Some(failed) = slot.failed.as_ref().filter(|_| self.ended.load(Ordering::Acquire) > ended_before) {
            return Err(Error::sign_in(Arc::clone(failed)));
        }
        let runtime = runtime();
        let fresh = |started: &Started<T>| now() < started.at + STALE && started.runtime == runtime;
        let at = now();
        let making = match slot.making.take().filter(fresh) {
            Some(started) => slot.making.insert(started),
            None => slot.making.insert(Started { at, runtime, work: make() }),
        };
        let made = making.work.as_mut().await;
        let version = self.ended.fetch_add(1, Ordering::AcqRel) + 1;
        slot.settle(made, now(), version)
    }

    /// Discards the value of the creation `version` or an earlier one. A newer value is kept.
    pub(crate) async fn forget(&self, version: usize) {
        let mut slot = self.slot.lock().await;
        if slot.held.as_ref().is_some_and(|held| held.version <= version) {
            slot.held = None;
        }
    }
}

impl<T: Clone> Slot<T> {
    /// Stores the outcome of a creation. If a renewal fails, the old value is used until it expires.
    fn settle(
        &mut self,
        made: Result<(T, Option<SystemTime>), Error>,
        now: SystemTime,
        version: usize,
    ) -> Result<Kept<T>, Error> {
        self.making = None;
        match made {
            Ok((value, ends)) => {
                let good_until = ends.map(|ends| with_margin(now, ends));
                self.failed = None;
                Ok(self.held.insert(Held { value, good_until, ends, version }).kept())
            }
            Err(error) => {
                if let Some(held) = self.held.as_mut().filter(|held| held.ends.is_some_and(|ends| now < ends)) {
                    held.good_until = held.ends.map(|ends| ends.min(now + AGAIN));
                    return Ok(held.kept());
                }
                self.held = None;
                let error = Arc::new(error);
                self.failed = Some(Arc::clone(&error));
                Err(Error::sign_in(error))
            }
        }
    }
}

impl<T: Clone> Held<T> {
    fn kept(&self) -> Kept<T> {
        Kept { value: self.value.clone(), version: self.version }
    }
}

/// Returns the time at which a value is renewed. A value that is already expired on arrival is used for a while. The local
/// clock is probably wrong, and a service rejects the value if it is not.
fn with_margin(now: SystemTime, ends: SystemTime) -> SystemTime {
    match ends.duration_since(now) {
        Ok(life) if !life.is_zero() => ends.checked_sub(MARGIN.min(life / 5)).unwrap_or(ends),
        _ => now + MARGIN,
    }
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use super::*;

    /// Polls `get` once.
    async fn begin(cached: &Cached<u32>, make: impl FnOnce() -> Making<u32>) -> Option<u32> {
        let mut get = std::pin::pin!(cached.get(&|| SystemTime::UNIX_EPOCH, make));
        let mut once = std::future::poll_fn(|cx| {
            std::task::Poll::Ready(match get.as_mut().poll(cx) {
                std::task::Poll::Ready(kept) => kept.ok().map(|kept| kept.value),
                std::task::Poll::Pending => None,
            })
        });
        (&mut once).await
    }

    #[test]
    fn what_another_runtime_began_is_begun_anew() {
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (cached, resting) = (Cached::new(), runtime());
        let hangs = || -> Making<u32> { Box::pin(std::future::pending()) };
        let gives = || -> Making<u32> { Box::pin(async { Ok((7, None)) }) };
        assert_eq!(resting.block_on(begin(&cached, hangs)), None);
        assert_eq!(resting.block_on(begin(&cached, gives)), None, "the same runtime goes on with it");
        assert_eq!(runtime().block_on(begin(&cached, gives)), Some(7));
    }
}
