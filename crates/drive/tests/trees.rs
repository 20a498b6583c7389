//! Trees: round trips of random trees, names, filters, equal names, and targets that try to lead outside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Bench, Fault, Folder, PART, content, path};
use hwc_api::koodrive::{ConflictPolicy, CreateDirectory};
use hwc_drive::{DownloadTarget, Drive, Error, NamePolicy, RemotePath, SyncFilter, TransferOptions, TransferReport};
use proptest::prelude::*;

async fn try_upload(bench: &Bench, folder: &Folder, to: &str) -> Result<TransferReport, Error> {
    let (to, filter) = (path(to), SyncFilter::default());
    bench.run(bench.drive.upload_tree(&folder.0, &to, NamePolicy::Replace, &filter)).await
}

async fn upload(bench: &Bench, folder: &Folder, to: &str) -> TransferReport {
    try_upload(bench, folder, to).await.unwrap()
}

async fn download(bench: &Bench, drive: &Drive, from: &str, folder: &Folder) -> TransferReport {
    let work = async {
        drive.refresh();
        let source = drive.resolve_folder(&path(from)).await.unwrap();
        drive.download_tree(&source, &DownloadTarget::open(&folder.0).unwrap(), &SyncFilter::default()).await.unwrap()
    };
    bench.run(work).await
}

/// A name that both sides allow.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,3}",
        "[A-Z]{1,3}",
        "[a-z]{1,2}\\.[a-z]{1,2}",
        Just("e\u{301}".to_owned()),
        Just("\u{e9}".to_owned()),
        Just("年度 报告.pdf".to_owned()),
        Just(".hidden".to_owned()),
        Just("x".repeat(250)),
    ]
}

/// A tree: the sizes of files by path.
fn tree() -> impl Strategy<Value = BTreeMap<Vec<String>, usize>> {
    let size = prop_oneof![Just(0_usize), 1..2000_usize, Just(PART), Just(PART + 1)];
    prop::collection::btree_map(prop::collection::vec(name(), 1..4), size, 0..8)
}

/// Removes files whose path is the folder of another file.
fn without_conflicts(tree: &BTreeMap<Vec<String>, usize>) -> BTreeMap<Vec<String>, usize> {
    let folders: BTreeSet<&[String]> = tree.keys().flat_map(|path| (1..path.len()).map(|end| &path[..end])).collect();
    tree.iter()
        .filter(|(path, _)| !folders.contains(path.as_slice()))
        .map(|(path, size)| (path.clone(), *size))
        .collect()
}

fn block_on<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_comes_back_unchanged(tree in tree(), seed in any::<u32>()) {
        block_on(async {
            let (bench, from, to) = (Bench::new().await, Folder::new("tree-from"), Folder::new("tree-to"));
            for (index, (path, size)) in without_conflicts(&tree).into_iter().enumerate() {
                from.write(&path.join("/"), &content(seed.wrapping_add(index as u32), size));
            }
            let up = upload(&bench, &from, "/t").await;
            assert!(up.failed.is_empty(), "{:?}", up.failed);
            let down = download(&bench, &bench.drive, "/t", &to).await;
            assert!(down.failed.is_empty() && down.renamed.is_empty(), "{down:?}");
            assert!(from.tree() == to.tree(), "{:?} {:?}", from.tree().keys(), to.tree().keys());
            // A second upload has nothing to send.
            let again = upload(&bench, &from, "/t").await;
            assert_eq!((again.files, again.unchanged), (up.files, up.files));
        });
    }

    #[test]
    fn random_faults_end_in_equal_bytes_or_a_clear_error(seed in any::<u64>(), rate in 1..40_u64) {
        block_on(async {
            let (bench, from, to) = (Bench::new().await, Folder::new("fault-from"), Folder::new("fault-to"));
            for (index, size) in [10, PART + 5, 0, 2 * PART + 1, 700].into_iter().enumerate() {
                from.write(&format!("d{}/f{index}", index % 2), &content(index as u32 + 50, size));
            }
            let mut state = seed | 1;
            bench.disturb(move |_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let number = state >> 33;
                (number % 100 < rate).then_some(match number % 7 {
                    0 => Fault::NotSent,
                    1 => Fault::Lost,
                    2 => Fault::Status(503),
                    3 => Fault::Status(500),
                    4 => Fault::Status(429),
                    5 => Fault::Cut(5),
                    _ => Fault::Status(403),
                })
            });
            let outcome = try_upload(&bench, &from, "/t").await;
            // What is there is whole, under faults as well.
            bench.calm();
            let drive = &bench.drive;
            if bench.run(async { drive.refresh(); drive.find(&path("/t")).await }).await.unwrap().is_some() {
                let there = download(&bench, drive, "/t", &to).await;
                assert!(there.failed.is_empty(), "{there:?}");
                let original = from.tree();
                for (name, bytes) in to.tree() {
                    assert!(original.get(&name) == Some(&bytes), "{name} differs");
                }
            }
            if let Ok(report) = outcome {
                assert!(report.failed.iter().all(|file| !file.error.to_string().is_empty()));
            }
            // Without faults, the same call completes the tree.
            let report = upload(&bench, &from, "/t").await;
            assert!(report.failed.is_empty(), "{report:?}");
            drop(download(&bench, drive, "/t", &to).await);
            assert!(from.tree() == to.tree());
        });
    }
}

#[tokio::test]
async fn names_that_the_service_rejects_are_reported_and_the_rest_is_sent() {
    let (bench, from) = (Bench::new().await, Folder::new("bad-names"));
    for name in ["a:b", "good", "what?", "d/ok"] {
        from.write(name, b"x");
    }
    let report = upload(&bench, &from, "/t").await;
    let failed: Vec<_> = report.failed.iter().map(|file| file.path.as_str()).collect();
    assert_eq!((report.files, failed), (2, vec!["a:b", "what?"]));
    assert!(report.failed[0].error.to_string().contains("must not contain ':'"), "{}", report.failed[0].error);
}

#[cfg(unix)]
#[tokio::test]
async fn symbolic_links_are_not_followed_up() {
    let (bench, from) = (Bench::new().await, Folder::new("links-up"));
    from.write("a", b"x");
    std::os::unix::fs::symlink("/etc/passwd", from.path("link")).unwrap();
    std::os::unix::fs::symlink("..", from.path("loop")).unwrap();
    let report = upload(&bench, &from, "/t").await;
    assert_eq!((report.files, report.failed.len()), (1, 2));
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_outside_the_target() {
    let (bench, from, to, outside) =
        (Bench::new().await, Folder::new("out-from"), Folder::new("out-to"), Folder::new("outside"));
    from.write("dir/file", b"new");
    from.write("name", b"new");
    drop(upload(&bench, &from, "/t").await);
    outside.write("name", b"old");
    std::os::unix::fs::symlink(&outside.0, to.path("dir")).unwrap();
    std::os::unix::fs::symlink(outside.path("name"), to.path("name")).unwrap();
    let report = download(&bench, &bench.drive, "/t", &to).await;
    // The link of a folder is an obstacle, and that of a file is replaced.
    assert!(report.failed.iter().any(|file| file.path == "dir/file"), "{report:?}");
    assert_eq!(outside.tree().len(), 1);
    assert_eq!(outside.read("name"), b"old");
    assert_eq!(to.read("name"), b"new");
    assert!(!to.path("name").symlink_metadata().unwrap().is_symlink());
}

#[tokio::test]
async fn equal_names_are_told_apart() {
    let (bench, to) = (Bench::new().await, Folder::new("equal"));
    let (client, space) = (bench.client.clone(), bench.drive.space().id.clone());
    let work = async {
        // The sandbox renames by itself, so the folders get their names afterwards.
        for name in ["same", "same"] {
            let request = CreateDirectory::new(space.clone(), name).rename_mode(ConflictPolicy::Rename);
            client.send(request).await.unwrap();
        }
        bench.drive.list(&RemotePath::root()).await.unwrap()
    };
    let listed = bench.run(work).await;
    let names: BTreeSet<_> = listed.iter().map(|entry| entry.path_name.clone()).collect();
    assert_eq!(names.len(), listed.len());
    drop(download(&bench, &bench.drive, "/", &to).await);
}

#[tokio::test]
async fn a_walk_is_one_call_for_a_thousand_files() {
    let (bench, from) = (Bench::new().await, Folder::new("many"));
    for number in 0..300 {
        from.write(&format!("d{}/f{number}", number % 3), &[number as u8; 4]);
    }
    let report = upload(&bench, &from, "/t").await;
    assert_eq!((report.files, report.failed.len()), (300, 0));
    bench.requests();
    let root = bench.run(bench.drive.resolve_folder(&path("/t"))).await.unwrap();
    bench.requests();
    assert_eq!(bench.run(bench.drive.walk(&root)).await.unwrap().len(), 303);
    assert_eq!(bench.requests().len(), 1);
}

/// Two files have the same content, one is empty, and names repeat in other folders.
#[tokio::test]
async fn a_folder_of_small_files_comes_as_a_package() {
    let (mut bench, from, to) = (Bench::new().await, Folder::new("package-from"), Folder::new("package-to"));
    for number in 0..30 {
        from.write(&format!("d{}/名 {}", number % 3, number / 3), &content(number / 2, number as usize * 10));
    }
    drop(upload(&bench, &from, "/t").await);
    bench.drive = bench.drive.with_options(TransferOptions::default().package_threshold(30));
    to.write("d1/名 3", b"what was there before");
    bench.requests();
    let report = download(&bench, &bench.drive, "/t", &to).await;
    assert_eq!((report.files, report.failed.len()), (30, 0), "{report:?}");
    assert!(from.tree() == to.tree(), "{:?} {:?}", from.tree().keys(), to.tree().keys());
    let contents = bench.requests().iter().filter(|request| request.is_content()).count();
    assert_eq!(contents, 1, "the archive is all that comes");
}

/// A service that packs nothing, and an archive that is damaged on the way.
#[tokio::test]
async fn files_that_no_package_has_come_one_by_one() {
    let (mut bench, from) = (Bench::new().await, Folder::new("unpacked-from"));
    for number in 0..20 {
        from.write(&format!("f{number}"), &content(number, 300));
    }
    drop(upload(&bench, &from, "/t").await);
    bench.drive = bench.drive.with_options(TransferOptions::default().package_threshold(1));
    for fault in [Fault::Code("13000102"), Fault::Flip(2000)] {
        let to = Folder::new("unpacked-to");
        let (mut is_done, refuses) = (false, matches!(fault, Fault::Code(_)));
        bench.disturb(move |request| {
            // The archive is the first content.
            let is_meant = if refuses { request.path.ends_with("/jobs") } else { request.is_content() };
            (is_meant && !std::mem::replace(&mut is_done, true)).then(|| fault.clone())
        });
        let report = download(&bench, &bench.drive, "/t", &to).await;
        assert_eq!((report.files, report.failed.len()), (20, 0), "{report:?}");
        assert!(from.tree() == to.tree());
    }
}

#[tokio::test]
async fn local_files_are_kept_on_demand() {
    for threshold in [1, usize::MAX] {
        let (bench, from, to) = (Bench::new().await, Folder::new("keep-from"), Folder::new("keep-to"));
        for name in ["same", "d/changed", "new"] {
            from.write(name, name.as_bytes());
        }
        drop(upload(&bench, &from, "/t").await.into_result().unwrap());
        to.write("same", b"same");
        to.write("d/changed", b"edited!");
        let drive = bench.drive.with_options(TransferOptions::default().package_threshold(threshold));
        let target = DownloadTarget::open(&to.0).unwrap().keep_existing(true);
        let work = async {
            let source = drive.resolve_folder(&path("/t")).await?;
            drive.download_tree(&source, &target, &SyncFilter::default()).await
        };
        let report = bench.run(work).await.unwrap();
        assert_eq!((report.files, report.unchanged, report.failed.len()), (2, 1, 1));
        assert!(matches!(&report.failed[0].error, Error::Exists { path } if path.ends_with("changed")), "{report:?}");
        assert_eq!((to.read("d/changed"), to.read("new")), (b"edited!".to_vec(), b"new".to_vec()));
    }
}

#[test]
fn a_file_is_no_target_directory() {
    let folder = Folder::new("target");
    let file = folder.write("file", b"x");
    let error = DownloadTarget::open(file).unwrap_err().to_string();
    assert!(error.ends_with("not a directory"), "{error}");
}
