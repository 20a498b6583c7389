//! Shared albums of KooDrive: those of shared folders and of groups of users.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::shared_folders::{NOOR_MOBILE, Shared};
use common::uploads::{file, part, send_part};
use common::users::{LI, LIN, NO_RIGHT, NOOR, NOTHING, User};
use hwc_models::koodrive::{
    AlbumFile, AlbumKind, AlbumType, BatchAddContent2Album, BatchAddGroupMembers, BatchDeleteAlbumContent,
    CompleteFile, CreateAlbum, CreateUserGroup, DeleteAlbum, DeleteShareFolder, DeleteUserGroup, FileType, GroupKind,
    ListAlbumContent, ListAlbums, MemberPermission, UpdateAlbum,
};

/// Creates an album of Lin and returns its ID.
async fn create(bench: &Bench, request: CreateAlbum) -> String {
    let data = LIN.send(bench, request).await.data.unwrap();
    serde_json::to_value(&data).unwrap().as_str().unwrap().to_owned()
}

/// Returns the IDs of the files of an album, as a user sees them.
async fn listed(bench: &Bench, user: User, album: &str) -> Vec<String> {
    let files = user.send(bench, ListAlbumContent::new(album)).await.content_list;
    files.into_iter().map(|file| file.id.unwrap().to_string()).collect()
}

/// Returns the number of shared manual albums that a user sees.
async fn count(bench: &Bench, user: User) -> u64 {
    user.send(bench, ListAlbums::new(AlbumKind::Shared, AlbumType::Manual)).await.total.unwrap()
}

/// Uploads a picture of Lin and returns its ID.
async fn upload(shared: &Shared, folder: &str, name: &str) -> String {
    let request = file(&shared.space, name, 3).file_type(FileType::Picture).parent_folder([folder]);
    let made = LIN.send(&shared.bench, request.multi_parts([part(1, 3)])).await;
    send_part(&shared.bench, &made.multi_parts[0], b"jpg").await;
    let id = made.file_id.unwrap();
    LIN.send(&shared.bench, CompleteFile::new(id.clone())).await;
    id.to_string()
}

fn add(album: &str, file: &str) -> BatchAddContent2Album {
    BatchAddContent2Album::new(album).files([AlbumFile::default().file_id(file)])
}

fn manual() -> CreateAlbum {
    CreateAlbum::new(AlbumType::Manual, AlbumKind::Shared).name("Summer")
}

#[tokio::test]
async fn the_members_of_a_shared_folder_share_its_albums() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let bench = &shared.bench;
    let (inside, private) =
        (upload(&shared, &shared.folder, "sea.jpg").await, upload(&shared, "root", "private.jpg").await);
    let album = create(bench, manual().share_folder_id(shared.id.as_str())).await;
    NOOR.send(bench, add(&album, &inside)).await;
    assert_eq!(NOOR.refused(bench, add(&album, &private)).await, NO_RIGHT);
    assert_eq!(LIN.refused(bench, add(&album, &private)).await, NO_RIGHT, "it is outside of the folder");
    for user in [LIN, NOOR] {
        assert_eq!(listed(bench, user, &album).await, std::slice::from_ref(&inside));
        let of_group = ListAlbums::new(AlbumKind::Shared, AlbumType::Manual).group_id(shared.group.as_str());
        assert_eq!(user.send(bench, of_group).await.albums[0].album_kind, Some(AlbumKind::Shared));
    }
    assert_eq!(NOOR.refused(bench, UpdateAlbum::new(album.as_str()).name("x")).await, NO_RIGHT);
    assert_eq!(NOOR.refused(bench, DeleteAlbum::new(album.as_str())).await, NO_RIGHT);
    NOOR.send(bench, BatchDeleteAlbumContent::new(album.as_str(), [inside.as_str()])).await;
    assert_eq!(listed(bench, LIN, &album).await, [""; 0]);
    assert_eq!(LI.refused(bench, ListAlbumContent::new(album.as_str())).await, NO_RIGHT);
    assert_eq!((count(bench, NOOR).await, count(bench, LI).await), (1, 0));
}

#[tokio::test]
async fn a_collection_gathers_from_the_shared_folder() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let inside = upload(&shared, &shared.folder, "sea.jpg").await;
    upload(&shared, "root", "private.jpg").await;
    let collection = CreateAlbum::new(AlbumType::Collection, AlbumKind::Shared).group_id(shared.group.as_str());
    let album = create(&shared.bench, collection.clone().parent_folder("root")).await;
    assert_eq!(listed(&shared.bench, NOOR, &album).await, [inside]);
    let outside = collection.folders([format!("DEUI7pa0C24Aroot{}", shared.space)]);
    assert_eq!(LIN.refused(&shared.bench, outside).await, NOTHING);
}

#[tokio::test]
async fn the_albums_of_a_shared_folder_end_with_the_membership_and_the_folder() {
    let shared = Shared::new().await;
    shared.join(NOOR, NOOR_MOBILE).await;
    let album = create(&shared.bench, manual().group_id(shared.group.as_str())).await;
    assert_eq!(count(&shared.bench, NOOR).await, 1);
    NOOR.send(&shared.bench, shared.leave(NOOR)).await;
    assert_eq!(count(&shared.bench, NOOR).await, 0);
    assert_eq!(NOOR.refused(&shared.bench, ListAlbumContent::new(album.as_str())).await, NO_RIGHT);
    LIN.send(&shared.bench, DeleteShareFolder::new().id(shared.id.as_str())).await;
    assert_eq!(LIN.refused(&shared.bench, ListAlbumContent::new(album)).await, NOTHING);
}

#[tokio::test]
async fn an_album_of_a_group_shows_the_files_that_its_viewer_may_see() {
    let shared = Shared::new().await;
    let bench = &shared.bench;
    let group = LIN.send(bench, CreateUserGroup::new("Readers", GroupKind::UserGroup)).await.id.unwrap();
    let noor = MemberPermission::default().user_id(NOOR.id);
    LIN.send(bench, BatchAddGroupMembers::new(group.clone(), [noor])).await;
    let album = create(bench, manual().group_id(group.clone())).await;
    let private = upload(&shared, "root", "private.jpg").await;
    LIN.send(bench, add(&album, &private)).await;
    assert_eq!((listed(bench, LIN, &album).await, listed(bench, NOOR, &album).await), (vec![private], Vec::new()));
    assert_eq!(LI.refused(bench, ListAlbumContent::new(album.as_str())).await, NO_RIGHT);
    assert_eq!(LI.refused(bench, manual().group_id(group.clone())).await, NO_RIGHT);
    assert_eq!(LIN.refused(bench, manual().group_id("7")).await, NOTHING);
    let both = manual().group_id(group.clone()).share_folder_id(shared.id.as_str());
    let refused = LIN.refused(bench, both).await;
    assert_eq!(refused, "400 13000102 groupId must be the group of the shared folder");
    LIN.send(bench, DeleteUserGroup::new(group)).await;
    assert_eq!(LIN.refused(bench, ListAlbumContent::new(album)).await, NOTHING);
}
