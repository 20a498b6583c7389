//! The measurement method: contenders take turns, the first turn is a warm-up, and results are medians. Since the machine
//! may be noisy, two contenders are compared by the median of the ratios of neighboring turns.

mod clock;
pub mod memory;

use std::time::Duration;

pub use clock::Watch;

use crate::Outcome;

/// The number of turns of each contender in a full run.
pub const TURNS: usize = 7;

/// Work to measure. Each turn calls it once for [`units`](Self::units) units of work.
pub struct Contender<'a> {
    /// The name in the tables.
    pub name: String,
    units: u64,
    work: Box<dyn FnMut() -> Outcome<()> + 'a>,
}

impl<'a> Contender<'a> {
    /// Creates a contender whose `work` does `units` units per call.
    pub fn new(name: impl Into<String>, units: u64, work: impl FnMut() -> Outcome<()> + 'a) -> Self {
        Self { name: name.into(), units, work: Box::new(work) }
    }

    /// Returns the units of work per turn.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// Takes one turn.
    ///
    /// # Errors
    /// Returns the error of the work.
    pub fn turn(&mut self) -> Outcome<()> {
        (self.work)()
    }
}

/// The figures of one contender: one per turn, each per unit of work.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// CPU time in microseconds, including all threads of this process.
    pub cpu: Vec<f64>,
    /// Wall time in microseconds.
    pub wall: Vec<f64>,
}

/// Measures all contenders in `turns` turns, alternately forwards and backwards. Returns the figures in the order of
/// contenders.
///
/// # Errors
/// Returns the error of a contender's work.
pub fn take_turns(turns: usize, contenders: &mut [Contender<'_>]) -> Outcome<Vec<Times>> {
    let mut times = vec![Times::default(); contenders.len()];
    for contender in &mut *contenders {
        contender.turn().map_err(|error| format!("{}: {error}", contender.name))?;
    }
    for turn in 0..turns {
        let mut order: Vec<usize> = (0..contenders.len()).collect();
        if turn % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let contender = &mut contenders[index];
            let units = contender.units as f64;
            let watch = Watch::start();
            contender.turn().map_err(|error| format!("{}: {error}", contender.name))?;
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

/// The ratio of a subject to a baseline, turn by turn, so that a busy machine affects both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The median.
    pub median: f64,
    /// The smallest ratio of all turns.
    pub lowest: f64,
    /// The largest ratio of all turns.
    pub highest: f64,
}

/// Compares the figures of the same turns.
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
    fn ratios_are_taken_turn_by_turn() {
        // A second turn that is three times slower does not change the median.
        let ratio = ratio(&[2.0, 6.0, 2.2], &[1.0, 3.0, 1.0]);
        assert_eq!(ratio, Ratio { median: 2.0, lowest: 2.0, highest: 2.2 });
    }

    #[test]
    fn all_take_as_many_turns_and_one_to_warm_up() {
        let (left, right) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let count = |cell: &std::cell::Cell<i32>| {
            cell.set(cell.get() + 1);
            Ok(())
        };
        let mut contenders = [Contender::new("left", 1, || count(&left)), Contender::new("right", 2, || count(&right))];
        let times = take_turns(3, &mut contenders).unwrap();
        drop(contenders);
        assert_eq!((left.get(), right.get()), (4, 4));
        assert_eq!((times[0].cpu.len(), times[1].wall.len()), (3, 3));
    }

    #[test]
    fn who_fails_is_named() {
        let mut contenders = [Contender::new("one", 1, || Err("no".into()))];
        assert_eq!(take_turns(1, &mut contenders).unwrap_err().to_string(), "one: no");
    }
}
