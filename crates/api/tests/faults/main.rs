//! The fault matrix: the outcome of a call and its number of requests, for each failure of a network, a gateway or a
//! service. Each case runs against a server of hand-written bytes, with a clock that the test controls. `docs/faults.md`
//! is generated from the same cases.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod call;
mod cases;
mod docs;
mod fault_case;
mod harness;
mod observed_transport;
mod real_transport;
mod run;
mod script;
mod server;

use std::collections::BTreeSet;

use real_transport::RealTransport;

#[tokio::test]
async fn each_fault_has_its_expected_outcome_on_reqwest() {
    run_all(RealTransport::Reqwest).await;
}

#[tokio::test]
async fn each_fault_has_its_expected_outcome_on_hyper() {
    run_all(RealTransport::Hyper).await;
}

async fn run_all(transport: RealTransport) {
    let only = std::env::var("FAULT").unwrap_or_default();
    let mut failures = Vec::new();
    for group in cases::all() {
        for case in group.cases.iter().filter(|case| case.name.contains(&only)) {
            if case.gzip.is_some_and(|on| on != cfg!(feature = "gzip")) {
                continue;
            }
            for call_case in &case.calls {
                if let Err(wrong) = run::run(transport, case, call_case).await {
                    failures.push(format!("{} / {} / {:?}: {wrong}", group.title, case.name, call_case.call));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} cases failed:\n\n{}\n", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_table_matches_the_cases() {
    docs::check(&cases::all()).unwrap();
}

#[test]
fn case_names_are_unique() {
    let groups = cases::all();
    let mut names = BTreeSet::new();
    let cases = groups.iter().flat_map(|group| &group.cases);
    cases.for_each(|case| assert!(names.insert((case.name, case.gzip)), "there are two cases `{}`", case.name));
}
