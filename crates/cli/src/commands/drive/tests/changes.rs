//! Tests of the commands that change files without transferring contents, and of spaces.

use std::io::{self, BufReader, Read};
use std::thread;

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
fn moves_that_cannot_be_made_change_nothing() {
    let shell = with_files("unmoved");
    for (words, part) in [
        (&["mv", "drive:/t/a"][..], "expected a source and a target"),
        (&["mv", "drive:/t/a", "drive:/t/b"], "`drive:/t/b` exists already"),
        (&["mv", "drive:/t/a", "drive:/t/d", "drive:/t/b"], "must be a folder for several sources"),
        (&["mv", "drive:/t/a", "drive:/new/"], "there is no folder `drive:/new`"),
        (&["mv", "drive:/t/a", "drive:/new/a"], "`drive:/new` does not exist"),
        (&["mv", "drive:/t", "drive:/t/d"], "cannot become part of itself"),
        (&["mv", "drive:/", "drive:/t"], "top folder"),
    ] {
        let error = shell.error(words);
        assert!(error.message().contains(part), "{words:?}: {}", error.message());
    }
    assert_eq!(shell.paths(&["ls", "-r", "drive:/t"]), ["a", "b", "d", "d/c"]);
    // A move to the own name is one, too.
    shell.text(&["mv", "drive:/t/a", "drive:/t/a"]);
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

/// A reply at a prompt, before which something happens.
struct LateReply(Option<thread::JoinHandle<()>>);

impl Read for LateReply {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(before) = self.0.take() else { return Ok(0) };
        before.thread().unpark();
        before.join().unwrap();
        (&b"y\n"[..]).read(buffer)
    }
}

#[test]
fn a_file_that_changes_before_the_confirmation_is_not_deleted() {
    let shell = with_files("late");
    let other = shell.another("other");
    let changes = thread::spawn(move || {
        thread::park();
        let file = other.file("a", b"another content");
        other.text(&["cp", &file, "drive:/t/a"]);
    });
    let input = Box::new(BufReader::new(LateReply(Some(changes))));
    let refused = shell.run_with_input(&["rm", "--permanent", "drive:/t/a"], input, true).error.unwrap();
    assert!(refused.message().contains("changed before the confirmation"), "{}", refused.message());
    assert_eq!(shell.run(&["cat", "drive:/t/a"]).out, b"another content");
    let confirmed = shell.run_with(&["rm", "--permanent", "drive:/t/a"], b"y\n", true);
    assert!(confirmed.error.is_none(), "{confirmed:?}");
}

#[test]
fn files_are_copied_within_the_drive() {
    let shell = with_files("within");
    shell.text(&["mkdir", "drive:/copies/of"]);
    shell.text(&["cp", "drive:/t/a", "drive:/t/b", "drive:/copies/of"]);
    assert_eq!(shell.paths(&["ls", "drive:/copies/of"]), ["a", "b"]);
    shell.text(&["cp", "drive:/t/a", "drive:/copies/new name"]);
    shell.text(&["cp", "-r", "drive:/t/d", "drive:/copies/new/"]);
    assert_eq!(shell.paths(&["ls", "drive:/copies"]), ["new", "new name", "of"]);
    assert_eq!(shell.paths(&["ls", "-r", "drive:/copies/new"]), ["d", "d/c"]);
    shell.text(&["cp", "drive:/t/a", "drive@Sales:/from me"]);
    assert!(shell.paths(&["ls", "drive@Sales:/"]).contains(&"from me".to_owned()));
}

#[test]
fn copies_within_the_drive_replace_nothing() {
    let shell = with_files("copies");
    for (words, part) in [
        (&["cp", "drive:/t/a", "drive:/t/b"][..], "`drive:/t/b` exists already"),
        (&["cp", "drive:/t/a", "drive:/t"], "`drive:/t/a` exists already"),
        (&["cp", "drive:/t/d", "drive:/e"], "pass -r"),
        (&["cp", "-r", "drive:/t", "drive:/t/d"], "cannot become part of itself"),
    ] {
        let error = shell.error(words);
        assert!(error.message().contains(part), "{words:?}: {}", error.message());
    }
    let renamed = shell.json(&["cp", "--if-exists", "rename", "drive:/t/a", "drive:/t"])["renamed"].clone();
    assert!(shell.paths(&["ls", "drive:/t"]).contains(&renamed[0]["to"].as_str().unwrap().to_owned()), "{renamed}");
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
    assert_eq!(shell.run(&["cp", "--version", id, "drive:/a", "-"]).out, b"one");
    assert!(shell.error(&["cat", "--version", "none", "drive:/a"]).message().contains(id));
}

#[test]
fn spaces_shares_and_jobs_are_shown() {
    let shell = with_files("others");
    let spaces = shell.json(&["spaces"]);
    let sales = spaces.as_array().unwrap().iter().find(|space| space["kind_code"] == 0).unwrap();
    let path = format!("drive@{}:/", sales["id"].as_str().unwrap());
    assert!(!shell.paths(&["ls", &path]).is_empty());
    assert!(shell.json(&["quota"])["used"].as_u64().unwrap() > 0);
    assert!(shell.json(&["share", "drive:/t/a"])["url"].is_string());
    shell.text(&["rm", "drive:/t/b"]);
    assert!(!shell.json(&["jobs"]).as_array().unwrap().is_empty());
    assert_eq!(shell.error(&["ls", "drive:/none"]).exit(), ExitStatus::Service);
}
