//! Searching files in KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::files::{ADA, Drive, LI, LIN, NOOR, page};
use hwc_models::koodrive::{
    CreateDirectory, FileSort, FileSortField, FileType, RenameFile, Search, SearchFilter, SearchType, SortDirection,
};

const INVALID: &str = "13000102";

/// Returns a search in personal spaces.
fn personal() -> Search {
    Search::new(SearchType::Personal, page(100, ""))
}

fn team() -> Search {
    Search::new(SearchType::Team, page(100, ""))
}

fn by_word(word: &str) -> SearchFilter {
    SearchFilter::default().key_word(word)
}

fn in_folder(space: &str, folder: &str) -> SearchFilter {
    SearchFilter::default().container_id(space).parent_folder(folder)
}

/// Returns the names that a search finds, in their order.
async fn found(drive: &Drive, user: &str, request: Search) -> Vec<String> {
    let files = drive.send(user, request).await.files;
    files.into_iter().map(|file| file.file_name.unwrap()).collect()
}

/// Creates a tree with files of three types. One second is between them.
async fn fill(drive: &Drive, space: &str) -> String {
    let plans = drive.folder(LI, space, "", "Plans").await;
    drive.bench.wait(1);
    for (parent, name, file_type, size) in
        [("", "plan.txt", "45", 30), (&*plans, "PLAN b.png", "15", 10), (&*plans, "notes.txt", "45", 20)]
    {
        drive.file(LI, (space, parent), (name, file_type, size)).await;
        drive.bench.wait(1);
    }
    plans
}

#[tokio::test]
async fn a_word_is_found_anywhere_in_a_name_in_any_case() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    fill(&drive, &space).await;
    assert_eq!(found(&drive, LI, personal().filter(by_word("plan"))).await, ["Plans", "PLAN b.png", "plan.txt"]);
    assert_eq!(found(&drive, LI, personal().filter(by_word("N B"))).await, ["PLAN b.png"]);
    assert_eq!(found(&drive, LI, personal().filter(by_word("absent"))).await, [] as [&str; 0]);
    assert_eq!(found(&drive, LI, personal()).await, ["Plans", "notes.txt", "PLAN b.png", "plan.txt"]);
    drive.send(LI, RenameFile::new("file-notes.txt", space.as_str(), "remarks.txt")).await;
    assert_eq!(found(&drive, LI, personal().filter(by_word("notes"))).await, [] as [&str; 0]);
    assert_eq!(found(&drive, LI, personal().filter(by_word("remarks"))).await, ["remarks.txt"]);
}

#[tokio::test]
async fn a_result_has_the_facts_of_its_file() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let plans = fill(&drive, &space).await;
    let files = drive.send(LI, personal().filter(by_word("plan b"))).await.files;
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let detail = drive.detail(LI, &space, "file-PLAN b.png").await;
    assert_eq!((&file.id, &file.file_type, file.size), (&detail.id, &detail.file_type, detail.size));
    assert_eq!((&file.update_time, &file.id_path), (&detail.edited_time, &detail.id_path));
    assert_eq!(file.file_suffix.as_deref(), Some("png"));
    assert_eq!(file.name_path, Some(format!("/root{space}/Plans/PLAN b.png")));
    assert!(file.id_path.as_ref().unwrap().contains(&plans));
    assert_eq!(file.container_id.as_ref().unwrap().as_str(), space);
    assert_eq!((file.container_type.unwrap().code(), file.favorite), (1, Some(false)));
    assert_eq!((&file.team_name, &file.team_id, &file.owner), (&None, &None, &None));
}

#[tokio::test]
async fn filters_are_combined() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let plans = fill(&drive, &space).await;
    let typed = |file_type| personal().filter(by_word("plan").file_type(file_type));
    assert_eq!(found(&drive, LI, typed(FileType::Picture)).await, ["PLAN b.png"]);
    assert_eq!(found(&drive, LI, typed(FileType::Folder)).await, ["Plans"]);
    let inside = personal().filter(in_folder(&space, &plans));
    assert_eq!(found(&drive, LI, inside).await, ["notes.txt", "PLAN b.png"]);
    let top = personal().filter(in_folder(&space, "root"));
    assert_eq!(found(&drive, LI, top.clone()).await, ["Plans", "plan.txt"]);
    assert_eq!(found(&drive, LI, top.recursived(true)).await.len(), 4);
    let owned = |owner: &str| personal().filter(by_word("plan").owner_id(owner));
    assert_eq!(found(&drive, LI, owned(LI)).await.len(), 3);
    assert_eq!(found(&drive, LI, owned(LIN)).await, [] as [&str; 0]);
    let edited = |range: &str| personal().filter(SearchFilter::default().update_time_range(range));
    let range = "2026-01-01T00:00:01Z,2026-01-01T00:00:02Z";
    assert_eq!(found(&drive, LI, edited(range)).await, ["PLAN b.png", "plan.txt"]);
    assert_eq!(found(&drive, LI, edited("2026-01-01T00:00:03Z,")).await, ["notes.txt"]);
    assert_eq!(found(&drive, LI, edited(",2026-01-01T00:00:00Z")).await, ["Plans"]);
}

#[tokio::test]
async fn pages_list_every_result_once_in_each_order() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    fill(&drive, &space).await;
    let orders = [
        (FileSortField::Name, ["notes.txt", "PLAN b.png", "plan.txt", "Plans"]),
        (FileSortField::Size, ["Plans", "PLAN b.png", "notes.txt", "plan.txt"]),
        (FileSortField::EditedTime, ["Plans", "plan.txt", "PLAN b.png", "notes.txt"]),
    ];
    for (field, ascending) in orders {
        for direction in [SortDirection::Ascending, SortDirection::Descending] {
            let mut wanted = ascending;
            if direction == SortDirection::Descending {
                wanted.reverse();
            }
            let mut sort = FileSort::default();
            (sort.sort_type, sort.sort_direction) = (Some(field), Some(direction));
            for size in [1, 3, 4] {
                let mut names = Vec::new();
                let mut cursor = String::new();
                loop {
                    let request = Search::new(SearchType::Personal, page(size, &cursor)).sort_info(sort.clone());
                    let response = drive.send(LI, request).await;
                    assert_eq!(response.total, Some(4));
                    names.extend(response.files.into_iter().map(|file| file.file_name.unwrap()));
                    cursor = response.next_page_cursor.unwrap();
                    if cursor.is_empty() {
                        break;
                    }
                }
                assert_eq!(names, wanted, "{field:?} {direction:?} {size}");
            }
        }
    }
}

#[tokio::test]
async fn the_recycle_bin_is_searched_on_request() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let plans = fill(&drive, &space).await;
    drive.recycle(LI, &space, "file-notes.txt").await;
    drive.recycle(LI, &space, "file-plan.txt").await;
    assert_eq!(found(&drive, LI, personal()).await, ["Plans", "PLAN b.png"]);
    assert_eq!(found(&drive, LI, personal().recycled(true)).await, ["notes.txt", "plan.txt"]);
    assert_eq!(found(&drive, LI, personal().recycled(true).filter(by_word("plan"))).await, ["plan.txt"]);
    let from = |folder: &str| personal().recycled(true).filter(in_folder(&space, folder));
    assert_eq!(found(&drive, LI, from(&plans)).await, ["notes.txt"]);
    assert_eq!(found(&drive, LI, from("root")).await, ["plan.txt"]);
    assert_eq!(found(&drive, LI, from("root").recursived(true)).await, ["notes.txt", "plan.txt"]);
    drive.recycle(LI, &space, &plans).await;
    assert_eq!(found(&drive, LI, personal()).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_team_search_covers_the_spaces_of_the_own_teams() {
    let drive = Drive::new().await;
    let space = drive.sales().await;
    drive.personal(LIN).await;
    drive.folder(LIN, &space, "", "Welcome").await;
    for user in [ADA, LI, LIN] {
        let files = drive.send(user, team().filter(by_word("welcome"))).await.files;
        let names: Vec<_> = files.iter().map(|file| file.file_name.as_deref().unwrap()).collect();
        assert_eq!(names, ["Welcome", "welcome.txt"], "{user}");
        assert_eq!((files[0].team_name.as_deref(), files[0].owner.as_deref()), (Some("Sales"), Some("Lin")));
        assert_eq!((files[0].container_type.unwrap().code(), files[0].team_id.is_some()), (0, true));
        assert_eq!(found(&drive, user, personal().filter(by_word("welcome"))).await, [] as [&str; 0], "{user}");
    }
    assert_eq!(found(&drive, NOOR, team().filter(by_word("welcome"))).await, [] as [&str; 0]);
    let only = || SearchFilter::default().container_id(space.as_str());
    assert_eq!(drive.refused(NOOR, team().filter(only())).await, "13000410");
    assert_eq!(drive.refused(LIN, personal().filter(only())).await, "13000301");
}

#[tokio::test]
async fn nobody_finds_personal_files_of_others() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let plans = fill(&drive, &space).await;
    for user in [ADA, LIN, NOOR] {
        drive.personal(user).await;
        for request in [personal(), team(), personal().recycled(true)] {
            assert_eq!(found(&drive, user, request.filter(by_word("plan b"))).await, [] as [&str; 0], "{user}");
        }
        let refused = drive.refused(user, personal().filter(in_folder(&space, &plans))).await;
        assert_eq!(refused, "13000410", "{user}");
    }
}

#[tokio::test]
async fn hidden_files_are_not_found() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    drive.send(LI, CreateDirectory::new(space.as_str(), "Hidden").hidden(true)).await;
    assert_eq!(found(&drive, LI, personal()).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_refused_search_says_why() {
    let drive = Drive::new().await;
    let space = drive.personal(LI).await;
    let with_type = |code: &str| Search::new(SearchType::from(code), page(10, ""));
    assert_eq!(drive.refused(LI, with_type("all")).await, "13000413");
    assert_eq!(drive.refused(LI, with_type("")).await, "13000414");
    let token = format!("Bearer token-{LI}");
    let headers = [("Authorization", token.as_str()), ("Content-Type", "application/json")];
    let url = "https://cn.myhuaweicloud-koodrive.com/koodrive/ose/v1/files/search";
    let body = r#"{"pageInfo":{"pageSize":10,"pageCursor":""}}"#;
    let reply = drive.bench.raw("POST", url, &headers, body).await;
    assert_eq!(reply.json()["code"], 13_000_414);
    for word in ["".to_owned(), "a".repeat(81)] {
        assert_eq!(drive.refused(LI, personal().filter(by_word(&word))).await, INVALID, "{word}");
    }
    found(&drive, LI, personal().filter(by_word(&"a".repeat(80)))).await;
    for size in [0, 101] {
        assert_eq!(drive.refused(LI, Search::new(SearchType::Personal, page(size, ""))).await, INVALID);
    }
    assert_eq!(drive.refused(LI, Search::new(SearchType::Personal, page(10, "?"))).await, INVALID);
    assert_eq!(drive.refused(LI, personal().image_process("a".repeat(301))).await, INVALID);
    let folder_alone = SearchFilter::default().parent_folder("root");
    assert_eq!(drive.refused(LI, personal().filter(folder_alone)).await, INVALID);
    assert_eq!(drive.refused(LI, personal().filter(in_folder(&space, "missing"))).await, "13000302");
    let unknown = SearchFilter::default().container_id("missing");
    assert_eq!(drive.refused(LI, personal().filter(unknown)).await, "13000301");
    for range in ["yesterday", "2026-01-01T00:00:00Z,tomorrow"] {
        let filter = SearchFilter::default().update_time_range(range);
        assert_eq!(drive.refused(LI, personal().filter(filter)).await, INVALID, "{range}");
    }
    let mut sort = FileSort::default();
    sort.sort_type = Some(FileSortField::RecycledTime);
    assert_eq!(drive.refused(LI, personal().sort_info(sort)).await, INVALID);
}
