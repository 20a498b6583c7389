//! The results of the reference's example requests on the demo data. Each documented example of all operations must be
//! understood. Operations that only read share a sandbox: a new one for each example would take most of the time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeSet;

use common::database::dump;
use common::{Bench, Reply, credentials};
use hwc_models::CATALOG;
use hwc_models::osm::{ListAuthorizations, ListCases};
use hwc_wire::catalog::Example;
use hwc_wire::{Effect, Location, Operation};
use serde_json::Value;

/// Returns a body as JSON, or as a form.
fn body(json: Option<&Value>, is_form: bool) -> (&'static str, String) {
    let Some(members) = json.and_then(Value::as_object).filter(|_| is_form) else {
        return ("application/json", json.map(ToString::to_string).unwrap_or_default());
    };
    let parts = members.iter().map(|(name, value)| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let file = value["file_name"].as_str().map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let content = if file.is_empty() { text(value) } else { text(&value["content"]) };
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
    });
    ("multipart/form-data; boundary=b", parts.collect::<String>() + "--b--\r\n")
}

fn is_form(operation: &Operation) -> bool {
    (CATALOG.find(&operation.full_name()).unwrap().request)().descriptor().is_form()
}

/// Returns the response of a new sandbox to an example.
async fn sent(operation: &Operation, example: &Example) -> Reply {
    sent_to(&Bench::demo(), operation, example, as_sent(example)).await
}

/// Returns the request of an example: its first line and its body.
fn as_sent(example: &Example) -> (&str, Option<&Value>) {
    (&example.request, example.request_body.as_ref())
}

/// The fields of an example that travel as headers.
fn headers<'a>(operation: &Operation, example: &'a Example) -> Vec<(&'static str, &'a str)> {
    let request = (CATALOG.find(&operation.full_name()).unwrap().request)();
    let fields = request.descriptor().fields.iter().filter(|field| field.location == Location::Header);
    fields.filter_map(|field| Some((field.name, example.input.get(field.name)?.as_str()?))).collect()
}

async fn sent_to(
    bench: &Bench,
    operation: &Operation,
    example: &Example,
    (line, json): (&str, Option<&Value>),
) -> Reply {
    let (method, target) = line.split_once(' ').unwrap();
    let url = format!("{}{target}", operation.service.regions[0].endpoint);
    let (media_type, body) = body(json, is_form(operation));
    let mut headers = headers(operation, example);
    headers.extend([credentials(operation), ("Content-Type", media_type)]);
    bench.raw(method, &url, &headers, &body).await
}

/// Returns the names of the operations to which the sandbox responds with an example.
fn examples_only() -> BTreeSet<&'static str> {
    Bench::empty().sandbox.unimplemented_operations().into_iter().map(|operation| operation.name).collect()
}

/// Returns the total count of a list, or the code of an error response.
async fn outcome(operation: &Operation, example: &Example) -> String {
    let reply = sent(operation, example).await;
    if reply.body.is_empty() {
        return "done".to_owned();
    }
    let json = reply.json();
    let code = json["error_code"].as_str().map(str::to_owned);
    let count = ["count", "total_count"].iter().find_map(|name| json[name].as_u64());
    code.or(count.map(|count| count.to_string())).unwrap_or("done".to_owned())
}

/// A request may run on a connection that only reads, and a second time on the one that writes.
#[tokio::test]
async fn a_sandbox_with_readers_responds_like_one_without() {
    let folder = tempfile::tempdir().unwrap();
    let examples_only = examples_only();
    let mut files = (0..).map(|number| folder.path().join(format!("{number}.db")));
    let mut pair = || [Bench::in_file(&files.next().unwrap()), Bench::demo()];
    let shared = pair();
    for entry in CATALOG.entries().filter(|entry| !examples_only.contains(&entry.operation.name)) {
        for example in &CATALOG.operation(entry.operation).unwrap().examples {
            let fresh = (entry.operation.effect != Effect::Read).then(&mut pair);
            let mut outcomes = Vec::new();
            for bench in fresh.as_ref().unwrap_or(&shared) {
                let reply = sent_to(bench, entry.operation, example, as_sent(example)).await;
                // These write the changes that are due, which not each request has to.
                bench.send(ListCases::new()).await;
                bench.send(ListAuthorizations::new()).await;
                outcomes.push((reply.line(), dump(bench).await));
            }
            assert_eq!(outcomes[0], outcomes[1], "{}, {}", entry.operation.name, example.name);
        }
    }
}

#[tokio::test]
async fn examples_of_grants_and_diagnosis_find_something() {
    let mut lines = String::new();
    for entry in CATALOG.entries().filter(|entry| ["Authorizations", "Diagnosis"].contains(&entry.operation.group)) {
        for example in &CATALOG.operation(entry.operation).unwrap().examples {
            let outcome = outcome(entry.operation, example).await;
            lines += &format!("{}, {}: {outcome}\n", entry.operation.name, example.name);
        }
    }
    // Three fail: access that ends in 2020, a job called "job id", and cancellation of access that was not granted.
    insta::assert_snapshot!(lines, @r"
    CheckHosts, port as text, answer without body: done
    ConfirmAuthorizations, one host, answer without body: OSM.01010001
    CreateDiagnoseFeedback, helpful, answer without an error: done
    CreateDiagnoseJob, a server in a region: done
    CreateDiagnoseJob, a server by its elastic IP: done
    ListAuthorizations, quoted count, no reason given: 1
    ListDiagnoseItems, the result of one check: OSM.01010001
    ListDiagnoseJob, a job in preparation, its id as a number: done
    ListDiagnoseJob, a completed job, its id as a text: done
    ListDiagnoseRecords, the first page of server diagnoses: 1
    ListDiagnoseRecords, a whole record: 1
    ListDiagnoseResources, no machines, null for the list: 0
    ListDiagnoseResources, one machine by its address: 1
    ListHistoryOperateLogs, one command: 4
    ListHistoryOperateLogs, from the beginning: 4
    ListHistorySessions, one session: 1
    ListTransportHistories, one file, around the end of the example's answer: 1
    ShowAuthorizationDetail, one host, around the end of the example's answer: done
    ShowLoginType, federated: done
    ShowLoginType, no kind named: done
    UpdateAuthorizations, a refusal, answer without body: done
    UpdateAuthorizations, access taken back: OSM.01010018
    ");
}

/// The code of each service for an invalid request.
const INVALID: [&str; 4] = ["OSM.0001", "13000102", "APIGW.0201", "IAM.0011"];

/// The errors of valid requests that name what an earlier call returns.
const NEEDS_EARLIER_CALL: [&str; 4] = [
    "the cursor is invalid",
    "check the users with BatchImportUserPreVerify first",
    "the account or the password is wrong",
    "phone is registered already",
];

/// Returns the code of an error response.
fn code(reply: &Reply) -> Option<String> {
    let body = serde_json::from_slice::<Value>(&reply.body).ok()?;
    ["error_code", "code"].iter().find_map(|name| {
        let code = body[name].clone();
        Some(code.as_str().map_or_else(|| code.to_string(), str::to_owned)).filter(|code| code != "null" && code != "0")
    })
}

/// The snapshot lists examples that get an error: operation, name, status and body. None of them may fail as an invalid
/// request.
#[tokio::test]
async fn every_documented_example_is_understood() {
    let mut refused = String::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut count = 0;
    let (shared, examples_only) = (Bench::demo(), examples_only());
    for entry in CATALOG.entries() {
        for example in &CATALOG.operation(entry.operation).unwrap().examples {
            let is_shared = entry.operation.effect == Effect::Read || examples_only.contains(entry.operation.name);
            let bench = || if is_shared { None } else { Some(Bench::demo()) };
            let reply = sent_to(bench().as_ref().unwrap_or(&shared), entry.operation, example, as_sent(example)).await;
            count += 1;
            if example.documented_request.is_some() || example.documented_request_body.is_some() {
                let line = example.documented_request.as_deref().unwrap_or(&example.request);
                let request = (line, example.documented_request_body.as_ref());
                let documented = sent_to(bench().as_ref().unwrap_or(&shared), entry.operation, example, request).await;
                assert_eq!(
                    code(&documented),
                    code(&reply),
                    "{}, {}: as the page has it",
                    entry.operation.name,
                    example.name
                );
            }
            let (text, code) = (reply.text(), code(&reply));
            let is_example = reply.header("X-Hwc-Sandbox") == Some("example");
            if !is_example && (!reply.status.is_success() || code.is_some()) {
                let code = code.unwrap_or_default();
                // The files in the examples have no real content, except in Service Tickets, and some requests need an earlier one.
                let is_sample_file = entry.operation.service.id != "osm" && is_form(entry.operation);
                let is_sample = is_sample_file || NEEDS_EARLIER_CALL.iter().any(|message| text.contains(message));
                if INVALID.contains(&code.as_str()) && !is_sample {
                    wrong.push(format!("{}, {}: {text}", entry.operation.name, example.name));
                }
                refused +=
                    &format!("{}, {}: {} {code}\n", entry.operation.full_name(), example.name, reply.status.as_u16());
            }
        }
    }
    assert_eq!(wrong, [""; 0], "valid requests are rejected");
    assert!(count > 110, "{count} examples");
    insta::assert_snapshot!(refused);
}
