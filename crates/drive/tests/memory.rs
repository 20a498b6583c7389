//! Memory: it does not depend on the size of a file.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod common;

use std::fs::File;
use std::io::Write;

use common::{Bench, Folder, content};
use hwc_drive::{DownloadSource, DownloadTarget, NamePolicy, UploadSource};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The size of the file: several times the limit.
const SIZE: usize = 96 << 20;

/// The memory that both directions may take, with the sandbox in the same process.
const LIMIT: usize = 24 << 20;

#[tokio::test]
async fn a_large_file_takes_little_memory() {
    let (bench, folder) = (Bench::new().await, Folder::new("memory"));
    let (piece, path) = (content(30, 1 << 20), folder.path("large"));
    let mut file = File::create(&path).unwrap();
    (0..SIZE >> 20).for_each(|_| file.write_all(&piece).unwrap());
    drop(file);
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let to = "/large".parse().unwrap();
    let source = UploadSource::file(&path);
    let outcome = bench.run(bench.drive.upload(&source, &to, NamePolicy::Fail)).await.unwrap();
    let work = async {
        let source = DownloadSource::file(bench.drive.resolve_file(&to).await.unwrap());
        bench.drive.download(&source, &DownloadTarget::open(&folder.0).unwrap(), "back").await.unwrap()
    };
    assert_eq!(bench.run(work).await.sha256, outcome.sha256);
    let taken = ALLOCATOR.peak_usage().saturating_sub(before);
    assert!(taken < LIMIT, "{taken} bytes");
}
