//! The recycle bin of KooDrive: its list, its effect on other operations, and emptying it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::files::{ADA, Drive, LI, LIN, NOOR, SALES, names, page};
use hwc_models::koodrive::{
    AddTag, ClearRecycleFile, CreateDirectory, DelTag, FileListScope, FileSort, FileSortField, FileTag,
    GetDepartmentFiles, GetFile, GetFullPath, GetPersonalFiles, GetSpaceV2, RenameFile, SortDirection, StatsDir,
};

/// The seconds after which the bin is empty.
const EMPTY_AFTER: u64 = 3;

fn bin(space: &str, folder: &str) -> GetPersonalFiles {
    GetPersonalFiles::new(FileListScope::RecycleBin, space, folder)
}

#[tokio::test]
async fn deleted_files_are_listed_in_the_bin_alone() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let reports = drive.folder(LI, &space, "", "Reports").await;
    let may = drive.folder(LI, &space, &reports, "May").await;
    drive.file(LI, (&space, ""), ("a.txt", "45", 1)).await;
    let path = drive.detail(LI, &space, &may).await.id_path;
    drive.recycle(LI, &space, &reports).await;
    drive.recycle(LI, &space, "file-a.txt").await;
    assert_eq!(drive.names(LI, &space, "root").await, [] as [&str; 0]);
    assert_eq!(drive.bin(LI, &space).await, ["Reports", "a.txt"]);
    // The content of a deleted folder is listed under the folder.
    let inside = drive.send(LI, bin(&space, &reports)).await.files;
    assert_eq!((names(&inside), inside[0].recycled), (vec!["May".to_owned()], Some(true)));
    let detail = drive.detail(LI, &space, &may).await;
    assert_eq!((detail.recycled, detail.id_path), (Some(true), path));
}

#[tokio::test]
async fn the_bin_is_sorted_by_the_time_of_deletion() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    for name in ["a", "b", "c"] {
        drive.folder(LI, &space, "", name).await;
    }
    for folder in
        drive.send(LI, GetPersonalFiles::new(FileListScope::Space, space.as_str(), "root")).await.files.iter().rev()
    {
        drive.recycle(LI, &space, folder.id.as_ref().unwrap().as_str()).await;
    }
    for (direction, wanted) in
        [(SortDirection::Ascending, ["c", "b", "a"]), (SortDirection::Descending, ["a", "b", "c"])]
    {
        let mut sort = FileSort::default();
        (sort.sort_type, sort.sort_direction) = (Some(FileSortField::RecycledTime), Some(direction));
        let mut found = Vec::new();
        let mut cursor = String::new();
        loop {
            let response =
                drive.send(LI, bin(&space, "root").sort_info(sort.clone()).page_info(page(1, &cursor))).await;
            found.extend(names(&response.files));
            match response.next_cursor {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!(found, wanted);
    }
}

#[tokio::test]
async fn a_deleted_file_cannot_be_changed() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let folder = drive.folder(LI, &space, "", "Reports").await;
    let below = drive.folder(LI, &space, &folder, "May").await;
    drive.recycle(LI, &space, &folder).await;
    let before = drive.detail(LI, &space, &folder).await;
    let mut tag = FileTag::default();
    tag.key = Some("stage".to_owned());
    for id in [folder.as_str(), below.as_str()] {
        assert_eq!(drive.refused(LI, RenameFile::new(id, space.as_str(), "New")).await, "13000306");
        assert_eq!(drive.refused(LI, AddTag::new(id, space.as_str(), [tag.clone()])).await, "13000306");
        assert_eq!(drive.refused(LI, DelTag::new(id, space.as_str(), ["stage"])).await, "13000306");
        assert_eq!(drive.refused(LI, StatsDir::new(id, space.as_str())).await, "13000306");
        assert_eq!(drive.refused(LI, GetFullPath::new(id, space.as_str())).await, "13000306");
        let inside = CreateDirectory::new(space.as_str(), "New").parent_folder([id]);
        assert_eq!(drive.refused(LI, inside).await, "13000305");
        let list = GetPersonalFiles::new(FileListScope::Space, space.as_str(), id);
        assert_eq!(drive.refused(LI, list).await, "13000306");
    }
    assert_eq!(drive.detail(LI, &space, &folder).await, before);
    let live = drive.folder(LI, &space, "", "Reports").await;
    assert_eq!(drive.refused(LI, bin(&space, &live)).await, "13000303");
}

#[tokio::test]
async fn the_bin_is_emptied_in_the_background() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let reports = drive.folder(LI, &space, "", "Reports").await;
    let may = drive.folder(LI, &space, &reports, "May").await;
    drive.file(LI, (&space, &may), ("a.txt", "45", 1000)).await;
    drive.folder(LI, &space, "", "Plans").await;
    drive.recycle(LI, &space, &reports).await;
    let used = async || drive.send(LI, GetSpaceV2::new(LI)).await.data[0].space_used;
    assert_eq!(used().await, Some(1000));
    drive.send(LI, ClearRecycleFile::new(space.as_str())).await;
    assert_eq!(drive.bin(LI, &space).await, ["Reports"]);
    drive.bench.wait(EMPTY_AFTER - 1);
    assert_eq!(drive.bin(LI, &space).await, ["Reports"]);
    drive.bench.wait(1);
    assert_eq!(drive.bin(LI, &space).await, [] as [&str; 0]);
    for id in [&reports, &may, "file-a.txt"] {
        assert_eq!(drive.refused(LI, GetFile::new(id, space.as_str())).await, "13000302");
    }
    assert_eq!(drive.names(LI, &space, "root").await, ["Plans"]);
    assert_eq!(used().await, Some(0));
}

#[tokio::test]
async fn a_call_that_only_reads_a_file_with_data_finds_the_bin_empty() {
    let folder = tempfile::tempdir().unwrap();
    let drive = Drive::on(Bench::in_file(&folder.path().join("data"))).await;
    let space = drive.personal(LI).await;
    let old = drive.folder(LI, &space, "", "Old").await;
    drive.recycle(LI, &space, &old).await;
    drive.send(LI, ClearRecycleFile::new(space.as_str())).await;
    drive.bench.wait(EMPTY_AFTER);
    assert_eq!(drive.refused(LI, GetFile::new(old.as_str(), space.as_str())).await, "13000302");
    assert_eq!(drive.bin(LI, &space).await, [] as [&str; 0]);
}

#[tokio::test]
async fn files_deleted_after_the_call_stay_in_the_bin() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let (old, new) = (drive.folder(LI, &space, "", "Old").await, drive.folder(LI, &space, "", "New").await);
    drive.recycle(LI, &space, &old).await;
    drive.send(LI, ClearRecycleFile::new(space.as_str())).await;
    drive.bench.wait(1);
    drive.recycle(LI, &space, &new).await;
    assert_eq!(drive.bin(LI, &space).await, ["New"]);
}

#[tokio::test]
async fn each_space_has_a_bin_of_its_own() {
    let drive = Drive::new().await;
    let (personal, sales) = (drive.personal(LIN).await, drive.sales().await);
    for space in [&personal, &sales] {
        let folder = drive.folder(LIN, space, "", "Old").await;
        drive.recycle(LIN, space, &folder).await;
    }
    let team = || GetDepartmentFiles::new(SALES, FileListScope::RecycleBin, sales.as_str()).parent_file_id("root");
    drive.send(LIN, ClearRecycleFile::new(personal.as_str())).await;
    drive.bench.wait(EMPTY_AFTER);
    assert_eq!(drive.bin(LIN, &personal).await, [] as [&str; 0]);
    for user in [ADA, LI, LIN] {
        assert_eq!(names(&drive.send(user, team()).await.files), ["Old"], "{user}");
    }
    drive.send(LI, ClearRecycleFile::new(sales.as_str())).await;
    drive.bench.wait(EMPTY_AFTER);
    assert_eq!(drive.send(LIN, team()).await.files, []);
}

#[tokio::test]
async fn nobody_empties_the_bin_of_others() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let folder = drive.folder(LI, &space, "", "Old").await;
    drive.recycle(LI, &space, &folder).await;
    for user in [ADA, LIN, NOOR] {
        assert_eq!(drive.refused(user, ClearRecycleFile::new(space.as_str())).await, "13000410", "{user}");
    }
    assert_eq!(drive.refused(LI, ClearRecycleFile::new("missing")).await, "13000301");
    drive.bench.wait(EMPTY_AFTER);
    assert_eq!(drive.bin(LI, &space).await, ["Old"]);
}
