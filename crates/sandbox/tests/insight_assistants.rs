//! Intelligent analysis assistants of DataArts Insight and their responses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::insight::{Member, NO_RESOURCE, NOT_SHARED};
use hwc_models::insight::{Authority, FieldRole, InvokeNlQuery, ListSubjects, ResourceType, SubjectState};
use serde_json::json;

fn ask(question: &str) -> InvokeNlQuery {
    InvokeNlQuery::new("subject-1", "dialog-1", question)
}

#[tokio::test]
async fn an_answer_has_the_fields_of_the_question() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let answer = admin.send(ask("Which AMOUNT has each region?").simplify_response(true).need_insight(true)).await;
    assert_eq!(json!(answer.header), json!([{ "caption": "region" }, { "caption": "amount" }]));
    assert_eq!(json!(answer.values), json!([["region 1", 10], ["region 2", 20], ["region 3", 30]]));
    assert_eq!(answer.sql_text.as_deref(), Some("select region, amount from orders"));
    assert_eq!(answer.insight.as_deref(), Some("orders has 3 rows."));
    let detailed = admin.send(ask("What happened?")).await;
    assert_eq!((detailed.rows.len(), detailed.rows[0].len(), detailed.insight), (3, 3, None));
    let amount = &detailed.rows[2][2];
    assert_eq!((amount.raw_value.clone(), amount.value.clone()), (Some(json!(30)), Some(json!("30"))));
    assert_eq!(amount.role, Some(FieldRole::Measure));
    assert_eq!(admin.send(ask("What happened?")).await.rows, detailed.rows, "the same question, the same answer");
}

#[tokio::test]
async fn questions_that_cannot_be_answered_are_refused() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let unknown = admin.refused(ask("x").dataset_ids(["dataset-9"])).await;
    assert_eq!(unknown, "400 APIGW.0201 the assistant does not know the dataset dataset-9");
    assert_eq!(admin.refused(InvokeNlQuery::new("subject-9", "d", "x")).await, NO_RESOURCE);
    let blank = admin.refused(ask(" ")).await;
    assert_eq!(blank, "400 APIGW.0201 dialog_id and message_content must not be empty");
}

#[tokio::test]
async fn a_member_needs_the_assistant_and_its_dataset() {
    let bench = Bench::demo();
    let (admin, analyst) = (Member::administrator(&bench), Member::analyst(&bench).await);
    let subject = admin.send(ListSubjects::new().keyword("ale")).await.page_data.remove(0);
    assert_eq!(
        (subject.status, subject.permissions),
        (Some(SubjectState::Trained), vec![Authority::Edit, Authority::Use])
    );
    assert_eq!(subject.datasets[0].name.as_deref(), Some("orders"));
    assert_eq!(analyst.send(ListSubjects::new()).await.count, Some(0));
    assert_eq!(analyst.refused(ask("x")).await, NOT_SHARED);
    admin.share(ResourceType::Subject, "subject-1", "use").await;
    assert_eq!(analyst.send(ListSubjects::new()).await.count, Some(1));
    assert_eq!(analyst.refused(ask("x")).await, NOT_SHARED);
    admin.share(ResourceType::Dataset, "dataset-1", "use").await;
    assert_eq!(analyst.send(ask("x")).await.rows.len(), 3);
}
