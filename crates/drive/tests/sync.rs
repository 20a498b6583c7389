//! Synchronization in both directions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::time::{Duration, SystemTime};

use common::{Bench, Fault, Folder, path};
use hwc_drive::{DownloadTarget, Error, SyncAction, SyncComparison, SyncFilter, SyncOptions, SyncReport};

async fn up(bench: &Bench, folder: &Folder, options: &SyncOptions) -> Result<SyncReport, Error> {
    bench.drive.refresh();
    bench.run(bench.drive.sync_up(&folder.0, &path("/s"), options)).await
}

async fn down(bench: &Bench, folder: &Folder, options: &SyncOptions) -> Result<SyncReport, Error> {
    bench.drive.refresh();
    let target = DownloadTarget::open(&folder.0).unwrap();
    bench.run(bench.drive.sync_down(&path("/s"), &target, options)).await
}

/// Returns the plan as lines.
fn plan(report: &SyncReport) -> Vec<String> {
    report.plan.iter().map(|item| format!("{:?} {}", item.action, item.path)).collect()
}

#[tokio::test]
async fn a_local_tree_goes_up_and_stays_in_step() {
    let (bench, from, to) = (Bench::new().await, Folder::new("sync-from"), Folder::new("sync-to"));
    from.write("a.txt", b"one");
    from.write("d/b.txt", b"two");
    from.write("d/e/c.txt", b"three");
    let options = SyncOptions::default().delete(true);
    let report = up(&bench, &from, &options).await.unwrap();
    assert_eq!(plan(&report), ["CreateFolder d", "CreateFolder d/e", "Add a.txt", "Add d/b.txt", "Add d/e/c.txt"]);
    assert!(report.is_success());
    assert_eq!(up(&bench, &from, &options).await.unwrap().up_to_date, 3);
    // A change of the same size, a new file, and files that are gone.
    from.write("a.txt", b"ONE");
    let later = SystemTime::UNIX_EPOCH + Duration::from_secs(1_900_000_000);
    std::fs::File::options().write(true).open(from.path("a.txt")).unwrap().set_modified(later).unwrap();
    std::fs::remove_dir_all(from.path("d/e")).unwrap();
    from.write("new", b"");
    let report = up(&bench, &from, &options).await.unwrap();
    assert_eq!(plan(&report), ["Add new", "Update a.txt", "Delete d/e", "Delete d/e/c.txt"]);
    assert_eq!(report.deleted, 2);
    drop(down(&bench, &to, &SyncOptions::default()).await.unwrap());
    assert_eq!(to.tree(), from.tree());
    let bin = bench.run(bench.drive.recycle_bin()).await.unwrap();
    assert_eq!(bin.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["e"]);
}

#[tokio::test]
async fn a_drive_comes_down_and_stays_in_step() {
    let (bench, from, to) = (Bench::new().await, Folder::new("down-from"), Folder::new("down-to"));
    from.write("a", b"one");
    from.write("d/b", b"two");
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    let options = SyncOptions::default().delete(true);
    assert_eq!(down(&bench, &to, &options).await.unwrap().transfers.files, 2);
    let report = down(&bench, &to, &options).await.unwrap();
    assert_eq!((report.up_to_date, plan(&report).len()), (2, 0));
    // The same content with another time is not received again.
    to.write("a", b"one");
    bench.requests();
    assert_eq!(down(&bench, &to, &options).await.unwrap().up_to_date, 2);
    assert!(!bench.requests().iter().any(common::Seen::is_content));
    to.write("a", b"ONE");
    to.write("x/y", b"extra");
    let report = down(&bench, &to, &options).await.unwrap();
    assert_eq!(plan(&report), ["Update a", "Delete x", "Delete x/y"]);
    assert_eq!(to.tree(), from.tree());
}

#[tokio::test]
async fn the_limit_of_deletions_protects_before_anything_changes() {
    let (bench, from) = (Bench::new().await, Folder::new("limit"));
    for name in ["a", "b", "c"] {
        from.write(name, b"x");
    }
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    for name in ["a", "b"] {
        std::fs::remove_file(from.path(name)).unwrap();
    }
    from.write("new", b"x");
    bench.requests();
    let error = up(&bench, &from, &SyncOptions::default().delete(true).delete_limit(1)).await.unwrap_err();
    assert!(matches!(error, Error::TooManyDeletions { planned: 2, limit: 1 }), "{error}");
    assert!(bench.requests().iter().all(|request| !request.path.ends_with("/jobs") && !request.is_part()));
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let (bench, from) = (Bench::new().await, Folder::new("dry"));
    from.write("d/a", b"x");
    let report = up(&bench, &from, &SyncOptions::default().dry_run(true)).await.unwrap();
    assert_eq!(plan(&report), ["CreateFolder d", "Add d/a"]);
    assert!(bench.run(bench.drive.find(&path("/s"))).await.unwrap().is_none());
}

/// Other systems do not allow such names.
#[cfg(unix)]
#[tokio::test]
async fn names_that_the_service_rejects_fail_in_a_dry_run_too() {
    let (bench, from) = (Bench::new().await, Folder::new("names"));
    from.write("gone", b"x");
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    std::fs::remove_file(from.path("gone")).unwrap();
    for name in ["a", "b:c", "d|e/f"] {
        from.write(name, b"x");
    }
    let options = SyncOptions::default().delete(true);
    for dry_run in [true, false] {
        let report = up(&bench, &from, &options.clone().dry_run(dry_run)).await.unwrap();
        assert_eq!(plan(&report), ["Add a", "Delete gone"]);
        let failed: Vec<&str> = report.transfers.failed.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(failed, ["d|e", "b:c", "d|e/f"]);
        assert_eq!((report.transfers.files, report.deleted), if dry_run { (0, 0) } else { (1, 1) });
    }
}

#[tokio::test]
async fn files_that_are_not_selected_are_neither_sent_nor_deleted() {
    let (bench, from) = (Bench::new().await, Folder::new("filter"));
    for name in ["a.txt", "a.tmp", "d/b.tmp", "d/c.txt"] {
        from.write(name, b"x");
    }
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    std::fs::remove_dir_all(from.path("d")).unwrap();
    let filter = SyncFilter::new(["*.tmp"], []).unwrap();
    let report = up(&bench, &from, &SyncOptions::default().delete(true).filter(filter)).await.unwrap();
    // The folder stays, since it has a file that is not selected.
    assert_eq!(plan(&report), ["Delete d/c.txt"]);
}

#[tokio::test]
async fn contents_are_compared_by_hash_on_request() {
    let (bench, from) = (Bench::new().await, Folder::new("hash"));
    from.write("a", b"one");
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    from.write("a", b"ONE");
    let early = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    std::fs::File::options().write(true).open(from.path("a")).unwrap().set_modified(early).unwrap();
    assert_eq!(up(&bench, &from, &SyncOptions::default()).await.unwrap().up_to_date, 1);
    let report = up(&bench, &from, &SyncOptions::default().comparison(SyncComparison::Hash)).await.unwrap();
    assert_eq!(report.plan[0].action, SyncAction::Update);
}

#[tokio::test]
async fn a_feed_replaces_the_walk() {
    let (bench, from, to) = (Bench::new().await, Folder::new("feed-from"), Folder::new("feed-to"));
    from.write("a", b"one");
    from.write("d/b", b"two");
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    let options = SyncOptions::default().delete(true).feed("device-1");
    assert!(!down(&bench, &to, &options).await.unwrap().used_feed);
    from.write("c", b"three");
    std::fs::remove_file(from.path("a")).unwrap();
    drop(up(&bench, &from, &SyncOptions::default().delete(true)).await.unwrap());
    bench.requests();
    let report = down(&bench, &to, &options).await.unwrap();
    assert!(report.used_feed);
    assert!(!bench.requests().iter().any(|request| request.path.ends_with("/walkFile")));
    assert_eq!(plan(&report), ["Add c", "Delete a"]);
    assert_eq!(to.tree(), from.tree());
    // A feed that cannot be used falls back to a walk.
    bench.disturb(|request| request.path.ends_with("/listChange").then_some(Fault::Code("13000309")));
    let report = down(&bench, &to, &options).await.unwrap();
    assert!(!report.used_feed && report.up_to_date == 2);
}

#[tokio::test]
async fn a_source_with_failures_deletes_nothing() {
    let (bench, from) = (Bench::new().await, Folder::new("failing"));
    from.write("a", b"x");
    from.write("b", b"x");
    drop(up(&bench, &from, &SyncOptions::default()).await.unwrap());
    std::fs::remove_file(from.path("a")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("b", from.path("link")).unwrap();
    let report = up(&bench, &from, &SyncOptions::default().delete(true)).await.unwrap();
    assert_eq!((report.deleted, report.deletions_withheld), (0, true));
}
