//! Isolation of the users of KooDrive. Noor, strangers, and Lin with an expired token call each operation with IDs of Lin, in
//! every field that accepts one. They must neither see nor change anything.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod attempts;
mod backups;
mod carrier;
#[path = "../common/mod.rs"]
mod common;
mod fixture;
mod organization;
mod shared_folders;

use std::collections::BTreeSet;

use attempts::Attempt;
use common::database::dump;
use common::people::RESEARCH;
use common::users::{LI, LIN, NOOR, User};
use common::{Bench, Reply, implemented_of, unsent};
use fixture::{Fixture, job};
use hwc_models::koodrive::{GetJobDetail, JobAction, JobType, WalkFile};
use hwc_wire::{AuthRequirement, Effect, error_in_success_body, parse_error_body};

/// Returns the stored rows about Lin. The audit log is that of the company.
async fn rows_of_lin(data: &Fixture) -> BTreeSet<String> {
    let secrets = data.secrets();
    let is_of_lin = |row: &&str| row.contains(LIN.id) || secrets.iter().any(|secret| row.contains(secret));
    let rows = dump(&data.bench).await;
    rows.lines().filter(is_of_lin).filter(|row| !row.contains("koodrive.audit_log")).map(str::to_owned).collect()
}

/// Returns the secrets of Lin in a response that the request does not contain.
async fn leaks<'d>(data: &'d Fixture, attempt: &Attempt, reply: &Reply) -> Vec<&'d str> {
    let (head, body) = unsent(attempt.operation, &*attempt.request).into_parts();
    let sent = format!(
        "{} {:?} {}",
        head.uri,
        head.headers,
        String::from_utf8(body.collect(1 << 20).await.unwrap().to_vec()).unwrap()
    );
    let received = format!("{:?} {}", reply.headers, reply.text());
    data.secrets().into_iter().filter(|secret| received.contains(secret) && !sent.contains(secret)).collect()
}

/// Returns the code of the error in a response.
fn code(attempt: &Attempt, reply: &Reply) -> Option<String> {
    let envelope = &attempt.operation.service.envelope;
    let error = if reply.status.is_success() {
        error_in_success_body(envelope, &reply.body)
    } else {
        parse_error_body(envelope, &reply.body)
    };
    error.map(|error| error.code)
}

fn bearer(user: User) -> String {
    format!("Bearer {}", user.token)
}

/// Sends a request with a token, or without one.
async fn send(bench: &Bench, attempt: &Attempt, token: Option<&str>) -> Reply {
    let token = token.map(|token| ("Authorization", token));
    bench.reply_to(attempt.operation, &*attempt.request, token.as_slice()).await
}

/// Checks the code and the text of a response to another user, and adds the problems.
async fn check_response(
    data: &Fixture,
    attempt: &Attempt,
    reply: &Reply,
    is_unauthorized: bool,
    problems: &mut Vec<String>,
) {
    let mut problem = |text: String| problems.push(format!("{} {:?}: {text}", attempt.operation.name, attempt.request));
    if (reply.status.as_u16() == 401) != is_unauthorized {
        problem(format!("unexpected status: {}", reply.line()));
    } else if !is_unauthorized && code(attempt, reply).as_deref() != attempt.code {
        problem(format!("unexpected code: {}", reply.line()));
    }
    for leak in leaks(data, attempt, reply).await {
        problem(format!("shows {leak}: {}", reply.line()));
    }
}

#[tokio::test]
async fn another_user_neither_sees_nor_changes_anything() {
    let data = Fixture::new().await;
    let rows = &rows_of_lin(&data).await;
    let mut problems = Vec::new();
    for attempt in attempts::all(&data) {
        let reply = send(&data.bench, &attempt, Some(&bearer(NOOR))).await;
        check_response(&data, &attempt, &reply, false, &mut problems).await;
        let changed = rows_of_lin(&data).await.symmetric_difference(rows).cloned().collect::<Vec<_>>();
        if !changed.is_empty() {
            problems.push(format!("{} {:?} changes {changed:?}", attempt.operation.name, attempt.request));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Returns the stored rows about the department Research.
async fn rows_of_research(data: &Fixture) -> BTreeSet<String> {
    let rows = dump(&data.bench).await;
    let is_of_research = |row: &&str| row.contains(RESEARCH) || row.contains(NOOR.id);
    rows.lines().filter(is_of_research).filter(|row| !row.contains("koodrive.audit_log")).map(str::to_owned).collect()
}

/// The administrator of a department has no rights in another one.
#[tokio::test]
async fn an_administrator_of_another_department_changes_nothing() {
    let data = Fixture::new().await;
    let rows = rows_of_research(&data).await;
    let mut problems = Vec::new();
    for attempt in organization::of_another_department(&data) {
        let reply = send(&data.bench, &attempt, Some(&bearer(LI))).await;
        check_response(&data, &attempt, &reply, false, &mut problems).await;
    }
    assert_eq!(rows_of_research(&data).await, rows);
    problems.extend(refusals(&data, organization::of_another_department).await);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test]
async fn strangers_neither_see_nor_change_anything() {
    let data = Fixture::new().await;
    let rows = &rows_of_lin(&data).await;
    let mut problems = Vec::new();
    for token in [None, Some("Bearer of-nobody"), Some(data.expired.as_str())] {
        for attempt in attempts::all(&data) {
            // An expired token can renew the session that it belongs to, which is not the one of the request.
            let is_renewal = attempt.operation.name == "RefreshSession" && token == Some(&data.expired);
            let is_unauthorized = attempt.operation.auth != AuthRequirement::None && !is_renewal;
            let reply = send(&data.bench, &attempt, token).await;
            check_response(&data, &attempt, &reply, is_unauthorized, &mut problems).await;
        }
        assert_eq!(&rows_of_lin(&data).await, rows, "with {token:?}");
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Without it, a request could be refused because it is invalid.
#[tokio::test]
async fn the_same_requests_are_open_to_those_who_have_the_right() {
    let problems = refusals(&Fixture::new().await, attempts::all).await;
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Sends requests in the name of those who have the right, and returns those that are refused all the same.
async fn refusals(shared: &Fixture, attempts: fn(&Fixture) -> Vec<Attempt>) -> Vec<String> {
    let mut problems = Vec::new();
    for (index, attempt) in attempts(shared).iter().enumerate() {
        let Some(user) = attempt.allowed else { continue };
        let reply = if attempt.operation.effect == Effect::Read {
            send(&shared.bench, attempt, Some(&bearer(user))).await
        } else {
            let data = Fixture::new().await;
            let attempt = &attempts(&data)[index];
            send(&data.bench, attempt, Some(&bearer(user))).await
        };
        if !reply.status.is_success() || code(attempt, &reply).is_some() {
            problems.push(format!("{} {:?}: {}", attempt.operation.name, attempt.request, reply.line()));
        }
    }
    problems
}

#[tokio::test]
async fn a_job_in_ones_own_space_reaches_no_files_of_others() {
    let data = Fixture::new().await;
    let kinds = [
        (JobType::Copy, None),
        (JobType::Move, None),
        (JobType::Delete, Some(JobAction::Recycle)),
        (JobType::Delete, Some(JobAction::DeleteForever)),
        (JobType::Restore, None),
        (JobType::Decompress, Some(JobAction::DecompressAll)),
        (JobType::Package, None),
    ];
    let files = LIN.reply(&data.bench, WalkFile::new(data.space.as_str(), "root")).await.text();
    for (kind, action) in kinds {
        for file in [&data.file, &data.recycled, &data.archive] {
            let mut request = job(kind, &data.own_space, file);
            request.action_type = action;
            let id = NOOR.send(&data.bench, request).await.data.unwrap();
            data.bench.wait(3);
            let detail = NOOR.send(&data.bench, GetJobDetail::new(id)).await.data.unwrap();
            assert_eq!(detail.task_infos[0].result_code.as_deref(), Some("13000302"), "{kind:?} {action:?}");
            assert_eq!(detail.job_info.unwrap().download_url, None);
            let still = WalkFile::new(data.space.as_str(), "root");
            assert_eq!(LIN.reply(&data.bench, still).await.text(), files, "{kind:?} {action:?}");
        }
    }
}

/// Operations whose response is the same for all users of the company, or that only create something of the caller.
const NOBODYS: &[&str] = &[
    // The departments, the users and the subscription of the company are open to all of its users.
    "CountUser",
    "GetDepartment",
    "GetDepartmentList",
    "GetService",
    "GetUser",
    "GetUserList",
    // So are the templates of rights, with the question of whether one is in use.
    "BatchGetPermissionTemplate",
    "ListPermissionTemplate",
    "QueryPermissionTemplateRef",
    // Tokens for a page, which are new in each response.
    "GetJsSdkInfo",
    // A group of the caller.
    "CreateGroupSpace",
    "CreateUserGroup",
    // A form, which the tests of benefits send without the rights.
    "DataVerify",
    // The sign-in itself, which needs a code.
    "CreateSession",
    "GetAuthCodeUrl",
    "Login",
    "RegisterUser",
    "ResetPassword",
    "ValidateCode",
];

#[tokio::test]
async fn no_operation_is_left_out() {
    let data = Fixture::new().await;
    let mut tried: BTreeSet<&str> = attempts::all(&data).iter().map(|attempt| attempt.operation.name).collect();
    for name in NOBODYS {
        assert!(tried.insert(name), "{name} is tried, so it is not nobody's");
    }
    let all: BTreeSet<&str> = implemented_of("koodrive").into_iter().map(|entry| entry.operation.name).collect();
    assert_eq!(all.difference(&tried).collect::<Vec<_>>(), [&""; 0], "operations that are not tried");
    assert_eq!(tried.difference(&all).collect::<Vec<_>>(), [&""; 0], "operations without a handler");
}
