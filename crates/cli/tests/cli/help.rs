//! Snapshots of every `--help`.

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
}

#[test]
fn missing_arguments_print_the_help_and_fail() {
    for arguments in [&[][..], &["sandbox"]] {
        let run = run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("Usage: hwc"), "{}", run.stderr);
    }
    let missing = (2, "missing arguments; run the command with --help to list them".to_owned());
    for arguments in [["call"], ["ticket"]] {
        assert_eq!(run(&arguments).failure(), missing, "each line is JSON");
    }
}
