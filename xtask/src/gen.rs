//! `cargo xtask gen [--check|--accept-breaking]`: reads, resolves and checks the spec, and emits the code in memory, and then writes or compares the
//! files. Only the last step differs between the two modes.

mod format;
mod output;

use std::path::Path;
use std::time::Duration;

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
const OUTPUTS: &[(&str, &str)] = &[("", MODELS), ("xtask/goldens", "xtask/goldens")];

/// The folder of the generated crates: the facade in `src/`, and a folder for each service.
pub(crate) const MODELS: &str = "crates/models";

/// Returns the name of the crate with the code in a generated folder.
fn crate_name(target: &str) -> &'static str {
    if target.starts_with("xtask/goldens") { "xtask_goldens" } else { "hwc_models" }
}

/// Reads and checks the spec.
///
/// # Errors
/// Returns all problems as one text.
pub(crate) fn load(root: &Path) -> Result<Vec<Service>, String> {
    resolve(spec::read_files(root)?)
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
    generate(root, root, MODELS, Mode::Write).map(drop)
}

/// Parses, resolves and checks the files of a spec.
///
/// # Errors
/// Returns all problems as one text.
pub(crate) fn resolve(files: Vec<SpecFile>) -> Result<Vec<Service>, String> {
    let (parsed, mut problems) = spec::parse(files);
    let services = lower::lower(parsed, &mut problems);
    problems.extend(examples::check(&services, &problems));
    if problems.is_empty() {
        return Ok(services);
    }
    problems.sort();
    problems.dedup();
    let count = problems.len();
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Err(format!("{}\n\n{count} problem{} in the spec", texts.join("\n\n"), if count == 1 { "" } else { "s" }))
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
    let emitted = format::format_tree(root, emit::source_tree(&services, crate_name(target)))?;
    let mut expected: SourceTree = emitted.into_iter().map(|(path, text)| (format!("{target}/{path}"), text)).collect();
    if root == home {
        expected.extend(crate::schemas::files(root)?);
    }
    let breaking = if mode == Mode::AcceptBreaking { Breaking::Accept } else { Breaking::Reject };
    let _lock = output::lock(root, mode == Mode::Check)?;
    let locked = crate::api::files(root, home, &services, breaking);
    let present = output::existing_files(root, target)?;
    if mode == Mode::Check {
        let locked = locked.map(|files| expected.extend(files));
        let wrong: Vec<String> =
            [output::compare(root, &expected, &present), locked].into_iter().filter_map(Result::err).collect();
        if !wrong.is_empty() {
            return Err(wrong.join("\n\n"));
        }
    } else {
        expected.extend(locked?);
        let removed = output::replace(root, &expected, &present)?;
        if !removed.is_empty() {
            return Ok(format!("{}; removed: {}", figures(&services, &expected, target), removed.join(", ")));
        }
    }
    Ok(figures(&services, &expected, target))
}

/// Returns the figures that the budget limits.
fn figures(services: &[Service], expected: &SourceTree, target: &str) -> String {
    let count: usize = services.iter().map(|service| service.operations.len()).sum();
    let mut lines = Vec::new();
    for service in services {
        for operation in &service.operations {
            let path = format!("{target}/{}", emit::operation_path(service, operation));
            lines.push(expected.get(&path).map_or(0, |text| text.lines().count()));
        }
    }
    lines.sort_unstable();
    let rust: usize =
        expected.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.lines().count()).sum();
    let (median, max) = (lines.get(lines.len() / 2).copied().unwrap_or(0), lines.last().copied().unwrap_or(0));
    format!("{count} operations; lines of each: median {median}, max {max}; {rust} in all with shared types")
}
