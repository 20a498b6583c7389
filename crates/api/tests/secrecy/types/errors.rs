//! Samples of errors of every kind.

use std::collections::BTreeSet;
use std::future::pending;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::koodrive::{CreateSession, GetBatchTaskPublic, RefreshSession};
use hwc_api::osm::{CreateCases, ListCases};
use hwc_api::serde_json::json;
use hwc_api::transport::clock::ManualClock;
use hwc_api::transport::{HttpRequest, HttpResponse};
use hwc_api::{
    Client, Credentials, CredentialsProvider, CredentialsRequest, Error, Method, PresignedUrl, TransportError,
    async_trait, koodrive, osm,
};

use super::client::{builder, credentials, drive, drive_credentials};
use super::show::{MARK, Sample, debug, error};
use crate::fake::{Echo, answering};

pub(super) async fn samples() -> Vec<Sample> {
    let mut errors = configuration();
    errors.extend(unusable().await);
    errors.extend(wrong_requests().await);
    errors.extend(no_answer().await);
    errors.extend(wrong_answers().await);
    let refusals = refusals().await;
    let kept: Vec<String> = refusals.iter().map(kept_response).collect();
    errors.extend(refusals);
    let kinds: BTreeSet<String> = errors.iter().map(|failure| format!("{:?}", failure.kind())).collect();
    assert_eq!(kinds.len(), 11, "one of each kind: {kinds:?}");
    let said = errors.iter().filter_map(Error::service);
    let mut samples: Vec<Sample> = said.map(|said| debug("hwc_api::ServiceError", said)).collect();
    samples.extend(errors.iter().map(|failure| error("hwc_api::Error", failure)));
    samples.extend(kept.into_iter().map(|text| Sample { path: "hwc_api::Error", text }));
    samples
}

/// Returns the response that an error keeps, in full.
fn kept_response(error: &Error) -> String {
    let headers = error.headers().into_iter().flatten();
    let headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    format!("{:?} {headers:?} {:?} {:?}", error.status(), error.request_id(), error.body())
}

/// Returns errors of clients that cannot be built.
fn configuration() -> Vec<Error> {
    let blank = format!("{MARK} {MARK}");
    let builders = [
        builder().endpoint("osm", format!("https://user:{MARK}@osm.example")),
        builder().endpoint("osm", format!("https://osm.example/?token={MARK}")),
        builder().endpoint("osm", MARK),
        builder().default_endpoint(format!("https://user:{MARK}@osm.example")),
        builder().auth_token(blank.as_str()),
        builder().koodrive_token(blank.as_str()),
        builder().credentials(Credentials::access_key(blank.as_str(), MARK)),
        builder().credentials(Credentials::access_key("id", format!("{MARK}\n").repeat(99))),
        builder().credentials(Credentials::temporary_access_key("id", MARK, blank.as_str())),
        builder().credentials(Credentials::password("", "user", MARK)),
    ];
    builders.into_iter().filter_map(|builder| builder.build().err()).collect()
}

/// A source of credentials that always fails.
struct Vault;

#[async_trait]
impl CredentialsProvider for Vault {
    async fn credentials(
        &self,
        _: &CredentialsRequest,
    ) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Credentials::token(format!("{MARK} {MARK}")))
    }
}

const VARIABLES: [&str; 9] = [
    "HUAWEICLOUD_SDK_AK",
    "HUAWEICLOUD_SDK_SK",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    "HWC_AUTH_TOKEN",
    "HWC_IAM_PASSWORD",
    "HWC_KOODRIVE_TOKEN",
    "HWC_KOODRIVE_SESSION_ID",
    "HWC_KOODRIVE_APP_SECRET",
    "HWC_ENDPOINT_INSIGHT",
];

/// Returns errors of credentials that turn out to be unusable when a service is called, from each source.
async fn unusable() -> Vec<Error> {
    let profile = concat!(env!("CARGO_TARGET_TMPDIR"), "/secrecy-profile");
    std::fs::write(profile, format!("[global]\nak = {MARK} 1\nsk = {MARK}\n[koodrive]\ntoken = {MARK} 1\n{MARK}"))
        .unwrap();
    let lookup = |name: &str| match name {
        "HUAWEICLOUD_SDK_CREDENTIALS_FILE" => Some(profile.to_owned()),
        "HWC_METADATA_DISABLED" => Some("1".to_owned()),
        _ => VARIABLES.contains(&name).then(|| format!("https://user:{MARK}@host {MARK}")),
    };
    let around = Client::from_env_with(&lookup).unwrap();
    let vault = builder().credentials_provider(Vault).build().unwrap();
    let none = builder().build().unwrap();
    let sandbox = builder().endpoint("osm", format!("http://127.0.0.1:1/{MARK}")).build().unwrap();
    let mut errors = vec![sandbox.raw_request(&hwc_api::insight::SERVICE, Method::Get, "/").await.unwrap_err()];
    for client in [around, vault, none] {
        errors.push(client.send(ListCases::new()).await.unwrap_err());
        errors.push(client.raw_request(&hwc_api::insight::SERVICE, Method::Get, "/").await.unwrap_err());
        errors.extend(client.send(RefreshSession::new(MARK)).await.err());
    }
    errors
}

/// Returns errors of requests that are rejected before they are sent.
async fn wrong_requests() -> Vec<Error> {
    let client = drive(answering(200, ("x-key", MARK.to_owned()), "{}".to_owned()));
    let line = format!("{MARK}\n{MARK}");
    let raw = |path: String| client.raw_request(&osm::SERVICE, Method::Post, path).json(json!({ "key": MARK }));
    vec![
        client.send(CreateCases::new("1", "2", "3").verify_code(MARK)).await.unwrap_err(),
        client.send(RefreshSession::new(line.as_str())).await.unwrap_err(),
        client.send(CreateSession::new(MARK)).header("x-key", line.as_str()).await.unwrap_err(),
        client.send(CreateSession::new(MARK)).header(line.as_str(), MARK).await.unwrap_err(),
        client.send(CreateSession::new(MARK)).query_in_body().await.unwrap_err(),
        client.call_json("CreateSession", json!({ "code": [MARK] })).await.unwrap_err(),
        client.call_json("CreateSession", json!({ "code": { "x": MARK } })).await.unwrap_err(),
        client.call_json("CreateSession", json!([MARK])).await.unwrap_err(),
        client.call_json("CreateSesion", json!({ "code": MARK })).await.unwrap_err(),
        raw(format!("{MARK}?token={MARK}")).await.unwrap_err(),
        raw(format!("/{MARK}?token={MARK}")).await.unwrap_err(),
        raw(format!("/{MARK}/../{MARK}")).await.unwrap_err(),
        raw(format!("/{MARK} {MARK}")).await.unwrap_err(),
        client.fetch_presigned(&PresignedUrl::from(MARK)).bytes().await.unwrap_err(),
        client.fetch_presigned(&PresignedUrl::from(format!("ftp://{MARK}@host/{MARK}"))).bytes().await.unwrap_err(),
    ]
}

async fn lost(_: HttpRequest) -> Result<HttpResponse, TransportError> {
    Err(TransportError::maybe_sent("the connection was lost"))
}

async fn unreached(_: HttpRequest) -> Result<HttpResponse, TransportError> {
    Err(TransportError::not_sent("nobody listens"))
}

async fn no_answer() -> Vec<Error> {
    let (task, link) =
        (GetBatchTaskPublic::new("share").kdstoken(MARK), PresignedUrl::from(format!("http://host/{MARK}")));
    let mut errors = Vec::new();
    for client in [drive(lost), drive(unreached)] {
        errors.push(client.send(task.clone()).await.unwrap_err());
        errors.push(client.send(CreateSession::new(MARK)).await.unwrap_err());
        errors.push(client.fetch_presigned(&link).bytes().await.unwrap_err());
    }
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    let silent = builder().koodrive_token(MARK).clock(Arc::new(clock.clone()));
    let silent = silent.transport(|_: HttpRequest| pending()).build().unwrap();
    let waiting = tokio::spawn(async move { silent.send(task).await.unwrap_err() });
    while !waiting.is_finished() {
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(60));
    }
    errors.push(waiting.await.unwrap());
    errors
}

/// Returns errors of successful responses that cannot be decoded.
async fn wrong_answers() -> Vec<Error> {
    let mut errors = Vec::new();
    for body in [
        format!(r#"{{"data": {{"accessToken": ["{MARK}"]}}}}"#),
        format!(r#"{{"data": {{"accessToken": "{MARK}"#),
        format!(r#"{{"data": "{MARK}"}}"#),
        format!("\"{MARK}\""),
        MARK.to_owned(),
    ] {
        let client = drive(answering(200, ("x-key", MARK.to_owned()), body));
        errors.push(client.send(CreateSession::new(MARK)).await.unwrap_err());
        errors.extend(client.raw_request(&koodrive::SERVICE, Method::Get, "/").await.err());
    }
    let compressed = drive(answering(200, ("content-encoding", "br".to_owned()), MARK.to_owned()));
    errors.push(compressed.send(CreateSession::new(MARK)).await.unwrap_err());
    let moved =
        drive(answering(302, ("location", format!("https://{MARK}@elsewhere/{MARK}?token={MARK}")), String::new()));
    errors.push(moved.send(CreateSession::new(MARK)).await.unwrap_err());
    errors.push(moved.fetch_presigned(&PresignedUrl::from(format!("https://host/{MARK}"))).bytes().await.unwrap_err());
    errors.extend(lists().await);
    errors
}

/// Returns errors of lists that end early.
async fn lists() -> [Error; 2] {
    let page = r#"{"total_count": 99, "incident_info_list": [{"incident_id": "1"}]}"#;
    let client = drive(answering(200, ("x-key", MARK.to_owned()), page.to_owned()));
    let mut circle = client.send(ListCases::new()).header("x-key", MARK).pages();
    circle.try_next().await.unwrap();
    let again = circle.try_next().await.unwrap_err();
    let mut far = client.send(ListCases::new().offset(70_000)).validate(false).header("x-key", MARK).pages();
    [again, far.try_next().await.unwrap_err()]
}

/// Returns errors of services that repeat their requests.
async fn refusals() -> Vec<Error> {
    let mut errors = Vec::new();
    for (status, iam) in [400, 401].into_iter().flat_map(|status| credentials().map(|iam| (status, iam))) {
        let echo = Echo::default();
        let client = builder().credentials(iam.domain_id("account")).transport(echo.transport(status)).build().unwrap();
        errors.push(client.send(CreateCases::new("1", "2", "3").verify_code(&MARK[..6])).await.unwrap_err());
        errors.push(client.raw_request(&osm::SERVICE, Method::Get, "/").header("x-key", MARK).await.unwrap_err());
    }
    for (status, own) in [400, 401].into_iter().flat_map(|status| drive_credentials().map(|own| (status, own))) {
        let echo = Echo::default();
        let client = builder().koodrive_credentials(own).transport(echo.transport(status)).build().unwrap();
        errors.push(client.send(GetBatchTaskPublic::new("share").kdstoken(MARK)).await.unwrap_err());
        errors.push(client.send(CreateSession::new(MARK)).await.unwrap_err());
        errors.push(client.send(koodrive::CountUser::new()).header("x-key", MARK).await.unwrap_err());
        errors.push(
            client.fetch_presigned(&PresignedUrl::from(format!("https://host/{MARK}"))).bytes().await.unwrap_err(),
        );
    }
    errors
}
