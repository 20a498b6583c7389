//! The command `hwc` from start to exit, as a shell sees it.
//!
//! The binary is the one beside the helper program. `cargo bench -p hwc-bench -- cli` builds it first, which takes minutes. A
//! full run of all benchmarks skips this one if the binary is older than a source.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::harness::{Candidate, measure_rounds, median};
use crate::helper::Child;
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome};

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let Some(hwc) = find(options)? else {
        report
            .skip("the command `hwc` is missing or older than its sources: `cargo build --release --package hwc-cli`");
        return Ok(());
    };
    let server = Child::start(&options.programs.helper, &["serve", "0"])?;
    let endpoint = server.address().to_owned();
    let count = options.pick(10, 1);
    let works: [(&str, &[&str]); 4] = [
        ("hwc --version", &["--version"]),
        ("hwc call, a server on this machine", &["call", "ListCases", "--limit", "1"]),
        ("hwc call --sandbox", &["call", "--sandbox", "ListCases", "--limit", "1"]),
        ("a command that does nothing (true)", &[]),
    ];
    let mut candidates = Vec::new();
    for (name, words) in works {
        let program = if words.is_empty() { Path::new("true") } else { hwc.as_path() };
        let endpoint = &endpoint;
        let work = move || (0..count).try_for_each(|_| spawn(program, words, endpoint));
        candidates.push(Candidate::new(name, count, work));
    }
    let times = measure_rounds(options.rounds(), &mut candidates)?;
    let mut table = Table::new("from start to end", &[("wall", "ms")]);
    for (candidate, times) in candidates.iter().zip(&times) {
        table.row(candidate.name.clone(), [Some(median(&times.wall) / 1e3)]);
    }
    for (index, what, limit) in [(0, "hwc --version", 3.0), (2, "hwc call --sandbox", 15.0)] {
        let above = excess(&times[index].wall, &times[3].wall) / 1e3;
        report.budget(&format!("{what}, above a command that does nothing"), above, Limit::AtMost(limit), "ms");
    }
    report.table(table);
    Ok(())
}

/// Returns the median of the differences of two candidates. Both ran in turns, so that a busy machine slows both.
fn excess(times: &[f64], nothing: &[f64]) -> f64 {
    let differences: Vec<f64> = times.iter().zip(nothing).map(|(time, nothing)| time - nothing).collect();
    median(&differences)
}

/// Starts the program. Its environment contains only the endpoint and the credentials.
fn spawn(program: &Path, words: &[&str], endpoint: &str) -> Outcome<()> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    // Programs on Windows cannot open a socket without it.
    command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command.env("HWC_ENDPOINT_OSM", endpoint).env("HWC_AUTH_TOKEN", "a-token-of-no-account");
    let done = command.output().map_err(|error| format!("{}: {error}", program.display()))?;
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into()) }
}

/// Returns the binary, or `None` if it is not built. Only a run of this benchmark alone builds it.
fn find(options: &Options) -> Outcome<Option<PathBuf>> {
    let binary = options.programs.helper.with_file_name(format!("hwc{}", std::env::consts::EXE_SUFFIX));
    if options.quick {
        return Ok(Some(binary).filter(|path| path.exists()));
    }
    if options.names == ["cli"] {
        build()?;
    }
    let built = fs::metadata(&binary).and_then(|metadata| metadata.modified()).ok();
    Ok(built.filter(|built| newest_source().is_ok_and(|newest| newest <= *built)).map(|_| binary))
}

fn build() -> Outcome<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let words = ["build", "--release", "--package", "hwc-cli", "--bin", "hwc"];
    let status = Command::new(cargo).args(words).current_dir(crate::root()).status()?;
    if status.success() { Ok(()) } else { Err("the command `hwc` could not be built".into()) }
}

/// Returns the time of the last change to a file that the binary is built from.
fn newest_source() -> Outcome<SystemTime> {
    let root = crate::root();
    let mut newest = SystemTime::UNIX_EPOCH;
    for path in xtask::repository_files(&root)? {
        let is_source = path.starts_with("crates/") && !path.starts_with("crates/bench/") || path == "Cargo.lock";
        if let Some(metadata) = is_source.then(|| fs::metadata(root.join(&path))).and_then(Result::ok) {
            newest = newest.max(metadata.modified()?);
        }
    }
    Ok(newest)
}
