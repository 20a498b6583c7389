//! "Print one page" from nothing, as a program for release: by hand, on hwc-api, and on other SDKs.

use std::time::Duration;

use super::build::Program;
use super::peers::Peer;
use super::report::{Report, Table};
use super::settings::{Part, Settings};
use super::turns::{self, Ratio, median, times};
use super::workshop::Workshop;

/// The most megabytes of a binary.
const SIZE: f64 = 5.0;

/// A program that is built in turns with the others.
struct Contender {
    name: String,
    binary: &'static str,
    program: Program,
    runs: usize,
    /// How many times as long as the first it may take.
    budget: Option<f64>,
}

/// Measures the programs that were asked for, beside the one by hand. `took` tells how long all took up to now: there are fewer
/// turns where the machine is too slow for the limit of the settings, but one at least. Gives the seconds of the first turn.
///
/// # Errors
/// What cannot be written or does not compile.
pub(super) fn measure(
    workshop: &Workshop,
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
    let mut contenders = vec![contender(workshop, "by hand", "baseline", &[], runs, None)?];
    if own {
        let alone = ["--no-default-features"];
        contenders.push(contender(workshop, "hwc, Service Tickets alone", "page-hwc", &alone, runs, Some(1.15))?);
        contenders.push(contender(workshop, "hwc, all services", "page-hwc", &[], runs, Some(1.4))?);
        let http2 = ["--no-default-features", "--features=http2"];
        contenders.push(contender(workshop, "hwc, Service Tickets alone, with HTTP/2", "page-hwc", &http2, 1, None)?);
    }
    contenders.extend(peers.into_iter().map(of_peer));
    for contender in &contenders {
        contender.program.fetch()?;
    }
    let all: Vec<usize> = contenders.iter().map(|contender| contender.runs).collect();
    let in_time = |turn: f64| settings.has_time(took(), turn);
    let seconds = turns::take(&all, in_time, |index| contenders[index].program.clean())?;
    tell(&contenders, &seconds, report)?;
    Ok(seconds.iter().map(|turns| turns[0]).sum())
}

fn contender(
    workshop: &Workshop,
    name: &str,
    binary: &'static str,
    words: &[&str],
    runs: usize,
    budget: Option<f64>,
) -> Result<Contender, String> {
    Ok(Contender { name: name.to_owned(), binary, program: workshop.program(binary, words)?, runs, budget })
}

fn of_peer(peer: Peer) -> Contender {
    Contender { name: peer.title(), binary: peer.binary, program: peer.program, runs: 1, budget: None }
}

fn tell(contenders: &[Contender], seconds: &[Vec<f64>], report: &mut Report) -> Result<(), String> {
    let columns = [("time", "s"), ("ratio", ""), ("lowest", ""), ("highest", ""), ("binary", "MB"), ("crates", "")];
    let mut table = Table::new("\"Print one page\", a clean release build", &columns);
    for (Contender { name, binary, program, budget, .. }, own) in contenders.iter().zip(seconds) {
        let ratio = Ratio::of(own, &seconds[0]);
        let megabytes = program.megabytes(binary)?;
        let figures = [median(own), ratio.median, ratio.lowest, ratio.highest, megabytes, program.crates()? as f64];
        table.row(name.clone(), figures.map(Some));
        if let Some(budget) = budget {
            report.at_most(*budget, "x", &format!("clean release build of \"print one page\", {name}"), ratio.median);
            report.at_most(SIZE, "MB", &format!("stripped binary of it, {name}"), megabytes);
        }
    }
    table.note(format!("By hand and those with a budget: {}, in turns; others: one run.", times(seconds[0].len())));
    table.note("A ratio is the median of the ratios to the program by hand in the same turns. Binaries are stripped.");
    table.note(
        "The program by hand speaks HTTP/2, which is a default of reqwest; hwc does so with its feature `http2`.",
    );
    table.note("Crates are all that is compiled on this machine, the program itself included.");
    report.table(table);
    Ok(())
}
