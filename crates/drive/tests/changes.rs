//! Changes within a drive, and reading parts of it: moves and copies under a name, ranges, spooled contents, cached lookups.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use common::{Bench, content, path};
use hwc_drive::{DownloadSource, Entry, NamePolicy, SpoolFile};

/// Uploads a content from a temporary file, written in two pieces.
async fn write(bench: &Bench, to: &str, bytes: &[u8]) -> Entry {
    let work = async {
        let mut spool = SpoolFile::create().await.unwrap();
        let (first, second) = bytes.split_at(bytes.len() / 2);
        spool.write_at(first.len() as u64, second.to_vec().into()).await.unwrap();
        spool.write_at(0, first.to_vec().into()).await.unwrap();
        assert_eq!((spool.len(), spool.is_empty()), (bytes.len() as u64, bytes.is_empty()));
        let source = spool.into_source("spooled");
        let outcome = bench.drive.upload(&source, &path(to), NamePolicy::Replace).await.unwrap();
        bench.drive.entry(&outcome.file_id).await.unwrap()
    };
    bench.run(work).await
}

async fn read(bench: &Bench, from: &str, start: u64, length: u64) -> Vec<u8> {
    let work = async {
        let source = DownloadSource::file(bench.drive.resolve_file(&path(from)).await.unwrap());
        let stream = bench.drive.read_range(&source, start, length).await.unwrap();
        hwc_api::Body::from_stream(stream, None).collect(1 << 30).await.unwrap().to_vec()
    };
    bench.run(work).await
}

async fn folder(bench: &Bench, of: &str) -> Entry {
    bench.run(bench.drive.create_folders(&path(of))).await.unwrap()
}

#[tokio::test]
async fn a_part_of_a_content_is_read() {
    let (bench, bytes) = (Bench::new().await, content(1, 100_000));
    write(&bench, "/a", &bytes).await;
    for (start, length) in [(0, 100_000), (0, 0), (70_000, 5), (99_999, 1)] {
        assert!(read(&bench, "/a", start, length).await == bytes[start as usize..(start + length) as usize], "{start}");
    }
}

#[tokio::test]
async fn files_are_moved_and_copied_under_a_name() {
    let bench = Bench::new().await;
    let file = write(&bench, "/from/a", b"one").await;
    // The target has a file of the old name, and the source one of the new name.
    write(&bench, "/to/a", b"two").await;
    write(&bench, "/from/b", b"three").await;
    let to = folder(&bench, "/to").await;
    let copy = bench.run(bench.drive.copy_as(&file, &to, "copy")).await.unwrap();
    assert_ne!(copy, file.id);
    bench.run(bench.drive.move_as(&file, &to, "b")).await.unwrap();
    for (name, text) in [("/to/a", "two"), ("/to/b", "one"), ("/to/copy", "one"), ("/from/b", "three")] {
        assert_eq!(read(&bench, name, 0, text.len() as u64).await, text.as_bytes(), "{name}");
    }
    assert_eq!(bench.run(bench.drive.find(&path("/from/a"))).await.unwrap(), None);
    assert!(bench.run(bench.drive.move_as(&file, &to, "a:b")).await.is_err());
    let moved = bench.run(bench.drive.resolve(&path("/to/b"))).await.unwrap();
    assert!(bench.run(bench.drive.move_as(&moved, &to, "a")).await.is_err(), "the name is in use");
    bench.run(bench.drive.move_as(&moved, &to, "b")).await.unwrap();
}

#[tokio::test]
async fn a_name_in_use_leaves_everything_in_its_place() {
    let bench = Bench::new().await;
    let file = write(&bench, "/from/a", b"one").await;
    write(&bench, "/to/used", b"two").await;
    let to = folder(&bench, "/to").await;
    let copied = bench.run(bench.drive.copy_as(&file, &to, "used")).await.unwrap_err();
    let moved = bench.run(bench.drive.move_as(&file, &to, "used")).await.unwrap_err();
    assert_eq!([copied.service_code(), moved.service_code()], [Some("13000405"); 2]);
    let tree = bench.run(bench.drive.walk(&to)).await.unwrap();
    assert_eq!(tree.into_iter().map(|found| found.path).collect::<Vec<_>>(), ["used"]);
    assert_eq!(read(&bench, "/from/a", 0, 3).await, b"one");
}

#[tokio::test]
async fn cached_lookups_need_no_calls() {
    let bench = Bench::new().await;
    write(&bench, "/d/a", b"x").await;
    assert!(bench.run(bench.drive.find_cached(&path("/d/a"))).await.unwrap().is_some());
    bench.requests();
    for name in ["/d/a", "/d/b", "/d/a/b"] {
        let found = bench.run(bench.drive.find_cached(&path(name))).await.unwrap();
        assert_eq!(found.is_some(), name == "/d/a", "{name}");
    }
    assert!(bench.requests().is_empty());
    bench.run(bench.drive.find(&path("/d/b"))).await.unwrap();
    assert!(!bench.requests().is_empty());
}
