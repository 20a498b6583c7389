//! A shared folder and an album of Lin, and the requests that name them.

use hwc_models::koodrive::*;

use crate::attempts::{Attempt, DENIED, UNKNOWN, for_nobody, refused, silent};
use crate::common::Bench;
use crate::common::files::page;
use crate::common::uploads::part;
use crate::common::users::{ADA, LI, LIN};
use crate::fixture::{Fixture, job, new_file, upload};

/// The phone numbers of Ada, who is a member, and of Li, who is invited.
const ADA_MOBILE: &str = "008610000000001";
const LI_MOBILE: &str = "008610000000002";

/// The IDs of the shared folder and of the album.
pub(crate) struct Shared {
    id: String,
    group: String,
    /// The folder, which no other user may see, and a file in it.
    pub(crate) folder: String,
    pub(crate) file: String,
    /// A file whose upload is not complete.
    pub(crate) upload: String,
    /// The invitation of Li.
    invite: String,
    album: String,
}

impl Shared {
    /// Creates the data in the personal space of Lin.
    pub(crate) async fn new(bench: &Bench, space: &str) -> Self {
        let create = CreateShareFolder::new().container_id(space).name("lin-shared");
        let made = LIN.send(bench, create).await.data.unwrap();
        let (group, folder) = (made.group_id.unwrap().to_string(), made.folder_id.unwrap().to_string());
        let file = upload(bench, new_file(space, &folder, "lin-picture.jpg", 3), b"jpg").await;
        let upload = LIN.send(bench, new_file(space, &folder, "lin-later.jpg", 3)).await.file_id.unwrap();
        let member = invite(bench, &group, ADA_MOBILE).await;
        let accept = InviteConfirm::new(group.as_str()).invite_id(member).decision(InviteDecision::Accept);
        ADA.send(bench, accept).await;
        let invite = invite(bench, &group, LI_MOBILE).await;
        let album = CreateAlbum::new(AlbumType::Manual, AlbumKind::Personal).name("lin-album");
        let album = LIN.send(bench, album).await.data.unwrap();
        let album = serde_json::to_value(&album).unwrap().as_str().unwrap().to_owned();
        let content = AlbumFile::default().file_id(file.as_str());
        LIN.send(bench, BatchAddContent2Album::new(album.as_str()).files([content])).await;
        Self { id: made.id.unwrap().to_string(), group, folder, file, upload: upload.to_string(), invite, album }
    }
}

async fn invite(bench: &Bench, group: &str, mobile: &str) -> String {
    LIN.send(bench, UserGroupInvite::new(group, mobile)).await.invite_id.unwrap().to_string()
}

/// Requests about the folder and its members.
pub(crate) fn folders(data: &Fixture) -> Vec<Attempt> {
    let shared = &data.shared;
    let (id, group) = (shared.id.as_str(), shared.group.as_str());
    let decide = InviteConfirm::new(group).invite_id(shared.invite.as_str()).decision(InviteDecision::Accept);
    vec![
        refused(DENIED, GetShareFolderMetadata::new(id)),
        refused(DENIED, RenameShareFolder::new().id(id).name("x")),
        refused(DENIED, DeleteShareFolder::new().id(id)),
        refused(DENIED, CreateShareFolder::new().container_id(data.space.as_str()).name("x")),
        silent(ListShareFolder::new()),
        refused(DENIED, UserGroupInvite::new(group, "0027821234567")),
        refused(DENIED, InviteList::new(group)),
        refused(UNKNOWN, InviteDetail::new(shared.invite.as_str())),
        Attempt::new(Some(UNKNOWN), Some(LI), decide),
        silent(InviteConfrimList::new()),
        refused(DENIED, ShareFolderDeleteMember::new(LIN.id, group, ADA.id)),
    ]
}

/// Requests about albums.
pub(crate) fn albums(data: &Fixture) -> Vec<Attempt> {
    let shared = &data.shared;
    let album = shared.album.as_str();
    let create = CreateAlbum::new(AlbumType::Manual, AlbumKind::Shared).name("x");
    let content = AlbumFile::default().file_id(shared.file.as_str());
    let of_group = ListAlbums::new(AlbumKind::Shared, AlbumType::Manual).group_id(shared.group.as_str());
    vec![
        refused(DENIED, create.share_folder_id(shared.id.as_str())),
        silent(ListAlbums::new(AlbumKind::Personal, AlbumType::Manual)),
        silent(ListAlbums::new(AlbumKind::Shared, AlbumType::Manual)),
        refused(DENIED, of_group),
        refused(DENIED, ListAlbumContent::new(album)),
        refused(DENIED, UpdateAlbum::new(album).name("x")),
        refused(DENIED, BatchAddContent2Album::new(album).files([content])),
        refused(DENIED, BatchDeleteAlbumContent::new(album, [shared.file.as_str()])),
        refused(DENIED, DeleteAlbum::new(album)),
    ]
}

/// The operations on files, in the shared folder.
pub(crate) fn files_inside(data: &Fixture) -> Vec<Attempt> {
    let (space, own) = (data.space.as_str(), data.own_space.as_str());
    let (id, folder, file) = (data.shared.id.as_str(), data.shared.folder.as_str(), data.shared.file.as_str());
    let tag = [FileTag::default().key("x").value("x")];
    let search = || Search::new(SearchType::Personal, page(10, "")).share_folder_id(id);
    vec![
        refused(DENIED, GetFile::new(file, space).share_folder_id(id)),
        for_nobody(DENIED, GetFile::new(file, own).share_folder_id(id)),
        refused(DENIED, GetFullPath::new(file, space).share_folder_id(id)),
        refused(DENIED, StatsDir::new(folder, space).share_folder_id(id)),
        refused(DENIED, search()),
        refused(DENIED, search().filter(SearchFilter::default().container_id(space))),
        refused(DENIED, GetDownLoadUrl::new(space, [file]).share_folder_id(id)),
        refused(DENIED, CreateDirectory::new(space, "x").share_folder_id(id)),
        refused(DENIED, RenameFile::new(file, space, "x").share_folder_id(id)),
        refused(DENIED, AddTag::new(file, space, tag).share_folder_id(id)),
        refused(DENIED, DelTag::new(file, space, ["x"]).share_folder_id(id)),
        refused(DENIED, ClearRecycleFile::new(space).share_folder_id(id)),
        refused(DENIED, new_file(space, folder, "x.txt", 1).share_folder_id(id)),
        refused(DENIED, UploadUrl::new(data.shared.upload.as_str(), [part(1, 3)]).share_folder_id(id)),
        for_nobody(DENIED, CompleteFile::new(data.shared.upload.as_str()).share_folder_id(id)),
        refused(DENIED, job(JobType::Copy, space, file).share_folder_id(id)),
        refused(DENIED, GetFile::new(file, space)),
    ]
}
