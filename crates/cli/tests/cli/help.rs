//! Snapshots of every `--help`.

use hwc_api::serde_json::json;

use crate::run::run;

fn help(arguments: &[&str]) -> String {
    let run = run(arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn of_the_command() {
    insta::assert_snapshot!(help(&["--help"]));
}

#[test]
fn of_call() {
    insta::assert_snapshot!(help(&["call", "--help"]));
    assert_eq!(help(&["call", "--help"]), help(&["help", "call"]));
    assert_eq!(help(&["call", "ListCases", "--help"]), help(&["help", "call", "ListCases"]));
}

#[test]
fn of_the_other_commands() {
    insta::assert_snapshot!("help_operations", help(&["operations", "--help"]));
    insta::assert_snapshot!("help_demo", help(&["demo", "--help"]));
    insta::assert_snapshot!("help_sandbox", help(&["sandbox", "--help"]));
    insta::assert_snapshot!("help_serve", help(&["sandbox", "serve", "--help"]));
}

#[test]
fn of_operations() {
    insta::assert_snapshot!("help_list_authorizations", help(&["call", "ListAuthorizations", "--help"]));
    insta::assert_snapshot!("help_confirm_authorizations", help(&["call", "confirmauthorizations", "-h"]));
    insta::assert_snapshot!("help_create_tickets", help(&["call", "insight.CreateTickets", "--help"]));
    insta::assert_snapshot!("help_upload_accessory", help(&["call", "UploadAccessory", "--help"]));
    insta::assert_snapshot!("help_download_accessories", help(&["call", "DownloadAccessories", "--help"]));
    insta::assert_snapshot!("help_batch_files", help(&["call", "BatchFiles", "--help"]));
}

#[test]
fn version() {
    assert_eq!(help(&["--version"]), format!("hwc {}\n", env!("CARGO_PKG_VERSION")));
    let version = json!({ "name": "hwc", "version": env!("CARGO_PKG_VERSION") });
    assert_eq!(run(&["--version", "--output", "json"]).answer(), version);
}

#[test]
fn help_as_json_has_the_commands_below() {
    let commands = |words: &[&str]| -> Vec<String> {
        let help = run(&[words, &["--help", "--output", "json"]].concat()).answer();
        let data = help["data"].as_array().unwrap().clone();
        data.iter().map(|entry| entry["command"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(commands(&["config", "get"]), ["config get"]);
    assert_eq!(commands(&["config"]), ["config list", "config get", "config set", "config unset"]);
    assert_eq!(commands(&["__complete"]), ["__complete"], "a hidden command");
    let all = run(&["commands", "-o", "json"]).answer();
    assert_eq!(commands(&[]).len(), all.as_array().unwrap().len());
    assert_eq!(run(&["help", "config", "--json"]).answer(), run(&["config", "--help", "--json"]).answer());
    assert_eq!(run(&["help", "confg"]).error()["choices"], json!(["config"]));
    assert!(help(&["config", "--help"]).starts_with("Get and set"), "JSON needs a request");
}

#[test]
fn help_of_an_operation_as_json_has_its_fields() {
    for command in ["call", "validate"] {
        let last = run(&[command, "ShowCaseDetail", "--help", "--json"]).answer();
        let first = run(&[command, "--json", "ShowCaseDetail", "-h"]).answer();
        assert_eq!(last, first);
        let entry = &last["data"][0];
        assert_eq!(entry["command"], format!("{command} ShowCaseDetail"));
        assert_eq!(entry["usage"], format!("hwc {command} [OPTIONS] ShowCaseDetail [--name VALUE]..."));
        let arguments = entry["arguments"].as_array().unwrap();
        let required: Vec<&str> =
            arguments.iter().filter(|it| it["required"] == true).map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(required, ["--case-id"]);
        assert!(arguments.iter().any(|it| it["name"] == "--body"), "{entry}");
    }
}

#[test]
fn missing_arguments_print_the_help_and_fail() {
    for arguments in [&[][..], &["sandbox"]] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("Usage: hwc"), "{}", run.stderr);
    }
    for command in ["call", "ticket"] {
        let run = run(&[command]);
        let next = json!([{ "command": format!("hwc {command} --help"), "when": "to list the arguments" }]);
        assert_eq!((run.failure(), &run.error()["next"]), ((2, "missing arguments".to_owned()), &next));
    }
    for (words, command) in [(&["--json"][..], "sandbox"), (&["ticket", "-q"], "list")] {
        let run = run(words);
        assert_eq!(run.failure(), (2, "missing command".to_owned()));
        let choices = run.error()["choices"].clone();
        let choices = choices.as_array().unwrap();
        assert!(choices.contains(&command.into()) && !choices.contains(&"__complete".into()), "{choices:?}");
    }
}
