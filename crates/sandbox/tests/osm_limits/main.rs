//! The constraints of Service Tickets, one by one. For each operation and each constraint of its table, a request that
//! violates only this constraint gets the documented error, and nothing of it is stored.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

#[path = "../common/mod.rs"]
mod common;

mod broken;
mod made;
mod sent;

use broken::Broken;
use common::database::dump;
use common::{Bench, Reply, implemented};
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{Record, set_fields_from_json, validate};

fn entries() -> Vec<&'static OperationEntry> {
    implemented()
}

/// Returns a request that has all fields and satisfies all constraints.
fn kept(entry: &OperationEntry) -> Box<dyn Record> {
    let mut request = (entry.request)();
    let members = made::members(&*request);
    set_fields_from_json(&mut *request, &members).unwrap();
    assert_eq!(validate(&*request), [], "{}", entry.operation.name);
    request
}

/// This shows that the errors below have no other cause than the violated constraint.
#[tokio::test]
async fn what_keeps_all_limits_is_understood() {
    let bench = Bench::demo();
    for entry in entries() {
        let reply = bench.deliver(sent::whole(entry.operation, &*kept(entry))).await;
        assert!(!reply.text().contains("OSM.0001"), "{}: {}", entry.operation.name, reply.line());
        assert_eq!(reply.status, 200, "{}: {}", entry.operation.name, reply.line());
    }
}

#[tokio::test]
async fn every_limit_is_held_by_itself() {
    let bench = Bench::demo();
    let before = dump(&bench).await;
    let (mut tried, mut wrong) = (0, Vec::new());
    for entry in entries() {
        let kept = kept(entry);
        for broken in broken::all(&*kept) {
            let reply = bench.deliver(sent::request(entry.operation, &*kept, &broken)).await;
            let stored = dump(&bench).await != before;
            if stored || !is_refused(entry, &broken, &reply) {
                let told = if stored { "changed the database: " } else { "" };
                wrong.push(format!("{}.{}: {told}{}", entry.operation.name, broken, reply.line()));
            }
            tried += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 300, "only {tried} limits were tried");
}

/// Returns true if the only cause of the error is this constraint, and it has the documented format.
fn is_refused(entry: &OperationEntry, broken: &Broken, reply: &Reply) -> bool {
    // A fourth link has a code of its own, also in one request.
    let own =
        entry.operation.name == "CreateRelations" && broken.path == "related_id_list" && broken.what == "too many";
    let (status, code) = if own { (200, "OSM.01010043") } else { (400, "OSM.0001") };
    let Ok(serde_json::Value::Object(body)) = serde_json::from_slice(&reply.body) else {
        return false;
    };
    let keys: Vec<&str> = body.keys().map(String::as_str).collect();
    let message = body.get("error_msg").and_then(|message| message.as_str()).unwrap_or_default();
    reply.status == status
        && keys == ["error_code", "error_msg"]
        && body["error_code"] == code
        && (own || message.split("; ").all(|problem| is_about(problem, &broken.path)))
}

/// Returns true if a problem is about the field or a missing field inside it.
fn is_about(problem: &str, path: &str) -> bool {
    problem.strip_prefix(path).is_some_and(|rest| rest.starts_with([' ', ':', '.']))
}
