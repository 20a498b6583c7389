//! Access grants: requested by engineers, granted, rejected, canceled, recalled and expired.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::database::{database, dump};
use hwc_models::osm::{
    Authorization, AuthorizationStatus, AuthorizationTarget, CheckHosts, ConfirmAuthorizations, CreateCases,
    GrantedAccess, ListAuthorizations, LoginType, ShowAuthorizationDetail, ShowAuthorizationDetailResponse,
    ShowLoginType, UpdateAuthorizations,
};

const START: i64 = common::START as i64 * 1000;
const HOUR: i64 = 3_600_000;

/// Opens a ticket and waits for the access request of an engineer. Returns the grant.
async fn asked(bench: &Bench, description: &str) -> String {
    let case = bench.send(CreateCases::new("Fault", description, "source")).await.incident_id.unwrap();
    bench.wait(60);
    list(bench, ListAuthorizations::new().incident_id(case)).await.remove(0).id.unwrap().to_string()
}

async fn list(bench: &Bench, request: ListAuthorizations) -> Vec<Authorization> {
    bench.send(request).await.incident_auth_list
}

async fn show(bench: &Bench, grant: &str) -> ShowAuthorizationDetailResponse {
    bench.send(ShowAuthorizationDetail::new(grant)).await
}

async fn ids(bench: &Bench, request: ListAuthorizations) -> Vec<String> {
    list(bench, request).await.into_iter().map(|grant| grant.id.unwrap().to_string()).collect()
}

fn access(detail: i64) -> GrantedAccess {
    let mut access = GrantedAccess::default();
    access.auth_detail_id = Some(detail);
    access
}

/// Returns the last operation in the log of a ticket.
async fn last_noted(bench: &Bench, case: &'static str) -> i64 {
    let sql = "SELECT operation FROM case_logs WHERE case_id = ?1 ORDER BY number DESC";
    database(bench, move |db| db.query_row(sql, [case], |row| row.get(0))).await
}

#[tokio::test]
async fn access_is_asked_for_after_a_minute_granted_and_expires() {
    let bench = Bench::empty();
    let case = bench.send(CreateCases::new("Fault", "The disk is slow.", "source")).await.incident_id.unwrap();
    let mine = || ListAuthorizations::new().incident_id(case.clone());
    bench.wait(59);
    assert_eq!(bench.send(mine()).await.count, Some(0));
    bench.wait(1);
    let page = bench.send(mine()).await;
    assert_eq!(page.count, Some(1));
    let grant = &page.incident_auth_list[0];
    assert_eq!(grant.status, Some(AuthorizationStatus::Waiting));
    assert_eq!(grant.create_time.as_ref().unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    assert_eq!((grant.auth_effective_time.as_ref(), grant.auth_expire_time.as_ref()), (None, None));
    let detail = show(&bench, "Auth-100001").await.incident_auth_detail_list.remove(0);
    assert_eq!(detail.target, Some(AuthorizationTarget::Console));
    let confirm = ConfirmAuthorizations::new("Auth-100001").auth_expire_time(START + HOUR);
    bench.send(confirm.clone().auth_detail_list([access(detail.id.unwrap())])).await;
    assert_eq!(last_noted(&bench, "case-1001").await, 73);
    let granted = list(&bench, mine().status(AuthorizationStatus::Granted)).await.remove(0);
    assert_eq!(granted.auth_effective_time.unwrap().as_str(), "2026-01-01T00:01:00.000Z");
    assert_eq!(granted.auth_expire_time.unwrap().as_str(), "2026-01-01T01:00:00.000Z");
    bench.wait(3539);
    assert_eq!(show(&bench, "Auth-100001").await.status, Some(AuthorizationStatus::Granted));
    bench.wait(1);
    assert_eq!(show(&bench, "Auth-100001").await.status, Some(AuthorizationStatus::Expired));
    assert_eq!(ids(&bench, mine().status(AuthorizationStatus::Expired)).await, ["Auth-100001"]);
    assert_eq!(ids(&bench, mine().status(AuthorizationStatus::Granted)).await, [""; 0]);
}

#[tokio::test]
async fn access_lasts_for_a_day_unless_its_end_is_named() {
    let bench = Bench::empty();
    let grant = asked(&bench, "x").await;
    bench.send(ConfirmAuthorizations::new(grant.as_str()).auth_effective_time(START + HOUR)).await;
    let shown = show(&bench, &grant).await;
    assert_eq!(shown.auth_effective_time.unwrap().as_str(), "2026-01-01T01:00:00.000Z");
    assert_eq!(shown.auth_expire_time.unwrap().as_str(), "2026-01-02T01:00:00.000Z");
}

#[tokio::test]
async fn all_that_a_confirmation_carries_is_kept_but_for_passwords() {
    let bench = Bench::demo();
    let mut host = access(123);
    (host.port, host.account) = (Some(2222), Some("support".to_owned()));
    host.password = Some("a-password-of-ours".into());
    let request = ConfirmAuthorizations::new("Auth-123456").auth_effective_time(START).auth_expire_time(START + HOUR);
    bench.send(request.auth_detail_list([host, access(123_456)]).group_id("group-7").agency_id("agency-7")).await;
    let shown = show(&bench, "Auth-123456").await;
    let listed = list(&bench, ListAuthorizations::new().incident_id("case-123")).await.remove(0);
    assert_eq!(shown.agency_name.as_deref(), Some("agency-7"));
    let details = shown.incident_auth_detail_list.iter();
    let details: Vec<_> = details.map(|one| (one.id, one.port, one.account.as_deref())).collect();
    assert_eq!(details, [(Some(123), Some(2222), Some("support")), (Some(123_456), Some(22), None)]);
    assert_eq!(
        (shown.status, shown.incident_id, shown.simple_description, shown.auth_effective_time, shown.auth_expire_time),
        (
            listed.status,
            listed.incident_id,
            listed.simple_description,
            listed.auth_effective_time,
            listed.auth_expire_time
        )
    );
    assert_eq!(listed.status, Some(AuthorizationStatus::Granted));
    let kept = "SELECT group_concat(has_password), (SELECT user_group FROM authorizations WHERE id = 'Auth-123456')
         FROM authorization_details WHERE grant_id = 'Auth-123456'";
    let kept = database(&bench, move |db| db.query_row(kept, (), |row| Ok((row.get(0)?, row.get(1)?)))).await;
    assert_eq!(kept, ("1,0".to_owned(), "group-7".to_owned()));
    assert!(!dump(&bench).await.contains("a-password-of-ours"));
}

#[tokio::test]
async fn grants_are_filtered_and_come_in_pages() {
    let bench = Bench::empty();
    asked(&bench, "The disk is slow.").await;
    asked(&bench, "An <b>invoice</b> is missing.").await;
    asked(&bench, "The network is slow.").await;
    assert_eq!(ids(&bench, ListAuthorizations::new()).await, ["Auth-100003", "Auth-100002", "Auth-100001"]);
    let page = bench.send(ListAuthorizations::new().limit(1_u32).offset(1_u32)).await;
    assert_eq!((page.count, page.incident_auth_list.len()), (Some(3), 1));
    assert_eq!(page.incident_auth_list[0].id.as_ref().unwrap().as_str(), "Auth-100002");
    assert_eq!(bench.send(ListAuthorizations::new().offset(3_u32)).await.count, Some(3));
    bench.send(UpdateAuthorizations::new("Auth-100001").action_id("reject")).await;
    let filters = [
        (ListAuthorizations::new().simple_description("SLOW"), 2),
        (ListAuthorizations::new().simple_description(""), 3),
        (ListAuthorizations::new().sub_customer_name("sandbox"), 3),
        (ListAuthorizations::new().sub_customer_name("nobody"), 0),
        (ListAuthorizations::new().incident_id("case-1002"), 1),
        (ListAuthorizations::new().incident_id("case-9"), 0),
        (ListAuthorizations::new().status(0), 2),
        (ListAuthorizations::new().status(2), 1),
        (ListAuthorizations::new().status(2).simple_description("network"), 0),
        (ListAuthorizations::new().status(99), 0),
        (ListAuthorizations::new().group_id("any"), 3),
    ];
    for (request, count) in filters {
        let page = bench.send(request.clone()).await;
        assert_eq!((page.count, page.incident_auth_list.len()), (Some(count), count as usize), "{request:?}");
    }
}

#[tokio::test]
async fn texts_come_without_markup_and_names_in_the_language_of_the_call() {
    let bench = Bench::demo();
    let shown = show(&bench, "Auth-123456").await;
    assert_eq!(shown.auth_describe.as_deref(), Some("May I look at the logs of the host?"));
    assert_eq!(shown.content_type_name.as_deref(), Some("密码"));
    assert_eq!(shown.auth_handler_name.as_deref(), Some("Support engineer"));
    let raw = ShowAuthorizationDetail::new("Auth-123456").trim_osm_rich_text_label(false);
    let raw = bench.send(raw).await;
    assert_eq!(raw.auth_describe.as_deref(), Some("<p>May I look at the <b>logs</b> of the host?</p>"));
    let listed = ListAuthorizations::new().incident_id("case-123").trim_osm_rich_text_label(false);
    assert_eq!(list(&bench, listed).await[0].auth_describe, raw.auth_describe);
    let headers = [("X-Auth-Token", "t"), ("X-Language", "en-us"), ("X-Time-Zone", "GMT-1")];
    let english = bench.send_with(ListAuthorizations::new().incident_id("test-123"), &headers).await;
    let english = &english.incident_auth_list[0];
    assert_eq!(english.resource_type_name.as_deref(), Some("Huawei Cloud account"));
    assert_eq!(english.visit_type_name.as_deref(), Some("Console sign-in"));
    assert_eq!(english.create_time.as_ref().unwrap().as_str(), "2025-12-02T00:00:00.000Z");
    let chinese = list(&bench, ListAuthorizations::new().incident_id("test-123")).await.remove(0);
    assert_eq!(chinese.resource_type_name.as_deref(), Some("华为云账号"));
    assert_eq!(chinese.visit_type_name.as_deref(), Some("控制台登录"));
}

#[tokio::test]
async fn a_grant_is_refused_or_taken_back_with_a_reason() {
    let bench = Bench::empty();
    let refused = asked(&bench, "x").await;
    let reject = UpdateAuthorizations::new(refused.as_str()).action_id("reject").reject_reason("Use the test system.");
    bench.send(reject.group_id("group-7")).await;
    let shown = show(&bench, &refused).await;
    assert_eq!(shown.status, Some(AuthorizationStatus::Rejected));
    assert_eq!(shown.reject_reason.as_deref(), Some("Use the test system."));
    assert_eq!(last_noted(&bench, "case-1001").await, 74);
    let granted = asked(&bench, "y").await;
    bench.send(ConfirmAuthorizations::new(granted.as_str())).await;
    bench.send(UpdateAuthorizations::new(granted.as_str()).action_id("cancel").reject_reason("Done.")).await;
    let listed = list(&bench, ListAuthorizations::new().status(5)).await.remove(0);
    assert_eq!(listed.id.unwrap().as_str(), granted);
    assert_eq!(listed.reject_reason.as_deref(), Some("Done."));
    assert_eq!(last_noted(&bench, "case-1002").await, 83);
}

/// Sets a grant to a state that no call leads to.
async fn put(bench: &Bench, state: AuthorizationStatus) {
    let (state, expires) = match state {
        AuthorizationStatus::Expired => (1, START),
        AuthorizationStatus::Granted => (1, i64::MAX),
        other => (other.code(), START),
    };
    let sql = "UPDATE authorizations SET status = ?1, expires_at = ?2 WHERE id = 'Auth-100001'";
    database(bench, move |db| db.execute(sql, (state, expires))).await;
}

/// Returns the code of an error response, or the state of the grant after the action.
async fn outcome(bench: &Bench, state: AuthorizationStatus, action: &str) -> String {
    put(bench, state).await;
    let before = dump(bench).await;
    let operation = match action {
        "confirm" => bench.reply_of(ConfirmAuthorizations::new("Auth-100001")).await,
        action => bench.reply_of(UpdateAuthorizations::new("Auth-100001").action_id(action)).await,
    };
    if operation.text().contains("OSM.01010018") {
        assert_eq!(dump(bench).await, before, "{action} in {state:?}");
        return "-".to_owned();
    }
    assert_eq!(operation.status, 200, "{}", operation.line());
    format!("{:?}", show(bench, "Auth-100001").await.status.unwrap())
}

#[tokio::test]
async fn every_action_is_tried_in_every_state() {
    let bench = Bench::empty();
    asked(&bench, "x").await;
    let mut table = String::new();
    for state in -1..=7 {
        let state = AuthorizationStatus::from(state);
        let mut row = Vec::new();
        for action in ["confirm", "reject", "cancel"] {
            row.push(outcome(&bench, state, action).await);
        }
        let name = format!("{} {state:?}", state.code());
        table += &format!("{name:<18} {:<9} {:<9} {}\n", row[0], row[1], row[2]);
    }
    // The same as in src/services/osm/authorizations/states.rs.
    insta::assert_snapshot!(table, @r"
    -1 Initial         -         -         -
    0 Waiting          Granted   Rejected  -
    1 Granted          -         -         Canceled
    2 Rejected         -         -         -
    3 Expired          -         -         -
    4 Recalled         -         -         -
    5 Canceled         -         -         -
    6 InApproval       -         -         -
    7 ApprovalRefused  -         -         -
    ");
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let bench = Bench::demo();
    let before = dump(&bench).await;
    let unknown = "200 OSM.01010001 Access grant not found.";
    let no_detail = "200 OSM.01010032 No detail of an access grant has this id.";
    assert_eq!(bench.refused(ShowAuthorizationDetail::new("Auth-0")).await, unknown);
    assert_eq!(bench.refused(ConfirmAuthorizations::new("Auth-0")).await, unknown);
    assert_eq!(bench.refused(UpdateAuthorizations::new("Auth-0").action_id("reject")).await, unknown);
    let early = bench.refused(ConfirmAuthorizations::new("Auth-100003")).await;
    assert_eq!(early, unknown, "nobody has asked yet");
    let neither = "200 OSM.01010018 action_id must be reject or cancel.";
    assert_eq!(bench.refused(UpdateAuthorizations::new("Auth-100002")).await, neither);
    assert_eq!(bench.refused(UpdateAuthorizations::new("Auth-100002").action_id("approve")).await, neither);
    let confirm = || ConfirmAuthorizations::new("Auth-123456");
    // The first detail is valid and is rolled back with the others.
    let foreign = bench.refused(confirm().auth_detail_list([access(123), access(1)])).await;
    assert_eq!(foreign, no_detail);
    let twice = bench.refused(confirm().auth_detail_list([access(123), access(123)])).await;
    assert_eq!(twice, "200 OSM.01010001 auth_detail_list has a detail twice.");
    let over = "200 OSM.01010001 auth_expire_time is over, or before auth_effective_time.";
    assert_eq!(bench.refused(confirm().auth_expire_time(START)).await, over);
    let backwards = confirm().auth_effective_time(START + 2 * HOUR).auth_expire_time(START + HOUR);
    assert_eq!(bench.refused(backwards).await, over);
    let late = bench.refused(confirm().auth_effective_time(i64::MAX)).await;
    assert_eq!(late, "200 OSM.01010001 auth_expire_time is after the year 9999.");
    assert_eq!(dump(&bench).await, before);
}

#[tokio::test]
async fn hosts_open_with_any_password_but_the_wrong_one() {
    let bench = Bench::demo();
    let before = dump(&bench).await;
    let check = |detail: i64, password: &str| CheckHosts::new(detail, 22_u32, "support").password(password);
    bench.send(check(123, "correct horse")).await;
    bench.send(check(123_456, "correct horse")).await;
    let wrong = bench.refused(check(123, "wrong")).await;
    assert_eq!(wrong, "200 OSM.01010003 The account and the password do not match.");
    let unknown = bench.refused(check(987_654_321, "correct horse")).await;
    assert_eq!(unknown, "200 OSM.01010032 No detail of an access grant has this id.");
    assert_eq!(dump(&bench).await, before);
}

#[tokio::test]
async fn grants_of_other_customers_are_neither_shown_nor_changed() {
    let bench = Bench::empty();
    let grant = asked(&bench, "x").await;
    database(&bench, |db| db.execute("UPDATE authorizations SET customer = 'customer-2'", ())).await;
    let foreign = "200 OSM.01010002 The access grant belongs to another customer.";
    assert_eq!(bench.send(ListAuthorizations::new()).await.count, Some(0));
    assert_eq!(bench.refused(ShowAuthorizationDetail::new(grant.as_str())).await, foreign);
    assert_eq!(bench.refused(ConfirmAuthorizations::new(grant.as_str())).await, foreign);
    let host = bench.refused(CheckHosts::new(1, 22_u32, "support").password("x")).await;
    assert_eq!(host, "200 OSM.01010032 No detail of an access grant has this id.");
}

#[tokio::test]
async fn the_demo_data_has_grants_in_all_states_that_a_customer_meets() {
    let bench = Bench::demo();
    let states = [(0, 3), (1, 1), (2, 0), (3, 1), (4, 1), (5, 0)];
    for (state, count) in states {
        assert_eq!(bench.send(ListAuthorizations::new().status(state)).await.count, Some(count), "state {state}");
    }
    let recalled = list(&bench, ListAuthorizations::new().status(4)).await.remove(0);
    assert_eq!(recalled.incident_id.unwrap().as_str(), "case-1001");
    assert_eq!(bench.send(ShowLoginType::new()).await.login_type, Some(LoginType::Unspecified));
}

#[tokio::test]
async fn new_grants_pass_over_ids_of_the_demo_data() {
    let bench = Bench::demo();
    database(&bench, |db| db.execute("UPDATE counters SET value = 23455 WHERE name = 'authorization'", ())).await;
    assert_eq!(asked(&bench, "x").await, "Auth-123457");
}
