//! Tests of secrets: on the command line they are rejected, in every form.

use hwc_api::serde_json::json;

use crate::run::{Run, hwc, run, run_with_input};

const SECRET: &str = "s3cret";

fn auth(password: &str) -> String {
    let user = json!({ "name": "ada", "domain": { "name": "example" }, "password": password });
    json!({ "identity": { "methods": ["password"], "password": { "user": user } } }).to_string()
}

#[test]
fn are_refused_with_a_way_to_give_them() {
    let (in_auth, whole) = (auth(SECRET), format!(r#"{{"auth":{}}}"#, auth(SECRET)));
    let ways: [&[&str]; 5] = [
        &["CreateCases", "--verify-code", SECRET],
        &["CreateCases", "--param", "verify_code=s3cret"],
        &["CreateCases", "--body", r#"{"verify_code":"s3cret"}"#],
        &["KeystoneCreateUserTokenByPassword", "--auth", &in_auth],
        &["KeystoneCreateUserTokenByPassword", "--body", &whole],
    ];
    let table = ways.map(|way| {
        let run = run(&[&["call"], way].concat());
        let (code, message) = run.failure();
        assert_eq!(code, 2);
        assert!(!run.stderr.contains(SECRET));
        message
    });
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn come_from_standard_input_a_file_or_the_environment() {
    const CALL: [&str; 3] = ["call", "--sandbox", "KeystoneCreateUserTokenByPassword"];
    let file = std::env::temp_dir().join(format!("hwc-cli-secrets-{}.json", std::process::id()));
    std::fs::write(&file, auth(SECRET)).unwrap();
    let at_file = format!("@{}", file.display());
    let by_variable = auth("@env:PASSWORD");
    let mut with_variable = hwc(&[&CALL[..], &["--auth", &by_variable]].concat());
    let runs = [
        run_with_input(&[&CALL[..], &["--body", "-"]].concat(), &format!(r#"{{"auth":{}}}"#, auth(SECRET))),
        run(&[&CALL[..], &["--auth", &at_file]].concat()),
        Run::of(with_variable.env("PASSWORD", SECRET).output().unwrap()),
    ];
    std::fs::remove_file(file).unwrap();
    for run in runs {
        assert!(run.answer()["X-Subject-Token"].as_str().unwrap().starts_with("MII"));
    }
}

/// The sandbox rejects exactly this password, so the error shows that it arrived unchanged, without the line break.
#[test]
fn arrive_as_they_are() {
    let mut command =
        hwc(&["call", "--sandbox", "KeystoneCreateUserTokenByPassword", "--auth", &auth("@env:PASSWORD")]);
    let run = Run::of(command.env("PASSWORD", "wrong").output().unwrap());
    assert_eq!((run.code, run.error()["service"]["status"].clone()), (5, json!(401)));
}

#[test]
fn a_variable_that_is_not_set() {
    let (code, message) = run(&["call", "CreateCases", "--verify-code", "@env:NO_SUCH"]).failure();
    assert_eq!(
        (code, message.as_str()),
        (2, "invalid value for '--verify-code <SECRET>': environment variable `NO_SUCH` is not set")
    );
}

/// The token is in the body of the output, so it must not be repeated among the headers.
#[test]
fn headers_that_are_fields_are_not_shown_twice() {
    let arguments = ["call", "--sandbox", "--include", "KeystoneCreateUserTokenByPassword", "--auth", "-"];
    let details = run_with_input(&arguments, &auth(SECRET)).answer();
    assert!(details["body"]["X-Subject-Token"].is_string());
    assert_eq!(
        details["headers"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["content-type", "date", "x-request-id"]
    );
}
