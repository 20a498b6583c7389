//! Pagination: the end of a list for each pagination style.

use hwc_api::wire::{Method, Operation, Pagination};
use hwc_api::{Client, Error, ErrorKind, Paginated, TransportError};

use crate::common::{Case, Fake, ListCases, ListFiles, ListOldCases, OSM, client};

/// Lists to the end, or to the first error.
async fn all<R: Paginated>(client: &Client, request: R) -> (Vec<R::Item>, Option<Error>) {
    let (mut items, mut found) = (client.items(request), Vec::new());
    loop {
        match items.try_next().await {
            Ok(Some(item)) => found.push(item),
            Ok(None) => return (found, None),
            Err(error) => return (found, Some(error)),
        }
    }
}

fn ids(cases: &[Case]) -> Vec<&str> {
    cases.iter().map(|case| case.id.as_str()).collect()
}

const A: &str = r#"{"cases": [{"id": "a"}]}"#;
const B: &str = r#"{"cases": [{"id": "b"}]}"#;
const NONE: &str = r#"{"cases": null}"#;

#[tokio::test]
async fn by_offset_a_short_page_is_no_end_and_the_total_is() {
    let two = r#"{"count": "3", "cases": [{"id": "a"}, {"id": "b"}]}"#;
    let one = r#"{"total": 3, "cases": [{"id": "c"}]}"#;
    let fake = Fake::answering([two, one]);
    let (cases, error) = all(&client(&fake), ListCases::new().limit(100_u32)).await;
    assert_eq!(ids(&cases), ["a", "b", "c"]);
    assert!(error.is_none());
    assert_eq!(fake.queries(), ["limit=100", "offset=2&limit=100"]);
}

#[tokio::test]
async fn lists_are_collected_to_the_end_or_to_the_first_error() {
    let fake = Fake::answering([A, B, NONE]);
    let cases = client(&fake).items(ListOldCases::new()).try_collect().await.unwrap();
    assert_eq!(ids(&cases), ["a", "b"]);
    let fake = Fake::answering([A, B, NONE]);
    let pages = client(&fake).pages(ListOldCases::new()).try_collect().await.unwrap();
    assert_eq!(pages.len(), 3, "the last page is empty");
    let fake = Fake::answering([A]).then(404, "{}");
    let error = client(&fake).items(ListOldCases::new()).try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    let fake = Fake::answering([A]).then(404, "{}");
    let error = client(&fake).pages(ListOldCases::new()).try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
}

#[tokio::test]
async fn by_offset_an_empty_page_is_the_end() {
    let fake = Fake::answering([A, B, NONE]);
    let (cases, error) = all(&client(&fake), ListOldCases::new()).await;
    assert_eq!((ids(&cases), error.is_none()), (vec!["a", "b"], true));
    assert_eq!(fake.queries(), ["", "offset=1", "offset=2"]);
    let fake = Fake::answering([r#"{"count": 9, "cases": []}"#]);
    let (cases, error) = all(&client(&fake), ListCases::new()).await;
    assert!(cases.is_empty() && error.is_none(), "whatever the total says");
}

#[tokio::test]
async fn by_offset_a_list_can_begin_anywhere() {
    let fake = Fake::answering([r#"{"count": 3, "cases": [{"id": "c"}]}"#]);
    let (cases, _) = all(&client(&fake), ListCases::new().offset(2_u32)).await;
    assert_eq!(ids(&cases), ["c"]);
    assert_eq!(fake.queries(), ["offset=2"]);
}

#[tokio::test]
async fn by_offset_no_page_beyond_the_last_offset_is_asked_for() {
    let five = r#"{"count": 7, "cases": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}, {"id": "e"}]}"#;
    let fake = Fake::answering([five]);
    let mut pages = client(&fake).pages(ListCases::new());
    assert_eq!(pages.try_next().await.unwrap().unwrap().cases.len(), 5);
    for _ in 0..2 {
        let error = pages.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ListTruncated);
        assert_eq!(
            error.to_string(),
            "osm.ListCases: list truncated: the service lists nothing beyond offset 4, and there may be more; use a narrower filter"
        );
    }
    let fake = Fake::answering([five.replace('7', "5").as_str()]);
    let (cases, error) = all(&client(&fake), ListCases::new()).await;
    assert_eq!((cases.len(), error.is_none()), (5, true), "the total is reached");
}

#[tokio::test]
async fn by_offset_the_last_offset_itself_is_asked_for() {
    let four = r#"{"count": 5, "cases": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}]}"#;
    let fake = Fake::answering([four, r#"{"count": 5, "cases": [{"id": "e"}]}"#]);
    let (cases, error) = all(&client(&fake), ListCases::new()).await;
    assert_eq!((cases.len(), error.is_none()), (5, true));
    assert_eq!(fake.queries(), ["", "offset=4"]);
}

#[tokio::test]
async fn by_offset_a_page_that_comes_twice_is_an_error() {
    let page = r#"{"count": 4, "cases": [{"id": "a"}, {"id": "b"}]}"#;
    let fake = Fake::answering([page, page, page]);
    let mut pages = client(&fake).pages(ListCases::new());
    pages.try_next().await.unwrap().unwrap();
    for _ in 0..2 {
        let error = pages.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert_eq!(error.to_string(), "osm.ListCases: inconsistent pages: received the same page twice");
    }
    assert_eq!(fake.queries(), ["", "offset=2", "offset=2"], "the same page is asked for again");
}

#[tokio::test]
async fn by_cursor_only_a_missing_cursor_is_the_end() {
    let fake = Fake::answering([
        r#"{"data": {"files": ["a"], "nextCursor": "c 1"}}"#,
        r#"{"data": {"files": [], "nextCursor": 1723549107000}}"#,
        r#"{"data": {"files": ["b"], "nextCursor": ""}}"#,
    ]);
    let (files, error) = all(&client(&fake), ListFiles::new("s")).await;
    assert_eq!((files, error.is_none()), (vec!["a".to_owned(), "b".to_owned()], true));
    assert_eq!(fake.queries(), ["", "pageCursor=c%201", "pageCursor=1723549107000"]);
    let fake = Fake::answering([r#"{"code": 0}"#]);
    let (files, error) = all(&client(&fake), ListFiles::new("s")).await;
    assert!(files.is_empty() && error.is_none());
}

#[tokio::test]
async fn by_cursor_the_same_cursor_twice_is_an_error() {
    let page = |next: &str| format!(r#"{{"data": {{"files": ["{next}"], "nextCursor": "{next}"}}}}"#);
    for (begin, cursors) in [(ListFiles::new("s"), vec!["a", "a"]), (ListFiles::new("s"), vec!["a", "b", "a"])] {
        let bodies: Vec<String> = cursors.iter().map(|next| page(next)).collect();
        let fake = Fake::answering(bodies.iter().map(String::as_str));
        let (files, error) = all(&client(&fake), begin).await;
        assert_eq!(files.len(), cursors.len() - 1);
        assert_eq!(
            error.unwrap().to_string(),
            "koodrive.ListFiles: inconsistent pages: received the same cursor twice"
        );
    }
    let fake = Fake::answering([page("mine").as_str()]);
    let (_, error) = all(&client(&fake), ListFiles::new("s").cursor("mine")).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Pagination, "the first cursor counts too");
}

#[tokio::test]
async fn after_an_error_the_same_page_is_asked_for_again() {
    let fake =
        Fake::answering([A]).then_fail(TransportError::not_sent("down")).then(503, "").then(200, B).then(200, NONE);
    let mut items = client(&fake).items(ListOldCases::new());
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "a");
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::NotSent);
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Service);
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "b");
    assert!(items.try_next().await.unwrap().is_none());
    assert!(items.try_next().await.unwrap().is_none(), "nothing is asked after the end");
    assert_eq!(fake.queries(), ["", "offset=1", "offset=1", "offset=1", "offset=2"]);
}

#[tokio::test]
async fn options_hold_for_each_page_and_empty_pages_are_given() {
    let fake = Fake::answering([A, NONE]);
    let mut pages = client(&fake).send(ListOldCases::new()).language("en-us").pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().cases.len(), 1);
    assert_eq!(pages.try_next().await.unwrap().unwrap().cases.len(), 0);
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(fake.seen().iter().all(|seen| seen.header("x-language") == Some("en-us")));
}

hwc_api::wire::model! {
    /// A page of tickets, by page number.
    pub struct NumberedPage {
        /// Total number of tickets.
        total: opt_copy u64 = body("total");
        /// Tickets on this page.
        cases: vec Case = body("cases");
    }
}

hwc_api::wire::request! {
    /// Lists tickets by page number.
    pub struct ListNumbered() -> NumberedPage {
        /// The page number.
        page: opt_copy u32 = query("page");
    }
    operation: Operation::new(&OSM, "Tickets", "ListNumbered", Method::Get, "/v2/numbered").pagination(Pagination::Page {
        page: "page",
        first: 1,
        total: Some("total"),
        items: "cases",
        max: 3,
    });
}

hwc_api::wire::paginated! { ListNumbered: cases of Case }

#[tokio::test]
async fn by_number_the_total_is_the_end_and_a_short_page_is_not() {
    let fake = Fake::answering([r#"{"total":2,"cases":[{"id":"a"}]}"#, r#"{"total":2,"cases":[{"id":"b"}]}"#]);
    let (cases, error) = all(&client(&fake), ListNumbered::new()).await;
    assert_eq!((ids(&cases), error.is_none()), (vec!["a", "b"], true));
    assert_eq!(fake.queries(), ["", "page=2"]);
}

#[tokio::test]
async fn by_number_a_list_from_the_middle_ends_at_an_empty_page() {
    let fake = Fake::answering([r#"{"total":2,"cases":[{"id":"a"},{"id":"b"}]}"#, r#"{"total":2,"cases":[]}"#]);
    let (cases, error) = all(&client(&fake), ListNumbered::new().page(2)).await;
    assert_eq!((ids(&cases), error.is_none()), (vec!["a", "b"], true));
    assert_eq!(fake.queries(), ["page=2", "page=3"]);
}

#[tokio::test]
async fn by_number_nothing_is_lost_in_silence() {
    let fake = Fake::answering([A, B, A]);
    let (cases, error) = all(&client(&fake), ListNumbered::new()).await;
    assert_eq!((cases.len(), error.unwrap().kind()), (3, ErrorKind::ListTruncated));
    let fake = Fake::answering([A, A]);
    let (cases, error) = all(&client(&fake), ListNumbered::new()).await;
    assert_eq!((cases.len(), error.unwrap().kind()), (1, ErrorKind::Pagination));
}
