//! The audit log of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeSet;

use common::drive::session;
use common::served::{self, Served};
use common::{Bench, clock};
use hwc_models::koodrive::{
    AuditLog, AuditPage, AuditSort, BatchReadMessage, CloseSyncDir, CreateSession, CreateSpace, CreateSyncDir,
    GetUnreadCount, ListAuditLogs, MessageAction, SortDirection, SpaceType, UpdateSpace, UpdateSpecificMessageState,
};
use hwc_sandbox::models::CATALOG;
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_wire::{Effect, Request};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;

const LI: &str = "1316083732377071002";

async fn logs(bench: &Bench, request: ListAuditLogs) -> Vec<AuditLog> {
    bench.send(request.page_info(page(1, 100))).await.log_info_list
}

async fn operations(bench: &Bench, request: ListAuditLogs) -> Vec<String> {
    logs(bench, request).await.into_iter().map(|log| log.operation.unwrap()).collect()
}

fn page(number: u32, size: u32) -> AuditPage {
    let mut page = AuditPage::default();
    (page.page_num, page.page_size) = (Some(number), Some(size));
    page
}

#[tokio::test]
async fn a_change_is_logged_with_its_user_object_and_time() {
    let bench = Bench::demo();
    let space = bench.send(CreateSpace::new("owner-1", 1_u64, SpaceType::Group)).await.data.unwrap();
    let space = space.container_id.unwrap();
    bench.wait(1);
    let directory = bench.send(CreateSyncDir::new(space.clone()).file_name("Work")).await.file_id.unwrap();
    bench.send(GetUnreadCount::new()).await;
    let found = logs(&bench, ListAuditLogs::new()).await;
    assert_eq!(
        operations(&bench, ListAuditLogs::new()).await,
        ["CreateSyncDir", "CreateSpace"],
        "reads are not logged"
    );
    let log = &found[0];
    assert_eq!((log.operator_name.as_deref(), log.operator_id.as_ref().unwrap().as_str()), (Some("Ada"), ADA));
    assert_eq!((log.resource.as_deref(), log.operate_result), (Some(directory.as_str()), Some(0)));
    assert_eq!(log.operate_time.as_ref().unwrap().as_str(), "2026-01-01T00:00:01.000Z");
    assert_eq!((log.operator_ip.as_deref(), log.message.as_deref()), (Some("127.0.0.1"), None));
    assert_ne!((&log.log_id, &log.tenant_id), (&found[1].log_id, &None));
}

const ADA: &str = "1316083732377071001";

#[tokio::test]
async fn a_failed_change_is_logged_with_its_error() {
    let bench = Bench::demo();
    let li = session(&bench, LI).await;
    let request = CreateSyncDir::new("no-space").file_name("Work");
    bench.reply_to(CreateSyncDir::OPERATION, &request, &[("Authorization", &li)]).await;
    let invalid = bench.raw(
        "POST",
        "https://cn.myhuaweicloud-koodrive.com/koodrive/ose/v1/syncDir/close",
        &[("Authorization", "Bearer t")],
        "{",
    );
    assert_eq!(invalid.await.status.as_u16(), 400);
    let found = logs(&bench, ListAuditLogs::new()).await;
    assert_eq!((found[1].operator_name.as_deref(), found[1].operate_result), (Some("Li"), Some(1)));
    assert_eq!(found[1].message.as_deref(), Some("13000301 Space not found."));
    assert_eq!(found[1].resource.as_deref(), Some("no-space"));
    assert_eq!((found[0].operation.as_deref(), found[0].resource.as_deref()), (Some("CloseSyncDir"), None));
    assert!(found[0].message.as_ref().unwrap().starts_with("13000102 "), "{:?}", found[0].message);
    assert_eq!(logs(&bench, ListAuditLogs::new().operate_result("0")).await, []);
}

#[tokio::test]
async fn a_call_without_sign_in_has_no_user_and_an_unknown_token_no_entry() {
    let bench = Bench::strict();
    let token = format!("Bearer {}", hwc_sandbox::account::DRIVE_TOKEN);
    let code = hwc_sandbox::account::DRIVE_CODE;
    bench.send_with(CreateSession::new(code), &[]).await;
    let request = UpdateSpecificMessageState::new(MessageAction::ReadAll);
    let refused = bench.reply(UpdateSpecificMessageState::OPERATION, &request).await;
    assert_eq!(refused.status.as_u16(), 401);
    let found = bench.send_with(ListAuditLogs::new(), &[("Authorization", &token)]).await.log_info_list;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].operation.as_deref(), found[0].operator_name.as_deref()), (Some("CreateSession"), Some("")));
    assert!(!format!("{found:?}").contains(code), "secrets are not logged");
}

#[tokio::test]
async fn entries_are_filtered_sorted_and_paged() {
    let bench = Bench::demo();
    let li = session(&bench, LI).await;
    bench.send(CreateSpace::new("owner-1", 1_u64, SpaceType::Group)).await;
    bench.wait(60);
    bench.send_with(BatchReadMessage::new(["none"]), &[("Authorization", &li)]).await;
    bench.wait(60);
    bench.refused(UpdateSpace::new("nobody", SpaceType::Personal)).await;
    let list = ListAuditLogs::new;
    let (create, read, update) = ("CreateSpace", "BatchReadMessage", "UpdateSpace");
    assert_eq!(operations(&bench, list()).await, [update, read, create]);
    assert_eq!(operations(&bench, list().operator_name("Li")).await, [read]);
    assert_eq!(operations(&bench, list().operate_result("1")).await, [update]);
    assert_eq!(operations(&bench, list().operations([create, read])).await, [read, create]);
    assert_eq!(operations(&bench, list().excluded_operations([create])).await, [update, read]);
    assert_eq!(operations(&bench, list().operator_ip("127.0.0.1")).await.len(), 3);
    assert_eq!(operations(&bench, list().operator_ip("192.0.2.1")).await.len(), 0);
    let (from, to) = ("2026-01-01T00:01:00.000Z", "2026-01-01T00:01:00.000Z");
    assert_eq!(operations(&bench, list().oper_time_from(from)).await, [update, read]);
    assert_eq!(operations(&bench, list().oper_time_to(to)).await, [read, create]);
    assert_eq!(operations(&bench, list().oper_time_from(from).oper_time_to(to)).await, [read]);
    let mut sort = AuditSort::default();
    sort.sort_direction = Some(SortDirection::Ascending);
    assert_eq!(operations(&bench, list().sort_info(sort)).await, [create, read, update]);
    let second = bench.send(list().page_info(page(2, 2))).await;
    assert_eq!((second.total, second.log_info_list[0].operation.as_deref()), (Some(3), Some(create)));
}

#[tokio::test]
async fn pages_have_limits() {
    let bench = Bench::demo();
    for (number, size) in [(0, 1), (1, 0), (1, 101)] {
        let request = ListAuditLogs::new().page_info(page(number, size));
        assert!(bench.refused(request).await.starts_with("400 13000102"), "{number} {size}");
    }
    let time = ListAuditLogs::new().oper_time_from("yesterday");
    assert_eq!(bench.refused(time).await, "400 13000102 operTimeFrom must be a time");
    for number in 0..11 {
        bench.send(BatchReadMessage::new([format!("message-{number}")])).await;
    }
    assert_eq!(bench.send(ListAuditLogs::new()).await.log_info_list.len(), 10, "the default size of a page");
}

#[tokio::test]
async fn the_log_is_for_the_administrator_of_the_organization() {
    let bench = Bench::demo();
    for user in [LI, "1316083732377071003", "unknown-user"] {
        let token = session(&bench, user).await;
        let reply = bench.reply_to(ListAuditLogs::OPERATION, &ListAuditLogs::new(), &[("Authorization", &token)]).await;
        assert_eq!(reply.json()["code"], 13_000_410, "{user}");
    }
    assert_eq!(bench.send(ListAuditLogs::new()).await.total, Some(0));
}

/// Sends an example of every operation. Each call that can change something has one entry, whether it succeeds or not, and
/// calls that only read have none.
#[tokio::test]
async fn every_change_of_the_service_is_logged() {
    let bench = Bench::demo();
    let (mut expected, mut seen) = (0, BTreeSet::new());
    for entry in CATALOG.entries().filter(|entry| entry.operation.service.id == "koodrive") {
        let operation = entry.operation;
        // The example of a form is no JSON.
        if (entry.request)().descriptor().is_form() {
            continue;
        }
        let example = &CATALOG.operation(operation).unwrap().examples[0];
        let (method, path) = example.request.split_once(' ').unwrap();
        let url = format!("{}{path}", operation.service.regions[0].endpoint);
        let body = example.request_body.as_ref().map(ToString::to_string).unwrap_or_default();
        bench.raw(method, &url, &[("Authorization", "Bearer token")], &body).await;
        let before = expected;
        expected += u64::from(operation.effect != Effect::Read);
        let newest = bench.send(ListAuditLogs::new()).await;
        assert_eq!(newest.total, Some(expected), "{}", operation.name);
        if expected > before {
            assert_eq!(newest.log_info_list[0].operation.as_deref(), Some(operation.name));
            seen.insert(operation.name);
        }
    }
    assert!(seen.contains(CloseSyncDir::OPERATION.name) && seen.contains(CreateSession::OPERATION.name));
}

#[tokio::test]
async fn a_server_logs_the_address_of_the_client() {
    let mut served: Served = served::serve(SandboxOptions::default()).await;
    // Each address of the loopback network belongs to this machine.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut stream = socket.connect(served.address).await.unwrap();
    let body = r#"{"ids":["message-1"]}"#;
    let line = "POST /koodrive/ose/v1/message/batchRead HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t";
    let request = format!("{line}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    assert!(served::response(&mut stream).await.starts_with("HTTP/1.1 200"));
    drop(stream);
    let log = logs(&served.bench, ListAuditLogs::new()).await.remove(0);
    assert_eq!((log.operation.as_deref(), log.operator_ip.as_deref()), (Some("BatchReadMessage"), Some("127.0.0.2")));
    served.end().await;
}

#[tokio::test]
async fn entries_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        let clock = clock();
        let options = SandboxOptions::default().clock(clock.clone()).database(folder.path().join("sandbox.db"));
        Bench { sandbox: Sandbox::new(options).unwrap(), clock }
    };
    open().send(BatchReadMessage::new(["message-1"])).await;
    let bench = open();
    assert_eq!(operations(&bench, ListAuditLogs::new()).await, ["BatchReadMessage"]);
    bench.send(BatchReadMessage::new(["message-2"])).await;
    assert_eq!(logs(&bench, ListAuditLogs::new()).await[0].resource.as_deref(), Some("message-2"));
}
