//! The manual clock, which advances only on request, and the system clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime};

use hwc_transport::clock::{Clock, ManualClock, Sleep};

const SECOND: Duration = Duration::from_secs(1);

/// Counts the wake-ups of a task.
#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn poll(sleep: &mut Sleep, woken: &Arc<Woken>) -> Poll<()> {
    let waker = Waker::from(Arc::clone(woken));
    sleep.as_mut().poll(&mut Context::from_waker(&waker))
}

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH)
}

#[test]
fn time_stands_still_until_told() {
    let clock = clock();
    assert_eq!(clock.monotonic(), Duration::ZERO);
    let shared: Arc<dyn Clock> = Arc::new(clock.clone());
    clock.advance(3 * SECOND);
    assert_eq!(shared.monotonic(), 3 * SECOND);
    assert_eq!(shared.now(), SystemTime::UNIX_EPOCH + 3 * SECOND);
    clock.advance(Duration::MAX);
    assert_eq!(shared.monotonic(), Duration::MAX);
    assert_eq!(shared.now(), SystemTime::UNIX_EPOCH, "no panic past the end of time");
}

#[test]
fn a_sleep_wakes_when_its_time_has_come() {
    let (clock, woken) = (clock(), Arc::new(Woken::default()));
    let mut sleep = clock.sleep(2 * SECOND);
    assert_eq!(poll(&mut sleep, &woken), Poll::Pending);
    clock.advance(SECOND);
    assert_eq!(woken.0.load(Ordering::Relaxed), 0);
    assert_eq!(poll(&mut sleep, &woken), Poll::Pending);
    clock.advance(SECOND);
    assert_eq!(woken.0.load(Ordering::Relaxed), 1);
    assert_eq!(poll(&mut sleep, &woken), Poll::Ready(()));
    assert_eq!(poll(&mut clock.sleep(Duration::ZERO), &woken), Poll::Ready(()));
}

#[test]
fn a_test_can_step_from_sleep_to_sleep() {
    let (clock, woken) = (clock(), Arc::new(Woken::default()));
    assert_eq!(clock.advance_to_next(), None);
    let mut sleeps = [5, 2, 5].map(|seconds| clock.sleep(seconds * SECOND));
    assert_eq!(clock.sleepers(), 0, "nobody waits yet");
    for sleep in &mut sleeps {
        assert_eq!(poll(sleep, &woken), Poll::Pending);
    }
    assert_eq!(clock.sleepers(), 3);
    assert_eq!(clock.advance_to_next(), Some(2 * SECOND));
    assert_eq!((clock.sleepers(), woken.0.load(Ordering::Relaxed)), (2, 1));
    assert_eq!(clock.advance_to_next(), Some(3 * SECOND));
    assert_eq!((clock.sleepers(), woken.0.load(Ordering::Relaxed)), (0, 3));
}

#[test]
fn a_dropped_sleep_is_forgotten() {
    let (clock, woken) = (clock(), Arc::new(Woken::default()));
    let mut sleep = clock.sleep(SECOND);
    assert_eq!(poll(&mut sleep, &woken), Poll::Pending);
    drop(sleep);
    assert_eq!(clock.sleepers(), 0);
    clock.advance(SECOND);
    assert_eq!(woken.0.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn a_task_sleeps_and_goes_on() {
    let clock = clock();
    let task = tokio::spawn(clock.sleep(3600 * SECOND));
    while clock.sleepers() == 0 {
        tokio::task::yield_now().await;
    }
    clock.advance(3600 * SECOND);
    task.await.unwrap();
}

#[test]
fn random_numbers_depend_on_the_seed_alone() {
    let draw = |seed| {
        let clock = ManualClock::with_seed(SystemTime::UNIX_EPOCH, seed);
        [clock.random(), clock.random(), clock.random()]
    };
    assert_eq!(draw(0), draw(0));
    assert_ne!(draw(0), draw(1));
    // The first numbers of SplitMix64 for seed 0, as published with it.
    assert_eq!(draw(0), [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
}

#[cfg(feature = "system-clock")]
#[tokio::test]
async fn the_real_clock_runs() {
    let clock = hwc_transport::clock::SystemClock::new();
    assert!(clock.now() > SystemTime::UNIX_EPOCH);
    let before = clock.monotonic();
    clock.sleep(Duration::ZERO).await;
    assert!(clock.monotonic() >= before);
    let drawn: std::collections::BTreeSet<_> = (0..100).map(|_| clock.random()).collect();
    assert_eq!(drawn.len(), 100);
}
