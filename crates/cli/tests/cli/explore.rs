//! Tests of `hwc explore` and of the page of `hwc sandbox serve`: the link, calls, and errors.

use std::io::{Read, Write};
use std::net::TcpStream;

use hwc_api::serde_json::{self, Value, json};

use crate::http::Served;
use crate::run::{Run, hwc};

/// Sends a request to a path of the page, and returns the status and the body.
fn exchange(page: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let (host, token) = page.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let request = format!(
        "{method} /{token}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).unwrap();
    let response = String::from_utf8_lossy(&response).into_owned();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

fn send(page: &str, operation: &str) -> Value {
    let call = json!({ "operation": operation, "fields": { "limit": 1 } });
    let (status, report) = exchange(page, "POST", "api/send", &call.to_string());
    assert_eq!(status, 200, "{report}");
    serde_json::from_str(&report).unwrap()
}

#[test]
fn the_printed_link_opens_the_page() {
    let served = Served::of(hwc(&["explore", "--sandbox"]));
    let (status, page) = exchange(served.page(), "GET", "", "");
    assert!(status == 200 && page.contains("<title>hwc API Explorer</title>"), "{page}");
    assert_eq!(send(served.page(), "ListCases")["status"], 200);
    let (host, _) = served.page().strip_prefix("http://").unwrap().split_once('/').unwrap();
    assert_eq!(exchange(&format!("http://{host}/0"), "GET", "/", "").0, 404);
}

#[test]
fn the_page_of_a_served_sandbox_has_its_state() {
    let served = Served::start(&[]);
    let create = ["CreateCases", "--business-type-id", "Fault", "--simple-description", "x", "--source-id", "1"];
    let endpoint = served.endpoint("osm");
    let mut command = hwc(&[&["call", "--endpoint", endpoint], &create[..]].concat());
    let created = Run::of(command.env("HWC_AUTH_TOKEN", "t").output().unwrap()).answer();
    let listed = send(served.page(), "ListCases");
    assert_eq!(listed["body"]["incident_info_list"][0]["incident_id"], created["incident_id"], "{listed}");
}

#[test]
fn calls_go_to_an_endpoint_with_the_credentials_of_the_environment() {
    let served = Served::start(&["--auth", "strict"]);
    let mut command = hwc(&["explore", "--endpoint", served.endpoint("osm")]);
    command.env("HWC_AUTH_TOKEN", "sandbox-auth-token");
    let explorer = Served::of(command);
    let report = send(explorer.page(), "ListCases");
    assert_eq!(report["status"], 200, "{report}");
    assert!(!report.to_string().contains("sandbox-auth-token"));
}

#[test]
fn arguments_that_exclude_each_other_are_reported() {
    let run = Run::of(hwc(&["explore", "--sandbox", "--profile", "ops"]).output().unwrap());
    assert_eq!(run.code, 2, "{}", run.stderr);
}
