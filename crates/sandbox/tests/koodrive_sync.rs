//! Synchronization directories of KooDrive: creating, walking, following and closing them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, job, sales, session};
use common::sync::{Device, kinds, mirror};
use hwc_models::koodrive::{
    ChangePolicy, CloseSyncDir, CreateSpace, CreateSyncDir, FileSort, FileSortField, FileType, GetStartCursor, JobType,
    ListChanges, SortDirection, SpaceType, WalkFile, WalkPage,
};
use hwc_wire::Request;

const NOOR: &str = "1316083732377071004";
const NO_RIGHT: &str = "400 13000410 No permission on the space.";
const NOT_THERE: &str = "400 13000302 File is not in the specified space.";
const NO_DIRECTORY: &str = "400 13000309 Resource not found.";
const RECYCLED: &str = "400 13000306 File is in the recycle bin.";

async fn laptop(bench: &Bench) -> Device<'_> {
    Device { bench, name: "laptop", space: sales(bench).await }
}

#[tokio::test]
async fn a_directory_is_created_once() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let space = device.space.as_str();
    let created = bench.send(CreateSyncDir::new(space).file_name("Work")).await;
    assert_eq!((created.container.unwrap().as_str(), created.exist), (space, None));
    assert_eq!(created.file_name.as_deref(), Some("Work"));
    let again = bench.send(CreateSyncDir::new(space).file_name("Work")).await;
    assert_eq!((again.file_id.clone(), again.exist), (created.file_id, Some(true)));
    let same = bench.send(CreateSyncDir::new(space).file_id(again.file_id.unwrap())).await;
    assert_eq!((same.file_name.as_deref(), same.exist), (Some("Work"), Some(true)));
}

#[tokio::test]
async fn a_folder_of_the_same_name_stays_a_folder() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let folder = device.folder("", "Plans").await;
    let created = bench.send(CreateSyncDir::new(device.space.as_str()).file_name("Plans")).await;
    assert_ne!(created.file_id.unwrap().as_str(), folder);
    assert_eq!((created.file_name.as_deref(), created.exist), (Some("Plans_20260101_080000"), None));
    let marked = bench.send(CreateSyncDir::new(device.space.as_str()).file_id(folder.as_str())).await;
    assert_eq!((marked.file_name.as_deref(), marked.exist), (Some("Plans"), None));
    assert!(device.start(&folder).await.ends_with("-0"));
}

#[tokio::test]
async fn root_safe_and_files_cannot_be_directories() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let space = device.space.as_str();
    let tops = "400 13000102 root and sbox cannot be synchronization directories";
    for id in ["root", "sbox", &format!("DEUI7pa0C24Aroot{space}"), &format!("DEUI7pa0C24Asbox{space}")] {
        assert_eq!(bench.refused(CreateSyncDir::new(space).file_id(id)).await, tops, "{id}");
        let below = CreateSyncDir::new(space).file_name("a").parent_folder(id);
        assert_eq!(bench.refused(below).await, "400 13000102 parentFolder cannot be root or sbox", "{id}");
    }
    let invalid = |text: &str| format!("400 13000102 {text}");
    let file = CreateSyncDir::new(space).file_id(FILE);
    assert_eq!(bench.refused(file.clone()).await, invalid("fileId is not a folder"));
    let both = invalid("fileId excludes fileName, hidden and parentFolder");
    assert_eq!(bench.refused(file.clone().file_name("a")).await, both);
    assert_eq!(bench.refused(file.clone().hidden(false)).await, both);
    assert_eq!(bench.refused(file.parent_folder("x")).await, both);
    assert_eq!(bench.refused(CreateSyncDir::new(space)).await, invalid("fileName or fileId is required"));
    assert_eq!(bench.refused(CreateSyncDir::new(space).file_id("F-none")).await, NOT_THERE);
    assert_eq!(bench.refused(CreateSyncDir::new("none").file_name("a")).await, "400 13000301 Space not found.");
    assert!(bench.refused(CreateSyncDir::new(space).file_name("a/b")).await.starts_with("400 13000102"));
    assert_eq!(device.walk("root", 100).await.len(), 1, "refused calls created no folder");
}

#[tokio::test]
async fn a_closed_directory_is_a_folder_with_its_files() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let (space, work) = (device.space.as_str(), device.sync_dir("Work").await);
    let copy = device.copy(FILE, &work).await.unwrap();
    let cursor = device.start(&work).await;
    let closed = bench.send(CloseSyncDir::new(space, work.as_str())).await;
    assert_eq!(closed.sync_dir_id.unwrap().as_str(), work);
    assert_eq!(device.walk(&work, 100).await[0].id.as_ref().unwrap().as_str(), copy);
    assert_eq!(bench.refused(CloseSyncDir::new(space, work.as_str())).await, NO_DIRECTORY);
    assert_eq!(bench.refused(GetStartCursor::new(space, work.as_str())).await, NO_DIRECTORY);
    let list = || ListChanges::new(space, work.as_str(), "laptop").cursor(cursor.as_str()).page_size(10_u32);
    assert_eq!(bench.refused(list()).await, NO_DIRECTORY);
    // Changes in between are not in the new feed, so the old cursor would lose them.
    bench.send(CreateSyncDir::new(space).file_id(work.as_str())).await;
    assert_eq!(bench.refused(list()).await, "400 13000102 the cursor is invalid");
}

#[tokio::test]
async fn a_recycled_directory_continues_after_it_is_restored() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let (space, work) = (device.space.as_str(), device.sync_dir("Work").await);
    let mut cursor = device.start(&work).await;
    device.recycle(&work).await;
    let list = || ListChanges::new(space, work.as_str(), "laptop").cursor("1-0").page_size(10_u32);
    assert_eq!(bench.refused(list()).await, RECYCLED);
    assert_eq!(bench.refused(GetStartCursor::new(space, work.as_str())).await, RECYCLED);
    assert_eq!(bench.refused(WalkFile::new(space, work.as_str())).await, RECYCLED);
    assert_eq!(bench.refused(CreateSyncDir::new(space).file_id(work.as_str())).await, RECYCLED);
    device.restore(&work).await;
    device.copy(FILE, &work).await;
    assert_eq!(kinds(&device.follow(&work, &mut cursor, 10).await), ["create welcome.txt"]);
    device.delete(&work).await;
    assert_eq!(bench.refused(list()).await, NOT_THERE);
}

#[tokio::test]
async fn changes_tell_their_device_and_the_place_of_the_file() {
    let bench = Bench::demo();
    let laptop = laptop(&bench).await;
    let phone = Device { name: "phone", space: laptop.space.clone(), ..laptop };
    let work = laptop.sync_dir("Work").await;
    let mut cursor = laptop.start(&work).await;
    // A device is known from its first look at the changes.
    assert_eq!(laptop.follow(&work, &mut cursor, 10).await, []);
    phone.changes(&work, &cursor, 10).await;
    laptop.copy(FILE, &work).await;
    phone.copy(FILE, &work).await;
    let changes = phone.follow(&work, &mut cursor, 10).await;
    let devices: Vec<_> = changes.iter().map(|change| change.device_id.as_ref().unwrap().as_str()).collect();
    assert_eq!(devices, ["laptop", "phone"]);
    assert!(changes.iter().all(|change| change.policy == Some(ChangePolicy::Aggregate)));
    let file = changes[0].file_info.as_ref().unwrap();
    assert_eq!((file.category.as_deref(), file.size), (Some("drive#file"), Some(24)));
    assert_eq!(file.parent_folder[0].as_str(), work);
    assert_eq!((file.favorite, file.recycled), (Some(false), Some(false)));
}

#[tokio::test]
async fn moves_in_and_out_appear_with_the_content_of_a_folder() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let (work, folder) = (device.sync_dir("Work").await, device.folder("", "Plans").await);
    device.copy(FILE, &folder).await;
    let mut cursor = device.start(&work).await;
    device.move_to(&folder, &work).await;
    assert_eq!(kinds(&device.follow(&work, &mut cursor, 1).await), ["moveIn Plans", "moveIn welcome.txt"]);
    device.recycle(&folder).await;
    device.restore(&folder).await;
    let changes = device.follow(&work, &mut cursor, 10).await;
    let all = ["recycle Plans", "recycle welcome.txt", "restore Plans", "restore welcome.txt"];
    assert_eq!(kinds(&changes), all);
    let recycled: Vec<_> = changes.iter().map(|change| change.file_info.as_ref().unwrap().recycled).collect();
    assert_eq!(recycled, [Some(true), Some(true), Some(false), Some(false)]);
    device.move_to(&folder, "root").await;
    let changes = device.follow(&work, &mut cursor, 10).await;
    assert_eq!(kinds(&changes), ["moveOut Plans", "moveOut welcome.txt"]);
    assert_eq!(changes[0].file_info.as_ref().unwrap().parent_folder[0].as_str(), work, "the last place in it");
    device.delete(&folder).await;
    assert_eq!(kinds(&device.follow(&work, &mut cursor, 10).await), [""; 0]);
}

#[tokio::test]
async fn a_file_that_leaves_for_another_space_keeps_its_place_secret() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let other = bench.send(CreateSpace::new("group-1", 1_u64, SpaceType::Group)).await.data.unwrap();
    let (work, folder) = (device.sync_dir("Work").await, device.folder("", "Plans").await);
    device.copy(FILE, &folder).await;
    device.move_to(&folder, &work).await;
    let mut cursor = device.start(&work).await;
    let mut job = job(JobType::Move, &device.space, &[folder.as_str()]);
    job.dst_container_id = other.container_id.unwrap();
    device.run(job).await;
    for change in device.follow(&work, &mut cursor, 10).await {
        assert_eq!(change.change_type.as_deref(), Some("moveOut"));
        assert_eq!(change.file_info.unwrap().containers[0].as_str(), device.space);
    }
    assert_eq!(device.walk(&work, 10).await, []);
}

#[tokio::test]
async fn policies_combine_the_changes_of_a_page() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let (work, inner) = (device.sync_dir("Work").await, device.folder("", "Inner").await);
    device.move_to(&inner, &work).await;
    let cursor = device.start(&work).await;
    let file = device.copy(FILE, &work).await.unwrap();
    for folder in [&inner, &work, &inner] {
        assert_eq!(device.move_to(&file, folder).await, "0");
    }
    let mut seen = Vec::new();
    for policy in [ChangePolicy::Full, ChangePolicy::Aggregate, ChangePolicy::Latest] {
        bench.sandbox.combine_changes(policy.clone()).unwrap();
        let page = device.changes(&work, &cursor, 100).await;
        assert!(page.file_change_list.iter().all(|change| change.policy == Some(policy.clone())));
        assert_eq!(page.file_change_list.last().unwrap().file_info.as_ref().unwrap().parent_folder[0].as_str(), inner);
        seen.push(kinds(&page.file_change_list).len());
        let small = device.changes(&work, &cursor, 3).await;
        assert_eq!(small.has_more, Some(true), "the cursor counts changes and not their combinations");
    }
    assert_eq!(seen, [4, 2, 1]);
}

#[tokio::test]
async fn a_walk_filters_sorts_and_hides() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let (space, work) = (device.space.as_str(), device.sync_dir("Work").await);
    let hidden = CreateSyncDir::new(space).file_name("cache").parent_folder(work.as_str()).hidden(true);
    let hidden = bench.send(hidden).await.file_id.unwrap();
    device.copy(FILE, hidden.as_str()).await;
    let folder = device.folder(&work, "Plans").await;
    device.copy(FILE, &folder).await;
    let names = async |request: WalkFile| {
        let files = bench.send(request).await.files;
        files.into_iter().map(|file| file.file_name.unwrap()).collect::<Vec<_>>()
    };
    let walk = || WalkFile::new(space, work.as_str());
    assert_eq!(names(walk()).await, ["Plans", "welcome.txt"]);
    assert_eq!(names(walk().include_hidden(true)).await, ["cache", "welcome.txt", "Plans", "welcome.txt"]);
    assert_eq!(names(walk().file_type(FileType::Folder).include_hidden(true)).await, ["cache", "Plans"]);
    let sort = |field, direction| {
        let mut sort = FileSort::default();
        (sort.sort_type, sort.sort_direction) = (Some(field), Some(direction));
        sort
    };
    let by = |field, direction| walk().sort_info(sort(field, direction));
    assert_eq!(names(by(FileSortField::Name, SortDirection::Descending)).await, ["welcome.txt", "Plans"]);
    assert_eq!(names(by(FileSortField::Size, SortDirection::Ascending)).await, ["Plans", "welcome.txt"]);
    assert_eq!(names(by(FileSortField::EditedTime, SortDirection::Descending)).await, ["welcome.txt", "Plans"]);
    let refused = bench.refused(by(FileSortField::Format, SortDirection::Ascending)).await;
    assert_eq!(refused, "400 13000102 sortType must be from 1 to 4");
    assert_eq!(bench.refused(WalkFile::new(space, FILE)).await, "400 13000304 Target directory is abnormal.");
    for (size, cursor) in [(0, ""), (1001, ""), (1, "x")] {
        let mut page = WalkPage::default();
        (page.page_size, page.page_cursor) = (Some(size), Some(cursor.to_owned()));
        assert!(bench.refused(walk().page_info(page)).await.starts_with("400 13000102"), "{size} {cursor}");
    }
}

#[tokio::test]
async fn pages_of_changes_have_limits() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let work = device.sync_dir("Work").await;
    let start = device.start(&work).await;
    let list = |cursor: &str, size: u32| {
        ListChanges::new(device.space.as_str(), work.as_str(), "laptop").cursor(cursor).page_size(size)
    };
    for (cursor, size) in [(start.as_str(), 0), (&start, 101), ("x", 1), ("1-x", 1), ("2-0", 1), ("1--1", 1)] {
        assert!(bench.refused(list(cursor, size)).await.starts_with("400 13000102"), "{cursor} {size}");
    }
    let page = bench.send(list(&start, 100)).await;
    assert_eq!((page.next_cursor.as_deref(), page.has_more), (Some(start.as_str()), Some(false)));
}

#[tokio::test]
async fn users_without_access_see_no_directory() {
    let bench = Bench::demo();
    let device = laptop(&bench).await;
    let work = device.sync_dir("Work").await;
    let (space, start) = (device.space.as_str(), device.start(&work).await);
    let noor = session(&bench, NOOR).await;
    let refused = async |operation, request: &dyn hwc_wire::Record| {
        let reply = bench.reply_to(operation, request, &[("Authorization", &noor)]).await;
        assert_eq!(reply.status.as_u16(), 400, "{}", reply.line());
        format!("400 {} {}", reply.json()["code"], reply.json()["msg"].as_str().unwrap())
    };
    let list = ListChanges::new(space, work.as_str(), "x").cursor(start.as_str()).page_size(1_u32);
    assert_eq!(refused(ListChanges::OPERATION, &list).await, NO_RIGHT);
    assert_eq!(refused(GetStartCursor::OPERATION, &GetStartCursor::new(space, work.as_str())).await, NO_RIGHT);
    assert_eq!(refused(WalkFile::OPERATION, &WalkFile::new(space, work.as_str())).await, NO_RIGHT);
    assert_eq!(refused(CloseSyncDir::OPERATION, &CloseSyncDir::new(space, work.as_str())).await, NO_RIGHT);
    assert_eq!(refused(CreateSyncDir::OPERATION, &CreateSyncDir::new(space).file_name("a")).await, NO_RIGHT);
    let own = bench.send(CreateSpace::new(NOOR, 1_u64, SpaceType::Personal)).await;
    let own = own.data.unwrap().container_id.unwrap();
    assert_eq!(refused(WalkFile::OPERATION, &WalkFile::new(own.as_str(), work.as_str())).await, NOT_THERE);
    assert_eq!(refused(GetStartCursor::OPERATION, &GetStartCursor::new(own, work.as_str())).await, NOT_THERE);
    assert_eq!(mirror(&device.walk("root", 10).await).len(), 2);
}
