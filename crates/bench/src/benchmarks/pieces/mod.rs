//! The parts of a call in isolation, without network or runtime. Each is compared with hand-written code in the same
//! process.

mod decode;
mod encode;
mod sign;
mod wide;

use crate::harness::{Candidate, measure_rounds};
use crate::report::Report;
use crate::{Options, Outcome};

use super::cpu_table;

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    encode::run(options, report)?;
    sign::run(options, report)?;
    decode::run(options, report)?;
    wide::run(options, report)
}

/// A repeatable operation with its name.
type Work<'a> = (&'static str, Box<dyn FnMut() -> Outcome<()> + 'a>);

/// Runs each of the `works` `iterations` times per round and adds a table. The last one is the baseline.
fn compare(options: &Options, report: &mut Report, title: &str, iterations: u64, works: Vec<Work<'_>>) -> Outcome<()> {
    let iterations = options.pick(iterations, 2);
    let mut candidates = Vec::new();
    for (name, mut work) in works {
        candidates.push(Candidate::new(name, iterations, move || (0..iterations).try_for_each(|_| work())));
    }
    let times = measure_rounds(options.rounds(), &mut candidates)?;
    let names: Vec<String> = candidates.iter().map(|candidate| candidate.name.clone()).collect();
    report.table(cpu_table(title, &names, &times, names.len().saturating_sub(1)));
    Ok(())
}
