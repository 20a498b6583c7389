//! Default headers and the user agent.

use hwc_api::{Error, ErrorKind, PresignedUrl};

use crate::common::{AUTH_TOKEN, Fake, ListCases, OSM, ShowDashboard, SignIn, builder, everything};

fn refused(name: &str, value: &str) -> Error {
    let builder = builder().transport(Fake::default().transport()).default_header(name, value);
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    error
}

#[tokio::test]
async fn default_headers_are_sent_to_services_alone() {
    let projects = r#"{"projects": [{"id": "p1", "name": "cn-north-4"}]}"#;
    let fake = Fake::answering(["{}", projects, "{}", "{}", "{}"]);
    let builder = builder().default_header("X-Team", "none").default_header("x-team", "storage");
    let client = builder.transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    client.send(ShowDashboard::new("d")).await.unwrap();
    client.raw_request(&OSM, hwc_api::Method::Get, "/v2/raw").await.unwrap();
    client.fetch_presigned(&PresignedUrl::from("https://bucket.example/file")).bytes().await.unwrap();
    let seen: Vec<Option<String>> = fake.seen().iter().map(|seen| seen.header("x-team").map(str::to_owned)).collect();
    let sent = Some("storage".to_owned());
    assert_eq!(seen, [sent.clone(), sent.clone(), sent.clone(), sent, None]);
    assert_eq!(fake.seen()[0].headers.get_all("x-team").iter().count(), 1);
    assert_eq!(fake.seen()[0].header("x-auth-token"), Some(AUTH_TOKEN));
}

#[tokio::test]
async fn settings_and_calls_replace_default_headers() {
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let builder = builder().default_header("X-Language", "zh-cn").default_header("X-Team", "storage");
    let client = builder.transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).language("en-us").await.unwrap();
    client.send(ListCases::new()).header("X-Team", "network").await.unwrap();
    let seen = fake.seen();
    let languages: Vec<Option<&str>> = seen.iter().map(|seen| seen.header("x-language")).collect();
    assert_eq!(languages, [Some("zh-cn"), Some("en-us"), Some("zh-cn")]);
    assert_eq!(seen[2].headers.get_all("x-team").iter().collect::<Vec<_>>(), ["network"]);
}

#[tokio::test]
async fn default_headers_count_as_secret() {
    let body = r#"{"error_code": "OSM.1", "error_msg": "the key SECRET-KEY-1 is unknown"}"#;
    let fake = Fake::default().then(400, body);
    let builder = builder().default_header("x-api-key", "SECRET-KEY-1");
    assert!(format!("{builder:?}").contains(r#"default_headers: ["x-api-key"]"#), "{builder:?}");
    let client = builder.transport(fake.transport()).build().unwrap();
    let error = client.send(ListCases::new()).await.unwrap_err();
    assert_eq!(error.service().unwrap().message, "the key [redacted] is unknown");
    let seen = fake.only();
    assert_eq!(format!("{:?}", seen.headers["x-api-key"]), "Sensitive");
    assert!(!format!("{client:?} {}", everything(&error)).contains("SECRET"));
}

#[test]
fn reserved_and_invalid_headers_are_named_without_their_value() {
    insta::assert_snapshot!(refused("Authorization", "SECRET"), @"invalid configuration: `.default_header(..)`: `authorization` is reserved for the credentials");
    insta::assert_snapshot!(refused("User-Agent", "mine"), @"invalid configuration: `.default_header(..)`: `user-agent` is reserved for the client; add to it with `.user_agent_suffix(..)`");
    insta::assert_snapshot!(refused("b d", "SECRET"), @"invalid configuration: `.default_header(..)`: `b d` is not the name of a header");
    insta::assert_snapshot!(refused("X-Key", "SECRET\n"), @"invalid configuration: `.default_header(..)`: the value of `x-key` contains invalid characters");
    let reserved = [
        "x-auth-token",
        "X-Security-Token",
        "x-sdk-date",
        "X-Sdk-Content-Sha256",
        "x-date",
        "x-domain-id",
        "x-project-id",
        "x-user-id",
        "cookie",
        "host",
        "Content-Type",
        "content-length",
        "transfer-encoding",
        "connection",
        "proxy-authorization",
        "accept",
        "accept-encoding",
        "range",
        "te",
        "expect",
    ];
    for name in reserved {
        let error = refused(name, "SECRET");
        assert!(error.to_string().contains("is reserved for "), "{error}");
        assert!(!everything(&error).contains("SECRET"), "{error:?}");
    }
    builder().transport(Fake::default().transport()).default_header("terse", "1").build().unwrap();
}

#[tokio::test]
async fn the_user_agent_has_a_suffix() {
    let fake = Fake::answering(["{}", "{}", "{}"]);
    let builder = builder().user_agent_suffix("report/1.2 (nightly)");
    let client = builder.transport(fake.transport()).build().unwrap();
    client.send(SignIn::new("me", "pw")).await.unwrap();
    client.fetch_presigned(&PresignedUrl::from("https://bucket.example/file")).bytes().await.unwrap();
    client.send(ListCases::new()).header("user-agent", "mine/2").await.unwrap();
    let seen = fake.seen();
    let agents: Vec<&str> = seen.iter().map(|seen| seen.header("user-agent").unwrap()).collect();
    let product = concat!("hwc/", env!("CARGO_PKG_VERSION"), " report/1.2 (nightly)");
    assert_eq!(agents, [product, product, "mine/2"]);
}

#[test]
fn an_invalid_suffix_of_the_user_agent_is_rejected() {
    for suffix in ["", " x", "x ", "x\ny", "\u{fc}", &"x".repeat(257)] {
        let builder = builder().transport(Fake::default().transport()).user_agent_suffix(suffix);
        let error = builder.build().unwrap_err();
        let expected = "invalid configuration: `.user_agent_suffix(..)` must be 1 to 256 printable ASCII characters without surrounding spaces";
        assert_eq!(error.to_string(), expected, "{suffix:?}");
    }
    builder().transport(Fake::default().transport()).user_agent_suffix("x".repeat(256)).build().unwrap();
}
