//! Changes by others during transfers: renames, clients with the same target, and URLs that expire in the middle of a tree.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{Bench, Folder, PART, content, path};
use futures_util::future::join;
use hwc_drive::{
    DownloadSource, DownloadTarget, Drive, Journal, NamePolicy, SyncFilter, TransferOptions, TransferReport,
    UploadSource,
};
use tokio::sync::Notify;

async fn upload_tree(drive: &Drive, folder: &Folder) -> TransferReport {
    drive.upload_tree(&folder.0, &path("/t"), NamePolicy::Replace, &SyncFilter::default()).await.unwrap()
}

async fn download_tree(drive: &Drive, folder: &Folder) -> TransferReport {
    drive.refresh();
    let source = drive.resolve_folder(&path("/t")).await.unwrap();
    drive.download_tree(&source, &DownloadTarget::open(&folder.0).unwrap(), &SyncFilter::default()).await.unwrap()
}

/// Returns a handle that a request for a content notifies.
fn content_requests(bench: &Bench) -> Arc<Notify> {
    let requested = Arc::new(Notify::new());
    let other = Arc::clone(&requested);
    bench.disturb(move |request| {
        if request.is_content() {
            other.notify_one();
        }
        None
    });
    requested
}

#[tokio::test]
async fn a_file_that_is_renamed_and_moved_during_its_download_arrives() {
    let (mut bench, folder) = (Bench::new().await, Folder::new("rename-down"));
    let bytes = content(60, 3 * PART);
    let file = folder.write("a", &bytes);
    bench.run(bench.drive.upload(&UploadSource::file(&file), &path("/a"), NamePolicy::Fail)).await.unwrap();
    let options = TransferOptions::default().part_size(PART as u64).concurrency(1);
    bench.drive = bench.drive.with_options(options);
    let drive = &bench.drive;
    let entry = bench.run(drive.resolve_file(&path("/a"))).await.unwrap();
    let requested = content_requests(&bench);
    bench.requests();
    let change = async {
        requested.notified().await;
        drive.rename(&entry, "b").await.unwrap();
        let folder = drive.create_folders(&path("/moved")).await.unwrap();
        drive.move_to(std::slice::from_ref(&entry), &folder).await.unwrap();
    };
    let (source, target) = (DownloadSource::file(entry.clone()), DownloadTarget::open(&folder.0).unwrap());
    let (outcome, ()) = bench.run(join(drive.download(&source, &target, "back"), change)).await;
    assert!(outcome.unwrap().is_verified);
    assert!(folder.read("back") == bytes);
    let requests = bench.requests();
    let rename = requests.iter().position(|request| request.path.contains("/files/rename/")).unwrap();
    assert!(requests[rename..].iter().any(common::Seen::is_content), "the rename is in the middle of the download");
}

#[tokio::test]
async fn two_clients_upload_one_tree_at_once() {
    let (bench, from, to) = (Bench::new().await, Folder::new("both-from"), Folder::new("both-to"));
    for number in 0..40 {
        from.write(&format!("d{}/e{}/f{number}", number % 3, number % 2), &content(number, 500));
    }
    let other = bench.drive.with_journal(Journal::in_memory().unwrap());
    let (one, two) = bench.run(join(upload_tree(&bench.drive, &from), upload_tree(&other, &from))).await;
    assert!(one.failed.is_empty() && two.failed.is_empty(), "{one:?} {two:?}");
    let down = bench.run(download_tree(&bench.drive, &to)).await;
    assert_eq!((down.files, down.failed.len(), down.renamed.len()), (40, 0, 0));
    assert!(from.tree() == to.tree(), "{:?}", to.tree().keys());
}

#[tokio::test]
async fn a_client_reads_a_tree_while_another_one_writes_it() {
    let (bench, from, to) = (Bench::new().await, Folder::new("rw-from"), Folder::new("rw-to"));
    for number in 0..20 {
        from.write(&format!("f{number}"), &content(number, 500));
    }
    drop(bench.run(upload_tree(&bench.drive, &from)).await.into_result().unwrap());
    let old = from.tree();
    for number in 0..20 {
        from.write(&format!("f{number}"), &content(number + 100, 600));
    }
    let new = from.tree();
    let other = bench.drive.with_journal(Journal::in_memory().unwrap());
    let (up, _) = bench.run(join(upload_tree(&bench.drive, &from), download_tree(&other, &to))).await;
    assert!(up.failed.is_empty(), "{up:?}");
    for (name, bytes) in to.tree() {
        assert!(
            old.get(&name) == Some(&bytes) || new.get(&name) == Some(&bytes),
            "{name} is neither the old nor the new"
        );
    }
    assert!(bench.run(download_tree(&other, &to)).await.failed.is_empty());
    assert!(to.tree() == new);
}

#[tokio::test]
async fn urls_that_expire_in_the_middle_of_a_tree_are_renewed() {
    let (bench, from, to) = (Bench::new().await, Folder::new("late-from"), Folder::new("late-to"));
    for number in 0..30 {
        from.write(&format!("f{number}"), &content(number, 300));
    }
    drop(bench.run(upload_tree(&bench.drive, &from)).await.into_result().unwrap());
    let (clock, mut received) = (bench.clock.clone(), 0);
    bench.disturb(move |request| {
        received += usize::from(request.is_content());
        if request.is_content() && received == 10 {
            clock.advance(Duration::from_secs(10_001));
        }
        None
    });
    let report = bench.run(download_tree(&bench.drive, &to)).await;
    assert!(report.failed.is_empty(), "{report:?}");
    assert!(from.tree() == to.tree());
}
