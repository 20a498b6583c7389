//! Runs the selected benchmarks, prints their tables immediately, and writes them as JSON.

use std::fs;

use crate::benchmarks::{ALL, Benchmark};
use crate::harness::Watch;
use crate::report::Report;
use crate::{Options, Outcome, docs, print_text};

/// Runs what the options select and returns the reports.
///
/// # Errors
/// Returns the error of the first benchmark that fails, or of a file that cannot be written.
pub fn run(options: &Options) -> Outcome<Vec<Report>> {
    if options.write_docs {
        docs::write(&options.folder)?;
        return Ok(Vec::new());
    }
    fs::create_dir_all(options.reports())?;
    let wanted = ALL.iter().filter(|benchmark| options.wants(benchmark.name));
    wanted.map(|benchmark| run_one(benchmark, options)).collect()
}

fn run_one(benchmark: &Benchmark, options: &Options) -> Outcome<Report> {
    let watch = Watch::start();
    print_text(&format!("## {}: {}\n", benchmark.name, benchmark.about));
    let mut report = Report::new(benchmark.name, benchmark.about, options.quick);
    (benchmark.run)(options, &mut report).map_err(|error| format!("{}: {error}", benchmark.name))?;
    report.seconds = watch.wall().as_secs_f64();
    for budget in &report.budgets {
        print_text(&budget.to_string());
    }
    let file = options.reports().join(format!("{}.json", benchmark.name));
    fs::write(&file, serde_json::to_string_pretty(&report)?)?;
    print_text(&format!("\n{:.0} s; {}\n", report.seconds, file.display()));
    Ok(report)
}
