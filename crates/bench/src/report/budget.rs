//! Figures with a budget.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A figure and its budget.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Budget {
    /// The name of the figure.
    pub what: String,
    /// The measured value.
    pub figure: f64,
    /// The limit.
    pub limit: Limit,
    /// The unit of both.
    pub unit: String,
}

/// The limit of a figure.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// An upper limit.
    AtMost(f64),
    /// A lower limit.
    AtLeast(f64),
}

impl Budget {
    /// Returns true if the figure is within its budget.
    #[must_use]
    pub fn is_met(&self) -> bool {
        match self.limit {
            Limit::AtMost(most) => self.figure <= most,
            Limit::AtLeast(least) => self.figure >= least,
        }
    }

    /// Returns the figure with its unit.
    #[must_use]
    pub fn figure(&self) -> String {
        format!("{} {}", number(self.figure), self.unit)
    }

    /// Returns the budget with its unit.
    #[must_use]
    pub fn limit(&self) -> String {
        match self.limit {
            Limit::AtMost(most) => format!("at most {} {}", number(most), self.unit),
            Limit::AtLeast(least) => format!("at least {} {}", number(least), self.unit),
        }
    }

    /// Returns `met` or `missed`.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        if self.is_met() { "met" } else { "missed" }
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<72}{:>12}   {:<20} {}", self.what, self.figure(), self.limit(), self.verdict())
    }
}

/// Formats a number with its significant digits: `1.032`, `54.3`, `31,870`.
#[must_use]
pub(super) fn number(figure: f64) -> String {
    let digits = match figure.abs() {
        size if size < 10.0 => 3,
        size if size < 100.0 => 1,
        _ => 0,
    };
    let text = format!("{figure:.digits$}");
    if text.contains('.') { text } else { grouped(&text) }
}

/// Formats a count without decimals: `98`, `1,024`.
#[must_use]
pub(super) fn count(figure: f64) -> String {
    grouped(&format!("{figure:.0}"))
}

/// Separates thousands by commas.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digit.is_ascii_digit() && (digits.len() - index).is_multiple_of(3) && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_met_up_to_its_limit() {
        let budget = |figure, limit| Budget { what: "calls".to_owned(), figure, limit, unit: "x".to_owned() };
        assert!(budget(1.05, Limit::AtMost(1.05)).is_met());
        assert!(!budget(1.051, Limit::AtMost(1.05)).is_met());
        assert!(budget(0.95, Limit::AtLeast(0.95)).is_met());
        assert!(!budget(f64::NAN, Limit::AtLeast(0.95)).is_met(), "what was not measured is not met");
    }

    #[test]
    fn numbers_have_few_digits() {
        let texts = [0.9994, 54.321, 999.4, 1234.5, 1_073_741_824.0, -1000.0].map(number);
        assert_eq!(texts, ["0.999", "54.3", "999", "1,234", "1,073,741,824", "-1,000"]);
    }
}
