//! Shared folders of KooDrive: creating, listing, renaming and deleting them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::shared_folders::{LI_MOBILE, NOOR_MOBILE, Shared, names, new_folder, personal};
use common::users::{ADA, LI, LIN, NO_RIGHT, NO_SPACE, NOOR, NOTHING};
use hwc_models::koodrive::{
    CreateShareFolder, DeleteShareFolder, DeleteUser, FileListScope, GetPersonalFiles, GetShareFolderMetadata,
    GetUserGroupMemberList, InviteConfrimList, InviteDecision, JobAction, JobType, ListShareFolder, RenameFile,
    RenameShareFolder, ShareFolderFilter, ShareFolderStatus, ShareFolderType, UserGroupInvite,
};

#[tokio::test]
async fn a_user_shares_a_folder_of_the_personal_space() {
    let shared = Shared::new().await;
    let request = GetShareFolderMetadata::new(shared.id.as_str());
    let folder = LIN.send(&shared.bench, request.clone()).await.share_folder.unwrap();
    assert_eq!((folder.name.as_deref(), folder.status), (Some("holidays"), Some(ShareFolderStatus::Normal)));
    assert_eq!(folder.owner_id.unwrap().as_str(), LIN.id);
    assert_eq!(folder.container_id.unwrap().as_str(), shared.space);
    assert_eq!(folder.share_folder_file_id.unwrap().as_str(), shared.folder);
    assert_eq!((folder.group_id.unwrap().to_string(), folder.max_member), (shared.group.clone(), Some(6)));
    assert_eq!(folder.create_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let list = GetPersonalFiles::new(FileListScope::Space, shared.space.as_str(), "root");
    let files = LIN.send(&shared.bench, list).await.files;
    assert!(files.iter().any(|file| file.id.as_ref().unwrap().as_str() == shared.folder));
    for user in [NOOR, ADA] {
        assert_eq!(user.refused(&shared.bench, request.clone()).await, NO_RIGHT);
    }
    assert_eq!(LIN.refused(&shared.bench, GetShareFolderMetadata::new("7")).await, NOTHING);
}

#[tokio::test]
async fn a_shared_folder_needs_a_valid_name_in_an_own_space() {
    let shared = Shared::new().await;
    let (bench, space) = (&shared.bench, shared.space.as_str());
    assert_eq!(LIN.refused(bench, new_folder(space, "holidays")).await, "400 13000405 Duplicate file name.");
    assert_eq!(NOOR.refused(bench, new_folder(space, "x")).await, NO_RIGHT);
    let sales = common::tree::SALES_SPACE;
    assert_eq!(LIN.refused(bench, new_folder(sales, "x")).await, NO_SPACE);
    assert_eq!(LIN.refused(bench, CreateShareFolder::new().name("x")).await, "400 13000102 containerId is required");
    let unnamed = CreateShareFolder::new().container_id(space);
    assert_eq!(LIN.refused(bench, unnamed).await, "400 13000102 name is required");
    let other = new_folder(space, "x").kind(ShareFolderType::from(1));
    assert_eq!(LIN.refused(bench, other).await, "400 13000102 shareType must be 0");
    for name in ["a/b", "..", "🏖", "a\nb", "12345678901234567890123456789012"] {
        assert!(LIN.refused(bench, new_folder(space, name)).await.starts_with("400 13000102 "), "{name}");
    }
    assert_eq!(names(&shared, LIN, ListShareFolder::new()).await, ["holidays"]);
}

#[tokio::test]
async fn the_folders_of_a_user_are_listed_by_relation_word_and_page() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let own = personal(&shared.bench, NOOR).await;
    NOOR.send(&shared.bench, new_folder(&own, "recipes")).await;
    let list = ListShareFolder::new;
    assert_eq!(names(&shared, NOOR, list()).await, ["holidays", "recipes"]);
    assert_eq!(names(&shared, NOOR, list().filter(ShareFolderFilter::Created)).await, ["recipes"]);
    assert_eq!(names(&shared, NOOR, list().filter(ShareFolderFilter::Joined)).await, ["holidays"]);
    assert_eq!(names(&shared, NOOR, list().key_word("cip")).await, ["recipes"]);
    assert_eq!(names(&shared, NOOR, list().offset(1_u32).limit(1_u32)).await, ["recipes"]);
    assert_eq!(names(&shared, ADA, list()).await, [""; 0]);
    let deleted = list().status(ShareFolderStatus::Deleted);
    assert_eq!(NOOR.refused(&shared.bench, deleted).await, "400 13000102 status must be 0");
    let unknown = list().filter(ShareFolderFilter::from(3));
    assert_eq!(NOOR.refused(&shared.bench, unknown).await, "400 13000102 queryType must be 0, 1 or 2");
}

#[tokio::test]
async fn the_owner_renames_a_folder() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let rename = |name: &str| RenameShareFolder::new().id(shared.id.as_str()).name(name);
    let renamed = LIN.send(&shared.bench, rename("summer")).await.id.unwrap();
    assert_eq!(renamed.as_str(), shared.id);
    assert_eq!(names(&shared, NOOR, ListShareFolder::new()).await, ["summer"]);
    LIN.send(&shared.bench, RenameFile::new(shared.folder.as_str(), shared.space.as_str(), "winter")).await;
    assert_eq!(names(&shared, NOOR, ListShareFolder::new().key_word("win")).await, ["winter"]);
    assert_eq!(NOOR.refused(&shared.bench, rename("mine")).await, NO_RIGHT);
    assert_eq!(LIN.refused(&shared.bench, rename("Projects")).await, "400 13000405 Duplicate file name.");
    assert_eq!(LIN.refused(&shared.bench, rename("🏖")).await, "400 13000102 fileName must not contain emoji");
    assert_eq!(LIN.refused(&shared.bench, RenameShareFolder::new().name("x")).await, "400 13000102 id is required");
    assert_eq!(names(&shared, LIN, ListShareFolder::new()).await, ["winter"]);
}

#[tokio::test]
async fn the_owner_deletes_a_folder_into_the_recycle_bin() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let open = shared.invite(LI_MOBILE).await;
    let delete = DeleteShareFolder::new().id(shared.id.as_str());
    assert_eq!(NOOR.refused(&shared.bench, delete.clone()).await, NO_RIGHT);
    LIN.send(&shared.bench, delete.clone()).await;
    assert_eq!(LIN.refused(&shared.bench, delete).await, NOTHING);
    for user in [LIN, NOOR] {
        assert_eq!(names(&shared, user, ListShareFolder::new()).await, [""; 0]);
    }
    assert_eq!(shared.messages(NOOR).await[0], "Lin deleted the shared folder holidays.");
    assert_eq!(LI.send(&shared.bench, InviteConfrimList::new()).await.invitations.len(), 0);
    assert_eq!(LI.refused(&shared.bench, shared.decide(&open, InviteDecision::Accept)).await, NOTHING);
    let metadata = GetShareFolderMetadata::new(shared.id.as_str());
    assert_eq!(NOOR.refused(&shared.bench, metadata.clone()).await, NO_RIGHT);
    let folder = LIN.send(&shared.bench, metadata).await.share_folder.unwrap();
    assert_eq!((folder.status, folder.name.as_deref()), (Some(ShareFolderStatus::Deleted), Some("holidays")));
    let bin = GetPersonalFiles::new(FileListScope::RecycleBin, shared.space.as_str(), "root");
    let files = LIN.send(&shared.bench, bin).await.files;
    assert_eq!(files[0].id.as_ref().unwrap().as_str(), shared.folder);
}

#[tokio::test]
async fn a_folder_in_the_recycle_bin_is_not_shared() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let job = |kind| common::drive::job(kind, &shared.space, &[&shared.folder]);
    LIN.send(&shared.bench, job(JobType::Delete).action_type(JobAction::Recycle)).await;
    shared.bench.wait(3);
    assert_eq!(names(&shared, NOOR, ListShareFolder::new()).await, [""; 0]);
    assert_eq!(LIN.refused(&shared.bench, UserGroupInvite::new(shared.group.as_str(), LI_MOBILE)).await, NOTHING);
    LIN.send(&shared.bench, job(JobType::Restore)).await;
    shared.bench.wait(3);
    assert_eq!(names(&shared, NOOR, ListShareFolder::new()).await, ["holidays"]);
}

#[tokio::test]
async fn the_folders_of_a_deleted_user_are_gone() {
    let shared = Shared::on(Bench::demo()).await;
    shared.join(NOOR, NOOR_MOBILE).await;
    ADA.send(&shared.bench, DeleteUser::new(LIN.id)).await;
    assert_eq!(names(&shared, NOOR, ListShareFolder::new()).await, [""; 0]);
    let members = GetUserGroupMemberList::new(shared.group.as_str(), 0_u32, 9_u32);
    assert_eq!(NOOR.refused(&shared.bench, members).await, NO_RIGHT);
}
