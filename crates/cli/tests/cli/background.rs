//! Tests of `hwc sandbox start`, `stop` and `status`, and of commands that use the sandbox in the background.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use hwc_api::serde_json::{self, Value};

use crate::run::{Run, hwc};

/// A directory for states. The sandbox of a failed test is stopped.
struct State(PathBuf);

impl State {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("state-{name}"));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn run(&self, words: &[&str]) -> Run {
        Run::of(hwc(words).env("HWC_STATE_DIR", &self.0).output().unwrap())
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let _ = hwc(&["sandbox", "stop"]).env("HWC_STATE_DIR", &self.0).output();
    }
}

#[test]
fn commands_share_the_state_of_the_background() {
    let state = State::new("shared");
    assert_eq!(state.run(&["sandbox", "status"]).answer()["running"], false);
    let started = state.run(&["sandbox", "start"]).answer();
    assert_eq!(started["running"], true);
    let again = state.run(&["sandbox", "start", "-q"]).answer();
    assert_eq!(again, started, "one is enough");
    let open = [
        "ticket",
        "open",
        "--sandbox",
        "--product",
        "product-1",
        "--problem",
        "Fault",
        "--region",
        "cn-north-4",
        "Slow.",
    ];
    assert_eq!(state.run(&open).answer()["id"], "case-1004");
    assert_eq!(state.run(&["ticket", "show", "case-1004", "--sandbox", "--jq", ".description"]).stdout, "Slow.\n");
    assert_eq!(state.run(&["sandbox", "status"]).answer(), started);
    assert_eq!(state.run(&["sandbox", "stop"]).answer()["running"], false);
    assert_eq!(state.run(&["sandbox", "status"]).answer()["running"], false);
    let gone = state.run(&["ticket", "show", "case-1004", "--sandbox"]);
    assert_eq!(gone.code, 5, "an embedded sandbox has a state of its own: {}", gone.stderr);
}

/// Interrupted transfers continue, so the journal of transfers must outlive the command.
#[cfg(feature = "drive")]
#[test]
fn the_journal_of_transfers_is_kept_for_the_background() {
    let state = State::new("journal");
    let file = state.0.join("file");
    let copy = ["drive", "cp", "--sandbox", file.to_str().unwrap(), "drive:/file"];
    std::fs::create_dir_all(&state.0).unwrap();
    std::fs::write(&file, "content").unwrap();
    assert_eq!(state.run(&copy).answer()["files"], 1);
    let journal = state.0.join("drive-sandbox.sqlite");
    assert!(!journal.exists(), "an embedded sandbox ends with the command");
    state.run(&["sandbox", "start"]).answer();
    assert_eq!(state.run(&copy).answer()["files"], 1);
    assert!(journal.exists());
}

/// The token is in the state file alone, which only its user can read.
#[test]
fn the_sandbox_in_the_background_is_controlled() {
    let state = State::new("controlled");
    let started = state.run(&["sandbox", "start"]);
    let file = state.0.join("sandbox.json");
    let stored: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let token = stored["control_token"].as_str().unwrap();
    assert!(token.len() == 32 && !started.stdout.contains(token));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(state.run(&["sandbox", "engineer", "start", "case-1003"]).answer()["status"], "in-progress");
    assert_eq!(state.run(&["ticket", "show", "case-1003", "--sandbox", "--jq", ".status_code"]).stdout, "1\n");
    let operations = state.run(&["sandbox", "log", "--jq", ".[].operation"]).stdout;
    assert!(operations.contains("osm.ShowCaseDetail") && !operations.contains("null"), "no probes: {operations}");
}

#[test]
fn links_open_pages_of_the_background() {
    let state = State::new("embed");
    let endpoint = state.run(&["sandbox", "start"]).answer()["endpoint"].as_str().unwrap().to_owned();
    let link = state.run(&["embed", "url", "embed-1", "--user", "viewer-1", "--sandbox"]).answer();
    let url = link["url"].as_str().unwrap();
    let path = url.strip_prefix(&endpoint).unwrap();
    assert!(path.starts_with("/embed/embed-1?ticket="), "{url}");
    let mut stream = std::net::TcpStream::connect(endpoint.trim_start_matches("http://")).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
}

#[test]
fn a_sandbox_that_does_not_start_is_reported() {
    let state = State::new("broken");
    let failed = state.run(&["sandbox", "start", "--fault", "nonsense"]);
    assert_eq!(failed.code, 1);
    let message = failed.error()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("the sandbox did not start: ") && message.contains("sandbox.log"), "{message}");
}

/// The file of a process that was killed is ignored.
#[test]
fn a_stale_state_file_is_ignored() {
    let state = State::new("stale");
    std::fs::create_dir_all(&state.0).unwrap();
    std::fs::write(state.0.join("sandbox.json"), r#"{"pid":4000000,"address":"127.0.0.1:9","data":null}"#).unwrap();
    assert_eq!(state.run(&["sandbox", "status"]).answer()["running"], false);
    assert_eq!(state.run(&["ticket", "list", "--sandbox", "--jq", "length"]).stdout, "15\n");
    assert_eq!(state.run(&["sandbox", "stop"]).code, 0);
    assert!(!state.0.join("sandbox.json").exists());
}
