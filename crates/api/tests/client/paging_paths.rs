//! Pagination by fields inside records, and change feeds.

use hwc_api::ErrorKind;
use hwc_api::wire::{Method, Operation, Pagination};

use crate::common::{Fake, OSM, client};

hwc_api::wire::model! {
    /// The position and the size of a page.
    pub struct PageInfo {
        /// The size.
        size: opt_copy u32 = body("pageSize").range(1, 100).required();
        /// The cursor.
        cursor: opt String = body("pageCursor").length(0, 64);
        /// The number.
        number: opt_copy u32 = body("pageNum");
    }
}

hwc_api::wire::model! {
    /// A page of files.
    pub struct FileList {
        /// The names.
        names: vec String = body("names");
        /// The next cursor.
        next: opt String = body("next");
    }
}

hwc_api::wire::response! {
    /// The response with a page inside.
    pub struct FilesResponse {
        /// The page.
        data: opt FileList = body("data");
        /// The number of all files.
        total: opt_copy u64 = body("total");
        /// True if more changes follow.
        more: opt_copy bool = body("hasMore");
    }
}

hwc_api::wire::request! {
    /// Searches files.
    pub struct SearchFiles() -> FilesResponse {
        /// The page.
        page: opt PageInfo = body("pageInfo");
    }
    operation: Operation::new(&OSM, "Files", "SearchFiles", Method::Post, "/search").idempotent(true).pagination(
        Pagination::Cursor {
            cursor: "pageInfo.pageCursor", first: Some(""), next: "data.next", more: None, items: "data.names",
        },
    );
}

hwc_api::wire::paginated! { SearchFiles: data.names of String }

hwc_api::wire::request! {
    /// Lists files by the number of the page.
    pub struct NumberFiles() -> FilesResponse {
        /// The page.
        page: opt PageInfo = body("pageInfo");
    }
    operation: Operation::new(&OSM, "Files", "NumberFiles", Method::Post, "/number").idempotent(true).pagination(
        Pagination::Page { page: "pageInfo.pageNum", first: 1, total: Some("total"), items: "data.names", max: u64::MAX },
    );
}

hwc_api::wire::paginated! { NumberFiles: data.names of String }

hwc_api::wire::request! {
    /// Lists changes.
    pub struct FollowFiles(cursor: req String) -> FilesResponse {
        /// The cursor.
        cursor: req String = body("cursor").required();
    }
    operation: Operation::new(&OSM, "Files", "FollowFiles", Method::Post, "/changes").idempotent(true).pagination(
        Pagination::Cursor {
            cursor: "cursor", first: None, next: "data.next", more: Some("hasMore"), items: "data.names",
        },
    );
}

hwc_api::wire::paginated! { FollowFiles: data.names of String }

fn bodies(fake: &Fake) -> Vec<String> {
    fake.seen().into_iter().map(|seen| seen.body).collect()
}

#[tokio::test]
async fn a_cursor_inside_a_record_changes_and_the_other_members_stay() {
    let fake =
        Fake::answering([r#"{"data": {"names": ["a"], "next": "c2"}}"#, r#"{"data": {"names": ["b"], "next": ""}}"#]);
    let request = SearchFiles::new().page(PageInfo::default().size(2));
    let found = client(&fake).items(request).try_collect().await.unwrap();
    assert_eq!(found, ["a", "b"]);
    let sent = [r#"{"pageInfo":{"pageSize":2,"pageCursor":""}}"#, r#"{"pageInfo":{"pageSize":2,"pageCursor":"c2"}}"#];
    assert_eq!(bodies(&fake), sent, "the first cursor is empty");
}

#[tokio::test]
async fn a_number_inside_a_record_counts_from_the_first_page() {
    let fake =
        Fake::answering([r#"{"data": {"names": ["a"]}, "total": 2}"#, r#"{"data": {"names": ["b"]}, "total": 2}"#]);
    let request = NumberFiles::new().page(PageInfo::default().size(1));
    let found = client(&fake).items(request).try_collect().await.unwrap();
    assert_eq!(found, ["a", "b"]);
    assert_eq!(
        bodies(&fake),
        [r#"{"pageInfo":{"pageSize":1,"pageNum":1}}"#, r#"{"pageInfo":{"pageSize":1,"pageNum":2}}"#]
    );
}

#[tokio::test]
async fn pages_numbered_inside_a_record_are_requested_concurrently() {
    let page = |name: &str| format!(r#"{{"data": {{"names": ["{name}"]}}, "total": 3}}"#);
    let pages = [page("a"), page("b"), page("c")];
    let fake = Fake::answering(pages.each_ref().map(String::as_str));
    let request = NumberFiles::new().page(PageInfo::default().size(1));
    let mut items = client(&fake).items(request).concurrent(2);
    assert_eq!(items.try_next().await.unwrap().as_deref(), Some("a"));
    assert_eq!(bodies(&fake).len(), 3, "both other pages are requested with the first element");
    assert_eq!(items.try_collect().await.unwrap(), ["b", "c"]);
    let sent = |number: u32| format!(r#"{{"pageInfo":{{"pageSize":1,"pageNum":{number}}}}}"#);
    assert_eq!(bodies(&fake), [sent(1), sent(2), sent(3)]);
}

#[tokio::test]
async fn a_record_without_its_page_size_is_rejected_before_the_first_page() {
    let fake = Fake::answering([]);
    let error = client(&fake).items(NumberFiles::new()).try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("pageInfo.pageSize is required"), "{error}");
}

#[tokio::test]
async fn a_change_feed_ends_where_it_says_so_and_its_last_cursor_is_kept() {
    let fake = Fake::answering([
        r#"{"data": {"names": ["a"], "next": "c2"}, "hasMore": true}"#,
        r#"{"data": {"names": [], "next": "c2"}, "hasMore": false}"#,
    ]);
    let client = client(&fake);
    let mut changes = client.items(FollowFiles::new("c1"));
    assert_eq!(changes.next_cursor(), None);
    let mut found = Vec::new();
    while let Some(change) = changes.try_next().await.unwrap() {
        found.push(change);
    }
    assert_eq!((found, changes.next_cursor()), (vec!["a".to_owned()], Some("c2")));
    assert_eq!(bodies(&fake), [r#"{"cursor":"c1"}"#, r#"{"cursor":"c2"}"#]);
}

#[tokio::test]
async fn a_feed_whose_cursor_stands_still_is_an_error() {
    let page = r#"{"data": {"names": ["a"], "next": "c1"}, "hasMore": true}"#;
    let fake = Fake::answering([page]);
    let error = client(&fake).items(FollowFiles::new("c1")).try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
}
