//! The credentials that each operation of KooDrive accepts, with strict authentication.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, unsent};
use hwc_sandbox::account;
use hwc_sandbox::models::CATALOG;
use hwc_transport::Body;
use hwc_transport::clock::Clock;
use hwc_transport::http;
use hwc_transport::sign::AppSigner;
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{AuthRequirement, set_fields_from_json};

/// Returns the first example of an operation as a request without credentials.
fn request(entry: &OperationEntry) -> http::Request<Body> {
    let mut record = (entry.request)();
    let example = CATALOG.operation(entry.operation).unwrap().examples.first().unwrap();
    let fields = example.input.clone().into_iter().collect();
    set_fields_from_json(&mut *record, &fields).unwrap();
    unsent(entry.operation, &*record)
}

/// Returns true if the credentials of a request are accepted. The request itself may fail.
async fn is_accepted(bench: &Bench, request: http::Request<Body>) -> bool {
    bench.deliver(request).await.status.as_u16() != 401
}

#[tokio::test]
async fn each_operation_accepts_the_documented_credentials() {
    let app = AppSigner::new(account::APP_ID, account::APP_SECRET, account::DRIVE_USER_ID).unwrap();
    let mut checked = 0;
    for entry in CATALOG.entries().filter(|entry| entry.operation.service.id == "koodrive") {
        let bench = Bench::strict();
        let auth = entry.operation.auth;
        let name = entry.operation.name;
        let is_public = auth == AuthRequirement::None;
        assert_eq!(is_accepted(&bench, request(entry)).await, is_public, "{name} without credentials");
        let mut signed = request(entry);
        app.sign(&mut signed, bench.clock.now()).unwrap();
        let takes_app = auth == AuthRequirement::Any;
        if !is_public {
            assert_eq!(is_accepted(&bench, signed).await, takes_app, "{name} with the signature of an app");
        }
        let mut with_token = request(entry);
        let token = format!("Bearer {}", account::DRIVE_TOKEN).parse().unwrap();
        with_token.headers_mut().insert("Authorization", token);
        assert!(is_accepted(&bench, with_token).await, "{name} with a token");
        checked += 1;
    }
    assert!(checked > 35, "only {checked} operations");
}
