//! Links between tickets: validation before anything is sent.

use hwc_api::osm::CaseId;
use serde_json::{Value, json};

use crate::common::broken;
use crate::desk::Desk;

fn desk(linked: &[&str]) -> Desk {
    let linked: Vec<Value> = linked.iter().map(|id| json!({ "case_id": id })).collect();
    Desk::new()
        .on("ListRelation", json!({ "case_relation_list": linked }))
        .on("CreateRelations", json!({}))
        .on("DeleteRelation", json!({}))
}

fn ids(ids: &[CaseId]) -> Vec<&str> {
    ids.iter().map(CaseId::as_str).collect()
}

#[tokio::test]
async fn only_new_links_are_sent() {
    let desk = desk(&["b"]);
    let related = desk.tickets().group_id("g").link("a", ["b", "c", "d"]).await.unwrap();
    assert_eq!((ids(&related.already), ids(&related.added)), (vec!["b"], vec!["c", "d"]));
    assert_eq!(desk.only("CreateRelations").json(), json!({ "related_id_list": ["c", "d"], "group_id": "g" }));
    let related = desk.tickets().link("a", ["b"]).await.unwrap();
    assert!(related.added.is_empty());
    assert_eq!(desk.all("CreateRelations").len(), 1, "there was nothing to send");
}

#[tokio::test]
async fn everything_wrong_is_told_together() {
    let desk = desk(&["x", "y"]);
    let error = desk.tickets().link("a", ["b", "a", "b", "x"]).await.unwrap_err();
    assert_eq!(
        broken(&error),
        [
            "ids[1] is a, the ticket itself",
            "ids[2] is b again",
            "ids would make 4 links, at most 3; the ticket has x, y"
        ]
    );
    assert_eq!(desk.operations(), ["ListRelation"]);
}

#[tokio::test]
async fn three_are_not_too_many_and_four_are() {
    assert!(desk(&[]).tickets().link("a", ["b", "c", "d"]).await.is_ok());
    assert!(desk(&["b", "c"]).tickets().link("a", ["b", "c", "d"]).await.is_ok());
    assert!(desk(&["b", "c", "d", "e"]).tickets().link("a", ["b"]).await.is_ok(), "nothing is added");
    let error = desk(&[]).tickets().link("a", ["b", "c", "d", "e"]).await.unwrap_err();
    assert_eq!(broken(&error), ["ids would make 4 links, at most 3; the ticket has none yet"]);
}

#[tokio::test]
async fn a_client_that_checks_no_limits_leaves_counting_to_the_service() {
    let desk = desk(&["b", "c", "d"]);
    let tickets = desk.builder().validate_requests(false).build().unwrap().tickets();
    assert_eq!(ids(&tickets.link("a", ["e"]).await.unwrap().added), ["e"]);
    let error = tickets.link("a", ["a"]).await.unwrap_err();
    assert_eq!(broken(&error), ["ids[0] is a, the ticket itself"], "that is no limit");
    assert_eq!(desk.only("CreateRelations").json(), json!({ "related_id_list": ["e"] }));
}

#[tokio::test]
async fn links_are_listed_and_taken_away() {
    let desk = desk(&["b"]);
    let tickets = desk.tickets().group_id("g");
    assert_eq!(tickets.links("a").await.unwrap()[0].case_id, Some("b".into()));
    tickets.unlink("a", "b").await.unwrap();
    assert_eq!(desk.only("DeleteRelation").json(), json!({ "related_id": "b", "group_id": "g" }));
}
