//! A cached value that costs a request to create. Concurrent callers share a single request (single flight).

use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex as AsyncMutex;

use super::lock::lock;
use crate::error::Error;

/// A value that is created on demand, with one creation at a time.
///
/// Callers that arrive during a creation wait and share its outcome, including a failure: repeated requests with a wrong
/// password can lock an account. If the caller that drives the creation is canceled, the next caller continues it, so that
/// short timeouts cannot prevent a slow sign-in from completing. A creation that was started in another runtime is
/// restarted.
///
/// A valid value is returned without waiting. Otherwise, a call that is not polled could block all others.
pub(crate) struct SharedCache<T> {
    entry: Mutex<Option<Entry<T>>>,
    /// The creation. The lock is held by the caller that drives it.
    creation: AsyncMutex<Creation<T>>,
    /// The number of finished creations.
    completed: AtomicUsize,
    /// The time before expiry at which a value is renewed, or a fifth of its lifetime if that is less.
    margin: Duration,
}

struct Creation<T> {
    in_flight: Option<InFlight<T>>,
    /// The error of the last creation.
    failed: Option<Error>,
}

struct Entry<T> {
    value: T,
    /// The time at which the value is renewed, and the time at which it expires; `None` if it does not expire.
    refresh_at: Option<SystemTime>,
    expires_at: Option<SystemTime>,
    version: usize,
}

struct InFlight<T> {
    started_at: SystemTime,
    /// The runtime that owns the connections and timers of the creation. They stop when it stops.
    runtime: Runtime,
    work: RefreshFuture<T>,
}

/// A future that creates a value and returns it with its expiry time, if it has one.
pub(crate) type RefreshFuture<T> = Pin<Box<dyn Future<Output = CreationResult<T>> + Send>>;

/// The outcome of a creation.
type CreationResult<T> = Result<(T, Option<SystemTime>), Error>;

/// The ID of the current tokio runtime; `None` outside of a runtime.
#[cfg(feature = "system-clock")]
type Runtime = Option<tokio::runtime::Id>;
#[cfg(not(feature = "system-clock"))]
#[derive(Clone, Copy, PartialEq)]
struct Runtime;

#[cfg(feature = "system-clock")]
fn runtime() -> Runtime {
    tokio::runtime::Handle::try_current().ok().map(|handle| handle.id())
}

/// Returns the unit value: without tokio, creations are not bound to a runtime.
#[cfg(not(feature = "system-clock"))]
fn runtime() -> Runtime {
    Runtime
}

/// A value with the number of the creation that it came from.
pub(crate) struct Versioned<T> {
    pub(crate) value: T,
    pub(crate) version: usize,
}

/// A function that returns the current time.
pub(crate) type NowFn<'a> = &'a (dyn Fn() -> SystemTime + Send + Sync);

/// The default time before expiry at which a value is renewed.
const REFRESH_MARGIN: Duration = Duration::from_secs(300);
/// The delay before a failed renewal is retried, as long as the old value is valid.
const RETRY_DELAY: Duration = Duration::from_secs(30);
/// The age at which a creation without a caller is restarted.
const MAX_IDLE: Duration = Duration::from_secs(30);

impl<T: Clone> SharedCache<T> {
    pub(crate) fn new() -> Self {
        Self::with_margin(REFRESH_MARGIN)
    }

    /// Creates a cache whose values are renewed this long before they expire, or a fifth of their lifetime if that is less.
    pub(crate) fn with_margin(margin: Duration) -> Self {
        let creation = AsyncMutex::new(Creation { in_flight: None, failed: None });
        Self { entry: Mutex::new(None), creation, completed: AtomicUsize::new(0), margin }
    }

    /// Returns the cached value, or creates it with `refresh` if none is valid.
    pub(crate) async fn get(
        &self,
        now: NowFn<'_>,
        refresh: impl FnOnce() -> RefreshFuture<T>,
    ) -> Result<Versioned<T>, Error> {
        let completed_before = self.completed.load(Ordering::Acquire);
        match self.valid(now) {
            Some(valid) => Ok(valid),
            // Boxed: most calls find a valid value and should not reserve space for its creation in their futures.
            None => Box::pin(self.create(now, refresh, completed_before)).await,
        }
    }

    /// Creates the value, or waits for a creation that another caller drives. `completed_before` is the number of creations
    /// that had finished when the caller came.
    async fn create(
        &self,
        now: NowFn<'_>,
        refresh: impl FnOnce() -> RefreshFuture<T>,
        completed_before: usize,
    ) -> Result<Versioned<T>, Error> {
        let mut creation = self.creation.lock().await;
        // Another caller may have finished a creation in the meantime.
        if let Some(valid) = self.valid(now) {
            return Ok(valid);
        }
        let is_new = self.completed.load(Ordering::Acquire) > completed_before;
        if let Some(failed) = creation.failed.as_ref().filter(|_| is_new) {
            return Err(failed.clone());
        }
        let (runtime, started_at) = (runtime(), now());
        let is_current = |known: &InFlight<T>| started_at < known.started_at + MAX_IDLE && known.runtime == runtime;
        let in_flight = match creation.in_flight.take().filter(is_current) {
            Some(in_flight) => creation.in_flight.insert(in_flight),
            None => creation.in_flight.insert(InFlight { started_at, runtime, work: refresh() }),
        };
        let created = in_flight.work.as_mut().await;
        creation.in_flight = None;
        let version = self.completed.fetch_add(1, Ordering::AcqRel) + 1;
        let outcome = self.store(created, now(), version);
        creation.failed = outcome.as_ref().err().cloned();
        outcome
    }

    /// Discards the value of the creation `version` or an earlier one. A newer value is kept.
    pub(crate) fn invalidate(&self, version: usize) {
        let mut entry = lock(&self.entry);
        if entry.as_ref().is_some_and(|entry| entry.version <= version) {
            *entry = None;
        }
    }

    /// Makes the next caller renew the value of the creation `version`. If that fails, the value is used until it expires.
    #[cfg(all(feature = "insight", feature = "workflows"))]
    pub(crate) fn renew(&self, version: usize) {
        let mut entry = lock(&self.entry);
        if let Some(entry) = entry.as_mut().filter(|entry| entry.version == version) {
            entry.refresh_at = Some(SystemTime::UNIX_EPOCH);
        }
    }

    /// Returns true if the cache has a value that has not expired, also if it must be renewed.
    #[cfg(all(feature = "insight", feature = "workflows"))]
    pub(crate) fn is_usable(&self, now: SystemTime) -> bool {
        lock(&self.entry).as_ref().is_some_and(|entry| entry.expires_at.is_none_or(|expires_at| now < expires_at))
    }

    /// Returns the cached value unless it must be renewed.
    fn valid(&self, now: NowFn<'_>) -> Option<Versioned<T>> {
        let entry = lock(&self.entry);
        let entry = entry.as_ref().filter(|entry| entry.refresh_at.is_none_or(|refresh_at| now() < refresh_at));
        entry.map(Entry::versioned)
    }

    /// Stores the outcome of a creation. If a renewal fails, the old value is used until it expires.
    fn store(&self, created: CreationResult<T>, now: SystemTime, version: usize) -> Result<Versioned<T>, Error> {
        let mut entry = lock(&self.entry);
        match created {
            Ok((value, expires_at)) => {
                let refresh_at = expires_at.map(|expires_at| refresh_time(now, expires_at, self.margin));
                Ok(entry.insert(Entry { value, refresh_at, expires_at, version }).versioned())
            }
            Err(error) => {
                let usable = entry.as_mut().and_then(|entry| Some((entry.expires_at.filter(|at| now < *at)?, entry)));
                if let Some((expires_at, entry)) = usable {
                    entry.refresh_at = Some(expires_at.min(now + RETRY_DELAY));
                    return Ok(entry.versioned());
                }
                *entry = None;
                Err(error)
            }
        }
    }
}

impl<T: Clone> Entry<T> {
    fn versioned(&self) -> Versioned<T> {
        Versioned { value: self.value.clone(), version: self.version }
    }
}

/// Returns the time at which a value is renewed. A value that is already expired on arrival is used for a while. The local
/// clock is probably wrong, and a service rejects the value if it is not.
fn refresh_time(now: SystemTime, expires_at: SystemTime, margin: Duration) -> SystemTime {
    match expires_at.duration_since(now) {
        Ok(life) if !life.is_zero() => expires_at.checked_sub(margin.min(life / 5)).unwrap_or(expires_at),
        _ => now + margin,
    }
}

#[cfg(all(test, feature = "system-clock"))]
mod tests {
    use super::*;

    /// Polls `get` once.
    async fn poll_once(cache: &SharedCache<u32>, refresh: impl FnOnce() -> RefreshFuture<u32>) -> Option<u32> {
        let mut get = std::pin::pin!(cache.get(&|| SystemTime::UNIX_EPOCH, refresh));
        let mut once = std::future::poll_fn(|cx| {
            std::task::Poll::Ready(match get.as_mut().poll(cx) {
                std::task::Poll::Ready(versioned) => versioned.ok().map(|versioned| versioned.value),
                std::task::Poll::Pending => None,
            })
        });
        (&mut once).await
    }

    #[test]
    fn a_valid_value_does_not_wait_for_a_creation() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let cache = SharedCache::new();
            assert_eq!(poll_once(&cache, || Box::pin(async { Ok((7, None)) })).await, Some(7));
            let _driver = cache.creation.lock().await;
            assert_eq!(poll_once(&cache, || Box::pin(std::future::pending())).await, Some(7));
            cache.invalidate(1);
            assert_eq!(poll_once(&cache, || Box::pin(std::future::pending())).await, None);
        });
    }

    #[test]
    fn a_creation_of_another_runtime_is_restarted() {
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (cache, first) = (SharedCache::new(), runtime());
        let pending = || -> RefreshFuture<u32> { Box::pin(std::future::pending()) };
        let ready = || -> RefreshFuture<u32> { Box::pin(async { Ok((7, None)) }) };
        assert_eq!(first.block_on(poll_once(&cache, pending)), None);
        assert_eq!(first.block_on(poll_once(&cache, ready)), None, "the same runtime continues it");
        assert_eq!(runtime().block_on(poll_once(&cache, ready)), Some(7));
    }
}
