//! Folders, details, paths, statistics, names, tags and operations of files in KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::files::{ADA, Drive, LI, LIN, NOOR};
use hwc_models::koodrive::{
    AddTag, ConflictPolicy, CreateDirectory, DelTag, FileOperationType, FileTag, FolderStats, GetFile,
    GetFileOperations, GetFullPath, RenameFile, SpaceStatus, SpaceType, StatsDir, StatsType, UpdateSpace,
};

const INVALID: &str = "13000102";

fn tag(key: &str, value: &str) -> FileTag {
    let mut tag = FileTag::default();
    tag.key = Some(key.to_owned());
    tag.value = Some(value.to_owned());
    tag
}

async fn stats(drive: &Drive, request: StatsDir) -> FolderStats {
    drive.send(LI, request).await.data.unwrap()
}

fn counts(stats: &FolderStats) -> (Option<u64>, Option<u64>, Option<u64>) {
    (stats.total_size, stats.sub_dir_count, stats.sub_file_count)
}

/// Returns the types of the operations on a file, newest first, from pages of one record.
async fn operations(drive: &Drive, id: &str) -> Vec<FileOperationType> {
    let mut found = Vec::new();
    let mut request = GetFileOperations::new(id).page_size(1_u32);
    loop {
        let page = drive.send(LI, request.clone()).await;
        assert!(page.operations.len() <= 1);
        found.extend(page.operations.into_iter().map(|operation| operation.operate_type.unwrap()));
        match page.next_cursor {
            Some(cursor) => request = request.page_cursor(cursor),
            None => return found,
        }
    }
}

#[tokio::test]
async fn a_created_folder_is_found_by_its_id_and_listed() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let request = CreateDirectory::new(space.as_str(), "Reports").description("Monthly");
    let request = request.created_time("2023-12-13T08:05:41.054Z").edited_time("2023-12-14T08:05:41.054Z");
    let created = drive.send(LI, request).await;
    assert_eq!(created.file_name.as_deref(), Some("Reports"));
    assert_eq!(created.mime_type.as_deref(), Some("application/vnd.huawei-apps.folder"));
    let id = created.id.unwrap();
    let detail = drive.detail(LI, &space, id.as_str()).await;
    assert_eq!((detail.file_name.as_deref(), detail.description.as_deref()), (Some("Reports"), Some("Monthly")));
    assert_eq!(detail.created_time.as_ref().unwrap().as_str(), "2023-12-13T08:05:41.054Z");
    assert_eq!(detail.edited_time.as_ref().unwrap().as_str(), "2023-12-14T08:05:41.054Z");
    assert_eq!(detail.owners[0].user_id.as_ref().unwrap().as_str(), LI);
    assert_eq!((detail.owners[0].me, detail.recycled, detail.favorite), (Some(true), Some(false), Some(false)));
    assert_eq!(detail.parent_folder[0].as_str(), drive.top(LI, &space, "root").await);
    assert_eq!(detail.user_capabilities.unwrap().rename_file_permission, Some(true));
    drive.folder(LI, &space, id.as_str(), "May").await;
    assert_eq!(drive.names(LI, &space, "root").await, ["Reports"]);
    assert_eq!(drive.names(LI, &space, id.as_str()).await, ["May"]);
}

#[tokio::test]
async fn the_path_of_a_file_has_its_ids_and_names() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let reports = drive.folder(LI, &space, "", "Reports").await;
    let may = drive.folder(LI, &space, &reports, "May").await;
    let root = drive.top(LI, &space, "root").await;
    let path = drive.send(LI, GetFullPath::new(may.as_str(), space.as_str())).await;
    assert_eq!(path.file_id_path, Some(format!("/{root}/{reports}/{may}")));
    assert_eq!(path.name_path, Some(format!("/root{space}/Reports/May")));
    assert_eq!(drive.detail(LI, &space, &may).await.id_path, Some(format!("/{root}/{reports}/{may}")));
    let safe = drive.folder(LI, &space, "sbox", "Keys").await;
    let path = drive.send(LI, GetFullPath::new(safe.as_str(), space.as_str())).await;
    assert_eq!(path.name_path, Some(format!("/sbox{space}/Keys")));
    let top = drive.send(LI, GetFullPath::new("root", space.as_str())).await;
    assert_eq!(top.file_id_path, Some(format!("/{root}")));
    assert!(drive.detail(LI, &space, "root").await.parent_folder.is_empty());
}

#[tokio::test]
async fn a_name_in_use_is_stamped_or_refused() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let request = || CreateDirectory::new(space.as_str(), "Reports");
    drive.send(LI, request()).await;
    assert_eq!(drive.refused(LI, request()).await, "13000405");
    assert_eq!(drive.refused(LI, request().rename_mode(ConflictPolicy::Refuse)).await, "13000405");
    for code in [0, 1, 4, 5] {
        let refused = drive.refused(LI, request().rename_mode(ConflictPolicy::from(code))).await;
        assert_eq!(refused, INVALID, "{code}");
    }
    assert_eq!(drive.names(LI, &space, "root").await, ["Reports"]);
    let renamed = drive.send(LI, request().rename_mode(ConflictPolicy::Rename)).await;
    // 2026-01-01T00:00:00Z, in the zone of China.
    assert_eq!(renamed.file_name.as_deref(), Some("Reports_20260101_080000"));
    assert_eq!(drive.names(LI, &space, "root").await, ["Reports", "Reports_20260101_080000"]);
}

#[tokio::test]
async fn a_refused_folder_changes_nothing() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let file = drive.file(LI, (&space, ""), ("a.txt", "45", 1)).await;
    let long = "一".repeat(251);
    for name in [".", "..", " ", "a/b", "a\\b", "a<b", "a>b", "a|b", "a:b", "a\"b", "a*b", "a?b", ""] {
        assert_eq!(drive.refused(LI, CreateDirectory::new(space.as_str(), name)).await, INVALID, "{name}");
    }
    assert_eq!(drive.refused(LI, CreateDirectory::new(space.as_str(), long.as_str())).await, "13000417");
    let request = || CreateDirectory::new(space.as_str(), "a");
    assert_eq!(drive.refused(LI, request().description("a".repeat(513))).await, INVALID);
    assert_eq!(drive.refused(LI, request().description("done 🎉")).await, INVALID);
    assert_eq!(drive.refused(LI, request().created_time("yesterday")).await, INVALID);
    assert_eq!(drive.refused(LI, request().parent_folder(["missing"])).await, "13000302");
    assert_eq!(drive.refused(LI, request().parent_folder([file.as_str()])).await, "13000304");
    assert_eq!(drive.refused(LI, CreateDirectory::new("missing", "a")).await, "13000301");
    assert_eq!(drive.names(LI, &space, "root").await, ["a.txt"]);
    drive.send(LI, request().description("a".repeat(512))).await;
    drive.send(LI, CreateDirectory::new(space.as_str(), &long[3..])).await;
    assert_eq!(drive.names(LI, &space, "root").await.len(), 3);
}

#[tokio::test]
async fn folders_nest_thirty_levels_deep() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let mut deepest = "root".to_owned();
    for level in 1..=30 {
        deepest = drive.folder(LI, &space, &deepest, &level.to_string()).await;
    }
    let request = CreateDirectory::new(space.as_str(), "31").parent_folder([deepest.as_str()]);
    assert_eq!(drive.refused(LI, request).await, "13000310");
    assert_eq!(drive.names(LI, &space, &deepest).await, [] as [&str; 0]);
    let all = stats(&drive, StatsDir::new("root", space.as_str())).await;
    assert_eq!(all.sub_dir_count, Some(30));
}

#[tokio::test]
async fn a_renamed_file_has_its_new_name_everywhere() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let reports = drive.folder(LI, &space, "", "Reports").await;
    drive.folder(LI, &space, "", "Plans").await;
    let request = |name: &str| RenameFile::new(reports.as_str(), space.as_str(), name);
    drive.bench.wait(60);
    drive.send(LI, request("Results")).await;
    let detail = drive.detail(LI, &space, &reports).await;
    assert_eq!(detail.file_name.as_deref(), Some("Results"));
    assert_eq!(detail.edited_time.as_ref().unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    assert_eq!(drive.names(LI, &space, "root").await, ["Plans", "Results"]);
    assert_eq!(drive.refused(LI, request("Plans")).await, "13000405");
    assert_eq!(drive.refused(LI, request("Plans").rename_mode(ConflictPolicy::SkipIfSame)).await, INVALID);
    assert_eq!(drive.refused(LI, request("a:b")).await, INVALID);
    assert_eq!(drive.refused(LI, request("..")).await, INVALID);
    assert_eq!(drive.refused(LI, request(&"a".repeat(251))).await, "13000417");
    assert_eq!(drive.refused(LI, RenameFile::new("root", space.as_str(), "a")).await, "13000406");
    assert_eq!(drive.refused(LI, RenameFile::new("missing", space.as_str(), "a")).await, "13000302");
    assert_eq!(drive.names(LI, &space, "root").await, ["Plans", "Results"]);
    drive.send(LI, request("Results")).await;
    drive.send(LI, request("Plans").rename_mode(ConflictPolicy::Rename)).await;
    assert_eq!(drive.names(LI, &space, "root").await, ["Plans", "Plans_20260101_080100"]);
}

#[tokio::test]
async fn the_statistics_of_a_folder_count_what_is_wanted() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let reports = drive.folder(LI, &space, "", "Reports").await;
    let may = drive.folder(LI, &space, &reports, "May").await;
    drive.file(LI, (&space, &reports), ("a.txt", "45", 10)).await;
    let deep = drive.file(LI, (&space, &may), ("b.txt", "45", 5)).await;
    let request = || StatsDir::new(reports.as_str(), space.as_str());
    assert_eq!(counts(&stats(&drive, request()).await), (Some(15), Some(1), Some(2)));
    assert_eq!(counts(&stats(&drive, request().recursive(false)).await), (Some(10), Some(1), Some(1)));
    assert_eq!(counts(&stats(&drive, StatsDir::new("root", space.as_str())).await), (Some(15), Some(2), Some(2)));
    assert_eq!(counts(&stats(&drive, request().include_dir_count(false)).await), (Some(15), None, Some(2)));
    assert_eq!(counts(&stats(&drive, request().include_file_count(false)).await), (Some(15), Some(1), None));
    assert_eq!(counts(&stats(&drive, request().include_total_size(false)).await), (None, Some(1), Some(2)));
    assert_eq!(counts(&stats(&drive, request().kind(StatsType::File)).await), (Some(15), None, Some(2)));
    assert_eq!(counts(&stats(&drive, request().kind(StatsType::Folder)).await), (None, Some(1), None));
    assert_eq!(drive.refused(LI, request().kind(StatsType::from(3))).await, INVALID);
    assert_eq!(drive.refused(LI, StatsDir::new(deep.as_str(), space.as_str())).await, "13000304");
    drive.recycle(LI, &space, &may).await;
    assert_eq!(counts(&stats(&drive, request()).await), (Some(10), Some(0), Some(1)));
}

#[tokio::test]
async fn tags_are_added_replaced_and_deleted() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let file = drive.file(LI, (&space, ""), ("a.txt", "45", 1)).await;
    let add = |tags: Vec<FileTag>| AddTag::new(file.as_str(), space.as_str(), tags);
    let delete = |keys: Vec<String>| DelTag::new(file.as_str(), space.as_str(), keys);
    drive.send(LI, add(vec![tag("stage", "draft"), tag("owner", "")])).await;
    drive.send(LI, add(vec![tag("stage", "final")])).await;
    let properties = drive.detail(LI, &space, &file).await.properties;
    assert_eq!((properties["stage"].as_str(), properties["owner"].as_str()), ("final", ""));
    let refused = [
        add(vec![tag("with blank", "")]),
        add(vec![tag("", "")]),
        add(vec![tag(&"a".repeat(129), "")]),
        add(vec![tag("a", "#1")]),
        add(vec![tag("a", &"a".repeat(1025))]),
        add(Vec::new()),
        add((0..100).map(|number| tag(&format!("key{number}"), "")).collect()),
    ];
    for request in refused {
        assert_eq!(drive.refused(LI, request).await, INVALID);
    }
    assert_eq!(drive.refused(LI, delete(Vec::new())).await, INVALID);
    assert_eq!(drive.refused(LI, delete(vec!["stage".to_owned(); 100])).await, INVALID);
    assert_eq!(drive.detail(LI, &space, &file).await.properties, properties);
    drive.send(LI, delete(vec!["stage".to_owned(), "missing".to_owned()])).await;
    let left = drive.detail(LI, &space, &file).await.properties;
    assert_eq!((left.contains_key("stage"), left.contains_key("owner")), (false, true));
}

#[tokio::test]
async fn the_operations_of_a_file_are_listed_newest_first() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let folder = drive.folder(LI, &space, "", "Reports").await;
    drive.send(LI, AddTag::new(folder.as_str(), space.as_str(), [tag("stage", "draft")])).await;
    drive.send(LI, RenameFile::new(folder.as_str(), space.as_str(), "Results")).await;
    assert_eq!(operations(&drive, &folder).await, [FileOperationType::Rename, FileOperationType::Create]);
    let all = drive.send(LI, GetFileOperations::new(folder.as_str())).await;
    assert_eq!(all.operations[0].operator.as_ref().unwrap().as_str(), LI);
    assert_eq!((all.operations.len(), all.next_cursor), (2, None));
    assert_eq!(drive.refused(LI, GetFileOperations::new("missing")).await, "13000309");
    assert_eq!(drive.refused(LI, GetFileOperations::new(folder.as_str()).page_size(101_u32)).await, INVALID);
    assert_eq!(drive.refused(LI, GetFileOperations::new(folder.as_str()).page_cursor("?")).await, INVALID);
}

#[tokio::test]
async fn a_file_with_content_has_a_download_link() {
    let drive = Drive::new().await;
    let space = drive.sales().await;
    let welcome = "F00000000000000000000000000000001";
    let detail = drive.send(LI, GetFile::new(welcome, space.as_str()).image_process("image/resize,w_100")).await.file;
    let detail = detail.unwrap();
    assert_eq!(detail.download_links.keys().collect::<Vec<_>>(), ["content"]);
    let link = detail.download_links["content"].download_link.clone().unwrap();
    assert_eq!(drive.bench.get(link.expose()).await.text(), "Welcome to the sandbox.\n");
    assert_eq!(detail.sha256.map(|hash| hash.len()), Some(64));
}

/// Returns the codes of the error responses to each operation on a file.
async fn refusals(drive: &Drive, user: &str, space: &str, folder: &str) -> Vec<String> {
    vec![
        drive.refused(user, CreateDirectory::new(space, "New").parent_folder([folder])).await,
        drive.refused(user, RenameFile::new(folder, space, "Mine")).await,
        drive.refused(user, AddTag::new(folder, space, [tag("mine", "1")])).await,
        drive.refused(user, DelTag::new(folder, space, ["stage"])).await,
        drive.refused(user, StatsDir::new(folder, space)).await,
        drive.refused(user, GetFullPath::new(folder, space)).await,
        drive.refused(user, GetFile::new(folder, space)).await,
        drive.refused(user, GetFileOperations::new(folder)).await,
    ]
}

#[tokio::test]
async fn nobody_reaches_the_files_of_others() {
    let drive = Drive::new().await;
    let (space, other) = (drive.personal(LI).await, drive.personal(NOOR).await);
    let folder = drive.folder(LI, &space, "", "Reports").await;
    drive.send(LI, AddTag::new(folder.as_str(), space.as_str(), [tag("stage", "draft")])).await;
    let before = drive.detail(LI, &space, &folder).await;
    for user in [ADA, LIN, NOOR] {
        assert_eq!(refusals(&drive, user, &space, &folder).await, ["13000410"; 8], "{user}");
    }
    // The own space does not open the folder of another one.
    let refused = refusals(&drive, NOOR, &other, &folder).await;
    assert_eq!(refused[..7], ["13000302"; 7]);
    assert_eq!(drive.detail(LI, &space, &folder).await, before);
    assert_eq!(drive.names(LI, &space, &folder).await, [] as [&str; 0]);
    let sales = drive.sales().await;
    let shared = drive.folder(LIN, &sales, "", "Shared").await;
    drive.send(ADA, RenameFile::new(shared.as_str(), sales.as_str(), "Ours")).await;
    assert_eq!(drive.detail(LI, &sales, &shared).await.file_name.as_deref(), Some("Ours"));
    assert_eq!(refusals(&drive, NOOR, &sales, &shared).await, ["13000410"; 8]);
}

#[tokio::test]
async fn a_disabled_space_is_closed() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let folder = drive.folder(LI, &space, "", "Reports").await;
    let change = |status| UpdateSpace::new(LI, SpaceType::Personal).status(status);
    drive.send(ADA, change(SpaceStatus::Disabled)).await;
    assert_eq!(refusals(&drive, LI, &space, &folder).await, ["13000412"; 8]);
    drive.send(ADA, change(SpaceStatus::Normal)).await;
    assert_eq!(drive.names(LI, &space, "root").await, ["Reports"]);
}
