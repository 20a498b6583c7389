//! Tests of completion and man pages as a process.

use std::path::PathBuf;

use crate::run::{Run, hwc, run};

#[test]
fn candidates_have_the_format_of_the_shell() {
    let complete = |shell: &str| run(&["__complete", "--shell", shell, "--", "ticket", "li"]).stdout;
    assert_eq!(complete("bash"), "list\nlink\n");
    assert_eq!(complete("fish"), "list\tList tickets, sorted from newest to oldest\nlink\tLink tickets to a ticket\n");
    assert!(complete("zsh").starts_with("list:List tickets"));
}

#[test]
fn ids_come_from_the_last_lists() {
    let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("completion-cache");
    let _ = std::fs::remove_dir_all(&cache);
    let run = |words: &[&str]| Run::of(hwc(words).env("HWC_CACHE_DIR", &cache).output().unwrap());
    let complete = || run(&["__complete", "--shell", "bash", "--", "ticket", "show", "case-100"]).stdout;
    assert_eq!(complete(), "");
    assert_eq!(run(&["ticket", "list", "--sandbox", "--search", "disk"]).code, 0);
    assert_eq!(complete(), "case-1002\n");
}

#[cfg(feature = "drive")]
#[test]
fn drive_paths_come_from_the_last_lists() {
    let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("completion-drive");
    let _ = std::fs::remove_dir_all(&cache);
    // No endpoint and no credentials are set: a call would fail.
    let run = |words: &[&str]| Run::of(hwc(words).env("HWC_CACHE_DIR", &cache).output().unwrap());
    let complete = |words: &[&str]| run(&[&["__complete", "--shell", "bash", "--", "drive"], words].concat()).stdout;
    assert_eq!(complete(&["ls", "drive:/D"]), "");
    let listed = run(&["drive", "ls", "--sandbox", "--recursive", "drive:/", "--jq", ".[].path"]);
    assert_eq!(listed.code, 0, "{}", listed.stderr);
    let first = listed.stdout.lines().next().unwrap();
    let top = first.split('/').next().unwrap();
    let typed = format!("drive:/{}", &top[..1]);
    assert!(complete(&["ls", &typed]).lines().any(|line| line.starts_with(&format!("drive:/{top}"))), "{first}");
    let split = complete(&["cp", "a.txt", "drive", ":", &typed["drive:".len()..]]);
    assert!(split.lines().any(|line| line.starts_with(&format!("/{top}"))), "bash splits at the colon: {split}");
}

#[test]
fn scripts_and_pages_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(run(&["completion", shell]).stdout.contains("__complete"), "{shell}");
    }
    let page = run(&["man", "ticket", "list"]);
    assert!(page.stdout.contains(".TH") && page.stdout.contains("hwc ticket list"), "{}", page.stdout);
    let unknown = run(&["man", "tickt"]).failure();
    assert_eq!(unknown, (2, "unknown command `hwc tickt`".to_owned()));
    let pages = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = std::fs::remove_dir_all(&pages);
    assert_eq!(run(&["man", "--dir", pages.to_str().unwrap()]).code, 0);
    assert!(pages.join("hwc-ticket-list.1").exists() && pages.join("hwc.1").exists());
}

#[cfg(unix)]
#[test]
fn the_script_of_bash_completes() {
    let bin = PathBuf::from(env!("CARGO_BIN_EXE_hwc"));
    let script =
        "source <(hwc completion bash); COMP_WORDS=(hwc ticket li); COMP_CWORD=2; _hwc; echo \"${COMPREPLY[@]}\"";
    let path = format!("{}:/usr/bin:/bin", bin.parent().unwrap().display());
    let output = std::process::Command::new("bash").args(["-c", script]).env_clear().env("PATH", path).output();
    let Ok(output) = output else { return };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "list link\n", "{}", String::from_utf8_lossy(&output.stderr));
}
