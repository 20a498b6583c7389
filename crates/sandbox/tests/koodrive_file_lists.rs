//! The lists of folders and recycle bins in KooDrive: order, pages, filters, and the teams that see them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::files::{ADA, Drive, LI, LIN, NOOR, SALES, names, page};
use hwc_models::koodrive::{
    BatchStarFile, CreateDirectory, FileListScope, FileSort, FileSortField, FileToStar, FileType, GetDepartmentFiles,
    GetPersonalFiles, SortDirection, SpaceType,
};

const INVALID: &str = "13000102";

fn sort(field: FileSortField, direction: SortDirection) -> FileSort {
    let mut sort = FileSort::default();
    sort.sort_type = Some(field);
    sort.sort_direction = Some(direction);
    sort
}

fn list(space: &str, folder: &str) -> GetPersonalFiles {
    GetPersonalFiles::new(FileListScope::Space, space, folder)
}

/// Returns the names of a list from pages of this size. No page but the last one is short.
async fn collect(drive: &Drive, request: &GetPersonalFiles, size: u32) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let response = drive.send(LI, request.clone().page_info(page(size, &cursor))).await;
        found.extend(names(&response.files));
        assert_eq!(response.search_completed, Some(response.next_cursor.is_none()));
        match response.next_cursor {
            None => return found,
            Some(next) => cursor = next,
        }
        assert_eq!(response.files.len(), size as usize);
    }
}

/// Creates files and folders whose orders by name, size, time and format differ. One second is between them.
async fn fill(drive: &Drive, space: &str) {
    for (name, file_type, size) in [("c.txt", "45", 30), ("a.zip", "35", 10), ("B.png", "15", 20), ("d.png", "15", 10)]
    {
        drive.file(LI, (space, ""), (name, file_type, size)).await;
        drive.bench.wait(1);
    }
    drive.folder(LI, space, "", "e").await;
}

#[tokio::test]
async fn each_order_lists_every_file_once_on_pages_of_any_size() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    fill(&drive, &space).await;
    let orders: [(FileSortField, [&str; 5]); 5] = [
        (FileSortField::Name, ["a.zip", "B.png", "c.txt", "d.png", "e"]),
        (FileSortField::Size, ["e", "a.zip", "d.png", "B.png", "c.txt"]),
        (FileSortField::CreatedTime, ["c.txt", "a.zip", "B.png", "d.png", "e"]),
        (FileSortField::EditedTime, ["c.txt", "a.zip", "B.png", "d.png", "e"]),
        (FileSortField::Format, ["e", "B.png", "d.png", "c.txt", "a.zip"]),
    ];
    for (field, ascending) in orders {
        let mut descending = ascending;
        descending.reverse();
        for (direction, wanted) in [(SortDirection::Ascending, ascending), (SortDirection::Descending, descending)] {
            let request = list(&space, "root").sort_info(sort(field, direction));
            for size in [1, 2, 3, 5, 100] {
                assert_eq!(collect(&drive, &request, size).await, wanted, "{field:?} {direction:?} {size}");
            }
        }
    }
    assert_eq!(drive.names(LI, &space, "root").await, ["e", "a.zip", "B.png", "c.txt", "d.png"]);
}

#[tokio::test]
async fn a_list_survives_changes_between_its_pages() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    fill(&drive, &space).await;
    let request = list(&space, "root").sort_info(sort(FileSortField::Name, SortDirection::Ascending));
    let first = drive.send(LI, request.clone().page_info(page(2, ""))).await;
    assert_eq!(names(&first.files), ["a.zip", "B.png"]);
    drive.recycle(LI, &space, "file-a.zip").await;
    drive.folder(LI, &space, "", "0").await;
    drive.folder(LI, &space, "", "cc").await;
    let rest = drive.send(LI, request.page_info(page(10, first.next_cursor.as_deref().unwrap()))).await;
    assert_eq!(names(&rest.files), ["c.txt", "cc", "d.png", "e"]);
    let other = list(&space, "root").page_info(page(10, first.next_cursor.as_deref().unwrap()));
    assert_eq!(drive.refused(LI, other).await, INVALID, "the cursor of another order");
}

#[tokio::test]
async fn lists_are_filtered_by_type() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    fill(&drive, &space).await;
    let pictures = drive.send(LI, list(&space, "root").file_type(FileType::Picture)).await;
    assert_eq!(names(&pictures.files), ["B.png", "d.png"]);
    let folders = drive.send(LI, list(&space, "root").file_type(FileType::Folder)).await;
    assert_eq!(names(&folders.files), ["e"]);
    assert_eq!(drive.refused(LI, list(&space, "root").file_type(FileType::from("99"))).await, INVALID);
    // The example of the reference sends an empty type.
    assert_eq!(drive.send(LI, list(&space, "root").file_type(FileType::from(""))).await.files.len(), 5);
    assert_eq!(drive.send(LI, list(&space, "root").file_type(FileType::Video)).await.files, []);
}

#[tokio::test]
async fn a_list_shows_each_file_as_its_details_do() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let folder = drive.folder(LI, &space, "", "Reports").await;
    let response = drive.send(LI, list(&space, "root").image_process("image/resize,w_100")).await;
    assert_eq!(response.category.as_deref(), Some("drive#fileList"));
    let mut detail = drive.detail(LI, &space, &folder).await;
    detail.hidden = None;
    assert_eq!(response.files, [detail]);
    let item = &response.files[0];
    assert_eq!(item.user_capabilities.as_ref().unwrap().add_child_node_permission, Some(true));
    assert_eq!(item.properties["createUser"], LI);
}

#[tokio::test]
async fn each_user_sees_the_own_favorites() {
    let drive = Drive::new().await;
    let space = drive.sales().await;
    let folder = drive.folder(LI, &space, "", "Reports").await;
    let file = FileToStar::default().container_id(space.as_str()).file_id(folder.as_str());
    drive.send(LI, BatchStarFile::new(true, [file])).await;
    let list = || GetDepartmentFiles::new(SALES, FileListScope::Space, space.as_str()).parent_file_id("root");
    for (user, wanted) in [(LI, Some(true)), (LIN, Some(false))] {
        let files = drive.send(user, list().file_type(FileType::Folder)).await.files;
        assert_eq!((files.len(), files[0].favorite), (1, wanted), "{user}");
        assert_eq!(drive.detail(user, &space, &folder).await.favorite, wanted, "{user}");
    }
}

#[tokio::test]
async fn the_safe_box_has_its_own_files() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    drive.folder(LI, &space, "", "Reports").await;
    let keys = drive.folder(LI, &space, "sbox", "Keys").await;
    assert_eq!(drive.names(LI, &space, "root").await, ["Reports"]);
    assert_eq!(drive.names(LI, &space, "sbox").await, ["Keys"]);
    drive.recycle(LI, &space, &keys).await;
    assert_eq!(drive.bin(LI, &space).await, [] as [&str; 0]);
    let safe = drive.send(LI, GetPersonalFiles::new(FileListScope::RecycleBin, space.as_str(), "sbox")).await;
    assert_eq!(names(&safe.files), ["Keys"]);
}

#[tokio::test]
async fn hidden_files_are_listed_on_request() {
    let drive = Drive::new().await;
    let space = drive.sales().await;
    drive.send(LIN, CreateDirectory::new(space.as_str(), "Hidden").hidden(true)).await;
    drive.send(LIN, CreateDirectory::new(space.as_str(), "Plans")).await;
    let request = GetDepartmentFiles::new(SALES, FileListScope::Space, space.as_str()).parent_file_id("root");
    let request = request.file_type(FileType::Folder);
    assert_eq!(names(&drive.send(LIN, request.clone()).await.files), ["Plans"]);
    assert_eq!(names(&drive.send(LIN, request.hidden(true)).await.files), ["Hidden", "Plans"]);
}

#[tokio::test]
async fn a_team_list_is_for_members_and_administrators() {
    let drive = Drive::new().await;
    let space = drive.sales().await;
    let list = |team: &str| GetDepartmentFiles::new(team, FileListScope::Space, space.as_str()).parent_file_id("root");
    for user in [ADA, LI, LIN] {
        let response = drive.send(user, list(SALES)).await;
        assert_eq!(names(&response.files), ["welcome.txt"], "{user}");
        assert_eq!(response.category.as_deref(), Some("drive#fileList"));
    }
    assert_eq!(drive.refused(NOOR, list(SALES)).await, "13000410");
    assert_eq!(drive.refused(LIN, list("1243693141656107522")).await, "13000415");
    assert_eq!(drive.refused(LIN, list(SALES).team_type(SpaceType::Group)).await, "13000415");
    assert_eq!(drive.refused(LIN, list(SALES).team_type(SpaceType::Personal)).await, INVALID);
    let personal = drive.personal(LIN).await;
    let other = GetDepartmentFiles::new(SALES, FileListScope::Space, personal).parent_file_id("root");
    assert_eq!(drive.refused(LIN, other).await, "13000415");
    assert_eq!(
        drive.refused(LIN, GetPersonalFiles::new(FileListScope::Space, space.as_str(), "root")).await,
        "13000301"
    );
}

#[tokio::test]
async fn a_refused_list_says_why() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let file = drive.file(LI, (&space, ""), ("a.txt", "45", 1)).await;
    assert_eq!(drive.refused(LI, list("missing", "root")).await, "13000301");
    assert_eq!(drive.refused(LI, list(&space, "missing")).await, "13000302");
    assert_eq!(drive.refused(LI, list(&space, &file)).await, "13000304");
    let scope = |code: &str| GetPersonalFiles::new(FileListScope::from(code), space.as_str(), "root");
    assert_eq!(drive.refused(LI, scope("2")).await, INVALID);
    for size in [0, 101] {
        assert_eq!(drive.refused(LI, list(&space, "root").page_info(page(size, ""))).await, INVALID, "{size}");
    }
    assert_eq!(drive.refused(LI, list(&space, "root").page_info(page(10, "?"))).await, INVALID);
    let orders = [
        sort(FileSortField::RecycledTime, SortDirection::Ascending),
        sort(FileSortField::from(9), SortDirection::Ascending),
        sort(FileSortField::Name, SortDirection::from(3)),
    ];
    for order in orders {
        assert_eq!(drive.refused(LI, list(&space, "root").sort_info(order)).await, INVALID);
    }
    for user in [ADA, LIN, NOOR] {
        assert_eq!(drive.refused(user, list(&space, "root")).await, "13000410", "{user}");
        let bin = GetPersonalFiles::new(FileListScope::RecycleBin, space.as_str(), "root");
        assert_eq!(drive.refused(user, bin).await, "13000410", "{user}");
    }
}
