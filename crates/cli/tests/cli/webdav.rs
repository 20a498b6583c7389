//! Tests of `hwc drive serve webdav` as a process. The tests of hwc-webdav have the protocol.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::http::Served;
use crate::run::{Run, hwc};

/// Sends a request, and returns the response.
fn exchange(url: &str, head: &str, body: &str) -> String {
    let host = url.strip_prefix("http://").unwrap().strip_suffix('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let request = format!("{head}\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn a_folder_is_served_to_the_user() {
    let arguments = ["--user", "ada", "--password", "@env:PASSWORD", "--listen", "127.0.0.1:0"];
    let mut command = hwc(&[&["drive", "--sandbox", "serve", "webdav"], &arguments[..]].concat());
    command.env("PASSWORD", "secret\n");
    let served = Served::of(command);
    let url = served.page();
    assert!(exchange(url, "PUT /a.txt HTTP/1.1", "x").starts_with("HTTP/1.1 401 "));
    let signed = "Authorization: Basic YWRhOnNlY3JldA==";
    assert!(exchange(url, &format!("PUT /a.txt HTTP/1.1\r\n{signed}"), "text").starts_with("HTTP/1.1 201 "));
    assert!(exchange(url, &format!("GET /a.txt HTTP/1.1\r\n{signed}"), "").ends_with("\r\n\r\ntext"));
}

#[test]
fn a_server_that_others_could_use_does_not_start() {
    let refused = |arguments: &[&str]| {
        let command = [&["drive", "--sandbox", "serve", "webdav"], arguments].concat();
        let run = Run::of(hwc(&command).output().unwrap());
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.error()["message"].as_str().unwrap().to_owned()
    };
    let open = refused(&["--listen", "0.0.0.0:0"]);
    assert!(open.starts_with("refusing to listen on 0.0.0.0:0 without a user"), "{open}");
    assert!(open.ends_with("pass --user and --password"), "{open}");
    let literal = refused(&["--user", "ada", "--password", "hunter2"]);
    assert!(
        literal.contains("secrets cannot be passed on the command line") && !literal.contains("hunter2"),
        "{literal}"
    );
    assert!(refused(&["--user", "ada"]).contains("--password"));
}
