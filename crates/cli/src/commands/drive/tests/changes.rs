//! Tests of the commands that change files without transferring contents, and of spaces.

use super::Harness;
use crate::exit::ExitStatus;

fn with_files(name: &str) -> Harness {
    let shell = Harness::new(name);
    for name in ["t/a", "t/b", "t/d/c"] {
        shell.file(name, name.as_bytes());
    }
    shell.text(&["cp", "-r", &shell.path("t"), "drive:/t"]);
    shell
}

#[test]
fn files_are_moved_and_renamed() {
    let shell = with_files("mv");
    shell.text(&["mv", "drive:/t/a", "drive:/t/d"]);
    shell.text(&["mv", "drive:/t/b", "drive:/t/renamed"]);
    shell.text(&["mv", "drive:/t/renamed", "drive:/t/d/both"]);
    assert_eq!(shell.paths(&["ls", "-r", "drive:/t"]), ["d", "d/a", "d/both", "d/c"]);
    assert_eq!(shell.error(&["mv", "drive:/t/d/a", "drive@other:/"]).exit(), ExitStatus::Usage);
}

#[test]
fn removed_files_can_be_restored() {
    let shell = with_files("rm");
    assert!(shell.error(&["rm", "drive:/t/d"]).message().contains("pass -r"));
    shell.text(&["rm", "--dry-run", "-r", "drive:/t/d"]);
    shell.text(&["rm", "-r", "drive:/t/d", "drive:/t/a"]);
    assert_eq!(shell.paths(&["ls", "drive:/t"]), ["b"]);
    let mut bin = shell.paths(&["restore", "drive:"]);
    bin.sort();
    assert_eq!(bin, ["a", "d"]);
    shell.text(&["restore", "drive:", "d", "a"]);
    assert_eq!(shell.paths(&["ls", "-r", "drive:/t"]), ["a", "b", "d", "d/c"]);
    // A pattern that matches a folder and its content removes the folder.
    assert_eq!(shell.json(&["rm", "-r", "drive:/t/**"])["removed"].as_array().unwrap().len(), 3);
    assert_eq!(shell.error(&["restore", "drive:", "none"]).exit(), ExitStatus::Service);
}

#[test]
fn deleting_for_good_needs_a_confirmation() {
    let shell = with_files("permanent");
    let refused = shell.error(&["rm", "--permanent", "drive:/t/a"]);
    assert!(refused.message().contains("--yes"), "{}", refused.message());
    let declined = shell.run_with(&["rm", "--permanent", "drive:/t/a"], b"n\n", true);
    assert_eq!(declined.error.unwrap().exit(), ExitStatus::Declined);
    shell.text(&["rm", "--permanent", "--yes", "drive:/t/a"]);
    assert_eq!(shell.paths(&["ls", "drive:/t"]), ["b", "d"]);
    assert_eq!(shell.error(&["rm", "-r", "drive:/"]).exit(), ExitStatus::Usage);
}

#[test]
fn files_are_copied_within_the_drive() {
    let shell = with_files("within");
    shell.text(&["mkdir", "drive:/copies/of"]);
    shell.text(&["cp", "drive:/t/a", "drive:/t/b", "drive:/copies/of"]);
    assert_eq!(shell.paths(&["ls", "drive:/copies/of"]), ["a", "b"]);
}

#[test]
fn old_versions_are_listed_and_read() {
    let shell = Harness::new("versions");
    let file = shell.file("a", b"one");
    shell.text(&["cp", &file, "drive:/a"]);
    shell.file("a", b"two!");
    shell.text(&["cp", &file, "drive:/a"]);
    let versions = shell.json(&["versions", "drive:/a"]);
    let versions = versions.as_array().unwrap();
    assert_eq!(versions.len(), 2);
    let old = versions.iter().find(|version| version["is_latest"] != true).unwrap();
    let id = old["id"].as_str().unwrap();
    assert_eq!(shell.run(&["cat", "--version", id, "drive:/a"]).out, b"one");
    assert!(shell.error(&["cat", "--version", "none", "drive:/a"]).message().contains(id));
}

#[test]
fn spaces_shares_and_jobs_are_shown() {
    let shell = with_files("others");
    let spaces = shell.json(&["spaces"]);
    let sales = spaces.as_array().unwrap().iter().find(|space| space["kind"] == "department").unwrap();
    let path = format!("drive@{}:/", sales["id"].as_str().unwrap());
    assert!(!shell.paths(&["ls", &path]).is_empty());
    assert!(shell.json(&["quota"])["used"].as_u64().unwrap() > 0);
    assert!(shell.json(&["share", "drive:/t/a"])["short_url"].is_string());
    shell.text(&["rm", "drive:/t/b"]);
    assert!(!shell.json(&["jobs"]).as_array().unwrap().is_empty());
    assert_eq!(shell.error(&["ls", "drive:/none"]).exit(), ExitStatus::Service);
}
