//! Favorites of users of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, sales, session};
use common::sync::Device;
use hwc_models::koodrive::{
    BatchStarFile, BatchStarFileResponse, BatchStatus, FileToStar, FileType, ListStarFile, SortDirection, SpaceStatus,
    SpaceType, StarFile, StarSortField, UpdateSpace,
};

const LI: &str = "1316083732377071002";
const NOOR: &str = "1316083732377071004";

async fn device(bench: &Bench) -> Device<'_> {
    Device { bench, name: "laptop", space: sales(bench).await }
}

fn files(space: &str, ids: &[&str]) -> Vec<FileToStar> {
    let file = |id: &&str| {
        let mut file = FileToStar::default();
        file.container_id = Some(space.into());
        file.file_id = Some((*id).into());
        file
    };
    ids.iter().map(file).collect()
}

fn star(is_starred: bool, space: &str, ids: &[&str]) -> BatchStarFile {
    BatchStarFile::new(is_starred, files(space, ids))
}

fn codes(response: &BatchStarFileResponse) -> Vec<&str> {
    response.sub_response_list.iter().map(|file| file.code.as_deref().unwrap()).collect()
}

async fn list(bench: &Bench) -> Vec<StarFile> {
    bench.send(ListStarFile::new()).await.star_files
}

fn ids(files: &[StarFile]) -> Vec<&str> {
    files.iter().map(|file| file.id.as_ref().unwrap().as_str()).collect()
}

#[tokio::test]
async fn a_favorite_is_added_listed_and_removed() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    assert_eq!(list(&bench).await, []);
    let added = bench.send(star(true, &space, &[FILE])).await;
    assert_eq!((added.status, codes(&added)), (Some(BatchStatus::AllSucceeded), vec!["0"]));
    assert_eq!(added.sub_response_list[0].message.as_deref(), Some("success"));
    let listed = list(&bench).await;
    let file = &listed[0];
    assert_eq!((file.file_name.as_deref(), file.size), (Some("welcome.txt"), Some(24)));
    assert_eq!((file.favorite, file.recycled, file.category.as_deref()), (Some(true), Some(false), Some("drive#file")));
    assert_eq!(file.containers[0].as_str(), space);
    assert_eq!(file.user_capabilities.as_ref().unwrap().download_permission, Some(true));
    let removed = bench.send(star(false, &space, &[FILE])).await;
    assert_eq!((removed.status, list(&bench).await.len()), (Some(BatchStatus::AllSucceeded), 0));
    let again = bench.send(star(false, &space, &[FILE])).await;
    assert_eq!(again.status, Some(BatchStatus::AllSucceeded), "it is no favorite already");
}

#[tokio::test]
async fn each_file_has_a_result() {
    let bench = Bench::demo();
    let device = device(&bench).await;
    let recycled = device.copy(FILE, "root").await.unwrap();
    device.recycle(&recycled).await;
    let some = bench.send(star(true, &device.space, &[FILE, "none", &recycled, "root"])).await;
    assert_eq!(codes(&some), ["0", "13000302", "13000306", "13000406"]);
    assert_eq!(some.status, Some(BatchStatus::SomeSucceeded));
    assert_eq!(ids(&list(&bench).await), [FILE]);
    let none = bench.send(star(true, "no-space", &[FILE])).await;
    assert_eq!((none.status, codes(&none)), (Some(BatchStatus::AllFailed), vec!["13000301"]));
    let none = bench.send(star(false, &device.space, &["none"])).await;
    assert_eq!((none.status, codes(&none)), (Some(BatchStatus::AllFailed), vec!["13000302"]));
    let twice = bench.refused(star(true, &device.space, &["a", "a"])).await;
    assert_eq!(twice, "400 13000102 subRequestList names a file twice");
}

#[tokio::test]
async fn a_call_takes_up_to_100_files() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let many: Vec<String> = (0..101).map(|number| format!("file-{number}")).collect();
    let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
    many[0] = FILE;
    assert!(bench.refused(star(true, &space, &many)).await.starts_with("400 13000102"));
    assert!(bench.refused(star(true, &space, &[])).await.starts_with("400 13000102"));
    assert_eq!(list(&bench).await, [], "a refused call changes nothing");
    assert_eq!(bench.send(star(true, &space, &many[..100])).await.sub_response_list.len(), 100);
    assert_eq!(ids(&list(&bench).await), [FILE]);
}

#[tokio::test]
async fn favorites_are_sorted_filtered_and_paged() {
    let bench = Bench::demo();
    let device = device(&bench).await;
    let folder = device.folder("", "Plans").await;
    let copy = device.copy(FILE, &folder).await.unwrap();
    for id in [FILE, &folder, &copy] {
        bench.send(star(true, &device.space, &[id])).await;
        bench.wait(1);
    }
    // A favorite that is added again keeps its place.
    bench.send(star(true, &device.space, &[FILE])).await;
    assert_eq!(ids(&list(&bench).await), [copy.as_str(), &folder, FILE]);
    let ascending = bench.send(ListStarFile::new().sort_direction(SortDirection::Ascending)).await;
    assert_eq!(ids(&ascending.star_files), [FILE, folder.as_str(), &copy]);
    let folders = bench.send(ListStarFile::new().file_type(FileType::Folder)).await;
    assert_eq!(ids(&folders.star_files), [folder.as_str()]);
    let first = bench.send(ListStarFile::new().page_size(1_u32)).await;
    // Removing an element of an earlier page loses none of a later one.
    bench.send(star(false, &device.space, &[&copy])).await;
    let rest = bench.send(ListStarFile::new().page_size(2_u32).page_cursor(first.next_cursor.unwrap())).await;
    assert_eq!((ids(&rest.star_files), rest.next_cursor.clone()), (vec![folder.as_str(), FILE], None));
    for refused in [ListStarFile::new().page_size(0_u32), ListStarFile::new().page_size(101_u32)] {
        assert!(bench.refused(refused).await.starts_with("400 13000102"));
    }
    let field = ListStarFile::new().sort_type(StarSortField::from(2));
    assert_eq!(bench.refused(field).await, "400 13000102 sortType must be 1");
}

#[tokio::test]
async fn a_favorite_in_the_recycle_bin_stays_and_a_deleted_one_is_dropped() {
    let bench = Bench::demo();
    let device = device(&bench).await;
    let folder = device.folder("", "Plans").await;
    let copy = device.copy(FILE, &folder).await.unwrap();
    bench.send(star(true, &device.space, &[FILE, &copy])).await;
    device.recycle(&folder).await;
    let states: Vec<_> = list(&bench).await.iter().map(|file| file.recycled.unwrap()).collect();
    assert_eq!(states, [true, false], "its folder is in the bin");
    device.restore(&folder).await;
    assert!(list(&bench).await.iter().all(|file| file.recycled == Some(false)));
    device.delete(&folder).await;
    let listed = bench.send(ListStarFile::new()).await;
    assert_eq!((ids(&listed.star_files), listed.auto_deleted), (vec![FILE], Some(1)));
    assert_eq!(bench.send(ListStarFile::new()).await.auto_deleted, Some(0), "it was dropped by the call before");
}

#[tokio::test]
async fn a_favorite_in_a_disabled_space_has_no_rights() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    bench.send(star(true, &space, &[FILE])).await;
    bench.send(UpdateSpace::new(SALES, SpaceType::Department).status(SpaceStatus::Disabled)).await;
    let listed = list(&bench).await;
    assert_eq!(listed[0].file_name.as_deref(), Some("welcome.txt"));
    assert_eq!(listed[0].user_capabilities.as_ref().unwrap().list_child_node_permission, Some(false));
    assert_eq!(codes(&bench.send(star(true, &space, &["other"])).await), ["13000412"]);
    assert_eq!(codes(&bench.send(star(false, &space, &[FILE])).await), ["0"], "it can be removed all the same");
    assert_eq!(list(&bench).await, []);
}

#[tokio::test]
async fn users_have_favorites_of_their_own() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let (li, noor) = (session(&bench, LI).await, session(&bench, NOOR).await);
    let (li, noor) = ([("Authorization", li.as_str())], [("Authorization", noor.as_str())]);
    bench.send(star(true, &space, &[FILE])).await;
    assert_eq!(bench.send_with(ListStarFile::new(), &li).await.star_files, []);
    bench.send_with(star(false, &space, &[FILE]), &li).await;
    assert_eq!(list(&bench).await.len(), 1, "a colleague does not remove it");
    assert_eq!(codes(&bench.send_with(star(true, &space, &[FILE]), &li).await), ["0"]);
    let refused = bench.send_with(star(true, &space, &[FILE]), &noor).await;
    assert_eq!((refused.status, codes(&refused)), (Some(BatchStatus::AllFailed), vec!["13000410"]));
    assert_eq!(bench.send_with(ListStarFile::new(), &noor).await.star_files, []);
}
