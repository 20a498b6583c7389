//! Locks in memory that end: those of dav-server stay if a client does not return.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dav_server::davpath::DavPath;
use dav_server::ls::{DavLock, DavLockSystem, LsFuture};
use dav_server::memls::MemLs;
use futures_util::FutureExt;
use futures_util::future::ready;
use hwc_api::Clock;
use xmltree::Element;

/// The lifetime of a lock for clients that demand none, or an unlimited one.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(600);

/// The maximum number of locks.
const MAX_LOCKS: usize = 10_000;

/// The locks of a server. Clones share them. They end with the server.
#[derive(Clone)]
pub(crate) struct ExpiringLocks {
    locks: Box<MemLs>,
    clock: Arc<dyn Clock>,
    ends: Arc<Mutex<Ends>>,
}

/// The path and the end of each lock, by its token.
type Ends = BTreeMap<String, (DavPath, Duration)>;

impl ExpiringLocks {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { locks: MemLs::new(), clock, ends: Arc::default() }
    }

    fn ends(&self) -> MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes the locks that have ended. The locks in memory need no waiting.
    fn expire(&self) {
        let now = self.clock.monotonic();
        self.ends().retain(|token, (path, end)| {
            let is_over = *end <= now;
            if is_over {
                let _ = self.locks.unlock(path, token).now_or_never();
            }
            !is_over
        });
    }

    fn remember(&self, lock: &DavLock) {
        let end = self.clock.monotonic() + lock.timeout.unwrap_or(DEFAULT_LIFETIME);
        self.ends().insert(lock.token.clone(), ((*lock.path).clone(), end));
    }
}

impl DavLockSystem for ExpiringLocks {
    fn lock(
        &'_ self,
        path: &DavPath,
        principal: Option<&str>,
        owner: Option<&Element>,
        timeout: Option<Duration>,
        shared: bool,
        deep: bool,
    ) -> LsFuture<'_, Result<DavLock, DavLock>> {
        self.expire();
        if self.ends().len() >= MAX_LOCKS {
            return ready(Err(no_lock(path))).boxed();
        }
        let timeout = Some(timeout.unwrap_or(DEFAULT_LIFETIME));
        let lock = self.locks.lock(path, principal, owner, timeout, shared, deep);
        async move {
            let lock = lock.await;
            lock.inspect(|lock| self.remember(lock))
        }
        .boxed()
    }

    fn unlock(&'_ self, path: &DavPath, token: &str) -> LsFuture<'_, Result<(), ()>> {
        self.expire();
        let unlocked = self.locks.unlock(path, token);
        self.ends().remove(token);
        unlocked
    }

    fn refresh(&'_ self, path: &DavPath, token: &str, timeout: Option<Duration>) -> LsFuture<'_, Result<DavLock, ()>> {
        self.expire();
        let lock = self.locks.refresh(path, token, Some(timeout.unwrap_or(DEFAULT_LIFETIME)));
        async move {
            let lock = lock.await;
            lock.inspect(|lock| self.remember(lock))
        }
        .boxed()
    }

    fn check(
        &'_ self,
        path: &DavPath,
        principal: Option<&str>,
        ignore_principal: bool,
        deep: bool,
        tokens: &[String],
    ) -> LsFuture<'_, Result<(), DavLock>> {
        self.expire();
        self.locks.check(path, principal, ignore_principal, deep, tokens)
    }

    fn discover(&'_ self, path: &DavPath) -> LsFuture<'_, Vec<DavLock>> {
        self.expire();
        self.locks.discover(path)
    }

    fn delete(&'_ self, path: &DavPath) -> LsFuture<'_, Result<(), ()>> {
        // The ends of these locks remain until then, which is harmless.
        self.locks.delete(path)
    }
}

/// Returns the lock that is reported if there are too many.
fn no_lock(path: &DavPath) -> DavLock {
    DavLock {
        token: String::new(),
        path: Box::new(path.clone()),
        principal: None,
        owner: None,
        timeout_at: None,
        timeout: None,
        shared: false,
        deep: false,
    }
}

impl fmt::Debug for ExpiringLocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExpiringLocks").field("locks", &self.ends().len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use hwc_api::transport::clock::ManualClock;

    use super::*;

    fn lock(locks: &ExpiringLocks, path: &DavPath, timeout: Option<Duration>) -> Result<DavLock, DavLock> {
        locks.lock(path, None, None, timeout, false, false).now_or_never().unwrap()
    }

    #[test]
    fn a_lock_ends() {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        let locks = ExpiringLocks::new(Arc::new(clock.clone()));
        let path = DavPath::new("/a").unwrap();
        let first = lock(&locks, &path, Some(Duration::from_secs(60))).unwrap();
        clock.advance(Duration::from_secs(59));
        assert_eq!(lock(&locks, &path, None).unwrap_err().token, first.token);
        locks.refresh(&path, &first.token, Some(Duration::from_secs(60))).now_or_never().unwrap().unwrap();
        clock.advance(Duration::from_secs(59));
        assert!(lock(&locks, &path, None).is_err());
        clock.advance(Duration::from_secs(1));
        let second = lock(&locks, &path, None).unwrap();
        assert_eq!(second.timeout, Some(DEFAULT_LIFETIME));
        clock.advance(DEFAULT_LIFETIME);
        assert!(locks.discover(&path).now_or_never().unwrap().is_empty());
    }
}
