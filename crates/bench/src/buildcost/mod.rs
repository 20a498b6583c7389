//! `cargo xtask buildcost`: compile time and binary size of hwc, compared with a hand-written program and, on request,
//! with other SDKs.
//!
//! Everything is built below `target/buildcost`. It is not part of CI, since times are not tests. It takes at most ten
//! minutes on an idle machine with two processors, unless more is requested. A slow machine skips all rounds of the
//! programs except the first, and the command.

mod build;
mod change;
mod cli;
mod models;
mod peers;
mod programs;
mod rounds;
mod serde_types;
mod settings;
mod workspace;

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::report::Report;
use settings::{Part, Settings};
use workspace::Workspace;

use crate::harness::Watch;
use crate::{print_text, root};

/// Measures the parts in `words`, prints the figures and writes them as JSON. Quick runs write a separate file.
///
/// # Errors
/// Returns an error if a file cannot be written or a build fails.
pub fn run(words: &[&str]) -> Result<String, String> {
    let root = root();
    let settings = Settings::read(words)?;
    let watch = Watch::start();
    let workspace = Workspace::open(&root)?;
    let mut report = Report::new("buildcost", "what hwc costs those who compile it", settings.is_quick());
    report.command = ["cargo xtask buildcost"].iter().chain(words).copied().collect::<Vec<_>>().join(" ");
    measure(&workspace, &settings, &|| watch.wall(), &mut report)?;
    report.seconds = watch.wall().as_secs_f64();
    for budget in &report.budgets {
        print_text(&budget.to_string());
    }
    let file = if report.quick { "target/buildcost/quick/buildcost.json" } else { "target/buildcost/buildcost.json" };
    keep(&root.join(file), &report).map_err(|error| format!("{file}: {error}"))?;
    Ok(format!("{:.0} s; {file}", report.seconds))
}

/// Measures the selected parts. The quick parts come first, so that build errors show early. The command comes last, if
/// there is time left.
fn measure(
    workspace: &Workspace,
    settings: &Settings,
    took: &dyn Fn() -> Duration,
    report: &mut Report,
) -> Result<(), String> {
    let peers = if settings.wants(Part::Peers) {
        peers::find(workspace, report)?
    } else {
        report.skip("other SDKs, which takes `cargo xtask buildcost --peers`");
        Vec::new()
    };
    models::measure(workspace, settings, &peers, report)?;
    if settings.wants(Part::Profiles) {
        models::profiles(workspace, report)?;
    }
    if settings.wants(Part::Change) {
        change::measure(workspace, report)?;
    }
    let round = programs::measure(workspace, settings, peers, took, report)?;
    // The command takes about as long as all programs.
    match (settings.wants(Part::Cli), settings.has_time(took(), round)) {
        (true, true) => cli::measure(workspace, report),
        (true, false) => {
            report.skip("the command `hwc`, for which no time was left; `cargo xtask buildcost cli` measures it");
            Ok(())
        }
        (false, _) => Ok(()),
    }
}

fn keep(file: &Path, report: &Report) -> std::io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    fs::write(file, serde_json::to_string_pretty(report)?)
}
