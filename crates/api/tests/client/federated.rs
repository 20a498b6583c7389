//! Federated sign-in: the ID token in a file is exchanged for an IAM token, which is renewed before it expires.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, ClientBuilder, Credentials, Error, ErrorKind};

use crate::common::{Fake, ListCases, ShowDashboard, clock, everything, patiently};

/// A file with an ID token, for one test.
struct TokenFile(PathBuf);

impl TokenFile {
    fn new(test: &str, content: &str) -> Self {
        let file = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("id-token-{test}")));
        file.write(content);
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    fn credentials(&self) -> Credentials {
        Credentials::id_token_file("my-idp", &self.0).domain_id("d1").project_id("p1")
    }
}

fn client(credentials: Credentials, fake: &Fake, clock: &ManualClock) -> Client {
    let builder = Client::builder().credentials(credentials).clock(Arc::new(clock.clone())).max_attempts(2);
    builder.transport(fake.transport()).build().unwrap()
}

fn from_env(fake: &Fake, variables: &[(&str, &str)]) -> Client {
    let lookup = |name: &str| {
        let all = variables.iter().chain(&[("HWC_METADATA_DISABLED", "1"), ("HOME", "/nowhere")]);
        all.copied().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    };
    let builder = ClientBuilder::from_env_with(&lookup).clock(Arc::new(clock())).max_attempts(1);
    builder.transport(fake.transport()).build().unwrap()
}

/// Adds a response with an IAM token that is valid until `ends`.
fn then_token(fake: Fake, token: &str, ends: &str) -> Fake {
    let body = format!(r#"{{"token": {{"expires_at": "{ends}", "methods": ["mapped"], "roles": []}}}}"#);
    fake.then_with(201, &[("x-subject-token", token), ("x-request-id", "r")], &body)
}

const DAY: &str = "1970-01-02T00:00:00.000000Z";
const SIGN_IN: &str = "POST https://iam.myhuaweicloud.com/v3.0/OS-AUTH/id-token/tokens";

async fn failed(client: &Client) -> Error {
    client.send(ListCases::new()).await.unwrap_err()
}

#[tokio::test]
async fn an_id_token_is_exchanged_for_a_token_of_the_account() {
    let file = TokenFile::new("account", "ID-TOKEN-1\n");
    let fake = then_token(Fake::default(), "T1", DAY).then(200, "{}").then(200, "{}");
    let client = client(file.credentials(), &fake, &clock());
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    let seen = fake.seen();
    assert_eq!((seen.len(), seen[0].line.as_str()), (3, SIGN_IN), "one sign-in for both calls");
    assert_eq!((seen[0].header("x-idp-id"), seen[0].header("x-auth-token")), (Some("my-idp"), None));
    insta::assert_snapshot!(seen[0].body, @r#"{"auth":{"id_token":{"id":"ID-TOKEN-1"},"scope":{"domain":{"id":"d1"}}}}"#);
    assert_eq!(seen[2].header("x-auth-token"), Some("T1"));
}

#[tokio::test]
async fn a_service_of_a_project_gets_a_token_of_the_project() {
    let file = TokenFile::new("project", "ID-TOKEN-1");
    let fake = then_token(Fake::default(), "T1", DAY).then(200, "{}");
    let fake = then_token(fake, "T2", DAY).then(200, "{}");
    let client = client(file.credentials(), &fake, &clock());
    client.send(ShowDashboard::new("d")).await.unwrap();
    client.send(ShowDashboard::new("d")).project_id("other").await.unwrap();
    let seen = fake.seen();
    assert!(seen[0].body.ends_with(r#""scope":{"project":{"id":"p1"}}}}"#), "{}", seen[0].body);
    assert_eq!(seen[1].line, "GET https://insight.example/v1/p1/boards/d");
    assert!(seen[2].body.ends_with(r#""scope":{"project":{"id":"other"}}}}"#), "{}", seen[2].body);
    assert_eq!(seen[3].header("x-auth-token"), Some("T2"));
}

#[tokio::test]
async fn the_file_is_read_again_before_the_token_expires() {
    let file = TokenFile::new("rotation", "ID-TOKEN-1");
    let fake = then_token(Fake::default(), "T1", DAY).then(200, "{}").then(200, "{}");
    let fake = then_token(fake, "T2", "1970-01-03T00:00:00.000000Z").then(200, "{}");
    let clock = clock();
    let client = client(file.credentials(), &fake, &clock);
    client.send(ListCases::new()).await.unwrap();
    file.write("ID-TOKEN-2");
    clock.advance(Duration::from_secs(24 * 3600 - 301));
    client.send(ListCases::new()).await.unwrap();
    assert_eq!(fake.seen().len(), 3, "more than five minutes are left");
    clock.advance(Duration::from_secs(2));
    client.send(ListCases::new()).await.unwrap();
    let seen = fake.seen();
    assert!(seen[3].body.contains("ID-TOKEN-2"), "{}", seen[3].body);
    assert_eq!(seen[4].header("x-auth-token"), Some("T2"));
}

#[tokio::test]
async fn a_rejected_token_is_renewed_once() {
    let file = TokenFile::new("renewal", "ID-TOKEN-1");
    let fake = then_token(Fake::default(), "T1", DAY).then(401, r#"{"error_code": "APIGW.0301"}"#);
    let fake = then_token(fake, "T2", DAY).then(200, "{}");
    let clock = clock();
    patiently(&clock, client(file.credentials(), &fake, &clock).send(ListCases::new())).await.unwrap();
    assert_eq!(fake.seen()[3].header("x-auth-token"), Some("T2"));
}

#[tokio::test]
async fn a_rejected_id_token_is_not_repeated() {
    let file = TokenFile::new("rejected", "ID-TOKEN-1234");
    let body = r#"{"error": {"code": 401, "message": "bad token ID-TOKEN-1234", "title": "Unauthorized"}}"#;
    let fake = Fake::default().then(401, body);
    let error = failed(&client(file.credentials(), &fake, &clock())).await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Credentials, false));
    insta::assert_snapshot!(format!("{error:#}"), @"osm.ListCases: no usable credentials: sign-in or ID lookup failed: iam.CreateTokenWithIdToken: error response: status 401, code 401: bad token [redacted]");
    assert!(!everything(&error).contains("ID-TOKEN-1234"), "{error:?}");
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn a_file_without_a_token_is_named() {
    let missing = Credentials::id_token_file("my-idp", "/nowhere/id-token").domain_id("d1");
    let fake = Fake::default();
    let error = failed(&client(missing, &fake, &clock())).await;
    insta::assert_snapshot!(error, @"osm.ListCases: no usable credentials: ID token file /nowhere/id-token: it cannot be read (entity not found)");
    for (content, problem) in [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("TOP-SECRET\nTOP-SECRET", "it does not contain a single ID token"),
        (&"x".repeat(65_537), "it does not contain a single ID token"),
    ] {
        let file = TokenFile::new("unusable", content);
        let error = failed(&client(file.credentials(), &fake, &clock())).await;
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains(file.path()) && error.to_string().contains(problem), "{error}");
        assert!(!everything(&error).contains("TOP-SECRET"), "{error:?}");
    }
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn a_missing_id_of_the_scope_is_named() {
    let file = TokenFile::new("scope", "ID-TOKEN-1");
    let fake = Fake::default();
    let client = client(Credentials::id_token_file("my-idp", &file.0), &fake, &clock());
    let error = failed(&client).await;
    assert_eq!(error.kind(), ErrorKind::Credentials);
    insta::assert_snapshot!(error, @"osm.ListCases: no usable credentials: federated sign-in requires the ID of the token's scope; set `domain_id` or HUAWEICLOUD_SDK_DOMAIN_ID");
    let error = client.send(ShowDashboard::new("d")).await.unwrap_err();
    insta::assert_snapshot!(error, @"insight.ShowDashboard: no usable credentials: federated sign-in requires the ID of the token's scope; set `project_id` or HUAWEICLOUD_SDK_PROJECT_ID");
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn unusable_ids_of_providers_and_empty_paths_are_found_by_build() {
    for (idp, path, problem) in [
        ("", "file", "identity provider id is empty"),
        ("my idp", "file", "identity provider id is empty or contains spaces"),
        ("my-idp", "", "the path of the ID token file is empty"),
    ] {
        let builder = Client::builder().credentials(Credentials::id_token_file(idp, path)).clock(Arc::new(clock()));
        let error = builder.transport(Fake::default().transport()).build().unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[tokio::test]
async fn the_variables_of_the_official_sdks_are_read() {
    let file = TokenFile::new("environment", "ID-TOKEN-1");
    let federated = [
        ("HUAWEICLOUD_SDK_IDP_ID", "env-idp"),
        ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", file.path()),
        ("HUAWEICLOUD_SDK_DOMAIN_ID", "env-domain"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "env-project"),
    ];
    let keys = [("HUAWEICLOUD_SDK_AK", "AK"), ("HUAWEICLOUD_SDK_SK", "SK")];
    let fake = then_token(Fake::default(), "T1", DAY).then(200, "{}");
    let fake = then_token(fake, "T2", DAY).then(200, "{}");
    let client = from_env(&fake, &[&federated[..], &keys].concat());
    client.send(ListCases::new()).await.unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    let seen = fake.seen();
    assert_eq!((seen[0].line.as_str(), seen[0].header("x-idp-id")), (SIGN_IN, Some("env-idp")), "it precedes keys");
    assert!(seen[0].body.contains(r#""domain":{"id":"env-domain"}"#), "{}", seen[0].body);
    assert!(seen[2].body.contains(r#""project":{"id":"env-project"}"#), "{}", seen[2].body);
}

#[tokio::test]
async fn keys_precede_an_incomplete_provider_as_in_the_official_sdks() {
    let keys = [("HUAWEICLOUD_SDK_AK", "AK"), ("HUAWEICLOUD_SDK_SK", "SK"), ("HUAWEICLOUD_SDK_DOMAIN_ID", "d")];
    let fake = Fake::answering(["{}"]);
    let variables = [&keys[..], &[("HUAWEICLOUD_SDK_IDP_ID", "idp")]].concat();
    from_env(&fake, &variables).send(ListCases::new()).await.unwrap();
    assert!(fake.only().header("authorization").unwrap().contains("Access=AK"));
}

#[tokio::test]
async fn half_of_a_provider_is_an_error() {
    for (set, said) in [
        ("HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_IDP_ID is set, but not HUAWEICLOUD_SDK_ID_TOKEN_FILE"),
        ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", "HUAWEICLOUD_SDK_ID_TOKEN_FILE is set, but not HUAWEICLOUD_SDK_IDP_ID"),
    ] {
        let error = failed(&from_env(&Fake::default(), &[(set, "value")])).await;
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn the_profile_file_has_the_names_of_the_official_sdks() {
    let file = TokenFile::new("profile", "ID-TOKEN-1");
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join("profile-federated");
    let write = |text: &str| std::fs::write(&profile, text).unwrap();
    let client = |fake: &Fake| from_env(fake, &[("HUAWEICLOUD_SDK_CREDENTIALS_FILE", profile.to_str().unwrap())]);
    write(&format!("[global]\nidp_id = file-idp\nid_token_file = {}\ndomain_id = d9\n", file.path()));
    let fake = then_token(Fake::default(), "T1", DAY).then(200, "{}");
    client(&fake).send(ListCases::new()).await.unwrap();
    assert_eq!(fake.seen()[0].header("x-idp-id"), Some("file-idp"));
    assert!(fake.seen()[0].body.contains(r#""domain":{"id":"d9"}"#));
    for (set, unset) in [("idp_id", "id_token_file"), ("id_token_file", "idp_id")] {
        write(&format!("[global]\n{set} = value\n"));
        let error = failed(&client(&Fake::default())).await;
        assert!(error.to_string().contains(&format!("[global] has `{set}`, but not `{unset}`")), "{error}");
    }
}
