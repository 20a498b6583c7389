//! Tests of `hwc demo`: it needs no environment, and its output is the same in each run.

use crate::run::run;

#[test]
fn the_story_for_people() {
    let told = run(&["demo"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, ""));
    assert!(!told.stdout.contains('\u{1b}'), "no colours where there is no terminal");
    insta::assert_snapshot!(told.stdout);
}

#[test]
fn the_story_for_programs() {
    let calls = run(&["demo", "--json"]).answers();
    let outline: Vec<String> = calls
        .iter()
        .map(|call| {
            let result = ["answer", "refusal", "content"].into_iter().find(|what| call.get(what).is_some()).unwrap();
            let text = |name: &str| call[name].as_str().unwrap();
            format!("{} {} {} {} {result}", text("time"), text("operation"), text("method"), call["status"])
        })
        .collect();
    insta::assert_snapshot!(outline.join("\n"));
    let refusal = calls.iter().find(|call| call.get("refusal").is_some()).unwrap();
    insta::assert_json_snapshot!(refusal);
}

#[test]
fn the_story_tells_no_secrets() {
    for arguments in [&["demo"][..], &["demo", "--json"]] {
        let told = run(arguments).stdout;
        for secret in ["MII", "signature=", "expires=", "correct horse"] {
            assert!(!told.contains(secret), "{secret}");
        }
        assert!(told.contains("[redacted]"));
    }
}
