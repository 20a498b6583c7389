//! Client configuration from a builder and from an environment, and its errors.

use std::collections::BTreeMap;

use hwc_api::{Client, Error, ErrorKind};

use crate::common::{Fake, ListCases, ListFiles, ShowDashboard, SignIn, builder, clock};

/// Returns a builder with `variables`, without network and real time.
fn from(fake: &Fake, variables: &[(&str, &str)]) -> Client {
    let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
    let lookup = |name: &str| variables.get(name).map(|value| (*value).to_owned());
    let builder = hwc_api::ClientBuilder::from_env_with(&lookup);
    builder.transport(fake.transport()).clock(std::sync::Arc::new(clock())).build().unwrap()
}

fn refused_endpoint(url: &str) -> Error {
    builder().transport(Fake::default().transport()).endpoint("osm", url).build().unwrap_err()
}

#[tokio::test]
async fn the_environment_gives_tokens_endpoints_region_and_project() {
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let client = from(
        &fake,
        &[
            ("HWC_AUTH_TOKEN", "env-token\n"),
            ("HWC_KOODRIVE_TOKEN", "Bearer drive-token"),
            ("HWC_ENDPOINT_OSM", "http://osm.test:1234/base/"),
            ("HUAWEICLOUD_SDK_REGION", "ap-southeast-3"),
            ("HUAWEICLOUD_SDK_PROJECT_ID", "project-1"),
        ],
    );
    client.send(ListCases::new()).await.unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    let lines: Vec<String> = fake.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(
        lines,
        [
            "GET http://osm.test:1234/base/v2/cases",
            "GET https://intl.drive.example/drive/s/files",
            "GET https://insight.example/v1/project-1/boards/d"
        ]
    );
    assert_eq!(fake.seen()[0].header("x-auth-token"), Some("env-token"));
    assert_eq!(fake.seen()[1].header("authorization"), Some("Bearer drive-token"));
}

#[tokio::test]
async fn a_missing_token_is_an_error_of_the_first_call_that_needs_it() {
    let fake = Fake::answering(["{}"]);
    let variables =
        [("HWC_AUTH_TOKEN", " "), ("HWC_KOODRIVE_TOKEN", ""), ("HWC_METADATA_DISABLED", "true"), ("HOME", "/nowhere")];
    let client = from(&fake, &variables);
    let error = client.send(ListCases::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    insta::assert_snapshot!(error, @"osm.ListCases: no usable credentials: none were found; environment: neither HWC_AUTH_TOKEN nor HUAWEICLOUD_SDK_AK nor HWC_IAM_USER nor HUAWEICLOUD_SDK_IDP_ID is set; profile file /nowhere/.huaweicloud/credentials: not found; metadata service: disabled by HWC_METADATA_DISABLED");
    let error = client.send(ListFiles::new("s")).await.unwrap_err();
    insta::assert_snapshot!(error, @"koodrive.ListFiles: no usable credentials: none were found; environment: neither HWC_KOODRIVE_TOKEN nor HWC_KOODRIVE_APP_ID is set; profile file /nowhere/.huaweicloud/credentials: not found");
    assert!(fake.seen().is_empty());
    client.send(SignIn::new("me", "pw")).await.unwrap();
}

#[tokio::test]
async fn a_mistake_in_the_environment_hurts_the_service_that_it_is_for() {
    let fake = Fake::answering(["{}"]);
    let variables = [("HWC_ENDPOINT_IAM", "iam.example"), ("HWC_KOODRIVE_TOKEN", "two words"), ("HWC_AUTH_TOKEN", "t")];
    let client = from(&fake, &variables);
    client.send(ListCases::new()).await.unwrap();
    let error = client.send(hwc_api::iam::KeystoneListAuthDomains::new()).await.unwrap_err();
    insta::assert_snapshot!(error, @"iam.KeystoneListAuthDomains: invalid configuration: endpoint for iam in HWC_ENDPOINT_IAM: expected an absolute http or https URL");
    let error = client.send(ListFiles::new("s")).await.unwrap_err();
    assert!(
        error.to_string().contains("environment: HWC_KOODRIVE_TOKEN: the KooDrive token is empty or contains spaces"),
        "{error}"
    );
}

#[tokio::test]
async fn bearer_is_never_written_twice() {
    for token in ["x1", "Bearer x1", "Bearer+x1", "bearer x1", " Bearer  x1 "] {
        let fake = Fake::answering(["{}"]);
        let client = builder().koodrive_token(token).transport(fake.transport()).build().unwrap();
        client.send(ListFiles::new("s")).await.unwrap();
        assert_eq!(fake.only().header("authorization"), Some("Bearer x1"), "{token}");
    }
}

#[tokio::test]
async fn the_tokens_of_carriers_keep_their_prefix() {
    for (token, sent) in [("AT x1", "AT x1"), ("AT+x1", "AT x1"), ("at x1", "AT x1"), ("ATx1", "Bearer ATx1")] {
        let fake = Fake::answering(["{}"]);
        let client = builder().koodrive_token(token).transport(fake.transport()).build().unwrap();
        client.send(ListFiles::new("s")).await.unwrap();
        assert_eq!(fake.only().header("authorization"), Some(sent), "{token}");
    }
}

#[test]
fn what_no_header_can_hold_is_no_token() {
    for token in ["", "  ", "two words", "line\nbreak", "ü"] {
        let error = builder().auth_token(token).transport(Fake::default().transport()).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{token:?}");
        assert_eq!(builder().koodrive_token(token).build().unwrap_err().kind(), ErrorKind::Config, "{token:?}");
    }
    for token in ["Bearer ", "AT ", "AT"] {
        assert_eq!(builder().koodrive_token(token).build().unwrap_err().kind(), ErrorKind::Config, "{token:?}");
    }
}

#[test]
fn endpoints_are_checked_when_the_client_is_built() {
    for url in ["", "osm.example", "ftp://osm.example", "/path", "https://", "https://a b", "http:///x"] {
        assert_eq!(refused_endpoint(url).kind(), ErrorKind::Config, "{url}");
    }
    for url in ["https://osm.example?a=b", "https://osm.example#x"] {
        assert!(refused_endpoint(url).to_string().ends_with("it must not contain a query or a fragment"));
    }
    let error = refused_endpoint("https://me:hunter2@osm.example");
    assert!(!crate::common::everything(&error).contains("hunter2"));
    insta::assert_snapshot!(error, @"invalid configuration: endpoint for osm: it must not contain a user name; set credentials separately");
    for endpoint in ["http://127.0.0.1:99999", "http://127.0.0.1:0", "http://[::1]:70000/x"] {
        assert_eq!(refused_endpoint(endpoint).kind(), ErrorKind::Config, "{endpoint}");
    }
    for endpoint in ["http://127.0.0.1:65535", "http://[::1]:1", "http://[::1]", "http://x"] {
        assert!(Client::builder().endpoint("osm", endpoint).build().is_ok(), "{endpoint}");
    }
}

#[tokio::test]
async fn a_region_is_looked_up_in_the_table_of_the_service() {
    let fake = Fake::answering(["{}", "{}"]);
    let client = builder().transport(fake.transport()).region("koodrive", "ap-southeast-3").build().unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    assert_eq!(fake.only().line, "GET https://intl.drive.example/drive/s/files");

    let elsewhere = builder().transport(fake.transport()).default_region("eu-west-0").build().unwrap();
    elsewhere.send(ListCases::new()).await.expect("it is in one place only");
    let error = elsewhere.send(ListFiles::new("s")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    insta::assert_snapshot!(error, @r#"koodrive.ListFiles: invalid configuration: koodrive is not available in the region `eu-west-0`, only in cn-north-4, ap-southeast-3: choose one of them, or set an endpoint with `.endpoint("koodrive", ..)` or HWC_ENDPOINT_KOODRIVE"#);
    let named = builder().transport(fake.transport()).region("osm", "eu-west-0").build().unwrap();
    assert_eq!(named.send(ListCases::new()).await.unwrap_err().kind(), ErrorKind::Config);
}

/// Returns the request line of the last call.
async fn line(fake: &Fake) -> String {
    fake.seen().pop().map(|seen| seen.line).unwrap_or_default()
}

#[tokio::test]
async fn one_variable_sets_the_endpoints_of_all_services() {
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let variables = [
        ("HWC_AUTH_TOKEN", "t"),
        ("HWC_KOODRIVE_TOKEN", "t"),
        ("HWC_ENDPOINT", "http://127.0.0.1:1"),
        ("HWC_ENDPOINT_KOODRIVE", "https://drive.test"),
        ("HUAWEICLOUD_SDK_REGION", "ap-southeast-3"),
    ];
    let client = from(&fake, &variables);
    client.send(ListCases::new()).await.unwrap();
    assert_eq!(line(&fake).await, "GET http://127.0.0.1:1/v2/cases");
    client.send(hwc_api::iam::KeystoneListAuthDomains::new()).await.unwrap();
    assert_eq!(line(&fake).await, "GET http://127.0.0.1:1/v3/auth/domains");
    client.send(ListFiles::new("s")).await.unwrap();
    assert_eq!(line(&fake).await, "GET https://drive.test/drive/s/files", "its own goes before it");

    let fake = Fake::answering(["{}"]);
    let client = builder().transport(fake.transport()).default_endpoint("http://127.1:1/").build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    let sent =
        if cfg!(feature = "network") { "GET http://127.0.0.1:1/v2/cases" } else { "GET http://127.1:1/v2/cases" };
    assert_eq!(line(&fake).await, sent);
}

#[tokio::test]
async fn nothing_leaves_the_machine_if_a_service_is_on_it() {
    let keys = [("HUAWEICLOUD_SDK_AK", "ak"), ("HUAWEICLOUD_SDK_SK", "sk"), ("HWC_KOODRIVE_TOKEN", "t")];
    let fake = Fake::answering(["{}", "{}"]);
    for here in ["http://127.0.0.1:1", "http://localhost:1", "https://[::1]:1", "http://a.localhost"] {
        let client = from(&fake, &[&keys[..], &[("HWC_ENDPOINT_OSM", here)]].concat());
        // To sign the request, it has to request the account from IAM.
        let error = client.send(ListCases::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let text = crate::common::everything(&error);
        assert!(text.contains("iam has no endpoint, and that of osm is on this machine ("), "{text}");
        let error = client.send(ListFiles::new("s")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("HWC_ENDPOINT_KOODRIVE"), "{error}");
    }
    assert!(fake.seen().is_empty());
    let own = [("HWC_ENDPOINT_OSM", "http://127.0.0.1:1"), ("HWC_ENDPOINT_KOODRIVE", "https://drive.test")];
    from(&fake, &[&keys[..], &own].concat()).send(ListFiles::new("s")).await.expect("it has an endpoint of its own");
    let there = [("HWC_ENDPOINT_OSM", "https://osm.test")];
    from(&fake, &[&keys[..], &there].concat()).send(ListFiles::new("s")).await.expect("osm is on another machine");
}

#[tokio::test]
async fn an_endpoint_on_this_machine_counts_wherever_it_is_set() {
    let fake = Fake::default();
    let build = |builder: hwc_api::ClientBuilder| builder.transport(fake.transport()).build().unwrap();
    let error = build(builder().endpoint("osm", "http://127.0.0.1:1")).send(ListFiles::new("s")).await.unwrap_err();
    insta::assert_snapshot!(error, @r#"koodrive.ListFiles: invalid configuration: koodrive has no endpoint, and that of osm is on this machine (127.0.0.1:1): set `.endpoint("koodrive", ..)` or HWC_ENDPOINT_KOODRIVE, or `.default_endpoint(..)` or HWC_ENDPOINT for all services"#);

    let profile = std::env::temp_dir().join(format!("hwc-endpoint-{}", std::process::id()));
    std::fs::write(&profile, "[osm]\nendpoint = http://127.0.0.1:1\n").unwrap();
    let error = build(builder().profile_file(&profile)).send(ListFiles::new("s")).await.unwrap_err();
    std::fs::remove_file(profile).unwrap();
    assert_eq!(error.kind(), ErrorKind::Config);

    // A region set on the builder does not count as an endpoint.
    let regional = builder().endpoint("osm", "http://127.0.0.1:1").region("koodrive", "cn-north-4");
    assert_eq!(build(regional).send(ListFiles::new("s")).await.unwrap_err().kind(), ErrorKind::Config);
    assert!(fake.seen().is_empty());
}

#[cfg(feature = "system-clock")]
#[test]
fn without_a_runtime_a_call_is_an_error() {
    let fake = Fake::default().then(503, "").then(200, "{}");
    let client = Client::builder().auth_token("t").koodrive_token("t").transport(fake.transport()).build().unwrap();
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let mut call = client.send(ListCases::new());
    let std::task::Poll::Ready(outcome) = std::pin::Pin::new(&mut call).poll(&mut cx) else { panic!("it waits") };
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), error.attempts()), (ErrorKind::Config, false, 0));
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
    let link = client.fetch_presigned(&"https://store.example/x".into());
    let mut link = std::pin::pin!(link.bytes());
    let std::task::Poll::Ready(outcome) = link.as_mut().poll(&mut cx) else { panic!("it waits") };
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Config);
    assert!(fake.seen().is_empty());
}

#[cfg(not(feature = "network"))]
#[test]
fn without_a_transport_there_is_no_client() {
    let error = Client::builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn names_that_nobody_has_are_refused() {
    let names = [
        builder().endpoint("OSM", "http://127.0.0.1:1"),
        builder().region("oms", "cn-south-1"),
        builder().rate_limit("ims", 1.0),
    ];
    for builder in names {
        let error = builder.transport(Fake::default().transport()).build().unwrap_err().to_string();
        assert!(error.contains("unknown service `"), "{error}");
        assert!(error.contains("known: ") && error.contains("osm"), "{error}");
    }
    let error = builder().transport(Fake::default().transport()).setting("langage", "x").build().unwrap_err();
    assert!(error.to_string().contains("unknown setting `langage`; known: agent_name, language"), "{error}");
}

#[tokio::test]
async fn short_secrets_leave_no_holes_in_texts() {
    let fake = Fake::default().then(503, r#"{"error_code": "X", "error_msg": "The service is unavailable."}"#);
    let client = builder().auth_token("a").transport(fake.transport()).build().unwrap();
    let error = client.send(ListCases::new()).await.unwrap_err();
    assert_eq!(error.service().unwrap().message, "The service is unavailable.");
}
