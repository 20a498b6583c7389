//! Tests of `hwc operations`.

use hwc_api::CATALOG;

use crate::run::run;

#[test]
fn the_table_has_one_line_per_operation() {
    let table = run(&["operations", "-o", "table"]).stdout;
    assert_eq!(table.lines().count(), 1 + CATALOG.entries().count());
    assert!(table.starts_with("SERVICE "));
}

/// Returns the lines of a list about two operations, with its heading. Other operations of the service may be added.
fn lines_about_tickets(text: &str) -> String {
    let wanted = ["SERVICE", "name,", "CreateTickets", "ListTickets,", "ListTickets "];
    let lines = text.lines().filter(|line| wanted.iter().any(|name| line.contains(name)));
    let words =
        |line: &str| line.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect::<Vec<_>>().join("  ");
    lines.map(words).collect::<Vec<_>>().join("\n")
}

#[test]
fn of_one_service() {
    let table = run(&["operations", "--service", "INSIGHT", "-o", "table"]).stdout;
    insta::assert_snapshot!(lines_about_tickets(&table), @r#"
    SERVICE  GROUP  NAME  EFFECT  SANDBOX  METHOD  PATH
    insight  Ticket management  CreateTickets  write  implemented  POST  /v1/{project_id}/tickets
    insight  Ticket management  ListTickets  read  implemented  GET  /v1/{project_id}/tickets
    "#);
    let csv = run(&["operations", "--service", "insight", "-o", "csv"]).stdout;
    insta::assert_snapshot!(lines_about_tickets(&csv), @r#"
    name,service,group,method,path,summary,reference,effect,pagination,sandbox
    CreateTickets,insight,Ticket management,POST,/v1/{project_id}/tickets,Create a ticket with which a viewer can open an embedded analysis.,https://support.huaweicloud.com/api-dataartsinsight/CreateTickets.html,write,,implemented
    ListTickets,insight,Ticket management,GET,/v1/{project_id}/tickets,List the tickets that are still valid.,https://support.huaweicloud.com/api-dataartsinsight/ListTickets.html,read,offset,implemented
    "#);
    let json = run(&["operations", "--service", "insight"]).answer();
    let create = json.as_array().unwrap().iter().find(|operation| operation["name"] == "CreateTickets").unwrap();
    insta::assert_json_snapshot!(create, @r#"
    {
      "effect": "write",
      "group": "Ticket management",
      "method": "POST",
      "name": "CreateTickets",
      "pagination": null,
      "path": "/v1/{project_id}/tickets",
      "reference": "https://support.huaweicloud.com/api-dataartsinsight/CreateTickets.html",
      "sandbox": "implemented",
      "service": "insight",
      "summary": "Create a ticket with which a viewer can open an embedded analysis."
    }
    "#);
    let yaml = run(&["operations", "--service", "insight", "-o", "yaml"]).stdout;
    let create = yaml.split("- ").find(|item| item.starts_with("name: CreateTickets")).unwrap();
    insta::assert_snapshot!(create, @r#"
    name: CreateTickets
      service: insight
      group: Ticket management
      method: POST
      path: /v1/{project_id}/tickets
      summary: Create a ticket with which a viewer can open an embedded analysis.
      reference: https://support.huaweicloud.com/api-dataartsinsight/CreateTickets.html
      effect: write
      pagination: null
      sandbox: implemented
    "#);
    let lines = run(&["operations", "--service", "insight", "-o", "jsonl"]).answers();
    assert_eq!(lines, *run(&["operations", "--service", "insight", "--json"]).answer().as_array().unwrap());
}

#[test]
fn a_list_has_a_limit_and_an_offset() {
    let names = |words: &[&str]| -> (Vec<String>, String) {
        let run = run(&[&["operations", "--service", "iam"], words].concat());
        let rows = hwc_api::serde_json::from_str::<hwc_api::serde_json::Value>(&run.stdout).unwrap();
        let names = rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned());
        (names.collect(), run.stderr)
    };
    let (all, note) = names(&[]);
    assert_eq!(note, "");
    let (page, note) = names(&["--limit", "2", "--offset", "1"]);
    assert_eq!(page, all[1..3]);
    assert!(note.contains("2 of"), "{note}");
    assert_eq!(names(&["--offset", "1"]), (all[1..].to_vec(), String::new()));
    assert_eq!(names(&["--offset", "999"]), (Vec::new(), String::new()));
    assert_eq!(run(&["operations", "--limit", "0"]).code, 2);
}

#[test]
fn the_list_tells_what_the_sandbox_implements() {
    let rows = run(&["operations", "--service", "koodrive"]).answer();
    let sandbox = |name: &str| {
        let row = rows.as_array().unwrap().iter().find(|row| row["name"] == name);
        row.unwrap_or_else(|| panic!("no {name}"))["sandbox"].clone()
    };
    assert_eq!(sandbox("CreateFile"), "implemented");
    let kinds = ["implemented", "example"];
    assert!(rows.as_array().unwrap().iter().all(|row| kinds.contains(&row["sandbox"].as_str().unwrap())));
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
