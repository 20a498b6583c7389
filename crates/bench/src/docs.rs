//! The page of figures, `docs/performance.md`, made of the reports of full runs. The reports themselves are kept beside it, so
//! that a test can see that nobody wrote into the page by hand.

use std::fs;
use std::path::{Path, PathBuf};

use crate::benchmarks::ALL;
use crate::report::{Budget, Report};
use crate::{Outcome, say};

/// The page, from the root of the repository.
pub const PAGE: &str = "docs/performance.md";

/// The figures that it is made of.
pub const JSON_PAGE: &str = "docs/performance.json";

/// Writes the page from the reports in `folder`.
///
/// # Errors
/// A report that is missing, or of a quick run.
pub(crate) fn write(folder: &Path) -> Outcome<()> {
    let mut reports = Vec::new();
    for benchmark in ALL {
        let file = folder.join(format!("{}.json", benchmark.name));
        let missing = |error| format!("{}: {error}; run `cargo bench -p hwc-bench` first", file.display());
        let report: Report = serde_json::from_str(&fs::read_to_string(&file).map_err(missing)?)?;
        if report.quick {
            return Err(format!("{} is of a quick run, whose figures mean nothing", file.display()).into());
        }
        reports.push(report);
    }
    fs::write(root().join(JSON_PAGE), format!("{}\n", serde_json::to_string_pretty(&reports)?))?;
    fs::write(root().join(PAGE), page(&reports))?;
    say(&format!("wrote {PAGE}"));
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The page as Markdown.
#[must_use]
pub fn page(reports: &[Report]) -> String {
    let mut text = format!("{HEAD}\n## Budgets\n\n| what | figure | budget | |\n| --- | ---: | ---: | --- |\n");
    for budget in reports.iter().flat_map(|report| &report.budgets) {
        text.push_str(&line(budget));
    }
    text.push_str(BUILD);
    for report in reports {
        text.push_str(&section(report));
    }
    text
}

const HEAD: &str = "# Performance\n\n\
    Written by `cargo bench -p hwc-bench -- --write-docs` from what `cargo bench -p hwc-bench` measured; not by hand.\n\n\
    Figures are medians of seven turns, after one to warm up. All contenders of a table took turns in one run, forwards and\n\
    backwards; a ratio is the median of the ratios of the same turns, with the lowest and the highest beside it. CPU is the time\n\
    that the client's process was on a processor, all its threads together; servers are processes of their own. What a ratio\n\
    compares with is the row whose ratio is 1. Absolute figures are those of one machine on one day.\n";

const BUILD: &str =
    "\nThe budgets for compiling and for the size of a binary are measured by `cargo xtask buildcost`.\n";

fn line(budget: &Budget) -> String {
    format!("| {} | {} | {} | {} |\n", budget.what, budget.figure(), budget.limit(), budget.verdict())
}

fn section(report: &Report) -> String {
    let machine = &report.machine;
    let mut text = format!(
        "\n## {}: {}\n\n`{}`, {}, {} cores of {}, {}, {}\n",
        report.name,
        report.about,
        report.command,
        report.date,
        machine.cores,
        machine.processor,
        machine.system,
        machine.compiler,
    );
    if let Some(load) = report.load {
        text.push_str(&format!("Load when it began: {load:.1}.\n"));
    }
    for reason in &report.skipped {
        text.push_str(&format!("\nNot measured: {reason}.\n"));
    }
    for table in &report.tables {
        text.push_str(&format!("\n{}", table.markdown()));
    }
    text
}
