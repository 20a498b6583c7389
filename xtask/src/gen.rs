//! `cargo xtask gen [--check|--accept-breaking]`: reads, resolves and checks the spec, and emits the code in memory, and then writes or compares the
//! files. Only the last step differs between the two modes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{fs, io};

use crate::api::Breaking;
use crate::emit::{self, SourceTree};
use crate::model::Service;
use crate::spec::problem::SpecFile;
use crate::{examples, lower, spec};

/// The treatment of the emitted files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are written, unless they break users.
    Write,
    /// They are compared with the files in the repository.
    Check,
    /// They are written, and changes that break users are recorded.
    AcceptBreaking,
}

/// The generated folders. Each entry has a folder that contains `spec/`, and the folder below the root for the code.
///
/// The second entry tests the emitter. It is a small spec with every feature. Its code is a crate of the workspace, so it is
/// compiled like any other.
const OUTPUTS: &[(&str, &str)] = &[("", "crates/models/src"), ("xtask/goldens", "xtask/goldens/src")];

/// Reads and checks the spec.
///
/// # Errors
/// Returns all problems as one text.
pub(crate) fn load(root: &Path) -> Result<Vec<Service>, String> {
    let files = spec::read_files(root).map_err(|error| format!("the spec cannot be read: {error}"))?;
    resolve(files)
}

/// Returns the ID of each service in the spec of the repository at `root`, with the number of its operations.
///
/// # Errors
/// Returns all problems of the spec as one text.
pub fn services(root: &Path) -> Result<Vec<(String, usize)>, String> {
    Ok(load(root)?.into_iter().map(|service| (service.id, service.operations.len())).collect())
}

/// Writes the models of the repository at `root`, as `cargo xtask gen` does.
///
/// # Errors
/// Returns all problems of the spec as one text, or what the file system or rustfmt reports.
pub fn generate_models(root: &Path) -> Result<(), String> {
    generate(root, root, "crates/models/src", Mode::Write).map(drop)
}

/// Parses, resolves and checks the files of a spec.
///
/// # Errors
/// Returns all problems as one text.
pub(crate) fn resolve(files: Vec<SpecFile>) -> Result<Vec<Service>, String> {
    let services = spec::parse(files).and_then(lower::lower).and_then(|services| {
        let problems = examples::check(&services);
        if problems.is_empty() { Ok(services) } else { Err(problems) }
    });
    services.map_err(|problems| {
        let count = problems.len();
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        format!("{}\n\n{count} problem{} in the spec", texts.join("\n\n"), if count == 1 { "" } else { "s" })
    })
}

/// Writes the generated files, or checks that they are up to date.
///
/// # Errors
/// Returns the problems of the spec, or the files that differ and the command that updates them.
pub(crate) fn run(root: &Path, mode: Mode, elapsed: &dyn Fn() -> Duration) -> Result<String, String> {
    let mut report = String::new();
    for (home, target) in OUTPUTS {
        let figures = generate(root, &root.join(home), target, mode)?;
        if home.is_empty() {
            report = format!("{figures}; {} ms", elapsed().as_millis());
        }
    }
    Ok(report)
}

/// Generates or checks one folder of code. `home` contains the spec.
///
/// # Errors
/// Returns the errors of [`run`].
pub(crate) fn generate(root: &Path, home: &Path, target: &str, mode: Mode) -> Result<String, String> {
    let services = load(home)?;
    let emitted = format_tree(root, emit::source_tree(&services)).map_err(|error| format!("rustfmt: {error}"))?;
    let mut expected: SourceTree = emitted.into_iter().map(|(path, text)| (format!("{target}/{path}"), text)).collect();
    if root == home {
        expected.extend(crate::schemas::files(root)?);
    }
    let breaking = if mode == Mode::AcceptBreaking { Breaking::Accept } else { Breaking::Reject };
    let locked = crate::api::files(root, home, &services, breaking);
    let present = existing_files(root, target).map_err(|error| error.to_string())?;
    if mode == Mode::Check {
        let locked = locked.map(|files| expected.extend(files));
        let wrong: Vec<String> =
            [compare_files(root, &expected, &present), locked].into_iter().filter_map(Result::err).collect();
        if !wrong.is_empty() {
            return Err(wrong.join("\n\n"));
        }
    } else {
        expected.extend(locked?);
        let removed = write_files(root, &expected, &present).map_err(|error| error.to_string())?;
        if !removed.is_empty() {
            return Ok(format!("{}; removed: {}", figures(&services, &expected, target), removed.join(", ")));
        }
    }
    Ok(figures(&services, &expected, target))
}

/// Runs rustfmt once over all Rust files.
fn format_tree(root: &Path, tree: SourceTree) -> io::Result<SourceTree> {
    let scratch = root.join("target/xtask-gen");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    for (path, text) in &tree {
        let path = scratch.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&scratch))?;
        fs::write(path, text)?;
    }
    let config = root.join("rustfmt.toml");
    let done = Command::new("rustfmt").arg("--config-path").arg(config).arg(scratch.join("lib.rs")).output()?;
    if !done.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()));
    }
    tree.into_keys().map(|path| fs::read_to_string(scratch.join(&path)).map(|text| (path, text))).collect()
}

/// Returns the files that exist below the target.
fn existing_files(root: &Path, target: &str) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.join(target)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(relative_path(root, &path));
            }
        }
    }
    Ok(found)
}

fn relative_path(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn compare_files(root: &Path, expected: &SourceTree, present: &BTreeSet<String>) -> Result<(), String> {
    let mut wrong = Vec::new();
    for (path, text) in expected {
        match fs::read_to_string(root.join(path)) {
            Err(_) => wrong.push(format!("missing:  {path}")),
            Ok(now) if now != *text => wrong.push(format!("stale:    {path}{}", first_difference(&now, text))),
            Ok(_) => {}
        }
    }
    wrong.extend(present.iter().filter(|path| !expected.contains_key(*path)).map(|path| format!("orphaned: {path}")));
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\nThe generated code does not follow from spec/. Change the spec, then run: cargo xtask gen",
        wrong.join("\n")
    ))
}

/// Returns the first line that differs.
fn first_difference(now: &str, expected: &str) -> String {
    let mut lines = now.lines().zip(expected.lines()).enumerate();
    match lines.find(|(_, (now, expected))| now != expected) {
        Some((index, (now, expected))) => {
            let (now, expected) = excerpt(now, expected);
            format!(":{}\n    is:        {now}\n    should be: {expected}", index + 1)
        }
        None => " (one is longer than the other)".to_owned(),
    }
}

/// Cuts long lines to the text around the difference.
fn excerpt<'a>(now: &'a str, expected: &'a str) -> (String, String) {
    let same = now.chars().zip(expected.chars()).take_while(|(now, expected)| now == expected).count();
    let from = if same > 60 { same - 20 } else { 0 };
    let cut = |text: &'a str| -> String {
        let piece: String = text.chars().skip(from).take(100).collect();
        let (before, after) = (from > 0, text.chars().count() > from + 100);
        format!("{}{piece}{}", if before { "…" } else { "" }, if after { "…" } else { "" })
    };
    (cut(now), cut(expected))
}

/// Writes the files that differ and removes obsolete ones. Returns the names of the removed files.
fn write_files(root: &Path, expected: &SourceTree, present: &BTreeSet<String>) -> io::Result<Vec<String>> {
    let orphans: Vec<String> = present.iter().filter(|path| !expected.contains_key(*path)).cloned().collect();
    for path in &orphans {
        fs::remove_file(root.join(path))?;
    }
    for (path, text) in expected {
        let path: PathBuf = root.join(path);
        if fs::read_to_string(&path).is_ok_and(|now| now == *text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, text)?;
    }
    Ok(orphans)
}

/// Returns the figures that the budget limits.
fn figures(services: &[Service], expected: &SourceTree, target: &str) -> String {
    let count: usize = services.iter().map(|service| service.operations.len()).sum();
    let mut lines = Vec::new();
    for service in services {
        for operation in &service.operations {
            let path =
                format!("{target}/{}/{}/{}.rs", service.id, operation.folder, lower::module_name(&operation.name));
            lines.push(expected.get(&path).map_or(0, |text| text.lines().count()));
        }
    }
    lines.sort_unstable();
    let rust: usize =
        expected.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.lines().count()).sum();
    let (median, max) = (lines.get(lines.len() / 2).copied().unwrap_or(0), lines.last().copied().unwrap_or(0));
    format!("{count} operations; lines of each: median {median}, max {max}; {rust} in all with shared types")
}
