//! Tests of `hwc operations`.

use hwc_api::CATALOG;

use crate::run::run;

#[test]
fn the_table_has_a_line_for_each_operation() {
    let table = run(&["operations"]).stdout;
    assert_eq!(table.lines().count(), 1 + CATALOG.entries().count());
    assert!(table.starts_with("SERVICE "));
}

#[test]
fn of_one_service() {
    insta::assert_snapshot!(run(&["operations", "--service", "INSIGHT"]).stdout);
    insta::assert_json_snapshot!(run(&["operations", "--service", "insight", "--json"]).answer());
}

#[test]
fn of_an_unknown_service() {
    insta::assert_debug_snapshot!(run(&["operations", "--service", "ecs"]).failure(), @r#"
    (
        2,
        "there is no service `ecs`; there are: iam, insight, koodrive, osm",
    )
    "#);
}

/// Covers `hwc operations | head -1`.
#[test]
fn whoever_stops_reading_is_no_failure() {
    let mut command = crate::run::hwc(&["operations"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let run = crate::run::Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}
