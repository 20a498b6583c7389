//! The example inputs: each one succeeds on the demo data, after the call that it names.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, examples};
use hwc_models::CATALOG;
use hwc_sandbox::example_input;
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{Effect, error_in_success_body};

/// Sends the example input of an operation, and the one before it. Returns the response if it is an error.
async fn failure(bench: &Bench, entry: &OperationEntry) -> Option<String> {
    let operation = entry.operation;
    let input = example_input(operation).unwrap();
    if let Some(first) = input.first {
        let problem = Box::pin(failure(bench, CATALOG.find(first).unwrap())).await;
        if problem.is_some() {
            return problem;
        }
    }
    let request = match examples::request(bench, entry).await {
        Ok(request) => request,
        Err(error) => return Some(format!("{}: {error}", operation.full_name())),
    };
    let reply = bench.reply(operation, &*request).await;
    let refusal = error_in_success_body(&operation.service.envelope, &reply.body);
    let is_success = operation.success.contains(&reply.status.as_u16()) && refusal.is_none();
    let json = serde_json::to_string(&input.fields).unwrap();
    (!is_success).then(|| format!("{}: {}\n    {json}", operation.full_name(), reply.line()))
}

#[tokio::test]
async fn every_example_input_succeeds_on_the_demo_data() {
    let readers = Bench::with_examples();
    let unimplemented = readers.sandbox.unimplemented_operations();
    let (mut failures, mut count) = (Vec::new(), 0);
    for entry in CATALOG.entries() {
        let operation = entry.operation;
        let changes = operation.effect != Effect::Read || example_input(operation).unwrap().first.is_some();
        let is_implemented = !unimplemented.iter().any(|other| std::ptr::eq(*other, operation));
        let fresh = (changes && is_implemented).then(Bench::with_examples);
        failures.extend(failure(fresh.as_ref().unwrap_or(&readers), entry).await);
        count += 1;
    }
    assert!(count > 300, "only {count} operations");
    assert!(failures.is_empty(), "{} of {count} fail:\n{}", failures.len(), failures.join("\n"));
}
