//! Reads: interruptions, damaged contents, parts, and the number of calls.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use common::{Bench, Fault, content, get, put};
use hwc_object_store::KooDriveBuilder;
use hwc_object_store::object_store::path::Path;
use hwc_object_store::object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt};
use hwc_sandbox::account;

/// A part of the paths of requests to the storage.
const STORAGE: &str = "/sandbox/contents/";

#[tokio::test]
async fn a_read_continues_after_interruptions() {
    let (bench, bytes) = (Bench::new().await, content(1, 100_000));
    bench.put("a.bin", bytes.clone()).await;
    bench.disturb_first(STORAGE, [Fault::Cut(30_000), Fault::Cut(0), Fault::Cut(50_000)]);
    assert!(bench.get("a.bin").await.unwrap() == bytes);
    bench.disturb_first(STORAGE, [const { Fault::Cut(10) }; 4]);
    let error = bench.get("a.bin").await.unwrap_err();
    assert!(error.to_string().contains("the connection was lost 4 times"), "{error}");
}

#[tokio::test]
async fn a_damaged_content_is_an_error() {
    let bench = Bench::new().await;
    bench.put("a.bin", content(1, 1000)).await;
    bench.disturb_first(STORAGE, [Fault::Flip(500)]);
    let error = bench.get("a.bin").await.unwrap_err();
    assert!(matches!(error, Error::Generic { .. }) && error.to_string().contains("SHA-256"), "{error}");
}

#[tokio::test]
async fn an_object_that_changes_during_a_read_is_an_error() {
    let bench = Bench::new().await;
    let other = bench.another_store().await;
    bench.put("a.bin", content(1, 1000)).await;
    let started = bench.run(bench.store.get(&Path::from("a.bin"))).await.unwrap();
    bench.disturb_first(STORAGE, [Fault::Cut(10)]);
    let interrupted = bench.run(bench.store.get(&Path::from("a.bin"))).await.unwrap();
    put(&bench, &other, "a.bin", content(1, 2000)).await;
    let error = bench.run(interrupted.bytes()).await.unwrap_err();
    assert!(error.to_string().contains("`a.bin` changed while it was transferred"), "{error}");
    // A response that has begun is the content of before.
    assert!(bench.run(started.bytes()).await.unwrap() == content(1, 1000));
}

#[tokio::test]
async fn parts_that_are_close_share_a_request() {
    let (bench, bytes) = (Bench::new().await, content(1, 3 << 20));
    bench.put("a.bin", bytes.clone()).await;
    bench.requests();
    let ranges = [0..10, 100..200, (3 << 20) - 8..3 << 20];
    let parts = bench.run(bench.store.get_ranges(&Path::from("a.bin"), &ranges)).await.unwrap();
    for (range, part) in ranges.iter().zip(parts) {
        assert!(part == bytes[range.start as usize..range.end as usize], "{range:?}");
    }
    assert_eq!(bench.requests().iter().filter(|path| path.contains(STORAGE)).count(), 2);
    let beyond = bench.run(bench.store.get_ranges(&Path::from("a.bin"), &[0..10, 4 << 20..5 << 20])).await;
    assert!(beyond.unwrap_err().to_string().contains("object was only 3145728 bytes long"));
    assert!(bench.run(bench.store.get_ranges(&Path::from("b.bin"), &[])).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_read_makes_three_calls_and_a_lookup_one() {
    let bench = Bench::new().await;
    bench.put("a/b.bin", content(1, 10)).await;
    bench.get("a/b.bin").await.unwrap();
    bench.requests();
    bench.get("a/b.bin").await.unwrap();
    assert_eq!(bench.requests().len(), 3);
    bench.run(bench.store.head(&Path::from("a/b.bin"))).await.unwrap();
    assert_eq!(bench.requests().len(), 1);
}

#[tokio::test]
async fn a_version_cannot_be_named() {
    let bench = Bench::new().await;
    bench.put("a", *b"one").await;
    let options = GetOptions::new().with_version(Some("1"));
    let error = bench.run(bench.store.get_opts(&Path::from("a"), options)).await.unwrap_err();
    assert!(matches!(error, Error::NotSupported { .. }), "{error}");
}

#[tokio::test]
async fn the_changes_of_other_clients_are_visible() {
    let bench = Bench::new().await;
    let other = bench.another_store().await;
    bench.put("dir/a", *b"one").await;
    put(&bench, &other, "dir/a", *b"two!").await;
    assert_eq!(bench.get("dir/a").await.unwrap(), b"two!");
    assert_eq!(bench.run(bench.store.head(&Path::from("dir/a"))).await.unwrap().size, 4);
    bench.run(other.rename(&Path::from("dir/a"), &Path::from("dir/b"))).await.unwrap();
    assert!(matches!(bench.get("dir/a").await, Err(Error::NotFound { .. })));
    assert_eq!(bench.get("dir/b").await.unwrap(), b"two!");
    bench.run(other.delete(&Path::from("dir/b"))).await.unwrap();
    put(&bench, &other, "dir/b", *b"three").await;
    assert_eq!(bench.get("dir/b").await.unwrap(), b"three");
    // A folder that got another name is visible after some seconds.
    let folder = bench.entry("/dir").await;
    bench.run(other.drive().rename(&folder, "renamed")).await.unwrap();
    bench.clock.advance(std::time::Duration::from_secs(5));
    assert!(matches!(get(&bench, &bench.store, "dir/b").await, Err(Error::NotFound { .. })));
    assert_eq!(bench.get("renamed/b").await.unwrap(), b"three");
}

#[tokio::test]
async fn nothing_prints_the_token() {
    let bench = Bench::new().await;
    let printed = format!("{:?} {:?} {}", KooDriveBuilder::new(bench.client.clone()), bench.store, bench.store);
    assert!(!printed.contains(account::DRIVE_TOKEN), "{printed}");
}
