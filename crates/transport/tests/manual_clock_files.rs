//! A manual clock waits for work on blocking threads, and advances as soon as there is none.

use std::time::{Duration, SystemTime};

use hwc_transport::Body;
use hwc_transport::blocking::spawn;
use hwc_transport::clock::{Clock, ManualClock};

const SECOND: Duration = Duration::from_secs(1);

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH)
}

/// Returns the result of `work`, or `None` if it takes a second or more of the clock.
async fn within_a_second<T>(clock: &ManualClock, work: impl Future<Output = T>) -> Option<T> {
    let timer = clock.sleep(SECOND);
    clock
        .run_to_completion(async {
            tokio::select! {
                biased;
                result = work => Some(result),
                () = timer => None,
            }
        })
        .await
}

#[tokio::test]
async fn reading_a_file_takes_no_time() {
    let path = std::env::temp_dir().join(format!("hwc-manual-clock-{}", std::process::id()));
    std::fs::write(&path, vec![b'x'; 2 << 20]).unwrap();
    let clock = clock();
    for _ in 0..10 {
        let read = Body::file(&path, 2 << 20).collect(usize::MAX);
        assert_eq!(within_a_second(&clock, read).await.unwrap().unwrap().len(), 2 << 20);
    }
    assert_eq!(clock.monotonic(), Duration::ZERO);
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn time_advances_once_the_work_is_done() {
    let (clock, (release, released)) = (clock(), std::sync::mpsc::channel::<()>());
    let work = spawn(move || released.recv().is_ok());
    let both = async {
        let before = clock.monotonic();
        release.send(()).unwrap();
        assert!(work.await.unwrap());
        assert_eq!(clock.monotonic(), before);
        clock.sleep(SECOND).await;
    };
    clock.run_to_completion(both).await;
    assert_eq!(clock.monotonic(), SECOND);
}

#[tokio::test]
async fn a_result_that_is_not_awaited_holds_nothing_up() {
    let clock = clock();
    let work = spawn(|| 1);
    clock.run_to_completion(clock.sleep(SECOND)).await;
    assert_eq!(work.await.unwrap(), 1);
}

#[tokio::test]
async fn work_that_panics_is_an_error() {
    let error = spawn(|| assert!(std::env::args().count() > 1_000_000, "expected by the test")).await.unwrap_err();
    assert_eq!(error.to_string(), "the work on a blocking thread did not finish");
    let clock = clock();
    clock.run_to_completion(clock.sleep(SECOND)).await;
}

#[test]
fn outside_of_a_runtime_work_is_an_error() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let task = spawn(|| 1);
    assert!(runtime.block_on(task).is_err());
}
