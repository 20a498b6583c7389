//! `cargo xtask buildcost`: what hwc costs those who compile it, beside what they would write by hand and, if asked for, other
//! SDKs. All is built below `target/buildcost`. Not part of CI: times are no tests. Ten minutes at most on an idle machine with
//! two processors, unless more is asked for. A slow one leaves out turns of the programs, all but the first, and the command `hwc`.

mod build;
mod change;
mod cli;
mod machine;
mod models;
mod peers;
mod plan;
mod print;
mod programs;
mod report;
mod settings;
mod turns;
mod workshop;

use std::fs;
use std::path::Path;
use std::time::Duration;

use report::Report;
use settings::{Part, Settings};
use workshop::Workshop;

use crate::{say, stopwatch};

/// Measures, tells the figures as they come, and keeps them as JSON. Those of quick runs do not replace others.
///
/// # Errors
/// What cannot be written or does not compile.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let settings = Settings::read(words)?;
    let watch = stopwatch();
    let workshop = Workshop::open(root)?;
    let mut report = Report::new(words, settings.is_quick());
    measure(&workshop, &settings, &watch, &mut report)?;
    report.seconds = watch().as_secs_f64();
    say(&format!("\n{}", report.verdicts()));
    let file = if report.quick { "target/buildcost/quick/buildcost.json" } else { "target/buildcost/buildcost.json" };
    keep(&root.join(file), &report).map_err(|error| format!("{file}: {error}"))?;
    Ok(format!("{:.0} s; {file}", report.seconds))
}

/// What does not compile shows early: the quick parts come first. The command gets the time that is left.
fn measure(
    workshop: &Workshop,
    settings: &Settings,
    took: &dyn Fn() -> Duration,
    report: &mut Report,
) -> Result<(), String> {
    let peers = if settings.wants(Part::Peers) {
        peers::find(workshop, report)?
    } else {
        report.skip("other SDKs, which takes `cargo xtask buildcost --peers`".to_owned());
        Vec::new()
    };
    models::measure(workshop, settings, &peers, report)?;
    if settings.wants(Part::Profiles) {
        models::profiles(workshop, settings, report)?;
    }
    if settings.wants(Part::Change) {
        change::measure(workshop, report)?;
    }
    let turn = programs::measure(workshop, settings, peers, took, report)?;
    // The command takes about as long as the programs together.
    match (settings.wants(Part::Cli), settings.has_time(took(), turn)) {
        (true, true) => cli::measure(workshop, report),
        (true, false) => {
            report.skip(
                "the command `hwc`, for which no time was left; `cargo xtask buildcost cli` measures it".to_owned(),
            );
            Ok(())
        }
        (false, _) => Ok(()),
    }
}

fn keep(file: &Path, report: &Report) -> std::io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    fs::write(file, serde_json::to_string_pretty(report)?)
}
