//! Tests of `hwc demo`: it needs no environment, and its output is the same in each run.

use crate::run::run;

#[test]
fn text_for_people() {
    let run = run(&["demo"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(!run.stdout.contains('\u{1b}'), "no colors without a terminal");
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn json_lines_for_programs() {
    let calls = run(&["demo", "--json"]).answers();
    let outline: Vec<String> = calls
        .iter()
        .map(|call| {
            let text = |name: &str| call[name].as_str().unwrap();
            if let Some(count) = call.get("calls") {
                return format!("{} {count} calls result", text("time"));
            }
            let result = ["response", "error", "content"].into_iter().find(|kind| call.get(kind).is_some()).unwrap();
            format!("{} {} {} {} {result}", text("time"), text("operation"), text("method"), call["status"])
        })
        .collect();
    insta::assert_snapshot!(outline.join("\n"));
    let error = calls.iter().find(|call| call.get("error").is_some()).unwrap();
    insta::assert_json_snapshot!(error);
}

#[test]
fn secrets_are_redacted() {
    for arguments in [&["demo"][..], &["demo", "--json"], &["demo", "-o", "yaml"]] {
        let text = run(arguments).stdout;
        for secret in ["MII", "signature=", "expires=", "correct horse", "Launch26", "kdstoken=1"] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(text.contains("[redacted]"));
    }
}
