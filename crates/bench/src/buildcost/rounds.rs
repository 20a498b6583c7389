//! Measurement in rounds, so that a busy machine affects all candidates equally. Computes medians.

/// Measures each candidate as often as `runs` says, in rounds. Every second round is in reverse order.
///
/// Returns the figures of each candidate in the order of the rounds. A candidate with fewer runs takes part in the first
/// rounds. Before each further round, `may_go_on` gets the duration of the longest one and returns false to stop.
///
/// # Errors
/// Returns the first error of a candidate.
pub(super) fn measure_rounds(
    runs: &[usize],
    may_go_on: impl Fn(f64) -> bool,
    mut measure: impl FnMut(usize) -> Result<f64, String>,
) -> Result<Vec<Vec<f64>>, String> {
    let mut figures = vec![Vec::new(); runs.len()];
    let mut longest = 0.0_f64;
    for round in 0..runs.iter().copied().max().unwrap_or_default() {
        if round > 0 && !may_go_on(longest) {
            break;
        }
        let mut order: Vec<usize> = (0..runs.len()).filter(|index| round < runs[*index]).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        let mut sum = 0.0;
        for index in order {
            let figure = measure(index)?;
            figures[index].push(figure);
            sum += figure;
        }
        longest = longest.max(sum);
    }
    Ok(figures)
}

/// The ratio of one candidate to another over the rounds that both took part in.
#[derive(Debug, PartialEq)]
pub(super) struct Ratio {
    pub(super) median: f64,
    pub(super) lowest: f64,
    pub(super) highest: f64,
}

impl Ratio {
    /// Divides `own` by `base`, round by round.
    pub(super) fn of(own: &[f64], base: &[f64]) -> Self {
        let ratios: Vec<f64> = own.iter().zip(base).map(|(own, base)| own / base).collect();
        let lowest = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self { median: median(&ratios), lowest, highest }
    }
}

/// Returns the median, or the mean of the middle two. The list must not be empty.
pub(super) fn median(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    (figures[figures.len() / 2] + figures[(figures.len() - 1) / 2]) / 2.0
}

/// Returns the number of runs as text, such as `one run` or `median of 3 runs`.
pub(super) fn describe_runs(runs: usize) -> String {
    if runs == 1 { "one run".to_owned() } else { format!("median of {runs} runs") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_turn_goes_backwards() {
        let mut seen = Vec::new();
        let measure = |index| {
            seen.push(index);
            Ok(seen.len() as f64)
        };
        let figures = measure_rounds(&[3, 1, 3], |_| true, measure);
        assert_eq!(figures.unwrap(), [vec![1.0, 5.0, 6.0], vec![2.0], vec![3.0, 4.0, 7.0]]);
        assert_eq!(seen, [0, 1, 2, 2, 0, 0, 2]);
    }

    #[test]
    fn the_first_failure_ends_it() {
        let failed = measure_rounds(&[2, 2], |_| true, |index| if index == 1 { Err("no".to_owned()) } else { Ok(1.0) });
        assert_eq!(failed, Err("no".to_owned()));
    }

    #[test]
    fn no_turn_begins_that_would_take_too_long() {
        let figures = measure_rounds(&[5, 5], |longest| longest < 9.0, |index| Ok(index as f64 + 4.0));
        assert_eq!(figures.unwrap(), [[4.0], [5.0]]);
        let figures = measure_rounds(&[2, 2], |longest| longest < 9.5, |index| Ok(index as f64 + 4.0));
        assert_eq!(figures.unwrap(), [[4.0; 2], [5.0; 2]]);
    }

    #[test]
    fn a_ratio_is_of_the_same_turns() {
        let ratio = Ratio::of(&[2.0, 9.0, 4.0], &[1.0, 3.0, 4.0]);
        assert_eq!(ratio, Ratio { median: 2.0, lowest: 1.0, highest: 3.0 });
        assert_eq!(Ratio::of(&[3.0], &[2.0, 1.0]), Ratio { median: 1.5, lowest: 1.5, highest: 1.5 });
    }

    #[test]
    fn the_median_stands_in_the_middle() {
        assert_eq!([&[3.0, 1.0, 2.0][..], &[4.0, 1.0]].map(median), [2.0, 2.5]);
    }
}
