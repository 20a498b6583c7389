//! Drives that are kept for long, while other clients change the space.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::time::Duration;

use common::{Bench, Fault, content, path};
use hwc_drive::{DownloadSource, Entry, Error};

async fn current(bench: &Bench, of: &str) -> Option<Entry> {
    bench.run(bench.drive.find_current(&path(of))).await.unwrap()
}

#[tokio::test]
async fn the_present_properties_are_found() {
    let bench = Bench::new().await;
    let other = bench.wire.drive().await;
    bench.wire.write(&bench.drive, "/d/a", b"one").await;
    assert_eq!(current(&bench, "/d/a").await.unwrap().size, 3);
    bench.wire.write(&other, "/d/a", b"other").await;
    assert_eq!(current(&bench, "/d/a").await.unwrap().size, 5);
    let file = bench.run(other.resolve(&path("/d/a"))).await.unwrap();
    bench.run(other.rename(&file, "b")).await.unwrap();
    assert_eq!(current(&bench, "/d/a").await, None);
    assert!(current(&bench, "/d/b").await.is_some() && current(&bench, "/").await.is_some());
    bench.run(other.recycle(&[file])).await.unwrap();
    assert_eq!(current(&bench, "/d/b").await, None);
}

#[tokio::test]
async fn a_path_in_the_cache_is_revalidated() {
    let bench = Bench::new().await;
    let other = bench.wire.drive().await;
    bench.wire.write(&bench.drive, "/a", b"one").await;
    bench.requests();
    bench.run(bench.drive.revalidate(&path("/missing"))).await.unwrap();
    assert!(bench.requests().is_empty());
    bench.run(bench.drive.find_cached(&path("/a"))).await.unwrap();
    bench.wire.write(&other, "/a", b"other").await;
    bench.run(bench.drive.revalidate(&path("/a"))).await.unwrap();
    assert_eq!(bench.run(bench.drive.find_cached(&path("/a"))).await.unwrap().unwrap().size, 5);
    bench.requests();
    bench.run(bench.drive.revalidate(&path("/a"))).await.unwrap();
    assert_eq!(bench.requests().len(), 1);
}

#[tokio::test]
async fn the_folders_around_a_path_in_the_cache_are_revalidated() {
    for is_moved in [false, true] {
        let bench = Bench::new().await;
        let other = bench.wire.drive().await;
        bench.wire.write(&bench.drive, "/d/e/a", b"one").await;
        bench.wire.write(&bench.drive, "/x/a", b"other").await;
        let is_cached = async || bench.run(bench.drive.find_cached(&path("/d/e/a"))).await.unwrap().is_some();
        assert!(is_cached().await);
        for (text, calls) in [("/d/e/a", 2), ("/d/e/missing", 1), ("/d", 1)] {
            bench.requests();
            bench.run(bench.drive.revalidate(&path(text))).await.unwrap();
            assert_eq!(bench.requests().len(), calls, "{text}");
        }
        let folder = bench.run(other.resolve(&path("/d"))).await.unwrap();
        let target = bench.run(other.resolve(&path("/x"))).await.unwrap();
        match is_moved {
            true => bench.run(other.move_to(&[folder], &target)).await.unwrap(),
            false => bench.run(other.rename(&folder, "renamed")).await.unwrap(),
        }
        assert!(is_cached().await);
        bench.run(bench.drive.revalidate(&path("/d/e/missing"))).await.unwrap();
        assert!(!is_cached().await);
    }
}

#[tokio::test]
async fn the_cache_ages() {
    let bench = Bench::new().await;
    let other = bench.wire.drive().await;
    let age = Duration::from_secs(5);
    bench.drive.refresh();
    assert_eq!(bench.run(bench.drive.find_cached(&path("/a"))).await.unwrap(), None);
    bench.wire.write(&other, "/a", b"one").await;
    for (seconds, is_found) in [(0, false), (4, false), (1, true)] {
        bench.clock.advance(Duration::from_secs(seconds));
        bench.drive.refresh_if_older(age);
        assert_eq!(bench.run(bench.drive.find_cached(&path("/a"))).await.unwrap().is_some(), is_found, "{seconds}");
    }
}

#[tokio::test]
async fn folders_without_files_are_known() {
    let bench = Bench::new().await;
    let folder = bench.run(bench.drive.create_folders(&path("/d/e"))).await.unwrap();
    let outer = bench.run(bench.drive.resolve(&path("/d"))).await.unwrap();
    assert!(!bench.run(bench.drive.has_files(&outer)).await.unwrap());
    bench.wire.write(&bench.drive, "/d/e/f", b"one").await;
    assert!(bench.run(bench.drive.has_files(&outer)).await.unwrap());
    assert!(bench.run(bench.drive.has_files(&folder)).await.unwrap());
}

#[tokio::test]
async fn a_content_stream_continues_verifies_and_notices_changes() {
    let (bench, bytes) = (Bench::new().await, content(1, 100_000));
    bench.wire.write(&bench.drive, "/a", &bytes).await;
    let source = DownloadSource::file(current(&bench, "/a").await.unwrap());
    let read = async |start: u64, length: u64| {
        let work = async {
            let mut stream = bench.drive.read_verified(&source, start, length).await?;
            let mut read = Vec::new();
            while let Some(chunk) = stream.try_next().await? {
                read.extend_from_slice(&chunk);
            }
            Ok::<_, Error>(read)
        };
        bench.run(work).await
    };
    let disturb = |faults: Vec<Fault>| {
        let mut faults = faults.into_iter();
        bench.disturb(move |request| if request.is_content() { faults.next() } else { None });
    };
    disturb(vec![Fault::Cut(10_000), Fault::Cut(0), Fault::Cut(70_000)]);
    assert!(read(0, 100_000).await.unwrap() == bytes);
    disturb(vec![Fault::Cut(5)]);
    assert!(read(50_000, 20).await.unwrap() == bytes[50_000..50_020]);
    assert!(read(3, 0).await.unwrap().is_empty());
    disturb(vec![Fault::Flip(7)]);
    assert!(matches!(read(0, 100_000).await, Err(Error::Damaged { .. })));
    let other = bench.wire.drive().await;
    bench.wire.write(&other, "/a", b"short").await;
    disturb(vec![]);
    assert!(read(0, 100_000).await.is_err());
    bench.wire.write(&other, "/a", &content(2, 100_000)).await;
    assert!(matches!(read(0, 100_000).await, Err(Error::Changed { .. })));
}
