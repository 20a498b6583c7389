//! What is wrong with a command line is told before anything is sent: these calls have no sandbox and no network.

use crate::run::run;

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
      "kind": "invalid",
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
        list(&["--json", "[]"]),
        list(&["--json", "{"]),
        list(&["--json", r#"{"limits":1}"#]),
        list(&["--json", "@/no/such/file"]),
        list(&["stray"]),
        list(&["--language", "en-us"]),
        told(&["call", "ConfirmAuthorizations", "--authorization-id", "a", "--auth-detail-list", "[{"]),
        told(&["call", "--timeout", "0", "ListCases"]),
        told(&["call", "--setting", "site", "ListCases"]),
        told(&["call", "--sandbox", "--endpoint", "http://127.0.0.1:1", "ListCases"]),
        told(&["call", "CreateCases"]),
    ];
    insta::assert_snapshot!(table.join("\n"));
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
