//! Tests of prompts at a pseudo-terminal.

use std::path::PathBuf;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

use crate::run::hwc;

/// The time that the command has for its next output, in milliseconds.
const TIMEOUT: u64 = 20_000;

/// Starts a command at a terminal that echoes its input, as those of people do. Returns the path of the terminal too.
fn spawn_with_path(command: &Command) -> (PtySession, String) {
    let mut at_terminal = Command::new("sh");
    at_terminal.args(["-c", "stty echo && tty && exec \"$0\" \"$@\""]);
    at_terminal.arg(command.get_program()).args(command.get_args());
    at_terminal.env_clear().env("TERM", "xterm").env("PATH", "/usr/bin:/bin");
    for (name, value) in command.get_envs() {
        at_terminal.envs(value.map(|value| (name, value)));
    }
    let mut session = spawn_command(at_terminal, Some(TIMEOUT)).unwrap();
    let path = session.read_line().unwrap().trim().to_owned();
    (session, path)
}

fn spawn(command: &Command) -> PtySession {
    spawn_with_path(command).0
}

/// Runs a command at a terminal with this number of columns. Returns its output.
fn run_at_width(columns: u16, command: &Command) -> String {
    let mut resized = Command::new("sh");
    // Without rows, the terminal has no size.
    resized.args(["-c", &format!("stty rows 24 cols {columns} && exec \"$0\" \"$@\"")]);
    resized.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        resized.envs(value.map(|value| (name, value)));
    }
    spawn(&resized).exp_eof().unwrap()
}

/// Waits until the terminal does not echo. Input before is discarded.
fn wait_without_echo(path: &str) {
    let terminal = std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let modes = || rustix::termios::tcgetattr(&terminal).unwrap().local_modes;
    while modes().contains(rustix::termios::LocalModes::ECHO) {
        std::thread::yield_now();
    }
}

fn home(name: &str) -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("terminal-{name}"));
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home).unwrap();
    home
}

#[test]
fn secrets_are_read_without_echo() {
    let home = home("login");
    let mut command = hwc(&["login", "--no-verify", "--color", "never"]);
    command.env("HOME", &home);
    let (mut session, terminal) = spawn_with_path(&command);
    session.exp_string("Method [1-3]:").unwrap();
    session.send_line("9").unwrap();
    session.exp_string("expected a number from 1 to 3").unwrap();
    session.send_line("1").unwrap();
    session.exp_string("Access key ID:").unwrap();
    session.send_line("AKEXAMPLE").unwrap();
    let before = session.exp_string("Secret key:").unwrap();
    assert!(before.contains("AKEXAMPLE"), "other input is echoed: {before}");
    wait_without_echo(&terminal);
    session.send_line("hunter2").unwrap();
    let output = session.exp_eof().unwrap();
    assert!(output.contains("access key saved in") && !output.contains("hunter2"), "{output}");
    let saved = std::fs::read_to_string(home.join(".huaweicloud/credentials")).unwrap();
    assert_eq!(saved, "[global]\nak = AKEXAMPLE\nsk = hunter2\n\n[basic]\nak = AKEXAMPLE\nsk = hunter2\n");
}

/// Ctrl-C ends the command while the echo is off. The shell around it gets the terminal back as it was.
#[test]
fn an_interrupt_at_a_secret_restores_the_echo() {
    let home = home("interrupted-login");
    let login = hwc(&["login", "--method", "keys", "--access-key", "A", "--no-verify", "--color", "never"]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap : INT; \"$0\" \"$@\"; echo \"code $?\"; stty -a"]).arg(login.get_program());
    shell.args(login.get_args()).env("HOME", &home);
    let (mut session, terminal) = spawn_with_path(&shell);
    session.exp_string("Secret key:").unwrap();
    wait_without_echo(&terminal);
    session.send_control('c').unwrap();
    session.exp_string("error: interrupted").unwrap();
    session.exp_string("code 130").unwrap();
    let modes = session.exp_eof().unwrap();
    assert!(modes.contains(" echo "), "{modes}");
}

#[test]
fn a_destructive_command_asks_first() {
    let mut session = spawn(&hwc(&["ticket", "cancel", "case-1003", "--sandbox", "--color", "never"]));
    session.exp_string("Cancel case-1003? This cannot be undone. [y/N]").unwrap();
    session.send_line("n").unwrap();
    let output = session.exp_eof().unwrap();
    assert!(output.contains("not confirmed; nothing was changed"), "{output}");
}

#[test]
fn an_interactive_open_repeats_a_question() {
    let mut session = spawn(&hwc(&["ticket", "open", "--sandbox", "--color", "never"]));
    session.exp_string("Description of the problem:").unwrap();
    session.send_line("").unwrap();
    session.exp_string("the description is empty").unwrap();
    session.exp_string("Description of the problem:").unwrap();
    session.send_line("The disk is slow.").unwrap();
    session.exp_string("Product [1-").unwrap();
    session.send_line("Elastc Cloud").unwrap();
    session.exp_string("is unknown").unwrap();
    session.exp_string("Product [1-").unwrap();
    session.send_line("Elastic Cloud Server").unwrap();
    session.exp_string("Problem [1-").unwrap();
    session.send_line("Fault").unwrap();
    session.exp_string("Region [1-").unwrap();
    session.send_line("cn-north-4").unwrap();
    let output = session.exp_eof().unwrap();
    assert!(output.contains("case-1004: opened, Elastic Cloud Server, Fault"), "{output}");
}

#[test]
fn a_long_text_comes_from_the_editor() {
    let mut command = hwc(&["ticket", "reply", "case-1002", "--sandbox", "--color", "never"]);
    command.env("EDITOR", "sh -c 'echo From the editor. > \"$1\"' --");
    let output = spawn(&command).exp_eof().unwrap();
    assert!(output.contains("message written"), "{output}");
    let mut command = hwc(&["ticket", "reply", "case-9", "--sandbox", "--color", "never"]);
    command.env("EDITOR", "sh -c 'echo Kept. > \"$1\"' --");
    let output = spawn(&command).exp_eof().unwrap();
    let (_, rest) = output.split_once("the text is kept in ").unwrap_or_else(|| panic!("{output}"));
    let path = rest.lines().next().unwrap().trim();
    assert_eq!(std::fs::read_to_string(path).unwrap(), "Kept.\n");
    std::fs::remove_file(path).unwrap();
}

/// A sandbox of its own ends with the command. A note at the terminal says so.
#[test]
fn the_state_of_a_sandbox_ends_with_the_command() {
    let output = spawn(&hwc(&["ticket", "list", "--sandbox", "--color", "never"])).exp_eof().unwrap();
    assert!(output.contains("the state of this sandbox ends with the command"), "{output}");
    assert!(output.contains("case-1003"), "{output}");
}

/// The results of `hwc call` are JSON at a terminal too. Its errors are for people there, unless a format is set.
#[test]
fn a_call_at_a_terminal_fails_with_text() {
    let text = run_at_width(200, &hwc(&["call", "--color", "never", "ListCase"]));
    assert!(text.starts_with("error: unknown operation `ListCase`; did you mean `ListCases`?"), "{text}");
    assert!(text.contains("next: `hwc operations search WORDS`"), "{text}");
    for words in [&["call", "-o", "json", "ListCase"][..], &["call", "--jq", ".", "ListCase"]] {
        let json = run_at_width(200, &hwc(words));
        assert!(json.starts_with("{\"error\":"), "{json}");
    }
}

/// A terminal that is too narrow for the columns of a table gets a record for each row.
#[test]
fn a_narrow_terminal_shows_records() {
    let list = hwc(&["operations", "--service", "iam", "--color", "never"]);
    let wide = run_at_width(200, &list);
    let headings: Vec<&str> = wide.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(headings[..3], ["SERVICE", "GROUP", "NAME"], "{wide}");
    let narrow = run_at_width(40, &list);
    let lines: Vec<Vec<&str>> = narrow.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["SERVICE", "iam"], "{narrow}");
    assert_eq!(lines[1][0], "GROUP", "{narrow}");
    assert!(narrow.lines().all(|line| line.trim_end().chars().count() <= 40), "{narrow}");
}

#[test]
fn a_narrow_terminal_wraps_reports() {
    let report = run_at_width(60, &hwc(&["doctor", "--offline", "--color", "never"]));
    assert!(report.contains("fix: hwc login"), "{report}");
    assert!(report.lines().all(|line| line.trim_end().chars().count() <= 60), "{report}");
}

#[test]
fn a_pager_is_used_on_request() {
    let mut command = hwc(&["operations", "--service", "iam", "--color", "never"]);
    command.env("HWC_PAGER", "sed 's/^/paged: /'");
    assert!(!run_at_width(200, &command).contains("paged: "));
    command.arg("--pager");
    let paged = run_at_width(200, &command);
    assert!(paged.lines().any(|line| line.starts_with("paged: SERVICE")), "{paged}");
    command.env("HWC_PAGER", "no-such-pager");
    let plain = run_at_width(200, &command);
    assert!(plain.contains("cannot start the pager `no-such-pager`") && plain.contains("SERVICE"), "{plain}");
}

#[test]
fn a_pager_is_turned_on_by_the_configuration_and_off_by_an_option() {
    let home = home("pager");
    let command = |words: &[&str]| {
        let mut command = hwc(words);
        command.env("HOME", &home).env("HWC_PAGER", "sed 's/^/paged: /'");
        command
    };
    let list = ["operations", "--service", "iam", "--color", "never"];
    assert!(!run_at_width(200, &command(&[&list[..], &["--pager", "--no-pager"]].concat())).contains("paged: "));
    assert!(command(&["config", "set", "pager", "always"]).output().unwrap().status.success());
    assert!(run_at_width(200, &command(&list)).contains("paged: "));
    assert!(!run_at_width(200, &command(&[&list[..], &["--no-pager"]].concat())).contains("paged: "));
    let piped = command(&list).output().unwrap();
    assert!(!String::from_utf8(piped.stdout).unwrap().contains("paged: "), "only at a terminal");
}

/// Ctrl-C is a command of the pager. The command waits for it, and then succeeds.
#[test]
fn an_interrupt_in_the_pager_does_not_end_the_command() {
    let pager =
        "sh -c 'trap \"echo trapped\" INT; while read line; do :; done; echo open; read key < /dev/tty; echo closed'";
    for words in [&["operations", "--service", "iam", "--pager"][..], &["ticket", "list", "--sandbox", "--pager"]] {
        let mut command = hwc(words);
        command.env("HWC_PAGER", pager);
        let mut session = spawn(&command);
        session.exp_string("open").unwrap();
        session.send_control('c').unwrap();
        session.exp_string("trapped").unwrap();
        session.send_line("").unwrap();
        let rest = session.exp_eof().unwrap();
        assert!(rest.contains("closed") && !rest.contains("interrupted"), "{words:?}: {rest}");
        let status = session.process().wait().unwrap();
        assert!(matches!(status, rexpect::process::WaitStatus::Exited(_, 0)), "{words:?}: {status:?}");
    }
}

#[test]
fn names_of_operations_are_links() {
    let mut command = hwc(&["operations", "--service", "osm"]);
    command.env("FORCE_HYPERLINK", "1");
    let linked = run_at_width(200, &command);
    assert!(linked.contains("\u{1b}]8;;https://support.huaweicloud.com/"), "{linked}");
    command.args(["--color", "never"]);
    assert!(!run_at_width(200, &command).contains('\u{1b}'));
    let mut piped = hwc(&["operations", "--service", "osm", "-o", "table"]);
    assert!(!String::from_utf8(piped.env("FORCE_HYPERLINK", "1").output().unwrap().stdout).unwrap().contains('\u{1b}'));
}
