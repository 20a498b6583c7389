//! Business errors of KooDrive with status 400 and with status 200: the client reads both as the same error.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use hwc_api::koodrive::{GetSpace, SpaceType};
use hwc_api::{Client, Error, ErrorKind, SERVICES};
use hwc_sandbox::{Sandbox, SandboxOptions, account};

/// Returns the error of a user who reads the space of another one.
async fn error(with_status_200: bool) -> Error {
    let options = SandboxOptions::default().koodrive_errors_with_status_200(with_status_200);
    let builder = Client::builder().transport(Sandbox::new(options).unwrap());
    let builder =
        SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, "http://sandbox.invalid"));
    let client = builder.koodrive_token(account::DRIVE_LIN_TOKEN).build().unwrap();
    client.send(GetSpace::new(account::DRIVE_NOOR_ID, SpaceType::Personal)).await.unwrap_err()
}

#[tokio::test]
async fn the_status_does_not_change_the_error() {
    let (usual, switched) = (error(false).await, error(true).await);
    for error in [&usual, &switched] {
        assert_eq!(error.kind(), ErrorKind::Service, "{error}");
        assert_eq!(error.service().unwrap().code, "13000410");
    }
    let facts = |error: &Error| {
        let service = error.service().unwrap();
        (service.message.clone(), service.class, service.advice, error.is_retryable())
    };
    assert_eq!(facts(&usual), facts(&switched));
    let statuses = [&usual, &switched].map(|error| error.service().unwrap().status);
    assert_eq!(statuses, [400, 200]);
}
