//! Many small files: all of them go up, come back and are verified, with few calls beside those of each file.
//!
//! `HWC_DRIVE_SMALL_FILES` sets their number; a few are enough to notice a mistake.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use common::{Bench, Folder, content};
use hwc_drive::{DownloadTarget, NamePolicy, SyncFilter};

/// The number of files without the variable.
const FILES: usize = 200;

/// Files per folder.
const FILES_PER_FOLDER: usize = 100;

/// The calls of each file: register, send, complete, verify.
const CALLS_PER_FILE: usize = 4;

#[tokio::test]
async fn many_small_files_go_up_and_come_back() {
    let count = std::env::var("HWC_DRIVE_SMALL_FILES").ok().and_then(|count| count.parse().ok()).unwrap_or(FILES);
    let (bench, from, to) = (Bench::new().await, Folder::new("small-from"), Folder::new("small-to"));
    for number in 0..count {
        from.write(&format!("d{}/f{number}", number / FILES_PER_FOLDER), &content(number as u32, 4096));
    }
    let (path, all) = ("/t".parse().unwrap(), SyncFilter::default());
    let up = bench.run(bench.drive.upload_tree(&from.0, &path, NamePolicy::Replace, &all)).await.unwrap();
    assert_eq!((up.files, up.failed.len()), (count as u64, 0));
    let folders = count.div_ceil(FILES_PER_FOLDER);
    let calls = bench.requests().len();
    assert!(calls <= count * CALLS_PER_FILE + folders * 4 + 20, "{calls} calls");
    let work = async {
        let folder = bench.drive.resolve_folder(&path).await.unwrap();
        bench.requests();
        bench.drive.download_tree(&folder, &DownloadTarget::open(&to.0).unwrap(), &all).await.unwrap()
    };
    let down = bench.run(work).await;
    assert_eq!((down.files, down.failed.len()), (count as u64, 0));
    // A call for a thousand files of the walk, and one for a hundred URLs.
    let calls = bench.requests().len();
    assert!(calls <= count + count.div_ceil(100) + (count + folders).div_ceil(1000) + 1, "{calls} calls");
    assert!(from.tree() == to.tree());
}
