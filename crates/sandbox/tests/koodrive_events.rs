//! The events of views and downloads, as the operations of a file and the list of recent files show them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::path::Path;

use common::Bench;
use common::drive::{FILE, sales};
use common::team::{Team, create_only};
use common::users::{LI, LIN, NOOR, User};
use hwc_models::koodrive::{
    AccessType, BatchCancel, CreateShare, DownloadShareFile, FileOperationType, GetDownLoadUrl, GetFile,
    GetFileOperations, GetRevision, JobType, ListRecentlyAccess, ListRevision, ShareScope,
};

/// Returns the codes of the operations on a file with the users, the latest first.
async fn operations(bench: &Bench, file: &str) -> Vec<(FileOperationType, String)> {
    let listed = LI.send(bench, GetFileOperations::new(file)).await.operations;
    listed.into_iter().map(|entry| (entry.operate_type.unwrap(), entry.operator.unwrap().to_string())).collect()
}

/// Returns the names and the actions of the files that a user used recently.
async fn recent(bench: &Bench, user: User) -> Vec<(String, AccessType)> {
    let list = user.send(bench, ListRecentlyAccess::new()).await.list;
    list.into_iter().map(|entry| (entry.file.unwrap().name.unwrap(), entry.operate_type.unwrap())).collect()
}

#[tokio::test]
async fn the_details_of_a_file_are_a_view_of_it() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    assert_eq!(recent(&bench, LIN).await, []);
    LIN.send(&bench, GetFile::new(FILE, space.as_str())).await;
    assert_eq!(recent(&bench, LIN).await, [("welcome.txt".to_owned(), AccessType::Viewed)]);
    assert_eq!(operations(&bench, FILE).await[0], (FileOperationType::View, LIN.id.to_owned()));
    assert_eq!(recent(&bench, LI).await, [], "views of others are not listed");
}

#[tokio::test]
async fn folders_and_files_that_cannot_be_opened_are_not_viewed() {
    let team = Team::new().await;
    LI.send(&team.bench, team.give(LIN, -1, Some(create_only()), FILE)).await;
    for file in [&team.folder, FILE] {
        LIN.send(&team.bench, GetFile::new(file, team.space.as_str())).await;
    }
    assert_eq!(NOOR.refused(&team.bench, GetFile::new(FILE, team.space.as_str())).await, common::users::NO_RIGHT);
    assert_eq!(recent(&team.bench, LIN).await, []);
    assert_eq!(recent(&team.bench, NOOR).await, []);
}

#[tokio::test]
async fn presigned_urls_and_packages_are_downloads() {
    let team = Team::new().await;
    let (bench, space) = (&team.bench, team.space.as_str());
    let note = team.upload(LI, &team.folder, "note.txt", "note").await;
    let list = team.upload(LI, &team.folder, "list.txt", "list").await;
    LIN.send(bench, GetDownLoadUrl::new(space, [FILE, "F-unknown"])).await;
    let revision = LIN.send(bench, ListRevision::new(space, note.as_str())).await.revision_list.remove(0);
    LIN.send(bench, GetRevision::new(space, note.as_str(), revision.revision_id.unwrap())).await;
    team.run(LIN, JobType::Package, None, &list, (space, "")).await;
    let names: Vec<String> = recent(bench, LIN).await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["list.txt", "note.txt", "welcome.txt"]);
}

#[tokio::test]
async fn a_download_from_a_share_is_not_one_from_the_space() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let request = CreateShare::new(ShareScope::Enterprise, space.as_str(), [FILE]).valid_days(1_u32);
    let share = LI.send(&bench, request).await.share_link.unwrap().share_id.unwrap();
    NOOR.send(&bench, DownloadShareFile::new(share.clone(), FILE)).await;
    assert_eq!(recent(&bench, NOOR).await, []);
    LI.send(&bench, BatchCancel::new([share])).await;
    let kinds: Vec<FileOperationType> = operations(&bench, FILE).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [FileOperationType::Share, FileOperationType::Create]);
}

/// A read is handled beside the writer, and its event is written afterwards.
#[tokio::test]
async fn a_sandbox_with_readers_writes_the_event_too() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("koodrive-events.db");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    let bench = Bench::in_file(&file);
    let space = sales(&bench).await;
    LIN.send(&bench, GetFile::new(FILE, space.as_str())).await;
    assert_eq!(recent(&bench, LIN).await, [("welcome.txt".to_owned(), AccessType::Viewed)]);
}
