//! Tests of `hwc operations`.

use hwc_api::CATALOG;

use crate::run::run;

#[test]
fn the_table_has_one_line_per_operation() {
    let table = run(&["operations", "-o", "table"]).stdout;
    assert_eq!(table.lines().count(), 1 + CATALOG.entries().count());
    assert!(table.starts_with("SERVICE "));
}

#[test]
fn of_one_service() {
    insta::assert_snapshot!(run(&["operations", "--service", "INSIGHT", "-o", "table"]).stdout);
    insta::assert_snapshot!("json", run(&["operations", "--service", "insight"]).stdout);
    insta::assert_snapshot!("yaml", run(&["operations", "--service", "insight", "-o", "yaml"]).stdout);
    insta::assert_snapshot!("csv", run(&["operations", "--service", "insight", "-o", "csv"]).stdout.replace('\r', ""));
    let lines = run(&["operations", "--service", "insight", "-o", "jsonl"]).answers();
    assert_eq!(lines, *run(&["operations", "--service", "insight", "--json"]).answer().as_array().unwrap());
}

#[test]
fn of_an_unknown_service() {
    insta::assert_debug_snapshot!(run(&["operations", "--service", "ecs"]).failure(), @r#"
    (
        2,
        "unknown service `ecs`; use one of iam, insight, koodrive, osm",
    )
    "#);
}

/// Covers `hwc operations | head -1`.
#[test]
fn a_reader_that_stops_is_not_an_error() {
    let mut command = crate::run::hwc(&["operations"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let run = crate::run::Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}
