//! The life cycle of tickets: every act in every state, urging, rating, and the engineer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;
#[path = "common/tickets.rs"]
mod tickets;

use common::Bench;
use hwc_models::osm::{
    AuthorizationStatus, CaseAction, CaseRating, CaseStatus, ConfirmAuthorizations, CreateCaseExtendsParam,
    CreateRelations, CreateScores, GrantedAccess, ListAuthorizations, ListCaseOperateLogs, ListCases,
    ListHistorySessions, UpdateCaseContactInfo, UpdateCases,
};
use hwc_sandbox::{EngineerAction, EngineerError};
use tickets::{IN_STATE, detail, everything, ids, log, open, refused, status, text};

/// Acts of customers and engineers, by their names in the sandbox's table.
const ACTS: [&str; 14] = [
    "Urge",
    "Cancel",
    "Close",
    "Delete",
    "Rate",
    "Change",
    "Start",
    "Reply",
    "Resolve",
    "RequestInformation",
    "RequestAccess",
    "Suspend",
    "Complete",
    "Invalidate",
];

const NOT_NOW: &str = "200 OSM.01010014 The state of the ticket does not allow this.";

/// Performs an act on a ticket. Returns true if it was allowed.
async fn act(bench: &Bench, id: &str, act: &str) -> bool {
    let action = |action: CaseAction| text(bench, UpdateCases::new(id, action));
    let engineer = bench.sandbox.engineer();
    let played = match act {
        "Urge" => return allowed(&action(CaseAction::Urge).await),
        "Cancel" => return allowed(&action(CaseAction::Cancel).await),
        "Close" => return allowed(&action(CaseAction::Close).await),
        "Delete" => return allowed(&action(CaseAction::Delete).await),
        "Rate" => return allowed(&text(bench, CreateScores::new(id, "Quick.", [rating(1, 5)])).await),
        "Change" => return change(bench, id).await,
        "Start" => engineer.start(id),
        "Reply" => engineer.reply(id, "Please wait."),
        "Resolve" => engineer.resolve(id),
        "RequestInformation" => engineer.request_information(id),
        "RequestAccess" => engineer.request_access(id).map(|_| ()),
        "Suspend" => engineer.suspend(id),
        "Complete" => engineer.complete(id),
        "Invalidate" => engineer.invalidate(id),
        other => panic!("{other}"),
    };
    assert!(matches!(played, Ok(()) | Err(EngineerError::InvalidState { .. })), "{played:?}");
    played.is_ok()
}

fn allowed(answer: &str) -> bool {
    assert!(answer == "200 " || answer.contains("OSM.01010014"), "{answer}");
    answer == "200 "
}

/// Performs all kinds of changes to a ticket, which are allowed in the same states.
async fn change(bench: &Bench, id: &str) -> bool {
    let contact = allowed(&text(bench, UpdateCaseContactInfo::new(id).remind_time("0")).await);
    let value = [("key".to_owned(), "value".into())];
    let extends = text(bench, CreateCaseExtendsParam::new(id).extends_map(value)).await;
    let links = text(bench, CreateRelations::new(id, ["123456"])).await;
    let back = text(bench, CreateRelations::new("123456", [id])).await;
    for answer in [extends, links, back] {
        assert_eq!(allowed(&answer), contact, "{answer}");
    }
    contact
}

#[tokio::test]
async fn every_act_in_every_state() {
    let mut lines = vec![IN_STATE.iter().fold(format!("{:20}", ""), |line, (state, _)| format!("{line}{state:>4}"))];
    for name in ACTS {
        let mut line = format!("{name:20}");
        for (state, id) in IN_STATE {
            let bench = Bench::demo();
            assert_eq!(status(&bench, id).await, state, "{id}");
            let before = everything(&bench, id).await;
            let cell = match act(&bench, id, name).await {
                true => status(&bench, id).await.to_string(),
                false => ".".to_owned(),
            };
            assert!(cell != "." || everything(&bench, id).await == before, "{name} changes {id} though it is refused");
            line.push_str(&format!("{cell:>4}"));
        }
        lines.push(line);
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn what_customers_do_is_logged_in_their_words() {
    let bench = Bench::empty();
    let id = open(&bench, "The disk is slow.").await;
    bench.wait(60);
    bench.send(UpdateCases::new(&*id, CaseAction::Urge).operate_desc("Please hurry.")).await;
    bench.wait(60);
    let header = [("X-Auth-Token", "token"), ("X-Language", "en-us"), ("X-Time-Zone", "GMT+8")];
    bench.send(UpdateCases::new(&*id, CaseAction::Close).operate_desc("")).await;
    let page = bench.send_with(ListCaseOperateLogs::new(&*id), &header).await;
    assert_eq!(page.total_count, Some(3));
    let lines: Vec<String> = page
        .incident_operate_log_list
        .iter()
        .map(|entry| {
            let operation = entry.operate_type.unwrap().code();
            let (name, time) = (entry.operator_name.as_deref().unwrap(), entry.operate_time.as_ref().unwrap());
            assert_eq!(entry.timestamp_operate_time.as_ref(), Some(time));
            assert_eq!(entry.incident_id.as_ref().unwrap().as_str(), id);
            assert_eq!((entry.operator_id.as_ref().unwrap().as_str(), entry.operator_type), ("sandbox-user", Some(0)));
            format!("{operation} {name} {time} {}", entry.operate_desc.as_deref().unwrap())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    0 sandbox 2026-01-01T00:00:00.000Z Opened the ticket
    2 sandbox 2026-01-01T00:01:00.000Z Please hurry.
    3 sandbox 2026-01-01T00:02:00.000Z Closed the ticket
    ");
    let second = bench.send(ListCaseOperateLogs::new(&*id).offset(1_u32).limit(1_u32)).await;
    assert_eq!((second.total_count, second.incident_operate_log_list.len()), (Some(3), 1));
    assert_eq!(second.incident_operate_log_list[0].operate_type.unwrap().code(), 2);
}

#[tokio::test]
async fn a_ticket_is_not_urged_twice_within_half_an_hour() {
    let bench = Bench::empty();
    let id = open(&bench, "x").await;
    let urge = || UpdateCases::new(&*id, CaseAction::Urge);
    bench.send(urge()).await;
    bench.wait(1799);
    let again = refused(&bench, &id, urge()).await;
    assert_eq!(again, "200 OSM.01010004 The ticket was urged a short time ago.");
    bench.wait(1);
    bench.send(urge()).await;
    assert_eq!(log(&bench, &id).await, [0, 2, 2]);
}

#[tokio::test]
async fn unknown_actions_tickets_and_owners_are_told_apart() {
    let bench = Bench::demo();
    let unknown = refused(&bench, "case-1002", UpdateCases::new("case-1002", "reopen")).await;
    assert_eq!(unknown, "200 OSM.01010013 action_id must be cancel, close, press or delete.");
    let missing = bench.refused(UpdateCases::new("case-9", "reopen")).await;
    assert_eq!(missing, "200 OSM.01010015 Ticket not found.");
    let foreign = bench.refused(UpdateCases::new("case-foreign", CaseAction::Urge)).await;
    assert_eq!(foreign, "200 OSM.01010002 The ticket belongs to another customer.");
}

fn rating(aspect: u32, value: u32) -> CaseRating {
    let mut rating = CaseRating::default();
    rating.satisfaction_id = Some(aspect);
    rating.satisfaction_value = Some(value);
    rating
}

#[tokio::test]
async fn a_rating_is_kept_until_the_next() {
    let bench = Bench::demo();
    let mut full = rating(1, 4);
    full.satisfaction_name = Some("Timeliness".to_owned());
    full.value = Some(5);
    full.per_value = Some(1);
    full.sat_category_id = Some("group-1".into());
    full.sat_category_name = Some("Service".to_owned());
    let close = UpdateCases::new("case-1002", CaseAction::Close).judgement("Good.");
    bench.send(close.incident_satisfaction_list([full.clone()])).await;
    let case = detail(&bench, "case-1002").await;
    assert_eq!((case.judgement.as_deref(), case.incident_satisfaction.as_slice()), (Some("Good."), &[full][..]));
    assert_eq!(case.resolve_time, Some(i64::try_from(common::START).unwrap() * 1000));
    let ratings = [rating(3, 2), rating(1, 5)];
    bench.send(CreateScores::new("case-1002", "Excellent.", ratings)).await;
    let case = detail(&bench, "case-1002").await;
    assert_eq!(case.judgement.as_deref(), Some("Excellent."));
    let named = case.incident_satisfaction.iter().map(|rating| {
        let name = rating.satisfaction_name.clone().unwrap();
        assert_eq!((rating.value, rating.per_value, rating.sat_category_id.is_some()), (Some(5), Some(1), true));
        format!("{name} {} {}", rating.satisfaction_value.unwrap(), rating.sat_category_name.as_deref().unwrap())
    });
    let named: Vec<String> = named.collect();
    assert_eq!(named, ["处理结果 2 服务评价", "服务及时性 5 服务评价"], "names of the list of aspects");
    assert_eq!(log(&bench, "case-1002").await, [0, 3, 5]);
    let listed = bench.send(ListCases::new().incident_id("case-1002")).await.incident_info_list.remove(0);
    assert_eq!(listed.confirmed_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let early = refused(&bench, "case-1003", CreateScores::new("case-1003", "", [rating(1, 1)])).await;
    assert_eq!(early, NOT_NOW);
}

#[tokio::test]
async fn nothing_more_is_asked_of_a_ticket_that_is_over() {
    let bench = Bench::empty();
    let id = open(&bench, "x").await;
    bench.send(UpdateCases::new(&*id, CaseAction::Cancel)).await;
    let other = open(&bench, "y").await;
    bench.wait(60);
    let waiting = || ListAuthorizations::new().status(AuthorizationStatus::Waiting);
    let grants = bench.send(waiting()).await.incident_auth_list;
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].incident_id.as_ref().unwrap().as_str(), other);
    bench.send(UpdateCases::new(&*other, CaseAction::Close)).await;
    assert_eq!(bench.send(waiting()).await.count, Some(0));
    assert_eq!(bench.send(ListAuthorizations::new().status(4)).await.count, Some(1), "it was recalled");
    assert_eq!(bench.send(ListAuthorizations::new().incident_id(&*id)).await.count, Some(0), "nobody has asked");
}

#[tokio::test]
async fn deleted_tickets_are_listed_only_as_such() {
    let bench = Bench::demo();
    for (id, state) in [("case-1001", 3), ("case-cancelled", 4), ("case-invalid", 12)] {
        assert_eq!(ids(&bench, ListCases::new().status(state)).await, [id]);
        bench.send(UpdateCases::new(id, CaseAction::Delete)).await;
        assert_eq!(ids(&bench, ListCases::new().incident_id(id)).await, [""; 0]);
        assert_eq!(ids(&bench, ListCases::new().incident_id(id).status(13)).await, [id]);
        assert_eq!(detail(&bench, id).await.status, Some(CaseStatus::Deleted));
        assert_eq!(log(&bench, id).await.last(), Some(&13));
    }
    let deleted = ["case-1001", "case-cancelled", "case-invalid", "case-deleted"];
    assert_eq!(ids(&bench, ListCases::new().status(13)).await, deleted);
}

#[tokio::test]
async fn an_engineer_works_on_a_ticket_until_the_customer_confirms() {
    let bench = Bench::empty();
    let id = open(&bench, "The disk is slow.").await;
    let engineer = bench.sandbox.engineer();
    bench.wait(5);
    engineer.start(&*id).unwrap();
    assert_eq!(status(&bench, &id).await, 1);
    engineer.reply(&*id, "<p>Please <b>restart</b> it.</p>").unwrap();
    let messages = detail(&bench, &id).await.message_list;
    assert_eq!(messages[1].content.as_deref(), Some("Please restart it."));
    assert_eq!(messages[1].replier_name.as_deref(), Some("Support engineer"));
    assert_eq!(messages[1].written_by.unwrap().code(), 1);
    assert_eq!(messages[1].create_time.as_ref().unwrap().as_str(), "2026-01-01T00:00:05.000Z");
    engineer.suspend(&*id).unwrap();
    engineer.start(&*id).unwrap();
    bench.wait(5);
    engineer.set_resolution(&*id, "A worn disk.", "It was replaced.").unwrap();
    assert_eq!(status(&bench, &id).await, 2);
    bench.wait(5);
    bench.send(UpdateCases::new(&*id, CaseAction::Close)).await;
    let listed = bench.send(ListCases::new()).await.incident_info_list.remove(0);
    assert_eq!(listed.root_cause.as_deref(), Some("A worn disk."));
    assert_eq!(listed.resolution.as_deref(), Some("It was replaced."));
    assert_eq!(listed.confirmed_time.unwrap().as_str(), "2026-01-01T00:00:15.000Z");
    assert_eq!(detail(&bench, &id).await.resolve_time, Some(i64::try_from(common::START + 10).unwrap() * 1000));
    assert_eq!(log(&bench, &id).await, [0, 3]);
}

#[tokio::test]
async fn an_engineer_asks_for_access_and_recalls_it() {
    let bench = Bench::demo();
    let engineer = bench.sandbox.engineer();
    let grant = engineer.request_access("case-123").unwrap();
    assert_eq!(grant.as_str(), "Auth-100004");
    let state = || ListAuthorizations::new().incident_id("case-123");
    let newest = bench.send(state()).await.incident_auth_list.remove(0);
    assert_eq!((newest.id, newest.status), (Some(grant.clone()), Some(AuthorizationStatus::Waiting)));
    bench.send(ConfirmAuthorizations::new(grant.clone())).await;
    engineer.revoke_request(grant.clone()).unwrap();
    assert_eq!(bench.send(state().status(4)).await.count, Some(1));
    let over = EngineerError::NotRevocable { status: AuthorizationStatus::Recalled };
    assert_eq!(over.to_string(), "cannot revoke a grant in state `recalled` (4)");
    assert_eq!(engineer.revoke_request(grant), Err(over));
}

#[tokio::test]
async fn an_engineer_is_told_what_cannot_be() {
    let bench = Bench::demo();
    let engineer = bench.sandbox.engineer();
    let unknown = engineer.start("case-9").unwrap_err();
    assert_eq!(unknown, EngineerError::CaseNotFound("case-9".into()));
    assert_eq!(unknown.to_string(), "ticket `case-9` not found");
    let not_now = engineer.reply("case-1001", "Hello?").unwrap_err();
    assert_eq!(not_now, EngineerError::InvalidState { action: EngineerAction::Reply, status: CaseStatus::Completed });
    assert_eq!(not_now.to_string(), "cannot reply to a ticket in state `completed` (3)");
    assert_eq!(
        engineer.set_resolution("case-1001", "a", "b").unwrap_err().to_string(),
        "cannot resolve a ticket in state `completed` (3)"
    );
    let none = engineer.revoke_request("Auth-9").unwrap_err();
    assert_eq!(none.to_string(), "access grant `Auth-9` not found");
    assert_eq!(
        engineer.revoke_request("Auth-100003"),
        Err(EngineerError::AuthorizationNotFound("Auth-100003".into())),
        "not asked yet"
    );
}

#[tokio::test]
async fn who_cancels_at_once_hears_nothing_more() {
    let bench = Bench::empty();
    let (canceled, kept) = (open(&bench, "A mistake.").await, open(&bench, "A problem.").await);
    bench.send(UpdateCases::new(canceled.as_str(), CaseAction::Cancel)).await;
    for (seconds, of_kept) in [(60, (2, 1)), (86_400, (2, 1))] {
        bench.wait(seconds);
        for (id, expected) in [(&canceled, (1, 0)), (&kept, of_kept)] {
            let messages = detail(&bench, id).await.message_list.len();
            let grants = bench.send(ListAuthorizations::new().incident_id(id.as_str())).await;
            assert_eq!((messages, grants.count), (expected.0, Some(expected.1)), "{id} after {seconds} seconds");
        }
        assert_eq!((status(&bench, &canceled).await, status(&bench, &kept).await), (4, 1));
    }
    let listed = bench.send(ListAuthorizations::new()).await.incident_auth_list;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].incident_id, Some(kept.into()));
}

#[tokio::test]
async fn what_engineers_do_on_hosts_ends_when_a_grant_is_recalled() {
    let bench = Bench::demo();
    let mut access = GrantedAccess::default();
    access.auth_detail_id = Some(123);
    access.account = Some("root".to_owned());
    bench.send(ConfirmAuthorizations::new("Auth-123456").auth_detail_list([access])).await;
    let sessions = || ListHistorySessions::new("Auth-123456", 123_i64);
    let before = bench.send(sessions()).await.total_count;
    bench.sandbox.engineer().revoke_request("Auth-123456").unwrap();
    bench.wait(3600);
    assert_eq!(bench.send(sessions()).await.total_count, before, "nobody signs in after that");
}
