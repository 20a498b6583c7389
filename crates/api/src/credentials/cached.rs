//! A value that costs a call: kept while it is good, asked for once however many calls wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use crate::error::Error;

/// A value that is made when it is needed, one making at a time.
///
/// Who comes while it is being made waits, and gets the same outcome: also the same failure, since asking a hundred
/// times with a wrong password locks an account. If whoever makes it gives up, the next in line takes over.
pub(crate) struct Cached<T> {
    slot: Mutex<Slot<T>>,
    /// How many makings have ended.
    ended: AtomicU64,
}

struct Slot<T> {
    held: Option<Held<T>>,
    failed: Option<Arc<Error>>,
}

struct Held<T> {
    value: T,
    /// `None` when it stays good.
    good_until: Option<SystemTime>,
    version: u64,
}

/// A value, and which making it came from.
pub(crate) struct Kept<T> {
    pub(crate) value: T,
    pub(crate) version: u64,
}

/// A value is renewed this long before it ends, or a fifth of its life if that is less.
const MARGIN: Duration = Duration::from_secs(300);

impl<T: Clone> Cached<T> {
    pub(crate) fn new() -> Self {
        Self { slot: Mutex::new(Slot { held: None, failed: None }), ended: AtomicU64::new(0) }
    }

    /// The value; `make` gives it with the time when it ends, if it does.
    pub(crate) async fn get(
        &self,
        now: &(dyn Fn() -> SystemTime + Send + Sync),
        make: impl Future<Output = Result<(T, Option<SystemTime>), Error>> + Send,
    ) -> Result<Kept<T>, Error> {
        let ended_before = self.ended.load(Ordering::Acquire);
        let mut slot = self.slot.lock().await;
        if let Some(held) = slot.held.as_ref().filter(|held| held.is_good(now())) {
            return Ok(Kept { value: held.value.clone(), version: held.version });
        }
        if let Some(failed) = slot.failed.as_ref().filter(|_| self.ended.load(Ordering::Acquire) > ended_before) {
            return Err(Error::sign_in(Arc::clone(failed)));
        }
        let made = make.await;
        let version = self.ended.fetch_add(1, Ordering::AcqRel) + 1;
        match made {
            Ok((value, ends)) => {
                let good_until = ends.map(|ends| with_margin(now(), ends));
                *slot = Slot { held: Some(Held { value: value.clone(), good_until, version }), failed: None };
                Ok(Kept { value, version })
            }
            Err(error) => {
                let error = Arc::new(error);
                *slot = Slot { held: None, failed: Some(Arc::clone(&error)) };
                Err(Error::sign_in(error))
            }
        }
    }

    /// Gives the value of that making up; a later one stays.
    pub(crate) async fn forget(&self, version: u64) {
        let mut slot = self.slot.lock().await;
        if slot.held.as_ref().is_some_and(|held| held.version <= version) {
            slot.held = None;
        }
    }
}

impl<T> Held<T> {
    fn is_good(&self, now: SystemTime) -> bool {
        self.good_until.is_none_or(|until| now < until)
    }
}

fn with_margin(now: SystemTime, ends: SystemTime) -> SystemTime {
    let life = ends.duration_since(now).unwrap_or_default();
    ends.checked_sub(MARGIN.min(life / 5)).unwrap_or(ends)
}
