//! Many small files: all of them go up, come back and are verified, with few calls beside those of each file and little memory.
//!
//! `HWC_DRIVE_SMALL_FILES` sets their number; a few are enough to notice a mistake.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::env;
use std::process::Command;

use common::{Bench, Folder, content, serve};
use hwc_api::Client;
use hwc_drive::{DownloadTarget, Drive, NamePolicy, SyncFilter, TransferOptions};
use hwc_sandbox::account;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The number of files without the variable.
const FILES: usize = 200;

/// Files per folder.
const FILES_PER_FOLDER: usize = 100;

/// The calls of each file: register, send, complete, verify.
const CALLS_PER_FILE: usize = 4;

/// The memory of a transfer for each file, which is that of its name and its properties.
const BYTES_PER_FILE: usize = 1536;

/// The differences of two transfers with the same number of files.
const NOISE: usize = 1 << 20;

/// The variables that make the test `worker` transfer.
const URL: &str = "HWC_DRIVE_TEST_URL";
const ROOT: &str = "HWC_DRIVE_TEST_ROOT";

/// Returns the number of files of a run.
fn count() -> usize {
    env::var("HWC_DRIVE_SMALL_FILES").ok().and_then(|count| count.parse().ok()).unwrap_or(FILES)
}

/// Writes files of 4 KiB below a prefix of their paths.
fn fill(folder: &Folder, prefix: &str, count: usize) {
    for number in 0..count {
        folder.write(&format!("{prefix}d{}/f{number}", number / FILES_PER_FOLDER), &content(number as u32, 4096));
    }
}

#[tokio::test]
async fn many_small_files_go_up_and_come_back() {
    let (bench, count) = (Bench::new().await, count());
    let (from, to) = (Folder::new("small-from"), Folder::new("small-to"));
    fill(&from, "", count);
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

#[test]
fn the_memory_does_not_grow_with_the_contents() {
    let (url, folder, count) = (serve(), Folder::new("small-memory"), count());
    let [few, many] = [count / 10, count].map(|count| {
        let name = count.to_string();
        fill(&folder, &format!("{name}/from/"), count);
        let mut worker = Command::new(env::current_exe().unwrap());
        worker.args(["worker", "--exact", "--nocapture"]).env(URL, &url).env(ROOT, folder.path(&name));
        let done = worker.output().unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        let peak = text.lines().find_map(|line| line.split_once("peak ")?.1.parse::<usize>().ok());
        peak.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&done.stderr)))
    });
    let limit = few + (count - count / 10) * BYTES_PER_FILE + NOISE;
    assert!(many < limit, "{few} bytes for a tenth of the files, {many} for all of them");
}

/// Uploads and downloads a tree, and prints the peak of the memory. Does nothing unless the other test runs it.
#[test]
fn worker() {
    let (Ok(url), Ok(root)) = (env::var(URL), env::var(ROOT)) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = Client::builder().default_endpoint(&url).koodrive_token(account::DRIVE_TOKEN).build().unwrap();
        let options = TransferOptions::default().package_threshold(usize::MAX);
        let drive = Drive::open(client, None).await.unwrap().with_options(options);
        let name = root.rsplit(['/', '\\']).next().unwrap();
        let (path, all) = (format!("/{name}").parse().unwrap(), SyncFilter::default());
        ALLOCATOR.reset_peak_usage();
        let up = drive.upload_tree(format!("{root}/from"), &path, NamePolicy::Replace, &all).await.unwrap();
        let folder = drive.resolve_folder(&path).await.unwrap();
        let target = DownloadTarget::open(format!("{root}/to")).unwrap();
        let down = drive.download_tree(&folder, &target, &all).await.unwrap();
        assert!(up.failed.is_empty() && down.failed.is_empty() && up.files == down.files, "{up:?} {down:?}");
    });
    println!("peak {}", ALLOCATOR.peak_usage());
}
