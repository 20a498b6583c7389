//! Tests of the shell lines in the READMEs and in `docs/`. Each `hwc` line is run, with a served sandbox where it calls a real
//! service.

use std::fs;
use std::path::{Path, PathBuf};

use crate::http::Served;
use crate::run::{Run, hwc};
use crate::shell;

/// The beginnings of lines that serve until they are interrupted, or run a program that not every machine has. Other tests
/// cover them.
const SKIPPED: &[&str] =
    &["hwc drive serve", "hwc explore", "hwc sandbox exec -- pytest", "hwc sandbox log --follow", "hwc sandbox serve"];

/// The files that the lines name.
const FILES: &[(&str, &str)] = &[
    ("console.log", "login:\n"),
    ("credentials", "[ops]\nregion = cn-north-4\n"),
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
    let lines: Vec<String> = pages(&root).iter().flat_map(|page| shell::lines_of_page(page)).collect();
    assert!(lines.len() >= 10, "{lines:?}");
    let served = Served::start(&[]);
    let folder = folder();
    let program = Path::new(env!("CARGO_BIN_EXE_hwc")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    for line in lines.iter().filter(|line| !SKIPPED.iter().any(|server| line.starts_with(server))) {
        let words = shell::words(line);
        let mut command = hwc(&words.iter().map(String::as_str).skip(1).collect::<Vec<_>>());
        command.current_dir(&folder).env("CODE", "123456").env("HWC_AUTH_TOKEN", "t").env("HWC_KOODRIVE_TOKEN", "t");
        command.env("XDG_STATE_HOME", folder.join("state")).env("PATH", &path);
        if line.contains("--profile") {
            command.env("HUAWEICLOUD_SDK_CREDENTIALS_FILE", folder.join("credentials"));
        }
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

/// Returns the pages for users: the READMEs of the repository and of the command, and all of `docs/`.
fn pages(root: &Path) -> Vec<PathBuf> {
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut docs: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    docs.sort();
    let readmes = ["README.md", "crates/cli/README.md", "crates/cli/AGENTS.md"].map(|page| root.join(page));
    readmes.into_iter().chain(docs).collect()
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hwc-readme-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in FILES {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}
