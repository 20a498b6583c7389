//! Uploads and downloads of single files: sizes, policies, versions, and what happens on the way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::time::Duration;

use common::{Bench, Fault, Folder, PART, content, path};
use hwc_api::koodrive::ListRevision;
use hwc_drive::{
    DownloadSource, DownloadTarget, Error, Journal, NamePolicy, RemotePath, TransferOptions, UploadKind, UploadSource,
};

/// Uploads a file and returns how.
async fn upload(bench: &Bench, file: &std::path::Path, to: &str, policy: NamePolicy) -> Result<UploadKind, Error> {
    let source = UploadSource::file(file);
    bench.run(bench.drive.upload(&source, &path(to), policy)).await.map(|outcome| outcome.kind)
}

/// Downloads a file under its own name.
async fn download(bench: &Bench, from: &str, folder: &Folder, name: &str) -> Result<bool, Error> {
    let work = async {
        let source = DownloadSource::file(bench.drive.resolve_file(&path(from)).await?);
        let target = DownloadTarget::open(&folder.0)?;
        Ok(bench.drive.download(&source, &target, name).await?.is_verified)
    };
    bench.run(work).await
}

#[tokio::test]
async fn files_of_any_size_come_back_unchanged() {
    let folder = Folder::new("sizes");
    for in_order in [false, true] {
        let mut bench = Bench::new().await;
        let options = TransferOptions::default().part_size(PART as u64).in_order(in_order).concurrency(3);
        bench.drive = bench.drive.with_options(options);
        for (seed, length) in
            [0, 1, 63, 64, 1024, 1025, PART - 1, PART, PART + 1, 2 * PART + 65].into_iter().enumerate()
        {
            let bytes = content(seed as u32, length);
            let file = folder.write("file", &bytes);
            let name = format!("/sizes/{length}.bin");
            assert_eq!(upload(&bench, &file, &name, NamePolicy::Fail).await.unwrap(), UploadKind::Sent, "{length}");
            assert!(download(&bench, &name, &folder, "back").await.unwrap());
            assert!(folder.read("back") == bytes, "{length} bytes, in order: {in_order}");
        }
    }
    assert!(folder.tree().keys().all(|name| !name.contains(".part")), "{:?}", folder.tree().keys());
}

#[tokio::test]
async fn a_known_content_is_not_sent_again() {
    let (bench, folder) = (Bench::new().await, Folder::new("instant"));
    let file = folder.write("a", &content(1, 5000));
    assert_eq!(upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap(), UploadKind::Sent);
    bench.requests();
    assert_eq!(upload(&bench, &file, "/b", NamePolicy::Fail).await.unwrap(), UploadKind::Instant);
    assert!(bench.requests().iter().all(|request| !request.is_part()));
    download(&bench, "/b", &folder, "b").await.unwrap();
    assert_eq!(folder.read("b"), content(1, 5000));
}

#[tokio::test]
async fn the_policy_decides_about_a_name_in_use() {
    let (bench, folder) = (Bench::new().await, Folder::new("policy"));
    let (old, new) = (folder.write("old", b"old"), folder.write("new", b"new!"));
    upload(&bench, &old, "/a.txt", NamePolicy::Fail).await.unwrap();
    let refused = upload(&bench, &new, "/a.txt", NamePolicy::Fail).await.unwrap_err();
    assert!(matches!(refused, Error::Exists { .. }), "{refused}");
    let same = upload(&bench, &old, "/a.txt", NamePolicy::SkipIdentical).await.unwrap();
    assert_eq!(same, UploadKind::Unchanged);
    assert_eq!(upload(&bench, &old, "/a.txt", NamePolicy::Replace).await.unwrap(), UploadKind::Unchanged);
    let renamed = bench.run(bench.drive.upload(&UploadSource::file(&new), &path("/a.txt"), NamePolicy::Rename)).await;
    assert!(renamed.unwrap().name.starts_with("a_2027"), "a time stamp is added");
    bench.drive.refresh();
    assert_eq!(upload(&bench, &new, "/a.txt", NamePolicy::Replace).await.unwrap(), UploadKind::Instant);
    download(&bench, "/a.txt", &folder, "a").await.unwrap();
    assert_eq!(folder.read("a"), b"new!");
}

#[tokio::test]
async fn a_replaced_file_keeps_its_old_version() {
    let (bench, folder) = (Bench::new().await, Folder::new("versions"));
    let file = folder.write("a", &content(1, PART + 7));
    upload(&bench, &file, "/a", NamePolicy::Replace).await.unwrap();
    folder.write("a", &content(2, PART + 9));
    assert_eq!(upload(&bench, &file, "/a", NamePolicy::Replace).await.unwrap(), UploadKind::Sent);
    let work = async {
        let entry = bench.drive.resolve_file(&path("/a")).await.unwrap();
        let list = ListRevision::new(bench.drive.space().id.clone(), entry.id.clone());
        let versions = bench.client.send(list).await.unwrap().revision_list;
        let old = versions.into_iter().find(|version| version.latest_version != Some(true)).unwrap();
        let source = DownloadSource::revision(entry, old.revision_id.unwrap(), old.size.unwrap());
        let target = DownloadTarget::open(&folder.0).unwrap();
        bench.drive.download(&source, &target, "old").await.unwrap()
    };
    assert!(!bench.run(work).await.is_verified, "the service sends no hash of old versions");
    assert!(folder.read("old") == content(1, PART + 7));
    download(&bench, "/a", &folder, "new").await.unwrap();
    assert!(folder.read("new") == content(2, PART + 9));
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_stored_first() {
    let (bench, folder) = (Bench::new().await, Folder::new("spool"));
    let source = UploadSource::spool(&content(3, 70_000)[..], "standard input").unwrap();
    bench.run(bench.drive.upload(&source, &path("/in"), NamePolicy::Fail)).await.unwrap();
    download(&bench, "/in", &folder, "in").await.unwrap();
    assert_eq!(folder.read("in"), content(3, 70_000));
}

#[tokio::test]
async fn an_interrupted_upload_sends_only_the_missing_parts() {
    let (mut bench, folder) = (Bench::new().await, Folder::new("resume-up"));
    let journal = folder.path("state/journal.sqlite");
    bench.drive = bench.drive.with_journal(Journal::open(&journal).unwrap());
    let bytes = content(4, 4 * PART + 100);
    let file = folder.write("a", &bytes);
    let mut sent = 0;
    bench.disturb(move |request| {
        sent += usize::from(request.is_part());
        (request.is_part() && sent > 2).then_some(Fault::Status(500))
    });
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap_err();
    assert_eq!(bench.drive.journal().pending().unwrap()[0].done, 2 * PART as u64);
    bench.calm();
    bench.requests();
    // Another process continues.
    bench.drive = bench.drive.with_journal(Journal::open(&journal).unwrap());
    assert_eq!(upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap(), UploadKind::Sent);
    let requests = bench.requests();
    assert_eq!(requests.iter().filter(|request| request.is_part()).count(), 3);
    assert!(!requests.iter().any(|request| request.path.ends_with("/files/create")));
    assert_eq!(bench.drive.journal().pending().unwrap(), []);
    download(&bench, "/a", &folder, "back").await.unwrap();
    assert!(folder.read("back") == bytes);
}

#[tokio::test]
async fn an_interrupted_upload_of_a_changed_file_starts_again() {
    let (bench, folder) = (Bench::new().await, Folder::new("changed"));
    let file = folder.write("a", &content(5, 2 * PART));
    let mut sent = 0;
    bench.disturb(move |request| {
        sent += usize::from(request.is_part());
        (request.is_part() && sent > 1).then_some(Fault::Status(500))
    });
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap_err();
    bench.calm();
    let bytes = content(6, 2 * PART + 1);
    folder.write("a", &bytes);
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    download(&bench, "/a", &folder, "back").await.unwrap();
    assert!(folder.read("back") == bytes);
}

#[tokio::test]
async fn a_file_that_changes_during_its_upload_is_reported() {
    let (bench, folder) = (Bench::new().await, Folder::new("changing"));
    let file = folder.write("a", &content(7, 2 * PART));
    let changed = file.clone();
    bench.disturb(move |request| {
        if request.is_part() {
            std::fs::write(&changed, content(8, 2 * PART + 5)).unwrap();
        }
        None
    });
    let error = upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap_err();
    assert!(matches!(error, Error::Changed { .. }), "{error}");
    bench.calm();
    assert!(bench.run(bench.drive.find(&path("/a"))).await.unwrap().is_none());
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    download(&bench, "/a", &folder, "back").await.unwrap();
    assert!(folder.read("back") == content(8, 2 * PART + 5));
}

#[tokio::test]
async fn expired_urls_are_renewed() {
    let (bench, folder) = (Bench::new().await, Folder::new("expired"));
    let bytes = content(9, 3 * PART);
    let file = folder.write("a", &bytes);
    let (clock, mut expired) = (bench.clock.clone(), false);
    bench.disturb(move |request| {
        if request.is_part() && !std::mem::replace(&mut expired, true) {
            clock.advance(Duration::from_secs(3601));
        }
        None
    });
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    let (clock, mut expired) = (bench.clock.clone(), false);
    bench.disturb(move |request| {
        if request.is_content() && !std::mem::replace(&mut expired, true) {
            clock.advance(Duration::from_secs(10_001));
        }
        None
    });
    download(&bench, "/a", &folder, "back").await.unwrap();
    assert!(folder.read("back") == bytes);
}

#[tokio::test]
async fn an_upload_that_the_service_forgot_starts_again() {
    let (bench, folder) = (Bench::new().await, Folder::new("forgotten"));
    let file = folder.write("a", &content(10, 2 * PART));
    let mut sent = 0;
    bench.disturb(move |request| {
        sent += usize::from(request.is_part());
        (request.is_part() && sent > 1).then_some(Fault::Status(500))
    });
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap_err();
    bench.calm();
    bench.clock.advance(Duration::from_secs(25 * 3600));
    assert_eq!(upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap(), UploadKind::Sent);
    download(&bench, "/a", &folder, "back").await.unwrap();
    assert!(folder.read("back") == content(10, 2 * PART));
}

#[tokio::test]
async fn a_lost_response_to_the_last_call_is_no_failure() {
    let (bench, folder) = (Bench::new().await, Folder::new("lost"));
    let file = folder.write("a", &content(11, 100));
    let mut lost = false;
    bench.disturb(move |request| {
        let is_first = request.path.ends_with("/files/complete") && !std::mem::replace(&mut lost, true);
        is_first.then_some(Fault::Lost)
    });
    // The hook is spent by the first call of any kind, so it is asked about the last one alone.
    let outcome = upload(&bench, &file, "/a", NamePolicy::Fail).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    bench.calm();
    download(&bench, "/a", &folder, "back").await.unwrap();
    assert_eq!(folder.read("back"), content(11, 100));
}

#[tokio::test]
async fn a_full_space_is_reported_and_the_upload_continues_later() {
    let (bench, folder) = (Bench::new().await, Folder::new("full"));
    let file = folder.write("a", &content(12, PART + 1));
    bench.disturb(|request| request.path.ends_with("/files/complete").then_some(Fault::Code("13000311")));
    let error = upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap_err();
    assert_eq!(error.service_code(), Some("13000311"));
    assert_eq!(bench.drive.journal().pending().unwrap().len(), 1);
    bench.calm();
    bench.requests();
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    assert!(!bench.requests().iter().any(common::Seen::is_part), "nothing is sent twice");
}

#[tokio::test]
async fn an_interrupted_download_receives_only_the_missing_bytes() {
    let (bench, folder) = (Bench::new().await, Folder::new("resume-down"));
    let bytes = content(13, 3 * PART + 10);
    let file = folder.write("a", &bytes);
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    let mut received = 0;
    bench.disturb(move |request| {
        received += usize::from(request.is_content());
        (request.is_content() && received > 2).then_some(Fault::Status(500))
    });
    download(&bench, "/a", &folder, "back").await.unwrap_err();
    assert!(!folder.path("back").exists(), "nothing has its name before it is complete");
    assert_eq!(folder.tree().len(), 2, "the file and the partial one");
    bench.calm();
    bench.requests();
    download(&bench, "/a", &folder, "back").await.unwrap();
    let requests = bench.requests();
    let ranges: Vec<_> = requests.iter().filter(|request| request.is_content()).map(|request| &request.range).collect();
    assert_eq!(ranges.len(), 2, "{ranges:?}");
    assert!(folder.read("back") == bytes);
}

#[tokio::test]
async fn a_download_that_is_cut_continues_after_the_last_byte() {
    let (bench, folder) = (Bench::new().await, Folder::new("cut"));
    let bytes = content(14, 1000);
    let file = folder.write("a", &bytes);
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    let mut cuts = 0;
    bench.disturb(move |request| {
        cuts += usize::from(request.is_content());
        (request.is_content() && cuts <= 2).then_some(Fault::Cut(300))
    });
    bench.requests();
    download(&bench, "/a", &folder, "back").await.unwrap();
    let ranges: Vec<_> = bench.requests().into_iter().filter(common::Seen::is_content).map(|seen| seen.range).collect();
    assert_eq!(ranges, [None, Some("bytes=300-999".to_owned()), Some("bytes=600-999".to_owned())]);
    assert_eq!(folder.read("back"), bytes);
}

#[tokio::test]
async fn a_damaged_content_never_gets_its_name() {
    let (bench, folder) = (Bench::new().await, Folder::new("damaged"));
    let file = folder.write("a", &content(15, 1000));
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    folder.write("back", b"what was there before");
    bench.disturb(|request| request.is_content().then_some(Fault::Flip(500)));
    let error = download(&bench, "/a", &folder, "back").await.unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
    assert_eq!(folder.read("back"), b"what was there before");
    assert_eq!(folder.tree().len(), 2, "{:?}", folder.tree().keys());
}

#[tokio::test]
async fn a_file_may_be_renamed_and_replaced_during_its_download() {
    let (bench, folder) = (Bench::new().await, Folder::new("moving"));
    let file = folder.write("a", &content(16, 1000));
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    let entry = bench.run(bench.drive.resolve_file(&path("/a"))).await.unwrap();
    bench.run(bench.drive.rename(&entry, "b")).await.unwrap();
    let target = DownloadTarget::open(&folder.0).unwrap();
    let source = DownloadSource::file(entry.clone());
    bench.run(bench.drive.download(&source, &target, "back")).await.unwrap();
    assert_eq!(folder.read("back"), content(16, 1000));
    // With another content under the same ID, the expected one is gone.
    folder.write("a", &content(17, 1000));
    upload(&bench, &file, "/b", NamePolicy::Replace).await.unwrap();
    let error = bench.run(bench.drive.download(&source, &target, "back")).await.unwrap_err();
    assert!(matches!(error, Error::Changed { .. }), "{error}");
    assert_eq!(folder.read("back"), content(16, 1000));
}

#[tokio::test]
async fn a_stream_ends_with_the_content() {
    let (bench, folder) = (Bench::new().await, Folder::new("cat"));
    let file = folder.write("a", &content(18, 300_000));
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    let work = async {
        let source = DownloadSource::file(bench.drive.resolve_file(&path("/a")).await.unwrap());
        let mut stream = bench.drive.read(&source).await.unwrap();
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk.unwrap());
        }
        bytes
    };
    assert!(bench.run(work).await == content(18, 300_000));
}

#[tokio::test]
async fn two_clients_that_replace_one_file_lose_nothing() {
    let (bench, folder) = (Bench::new().await, Folder::new("two"));
    let (one, two) = (folder.write("one", &content(20, 900)), folder.write("two", &content(21, 901)));
    let (first, second) = (UploadSource::file(&one), UploadSource::file(&two));
    let other = bench.drive.with_journal(Journal::in_memory().unwrap());
    let to = path("/same");
    let both = async {
        futures_util::future::join(
            bench.drive.upload(&first, &to, NamePolicy::Replace),
            other.upload(&second, &to, NamePolicy::Replace),
        )
        .await
    };
    let (one, two) = bench.run(both).await;
    // The one that comes too late to create the file adds a version.
    assert_eq!(one.unwrap().file_id, two.unwrap().file_id);
    bench.drive.refresh();
    let listed = bench.run(bench.drive.list(&RemotePath::root())).await.unwrap();
    assert_eq!(listed.iter().filter(|entry| entry.entry.name.starts_with("same")).count(), 1);
    download(&bench, "/same", &folder, "back").await.unwrap();
    let back = folder.read("back");
    assert!(back == content(20, 900) || back == content(21, 901));
}

#[tokio::test]
async fn a_transfer_runs_once_at_a_time() {
    let (bench, folder) = (Bench::new().await, Folder::new("once"));
    let source = UploadSource::file(folder.write("a", &content(22, PART + 1)));
    let to = path("/a");
    let both = async {
        let upload = || bench.drive.upload(&source, &to, NamePolicy::Replace);
        futures_util::future::join(upload(), upload()).await
    };
    let (one, two) = bench.run(both).await;
    assert!(one.is_ok() && matches!(two, Err(Error::Busy { .. })), "{two:?}");
}

#[tokio::test]
async fn interrupted_transfers_can_be_forgotten() {
    let (bench, folder) = (Bench::new().await, Folder::new("forget"));
    let file = folder.write("a", &content(23, 2 * PART));
    upload(&bench, &file, "/a", NamePolicy::Fail).await.unwrap();
    bench.disturb(|request| {
        request.range.as_ref().is_some_and(|range| !range.starts_with("bytes=0-")).then_some(Fault::Status(500))
    });
    download(&bench, "/a", &folder, "back").await.unwrap_err();
    let journal = bench.drive.journal();
    assert_eq!((journal.pending().unwrap().len(), folder.tree().len()), (1, 2));
    assert_eq!(journal.forget_pending().unwrap(), 1);
    assert_eq!((journal.pending().unwrap().len(), folder.tree().len()), (0, 1));
}
