//! Tests of `hwc doctor`: each problem is distinguished and comes with its fix.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;

use hwc_api::serde_json::Value;

use crate::http::Served;
use crate::run::{Run, hwc};

const ACCESS: &str = "SANDBOXACCESSKEY0001";
const SECRET: &str = "sandbox-secret-key-that-opens-nothing-else";

/// Runs the command with variables. Returns the exit code and the report.
fn doctor(words: &[&str], variables: &[(&str, &str)]) -> (i32, Value) {
    let mut command = hwc(&[&["doctor", "--json"], words].concat());
    let run = Run::of(command.envs(variables.iter().copied()).output().unwrap());
    assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "no secrets: {}", run.stdout);
    (run.code, hwc_api::serde_json::from_str(&run.stdout).unwrap())
}

/// Returns the kinds of the problems, each with a fix.
fn problems(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().filter(|check| check["status"] == "problem");
    let kind = |check: &Value| {
        assert!(check["fix"].is_string() && check["message"].is_string(), "{check}");
        check["problem"].as_str().unwrap().to_owned()
    };
    found.map(kind).collect()
}

fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["name"] == name).unwrap()
}

#[test]
fn working_credentials_have_no_problems() {
    let served = Served::start(&["--auth", "strict"]);
    let endpoint = served.endpoint("osm");
    let keys = [("HUAWEICLOUD_SDK_AK", ACCESS), ("HUAWEICLOUD_SDK_SK", SECRET), ("HWC_ENDPOINT", endpoint)];
    let (code, report) = doctor(&[], &keys);
    assert_eq!((code, problems(&report)), (0, vec![]), "{report}");
    assert_eq!(report["ok"], true);
    let credentials = check(&report, "credentials osm");
    assert_eq!(credentials["message"], "access key SAND…01 from HUAWEICLOUD_SDK_AK");
    assert_eq!(check(&report, "endpoint osm")["details"]["endpoint"], endpoint);
    assert_eq!(check(&report, "endpoint osm")["details"]["source"], "HWC_ENDPOINT");
    for name in ["network osm", "account iam", "project iam", "permission osm", "permission insight"] {
        assert_eq!(check(&report, name)["status"], "ok", "{name}: {report}");
    }
    assert_eq!(check(&report, "credentials koodrive")["status"], "skipped");
}

#[test]
fn a_wrong_secret_key() {
    let served = Served::start(&["--auth", "strict"]);
    let keys =
        [("HUAWEICLOUD_SDK_AK", ACCESS), ("HUAWEICLOUD_SDK_SK", "another"), ("HWC_ENDPOINT", served.endpoint("osm"))];
    let (code, report) = doctor(&["--service", "iam"], &keys);
    assert_eq!((code, problems(&report)), (5, vec!["wrong_secret".to_owned()]), "{report}");
}

#[test]
fn a_wrong_project() {
    let served = Served::start(&["--auth", "strict"]);
    let variables = [
        ("HUAWEICLOUD_SDK_AK", ACCESS),
        ("HUAWEICLOUD_SDK_SK", SECRET),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "project-9"),
        ("HWC_ENDPOINT", served.endpoint("osm")),
    ];
    let (code, report) = doctor(&["--service", "iam"], &variables);
    assert_eq!((code, problems(&report)), (3, vec!["wrong_project".to_owned()]), "{report}");
    assert!(check(&report, "project iam")["message"].as_str().unwrap().contains("no project project-9"));
}

#[test]
fn a_profile_has_a_project_of_its_own() {
    let served = Served::start(&["--auth", "strict"]);
    let path = private_file("project-credentials", &format!("[ops]\nak = {ACCESS}\nsk = {SECRET}\n"));
    let variables = [
        ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().unwrap()),
        ("HWC_PROFILE", "ops"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "project-9"),
        ("HWC_ENDPOINT", served.endpoint("osm")),
    ];
    let (code, report) = doctor(&["--service", "iam"], &variables);
    assert_eq!((code, problems(&report)), (0, vec![]), "the variable is ignored: {report}");
}

/// Serves one response after another whose date is in the past.
fn serve_in_the_past() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let head = "HTTP/1.1 404 Not Found\r\nDate: Wed, 01 Jan 2020 00:00:00 GMT\r\n";
            let _ = write!(
                stream,
                "{head}Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
            );
        }
    });
    endpoint
}

#[test]
fn a_skewed_clock() {
    let endpoint = serve_in_the_past();
    let (code, report) = doctor(&["--service", "osm"], &[("HWC_AUTH_TOKEN", "t"), ("HWC_ENDPOINT", &endpoint)]);
    assert_eq!(problems(&report).first().map(String::as_str), Some("skewed_clock"), "{report}");
    assert_eq!(code, 3);
    assert!(check(&report, "clock osm")["fix"].as_str().unwrap().contains("clock"));
}

#[test]
fn an_unreachable_host() {
    let vacant = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let endpoint = format!("http://{vacant}");
    let (code, report) = doctor(&["--service", "osm"], &[("HWC_AUTH_TOKEN", "t"), ("HWC_ENDPOINT", &endpoint)]);
    assert_eq!((code, problems(&report)), (4, vec!["unreachable_host".to_owned()]), "{report}");
}

#[test]
fn a_dead_proxy() {
    let vacant = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let proxy = format!("http://me:hunter2@{vacant}");
    let variables = [("HWC_AUTH_TOKEN", "t"), ("HTTPS_PROXY", proxy.as_str()), ("HWC_ENDPOINT", "https://osm.invalid")];
    let (code, report) = doctor(&["--service", "osm"], &variables);
    assert_eq!((code, problems(&report)), (4, vec!["dead_proxy".to_owned()]), "{report}");
    assert!(!report.to_string().contains("hunter2"), "{report}");
}

#[test]
fn missing_root_certificates() {
    let served = Served::start(&[]);
    let endpoint = format!("https://{}", served.address());
    let empty = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let variables =
        [("HWC_AUTH_TOKEN", "t"), ("SSL_CERT_FILE", empty.to_str().unwrap()), ("HWC_ENDPOINT", endpoint.as_str())];
    let (code, report) = doctor(&["--service", "osm"], &variables);
    assert_eq!((code, problems(&report)), (4, vec!["missing_roots".to_owned()]), "{report}");
    let (_, report) = doctor(&["--offline"], &[("SSL_CERT_FILE", "/no/such/file"), ("HWC_AUTH_TOKEN", "t")]);
    assert_eq!(problems(&report), ["missing_roots"], "{report}");
}

#[test]
fn half_set_variables() {
    let (code, report) = doctor(&["--offline"], &[("HUAWEICLOUD_SDK_AK", ACCESS)]);
    assert_eq!((code, problems(&report)), (3, vec!["half_set_variables".to_owned()]), "{report}");
    assert_eq!(check(&report, "variables")["fix"], "set HUAWEICLOUD_SDK_SK, or unset HUAWEICLOUD_SDK_AK");
}

#[test]
fn half_set_variables_are_no_credentials() {
    let (_, report) = doctor(&["--offline"], &[("HUAWEICLOUD_SDK_AK", ACCESS)]);
    let credentials = check(&report, "credentials osm");
    assert_eq!(credentials["status"], "skipped");
    let message = credentials["message"].as_str().unwrap();
    assert!(message.contains("HUAWEICLOUD_SDK_AK is set, but not HUAWEICLOUD_SDK_SK"), "{message}");
}

/// Writes a file that only its owner can read.
fn private_file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    path
}

#[test]
fn incomplete_credentials_in_the_profile_file() {
    let path = private_file("incomplete-credentials", "[basic]\nak = A\n[global]\ntoken = t\n");
    let (code, report) = doctor(&["--offline"], &[("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().unwrap())]);
    assert_eq!((code, problems(&report)), (3, vec!["invalid_credentials".to_owned()]), "{report}");
    let insight = check(&report, "credentials insight")["message"].as_str().unwrap();
    assert!(insight.contains("[basic] has `ak`, but not `sk`"), "{insight}");
    let osm = &check(&report, "credentials osm")["details"];
    assert_eq!(osm["source"], format!("[global] in the profile file {}", path.display()));
}

#[test]
fn a_federated_sign_in() {
    let token = private_file("id-token", "header.payload.signature");
    let idp = [("HUAWEICLOUD_SDK_IDP_ID", "my-idp"), ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", token.to_str().unwrap())];
    let (code, report) = doctor(&["--offline"], &idp);
    assert_eq!((code, problems(&report)), (0, vec![]), "{report}");
    assert_eq!(check(&report, "credentials osm")["message"], "ID token file my-idp from HUAWEICLOUD_SDK_IDP_ID");
}

/// The configuration sets a region only where nothing else does.
#[test]
fn an_endpoint_and_a_region_have_the_source_that_decides() {
    let config = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("doctor-config");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config"), "[hwc]\nregion = cn-south-1\n").unwrap();
    let path = private_file("region-credentials", "[ops]\ntoken = t\nregion = cn-north-9\n");
    let vacant = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let here = format!("http://{vacant}");
    let common = [
        ("HWC_CONFIG_DIR", config.to_str().unwrap()),
        ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().unwrap()),
        ("HTTPS_PROXY", here.as_str()),
    ];
    let details = |variables: &[(&str, &str)]| {
        let (_, report) = doctor(&["--service", "insight"], &[&common[..], variables].concat());
        let details = check(&report, "endpoint insight")["details"].clone();
        ["source", "region", "region_source"].map(|name| details[name].as_str().unwrap().to_owned())
    };
    assert_eq!(details(&[]), ["the region", "cn-south-1", "the configuration"]);
    let region = ("HUAWEICLOUD_SDK_REGION", "cn-north-4");
    assert_eq!(details(&[region]), ["the region", "cn-north-4", "HUAWEICLOUD_SDK_REGION"]);
    assert_eq!(details(&[("HWC_PROFILE", "ops")]), ["the region", "cn-north-9", "the profile file"]);
    assert_eq!(details(&[("HWC_ENDPOINT", here.as_str())]), ["HWC_ENDPOINT", "cn-south-1", "the configuration"]);
}

#[test]
fn an_unreadable_profile() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("unreadable-credentials");
    std::fs::write(&path, "nonsense\n").unwrap();
    let variables = [("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().unwrap()), ("HWC_AUTH_TOKEN", "t")];
    let (code, report) = doctor(&["--offline"], &variables);
    assert_eq!((code, problems(&report)), (3, vec!["unreadable_profile".to_owned()]), "{report}");
}

#[test]
fn missing_credentials() {
    let (code, report) = doctor(&["--offline"], &[]);
    assert_eq!((code, problems(&report)), (3, vec!["no_credentials".to_owned()]), "{report}");
    let mut command = hwc(&["doctor", "--offline", "-o", "table"]);
    let run = Run::of(command.output().unwrap());
    assert!(run.stdout.contains("fix: hwc login"), "{}", run.stdout);
    assert_eq!(run.stderr, "error: 1 problem found\n");
}

/// The profile is that of `--profile`, of a variable or of the configuration.
#[test]
fn a_profile_that_does_not_exist() {
    let path = private_file("other-credentials", "[ops]\nak = A\nsk = S\n[empty]\n");
    let file = ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", path.to_str().unwrap());
    let unknown = |name: &str, words: &[&str], variables: &[(&str, &str)]| {
        let (code, report) = doctor(&[&["--offline"], words].concat(), variables);
        assert_eq!((code, problems(&report)[0].as_str()), (3, "unknown_profile"), "{report}");
        let message = check(&report, "profile file")["message"].as_str().unwrap();
        assert!(
            message.starts_with(&format!("no profile `{name}` in ")) && message.ends_with("it has ops"),
            "{message}"
        );
    };
    unknown("dev", &[], &[file, ("HWC_PROFILE", "dev")]);
    unknown("dev", &["--profile", "dev"], &[file]);
    unknown("empty", &["--profile", "empty"], &[file]);
    let (code, report) = doctor(&["--offline", "--profile", "ops"], &[file]);
    assert_eq!((code, problems(&report)), (0, vec![]), "{report}");
}

#[test]
fn the_sandbox_needs_no_credentials() {
    let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("doctor-state");
    let _ = std::fs::remove_dir_all(&state);
    let (code, report) = doctor(&["--sandbox"], &[("HWC_STATE_DIR", state.to_str().unwrap()), ("HWC_PROFILE", "none")]);
    assert_eq!((code, problems(&report)), (0, vec![]), "{report}");
    assert_eq!(check(&report, "endpoint osm")["details"]["source"], "--sandbox");
    assert_eq!(check(&report, "permission osm")["status"], "ok");
}

/// Errors about credentials lead to the command.
#[test]
fn errors_of_credentials_point_to_it() {
    let error = Run::of(hwc(&["call", "ListCases"]).output().unwrap()).error();
    assert_eq!(error["kind"], "credentials");
    assert_eq!(error["next"][0]["command"], "hwc doctor");
}
