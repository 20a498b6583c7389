//! Labels by name: missing labels are created, and limits are never exceeded.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::common::broken;
use crate::desk::Desk;

/// Returns a desk with these labels in the account and on the ticket. New labels get numbers from 100 on.
fn desk(account: &[(u32, &str)], ticket: &[(u32, &str)]) -> Desk {
    let label = |(id, name): &(u32, &str)| json!({ "label_id": id, "name": name, "color": "#000000" });
    let known: Vec<Value> = account.iter().map(label).collect();
    let known = Arc::new(Mutex::new(known));
    let list = Arc::clone(&known);
    Desk::new()
        .on("ListCaseLabels", json!({ "case_label_list": ticket.iter().map(label).collect::<Vec<_>>() }))
        .does("ListLabels", move |_| {
            let list = list.lock().unwrap();
            (200, json!({ "total_count": list.len(), "label_list": *list }))
        })
        .does("CreateLabels", move |asked| {
            let (mut known, mut label) = (known.lock().unwrap(), asked.json());
            label["label_id"] = json!(100 + known.len());
            known.push(label);
            (200, json!({}))
        })
        .on("CreateCaseLabels", json!({}))
        .on("DeleteCaseLabels", json!({}))
}

#[tokio::test]
async fn known_labels_are_put_on_by_number_and_missing_ones_are_made() {
    let desk = desk(&[(1, "urgent"), (2, "billing")], &[(2, "billing")]);
    let labelled = desk.tickets().label("c", ["urgent", "billing", "new", "urgent"]).await.unwrap();
    let names =
        |labels: &[hwc_api::osm::Label]| labels.iter().filter_map(|label| label.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&labelled.added), ["new", "urgent"]);
    assert_eq!(names(&labelled.already), ["billing"]);
    assert_eq!(labelled.created, ["new"]);
    assert_eq!(desk.only("CreateLabels").json(), json!({ "name": "new", "color": "#000000" }));
    assert_eq!(desk.only("CreateCaseLabels").query("label_ids").as_deref(), Some("102,1"));
    let before = desk.asked().len();
    desk.tickets().label("c", ["billing"]).await.unwrap();
    assert_eq!(desk.operations()[before..], ["ListCaseLabels", "ListLabels"], "there was nothing to send");
}

#[tokio::test]
async fn limits_are_told_before_a_label_is_made() {
    let names: Vec<String> = (0..29).map(|number| format!("label {number}")).collect();
    let account: Vec<(u32, &str)> = names.iter().enumerate().map(|(id, name)| (id as u32, name.as_str())).collect();
    let desk = desk(&account, &account[..4]);
    let long = "x".repeat(65);
    let error = desk.tickets().label("c", ["new", "", &long]).await.unwrap_err();
    assert_eq!(
        broken(&error),
        [
            "names[\"\"] has 0 characters, at least 1".to_owned(),
            format!("names[\"{long}\"] has 65 characters, at most 64"),
            "names would make 7 labels of the ticket, at most 5; it has 4".to_owned(),
            "names would make 32 labels of the account, at most 30; it has 29".to_owned(),
        ]
    );
    assert_eq!(desk.operations(), ["ListCaseLabels", "ListLabels"]);
    desk.tickets().label("c", ["label 3", "label 4"]).await.unwrap();
    assert_eq!(desk.only("CreateCaseLabels").query("label_ids").as_deref(), Some("4"));
}

#[tokio::test]
async fn a_client_that_checks_no_limits_leaves_counting_to_the_service() {
    let names: Vec<String> = (0..30).map(|number| format!("label {number}")).collect();
    let account: Vec<(u32, &str)> = names.iter().enumerate().map(|(id, name)| (id as u32, name.as_str())).collect();
    let desk = desk(&account, &account[..5]);
    let labelled =
        desk.builder().validate_requests(false).build().unwrap().tickets().label("c", ["new"]).await.unwrap();
    assert_eq!(labelled.created, ["new"]);
    assert_eq!(desk.only("CreateCaseLabels").query("label_ids").as_deref(), Some("130"));
}

#[tokio::test]
async fn labels_are_taken_off_by_name_and_a_wrong_name_is_told() {
    let desk = desk(&[], &[(2, "billing"), (7, "urgent")]);
    let error = desk.tickets().unlabel("c", ["urgent", "nope"]).await.unwrap_err();
    assert!(error.to_string().ends_with("the ticket has no label `nope`; it has billing, urgent"), "{error}");
    assert!(desk.all("DeleteCaseLabels").is_empty());
    desk.tickets().unlabel("c", ["urgent", "billing"]).await.unwrap();
    assert_eq!(desk.only("DeleteCaseLabels").query("label_ids").as_deref(), Some("2,7"));
    assert_eq!(desk.tickets().labels("c").await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_blank_name_is_told_before_anything_is_sent() {
    let client = hwc_api::Client::builder().transport(|_: hwc_api::transport::HttpRequest| async {
        Err::<hwc_api::http::Response<hwc_api::Body>, _>(hwc_api::TransportError::not_sent(std::io::Error::other(
            "asked",
        )))
    });
    let client = client.auth_token("any").clock(std::sync::Arc::new(crate::common::clock())).build().unwrap();
    let error = client.tickets().label("case-1", ["a", " "]).await.unwrap_err();
    assert_eq!(error.to_string(), "tickets.label: invalid request: a label needs a name that is not blank");
}
