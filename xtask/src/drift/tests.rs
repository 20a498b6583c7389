//! Tests of the comparison, against the small spec of the drafts.

use super::compare_all;
use crate::draft::facts::Facts;
use crate::draft::tests::services;

/// An operation as the small spec has it.
const SAME: &str = r#"{
  "service": "koodrive", "operation": "ShowJob", "method": "GET", "path": "/koodrive/ose/v1/jobs/{job_id}",
  "params": [
    {"name": "job_id", "in": "path", "required": true, "type": "string"},
    {"name": "Authorization", "in": "header", "required": true, "type": "string"},
    {"name": "X-Traceid", "in": "header", "required": false, "type": "string"}
  ],
  "responses": {"200": {"type": "Answer"}},
  "models": {
    "Answer": {"fields": [
      {"name": "code", "type": "integer"},
      {"name": "jobId", "type": "string"},
      {"name": "jobType", "type": "integer", "enum": [{"value": 1}, {"value": 2}]},
      {"name": "result", "type": "integer", "minimum": 0, "maximum": 9},
      {"name": "info", "type": "Info"}
    ]},
    "Info": {"fields": [{"name": "owner", "type": "string", "min_length": 1, "max_length": 64}, {"name": "state", "type": "string"}]}
  }
}"#;

fn report(changes: &[(&str, &str)]) -> super::Report {
    let mut text = SAME.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let facts: Facts = serde_json::from_str(&text).unwrap();
    compare_all(&services(), &[facts])
}

#[test]
fn equal_facts_are_no_drift() {
    let report = report(&[]);
    assert!(!report.has_drift(), "{}", report.text(true));
    assert_eq!(
        report.text(false),
        "1 operations compared: 0 differ in 0 points, 0 more points are explained by quirks; 0 not in the spec, 0 only in the spec, 0 of no service"
    );
}

#[test]
fn every_kind_of_change_is_reported() {
    let report = report(&[
        ("/jobs/{job_id}", "/job/{job_id}"),
        (
            r#"{"name": "Authorization""#,
            r#"{"name": "deep", "in": "query", "required": true, "type": "boolean"}, {"name": "Authorization""#,
        ),
        (r#""200""#, r#""201""#),
        (r#"{"name": "jobId", "type": "string"}"#, r#"{"name": "jobId", "type": "integer", "required": true}"#),
        (r#"{"value": 2}"#, r#"{"value": 3}"#),
        (r#""maximum": 9"#, r#""maximum": 12"#),
        (r#""max_length": 64"#, r#""max_length": 32, "default": "me""#),
        (r#"{"name": "state", "type": "string"}"#, r#"{"name": "states", "type": "array<string>"}"#),
    ]);
    assert!(report.has_drift());
    insta::assert_snapshot!(format!("{}\n\n{}", report.text(true), report.summary()));
    let hidden = report.text(false);
    assert!(!hidden.contains("explained:") && !hidden.contains("response result"), "{hidden}");
}

#[test]
fn operations_are_listed_on_both_sides() {
    let other: Facts = serde_json::from_str(
        r#"{"service": "koodrive", "operation": "ListThings", "method": "GET", "path": "/koodrive/things"}"#,
    )
    .unwrap();
    let foreign: Facts =
        serde_json::from_str(r#"{"operation": "ListStars", "method": "GET", "path": "/sky"}"#).unwrap();
    let report = compare_all(&services(), &[other, foreign]);
    assert_eq!(
        report.text(false),
        "not in the spec:\n  koodrive: GET /koodrive/things ListThings\nonly in the spec:\n  koodrive: ShowJob\nof no service:\n  GET /sky ListStars"
    );
}
