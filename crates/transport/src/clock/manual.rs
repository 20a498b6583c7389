//! A clock that advances only on request. For tests, here and in programs that use hwc.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use super::{Clock, Sleep};
use crate::blocking::Activity;

/// A clock that a test advances by hand. Clones share the same time.
///
/// Its random numbers are the same in each run. [`with_seed`](Self::with_seed) selects another sequence.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use hwc_transport::clock::{Clock, ManualClock};
///
/// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(5));
/// assert_eq!(clock.now(), SystemTime::UNIX_EPOCH + Duration::from_secs(5));
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    start: SystemTime,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    elapsed: Duration,
    random: u64,
    next_sleeper: u64,
    /// The sleeps that have been polled and are pending.
    sleepers: Vec<(Key, Waker)>,
}

/// The deadline of a sleep and its number. Sleeps with the same deadline end in the order in which they were created.
type Key = (Duration, u64);

impl ManualClock {
    /// Creates a clock with `start` as the current time.
    #[inline]
    pub fn new(start: SystemTime) -> Self {
        Self::with_seed(start, 0)
    }

    /// Creates a clock with `start` as the current time and random numbers that depend on `seed`.
    #[inline]
    pub fn with_seed(start: SystemTime, seed: u64) -> Self {
        let state = State { random: seed, ..State::default() };
        Self { start, state: Arc::new(Mutex::new(state)) }
    }

    /// Advances the time by `duration` and wakes all sleeps that are due.
    #[inline]
    pub fn advance(&self, duration: Duration) {
        let mut state = self.lock();
        state.elapsed = state.elapsed.saturating_add(duration);
        let due = state.take_due();
        drop(state);
        due.into_iter().for_each(Waker::wake);
    }

    /// Advances the time to the deadline of the next sleep and returns by how much. Returns `None` if there are no
    /// sleeps.
    #[inline]
    pub fn advance_to_next(&self) -> Option<Duration> {
        let state = self.lock();
        let (deadline, _) = state.first()?;
        let step = deadline.saturating_sub(state.elapsed);
        drop(state);
        self.advance(step);
        Some(step)
    }

    /// Awaits `work` and advances the time to the next deadline whenever `work` is pending. Yields to other tasks first.
    ///
    /// Files that hwc reads and writes are waited for. Besides them, `work` must wait for this clock only: waiting for a
    /// network would look as if all tasks were idle.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// # use hwc_transport::clock::{Clock, ManualClock};
    /// # async fn example() {
    /// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    /// clock.run_to_completion(clock.sleep(Duration::from_secs(3600))).await;
    /// assert_eq!(clock.monotonic(), Duration::from_secs(3600));
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example());
    /// ```
    pub async fn run_to_completion<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        let mut waited = false;
        poll_fn(|cx| {
            let before = Activity::now();
            if let Poll::Ready(outcome) = work.as_mut().poll(cx) {
                return Poll::Ready(outcome);
            }
            let is_idle = before.is_idle() && before == Activity::now();
            if waited && is_idle {
                self.advance_to_next();
            }
            waited = !waited && is_idle;
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }

    /// Returns the number of pending sleeps. A sleep that has not been polled does not count.
    #[inline]
    pub fn sleepers(&self) -> usize {
        self.lock().sleepers.len()
    }

    #[inline]
    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Clock for ManualClock {
    #[inline]
    fn now(&self) -> SystemTime {
        self.start.checked_add(self.monotonic()).unwrap_or(self.start)
    }

    #[inline]
    fn monotonic(&self) -> Duration {
        self.lock().elapsed
    }

    #[inline]
    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.lock();
        state.next_sleeper += 1;
        Box::pin(ManualSleep {
            key: (state.elapsed.saturating_add(duration), state.next_sleeper),
            state: Arc::clone(&self.state),
        })
    }

    #[inline]
    fn random(&self) -> u64 {
        self.lock().next_random()
    }
}

impl State {
    /// Returns the sleep with the earliest deadline.
    #[inline]
    fn first(&self) -> Option<Key> {
        self.sleepers.iter().map(|(key, _)| *key).min()
    }

    #[inline]
    fn take(&mut self, key: Key) -> Option<Waker> {
        let index = self.sleepers.iter().position(|(known, _)| *known == key)?;
        Some(self.sleepers.swap_remove(index).1)
    }

    /// Removes the sleeps that are due and returns their wakers.
    #[inline]
    fn take_due(&mut self) -> Vec<Waker> {
        let mut due = Vec::new();
        while let Some(key) = self.first().filter(|key| key.0 <= self.elapsed) {
            due.extend(self.take(key));
        }
        due
    }

    /// Returns the next number of SplitMix64, which is evenly distributed and has a counter as its only state.
    #[inline]
    fn next_random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// A future that is ready when the clock reaches the time in `key`.
struct ManualSleep {
    key: Key,
    state: Arc<Mutex<State>>,
}

impl Future for ManualSleep {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = lock(&self.state);
        if state.elapsed >= self.key.0 {
            return Poll::Ready(());
        }
        let former = state.take(self.key);
        state.sleepers.push((self.key, cx.waker().clone()));
        drop(state);
        drop(former);
        Poll::Pending
    }
}

/// Drops the waker outside the lock. The last waker of a task drops the task, and with it the task's sleeps.
impl Drop for ManualSleep {
    #[inline]
    fn drop(&mut self) {
        let waker = lock(&self.state).take(self.key);
        drop(waker);
    }
}

/// Locks the state. A poisoned lock is safe to use, since a panic elsewhere leaves no partial update in here.
#[inline]
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    crate::lock::lock(state)
}
