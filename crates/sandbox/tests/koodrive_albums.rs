//! Albums of KooDrive: manual and collection albums, personal ones and those of groups.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::shared_folders::personal;
use common::uploads::{file, part, send_part};
use common::users::{ADA, LIN, NO_RIGHT, NOOR, NOTHING, User};
use hwc_models::koodrive::{
    Album, AlbumFile, AlbumKind, AlbumSort, AlbumType, BatchAddContent2Album, BatchDeleteAlbumContent, CompleteFile,
    CreateAlbum, CreateDirectory, DeleteAlbum, FileType, GetFile, JobAction, JobType, ListAlbumContent, ListAlbums,
    RenameFile, SortDirection, UpdateAlbum,
};

/// The personal space of Lin, with a folder of two pictures, a video and a text.
struct Pictures {
    bench: Bench,
    space: String,
    folder: String,
    files: Vec<String>,
}

impl Pictures {
    async fn new() -> Self {
        let bench = Bench::demo();
        let space = personal(&bench, LIN).await;
        let folder = LIN.send(&bench, CreateDirectory::new(space.as_str(), "Trip")).await.id.unwrap().to_string();
        let mut files = Vec::new();
        for name in ["a.jpg", "b.mp4", "c.txt", "d.jpg"] {
            files.push(upload(&bench, LIN, (&space, &folder), name).await);
            bench.wait(60);
        }
        Self { bench, space, folder, files }
    }

    /// Creates a manual album of Lin with files.
    async fn manual(&self, name: &str, files: &[&str]) -> String {
        let album = create(&self.bench, LIN, manual(name)).await;
        if !files.is_empty() {
            LIN.send(&self.bench, BatchAddContent2Album::new(album.as_str()).files(content(files))).await;
        }
        album
    }

    /// Returns the IDs of the files of an album, as Lin sees them.
    async fn listed(&self, album: &str) -> Vec<String> {
        listed(&self.bench, LIN, ListAlbumContent::new(album)).await
    }

    fn ids(&self, indexes: &[usize]) -> Vec<String> {
        indexes.iter().map(|index| self.files[*index].clone()).collect()
    }
}

/// Uploads a file with the type that its name stands for, and returns its ID.
async fn upload(bench: &Bench, user: User, (space, folder): (&str, &str), name: &str) -> String {
    let kind = match name.rsplit_once('.').unwrap().1 {
        "jpg" => FileType::Picture,
        "mp4" => FileType::Video,
        _ => FileType::Other,
    };
    let request = file(space, name, 3).parent_folder([folder]).file_type(kind).multi_parts([part(1, 3)]);
    let made = user.send(bench, request).await;
    send_part(bench, &made.multi_parts[0], b"jpg").await;
    let id = made.file_id.unwrap();
    user.send(bench, CompleteFile::new(id.clone())).await;
    id.to_string()
}

fn manual(name: &str) -> CreateAlbum {
    CreateAlbum::new(AlbumType::Manual, AlbumKind::Personal).name(name)
}

fn collection() -> CreateAlbum {
    CreateAlbum::new(AlbumType::Collection, AlbumKind::Personal)
}

fn content(files: &[&str]) -> Vec<AlbumFile> {
    files.iter().map(|file| AlbumFile::default().file_id(*file)).collect()
}

/// Creates an album and returns its ID.
async fn create(bench: &Bench, user: User, request: CreateAlbum) -> String {
    let data = user.send(bench, request).await.data.unwrap();
    serde_json::to_value(&data).unwrap().as_str().unwrap().to_owned()
}

async fn albums(bench: &Bench, user: User, request: ListAlbums) -> Vec<Album> {
    user.send(bench, request).await.albums
}

async fn listed(bench: &Bench, user: User, request: ListAlbumContent) -> Vec<String> {
    let files = user.send(bench, request).await.content_list;
    files.into_iter().map(|file| file.id.unwrap().to_string()).collect()
}

#[tokio::test]
async fn a_manual_album_has_the_files_that_were_added() {
    let data = Pictures::new().await;
    let [a, _, c, d] = data.files.as_slice() else { panic!() };
    let album = data.manual("Best of", &[a, c]).await;
    assert_eq!(data.listed(&album).await, data.ids(&[2, 0]));
    let owned = AlbumFile::default().file_id(d.as_str()).owner_id(LIN.id);
    LIN.send(&data.bench, BatchAddContent2Album::new(album.as_str()).files([owned])).await;
    LIN.send(&data.bench, BatchAddContent2Album::new(album.as_str()).files(content(&[a]))).await;
    let list = LIN.send(&data.bench, ListAlbumContent::new(album.as_str())).await;
    assert_eq!((list.total, list.content_list.len()), (Some(3), 3));
    assert_eq!(list.content_list[0].owner_id.as_ref().unwrap().as_str(), LIN.id);
    assert_eq!(list.content_list[0].taken_time, None);
    LIN.send(&data.bench, BatchDeleteAlbumContent::new(album.as_str(), [a.as_str(), "none"])).await;
    assert_eq!(data.listed(&album).await, data.ids(&[3, 2]));
    LIN.send(&data.bench, GetFile::new(a.as_str(), data.space.as_str())).await;
}

#[tokio::test]
async fn files_are_added_all_or_none() {
    let data = Pictures::new().await;
    let album = data.manual("Best of", &[]).await;
    let add = |file| BatchAddContent2Album::new(album.as_str()).files([content(&[&data.files[0]]).remove(0), file]);
    let one = |id: &str| AlbumFile::default().file_id(id);
    let refusals = [
        (add(one("none")), "400 13000309 Resource not found."),
        (add(one(&data.folder)), "400 13000406 This operation cannot be performed on the folder."),
        (add(one(common::tree::WELCOME).owner_id(NOOR.id)), "400 13000102 ownerId must be the owner of the file"),
        (add(AlbumFile::default()), "400 13000102 fileId is required"),
        (BatchAddContent2Album::new(album.as_str()), "400 13000102 fileIds is required"),
    ];
    for (request, refusal) in refusals {
        assert_eq!(LIN.refused(&data.bench, request).await, refusal);
    }
    let of_noor = upload(&data.bench, NOOR, (&personal(&data.bench, NOOR).await, "root"), "n.jpg").await;
    assert_eq!(LIN.refused(&data.bench, add(one(&of_noor))).await, NO_RIGHT);
    assert_eq!(data.listed(&album).await, [""; 0]);
}

#[tokio::test]
async fn a_collection_album_gathers_the_files_of_folders() {
    let data = Pictures::new().await;
    let gather = |kinds: &str| collection().folders([data.folder.as_str()]).file_kinds(kinds);
    let album = create(&data.bench, LIN, collection().folders([data.folder.as_str()])).await;
    assert_eq!(data.listed(&album).await, data.ids(&[3, 1, 0]));
    let taken = LIN.send(&data.bench, ListAlbumContent::new(album.as_str())).await.content_list;
    assert_eq!(taken[0].taken_time.as_ref().unwrap().as_str(), "2026-01-01T00:03:00.000Z");
    let videos = create(&data.bench, LIN, gather("2")).await;
    assert_eq!(data.listed(&videos).await, data.ids(&[1]));
    let new = upload(&data.bench, LIN, (&data.space, &data.folder), "e.jpg").await;
    assert_eq!(data.listed(&album).await[0], new);
    let everything = create(&data.bench, LIN, collection().parent_folder("root").file_kinds("1,2")).await;
    assert_eq!(data.listed(&everything).await.len(), 5, "with the picture of the demo data");
    let pictures = UpdateAlbum::new(album.as_str()).file_kinds("1");
    LIN.send(&data.bench, pictures).await;
    assert_eq!(data.listed(&album).await, [new, data.files[3].clone(), data.files[0].clone()]);
    let other = LIN.send(&data.bench, CreateDirectory::new(data.space.as_str(), "Empty")).await.id.unwrap();
    LIN.send(&data.bench, UpdateAlbum::new(album.as_str()).folders([other.clone()])).await;
    assert_eq!(data.listed(&album).await, [""; 0]);
    let list = ListAlbums::new(AlbumKind::Personal, AlbumType::Collection);
    assert_eq!(albums(&data.bench, LIN, list).await[0].folders, [other]);
}

#[tokio::test]
async fn an_album_needs_the_fields_of_its_type() {
    let data = Pictures::new().await;
    let folder = data.folder.as_str();
    let refusals = [
        (CreateAlbum::new(AlbumType::Manual, AlbumKind::Personal), "name is required for a manual album"),
        (manual(" "), "name is required for a manual album"),
        (manual("x").folders([folder]), "a manual album has neither folders nor scopeKind"),
        (collection(), "scopeDir or scopeParentFolderId is required for a collection album"),
        (collection().name("x").folders([folder]), "a collection album has no name"),
        (collection().folders([folder]).file_kinds("3"), "scopeKind must be 1, 2 or 1,2"),
        (
            collection().folders([folder]).parent_folder(folder),
            "scopeDir must have folders in scopeParentFolderId alone",
        ),
        (CreateAlbum::new(AlbumType::from(3), AlbumKind::Personal).name("x"), "type must be 1 or 2"),
        (CreateAlbum::new(AlbumType::Manual, AlbumKind::from(3)).name("x"), "albumKind must be 1 or 2"),
        (CreateAlbum::new(AlbumType::Manual, AlbumKind::Shared).name("x"), "groupId is required for a shared album"),
        (manual("x").group_id("7"), "a personal album has no groupId and no shareFolderId"),
    ];
    for (request, problem) in refusals {
        assert_eq!(LIN.refused(&data.bench, request).await, format!("400 13000102 {problem}"));
    }
    let file = collection().folders([data.files[0].as_str()]);
    assert!(LIN.refused(&data.bench, file).await.starts_with("400 13000304 "));
    assert_eq!(NOOR.refused(&data.bench, collection().folders([folder])).await, NO_RIGHT);
    let gathered = create(&data.bench, LIN, collection().folders([folder]).parent_folder("root")).await;
    let add = BatchAddContent2Album::new(gathered.as_str()).files(content(&[&data.files[0]]));
    let refused = LIN.refused(&data.bench, add).await;
    assert_eq!(refused, "400 13000102 only a manual album has files of its own");
}

#[tokio::test]
async fn albums_are_listed_by_type_and_page_and_belong_to_their_owner() {
    let data = Pictures::new().await;
    let first = data.manual("One", &[]).await;
    for name in ["Two", "Three"] {
        data.manual(name, &[]).await;
    }
    let list = ListAlbums::new(AlbumKind::Personal, AlbumType::Manual);
    let page = LIN.send(&data.bench, list.clone().page_size(2_u32).page_num(2_u32)).await;
    assert_eq!((page.total, page.albums.len(), page.albums[0].name.as_deref()), (Some(3), 1, Some("Three")));
    let album = &albums(&data.bench, LIN, list.clone()).await[0];
    assert_eq!((album.album_type, album.album_kind), (Some(AlbumType::Manual), Some(AlbumKind::Personal)));
    assert_eq!(albums(&data.bench, NOOR, list.clone()).await.len(), 0);
    LIN.send(&data.bench, UpdateAlbum::new(first.as_str()).name("Uno")).await;
    assert_eq!(albums(&data.bench, LIN, list.clone()).await[0].name.as_deref(), Some("Uno"));
    for user in [NOOR, ADA] {
        assert_eq!(user.refused(&data.bench, UpdateAlbum::new(first.as_str()).name("x")).await, NO_RIGHT);
        assert_eq!(user.refused(&data.bench, DeleteAlbum::new(first.as_str())).await, NO_RIGHT);
        assert_eq!(user.refused(&data.bench, ListAlbumContent::new(first.as_str())).await, NO_RIGHT);
    }
    LIN.send(&data.bench, DeleteAlbum::new(first.as_str())).await;
    assert_eq!(LIN.refused(&data.bench, ListAlbumContent::new(first.as_str())).await, NOTHING);
    assert_eq!(albums(&data.bench, LIN, list).await.len(), 2);
}

#[tokio::test]
async fn the_files_of_an_album_are_sorted_and_paged() {
    let data = Pictures::new().await;
    let files: Vec<&str> = data.files.iter().map(String::as_str).collect();
    let album = data.manual("All", &files).await;
    let list = || ListAlbumContent::new(album.as_str()).sort_direction(SortDirection::Ascending);
    let by = |sort| listed(&data.bench, LIN, list().sort_type(sort));
    assert_eq!(by(AlbumSort::CreatedTime).await, data.files);
    let rename = RenameFile::new(files[0], data.space.as_str(), "z.jpg");
    LIN.send(&data.bench, rename).await;
    assert_eq!(by(AlbumSort::UpdatedTime).await, data.ids(&[1, 2, 3, 0]));
    assert_eq!(by(AlbumSort::TakenTime).await, data.files);
    let first = LIN.send(&data.bench, list().page_size(3_u32)).await;
    let next = list().page_size(3_u32).page_cursor(first.next_page_cursor.unwrap());
    let next = LIN.send(&data.bench, next).await;
    assert_eq!((next.total, next.content_list.len(), next.next_page_cursor), (Some(4), 1, None));
    let unknown = list().sort_type(AlbumSort::from(4));
    assert_eq!(LIN.refused(&data.bench, unknown).await, "400 13000102 sortType must be 1, 2 or 3");
    assert!(LIN.refused(&data.bench, list().page_cursor("x")).await.starts_with("400 13000102 "));
}

#[tokio::test]
async fn files_in_the_recycle_bin_are_not_in_albums() {
    let data = Pictures::new().await;
    let file = data.files[0].as_str();
    let album = data.manual("One", &[file, &data.files[3]]).await;
    let gathered = create(&data.bench, LIN, collection().folders([data.folder.as_str()]).file_kinds("1")).await;
    let job = |kind, action| {
        let mut job = common::drive::job(kind, &data.space, &[file]);
        job.action_type = action;
        job
    };
    for (request, files) in [
        (job(JobType::Delete, Some(JobAction::Recycle)), data.ids(&[3])),
        (job(JobType::Restore, None), data.ids(&[3, 0])),
        (job(JobType::Delete, Some(JobAction::DeleteForever)), data.ids(&[3])),
    ] {
        LIN.send(&data.bench, request).await;
        data.bench.wait(3);
        assert_eq!(data.listed(&album).await, files);
        assert_eq!(data.listed(&gathered).await, files);
    }
    let left = "SELECT count(*) FROM records WHERE kind = 'koodrive.album_file'";
    assert_eq!(data.bench.sql(left).await, ["1"]);
}
