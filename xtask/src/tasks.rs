//! The table of tasks: name, description and function.

use std::path::Path;

use crate::r#gen::Mode;
use crate::metadata::cargo_command;
use crate::{ci, dist, draft, drift, r#gen, openapi, root, stopwatch, tidy};

/// One task of `cargo xtask`.
struct Task {
    name: &'static str,
    arguments: &'static str,
    summary: &'static str,
    run: fn(&Path, &[&str]) -> Result<String, String>,
}

const TASKS: &[Task] = &[
    Task {
        name: "gen",
        arguments: "[--check | --accept-breaking]",
        summary: "generate crates/models and the schemas from spec/, or check that they are up to date",
        run: |root, words| match words {
            [] => r#gen::run(root, Mode::Write, &stopwatch()),
            ["--check"] => r#gen::run(root, Mode::Check, &stopwatch()),
            ["--accept-breaking"] => r#gen::run(root, Mode::AcceptBreaking, &stopwatch()),
            other => Err(unexpected_arguments(other)),
        },
    },
    Task {
        name: "check",
        arguments: "",
        summary: "check spec/ without generating anything",
        run: |root, words| match words {
            [] => r#gen::load(root).map(|services| {
                let operations: usize = services.iter().map(|service| service.operations.len()).sum();
                format!("the spec is in order: {operations} operations")
            }),
            other => Err(unexpected_arguments(other)),
        },
    },
    Task {
        name: "draft",
        arguments: "[--write] [--group GROUP] FILE..",
        summary: "write spec files from reference pages or facts, to be finished by a person",
        run: draft::run,
    },
    Task {
        name: "drift",
        arguments: "[--explained] DIR",
        summary: "compare reference pages or facts with the spec; fails if they differ",
        run: drift::run,
    },
    Task {
        name: "openapi",
        arguments: "[--check]",
        summary: "write docs/openapi from spec/, or check that it is up to date",
        run: openapi::run,
    },
    Task {
        name: "tidy",
        arguments: "",
        summary: "check the rules of the house that no compiler knows",
        run: |root, words| match words {
            [] => tidy::run(root),
            other => Err(unexpected_arguments(other)),
        },
    },
    Task {
        name: "ci",
        arguments: "[full | job..] [--except job] [--update]",
        summary: "run the jobs of CI, with `full` also the slow ones, or the named ones; `--update` after `public-api` or `instructions` writes their pages",
        run: ci::run,
    },
    Task {
        name: "dist",
        arguments: "[part..]",
        summary: "build the command as it is handed out, with all packages, and check them (minutes)",
        run: dist::run,
    },
    Task {
        name: "buildcost",
        arguments: "[part..] [--peers] [--runs N]",
        summary: "measure compile times and binary sizes (minutes)",
        run: buildcost,
    },
];

/// Runs the task that the command line names.
///
/// # Errors
/// Returns the error of the task, or an error for an unknown task.
pub(crate) fn run(words: &[&str]) -> Result<String, String> {
    let Some((name, rest)) = words.split_first() else { return Ok(help()) };
    if matches!(*name, "help" | "--help" | "-h") {
        return Ok(help());
    }
    match TASKS.iter().find(|task| task.name == *name) {
        Some(task) => (task.run)(&root::repository_root()?, rest),
        None => Err(format!("unknown task `{name}`\n\n{}", help())),
    }
}

/// Runs the program of `hwc-bench`. xtask itself must not depend on the crates that the benchmark measures.
fn buildcost(root: &Path, words: &[&str]) -> Result<String, String> {
    let command = ["run", "--quiet", "--package", "hwc-bench", "--bin", "hwc-buildcost", "--"];
    let status = cargo_command().args(command).args(words).current_dir(root).status();
    let status = status.map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(String::new()) } else { Err("buildcost failed".to_owned()) }
}

fn help() -> String {
    let mut lines = vec!["cargo xtask <task>".to_owned(), String::new()];
    for task in TASKS {
        lines.push(format!("  {:<50}{}", format!("{} {}", task.name, task.arguments), task.summary));
    }
    lines.push(format!("\nThe jobs of ci, in order: {}", ci::names().join(", ")));
    lines.join("\n")
}

/// Returns the error for unknown arguments of a task.
pub(crate) fn unexpected_arguments(words: &[&str]) -> String {
    format!("did not expect `{}`\n\n{}", words.join(" "), help())
}
