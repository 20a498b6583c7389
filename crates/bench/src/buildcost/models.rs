//! `cargo check` of the models, per operation: of the real ones, and of as many synthetic ones as the services have,
//! compared with the same types with serde's derives.

use super::build::{Profile, Program};
use super::peers::{Peer, count_lines, is_code};
use super::rounds::{self, describe_runs, median};
use super::settings::{Part, Settings};
use super::workspace::Workspace;
use crate::report::{Limit, Report, Table};

/// The maximum ratio of the time for each operation to that of the same types with serde's derives.
const BUDGET: f64 = 0.25;

/// The package of the same types with serde's derives.
const DERIVED: &str = "models-serde";

/// A crate to check.
struct Candidate {
    name: String,
    /// The crate and those that it re-exports.
    packages: Vec<String>,
    operations: usize,
    /// The lines of code, without comments.
    lines: usize,
    program: Program,
    runs: usize,
    /// The name of its budget, if it has one.
    budget: Option<String>,
}

/// Measures the selected crates.
///
/// # Errors
/// Returns an error if a file cannot be written or a build fails.
pub(super) fn measure(
    workspace: &Workspace,
    settings: &Settings,
    peers: &[Peer],
    report: &mut Report,
) -> Result<(), String> {
    let mut candidates = Vec::new();
    if settings.wants(Part::Models) {
        candidates.extend(own(workspace, settings)?);
    }
    for peer in peers {
        candidates.push(of_peer(peer)?);
    }
    if candidates.is_empty() {
        return Ok(());
    }
    let seconds = check(&candidates)?;
    let each = |index: usize| median(&seconds[index]) * 1000.0 / candidates[index].operations as f64;
    let derived = candidates.iter().position(|candidate| candidate.packages == [DERIVED]).map(each);
    let columns = [("time", "s"), ("for each operation", "ms"), ("ratio", ""), ("lines for each operation", "")];
    let mut table = Table::new("`cargo check` of the models alone", &columns);
    for (index, candidate) in candidates.iter().enumerate() {
        let ratio = derived.map(|derived| each(index) / derived);
        let lines = candidate.lines as f64 / candidate.operations as f64;
        table.row(candidate.name.clone(), [Some(median(&seconds[index])), Some(each(index)), ratio, Some(lines)]);
        if let Some((budget, ratio)) = candidate.budget.as_ref().zip(ratio) {
            report.budget(budget, ratio, Limit::AtMost(BUDGET), "x");
        }
    }
    table
        .note(format!("What they depend on was built before. hwc: {}; others: one run.", describe_runs(settings.runs)));
    table.note("hwc-models is a crate for each service, and cargo checks them side by side.");
    table.note("Lines are those of code, without comments. Those of other SDKs include their clients.");
    report.table(table);
    Ok(())
}

fn check(candidates: &[Candidate]) -> Result<Vec<Vec<f64>>, String> {
    let runs: Vec<usize> = candidates.iter().map(|candidate| candidate.runs).collect();
    rounds::measure_rounds(
        &runs,
        |_| true,
        |index| candidates[index].program.alone(&candidates[index].packages, Profile::Check),
    )
}

/// Returns the models of this repository and the synthetic ones, with their dependencies built.
fn own(workspace: &Workspace, settings: &Settings) -> Result<[Candidate; 3], String> {
    let services = xtask::services(&workspace.root)?;
    let count = services.iter().map(|(_, operations)| operations).sum();
    let features: Vec<&str> = services.iter().map(|(id, _)| id.as_str()).collect();
    let words = ["--package", "hwc-models", "--no-default-features", "--features", &features.join(",")];
    let [macros, derives] = workspace.synthetic(settings.operations, &[Profile::Check])?;
    let synthetic = settings.operations;
    let folders = features.iter().map(|id| workspace.root.join("crates/models").join(id).join("src"));
    let lines = folders.map(|folder| count_lines(&folder, is_code)).sum();
    let [macro_lines, derive_lines] =
        [&macros, &derives].map(|program| count_lines(&program.folder.join("src"), is_code));
    let crates = features.iter().map(|id| format!("hwc-models-{id}")).chain(["hwc-models".to_owned()]).collect();
    let candidate = |name: &str, packages, (operations, lines), program, budget: &str| Candidate {
        name: format!("{name}, {operations} operations"),
        packages,
        operations,
        lines,
        program,
        runs: if budget.is_empty() { 1 } else { settings.runs },
        budget: (!budget.is_empty()).then(|| format!("`cargo check`, {budget}, against serde's derives")),
    };
    let real = workspace.package("models", &words);
    real.build(Profile::Check)?;
    Ok([
        candidate("hwc-models", crates, (count, lines), real, "hwc-models"),
        candidate(
            "made up, with the macros of hwc",
            vec!["models-hwc".to_owned()],
            (synthetic, macro_lines),
            macros,
            &format!("{synthetic} made-up ones"),
        ),
        candidate(
            "the same types, with serde's derives",
            vec![DERIVED.to_owned()],
            (synthetic, derive_lines),
            derives,
            "",
        ),
    ])
}

/// Returns the client of an SDK, with its dependencies built.
fn of_peer(peer: &Peer) -> Result<Candidate, String> {
    let (operations, program) = (peer.operations()?, peer.client());
    program.build(Profile::Check)?;
    Ok(Candidate {
        name: format!("{}, {operations} operations", peer.title()),
        packages: vec![peer.package.to_owned()],
        operations,
        lines: peer.lines(),
        program,
        runs: 1,
        budget: None,
    })
}

/// Measures debug and release builds of the synthetic operations.
///
/// # Errors
/// Returns an error if a file cannot be written or a build fails.
pub(super) fn profiles(workspace: &Workspace, settings: &Settings, report: &mut Report) -> Result<(), String> {
    let profiles = [Profile::Debug, Profile::Release];
    let [macros, derives] = workspace.synthetic(settings.operations, &profiles)?;
    let title = format!("{} made-up operations alone, for each of them", settings.operations);
    let mut table = Table::new(title, &[("macros of hwc", "ms"), ("serde's derives", "ms")]);
    for profile in profiles {
        let mut figures = Vec::new();
        for (program, package) in [(&macros, "models-hwc"), (&derives, DERIVED)] {
            figures.push(Some(program.alone(&[package.to_owned()], profile)? * 1000.0 / settings.operations as f64));
        }
        table.row(profile.name(), figures);
    }
    table.note(format!("What they depend on was built before; {}.", describe_runs(1)));
    report.table(table);
    Ok(())
}
