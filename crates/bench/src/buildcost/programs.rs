//! Clean release builds of "print one page": by hand, on hwc-api, and on other SDKs.

use std::time::Duration;

use super::build::Program;
use super::peers::Peer;
use super::rounds::{self, Ratio, describe_runs, median};
use super::settings::{Part, Settings};
use super::workspace::Workspace;
use crate::report::{Limit, Report, Table};

/// The maximum size of a binary in MB.
const SIZE: f64 = 5.0;

/// A program that is built in rounds with the others.
struct Candidate {
    name: String,
    binary: &'static str,
    program: Program,
    runs: usize,
    /// The maximum ratio of its build time to that of the first program.
    budget: Option<f64>,
}

/// Measures the selected programs and the hand-written one. Returns the seconds of the first round.
///
/// `took` returns the total time so far. On a slow machine, fewer rounds fit into the time limit of the settings, but at
/// least one.
///
/// # Errors
/// Returns an error if a file cannot be written or a build fails.
pub(super) fn measure(
    workspace: &Workspace,
    settings: &Settings,
    peers: Vec<Peer>,
    took: &dyn Fn() -> Duration,
    report: &mut Report,
) -> Result<f64, String> {
    let own = settings.wants(Part::Programs);
    if !own && peers.is_empty() {
        return Ok(0.0);
    }
    let runs = if own { settings.runs } else { 1 };
    let mut candidates = vec![candidate(workspace, "by hand", "baseline", &[], runs, None)?];
    if own {
        let alone = ["--no-default-features"];
        candidates.push(candidate(workspace, "hwc, Service Tickets alone", "page-hwc", &alone, runs, Some(1.15))?);
        candidates.push(candidate(workspace, "hwc, all services", "page-hwc", &[], runs, Some(1.25))?);
        let http2 = ["--no-default-features", "--features=http2"];
        candidates.push(candidate(workspace, "hwc, Service Tickets alone, with HTTP/2", "page-hwc", &http2, 1, None)?);
    }
    candidates.extend(peers.into_iter().map(of_peer));
    for candidate in &candidates {
        candidate.program.fetch()?;
    }
    let all: Vec<usize> = candidates.iter().map(|candidate| candidate.runs).collect();
    let in_time = |round: f64| settings.has_time(took(), round);
    let seconds = rounds::measure_rounds(&all, in_time, |index| candidates[index].program.clean())?;
    add_table(&candidates, &seconds, report)?;
    Ok(seconds.iter().map(|rounds| rounds[0]).sum())
}

fn candidate(
    workspace: &Workspace,
    name: &str,
    binary: &'static str,
    words: &[&str],
    runs: usize,
    budget: Option<f64>,
) -> Result<Candidate, String> {
    Ok(Candidate { name: name.to_owned(), binary, program: workspace.program(binary, words)?, runs, budget })
}

fn of_peer(peer: Peer) -> Candidate {
    Candidate { name: peer.title(), binary: peer.binary, program: peer.program, runs: 1, budget: None }
}

fn add_table(candidates: &[Candidate], seconds: &[Vec<f64>], report: &mut Report) -> Result<(), String> {
    let columns = [("time", "s"), ("ratio", ""), ("lowest", ""), ("highest", ""), ("binary", "MB"), ("crates", "")];
    let mut table = Table::new("\"Print one page\", a clean release build", &columns);
    for (Candidate { name, binary, program, budget, .. }, own) in candidates.iter().zip(seconds) {
        let ratio = Ratio::of(own, &seconds[0]);
        let megabytes = program.megabytes(binary)?;
        let figures = [median(own), ratio.median, ratio.lowest, ratio.highest, megabytes, program.crates()? as f64];
        table.row(name.clone(), figures.map(Some));
        if let Some(budget) = budget {
            let what = format!("clean release build of \"print one page\", {name}");
            report.budget(&what, ratio.median, Limit::AtMost(*budget), "x");
            let what = format!("stripped binary of it, {name}");
            report.budget(&what, megabytes, Limit::AtMost(SIZE), "MB");
        }
    }
    table.note(format!(
        "By hand and those with a budget: {}, in rounds; others: one run.",
        describe_runs(seconds[0].len())
    ));
    table.note("A ratio is the median of the ratios to the program by hand in the same rounds. Binaries are stripped.");
    table.note(
        "The program by hand speaks HTTP/2, which is a default of reqwest; hwc does so with its feature `http2`.",
    );
    table.note("Crates are all that is compiled on this machine, the program itself included.");
    report.table(table);
    Ok(())
}
