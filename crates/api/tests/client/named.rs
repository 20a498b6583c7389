//! Calls by name with JSON, with the real operations.

use hwc_api::{ErrorKind, iam, koodrive, osm};
use serde_json::json;

use crate::common::{Fake, builder, client};

#[tokio::test]
async fn a_call_by_name_takes_json_and_gives_json() {
    let fake = Fake::answering([
        r#"{"count": "123", "incident_auth_list": [{"id": "1", "status": 1, "reject_reason": null}]}"#,
    ]);
    let answer = client(&fake)
        .call_json("listauthorizations", json!({ "incident_id": "test-123", "limit": "5" }))
        .await
        .unwrap();
    assert_eq!(answer, json!({ "count": 123, "incident_auth_list": [{ "id": "1", "status": 1 }] }));
    assert_eq!(fake.seen()[0].operation, Some("ListAuthorizations"));
    assert!(fake.only().line.ends_with("/v2/servicerequest/authorizations?incident_id=test-123&limit=5"));
}

#[tokio::test]
async fn wrong_names_are_told_with_near_ones() {
    let fake = Fake::answering([]);
    let client = client(&fake);
    let error = client.call_json("ListAuthorisations", json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownOperation);
    insta::assert_snapshot!(error, @"unknown operation: `ListAuthorisations`; did you mean ListAuthorizations?");
    let error = client.call_json("osm.ListRelation", json!({ "case": 1 })).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    insta::assert_snapshot!(error, @"osm.ListRelation: invalid request: case: unknown field; the fields are: case_id");
    let error = client.call_json("ListRelation", json!([1])).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.ListRelation: invalid request: the arguments must be a JSON object");
    let error = client.call_json("CreateCases", json!({ "business_type_id": "Fault" })).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.CreateCases: invalid request: simple_description is required; source_id is required");
    assert_eq!(fake.seen().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn what_is_required_is_no_matter_of_limits() {
    let fake = Fake::answering([]);
    let client = builder().transport(fake.transport()).validate_requests(false).build().unwrap();
    let error = client.call_json("CreateCases", json!({})).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.CreateCases: invalid request: business_type_id is required; simple_description is required; source_id is required");
    assert_eq!(fake.seen().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn an_empty_text_is_not_given_for_what_is_required() {
    let fake = Fake::answering([]);
    let error = client(&fake).send(osm::CreateCases::new("", "", "")).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.CreateCases: invalid request: business_type_id has 0 characters, at least 1; simple_description has 0 characters, at least 1; source_id has 0 characters, at least 1");
    let error = client(&fake).send(koodrive::GetJobDetail::new("")).await.unwrap_err();
    insta::assert_snapshot!(error, @"koodrive.GetJobDetail: invalid request: job_id is empty");
    assert_eq!(fake.seen().len(), 0, "nothing was sent");
}

#[tokio::test]
async fn an_answer_without_a_body_is_an_empty_one() {
    let client = client(&Fake::answering([""; 4]));
    let reply = client.send(osm::ShowCaseExtendsParam::new("1")).strict().response().await.unwrap();
    assert_eq!((reply.body.answer, reply.deviations.count()), (None, 0), "the reference says None");
    let reply = client.send(osm::ListLabels::new()).response().await.unwrap();
    assert_eq!(
        (reply.body.label_list.len(), reply.deviations.as_slice()[0].to_string().as_str()),
        (0, "the body is empty")
    );
    assert_eq!(client.send(osm::ListLabels::new()).strict().await.unwrap_err().kind(), ErrorKind::Decode);
    let keys = iam::CreateTemporaryAccessKeyByToken::new(iam::KeyAuth::default());
    let reply = client.send(keys).validate(false).response().await.unwrap();
    assert!(reply.body.credential.is_none() && !reply.deviations.is_empty());
}

#[test]
fn a_request_from_json_is_whole_or_none() {
    let read = |json| serde_json::from_value::<osm::CreateCases>(json).map_err(|error| error.to_string());
    assert_eq!(read(json!({})).unwrap_err(), "business_type_id: is missing");
    let whole = json!({ "business_type_id": "b", "simple_description": "d", "source_id": "s" });
    assert_eq!(read(whole.clone()).unwrap(), osm::CreateCases::new("b", "d", "s"));
    let mut wrong = whole;
    wrong["simple_descripton"] = json!("d");
    assert_eq!(read(wrong).unwrap_err(), "simple_descripton: unknown field");
}

#[tokio::test]
async fn a_refusal_comes_with_advice() {
    let fake = Fake::answering([r#"{"error_code": "OSM.01010043", "error_msg": "no"}"#]);
    let error = client(&fake).send(osm::CreateRelations::new("a", ["b"])).await.unwrap_err();
    let service = error.service().unwrap();
    assert_eq!((service.status, service.code.as_str()), (200, "OSM.01010043"));
    assert_eq!(
        (service.class, service.advice),
        (hwc_api::ErrorClass::QuotaExceeded, Some("Remove a link with DeleteRelation first."))
    );
    let fake = Fake::default().then(401, r#"{"error_code": "OSM.0002", "error_msg": "no"}"#);
    let error = client(&fake).send(osm::ListRelation::new("a")).await.unwrap_err();
    assert!(error.service().unwrap().advice.unwrap().contains("token"));
}

#[tokio::test]
async fn the_answer_of_a_sign_in_does_not_print_its_token() {
    let fake =
        Fake::default().then_with(201, &[("x-subject-token", "SECRET-1")], r#"{"token": {"methods": ["password"]}}"#);
    let reply = client(&fake)
        .send(iam::KeystoneCreateUserTokenByPassword::new(iam::PasswordAuth::default()))
        .validate(false)
        .response()
        .await
        .unwrap();
    assert_eq!(reply.body.token.as_ref().unwrap().expose(), "SECRET-1");
    assert!(!format!("{reply:?}").contains("SECRET-1"));
}

#[tokio::test]
async fn secrets_of_the_request_are_cut_out_of_what_the_service_says() {
    let said = r#"{"code": 13000102, "msg": "no: ?kdstoken=top%2Fsecret, top/secret"}"#;
    let fake = Fake::default().then_with(400, &[("x-request-id", "id-top/secret")], said);
    let request = hwc_api::koodrive::GetBatchTaskPublic::new("share").kdstoken("top/secret");
    let error = client(&fake).send(request).await.unwrap_err();
    let text = crate::common::everything(&error);
    assert!(!text.contains("secret"), "{text}");
    assert_eq!(error.service().unwrap().message, "no: ?kdstoken=[redacted], [redacted]");
}
