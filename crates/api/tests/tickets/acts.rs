//! Customer actions on a ticket, and ratings by name.

use hwc_api::ErrorKind;
use serde_json::json;

use crate::desk::{Desk, refusal};

fn desk() -> Desk {
    let aspects = [
        json!({ "satisfaction_id": 1, "satisfaction_name": "Timeliness" }),
        json!({ "satisfaction_id": 3, "satisfaction_name": "Result" }),
    ];
    Desk::new()
        .on("UpdateCases", json!({}))
        .on("CreateScores", json!({}))
        .on("ListSatisfactionDimensions", json!({ "satisfaction_dimension_list": aspects }))
}

#[tokio::test]
async fn each_act_has_its_word() {
    let desk = desk();
    let tickets = desk.tickets().group_id("g");
    tickets.urge("c").reason("Please hurry.").await.unwrap();
    tickets.cancel("c").await.unwrap();
    tickets.close("c").comment("Well done.").await.unwrap();
    tickets.delete("c").await.unwrap();
    let sent: Vec<_> = desk.asked().iter().map(|asked| (asked.query("action_id").unwrap(), asked.json())).collect();
    let act = |word: &str, body| (word.to_owned(), body);
    assert_eq!(
        sent,
        [
            act("press", json!({ "operate_desc": "Please hurry.", "group_id": "g" })),
            act("cancel", json!({ "group_id": "g" })),
            act("close", json!({ "judgement": "Well done.", "group_id": "g" })),
            act("delete", json!({ "group_id": "g" })),
        ]
    );
    assert!(desk.asked().iter().all(|asked| asked.target.starts_with("/v2/servicerequest/cases/c/action")));
}

#[tokio::test]
async fn a_ticket_is_closed_with_a_rating() {
    let desk = desk();
    desk.tickets().close("c").rating("time", 5).rating("3", 4).await.unwrap();
    let list =
        json!([{ "satisfaction_id": 1, "satisfaction_value": 5 }, { "satisfaction_id": 3, "satisfaction_value": 4 }]);
    assert_eq!(desk.only("UpdateCases").json(), json!({ "incident_satisfaction_list": list }));
}

#[tokio::test]
async fn a_score_by_number_reads_no_list_and_one_by_a_wrong_name_sends_nothing() {
    let desk = desk();
    desk.tickets().rate("c", "Well done.").rating("3", 5).await.unwrap();
    let sent = json!({ "judgement": "Well done.", "incident_satisfaction_list": [{ "satisfaction_id": 3, "satisfaction_value": 5 }] });
    assert_eq!(desk.only("CreateScores").json(), sent);
    assert_eq!(desk.operations(), ["CreateScores"]);
    let error = desk.tickets().rate("c", "").rating("Speed", 5).rating("Reslt", 5).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let known = "known: Timeliness (1), Result (3)";
    let all = [
        format!("aspect `Speed` is unknown; {known}"),
        format!("aspect `Reslt` is unknown; did you mean Result (3)? {known}"),
    ];
    assert_eq!(crate::common::broken(&error), all);
    assert_eq!(desk.all("CreateScores").len(), 1);
}

#[tokio::test]
async fn the_service_decides_what_a_state_allows() {
    let desk = desk().once("UpdateCases", 200, refusal("OSM.01010004"));
    let error = desk.tickets().urge("c").await.unwrap_err();
    assert_eq!(error.service().unwrap().code, "OSM.01010004");
    assert_eq!(desk.all("UpdateCases").len(), 1, "an act is not repeated by itself");
}
