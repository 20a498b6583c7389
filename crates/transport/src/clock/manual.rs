//! A clock that stands still until it is told to move: for tests, here and in programs that use hwc.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use super::{Clock, Sleep};

/// A clock that a test moves by hand. Clones share the same time.
///
/// Its random numbers are the same in each run; [`with_seed`](Self::with_seed) gives others.
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
    /// Who has been polled and waits.
    sleepers: Vec<(Key, Waker)>,
}

/// When a sleep is over, and which one it is: those of the same time end in the order of arrival.
type Key = (Duration, u64);

impl ManualClock {
    /// A clock that shows `start` as the time of day.
    pub fn new(start: SystemTime) -> Self {
        Self::with_seed(start, 0)
    }

    /// A clock that shows `start`, and whose random numbers depend on `seed`.
    pub fn with_seed(start: SystemTime, seed: u64) -> Self {
        let state = State { random: seed, ..State::default() };
        Self { start, state: Arc::new(Mutex::new(state)) }
    }

    /// Moves time on by `duration` and wakes whoever waited for that.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.lock();
        state.elapsed = state.elapsed.saturating_add(duration);
        let due = state.take_due();
        drop(state);
        due.into_iter().for_each(Waker::wake);
    }

    /// Moves time on to where the next sleeper wakes, and tells by how much that was; `None` if nobody sleeps.
    pub fn advance_to_next(&self) -> Option<Duration> {
        let state = self.lock();
        let (deadline, _) = state.first()?;
        let step = deadline.saturating_sub(state.elapsed);
        drop(state);
        self.advance(step);
        Some(step)
    }

    /// Awaits `work`, and moves time on to where the next sleeper wakes whenever `work` has to wait, after giving others
    /// a turn. For work that waits for nothing but this clock: the time that a disk or a network takes would look like
    /// nobody having anything to do.
    ///
    /// ```
    /// # use std::time::{Duration, SystemTime};
    /// # use hwc_transport::clock::{Clock, ManualClock};
    /// # async fn example() {
    /// let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    /// clock.drive(clock.sleep(Duration::from_secs(3600))).await;
    /// assert_eq!(clock.monotonic(), Duration::from_secs(3600));
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example());
    /// ```
    pub async fn drive<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        let mut waited = false;
        poll_fn(|cx| {
            if let Poll::Ready(outcome) = work.as_mut().poll(cx) {
                return Poll::Ready(outcome);
            }
            if waited {
                self.advance_to_next();
            }
            waited = !waited;
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }

    /// How many sleeps are being waited for at present. One that nobody polled yet does not count.
    pub fn sleepers(&self) -> usize {
        self.lock().sleepers.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.start.checked_add(self.monotonic()).unwrap_or(self.start)
    }

    fn monotonic(&self) -> Duration {
        self.lock().elapsed
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.lock();
        state.next_sleeper += 1;
        Box::pin(ManualSleep {
            key: (state.elapsed.saturating_add(duration), state.next_sleeper),
            state: Arc::clone(&self.state),
        })
    }

    fn random(&self) -> u64 {
        self.lock().next_random()
    }
}

impl State {
    /// The one that is over first.
    fn first(&self) -> Option<Key> {
        self.sleepers.iter().map(|(key, _)| *key).min()
    }

    fn take(&mut self, key: Key) -> Option<Waker> {
        let index = self.sleepers.iter().position(|(known, _)| *known == key)?;
        Some(self.sleepers.swap_remove(index).1)
    }

    /// Takes out those whose time is up.
    fn take_due(&mut self) -> Vec<Waker> {
        let mut due = Vec::new();
        while let Some(key) = self.first().filter(|key| key.0 <= self.elapsed) {
            due.extend(self.take(key));
        }
        due
    }

    /// SplitMix64: evenly spread, and no state but a counter.
    fn next_random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Waits until the clock has come to the time in `key`.
struct ManualSleep {
    key: Key,
    state: Arc<Mutex<State>>,
}

impl Future for ManualSleep {
    type Output = ();

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

/// Wakers are dropped outside the lock, since the last one of a task takes the task along, and its sleeps with it.
impl Drop for ManualSleep {
    fn drop(&mut self) {
        let waker = lock(&self.state).take(self.key);
        drop(waker);
    }
}

/// A panic elsewhere leaves nothing half done in here, so a poisoned lock is as good as any.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
