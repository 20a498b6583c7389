//! The parts of a call in isolation, without network or runtime. Each is compared with hand-written code in the same
//! process.

mod decode;
mod encode;
mod sign;
mod wide;

use std::fmt;

use crate::harness::{Candidate, measure_rounds};
use crate::report::Report;
use crate::{Options, Outcome};

use super::cpu_table;

/// A repeatable operation with its name.
pub type Work = (&'static str, Box<dyn FnMut() -> Outcome<()>>);

/// The same work in several ways. The last one is the baseline.
pub struct Comparison {
    /// The subject.
    pub title: String,
    /// The ways to do it.
    pub works: Vec<Work>,
    /// The repetitions of each in a timed round.
    pub iterations: u64,
}

impl Comparison {
    fn new(title: impl Into<String>, iterations: u64, works: Vec<Work>) -> Self {
        Self { title: title.into(), works, iterations }
    }
}

impl fmt::Debug for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Comparison").field("title", &self.title).finish_non_exhaustive()
    }
}

/// Returns the comparisons of short work, whose instructions are counted too.
///
/// # Errors
/// Returns an error if two ways to do the same have different results.
pub fn short_pieces() -> Outcome<Vec<Comparison>> {
    let mut all = vec![encode::query()?, encode::body()?];
    all.extend(sign::comparisons()?);
    all.extend(decode::short());
    Ok(all)
}

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let mut all = short_pieces()?;
    all.push(decode::many(options.pick(10_000, 200)));
    all.push(decode::quoted());
    all.extend(wide::comparisons()?);
    all.into_iter().try_for_each(|comparison| compare(options, report, comparison))
}

/// Measures a comparison and adds a table.
fn compare(options: &Options, report: &mut Report, comparison: Comparison) -> Outcome<()> {
    let iterations = options.pick(comparison.iterations, 2);
    let mut candidates = Vec::new();
    for (name, mut work) in comparison.works {
        candidates.push(Candidate::new(name, iterations, move || (0..iterations).try_for_each(|_| work())));
    }
    let times = measure_rounds(options.rounds(), &mut candidates)?;
    let names: Vec<String> = candidates.iter().map(|candidate| candidate.name.clone()).collect();
    report.table(cpu_table(&comparison.title, &names, &times, names.len().saturating_sub(1)));
    Ok(())
}
