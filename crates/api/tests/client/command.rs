//! Credentials from the output of a command.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, CommandCredentials, Error, ErrorKind};

use crate::common::{Fake, ListCases, ListFiles, clock, everything, patiently};

/// Writes a script for one test.
fn script(test: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-{test}.sh"));
    std::fs::write(&path, text).unwrap();
    path
}

fn run(script: &Path) -> CommandCredentials {
    CommandCredentials::new("sh").arg(script)
}

fn client(command: CommandCredentials, fake: &Fake, clock: &ManualClock) -> Client {
    let builder = Client::builder().credentials_provider(command.clone()).koodrive_credentials_provider(command);
    builder.clock(Arc::new(clock.clone())).transport(fake.transport()).max_attempts(2).build().unwrap()
}

/// Returns the error of a call with this command, which sends nothing.
async fn failed(command: CommandCredentials) -> Error {
    let fake = Fake::default();
    let error = client(command, &fake, &clock()).send(ListCases::new()).await.unwrap_err();
    assert_eq!((error.kind(), fake.seen().len()), (ErrorKind::Credentials, 0));
    error
}

#[tokio::test]
async fn a_command_prints_the_credentials_of_each_service() {
    let text = "printf '[osm]\\ntoken = OSM-%s\\n[koodrive]\\ntoken = DRIVE-%s\\n' \"$1\" \"$1\"\n";
    let fake = Fake::answering(["{}", "{}"]);
    // A shell would replace the argument.
    let client = client(run(&script("success", text)).arg("$HOME"), &fake, &clock());
    client.send(ListCases::new()).await.unwrap();
    client.send(ListFiles::new("s")).await.unwrap();
    let seen = fake.seen();
    assert_eq!(seen[0].header("x-auth-token"), Some("OSM-$HOME"));
    assert_eq!(seen[1].header("authorization"), Some("Bearer DRIVE-$HOME"));
}

#[tokio::test]
async fn it_runs_again_before_the_credentials_expire_and_when_they_are_rejected() {
    let count = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command-renewal.count");
    std::fs::write(&count, "").unwrap();
    let text = r#"printf x >> "$1"
printf '[osm]\ntoken = TOKEN-%s\nexpires_at = 1970-01-01T0%s:00:00Z\n' "$(wc -c < "$1" | tr -d ' ')" "$(wc -c < "$1" | tr -d ' ')"
"#;
    let fake = Fake::answering(["{}", "{}", "{}"]).then(401, r#"{"error_code": "APIGW.0301"}"#).then(200, "{}");
    let clock = clock();
    let client = client(run(&script("renewal", text)).arg(count), &fake, &clock);
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    clock.advance(Duration::from_secs(3600 - 299));
    client.send(ListCases::new()).await.unwrap();
    client.send(ListCases::new()).await.unwrap();
    let seen = fake.seen();
    let tokens: Vec<&str> = seen.iter().map(|seen| seen.header("x-auth-token").unwrap()).collect();
    assert_eq!(tokens, ["TOKEN-1", "TOKEN-1", "TOKEN-2", "TOKEN-2", "TOKEN-3"]);
}

#[tokio::test]
async fn a_failure_repeats_the_standard_error_alone() {
    let script = script("failure", "echo TOP-SECRET; printf 'login\\033[2J expired\\n' >&2; exit 3\n");
    let error = failed(run(&script)).await;
    insta::assert_snapshot!(format!("{error:#}"), @"osm.ListCases: no usable credentials: the provider failed: the command `sh`: it failed (exit status: 3): login [2J expired");
    assert!(!everything(&error).contains("TOP-SECRET"), "{error:?}");
}

#[tokio::test]
async fn a_command_that_cannot_be_started_is_named() {
    let error = failed(CommandCredentials::new("/nowhere/vault-helper")).await;
    insta::assert_snapshot!(format!("{error:#}"), @"osm.ListCases: no usable credentials: the provider failed: the command `/nowhere/vault-helper`: it cannot be started (entity not found)");
}

#[tokio::test]
async fn unusable_output_is_described_but_not_repeated() {
    for (test, text, problem) in [
        ("text", "echo TOP-SECRET", "line 1 is neither `[section]` nor `name = value`"),
        ("empty", "true", "it has no credentials in [osm] or [global]"),
        ("half", "printf '[global]\\nsk = TOP-SECRET\\n'", "[global] has `sk`, but not `ak`"),
        ("end", "printf '[osm]\\ntoken = t\\nexpires_at = TOP-SECRET\\n'", "`expires_at` in [osm]"),
        ("value", "printf '[osm]\\ntoken = TOP SECRET\\n'", "the auth token is empty or contains spaces"),
        ("long", "head -c 70000 /dev/zero", "its output is larger than 64 KiB"),
    ] {
        let error = failed(run(&script(test, text))).await;
        let all = format!("{error:#}");
        assert!(all.contains(problem), "{test}: {all}");
        assert!(!everything(&error).contains("TOP-SECRET") && !all.contains("TOP SECRET"), "{test}: {error:?}");
    }
}

#[tokio::test]
async fn a_command_that_hangs_is_killed() {
    let (fake, clock) = (Fake::default(), clock());
    let command = CommandCredentials::new("sleep").arg("600").timeout(Duration::from_secs(7));
    let client = client(command, &fake, &clock);
    let error = patiently(&clock, client.send(ListCases::new())).await.unwrap_err();
    assert!(format!("{error:#}").ends_with("the command `sleep`: it was killed after 7s"), "{error:#}");
    assert_eq!(hwc_api::Clock::monotonic(&clock), Duration::from_secs(7));
}

#[test]
fn outside_of_a_runtime_it_is_an_error() {
    let (fake, clock) = (Fake::default(), clock());
    let mut call =
        Box::pin(client(CommandCredentials::new("true"), &fake, &clock).send(ListCases::new()).into_future());
    let polled = call.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    let std::task::Poll::Ready(Err(error)) = polled else { panic!("it waits") };
    assert!(format!("{error:#}").contains("it can only run in a tokio runtime"), "{error:#}");
}
