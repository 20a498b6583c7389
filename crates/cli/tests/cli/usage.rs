//! Tests of invalid command lines. They fail before anything is sent: these calls have no sandbox and no network.

use crate::run::{Run, hwc, run};

fn told(arguments: &[&str]) -> String {
    let (code, message) = run(arguments).failure();
    assert_eq!(code, 2, "{message}");
    message
}

#[test]
fn a_broken_limit_names_the_parameter_the_limit_and_the_value() {
    let run = run(&["call", "ListAuthorizations", "--limit", "101"]);
    assert_eq!(run.code, 2);
    insta::assert_json_snapshot!(run.error(), @r#"
    {
      "kind": "invalid_request",
      "message": "limit is 101, not 1 to 100",
      "operation": "osm.ListAuthorizations",
      "retryable": false,
      "violations": [
        {
          "path": "limit",
          "problem": "is 101, not 1 to 100"
        }
      ]
    }
    "#);
}

#[test]
fn unknown_names_come_with_near_ones() {
    let table = [
        told(&["call", "ListAuthorisations"]),
        told(&["call", "Xyzzy"]),
        told(&["call", "ListAuthorizations", "--limt", "1"]),
        told(&["call", "ListAuthorizations", "--param", "incidentid=1"]),
        told(&["call", "ListAuthorizations", "--xyzzy"]),
        told(&["call", "ListAuthorizations", "--limt", "1", "--status", "waitng", "--offset", "x", "stray"]),
        told(&["call", "--regoin", "x", "ListAuthorizations"]),
        told(&["opertions"]),
    ];
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn an_invalid_command_line_names_the_command_that_prints_its_help() {
    for (line, help) in [
        ("opertions", "hwc --help"),
        ("ticket lst", "hwc ticket --help"),
        ("ticket access list case-1", "hwc ticket access list --help"),
        ("ticket show", "hwc ticket show --help"),
        ("api GET", "hwc api --help"),
        ("call ListCases --limt 1", "hwc call ListCases --help"),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(run(&words).error()["next"][0]["command"], help, "{line}");
    }
}

#[test]
fn values_that_do_not_fit() {
    let list = |words: &[&str]| told(&[&["call", "ListAuthorizations"], words].concat());
    let table = [
        list(&["--limit"]),
        list(&["--limit", "--offset", "1"]),
        list(&["--limit", "ten"]),
        list(&["--limit", "1", "--limit", "2"]),
        list(&["--limit", "-1"]),
        list(&["--status", "waitng"]),
        list(&["--trim-osm-rich-text-label", "yes"]),
        list(&["--param", "limit"]),
        list(&["--json"]),
        list(&["--body", "[]"]),
        list(&["--body", "{"]),
        list(&["--body", r#"{"limits":1}"#]),
        list(&["--body", "@/no/such/file"]),
        list(&["stray"]),
        list(&["--language", "en-us"]),
        told(&["call", "ConfirmAuthorizations", "--authorization-id", "a", "--auth-detail-list", "[{"]),
        told(&["call", "--timeout", "0", "ListCases"]),
        told(&["call", "--setting", "site", "ListCases"]),
        told(&["call", "--sandbox", "--endpoint", "http://127.0.0.1:1", "ListCases"]),
        told(&["call", "CreateCases"]),
    ];
    // The error message depends on the system.
    let missing = std::fs::read("/no/such/file").unwrap_err().to_string();
    insta::assert_snapshot!(table.join("\n").replace(&missing, "[the error of the system]"));
}

#[test]
fn what_the_configuration_lacks() {
    let lacking: [&[&str]; 3] =
        [&["ListCases"], &["--region", "nowhere", "ListCases"], &["--endpoint", "127.0.0.1", "ListCases"]];
    let table = lacking.map(|words| {
        let (code, message) = run(&[&["call"], words].concat()).failure();
        assert_eq!(code, 3, "{message}");
        message
    });
    insta::assert_snapshot!(table.join("\n"));
}

/// The connection fails before the service is reached, so the error must name the proxy.
#[test]
fn a_proxy_that_cannot_be_used_is_named() {
    let call = ["call", "--max-attempts", "1", "ListCases"];
    let run = |proxy: &str| {
        let mut command = hwc(&call);
        command.env("HWC_AUTH_TOKEN", "t").env("HTTPS_PROXY", proxy).env("HWC_ENDPOINT_OSM", "https://osm.invalid");
        Run::of(command.output().unwrap()).failure()
    };
    for proxy in ["socks://me:hunter2@a:1", "htp:/x", "http://"] {
        let (code, message) = run(proxy);
        assert_eq!(code, 3, "{message}");
        assert!(message.contains("`HTTPS_PROXY`") && !message.contains("hunter2"), "{message}");
    }
    let vacant = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for scheme in ["http", "socks5h"] {
        let (code, message) = run(&format!("{scheme}://me:hunter2@{vacant}"));
        assert_eq!(code, 4, "{message}");
        let proxy = format!("the proxy {scheme}://{vacant} (from `HTTPS_PROXY`) failed");
        assert!(message.contains(&proxy) && !message.contains("hunter2"), "{message}");
        assert!(!message.contains("osm.invalid"), "{message}");
    }
}

#[test]
fn an_endpoint_on_this_machine_is_that_of_all_services() {
    let vacant = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint = format!("http://{vacant}");
    let mut command = hwc(&["call", "--max-attempts", "1", "--endpoint", &endpoint, "ListCases"]);
    // Signing requires a call to IAM for the account ID.
    command.env("HUAWEICLOUD_SDK_AK", "a").env("HUAWEICLOUD_SDK_SK", "s");
    let (code, message) = Run::of(command.output().unwrap()).failure();
    assert_eq!(code, 4, "{message}");
    assert!(message.contains("KeystoneListAuthDomains") && message.contains(&endpoint), "{message}");
    let mut command = hwc(&["call", "--max-attempts", "1", "ListCases"]);
    command.env("HUAWEICLOUD_SDK_AK", "a").env("HUAWEICLOUD_SDK_SK", "s").env("HWC_ENDPOINT_OSM", &endpoint);
    let (code, message) = Run::of(command.output().unwrap()).failure();
    assert_eq!(code, 3, "{message}");
    assert!(message.contains("HWC_ENDPOINT_IAM"), "{message}");
}
