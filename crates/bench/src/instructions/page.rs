//! The page of counts, which is written and read back.

use std::fmt;
use std::str::FromStr;

use super::PAGE;

/// The largest growth that passes, in percent.
const TOLERANCE: u64 = 2;

const HEAD: &str = "\
# Instructions

Written by `cargo xtask ci instructions --update`. `cargo xtask ci instructions` counts again and fails if a row of hwc needs 2 %
more. Run the update after a change that is meant to cost more, or that saves some, and review the difference.

Each figure is the number of instructions of one repetition, as valgrind counts them in the process of the client, including the
runtime and the libraries, but not the system. A ratio compares a row with the row that has ratio 1. Counts depend on the
compiler, and hardly on the machine: valgrind runs code for AVX2 at most, so hashes run without the instructions for SHA.
";

/// The instructions of one repetition of a case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Count {
    pub(super) group: String,
    pub(super) name: String,
    pub(super) instructions: u64,
    /// True if the other cases of its group are compared with it.
    pub(super) is_baseline: bool,
}

/// All counts, with the compiler.
#[derive(Debug, PartialEq)]
pub(super) struct Page {
    pub(super) compiler: String,
    pub(super) counts: Vec<Count>,
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{HEAD}\nCompiler: {}\n", self.compiler)?;
        for group in self.counts.chunk_by(|one, next| one.group == next.group) {
            write!(f, "\n## {}\n\n|  | instructions | ratio |\n| --- | ---: | ---: |\n", group[0].group)?;
            let baseline = group.iter().find(|count| count.is_baseline).unwrap_or(&group[0]);
            for count in group {
                let ratio = count.instructions as f64 / baseline.instructions as f64;
                writeln!(f, "| {} | {} | {ratio:.3} |", count.name, count.instructions)?;
            }
        }
        Ok(())
    }
}

impl FromStr for Page {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let compiler = text.lines().find_map(|line| line.strip_prefix("Compiler: "));
        let compiler = compiler.ok_or_else(|| format!("{PAGE} names no compiler; write it again with `--update`"))?;
        let (mut group, mut counts) = ("", Vec::new());
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                group = heading;
            }
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            if let [_, name, instructions, ratio, _] = cells[..]
                && let Ok(instructions) = instructions.parse()
            {
                let is_baseline = ratio == "1.000";
                counts.push(Count { group: group.to_owned(), name: name.to_owned(), instructions, is_baseline });
            }
        }
        Ok(Self { compiler: compiler.to_owned(), counts })
    }
}

/// Returns a line for each case of hwc that needs too many instructions, and for each case that only one side has.
pub(super) fn compare(known: &[Count], counted: &[Count]) -> Vec<String> {
    let same = |one: &Count, other: &Count| one.group == other.group && one.name == other.name;
    let mut findings = Vec::new();
    for count in counted {
        let id = format!("{}: {}", count.group, count.name);
        match known.iter().find(|known| same(known, count)) {
            None => findings.push(format!("{PAGE} lacks `{id}`; write it again with `--update`")),
            Some(known) if count.name.starts_with("hwc") && is_too_high(known.instructions, count.instructions) => {
                let growth = (count.instructions as f64 / known.instructions as f64 - 1.0) * 100.0;
                let (before, now) = (known.instructions, count.instructions);
                findings.push(format!("{id}: {now} instructions instead of {before}, {growth:.1} % more"));
            }
            Some(_) => {}
        }
    }
    let gone = known.iter().filter(|known| !counted.iter().any(|count| same(known, count)));
    findings.extend(gone.map(|known| format!("{PAGE} has `{}: {}`, which is not counted", known.group, known.name)));
    findings
}

fn is_too_high(known: u64, counted: u64) -> bool {
    counted * 100 > known * (100 + TOLERANCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(name: &str, instructions: u64) -> Count {
        let is_baseline = name.contains("by hand");
        Count { group: "a call".to_owned(), name: name.to_owned(), instructions, is_baseline }
    }

    #[test]
    fn a_page_is_read_as_it_was_written() {
        let counts = vec![count("hwc, token", 1_150), count("serde by hand", 1_000)];
        let page = Page { compiler: "rustc 1.95.0".to_owned(), counts };
        assert!(page.to_string().contains("| hwc, token | 1150 | 1.150 |"));
        assert_eq!(page.to_string().parse(), Ok(page));
        assert!("# Instructions".parse::<Page>().unwrap_err().contains("names no compiler"));
    }

    #[test]
    fn more_than_two_percent_are_too_many() {
        let known = [count("hwc", 1_000), count("serde by hand", 1_000)];
        assert!(compare(&known, &[count("hwc", 1_020), count("serde by hand", 2_000)]).is_empty());
        let findings = compare(&known, &[count("hwc", 1_021), count("serde by hand", 1_000)]);
        assert_eq!(findings, ["a call: hwc: 1021 instructions instead of 1000, 2.1 % more"]);
    }

    #[test]
    fn cases_of_one_side_are_reported() {
        let findings = compare(&[count("hwc, gone", 1)], &[count("hwc, new", 1)]);
        let expected = "docs/instructions.md lacks `a call: hwc, new`; write it again with `--update`";
        assert_eq!(findings, [expected, "docs/instructions.md has `a call: hwc, gone`, which is not counted"]);
    }
}
