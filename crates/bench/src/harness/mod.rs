//! How things are measured: contenders take turns, the first turn of each is thrown away, and medians count. The machine may
//! be noisy, so what two contenders are compared by is the median of the ratios of neighbouring turns.

mod clock;
pub mod memory;

use std::time::Duration;

pub use clock::Watch;

use crate::Outcome;

/// How often each contender is measured in a full run.
pub const TURNS: usize = 7;

/// Work to be measured. It is called once a turn and does [`units`](Self::units) of it.
pub struct Contender<'a> {
    /// Its name in the tables.
    pub name: String,
    units: u64,
    work: Box<dyn FnMut() -> Outcome<()> + 'a>,
}

impl<'a> Contender<'a> {
    /// Work that does `units` things of the same kind each time it is called.
    pub fn new(name: impl Into<String>, units: u64, work: impl FnMut() -> Outcome<()> + 'a) -> Self {
        Self { name: name.into(), units, work: Box::new(work) }
    }

    /// How many things are done in one turn.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// Takes one turn.
    ///
    /// # Errors
    /// What the work says.
    pub fn turn(&mut self) -> Outcome<()> {
        (self.work)()
    }
}

/// What was measured of one contender: a figure for each turn, all for one unit of its work.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Microseconds that this process was on a processor, all its threads together.
    pub cpu: Vec<f64>,
    /// Microseconds that went by.
    pub wall: Vec<f64>,
}

/// Measures all contenders in turns, `turns` times, forwards and backwards by turns. Gives them in the order of the contenders.
///
/// # Errors
/// What the work of a contender says.
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

/// The middle one; not a number if there is none.
#[must_use]
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A subject beside a baseline: turn by turn, so that both saw the same mood of the machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The median.
    pub median: f64,
    /// The smallest of all turns.
    pub lowest: f64,
    /// The largest of all turns.
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
        // A machine that is three times as slow in the second turn changes nothing.
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
