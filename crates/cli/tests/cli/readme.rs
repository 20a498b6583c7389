//! Tests of the shell lines in the READMEs. Each `hwc` line is run, with a served sandbox where it calls a real
//! service.

use std::fs;
use std::path::{Path, PathBuf};

use crate::http::Served;
use crate::run::{Run, hwc};

/// The files that the lines name.
const FILES: &[(&str, &str)] = &[
    ("console.log", "login:\n"),
    ("app.log", "kernel: disk vda: I/O error\n"),
    (
        "ticket.json",
        r#"{"business_type_id":"Fault","simple_description":"Slow.","source_id":"83aeb0f2834c4df49826c781d32a963e"}"#,
    ),
    (
        "sign-in.json",
        r#"{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"a"},"name":"u","password":"p"}}}}"#,
    ),
];

#[test]
fn every_shell_line_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut lines = shell_lines(&root.join("README.md"));
    lines.extend(shell_lines(&root.join("crates/cli/README.md")));
    lines.extend(shell_lines(&root.join("crates/cli/AGENTS.md")));
    lines.extend(shell_lines(&root.join("docs/cli.md")));
    assert!(lines.len() >= 10, "{lines:?}");
    let served = Served::start(&[]);
    let folder = folder();
    for line in lines.iter().filter(|line| !line.starts_with("hwc sandbox serve")) {
        let words = words(line);
        let mut command = hwc(&words.iter().map(String::as_str).skip(1).collect::<Vec<_>>());
        command.current_dir(&folder).env("CODE", "123456").env("HWC_AUTH_TOKEN", "t").env("HWC_KOODRIVE_TOKEN", "t");
        command.env("XDG_STATE_HOME", folder.join("state"));
        for service in ["osm", "koodrive", "insight", "iam"] {
            command.env(format!("HWC_ENDPOINT_{}", service.to_uppercase()), served.endpoint(service));
        }
        let run = Run::of(command.output().unwrap());
        // Readers replace these ticket IDs. The service does not know them, so it returns an error response.
        let made_up = line.contains("case-1 ");
        assert_eq!(run.code, if made_up { 5 } else { 0 }, "{line}\n{}\n{}", run.stdout, run.stderr);
    }
    fs::remove_dir_all(folder).unwrap();
}

/// The cargo commands of the main README must be the ones that CI runs.
#[test]
fn the_front_page_names_the_commands_that_ci_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ci = fs::read_to_string(root.join(".ci/run")).unwrap();
    let page = fs::read_to_string(root.join("README.md")).unwrap();
    for command in ["cargo run -p hwc-cli -- demo", "cargo test --workspace"] {
        assert!(page.lines().any(|line| line == command), "README.md lacks `{command}`");
        assert!(ci.lines().any(|line| line == command), ".ci/run lacks `{command}`");
    }
}

/// Splits a line into words, some of them quoted.
fn words(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split('"').collect();
    let split = parts.iter().enumerate().flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().collect::<Vec<_>>(),
        _ => vec![*part],
    });
    split.map(str::to_owned).collect()
}

/// Returns the lines of `sh` blocks that begin with `hwc`, without their comments.
fn shell_lines(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).filter(|line| line.starts_with("hwc "));
    lines.map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned()).collect()
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hwc-readme-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in FILES {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}
