//! Tests of the short forms of commands: they do what the long forms do.

use hwc_api::serde_json::Value;

use crate::run::run;

/// The short forms with the words of the long ones.
const FORMS: &[(&str, &[&str])] = &[
    ("ls", &["drive", "ls"]),
    ("cp", &["drive", "cp"]),
    ("mv", &["drive", "mv"]),
    ("rm", &["drive", "rm"]),
    ("cat", &["drive", "cat"]),
    ("sync", &["drive", "sync"]),
    ("watch", &["ticket", "follow"]),
    ("search", &["operations", "search"]),
];

/// Returns the exit code and the output of a command.
fn outcome(words: &[&str]) -> (i32, String, String) {
    let run = run(words);
    (run.code, run.stdout, run.stderr)
}

#[test]
fn have_the_help_and_the_errors_of_the_long_forms() {
    for (short, long) in FORMS {
        for rest in [&["--help"][..], &["-h"], &["--help", "--json"], &["--no-such-option"]] {
            let words = [&[*short], rest].concat();
            assert_eq!(outcome(&words), outcome(&[*long, rest].concat()), "{words:?}");
        }
        assert_eq!(outcome(&["help", short]), outcome(&[&["help"], *long].concat()));
        assert_eq!(outcome(&["man", short]), outcome(&[&["man"], *long].concat()));
        assert_eq!(outcome(&["schema", short]), outcome(&[&["schema"], *long].concat()));
    }
}

#[test]
fn follow_options_of_all_commands() {
    let words = ["--fields", "name", "-o", "json", "search", "authorizations", "--limit", "2"];
    let long = ["--fields", "name", "-o", "json", "operations", "search", "authorizations", "--limit", "2"];
    assert_eq!(outcome(&words), outcome(&long));
    assert_eq!(outcome(&words).0, 0);
}

#[test]
fn follow_a_cluster_of_short_options() {
    let words = ["-qo", "json", "search", "authorizations", "--limit", "2"];
    assert_eq!(outcome(&words), outcome(&["-qo", "json", "operations", "search", "authorizations", "--limit", "2"]));
    assert_eq!(outcome(&words).0, 0);
}

#[test]
fn are_suggested_after_a_typing_error() {
    let error = run(&["serach", "tickets"]).error();
    assert!(error["choices"].as_array().unwrap().contains(&"search".into()), "{error}");
    assert!(error["message"].as_str().unwrap().contains("'search'"), "{error}");
}

#[test]
fn are_listed_with_the_arguments_of_the_long_forms() {
    let list = run(&["commands", "-o", "json"]).answer();
    let entry = |command: &str| -> Value {
        let found = list.as_array().unwrap().iter().find(|entry| entry["command"] == command);
        found.unwrap_or_else(|| panic!("no {command}")).clone()
    };
    for (short, long) in FORMS {
        let (short, long) = (entry(short), entry(&long.join(" ")));
        assert_eq!((&short["arguments"], &short["usage"]), (&long["arguments"], &long["usage"]));
        assert!(short["summary"].as_str().unwrap().contains(long["command"].as_str().unwrap()), "{short}");
    }
}

#[test]
fn an_option_value_or_an_argument_is_no_command() {
    assert_eq!(run(&["describe", "ls"]).code, 2);
    let run = run(&["--profile", "ls", "operations", "--limit", "1"]);
    assert!(!run.stderr.contains("drive"), "{}", run.stderr);
}
