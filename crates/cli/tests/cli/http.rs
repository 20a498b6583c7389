//! Tests over real HTTP on loopback: `hwc call --endpoint` with `hwc sandbox serve` and with servers of the tests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use hwc_api::serde_json::{self, Value, json};

use crate::run::{Run, hwc};

/// A served sandbox, killed at the end of a test.
pub(crate) struct Served {
    child: Child,
    ready: Value,
}

impl Served {
    pub(crate) fn start(more: &[&str]) -> Self {
        Self::of(hwc(&[&["sandbox", "serve"], more].concat()))
    }

    /// Starts a command that serves, and reads its first line.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, ready: serde_json::from_str(&line).unwrap() }
    }

    pub(crate) fn endpoint(&self, service: &str) -> &str {
        self.ready["endpoints"][service].as_str().unwrap()
    }

    pub(crate) fn address(&self) -> &str {
        self.ready["address"].as_str().unwrap()
    }

    /// Returns the first line.
    pub(crate) fn ready(&self) -> &Value {
        &self.ready
    }

    /// Returns the link of the page.
    pub(crate) fn page(&self) -> &str {
        let ready = &self.ready;
        ready.get("url").or_else(|| ready.get("explorer")).and_then(Value::as_str).unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the process.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    fn call(&self, arguments: &[&str]) -> Run {
        called(self.endpoint("osm"), arguments)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn called(endpoint: &str, arguments: &[&str]) -> Run {
    let mut command = hwc(&[&["call", "--max-attempts", "1", "--endpoint", endpoint], arguments].concat());
    Run::of(command.env("HWC_AUTH_TOKEN", "secret-token").output().unwrap())
}

#[test]
fn a_strict_sandbox_takes_its_own_token_alone() {
    let served = Served::start(&["--auth", "strict"]);
    let refused = served.call(&["ListCases"]);
    assert_eq!(refused.error()["service"]["code"], "OSM.0002");
    let mut command = hwc(&["call", "--endpoint", served.endpoint("osm"), "ListCases"]);
    Run::of(command.env("HWC_AUTH_TOKEN", "sandbox-auth-token").output().unwrap()).answer();
}

#[test]
fn keys_and_passwords_sign_in_where_the_call_goes() {
    let served = Served::start(&["--auth", "strict"]);
    let call = |variables: &[(&str, &str)]| {
        let mut command = hwc(&["call", "--max-attempts", "1", "--endpoint", served.endpoint("osm"), "ListCases"]);
        Run::of(command.envs(variables.iter().copied()).output().unwrap())
    };
    let key = ("HUAWEICLOUD_SDK_AK", "SANDBOXACCESSKEY0001");
    call(&[key, ("HUAWEICLOUD_SDK_SK", "sandbox-secret-key-that-opens-nothing-else")]).answer();
    let user = [("HWC_IAM_DOMAIN", "sandbox-account"), ("HWC_IAM_USER", "sandbox")];
    call(&[user[0], user[1], ("HWC_IAM_PASSWORD", "Sandbox-password-1")]).answer();

    let refused = call(&[key, ("HUAWEICLOUD_SDK_SK", "WRONG-SECRET")]);
    assert_eq!((refused.code, refused.error()["service"]["code"].clone()), (5, json!("APIGW.0301")));
    assert!(!refused.stderr.contains("WRONG-SECRET"));
    let refused = call(&[user[0], user[1], ("HWC_IAM_PASSWORD", "WRONG-PASSWORD")]);
    assert_eq!((refused.code, refused.error()["service"]["status"].clone()), (5, json!(401)));
    let nobody = [user[0], user[1], ("HWC_IAM_PASSWORD", "x"), ("HWC_ENDPOINT", "http://127.0.0.1:1")];
    let mut command = hwc(&["call", "--max-attempts", "1", "ListCases"]);
    assert_eq!(Run::of(command.envs(nobody).output().unwrap()).code, 4, "signing in did not reach anybody");
}

#[test]
fn calls_fail_as_they_are_told_to() {
    let served = Served::start(&["--fault", "osm.ListCases=503", "--fault", "*=429:3"]);
    assert_eq!(served.call(&["ListCases"]).error()["service"]["status"], 503);
    assert_eq!(served.call(&["ListCases"]).error()["service"]["status"], 429);
    served.call(&["ListCases"]).answer();
    let wrong = Run::of(hwc(&["sandbox", "serve", "--fault", "osm.Nothing=503"]).output().unwrap());
    assert_eq!(wrong.code, 2);
    assert_eq!(wrong.error()["message"], "unknown operation `osm.Nothing`; use * for any operation");
}

#[test]
fn users_of_koodrive_and_the_status_of_its_errors_are_chosen() {
    for (more, status) in [(&[][..], 400), (&["--koodrive-error-status", "200"][..], 200)] {
        let served = Served::start(more);
        let call = |token: &str| {
            let show = ["GetSpaceByContainerId", "--container-id", "IAADfsBFCO6WtAtuA000000000000000000000000000006"];
            let mut command = hwc(&[&["call", "--endpoint", served.endpoint("koodrive")][..], &show].concat());
            Run::of(command.env("HWC_KOODRIVE_TOKEN", token).output().unwrap())
        };
        assert_eq!(call("sandbox-drive-token-lin").answer()["data"]["ownerId"], "1316083732377071003");
        let refused = call("sandbox-drive-token-noor");
        let error = refused.error();
        assert_eq!((refused.code, &error["service"]["code"]), (5, &json!("13000410")));
        assert_eq!(error["service"]["status"], status);
    }
    let wrong = Run::of(hwc(&["sandbox", "serve", "--koodrive-error-status", "500"]).output().unwrap());
    assert_eq!(wrong.code, 2);
}

#[test]
fn a_served_sandbox_is_called_over_http() {
    let served = Served::start(&[]);
    assert_eq!(served.ready["ready"], json!(true));
    let address = served.ready["address"].as_str().unwrap();
    assert!(address.starts_with("127.0.0.1:"));
    for service in ["osm", "koodrive", "insight", "iam"] {
        assert_eq!(served.endpoint(service), format!("http://{address}"));
    }
    let create = ["CreateCases", "--business-type-id", "Fault", "--simple-description", "x", "--source-id", "1"];
    let created = served.call(&create).answer();
    let listed = served.call(&["ListCases", "--limit", "1"]).answer();
    assert_eq!(listed["incident_info_list"][0]["incident_id"], created["incident_id"]);
    assert_eq!(served.call(&["ShowCaseDetail", "--case-id", "none"]).code, 5);
}

#[test]
fn the_environment_names_the_endpoint_too() {
    let served = Served::start(&["--no-demo-data"]);
    let mut command = hwc(&["call", "ListCases"]);
    command.env("HWC_AUTH_TOKEN", "x").env("HWC_ENDPOINT_OSM", served.endpoint("osm"));
    let listed = Run::of(command.output().unwrap()).answer();
    assert_eq!(listed["total_count"], 0, "no demo data was asked for");
}

#[test]
fn the_state_is_kept_in_a_file() {
    let file = std::env::temp_dir().join(format!("hwc-cli-state-{}.db", std::process::id()));
    let path = file.to_str().unwrap();
    let create = ["CreateCases", "--business-type-id", "Fault", "--simple-description", "kept", "--source-id", "1"];
    let id = Served::start(&["--data", path]).call(&create).answer()["incident_id"].clone();
    let shown = Served::start(&["--data", path]).call(&["ShowCaseDetail", "--case-id", id.as_str().unwrap()]);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{path}{end}"));
    }
    assert_eq!(shown.answer()["incident_detail_info"]["simple_description"], "kept");
}

/// Sends `response` to one request and returns the head of that request.
fn answering(response: String) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = String::new();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(reader.read_line(&mut head).unwrap(), 0);
        }
        let length =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
        reader.read_exact(&mut vec![0; length]).unwrap();
        stream.write_all(response.as_bytes()).unwrap();
        head
    });
    (endpoint, serving)
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

#[test]
fn a_path_parameter_stays_within_its_segment() {
    let (endpoint, serving) = answering("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned());
    let run = called(&endpoint, &["CreateRelations", "--case-id", "../../x", "--related-id-list", "a"]);
    let head = serving.join().unwrap();
    assert_eq!(head.lines().next(), Some("POST /v2/servicerequest/cases/..%2F..%2Fx/relations HTTP/1.1"));
    assert_eq!(run.answer(), json!({}));
}

#[test]
fn deviations_are_warnings() {
    let (endpoint, serving) = answering(ok(ODD));
    let run = called(&endpoint, &["ListAuthorizations"]);
    serving.join().unwrap();
    assert_eq!((run.code, run.stdout.as_str()), (0, "{\"count\":1,\"incident_auth_list\":[{\"status\":1}]}\n"));
    let warnings: Vec<Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    insta::assert_json_snapshot!(warnings);
}

#[test]
fn deviations_are_errors_when_strict() {
    let (endpoint, serving) = answering(ok(ODD));
    let run = called(&endpoint, &["--strict", "ListAuthorizations"]);
    serving.join().unwrap();
    assert_eq!((run.code, run.error()["path"].clone()), (6, json!("incident_auth_list[0].status")));
}

/// A response with a quoted number and an unknown member.
const ODD: &str = r#"{"count":1,"incident_auth_list":[{"status":"1"}],"new":true}"#;

#[test]
fn a_broken_limit_sends_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let run = called(&endpoint, &["ListAuthorizations", "--limit", "101"]);
    assert_eq!(run.code, 2);
    assert_eq!(listener.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody connected");
}

#[test]
fn an_answer_that_cannot_be_read() {
    let (endpoint, serving) = answering(ok("<html"));
    let run = called(&endpoint, &["ListCases"]);
    serving.join().unwrap();
    assert_eq!((run.code, run.error()["kind"].clone()), (6, json!("decode")));
}

#[test]
fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let run = called(&endpoint, &["ListCases"]);
    assert_eq!((run.code, run.error()["kind"].clone()), (4, json!("not_sent")));
    assert!(!run.stderr.contains("secret-token"));
}
