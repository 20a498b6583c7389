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
    let second = complete(&["cp", "a.txt", &typed]);
    assert!(second.lines().any(|line| line.starts_with(&format!("drive:/{top}"))), "{second}");
}

#[test]
fn scripts_and_pages_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(run(&["completion", shell]).stdout.contains("__complete"), "{shell}");
    }
    let page = run(&["man", "ticket", "list"]);
    assert!(page.stdout.contains(".TH") && page.stdout.contains("hwc ticket list"), "{}", page.stdout);
    let unknown = run(&["man", "tickt"]).failure();
    assert_eq!(unknown, (2, "unknown command `hwc tickt`; did you mean `ticket`?".to_owned()));
    let pages = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = std::fs::remove_dir_all(&pages);
    assert_eq!(run(&["man", "--dir", pages.to_str().unwrap()]).code, 0);
    assert!(pages.join("hwc-ticket-list.1").exists() && pages.join("hwc.1").exists());
}

/// Bash itself splits the line here: at an equals sign and a colon, and not at a space behind a colon.
#[cfg(unix)]
#[test]
fn bash_completes_words_that_it_splits() {
    if std::process::Command::new("bash").arg("--version").output().is_err() {
        return;
    }
    let bin = PathBuf::from(env!("CARGO_BIN_EXE_hwc"));
    // Without the echo of the terminal, bash does not show what it completes.
    let mut bash = std::process::Command::new("sh");
    bash.args(["-c", "stty echo && exec bash --noprofile --norc -i"])
        .env_clear()
        .env("TERM", "dumb")
        .env("PS1", "ready> ")
        .env("HOME", "/");
    bash.env("PATH", format!("{}:/usr/bin:/bin", bin.parent().unwrap().display()));
    bash.env("HWC_CACHE_DIR", PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("completion-bash"));
    let mut session = rexpect::session::spawn_command(bash, Some(20_000)).unwrap();
    session.exp_string("ready> ").unwrap();
    session.send_line("source <(hwc completion bash); bind 'set enable-bracketed-paste off'").unwrap();
    for (typed, completed) in [
        ("hwc ticket clo", "hwc ticket close "),
        ("hwc ticket list --output=ya", "hwc ticket list --output=yaml "),
        ("hwc ticket list --output='ya", "hwc ticket list --output='yaml' "),
        ("hwc drive ls drive:", "hwc drive ls drive:/"),
        ("hwc drive ls drive: dri", "hwc drive ls drive: drive:/"),
        ("hwc  drive cp a.txt dri", "hwc  drive cp a.txt drive:/"),
    ] {
        session.exp_string("ready> ").unwrap();
        session.send(&format!("{typed}\t")).unwrap();
        session.flush().unwrap();
        session.exp_string(completed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        session.send_control('c').unwrap();
    }
}
