//! The page of figures, `docs/performance.md`, made of the reports of full runs. The reports themselves are kept beside it, so
//! that a test can see that nobody wrote into the page by hand.

use std::fs;
use std::path::Path;

use crate::benchmarks::ALL;
use crate::report::{Budget, Report};
use crate::{Outcome, root, say};

/// The page, from the root of the repository.
pub const PAGE: &str = "docs/performance.md";

/// The figures that it is made of.
pub const JSON_PAGE: &str = "docs/performance.json";

/// Writes the page from the reports in `folder`, which is `target/bench`, and from the one of `cargo xtask buildcost` beside it.
///
/// # Errors
/// A report that is missing, or of a quick run.
pub(crate) fn write(folder: &Path) -> Outcome<()> {
    let mut reports = Vec::new();
    for benchmark in ALL {
        reports.push(read(&folder.join(format!("{}.json", benchmark.name)), "cargo bench -p hwc-bench")?);
    }
    let beside = folder.parent().unwrap_or(folder);
    reports.push(read(&beside.join("buildcost/buildcost.json"), "cargo xtask buildcost")?);
    fs::write(root().join(JSON_PAGE), format!("{}\n", serde_json::to_string_pretty(&reports)?))?;
    fs::write(root().join(PAGE), page(&reports))?;
    say(&format!("wrote {PAGE}"));
    Ok(())
}

/// Reads the report of a full run. `command` is what makes it.
fn read(file: &Path, command: &str) -> Outcome<Report> {
    let missing = |error| format!("{}: {error}; run `{command}` first", file.display());
    let report: Report = serde_json::from_str(&fs::read_to_string(file).map_err(missing)?)?;
    if report.quick {
        return Err(format!("{} is of a quick run, whose figures mean nothing", file.display()).into());
    }
    Ok(report)
}

/// The page as Markdown.
#[must_use]
pub fn page(reports: &[Report]) -> String {
    let mut text = format!("{HEAD}\n## Budgets\n\n| what | figure | budget | |\n| --- | ---: | ---: | --- |\n");
    for budget in reports.iter().flat_map(|report| &report.budgets) {
        text.push_str(&line(budget));
    }
    for report in reports {
        text.push_str(&section(report));
    }
    format!("{text}\n{PEERS}")
}

const HEAD: &str = "# Performance\n\n\
    Written by `cargo bench -p hwc-bench -- --write-docs` from what `cargo bench -p hwc-bench` and `cargo xtask buildcost`\n\
    measured; not by hand.\n\n\
    Figures are medians of seven turns, after one to warm up, where a table says nothing else. All contenders of a table took\n\
    turns in one run, forwards and backwards; a ratio is the median of the ratios of the same turns, with the lowest and the\n\
    highest beside it. CPU is the time that the client's process was on a processor, all its threads together; servers are\n\
    processes of their own. What a ratio compares with is the row whose ratio is 1. Absolute figures are those of one machine\n\
    on one day.\n";

/// What cannot be measured by a command: how others fare. Written by hand.
const PEERS: &str = include_str!("peers.md");

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

#[cfg(test)]
mod tests {
    use super::*;

    /// What `cargo xtask buildcost` writes. A test of `xtask` sees that it does.
    const BUILDCOST: &str = include_str!("../tests/buildcost.json");

    #[test]
    fn reports_of_buildcost_have_the_same_shape() {
        let report: Report = serde_json::from_str(BUILDCOST).unwrap();
        let again: serde_json::Value = serde_json::to_value(&report).unwrap();
        assert_eq!(again, serde_json::from_str::<serde_json::Value>(BUILDCOST).unwrap());
    }

    #[test]
    fn budgets_of_buildcost_stand_on_top_and_its_tables_below() {
        let page = page(&[serde_json::from_str(BUILDCOST).unwrap()]);
        let budget = "| clean release build | 1.250 x | at most 1.400 x | met |";
        let places = [budget, "## buildcost: ", "| by hand | 41.5 | 1.000 | 98 |", PEERS].map(|text| page.find(text));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {page}");
        assert!(page.ends_with(PEERS));
    }

    #[test]
    fn a_quick_report_is_refused() {
        let file = |name: &str| std::env::temp_dir().join(format!("hwc-bench-{}-{name}.json", std::process::id()));
        let (full, quick, none) = (file("full"), file("quick"), file("none"));
        fs::write(&full, BUILDCOST).unwrap();
        fs::write(&quick, BUILDCOST.replace("\"quick\": false", "\"quick\": true")).unwrap();
        let [full, quick, none] = [full, quick, none].map(|file| {
            let read =
                read(&file, "cargo xtask buildcost").map(|report| report.name).map_err(|error| error.to_string());
            _ = fs::remove_file(file);
            read
        });
        assert_eq!(full.unwrap(), "buildcost");
        assert!(quick.unwrap_err().ends_with("is of a quick run, whose figures mean nothing"));
        assert!(none.unwrap_err().ends_with("run `cargo xtask buildcost` first"));
    }
}
