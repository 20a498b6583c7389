//! `cargo xtask ci`: runs the jobs of CI on any machine. All jobs run, even after one fails. `cargo xtask ci full` adds the
//! slow ones.

mod deny;
mod doc;
mod downstream;
mod features;
mod instructions;
mod msrv;
mod package;
mod public_api;
mod rustdoc;
mod secrecy;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::metadata::cargo_command;
use crate::tasks::unexpected_arguments;
use crate::{r#gen, openapi, print_text, stopwatch, tidy};

/// One job. Its result is printed next to its name.
struct Job {
    name: &'static str,
    run: fn(&Path) -> Result<String, String>,
}

const JOBS: &[Job] = &[
    Job { name: "fmt", run: |root| run_cargo(root, &["fmt", "--all", "--check"], &[]) },
    Job { name: "gen", run: |root| r#gen::run(root, r#gen::Mode::Check, &stopwatch()) },
    Job { name: "openapi", run: |root| openapi::run(root, &["--check"]) },
    Job { name: "tidy", run: tidy::run },
    Job {
        name: "clippy",
        run: |root| {
            let arguments = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
            run_cargo(root, &arguments, &[])
        },
    },
    Job { name: "test", run: |root| run_cargo(root, &["test", "--workspace"], &[]) },
    Job {
        name: "http2",
        run: |root| {
            let arguments = ["test", "--package", "hwc-transport", "--features", "http2,hyper"];
            run_cargo(root, &[&arguments[..], &["--test", "hyper", "--test", "reqwest"]].concat(), &[])
        },
    },
    Job {
        name: "blocking",
        run: |root| {
            let arguments = ["test", "--package", "hwc-api", "--features", "blocking", "--test", "blocking"];
            run_cargo(root, &arguments, &[])
        },
    },
    Job {
        name: "kills",
        run: |root| {
            let arguments = ["test", "--package", "hwc-drive", "--test", "kills"];
            run_cargo(root, &arguments, &[("HWC_DRIVE_KILLS", "300")])
        },
    },
    Job {
        name: "endurance",
        run: |root| {
            let arguments = ["test", "--release", "--package", "hwc-api", "--test", "endurance"];
            run_cargo(root, &arguments, &[("HWC_ENDURANCE_RATE", "2000")])
        },
    },
    Job {
        name: "small-files",
        run: |root| {
            let arguments = ["test", "--package", "hwc-drive", "--test", "small_files"];
            run_cargo(root, &arguments, &[("HWC_DRIVE_SMALL_FILES", "10000")])
        },
    },
    Job { name: "downstream", run: downstream::programs },
    Job { name: "datafusion", run: downstream::datafusion },
    Job { name: "doc", run: doc::run },
    Job { name: "secrecy", run: secrecy::run },
    Job { name: "public-api", run: public_api::check },
    Job { name: "features", run: features::run },
    Job { name: "msrv", run: msrv::run },
    Job { name: "deny", run: deny::run },
    Job { name: "package", run: package::pack },
    Job { name: "verify", run: package::verify },
    Job { name: "schemathesis", run: |root| run_script(root, "conformance/openapi/run") },
    Job { name: "webdav", run: |root| run_script(root, "conformance/webdav/run") },
    Job { name: "instructions", run: instructions::check },
];

/// The jobs that take minutes. They run only if they are named, or with `full`.
const SLOW: &[&str] = &[
    "downstream",
    "datafusion",
    "kills",
    "small-files",
    "endurance",
    "features",
    "verify",
    "schemathesis",
    "webdav",
    "instructions",
];

/// The word that updates the file of a job instead of checking it.
const UPDATE: &str = "--update";

/// The word for all jobs.
const FULL: &str = "full";

/// Returns the names of the jobs, in order.
pub(crate) fn names() -> Vec<&'static str> {
    JOBS.iter().map(|job| job.name).collect()
}

/// Runs all jobs but the slow ones, all with `full`, the named ones, or all fast ones except the one after `--except`.
///
/// # Errors
/// Returns the output of each failed job, or an error for an unknown job.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    match words {
        ["public-api", UPDATE] => return public_api::update(root),
        ["instructions", UPDATE] => return instructions::update(root),
        _ => {}
    }
    let mut failures = Vec::new();
    for job in select_jobs(words)? {
        let watch = stopwatch();
        let done = (job.run)(root);
        print_text(&status_line(job.name, &done, watch()));
        if let Err(text) = done {
            failures.push(format!("---- {} ----\n{text}", job.name));
        }
    }
    if failures.is_empty() { Ok(String::new()) } else { Err(failures.join("\n\n")) }
}

fn select_jobs(words: &[&str]) -> Result<Vec<&'static Job>, String> {
    let (except, named) = match words {
        [FULL] => return Ok(JOBS.iter().collect()),
        ["--except", job] => (true, vec![*job]),
        jobs => (false, jobs.to_vec()),
    };
    let unknown: Vec<&str> = named.iter().copied().filter(|name| !names().contains(name)).collect();
    if !unknown.is_empty() {
        return Err(unexpected_arguments(&unknown));
    }
    let is_wanted_by_default = |job: &Job| !SLOW.contains(&job.name) && !named.contains(&job.name);
    let wanted = |job: &&Job| match named.is_empty() || except {
        true => is_wanted_by_default(job),
        false => named.contains(&job.name),
    };
    Ok(JOBS.iter().filter(wanted).collect())
}

fn status_line(name: &str, done: &Result<String, String>, took: Duration) -> String {
    let (state, note) = match done {
        Ok(note) => ("ok", note.lines().next().unwrap_or_default()),
        Err(_) => ("FAILED", ""),
    };
    format!("{name:<13}{state:<7}{:>7.1} s  {note}", took.as_secs_f64()).trim_end().to_owned()
}

/// Runs cargo and captures its output for the report.
fn run_cargo(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Result<String, String> {
    let mut command: Command = cargo_command();
    command.args(arguments).current_dir(root).env("CARGO_TERM_QUIET", "true");
    command.envs(environment.iter().copied());
    let done = command.output().map_err(|error| format!("cargo: {error}"))?;
    if done.status.success() {
        return Ok(String::new());
    }
    let (out, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    Err(format!("cargo {}\n{}{}", arguments.join(" "), error, out))
}

/// Runs a script of the repository and captures its output for the report.
fn run_script(root: &Path, script: &str) -> Result<String, String> {
    let done = Command::new(script).current_dir(root).output();
    let done = done.map_err(|error| format!("{script}: {error}"))?;
    if done.status.success() {
        return Ok(String::new());
    }
    Err(format!("{}{}", String::from_utf8_lossy(&done.stderr), String::from_utf8_lossy(&done.stdout)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(words: &[&str]) -> Vec<&'static str> {
        select_jobs(words).unwrap().iter().map(|job| job.name).collect()
    }

    #[test]
    fn fast_jobs_run_when_none_is_named() {
        let fast: Vec<&str> = names().into_iter().filter(|name| !SLOW.contains(name)).collect();
        assert_eq!(chosen(&[]), fast);
        assert!(SLOW.iter().all(|name| names().contains(name) && !fast.contains(name)));
    }

    #[test]
    fn all_jobs_run_with_full() {
        assert_eq!(chosen(&["full"]), names());
        assert!(select_jobs(&["full", "fmt"]).is_err());
    }

    #[test]
    fn named_jobs_run_alone() {
        assert_eq!(chosen(&["tidy", "fmt"]), ["fmt", "tidy"]);
    }

    #[test]
    fn all_but_one_run() {
        let rest = chosen(&["--except", "test"]);
        assert!(!rest.contains(&"test"));
        assert_eq!(rest.len(), chosen(&[]).len() - 1);
    }

    #[test]
    fn a_job_that_does_not_exist_is_rejected() {
        assert!(select_jobs(&["tests"]).is_err_and(|text| text.contains("`tests`")));
    }
}
