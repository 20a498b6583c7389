//! The measurement method: each round runs all candidates, the first round is a warm-up, and results are medians. Since the
//! machine may be noisy, two candidates are compared by the median of the ratios of neighboring rounds.

mod clock;
pub mod memory;

use std::time::Duration;

pub use clock::Watch;

use crate::Outcome;

/// The number of rounds of each candidate in a full run.
pub const ROUNDS: usize = 7;

/// Work to measure. Each round calls it once for [`units`](Self::units) units of work.
pub struct Candidate<'a> {
    /// The name in the tables.
    pub name: String,
    units: u64,
    work: Box<dyn FnMut() -> Outcome<()> + 'a>,
}

impl<'a> Candidate<'a> {
    /// Creates a candidate whose `work` does `units` units per call.
    pub fn new(name: impl Into<String>, units: u64, work: impl FnMut() -> Outcome<()> + 'a) -> Self {
        Self { name: name.into(), units, work: Box::new(work) }
    }

    /// Returns the units of work per round.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// Runs the work once.
    ///
    /// # Errors
    /// Returns the error of the work.
    pub fn run(&mut self) -> Outcome<()> {
        (self.work)()
    }
}

/// The figures of one candidate: one per round, each per unit of work.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// CPU time in microseconds, including all threads of this process.
    pub cpu: Vec<f64>,
    /// Wall time in microseconds.
    pub wall: Vec<f64>,
}

/// Measures all candidates in `rounds` rounds, alternately forwards and backwards. Returns the figures in the order of
/// candidates.
///
/// # Errors
/// Returns the error of a candidate's work.
pub fn measure_rounds(rounds: usize, candidates: &mut [Candidate<'_>]) -> Outcome<Vec<Times>> {
    let mut times = vec![Times::default(); candidates.len()];
    for candidate in &mut *candidates {
        candidate.run().map_err(|error| format!("{}: {error}", candidate.name))?;
    }
    for round in 0..rounds {
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let candidate = &mut candidates[index];
            let units = candidate.units as f64;
            let watch = Watch::start();
            candidate.run().map_err(|error| format!("{}: {error}", candidate.name))?;
            times[index].cpu.push(micros(watch.cpu()) / units);
            times[index].wall.push(micros(watch.wall()) / units);
        }
    }
    Ok(times)
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Returns the median, or NaN for an empty list.
#[must_use]
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The ratio of a subject to a baseline, round by round, so that a busy machine affects both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The median.
    pub median: f64,
    /// The smallest ratio of all rounds.
    pub lowest: f64,
    /// The largest ratio of all rounds.
    pub highest: f64,
}

/// Compares the figures of the same rounds.
#[must_use]
pub fn ratio(subject: &[f64], baseline: &[f64]) -> Ratio {
    let ratios: Vec<f64> = subject.iter().zip(baseline).map(|(subject, baseline)| subject / baseline).collect();
    Ratio {
        median: median(&ratios),
        lowest: ratios.iter().copied().fold(f64::NAN, f64::min),
        highest: ratios.iter().copied().fold(f64::NAN, f64::max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn ratios_are_per_round() {
        // A second round that is three times slower does not change the median.
        let ratio = ratio(&[2.0, 6.0, 2.2], &[1.0, 3.0, 1.0]);
        assert_eq!(ratio, Ratio { median: 2.0, lowest: 2.0, highest: 2.2 });
    }

    #[test]
    fn each_candidate_runs_once_per_round_and_once_to_warm_up() {
        let (left, right) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let count = |cell: &std::cell::Cell<i32>| {
            cell.set(cell.get() + 1);
            Ok(())
        };
        let mut candidates = [Candidate::new("left", 1, || count(&left)), Candidate::new("right", 2, || count(&right))];
        let times = measure_rounds(3, &mut candidates).unwrap();
        drop(candidates);
        assert_eq!((left.get(), right.get()), (4, 4));
        assert_eq!((times[0].cpu.len(), times[1].wall.len()), (3, 3));
    }

    #[test]
    fn an_error_names_the_candidate() {
        let mut candidates = [Candidate::new("one", 1, || Err("no".into()))];
        assert_eq!(measure_rounds(1, &mut candidates).unwrap_err().to_string(), "one: no");
    }
}
