//! Tests of `cp`, `cat`, `sync`, and the commands that read.

use hwc_api::serde_json::json;

use super::Harness;
use crate::exit::ExitStatus;

#[test]
fn a_file_goes_up_and_comes_back() {
    let shell = Harness::new("cp");
    let file = shell.file("a.txt", b"hello\x1b[31m\xff");
    assert_eq!(shell.json(&["cp", &file, "drive:/d/a.txt"])["files"], 1);
    assert_eq!(shell.paths(&["ls", "drive:/d"]), ["a.txt"]);
    assert_eq!(shell.run(&["cat", "drive:/d/a.txt"]).out, b"hello\x1b[31m\xff");
    shell.text(&["cp", "drive:/d/a.txt", &shell.path("b.txt")]);
    assert_eq!(shell.read("b.txt"), b"hello\x1b[31m\xff");
    assert_eq!(shell.run(&["cp", "drive:/d/a.txt", "-"]).out, b"hello\x1b[31m\xff");
    // A content must not control the terminal of its reader.
    let shown = shell.run_with(&["cat", "drive:/d/a.txt"], b"", true).out;
    assert_eq!(String::from_utf8(shown).unwrap(), "hello[31m\u{fffd}");
}

#[test]
fn standard_input_goes_up() {
    let shell = Harness::new("stdin");
    let output = shell.run_with(&["cp", "-", "drive:/in"], b"piped", false);
    assert!(output.error.is_none(), "{output:?}");
    assert_eq!(shell.run(&["cat", "drive:/in"]).out, b"piped");
}

#[test]
fn folders_need_a_flag_and_keep_their_shape() {
    let shell = Harness::new("folders");
    for name in ["t/a", "t/d/b", "t/d/c.tmp"] {
        shell.file(name, name.as_bytes());
    }
    let refused = shell.error(&["cp", &shell.path("t"), "drive:/t"]);
    assert_eq!((refused.exit(), refused.message().contains("pass -r")), (ExitStatus::Usage, true));
    let planned = shell.json(&["cp", "-r", "--dry-run", &shell.path("t"), "drive:/t"]);
    assert_eq!(planned["planned"].as_array().unwrap().len(), 4);
    let done = shell.json(&["cp", "-r", "--exclude", "*.tmp", &shell.path("t"), "drive:/t"]);
    assert_eq!((&done["files"], &done["failed"]), (&json!(2), &json!([])));
    assert_eq!(shell.paths(&["ls", "-r", "drive:/t"]), ["a", "d", "d/b"]);
    shell.text(&["cp", "-r", "drive:/t", &shell.path("back")]);
    assert_eq!(shell.read("back/d/b"), b"t/d/b");
    // An existing folder is the target of a copy into it.
    shell.text(&["cp", "-r", &shell.path("t"), "drive:/t"]);
    assert_eq!(shell.paths(&["ls", "drive:/t"]), ["a", "d", "t"]);
    insta::assert_snapshot!(shell.text(&["tree", "drive:/t"]), @r"
    drive:/t
    ├── a
    ├── d/
    │   └── b
    └── t/
        ├── a
        └── d/
            ├── b
            └── c.tmp
    3 folders, 5 files
    ");
}

#[test]
fn patterns_select_files() {
    let shell = Harness::new("globs");
    for name in ["x/a.pdf", "x/b.txt", "x/y/c.pdf"] {
        shell.file(name, b"x");
    }
    shell.text(&["cp", "-r", &shell.path("x"), "drive:/x"]);
    assert_eq!(shell.json(&["cp", "drive:/x/*.pdf", &shell.path("one/")])["files"], 1);
    assert_eq!(shell.json(&["stat", "drive:/x/**/*.pdf"]).as_array().unwrap().len(), 2);
    assert_eq!(shell.paths(&["ls", "drive:/x/**/*.pdf"]), ["drive:/x/a.pdf", "drive:/x/y/c.pdf"]);
    // A folder and its content match, and each file is listed once.
    assert_eq!(shell.paths(&["ls", "drive:/x/**"]), ["drive:/x/a.pdf", "drive:/x/b.txt", "drive:/x/y/c.pdf"]);
    assert_eq!(shell.paths(&["find", "drive:/x", "--min-size", "1k"]), Vec::<String>::new());
    assert_eq!(shell.paths(&["find", "drive:/x", "--name", "*.pdf"]), ["a.pdf", "y/c.pdf"]);
    assert_eq!(shell.paths(&["find", "drive:/x", "--type", "d"]), ["y"]);
    assert!(shell.error(&["ls", "drive:/x/*.none"]).message().contains("matches no file"));
    assert_eq!(shell.json(&["du", "drive:/x"])[0]["size"], 3);
}

#[test]
fn some_failed_files_have_an_exit_code_of_their_own() {
    let shell = Harness::new("partial");
    shell.file("t/good", b"x");
    shell.file("t/bad:name", b"x");
    let output = shell.run(&["cp", "-r", &shell.path("t"), "drive:/t"]);
    let error = output.error.unwrap();
    assert_eq!(error.exit(), ExitStatus::Partial);
    assert_eq!(error.member("failed")[0]["path"], "bad:name");
    assert!(output.notes.contains("failed bad:name"), "{}", output.notes);
    assert_eq!(shell.paths(&["ls", "drive:/t"]), ["good"]);
}

#[test]
fn local_files_are_not_replaced_without_consent() {
    let shell = Harness::new("force");
    let file = shell.file("a", b"new");
    shell.text(&["cp", &file, "drive:/a"]);
    let there = shell.file("there", b"old");
    assert_eq!(shell.error(&["cp", "drive:/a", &there]).exit(), ExitStatus::Usage);
    assert_eq!(shell.read("there"), b"old");
    shell.text(&["cp", "--force", "drive:/a", &there]);
    assert_eq!(shell.read("there"), b"new");
}

#[test]
fn local_files_in_folders_are_not_replaced_without_consent() {
    let shell = Harness::new("keep");
    shell.file("t/a", b"1");
    shell.file("t/b", b"22");
    shell.text(&["cp", "-r", &shell.path("t"), "drive:/t"]);
    let again = shell.json(&["cp", "-r", "drive:/t", &shell.folder.to_string_lossy()]);
    assert_eq!((&again["files"], &again["unchanged"]), (&json!(2), &json!(2)));
    shell.file("t/a", b"edited");
    let output = shell.run(&["cp", "-r", "drive:/t", &shell.folder.to_string_lossy()]);
    assert_eq!(output.error.unwrap().exit(), ExitStatus::Partial);
    assert!(output.notes.contains("t/a already exists; pass --force to replace it"), "{}", output.notes);
    assert_eq!(shell.read("t/a"), b"edited");
    shell.text(&["cp", "-r", "--force", "drive:/t", &shell.folder.to_string_lossy()]);
    assert_eq!(shell.read("t/a"), b"1");
}

#[test]
fn a_slash_at_the_end_names_a_folder() {
    let shell = Harness::new("slash");
    let file = shell.file("t/a", b"x");
    shell.text(&["cp", &file, "drive:/new/"]);
    assert_eq!(shell.paths(&["ls", "-r", "drive:/new"]), ["a"]);
    // A folder without a name is its content.
    shell.file("t/d/b", b"x");
    shell.text(&["cp", "-r", &shell.path("t/d/.."), "drive:/new/"]);
    assert_eq!(shell.paths(&["ls", "-r", "drive:/new"]), ["a", "d", "d/b"]);
    assert!(shell.error(&["cp", "-", "drive:/new"]).message().contains("name the file in it"));
    assert!(shell.error(&["cp", "-", "drive:/other/"]).message().contains("name the file in it"));
}

#[test]
fn arguments_of_a_copy_are_checked() {
    let shell = Harness::new("arguments");
    let file = shell.file("a", b"x");
    shell.text(&["mkdir", "drive:/Holidays"]);
    // Options may be anywhere.
    assert_eq!(shell.json(&["cp", &file, "--if-exists", "fail", "drive:/a"])["files"], 1);
    for (words, part) in [
        (&["cp", "drive:/a"][..], "expected a source and a target"),
        (&["cp", "-", &file, "drive:/b"], "`-` must be the only source"),
        (&["cp", &file, &file], "one side must be in a drive"),
        (&["cp", "--version", "1", &file, "drive:/b"], "--version needs one file"),
        (&["cp", "drive:/a", &file], "already exists; pass --force"),
        (&["cp", "-r", "--exclude", "{a", &shell.path(""), "drive:/b"], "invalid pattern `{a`"),
        (&["cp", "drive@Nope:/a", &file], "no space has the name or the ID `Nope`"),
        (&["cp", "drive:/Holidays", &file], "is a folder; pass -r"),
        (&["cp", "-r", "drive:/Holidays", "-"], "`drive:/Holidays` is a folder"),
        (&["cat", "drive:/Holidays"], "`drive:/Holidays` is a folder"),
        (&["cat", "drive:/none"], "`drive:/none` does not exist"),
        (&["cp", "-r", "drive:/Holidays", &shell.path("a")], "not a directory"),
    ] {
        let error = shell.error(words);
        assert!(error.message().contains(part), "{words:?}: {}", error.message());
    }
}

#[test]
fn a_plan_has_the_files_that_would_fail() {
    let shell = Harness::new("plan");
    shell.file("t/good", b"x");
    shell.file("t/bad:name", b"x");
    let (folder, missing) = (shell.path("t"), shell.path("missing"));
    let output = shell.run(&["cp", "-r", "--dry-run", &folder, &missing, "drive:/p"]);
    let out = String::from_utf8(output.out).unwrap();
    assert!(out.contains("good -> drive:/p/t/good") && !out.contains("bad:name"), "{out}");
    let failed = output.error.unwrap().member("failed").clone();
    assert_eq!((&failed[0]["path"], &failed[1]["path"]), (&json!("bad:name"), &json!(missing)));
}

#[test]
fn a_report_has_new_names_and_unchanged_files() {
    let shell = Harness::new("report");
    let file = shell.file("a", b"x");
    shell.text(&["cp", &file, "drive:/a"]);
    assert_eq!(shell.json(&["cp", "--if-exists", "skip-identical", &file, "drive:/a"])["unchanged"], 1);
    let renamed = shell.json(&["cp", "--if-exists", "rename", &file, "drive:/a"])["renamed"].clone();
    assert!(shell.paths(&["ls", "drive:/"]).contains(&renamed[0]["to"].as_str().unwrap().to_owned()), "{renamed}");
    assert_eq!(shell.error(&["cp", "--if-exists", "fail", &file, "drive:/a"]).exit(), ExitStatus::Service);
}

#[test]
fn a_sync_makes_both_sides_equal() {
    let shell = Harness::new("sync");
    shell.file("s/a", b"1");
    shell.file("s/d/b", b"2");
    let plan = shell.text(&["sync", "--dry-run", &shell.path("s"), "drive:/s"]);
    insta::assert_snapshot!(plan, @r"
    create folder d
    add a
    add d/b
    0 up to date
    ");
    let done = shell.json(&["sync", &shell.path("s"), "drive:/s"]);
    assert_eq!((&done["transfers"]["files"], &done["direction"]), (&json!(2), &json!("upload")));
    shell.text(&["sync", "drive:/s", &shell.path("back")]);
    assert_eq!(shell.read("back/d/b"), b"2");
    std::fs::remove_file(shell.path("s/a")).unwrap();
    let error = shell.error(&["sync", "--delete", "--delete-limit", "0", &shell.path("s"), "drive:/s"]);
    assert!(error.message().contains("would delete 1 files"), "{}", error.message());
    assert_eq!(shell.json(&["sync", "--delete", &shell.path("s"), "drive:/s"])["deleted"], 1);
}

#[test]
fn a_limited_list_names_the_number_of_all_entries() {
    let shell = Harness::new("limit");
    for name in ["t/a", "t/b", "t/d/c"] {
        shell.file(name, name.as_bytes());
    }
    shell.text(&["cp", "-r", &shell.path("t"), "drive:/t"]);
    assert_eq!(shell.paths(&["ls", "-r", "--limit", "2", "drive:/t"]), ["a", "b"]);
    let limited = shell.run(&["ls", "-r", "--limit", "2", "--json", "drive:/t"]);
    assert!(limited.notes.contains("limited to 2 of 4 entries"), "{limited:?}");
    let whole = shell.run(&["ls", "-r", "--limit", "4", "--json", "drive:/t"]);
    assert!(!whole.notes.contains("limited"), "{whole:?}");
}

/// Other systems do not allow such names.
#[cfg(unix)]
#[test]
fn a_dry_run_reports_names_that_the_service_rejects() {
    let shell = Harness::new("rejected");
    shell.file("s/a", b"1");
    shell.file("s/b:c", b"2");
    for words in [&["sync", "--dry-run"][..], &["cp", "-r", "--dry-run"]] {
        let run = shell.run(&[words, &[&shell.path("s"), "drive:/s"]].concat());
        let error = run.error.unwrap();
        assert_eq!(error.exit(), ExitStatus::Partial, "{words:?}");
        assert!(run.notes.contains("failed b:c: ") && run.notes.contains("rename the file"), "{}", run.notes);
        assert!(String::from_utf8(run.out).unwrap().contains('a'), "{words:?}");
    }
}
