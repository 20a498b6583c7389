//! Calls that no rule matches, and rules that were not called as often as they should be.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hwc_api::mock::Mock;
use hwc_api::osm::{ListCases, ListCasesResponse, ShowCaseDetail};
use hwc_api::{ErrorKind, osm};

/// Returns the message of the panic of `work`.
fn panic_message(work: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(work)).unwrap_err();
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

fn lists(times: u32) -> Mock {
    Mock::new().on::<ListCases>(|_| Ok(ListCasesResponse::default())).times(times)
}

#[tokio::test]
async fn a_call_without_a_rule_fails_and_lists_the_rules() {
    let mock = lists(1)
        .on::<ListCases>(|_| Ok(ListCasesResponse::default()))
        .when(|request: &ListCases| request.limit.is_some());
    let client = mock.client();
    client.send(ListCases::new()).await.unwrap();
    let error = client.send(ShowCaseDetail::new("case-1")).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Config, false));
    insta::assert_snapshot!(error, @"osm.ShowCaseDetail: invalid configuration: no rule of the mock matches osm.ShowCaseDetail (GET /v2/servicerequest/cases/case-1); rules: osm.ListCases (1 of 1 calls), osm.ListCases with a predicate (0 calls)");
    client.send(ListCases::new()).await.unwrap_err();
    client.raw_request(&osm::SERVICE, hwc_api::Method::Get, "/v2/x").query("token", "SECRET").await.unwrap_err();
    insta::assert_snapshot!(panic_message(|| mock.verify()), @"the mock was not called as expected: no rule: osm.ShowCaseDetail (GET /v2/servicerequest/cases/case-1); no rule: osm.ListCases (GET /v2/servicerequest/cases); no rule: GET /v2/x");
    assert_eq!(mock.requests().len(), 4);
}

#[tokio::test]
async fn a_mock_without_rules_says_so() {
    let error = Mock::new().client().send(ListCases::new()).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.ListCases: invalid configuration: no rule of the mock matches osm.ListCases (GET /v2/servicerequest/cases); there are no rules");
}

#[tokio::test]
async fn counts_are_checked_by_verify_and_by_the_last_drop() {
    let mock = lists(2).on::<ShowCaseDetail>(|_| Ok(Default::default())).at_least(1);
    let client = mock.client();
    client.send(ListCases::new()).await.unwrap();
    drop(mock);
    insta::assert_snapshot!(panic_message(|| drop(client)), @"the mock was not called as expected: osm.ListCases (1 of 2 calls); osm.ShowCaseDetail (0 of at least 1 calls)");

    let mock = lists(2);
    insta::assert_snapshot!(panic_message(|| mock.verify()), @"the mock was not called as expected: osm.ListCases (0 of 2 calls)");
    drop(mock);

    let mock = lists(1);
    mock.client().send(ListCases::new()).await.unwrap();
    drop(mock);
}

#[test]
fn a_rule_is_configured_after_it_was_added() {
    assert_eq!(panic_message(|| drop(Mock::new().times(1))), "`times` configures the last rule, and there is none");
    let other = || drop(lists(0).when(|_: &ShowCaseDetail| true));
    assert_eq!(panic_message(other), "the last rule is for osm.ListCases (0 of 0 calls), not for ShowCaseDetail");
}

#[test]
fn debug_shows_the_rules() {
    insta::assert_snapshot!(format!("{:?}", lists(0)), @"Mock(rules: osm.ListCases (0 of 0 calls))");
}
