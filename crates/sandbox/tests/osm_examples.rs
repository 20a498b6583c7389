//! What the demo data has for the example requests of the reference, each on a new sandbox: access grants and diagnosis.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, credentials};
use hwc_models::CATALOG;
use hwc_wire::Operation;
use hwc_wire::catalog::Example;

/// How many entries a list has in all, or the code of a refusal.
async fn outcome(operation: &Operation, example: &Example) -> String {
    let (method, target) = example.sends.split_once(' ').unwrap();
    let url = format!("{}{target}", operation.service.regions[0].endpoint);
    let body = example.sends_body.as_ref().map(ToString::to_string).unwrap_or_default();
    let reply = Bench::demo().raw(method, &url, &[credentials(operation)], &body).await;
    if reply.body.is_empty() {
        return "done".to_owned();
    }
    let json = reply.json();
    let code = json["error_code"].as_str().map(str::to_owned);
    let count = ["count", "total_count"].iter().find_map(|name| json[name].as_u64());
    code.or(count.map(|count| count.to_string())).unwrap_or("done".to_owned())
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
    // Three are refused: access that ends in 2020, a job that is called "job id", and taking back what was not granted.
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
