//! `cargo check` of the models, per operation, compared with the same types with serde's derives.

use super::build::{Profile, Program};
use super::peers::{Peer, count_lines, is_code};
use super::rounds::{self, Ratio, describe_runs, median};
use super::settings::{Part, Settings};
use super::workspace::Workspace;
use crate::report::{Limit, Report, Table};

/// The maximum ratio of the time for each operation to that of the same types with serde's derives.
const BUDGET: f64 = 0.25;

/// The package of the same types with serde's derives.
const DERIVED_PACKAGE: &str = "models-serde";

/// The positions of the models and of the same types with serde's derives among the candidates.
const OWN: usize = 0;
const DERIVED: usize = 1;

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
}

impl Candidate {
    /// Returns the milliseconds for each operation, for each of the runs.
    fn each(&self, seconds: &[f64]) -> Vec<f64> {
        seconds.iter().map(|seconds| seconds * 1000.0 / self.operations as f64).collect()
    }
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
    let times: Vec<Vec<f64>> =
        candidates.iter().zip(&seconds).map(|(candidate, seconds)| candidate.each(seconds)).collect();
    // Without the models, there is nothing to compare with.
    let base = settings.wants(Part::Models).then(|| &times[DERIVED]);
    let columns = [("time", "s"), ("for each operation", "ms"), ("ratio", ""), ("lines for each operation", "")];
    let mut table = Table::new("`cargo check` of the models alone", &columns);
    for (index, candidate) in candidates.iter().enumerate() {
        let ratio = base.map(|base| Ratio::of(&times[index], base).median);
        let lines = candidate.lines as f64 / candidate.operations as f64;
        let figures = [Some(median(&seconds[index])), Some(median(&times[index])), ratio, Some(lines)];
        table.row(candidate.name.clone(), figures);
        if let Some(ratio) = ratio.filter(|_| index == OWN) {
            let budget = "`cargo check`, hwc-models, against the same types with serde's derives";
            report.budget(budget, ratio, Limit::AtMost(BUDGET), "x");
        }
    }
    table.note(format!(
        "What they depend on was built before. The first two: {}, in rounds; others: one run.",
        describe_runs(settings.runs)
    ));
    table.note(
        "hwc-models is a crate for each service, and cargo checks them side by side. The types with serde's derives are one \
         crate. They have no setters, constraints and descriptors.",
    );
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

/// The models of this repository, and the same types with serde's derives.
struct Own {
    services: Vec<String>,
    operations: usize,
    models: Program,
    derived: Program,
}

impl Own {
    /// Builds the dependencies of both for the profiles.
    fn prepare(workspace: &Workspace, profiles: &[Profile]) -> Result<Self, String> {
        let counts = xtask::services(&workspace.root)?;
        let operations = counts.iter().map(|(_, operations)| operations).sum();
        let services: Vec<String> = counts.into_iter().map(|(id, _)| id).collect();
        let features = services.join(",");
        let words = ["--package", "hwc-models", "--no-default-features", "--features", &features];
        let models = workspace.package("models", &words);
        for profile in profiles {
            models.build(*profile)?;
        }
        let names: Vec<&str> = services.iter().map(String::as_str).collect();
        let derived = workspace.derived(DERIVED_PACKAGE, &names, profiles)?;
        Ok(Self { services, operations, models, derived })
    }

    /// Returns the crates of the models.
    fn packages(&self) -> Vec<String> {
        self.services.iter().map(|id| format!("hwc-models-{id}")).chain(["hwc-models".to_owned()]).collect()
    }
}

/// Returns the models and the same types with serde's derives, in the order of `OWN` and `DERIVED`.
fn own(workspace: &Workspace, settings: &Settings) -> Result<[Candidate; 2], String> {
    let own = Own::prepare(workspace, &[Profile::Check])?;
    let folders = own.services.iter().map(|id| workspace.root.join("crates/models").join(id).join("src"));
    let lines = folders.map(|folder| count_lines(&folder, is_code)).sum();
    let derived_lines = count_lines(&own.derived.folder.join("src"), is_code);
    let packages = own.packages();
    let candidate = |name: &str, packages, lines, program| Candidate {
        name: format!("{name}, {} operations", own.operations),
        packages,
        operations: own.operations,
        lines,
        program,
        runs: settings.runs,
    };
    let derived = vec![DERIVED_PACKAGE.to_owned()];
    Ok([
        candidate("hwc-models", packages, lines, own.models),
        candidate("the same types, with serde's derives", derived, derived_lines, own.derived),
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
    })
}

/// Measures debug and release builds of the models.
///
/// # Errors
/// Returns an error if a file cannot be written or a build fails.
pub(super) fn profiles(workspace: &Workspace, report: &mut Report) -> Result<(), String> {
    let profiles = [Profile::Debug, Profile::Release];
    let own = Own::prepare(workspace, &profiles)?;
    let title = format!("{} operations alone, for each of them", own.operations);
    let mut table = Table::new(title, &[("hwc-models", "ms"), ("serde's derives", "ms")]);
    for profile in profiles {
        let seconds =
            [own.models.alone(&own.packages(), profile)?, own.derived.alone(&[DERIVED_PACKAGE.to_owned()], profile)?];
        table.row(profile.name(), seconds.map(|seconds| Some(seconds * 1000.0 / own.operations as f64)));
    }
    table.note(format!("What they depend on was built before; {}.", describe_runs(1)));
    report.table(table);
    Ok(())
}
