//! A value that costs a call: kept while it is good, asked for once however many calls wait for it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use crate::error::Error;

/// A value that is made when it is needed, one making at a time.
///
/// Who comes while it is being made waits, and gets the same outcome: also the same failure, since asking a hundred
/// times with a wrong password locks an account. If whoever drives the making gives up, the next in line goes on with it,
/// so that short deadlines of calls do not keep a slow sign-in from ever coming to its end. One that another runtime began is
/// started again.
pub(crate) struct Cached<T> {
    slot: Mutex<Slot<T>>,
    /// How many makings have ended.
    ended: AtomicUsize,
}

struct Slot<T> {
    held: Option<Held<T>>,
    making: Option<Started<T>>,
    failed: Option<Arc<Error>>,
}

struct Held<T> {
    value: T,
    /// When it is made anew, and when it ends; `None` when it stays good.
    good_until: Option<SystemTime>,
    ends: Option<SystemTime>,
    version: usize,
}

struct Started<T> {
    at: SystemTime,
    /// Its connections and timers belong to this runtime, and rest when that does.
    runtime: Runtime,
    work: Making<T>,
}

/// What makes a value: it gives the value with the time when it ends, if it does.
pub(crate) type Making<T> = Pin<Box<dyn Future<Output = Result<(T, Option<SystemTime>), Error>> + Send>>;

/// The tokio runtime that something runs in; `None` outside of one.
#[cfg(feature = "tokio")]
type Runtime = Option<tokio::runtime::Id>;
#[cfg(not(feature = "tokio"))]
#[derive(Clone, Copy, PartialEq)]
struct Runtime;

#[cfg(feature = "tokio")]
fn runtime() -> Runtime {
    tokio::runtime::Handle::try_current().ok().map(|handle| handle.id())
}

/// Without tokio, nothing that is made is bound to a runtime.
#[cfg(not(feature = "tokio"))]
fn runtime() -> Runtime {
    Runtime
}

/// A value, and which making it came from.
pub(crate) struct Kept<T> {
    pub(crate) value: T,
    pub(crate) version: usize,
}

/// The time of day.
pub(crate) type Now<'a> = &'a (dyn Fn() -> SystemTime + Send + Sync);

/// A value is renewed this long before it ends, or a fifth of its life if that is less.
const MARGIN: Duration = Duration::from_secs(300);
/// If that fails, it is tried again after this time, for as long as the value holds.
const AGAIN: Duration = Duration::from_secs(30);
/// A making that nobody drove for longer than this is begun anew.
const STALE: Duration = Duration::from_secs(30);

impl<T: Clone> Cached<T> {
    pub(crate) fn new() -> Self {
        Self { slot: Mutex::new(Slot { held: None, making: None, failed: None }), ended: AtomicUsize::new(0) }
    }

    /// The value, which `make` makes where there is none that is good.
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

    /// Gives the value of that making up; a later one stays.
    pub(crate) async fn forget(&self, version: usize) {
        let mut slot = self.slot.lock().await;
        if slot.held.as_ref().is_some_and(|held| held.version <= version) {
            slot.held = None;
        }
    }
}

impl<T: Clone> Slot<T> {
    /// Keeps what was made. A value that could not be renewed is used while it holds.
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

/// When a value is made anew. One that seems to have ended when it came is believed for a while: it is the clock that is
/// wrong, and a service that does not believe it says so.
fn with_margin(now: SystemTime, ends: SystemTime) -> SystemTime {
    match ends.duration_since(now) {
        Ok(life) if !life.is_zero() => ends.checked_sub(MARGIN.min(life / 5)).unwrap_or(ends),
        _ => now + MARGIN,
    }
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use super::*;

    /// Polls once.
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
