//! Interactions between the areas of Service Tickets: the state of a ticket, its messages, labels and additional values.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::osm::{
    CaseStatus, CreateCaseExtendsParam, CreateCaseLabels, CreateCases, CreateMessages, DeleteCaseLabels, ListMessages,
    NewMessage, RevokeMessage, ShowCaseDetail, ShowCaseExtendsParam, ShowCaseStatus, UpdateCases,
};
use serde_json::json;

const NOT_NOW: &str = "200 OSM.01010014 The state of the ticket does not allow this.";

async fn status(bench: &Bench, case: &str) -> CaseStatus {
    bench.send(ShowCaseStatus::new(case)).await.status.unwrap()
}

#[tokio::test]
async fn a_ticket_that_is_withdrawn_is_heard_of_no_more() {
    let bench = Bench::empty();
    bench.send(CreateCases::new("Fault", "The disk is slow.", "source")).await;
    bench.send(UpdateCases::new("case-1001", "cancel")).await;
    bench.wait(3600);
    assert_eq!(status(&bench, "case-1001").await, CaseStatus::Canceled);
    assert_eq!(bench.send(ListMessages::new("case-1001")).await.count, Some(1), "no greeting");
    let grants = hwc_models::osm::ListAuthorizations::new().incident_id("case-1001");
    assert_eq!(bench.send(grants).await.count, Some(0), "nobody asks for access");
}

#[tokio::test]
async fn taking_a_message_back_leaves_the_ticket_where_it_is() {
    let bench = Bench::demo();
    bench.send(CreateMessages::new("case-1002", NewMessage::default().content("Wait."))).await;
    let messages = bench.send(ShowCaseDetail::new("case-1002")).await.incident_detail_info.unwrap().message_list;
    let mine = messages.iter().find(|message| message.content.as_deref() == Some("Wait.")).unwrap();
    bench.sandbox.engineer().request_information("case-1002").unwrap();
    bench.send(RevokeMessage::new("case-1002", mine.message_id.clone().unwrap())).await;
    assert_eq!(status(&bench, "case-1002").await, CaseStatus::AwaitingCustomer);
}

#[tokio::test]
async fn labels_of_a_deleted_ticket_do_not_change() {
    let bench = Bench::demo();
    assert_eq!(bench.refused(CreateCaseLabels::new("case-deleted", [123_u32])).await, NOT_NOW);
    assert_eq!(bench.refused(DeleteCaseLabels::new("case-deleted", [123_u32])).await, NOT_NOW);
}

#[tokio::test]
async fn further_values_of_a_message_go_with_it() {
    let bench = Bench::demo();
    let add = CreateCaseExtendsParam::new("case_123").message_id("message_123");
    let add = add.extends_map(
        [("instance".to_owned(), json!("server-1"))].into_iter().collect::<std::collections::BTreeMap<_, _>>(),
    );
    bench.send(add.clone()).await;
    let shown = |answer: Option<serde_json::Value>| answer.unwrap()["messages"].clone();
    let values = bench.send(ShowCaseExtendsParam::new("case_123")).await.answer;
    assert_eq!(shown(values), json!({ "message_123": { "instance": "server-1" } }));
    bench.send(RevokeMessage::new("case_123", "message_123")).await;
    assert_eq!(shown(bench.send(ShowCaseExtendsParam::new("case_123")).await.answer), json!(null));
    let gone = bench.refused(add).await;
    assert_eq!(gone, "200 OSM.01010001 The ticket does not have this message.");
}

#[tokio::test]
async fn a_label_has_a_name() {
    let bench = Bench::demo();
    let blank = bench.refused(hwc_models::osm::CreateLabels::new("  ", "#FF0000")).await;
    assert_eq!(blank, "200 OSM.01010001 name is blank.");
}

#[tokio::test]
async fn a_text_in_place_of_a_file_is_refused() {
    let bench = Bench::demo();
    let url = "https://osm.cn-south-1.myhuaweicloud.com/v2/servicerequest/accessorys";
    let part =
        |name: &str, text: &str| format!("--end\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    let file = r#"{"file_name":"a.txt","path":"/etc/hostname"}"#;
    let body = format!("{}{}--end--\r\n", part("form_data", r#"{"fileName":"a.txt"}"#), part("file", file));
    let kind = ("Content-Type", "multipart/form-data; boundary=end");
    let reply = bench.raw("POST", url, &[("X-Auth-Token", "token"), kind], &body).await;
    assert_eq!(reply.line(), r#"400 {"error_code":"OSM.0001","error_msg":"file: expected a file, found text"}"#);
}

#[tokio::test]
async fn a_rating_is_one_that_the_lists_tell() {
    let bench = Bench::demo();
    for (aspect, value) in [(1, 9), (1, 0), (99, 5)] {
        let mut rating = hwc_models::osm::CaseRating::default();
        rating.satisfaction_id = Some(aspect);
        rating.satisfaction_value = Some(value);
        let score = hwc_models::osm::CreateScores::new("case-1001", "Well done.", [rating]);
        assert!(
            bench.refused(score).await.starts_with("200 OSM.01010001 Invalid rating of aspect"),
            "{aspect} {value}"
        );
    }
}
