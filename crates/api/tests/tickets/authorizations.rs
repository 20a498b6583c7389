//! Access grants: list, grant for a limited time, reject and revoke.

use std::time::{Duration, SystemTime};

use hwc_api::{ErrorKind, osm};
use serde_json::json;

use crate::common::{NOW, time};
use crate::desk::Desk;

fn desk() -> Desk {
    Desk::new().on("ConfirmAuthorizations", json!({})).on("UpdateAuthorizations", json!({}))
}

#[tokio::test]
async fn all_pages_are_listed() {
    let desk = desk()
        .once("ListAuthorizations", 200, json!({ "count": "2", "incident_auth_list": [{ "id": "1" }] }))
        .once("ListAuthorizations", 200, json!({ "count": "2", "incident_auth_list": [{ "id": "2" }] }));
    let waiting = osm::ListAuthorizations::new().status(osm::AuthorizationStatus::Waiting);
    let mut items = desk.tickets().language("en-us").group_id("g").authorizations().list(waiting);
    let mut ids = Vec::new();
    while let Some(grant) = items.try_next().await.unwrap() {
        ids.push(grant.id.unwrap().to_string());
    }
    assert_eq!(ids, ["1", "2"]);
    for asked in desk.asked() {
        assert_eq!((asked.query("group_id").as_deref(), asked.query("status").as_deref()), (Some("g"), Some("0")));
        assert_eq!(asked.headers["x-language"], "en-us");
    }
}

#[tokio::test]
async fn access_is_granted_for_a_time() {
    let desk = desk();
    let grants = desk.tickets().authorizations();
    grants.grant("a").duration(Duration::from_secs(3600)).await.unwrap();
    grants.grant("a").starts_at(time(NOW + 60)).duration(Duration::from_secs(60)).agency("agency-1").await.unwrap();
    let host = osm::GrantedAccess::default().auth_detail_id(7).port(22_u32).account("root").password("MARK");
    grants.grant("a").ends_at(time(NOW + 5)).host(host).await.unwrap();
    grants.grant("a").await.unwrap();
    let millis = |second: u64| second * 1000;
    let host = json!({ "port": 22, "account": "root", "password": "MARK", "auth_detail_id": 7 });
    let bodies: Vec<_> = desk.asked().iter().map(crate::desk::Asked::json).collect();
    assert_eq!(
        bodies,
        [
            json!({ "auth_expire_time": millis(NOW + 3600) }),
            json!({
                "auth_effective_time": millis(NOW + 60),
                "auth_expire_time": millis(NOW + 120),
                "agency_id": "agency-1",
            }),
            json!({ "auth_expire_time": millis(NOW + 5), "auth_detail_list": [host] }),
            json!({}),
        ]
    );
}

#[tokio::test]
async fn access_that_is_over_is_not_granted() {
    let desk = desk();
    let confirm = || desk.tickets().authorizations().grant("a");
    let over = [
        confirm().ends_at(time(NOW)),
        confirm().starts_at(time(NOW + 10)).ends_at(time(NOW + 10)),
        confirm().starts_at(time(NOW - 100)).duration(Duration::from_secs(50)),
        confirm().duration(Duration::ZERO),
    ];
    for confirm in over {
        let error = confirm.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert!(desk.asked().is_empty());
}

#[tokio::test]
async fn access_whose_times_cannot_be_told_is_not_granted_without_them() {
    let desk = desk();
    let confirm = || desk.tickets().authorizations().grant("a");
    let mut far = vec![confirm().duration(Duration::MAX), confirm().starts_at(time(NOW + 10)).duration(Duration::MAX)];
    // Some systems do not support times as late as these.
    let late = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX as u64));
    far.extend(late.into_iter().flat_map(|late| [confirm().ends_at(late), confirm().starts_at(late)]));
    for confirm in far {
        let error = confirm.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().ends_with("the start or end of access is out of range"), "{error}");
    }
    assert!(desk.asked().is_empty());
}

#[tokio::test]
async fn access_is_shown_refused_and_taken_back() {
    let desk = desk().on("ShowAuthorizationDetail", json!({ "id": "a", "status": 0 }));
    let grants = desk.tickets().group_id("g").authorizations();
    assert_eq!(grants.show("a").await.unwrap().status, Some(osm::AuthorizationStatus::Waiting));
    grants.reject("a", "Not here.").await.unwrap();
    grants.revoke("a").await.unwrap();
    let updates = desk.all("UpdateAuthorizations");
    assert_eq!(updates[0].query("action_id").as_deref(), Some("reject"));
    assert_eq!(updates[0].json(), json!({ "reject_reason": "Not here.", "group_id": "g" }));
    assert_eq!(updates[1].query("action_id").as_deref(), Some("cancel"));
    assert_eq!(updates[1].json(), json!({ "group_id": "g" }));
    let error = grants.reject("a", "").await.unwrap_err();
    assert_eq!(error.violations()[0].to_string(), "reject_reason has 0 characters, at least 1");
}
