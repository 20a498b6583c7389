//! Isolation in DataArts Insight. The user of another account, and a member of the account with whom nothing is shared, send
//! the example of each operation, which names data of the administrator. They must neither see nor change it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeSet;

use common::database::dump;
use common::insight::Member;
use common::{Bench, Reply, examples, implemented_of, unsent};
use hwc_models::CATALOG;
use hwc_sandbox::account::{OTHER_AUTH_TOKEN, OTHER_PROJECT_ID, PROJECT_ID};
use hwc_sandbox::example_input;
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{Record, parse_error_body};

/// The names and IDs of the administrator's data, in the form in which a response has them.
const DATA: [&str; 10] = [
    "\"connection-1\"",
    "\"dataset-1\"",
    "\"dashboard-1\"",
    "\"dashboard-2\"",
    "\"screen-1\"",
    "\"subject-1\"",
    "\"shop\"",
    "\"Showroom\"",
    "\"Draft\"",
    "region 1",
];

/// The operations that each member may call. They show or change data of the caller alone, or what all members share.
const OPEN: &[&str] = &[
    "CreateDashboard",
    "CreateDataConnection",
    "CreateScreen",
    "CreateWorkspace",
    "ImportResourcePackage",
    "ListCubeAndCatalogList",
    "ListDataConnection",
    "ListInstances",
    "ListQuotaUserList",
    "ListQuotaUsersAndIamUsers",
    "ListResources",
    "ListSubjects",
    "ListTickets",
    "ListWorkspaces",
    "ShowSharedEmbedAttributes",
    "VerifyAndCreateVpcEp",
];

/// The data that each member of the account may see: an embedded analysis names its resource.
const SHOWN: &[(&str, &str)] = &[("ShowSharedEmbedAttributes", "\"dashboard-1\"")];

/// A fresh sandbox on which the operation before the one of the test was called, and the request of the test.
async fn prepared(entry: &OperationEntry) -> (Bench, Box<dyn Record>) {
    let bench = Bench::with_examples();
    let mut before: Vec<&OperationEntry> = Vec::new();
    let mut first = example_input(entry.operation).unwrap().first;
    while let Some(name) = first {
        let entry = CATALOG.find(name).unwrap();
        before.push(entry);
        first = example_input(entry.operation).unwrap().first;
    }
    for entry in before.into_iter().rev() {
        let request = examples::request(&bench, entry).await.unwrap();
        let reply = bench.reply_to(entry.operation, &*request, &[("X-Auth-Token", "sandbox-auth-token")]).await;
        assert!(reply.status.is_success(), "{}", reply.line());
    }
    let request = examples::request(&bench, entry).await.unwrap();
    (bench, request)
}

/// Sends a request to a project with a token.
async fn send(bench: &Bench, entry: &OperationEntry, request: &dyn Record, token: &str, project: &str) -> Reply {
    let (mut head, body) = unsent(entry.operation, request).into_parts();
    head.uri = head.uri.to_string().replace(&format!("/{PROJECT_ID}/"), &format!("/{project}/")).parse().unwrap();
    head.headers.insert("X-Auth-Token", token.parse().unwrap());
    bench.deliver(hwc_transport::http::Request::from_parts(head, body)).await
}

/// Returns the data of the administrator in a response that the request does not name.
async fn leaks(entry: &OperationEntry, request: &dyn Record, reply: &Reply) -> Vec<&'static str> {
    let (head, body) = unsent(entry.operation, request).into_parts();
    let body = body.collect(1 << 20).await.unwrap();
    let sent = format!("{} {}", head.uri, String::from_utf8_lossy(&body));
    let received = reply.text();
    let is_leaked = |name: &&str| received.contains(*name) && !sent.contains(name.trim_matches('"'));
    DATA.into_iter().filter(is_leaked).collect()
}

/// Returns the stored records of the demo project.
async fn rows(bench: &Bench) -> BTreeSet<String> {
    let owner = format!("Text({PROJECT_ID:?})");
    dump(bench).await.lines().filter(|row| row.contains(&owner)).map(str::to_owned).collect()
}

fn code(entry: &OperationEntry, reply: &Reply) -> Option<String> {
    parse_error_body(&entry.operation.service.envelope, &reply.body).map(|error| error.code)
}

#[tokio::test]
async fn another_account_neither_sees_nor_changes_anything() {
    let mut problems = Vec::new();
    for entry in implemented_of("insight") {
        let (bench, request) = prepared(entry).await;
        let before = rows(&bench).await;
        for project in [PROJECT_ID, OTHER_PROJECT_ID] {
            let reply = send(&bench, entry, &*request, OTHER_AUTH_TOKEN, project).await;
            let name = entry.operation.name;
            if project == PROJECT_ID && code(entry, &reply).as_deref() != Some("DataArtsInsight.20010003") {
                problems.push(format!("{name}: not refused: {}", reply.line()));
            }
            for leak in leaks(entry, &*request, &reply).await {
                problems.push(format!("{name} in {project} shows {leak}: {}", reply.line()));
            }
        }
        if rows(&bench).await != before {
            problems.push(format!("{} changes data of the other account", entry.operation.name));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test]
async fn a_member_without_a_share_neither_sees_nor_changes_anything() {
    let (mut problems, mut open) = (Vec::new(), Vec::new());
    for entry in implemented_of("insight") {
        let (bench, request) = prepared(entry).await;
        let analyst = Member::analyst(&bench).await;
        let before = rows(&bench).await;
        let reply = send(&bench, entry, &*request, analyst.token(), PROJECT_ID).await;
        let name = entry.operation.name;
        let after = rows(&bench).await;
        let lost: Vec<_> = before.difference(&after).collect();
        if !lost.is_empty() {
            problems.push(format!("{name} changes {lost:?}"));
        }
        for leak in leaks(entry, &*request, &reply).await {
            if !SHOWN.contains(&(name, leak)) {
                problems.push(format!("{name} shows {leak}: {}", reply.line()));
            }
        }
        if reply.status.is_success() {
            open.push(name);
        } else if before != after {
            problems.push(format!("{name} fails and adds data"));
        } else if !matches!(code(entry, &reply).as_deref(), Some(code) if code.starts_with("DataArtsInsight.")) {
            problems.push(format!("{name}: refused for another reason: {}", reply.line()));
        }
    }
    open.sort_unstable();
    assert_eq!(open, OPEN, "the operations that each member may call");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test]
async fn every_operation_has_an_example_that_the_administrator_may_send() {
    let mut problems = Vec::new();
    let all = implemented_of("insight");
    assert_eq!(all.len(), 61);
    for entry in all {
        let (bench, request) = prepared(entry).await;
        let reply = send(&bench, entry, &*request, "sandbox-auth-token", PROJECT_ID).await;
        if !reply.status.is_success() {
            problems.push(format!("{}: {}", entry.operation.name, reply.line()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
