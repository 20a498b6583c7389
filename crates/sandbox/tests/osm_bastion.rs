//! Sessions of engineers on opened hosts, by the clock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::database::dump;
use hwc_models::osm::{
    BastionSession, ConfirmAuthorizations, GrantedAccess, ListHistoryOperateLogs, ListHistorySessions,
    ListTransportHistories, UpdateAuthorizations,
};

const GRANT: &str = "Auth-123456";
const HOST: i64 = 123_456;
const START: i64 = common::START as i64 * 1000;

/// Grants access to the second host of the example grant, for this number of seconds from now.
async fn open_host(bench: &Bench, seconds: i64) {
    let mut access = GrantedAccess::default();
    (access.auth_detail_id, access.account) = (Some(HOST), Some("support".to_owned()));
    let confirm = ConfirmAuthorizations::new(GRANT).auth_detail_list([access]);
    bench.send(confirm.auth_expire_time(START + seconds * 1000)).await;
}

async fn sessions(bench: &Bench) -> Vec<BastionSession> {
    let page = bench.send(ListHistorySessions::new(GRANT, HOST)).await;
    assert_eq!(page.total_count, Some(page.session_list.len() as u64));
    page.session_list
}

async fn commands(bench: &Bench, session: i64) -> Vec<String> {
    let page = bench.send(ListHistoryOperateLogs::new(GRANT, HOST, session).sort(1)).await;
    page.ops_list.into_iter().map(|command| command.oper.unwrap()).collect()
}

fn line(session: &BastionSession) -> String {
    let time = |time: &Option<hwc_wire::Timestamp>| time.as_ref().unwrap().as_str().to_owned();
    format!("{} {} {}", time(&session.start_time), time(&session.end_time), session.duration.as_deref().unwrap())
}

#[tokio::test]
async fn an_engineer_signs_in_a_minute_after_a_host_was_opened() {
    let bench = Bench::demo();
    open_host(&bench, 86_400).await;
    bench.wait(359);
    assert_eq!(sessions(&bench).await, [], "it goes on until then");
    bench.wait(1);
    let session = sessions(&bench).await.remove(0);
    assert_eq!(line(&session), "2026-01-01T00:01:00.000Z 2026-01-01T00:06:00.000Z 00:05:00");
    let id = session.session_id.unwrap();
    assert_eq!(commands(&bench, id).await, ["uptime", "df -h", "dmesg", "exit"]);
    let files = bench.send(ListTransportHistories::new(GRANT, HOST, id)).await;
    assert_eq!(files.total_count, Some(1));
    let file = &files.file_ops_list[0];
    let texts =
        [&file.operate_type, &file.file_name, &file.from_path, &file.to_path, &file.file_size, &file.oper_result];
    let texts: Vec<&str> = texts.into_iter().map(|text| text.as_deref().unwrap()).collect();
    assert_eq!(texts, ["download", "messages.log", "/var/log", "/opt/download", "12k", "success"]);
    assert_eq!(file.operate_time.as_ref().unwrap().as_str(), "2026-01-01T00:04:20.000Z");
    assert_eq!(file.duration.as_deref(), Some("00:00:03"));
}

#[tokio::test]
async fn a_session_ends_with_the_access() {
    let bench = Bench::demo();
    open_host(&bench, 130).await;
    bench.wait(130);
    let session = sessions(&bench).await.remove(0);
    assert_eq!(line(&session), "2026-01-01T00:01:00.000Z 2026-01-01T00:02:10.000Z 00:01:10");
    let id = session.session_id.unwrap();
    assert_eq!(commands(&bench, id).await, ["uptime", "df -h"]);
    assert_eq!(bench.send(ListTransportHistories::new(GRANT, HOST, id)).await.total_count, Some(0));

    let short = Bench::demo();
    open_host(&short, 60).await;
    short.wait(86_400);
    assert_eq!(sessions(&short).await, [], "access ended before the engineer came");
}

#[tokio::test]
async fn a_session_ends_when_access_is_taken_back() {
    let cancel = || UpdateAuthorizations::new(GRANT).action_id("cancel");
    let bench = Bench::demo();
    open_host(&bench, 86_400).await;
    bench.wait(90);
    bench.send(cancel()).await;
    let session = sessions(&bench).await.remove(0);
    assert_eq!(line(&session), "2026-01-01T00:01:00.000Z 2026-01-01T00:01:30.000Z 00:00:30");
    assert_eq!(commands(&bench, session.session_id.unwrap()).await, ["uptime"]);

    let early = Bench::demo();
    open_host(&early, 86_400).await;
    early.wait(60);
    early.send(cancel()).await;
    early.wait(86_400);
    assert_eq!(sessions(&early).await, []);
}

#[tokio::test]
async fn commands_come_in_both_orders_and_in_pages() {
    let bench = Bench::demo();
    let list = || ListHistoryOperateLogs::new(GRANT, 123, 1);
    let opers = async |request: ListHistoryOperateLogs| {
        let page = bench.send(request).await;
        assert_eq!(page.total_count, Some(4));
        page.ops_list.into_iter().map(|command| command.oper.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(opers(list()).await, ["exit", "dmesg", "df -h", "uptime"]);
    assert_eq!(opers(list().sort(0)).await, ["exit", "dmesg", "df -h", "uptime"]);
    assert_eq!(opers(list().sort(1)).await, ["uptime", "df -h", "dmesg", "exit"]);
    assert_eq!(opers(list().sort(1).offset(1).limit(2)).await, ["df -h", "dmesg"]);
    assert_eq!(opers(list().offset(-1).limit(-1)).await.len(), 4);
    assert_eq!(opers(list().limit(0)).await, [""; 0]);
    assert_eq!(bench.send(ListTransportHistories::new(GRANT, 123, 1).offset(1)).await.file_ops_list, []);
    let page = bench.send(ListHistorySessions::new(GRANT, 123).offset(1).limit(-1)).await;
    assert_eq!((page.total_count, page.session_list.len()), (Some(1), 0));
}

#[tokio::test]
async fn what_is_not_there_is_refused() {
    let bench = Bench::demo();
    let before = dump(&bench).await;
    let grant = bench.refused(ListHistorySessions::new("Auth-0", 1)).await;
    assert_eq!(grant, "200 OSM.01010001 Access grant not found.");
    let detail = bench.refused(ListHistorySessions::new(GRANT, 987_654_321)).await;
    assert_eq!(detail, "200 OSM.01010032 No detail of an access grant has this id.");
    let session = "200 OSM.01010001 The host does not have this session.";
    assert_eq!(bench.refused(ListHistoryOperateLogs::new(GRANT, HOST, 1)).await, session, "it was on the other host");
    assert_eq!(bench.refused(ListTransportHistories::new(GRANT, 123, 987_654_321)).await, session);
    let sort = bench.refused(ListTransportHistories::new(GRANT, 123, 1).sort(2)).await;
    assert_eq!(sort, "200 OSM.01010001 sort must be 0 or 1.");
    assert_eq!(dump(&bench).await, before);
}
