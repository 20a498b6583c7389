//! Tests of `hwc sandbox serve` as a process: shutdown, allowed hosts, and errors for unavailable ports and files.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;

use crate::http::Served;
use crate::run::{Run, hwc};

/// Creates an empty directory for one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("serving-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn exchange(served: &Served, host: &str) -> String {
    let mut stream = TcpStream::connect(served.address()).unwrap();
    let request = format!("GET /v2/servicerequest/cases HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = Run::of(hwc(&["sandbox", "serve", "--port", &port]).output().unwrap());
    let message = run.error()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with(&format!("cannot listen at 127.0.0.1:{port}: ")), "{message}");
    assert_eq!(run.code, 1);
}

#[test]
fn a_file_has_one_server_and_is_named() {
    let file = folder("file").join("state.db");
    let path = file.to_str().unwrap();
    let served = Served::start(&["--data", path]);
    let run = Run::of(hwc(&["sandbox", "serve", "--data", path]).output().unwrap());
    let real = std::fs::canonicalize(&file).unwrap();
    let by = format!("`{}` is in use by process {}; stop it or choose another file", real.display(), served.id());
    assert_eq!((run.code, run.error()["message"].as_str().unwrap()), (1, by.as_str()));
    drop(served);
    drop(Served::start(&["--data", path]));
}

#[test]
fn hosts_are_allowed_by_name() {
    let served = Served::start(&["--host", "sandbox.test"]);
    assert!(exchange(&served, "sandbox.test").starts_with("HTTP/1.1 401 "));
    assert!(exchange(&served, "evil.example").starts_with("HTTP/1.1 421 "));
    let run = Run::of(hwc(&["sandbox", "serve", "--host", "http://x"]).output().unwrap());
    let message = "`http://x` is not a host such as `sandbox.test`, without scheme and port";
    assert_eq!((run.code, run.error()["message"].as_str().unwrap()), (2, message));
}

#[cfg(unix)]
mod signals {
    use std::process::Command;

    use super::*;

    fn send(signal: &str, served: &Served) {
        let id = served.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    #[test]
    fn each_signal_ends_an_idle_server_well() {
        for signal in ["-INT", "-TERM", "-HUP"] {
            let mut served = Served::start(&[]);
            send(signal, &served);
            assert_eq!(served.wait().code(), Some(0), "{signal}");
        }
    }

    /// After the first signal the server accepts no more connections. The test detects the signal by that.
    #[test]
    fn a_second_signal_ends_a_server_with_half_a_request_at_once() {
        let mut served = Served::start(&[]);
        let mut half = TcpStream::connect(served.address()).unwrap();
        half.write_all(b"POST /v2/servicerequest/cases HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
            .unwrap();
        assert!(exchange(&served, "localhost").starts_with("HTTP/1.1 401 "), "half a request was accepted before");
        send("-TERM", &served);
        while TcpStream::connect(served.address()).is_ok() {
            std::thread::yield_now();
        }
        send("-INT", &served);
        assert_eq!(served.wait().code(), Some(130));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_hangup_that_was_ignored_stays_ignored() {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' HUP; exec \"$0\" sandbox serve", env!("CARGO_BIN_EXE_hwc")]);
        let mut served = Served::of(command);
        send("-HUP", &served);
        assert!(exchange(&served, "localhost").starts_with("HTTP/1.1 401 "));
        send("-TERM", &served);
        assert_eq!(served.wait().code(), Some(0));
    }
}
