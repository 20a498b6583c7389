//! The options of a client and of one call.

use hwc_api::ErrorKind;

use crate::common::{AUTH_TOKEN, CreateCase, Fake, ListCases, ShowDashboard, builder, client};

#[tokio::test]
async fn settings_of_a_call_win_over_those_of_the_client() {
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let builder = builder().transport(fake.transport()).language("zh-cn").time_zone("GMT+8").workspace_id("w-1");
    let client = builder.project_id("p-1").build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).language("fr").language("en-us").time_zone("UTC").await.unwrap();
    client.send(ShowDashboard::new("d")).project_id("p/2").setting("workspace_id", "w-2").await.unwrap();
    let [first, second, third] = fake.seen().try_into().unwrap();
    assert_eq!((first.header("x-language"), first.header("x-time-zone")), (Some("zh-cn"), Some("GMT+8")));
    assert_eq!(first.header("x-workspace-id"), None, "not a setting of this service");
    assert_eq!((second.header("x-language"), second.header("x-time-zone")), (Some("en-us"), Some("UTC")));
    assert_eq!(third.line, "GET https://insight.example/v1/p%2F2/boards/d");
    assert_eq!(third.header("x-workspace-id"), Some("w-2"));
}

#[tokio::test]
async fn a_setting_that_the_service_lacks_is_an_error_of_the_call() {
    let fake = Fake::default();
    let error = client(&fake).send(ListCases::new()).workspace_id("w").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    insta::assert_snapshot!(error, @"osm.ListCases: invalid configuration: osm has no setting `workspace_id`; it has: language, time_zone");
}

#[tokio::test]
async fn a_project_that_the_path_needs_is_asked_of_iam() {
    let fake = Fake::answering([r#"{"projects": [{"id": "p7", "name": "cn-north-4"}]}"#, "{}", "{}"]);
    let client = client(&fake);
    client.send(ShowDashboard::new("d")).await.unwrap();
    client.send(ShowDashboard::new("e")).await.unwrap();
    let lines: Vec<String> = fake.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(
        lines,
        [
            "GET https://iam.myhuaweicloud.com/v3/projects?name=cn-north-4",
            "GET https://insight.example/v1/p7/boards/d",
            "GET https://insight.example/v1/p7/boards/e"
        ],
        "and only once"
    );
}

#[tokio::test]
async fn a_project_that_iam_does_not_know_has_to_be_set() {
    let fake = Fake::answering([r#"{"projects": []}"#]);
    let error = client(&fake).send(ShowDashboard::new("d")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    insta::assert_snapshot!(error, @"insight.ShowDashboard: no usable credentials: no project found for the region `cn-north-4`; set another region, or `project_id` or HUAWEICLOUD_SDK_PROJECT_ID");
}

#[tokio::test]
async fn a_path_that_would_leave_its_place_is_not_sent() {
    let fake = Fake::default();
    let error = client(&fake).send(ShowDashboard::new("..")).project_id("p").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    insta::assert_snapshot!(error, @"insight.ShowDashboard: invalid request");
    let source = std::error::Error::source(&error).unwrap();
    insta::assert_snapshot!(source, @"id is `..`, which would leave its place in the path");
}

#[tokio::test]
async fn headers_can_be_added_but_credentials_not_replaced() {
    let fake = Fake::answering(["{}"]);
    let call = || client(&fake).send(ListCases::new()).header("X-Extra", "1").header("Accept", "text/plain");
    for name in ["X-Auth-Token", "authorization", "X-Security-Token", "X-Sdk-Date"] {
        let error = call().header(name, "SECRET").await.unwrap_err().to_string();
        let name = name.to_ascii_lowercase();
        let problem = format!("the header `{name}` is reserved for the credentials");
        assert_eq!(error, format!("osm.ListCases: invalid request: {problem}"));
    }
    call().await.unwrap();
    let seen = fake.only();
    assert_eq!((seen.header("x-extra"), seen.header("accept")), (Some("1"), Some("text/plain")));
    assert_eq!(seen.header("x-auth-token"), Some(AUTH_TOKEN));
}

#[tokio::test]
async fn impossible_headers_are_errors_without_their_value() {
    let client = client(&Fake::default());
    let error = client.send(ListCases::new()).header("X-Extra", "SECRET\n").await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.ListCases: invalid request: the value of the header x-extra contains invalid characters");
    let error = client.send(ListCases::new()).header("b d", "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_query_can_go_as_a_body_where_the_reference_shows_that() {
    let fake = Fake::answering(["{}"]);
    let client = client(&fake);
    client.send(ListCases::new().limit(5_u32)).query_in_body().await.unwrap();
    let seen = fake.only();
    assert_eq!(seen.line, "GET https://osm.cn-south-1.example/v2/cases");
    assert_eq!(seen.body, r#"{"limit":5}"#);
    let error = client.send(CreateCase::new("t")).query_in_body().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}
