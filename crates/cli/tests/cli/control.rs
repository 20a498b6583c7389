//! Tests of the commands that control a running sandbox, and of `hwc sandbox env` and `exec`.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use hwc_api::serde_json::{self, Value, json};

use crate::http::Served;
use crate::run::{Run, hwc};

/// A served sandbox, with commands that control it.
struct Controlled(Served);

impl Controlled {
    fn start() -> Self {
        Self(Served::start(&[]))
    }

    fn command(&self, words: &[&str]) -> Command {
        let control = &self.0.ready()["control"];
        let url = control["url"].as_str().unwrap().strip_suffix("/_sandbox/").unwrap();
        let mut command = hwc(&[&["sandbox"], words].concat());
        command.env("HWC_SANDBOX_URL", url).env("HWC_SANDBOX_TOKEN", control["token"].as_str().unwrap());
        command
    }

    fn run(&self, words: &[&str]) -> Run {
        Run::of(self.command(words).output().unwrap())
    }

    /// Returns the result of a command.
    fn answer(&self, words: &[&str]) -> Value {
        self.run(words).answer()
    }

    /// Returns the exit code and the message of a failed command.
    fn failure(&self, words: &[&str]) -> (i32, String) {
        self.run(words).failure()
    }

    /// Lists tickets once, and returns the exit code.
    fn list_cases(&self) -> i32 {
        let words = ["call", "--max-attempts", "1", "--endpoint", self.0.endpoint("osm"), "ListCases"];
        Run::of(hwc(&words).env("HWC_AUTH_TOKEN", "my-secret-token").output().unwrap()).code
    }
}

#[test]
fn the_log_lists_shows_and_follows_requests() {
    let served = Controlled::start();
    assert_eq!(served.answer(&["log"]), json!([]));
    assert_eq!(served.list_cases(), 0);
    let log = served.answer(&["log"]);
    assert_eq!((&log[0]["operation"], &log[0]["status"]), (&json!("osm.ListCases"), &json!(200)));
    let details = served.run(&["log", "1"]);
    assert!(!details.stdout.contains("my-secret-token"), "{}", details.stdout);
    assert_eq!(details.answer()["path"], "/v2/servicerequest/cases");
    assert_eq!(served.answer(&["log", "--status", "4xx"]), json!([]));
    let table = served.run(&["log", "-o", "table"]).stdout;
    assert!(table.starts_with("NUMBER") && table.contains("osm.ListCases"), "{table}");

    let mut following = served.command(&["log", "--follow"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(following.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap()["number"].clone();
    assert_eq!(next(), 1);
    served.list_cases();
    assert_eq!(next(), 2);
    following.kill().unwrap();
    following.wait().unwrap();
    assert_eq!(served.failure(&["log", "9"]).0, 5);
    assert_eq!(served.failure(&["log", "--status", "many"]).0, 2);
    assert_eq!(served.failure(&["log", "--limit", "0"]).0, 2);
}

#[test]
fn the_clock_is_moved_and_stopped() {
    let served = Controlled::start();
    assert_eq!(served.answer(&["clock"])["frozen"], false);
    assert_eq!(served.answer(&["clock", "freeze"])["frozen"], true);
    assert_eq!(served.answer(&["clock", "set", "2026-01-31T08:00:00Z"])["now"], "2026-01-31T08:00:00.000Z");
    assert_eq!(served.answer(&["clock", "advance", "2h"])["now"], "2026-01-31T10:00:00.000Z");
    let text = served.run(&["clock", "now", "-o", "table"]).stdout;
    assert_eq!(text, "it is 2026-01-31T10:00:00.000Z, and the clock is stopped\n");
    assert_eq!(served.answer(&["clock", "run"])["frozen"], false);
    assert_eq!(served.answer(&["clock", "real"])["offset_seconds"], 0.0);
    let (code, message) = served.failure(&["clock", "advance", "soon"]);
    assert!(code == 2 && message.contains("expected a whole number and a unit"), "{message}");
    let (code, message) = served.failure(&["clock", "set", "noon"]);
    assert!(code == 2 && message.starts_with("invalid time `noon`: expected RFC 3339"), "{message}");
}

#[test]
fn faults_are_added_listed_and_removed() {
    let served = Controlled::start();
    let added = served.answer(&["fault", "add", "ListCases", "503x2", "--skip", "1"]);
    assert_eq!((&added["operation"], &added["status"]), (&json!("osm.ListCases"), &json!(503)));
    assert_eq!([served.list_cases(), served.list_cases()], [0, 5]);
    assert_eq!(served.answer(&["fault", "list"])[0]["injected"], 1);
    assert_eq!(served.answer(&["fault", "clear", "1"])["removed"], 1);
    assert_eq!(served.list_cases(), 0);
    served.answer(&["fault", "add", "osm.*", "reset", "--always", "--after-effect"]);
    assert_eq!(served.list_cases(), 4);
    assert_eq!(served.answer(&["fault", "clear"])["removed"], 1);
    served.answer(&["fault", "add", "*", "403", "--code", "OSM.0003", "--message", "No."]);
    assert_eq!(served.list_cases(), 5);
    let (code, message) = served.failure(&["fault", "add", "osm.Nothing", "503"]);
    assert_eq!((code, message.as_str()), (2, "unknown operation `osm.Nothing`; use * for any operation"));
    assert_eq!(served.failure(&["fault", "add", "*", "200"]).0, 2);
    assert_eq!(served.failure(&["fault", "add", "*", "503", "--probability", "2"]).0, 2);
    assert_eq!(served.failure(&["fault", "add", "*", "reset", "--retry-after", "2"]).0, 2);
    assert_eq!(served.failure(&["fault", "clear", "77"]).0, 5);
}

#[test]
fn the_engineer_acts() {
    let served = Controlled::start();
    let act = |words: &[&str]| served.answer(&[&["engineer"], words].concat());
    let replied = act(&["reply", "case-1002", "Restart it."]);
    assert_eq!((&replied["status"], &replied["status_code"]), (&json!("in-progress"), &json!(1)));
    let grant = act(&["request-access", "case-1002"])["access_grant"].as_str().unwrap().to_owned();
    assert_eq!(act(&["revoke-access", &grant])["access_grant"], grant.as_str());
    assert_eq!(act(&["resolve", "case-1002", "--root-cause", "Full disk"])["status"], "awaiting-confirmation");
    let text = served.run(&["engineer", "reply", "case-1002", "Try again.", "-o", "table"]).stdout;
    assert_eq!(text, "ticket case-1002 is in state awaiting-confirmation\n");
    let state = served.answer(&["state"]);
    let ticket = state["tickets"].as_array().unwrap().iter().find(|ticket| ticket["id"] == "case-1001").unwrap();
    assert_eq!((&ticket["status"], &ticket["status_code"]), (&json!("completed"), &json!(3)));
    assert!(served.run(&["state", "-o", "table"]).stdout.contains("completed"));
    let (code, message) = served.failure(&["engineer", "resolve", "case-1001"]);
    assert_eq!((code, message.as_str()), (5, "cannot resolve a ticket in state `completed` (3)"));
    assert_eq!(served.failure(&["engineer", "start", "no/such"]).0, 5);
    assert_eq!(served.failure(&["engineer", "reply", "case-1002"]).0, 2);
}

#[test]
fn the_data_is_reset_saved_and_restored() {
    let served = Controlled::start();
    let tickets = || served.answer(&["state"])["tickets"].as_array().unwrap().len();
    let all = tickets();
    assert_eq!(served.answer(&["snapshot", "save", "before"])["name"], "before");
    assert_eq!(served.answer(&["seed", "empty"])["seed"], "empty");
    assert_eq!(tickets(), 0);
    served.answer(&["snapshot", "restore", "before"]);
    assert_eq!(tickets(), all);
    assert_eq!(served.answer(&["snapshot", "list"])[0]["name"], "before");
    served.answer(&["snapshot", "delete", "before"]);
    assert_eq!(served.failure(&["snapshot", "restore", "before"]), (5, "snapshot `before` not found".to_owned()));
    served.answer(&["seed", "demo"]);
    assert_eq!(served.answer(&["reset"])["seed"], "examples");
    let page = served.run(&["state", "-o", "table"]).stdout;
    assert!(page.contains("Tickets: ") && page.contains("case-1001"), "{page}");
    assert_eq!(served.failure(&["seed", "nothing"]).0, 2);
    assert_eq!(served.failure(&["snapshot", "save", "a/b"]).0, 2);
    let user = "1316083732377071003";
    assert_eq!(served.answer(&["user", "disable", user])["user"]["enabled"], false);
    assert_eq!(served.failure(&["user", "enable", "unknown"]).0, 5);
    assert_eq!(served.failure(&["task", "fail", "none"]), (5, "task `none` not found".to_owned()));
}

#[test]
fn the_environment_is_that_of_the_sandbox() {
    let served = Controlled::start();
    let variables = served.answer(&["env", "-o", "json"]);
    assert_eq!(variables["HWC_ENDPOINT"], served.0.endpoint("osm"));
    let script = served.run(&["env"]).stdout;
    assert!(
        script.contains("unset HWC_PROFILE\n") && script.contains("export HWC_ENDPOINT='http://127.0.0.1:"),
        "{script}"
    );
    let fish = served.run(&["env", "--shell", "fish"]).stdout;
    assert!(fish.contains("set -gx HWC_ENDPOINT "), "{fish}");
    assert_eq!(served.failure(&["env", "--shell", "cmd"]).0, 2);
}

#[cfg(unix)]
#[test]
fn a_shell_takes_the_environment() {
    let served = Controlled::start();
    let mut shell = Command::new("sh");
    let script = "eval \"$(\"$HWC\" sandbox env)\" && \"$HWC\" call ListCases --limit 1";
    let own = served.command(&["env"]);
    shell.args(["-c", script]).env_clear().envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let run = Run::of(shell.env("HWC", env!("CARGO_BIN_EXE_hwc")).env("PATH", "/usr/bin:/bin").output().unwrap());
    assert!(run.answer()["incident_info_list"].is_array());
}

#[cfg(unix)]
mod exec {
    use super::*;

    fn exec(words: &[&str]) -> Run {
        let mut command = hwc(&[&["sandbox", "exec", "--"], words].concat());
        let state = concat!(env!("CARGO_TARGET_TMPDIR"), "/state-exec");
        command.env("HWC_STATE_DIR", state).env("HWC", env!("CARGO_BIN_EXE_hwc")).env("PATH", "/usr/bin:/bin");
        Run::of(command.env("HWC_AUTH_TOKEN", "my-real-token").output().unwrap())
    }

    #[test]
    fn a_program_gets_a_sandbox() {
        let run = exec(&["sh", "-c", "\"$HWC\" call ListCases --limit 1"]);
        assert!(run.answer()["incident_info_list"].is_array());
        let run = exec(&["sh", "-c", "\"$HWC\" call CountUser && \"$HWC\" sandbox log"]);
        assert!(run.code == 0 && run.stdout.contains("koodrive.CountUser"), "{} {}", run.stdout, run.stderr);
        assert_eq!(exec(&["sh", "-c", "echo \"[$HWC_AUTH_TOKEN]\""]).stdout, "[]\n");
    }

    #[test]
    fn the_exit_code_is_that_of_the_program() {
        assert_eq!(exec(&["sh", "-c", "exit 42"]).code, 42);
        assert_eq!(exec(&["sh", "-c", "kill -TERM $$"]).code, 128 + 15);
        let missing = exec(&["no-such-program"]);
        assert!(missing.code == 2 && missing.stderr.contains("cannot run `no-such-program`"), "{}", missing.stderr);
        assert_eq!(Run::of(hwc(&["sandbox", "exec"]).output().unwrap()).code, 2);
    }
}

#[test]
fn without_a_sandbox_the_commands_say_how_to_start_one() {
    let state = concat!(env!("CARGO_TARGET_TMPDIR"), "/state-none");
    let run = |variables: &[(&str, &str)]| {
        let mut command = hwc(&["sandbox", "clock"]);
        Run::of(command.env("HWC_STATE_DIR", state).envs(variables.iter().copied()).output().unwrap()).failure()
    };
    let (code, message) = run(&[]);
    assert!(code == 3 && message.starts_with("no sandbox runs: start one with `hwc sandbox start`"), "{message}");
    let (code, message) = run(&[("HWC_SANDBOX_URL", "http://example.com")]);
    assert!(code == 3 && message.contains("expected the URL of a sandbox on this machine"), "{message}");
    assert_eq!(run(&[("HWC_SANDBOX_URL", "http://127.0.0.1:9"), ("HWC_SANDBOX_TOKEN", "x")]).0, 4);
    let served = Controlled::start();
    let wrong = [("HWC_SANDBOX_URL", served.0.endpoint("osm")), ("HWC_SANDBOX_TOKEN", "x")];
    assert_eq!(run(&wrong).0, 3);
}
