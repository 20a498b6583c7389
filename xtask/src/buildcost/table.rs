//! The figures, each beside its budget. They are told as they come: the whole takes minutes.

use crate::say;

/// Tells a figure. `budget` is the most that it may be, or empty.
pub(super) fn row(what: &str, figure: &str, unit: &str, budget: &str) {
    say(&line(what, figure, unit, budget));
}

fn line(what: &str, figure: &str, unit: &str, budget: &str) -> String {
    let budget = if budget.is_empty() { String::new() } else { format!("at most {budget} {unit}") };
    format!("{what:<40}{figure:>8} {unit:<7}{budget}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_figure_stands_beside_its_budget() {
        assert_eq!(line("check", "9.7", "ms/op", "12"), format!("check{:>43} ms/op  at most 12 ms/op", "9.7"));
        assert_eq!(line("check", "9.7", "ms/op", ""), format!("check{:>43} ms/op", "9.7"));
    }
}
