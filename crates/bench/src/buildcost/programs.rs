//! Clean release builds of "print one page": by hand, on hwc-api, and on other SDKs.

use std::io::{self, Write as _};
use std::time::Duration;

use super::build::Program;
use super::peers::Peer;
use super::rounds::{self, Ratio, describe_runs, median};
use super::settings::{Part, Settings};
use super::workspace::Workspace;
use crate::report::{Limit, Report, Table};

/// A program that is built in rounds with the others.
struct Candidate {
    name: String,
    binary: &'static str,
    program: Program,
    runs: usize,
    budget: Option<Budget>,
}

impl Candidate {
    /// Measures a clean build, and prints its time to standard error, since a whole run takes minutes.
    fn measure(&self) -> Result<f64, String> {
        let seconds = self.program.clean()?;
        // A terminal that is gone must not end the run.
        let _ = writeln!(io::stderr(), "{seconds:6.1} s  {}", self.name);
        Ok(seconds)
    }
}

/// The limits of a program.
#[derive(Clone, Copy)]
struct Budget {
    /// The maximum ratio of its build time to that of the first program.
    time: f64,
    /// The maximum size of its binary in MB.
    size: f64,
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
        candidates.extend(own_candidates(workspace, runs)?);
    }
    candidates.extend(peers.into_iter().map(of_peer));
    for candidate in &candidates {
        candidate.program.fetch()?;
    }
    let all: Vec<usize> = candidates.iter().map(|candidate| candidate.runs).collect();
    let in_time = |round: f64| settings.has_time(took(), round);
    let seconds = rounds::measure_rounds(&all, in_time, |index| candidates[index].measure())?;
    add_table(&candidates, &seconds, report)?;
    Ok(seconds.iter().map(|rounds| rounds[0]).sum())
}

/// Returns the programs on hwc-api: with one service, two or all of them, on hyper, and with HTTP/2.
fn own_candidates(workspace: &Workspace, runs: usize) -> Result<Vec<Candidate>, String> {
    let alone = "--no-default-features";
    let budget = |time, size| Some(Budget { time, size });
    let one = |name: &str, features: &str, runs, budget| {
        candidate(workspace, name, "page-hwc", &[alone, &format!("--features={features}")], runs, budget)
    };
    Ok(vec![
        one("hwc, Service Tickets alone", "network", runs, budget(1.15, 5.0))?,
        candidate(workspace, "hwc, all services", "page-hwc", &[], runs, budget(1.25, 5.0))?,
        one("hwc, Service Tickets alone, on hyper", "hyper", runs, budget(0.95, 4.2))?,
        one("hwc, Service Tickets and KooDrive", "network,koodrive", 1, None)?,
        one("hwc, Service Tickets and DataArts Insight", "network,insight", 1, None)?,
        one("hwc, Service Tickets alone, with HTTP/2", "network,http2", 1, None)?,
    ])
}

fn candidate(
    workspace: &Workspace,
    name: &str,
    binary: &'static str,
    words: &[&str],
    runs: usize,
    budget: Option<Budget>,
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
            report.budget(&what, ratio.median, Limit::AtMost(budget.time), "x");
            let what = format!("stripped binary of it, {name}");
            report.budget(&what, megabytes, Limit::AtMost(budget.size), "MB");
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
