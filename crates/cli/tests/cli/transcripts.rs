//! Transcripts: the output of at least one call of each command. Files in `transcripts/` contain the command lines; snapshots
//! contain what they print.

use std::fs;
use std::path::{Path, PathBuf};

use insta::Settings;

use crate::run::{Run, hwc};
use crate::shell;

/// The groups of command lines. Each one has a home directory of its own.
const GROUPS: &[(&str, &str)] = &[
    ("ticket", include_str!("transcripts/ticket.sh")),
    #[cfg(feature = "drive")]
    ("drive", include_str!("transcripts/drive.sh")),
    ("insight", include_str!("transcripts/insight.sh")),
    ("operations", include_str!("transcripts/operations.sh")),
    ("set_up", include_str!("transcripts/set_up.sh")),
    ("sandbox", include_str!("transcripts/sandbox.sh")),
];

/// The maximum number of lines of a command in a transcript.
const MAX_LINES: usize = 12;

/// The maximum number of characters of a line in a transcript.
const MAX_WIDTH: usize = 300;

/// Values that differ between runs, with their placeholders.
const VARYING: &[(&str, &str)] = &[
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| \(GMT[+-]\d\d:\d\d\))?", "[time]"),
    (r"\b1[6-9]\d{11}\b", "[time]"),
];

#[test]
fn of_ticket() {
    check("ticket");
}

#[cfg(feature = "drive")]
#[test]
fn of_drive() {
    check("drive");
}

#[test]
fn of_insight() {
    check("insight");
}

#[test]
fn of_operations() {
    check("operations");
}

#[test]
fn of_the_set_up() {
    check("set_up");
}

#[test]
fn of_servers() {
    check("sandbox");
}

/// A command without a transcript needs a line in one of the files.
#[test]
fn each_command_has_a_transcript() {
    let lines: Vec<Vec<String>> = GROUPS.iter().flat_map(|(_, text)| lines(text)).map(shell::words).collect();
    let commands = crate::run::run(&["commands", "-o", "json"]).answer();
    let commands = commands.as_array().unwrap().iter().map(|entry| entry["command"].as_str().unwrap().to_owned());
    let has_line = |command: &String| {
        let words: Vec<&str> = command.split(' ').collect();
        lines.iter().any(|line| line.len() > words.len() && line[1..].iter().zip(&words).all(|(a, b)| a == b))
    };
    let missing: Vec<String> = commands.filter(|command| !has_line(command)).collect();
    assert!(missing.is_empty(), "add a line to tests/cli/transcripts/*.sh for: {}", missing.join(", "));
}

/// Compares the output of a group with its snapshot.
fn check(group: &str) {
    let home = home(group);
    let (_, text) = GROUPS.iter().find(|(name, _)| *name == group).unwrap();
    let transcript: String = lines(text).map(|line| entry(line, &home)).collect();
    fs::remove_dir_all(&home).unwrap();
    let transcript = transcript.replace(&home.display().to_string(), "[home]");
    let mut settings = Settings::clone_current();
    VARYING.iter().for_each(|(pattern, placeholder)| settings.add_filter(pattern, *placeholder));
    settings.bind(|| insta::assert_snapshot!(group, transcript));
}

/// Returns the lines with commands.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with("hwc "))
}

/// Runs a command line, and returns it with its output and its exit code.
fn entry(line: &str, home: &Path) -> String {
    let words = shell::words(line);
    let mut command = hwc(&words.iter().map(String::as_str).skip(1).collect::<Vec<_>>());
    command.current_dir(home).env("HOME", home).env("USERPROFILE", home);
    let run = Run::of(command.output().unwrap());
    let code = if run.code == 0 { String::new() } else { format!("exit code {}\n", run.code) };
    format!("$ {line}\n{}{}{code}\n", shortened(&run.stdout), shortened(&run.stderr))
}

/// Returns the beginning of an output.
fn shortened(output: &str) -> String {
    let count = output.lines().count();
    let mut text: String = output.lines().take(MAX_LINES).map(cut).collect();
    if count > MAX_LINES {
        text.push_str(&format!("... ({} more lines)\n", count - MAX_LINES));
    }
    text
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(MAX_WIDTH) {
        Some((end, _)) => format!("{}...\n", &line[..end]),
        None => format!("{line}\n"),
    }
}

/// Creates a home directory with a profile and the files of the command lines.
fn home(group: &str) -> PathBuf {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("transcript-{group}"));
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join(".huaweicloud")).unwrap();
    fs::create_dir_all(home.join("logs")).unwrap();
    let profile = "[ops]\nregion = cn-south-1\nak = A\nsk = S\n";
    fs::write(home.join(".huaweicloud/credentials"), profile).unwrap();
    #[cfg(unix)]
    fs::set_permissions(home.join(".huaweicloud/credentials"), std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .unwrap();
    for file in ["app.log", "logs/app.log"] {
        fs::write(home.join(file), "kernel: disk vda: I/O error\n").unwrap();
    }
    home
}
