//! The time to wait after a change of one description in the spec: the generator, then an incremental build. It is
//! measured in a copy of the repository, with the generator of `cargo xtask gen`.

use std::fs;
use std::path::Path;

use super::build::{Profile, Program};
use super::workspace::Workspace;
use crate::harness::Watch;
use crate::report::{Report, Table};

/// The spec file that is changed.
const SPEC: &str = "spec/osm/authorizations/list_authorizations.yaml";

/// The generated file.
const CODE: &str = "crates/models/osm/src/authorizations/list_authorizations.rs";

/// The seconds of each step.
struct Seconds {
    generate: f64,
    /// The generator on a spec of three times the size.
    generate_scaled: f64,
    check: f64,
    debug: f64,
}

/// Measures the generator, and an incremental check and debug build of "print one page" with all services.
///
/// # Errors
/// Returns an error if a file cannot be written, generated or compiled.
pub(super) fn measure(workspace: &Workspace, report: &mut Report) -> Result<(), String> {
    let copy = workspace.copy()?;
    let page = copy.join("crates/bench/buildcost/page-hwc");
    workspace.lock(&page).map_err(|error| format!("{}: {error}", page.display()))?;
    // Outside of the copy, which is created again each time.
    let target = workspace.folder.join("change");
    let program = Program { target, incremental: true, ..Program::new(&page, &[]) };
    program.build(Profile::Check)?;
    program.build(Profile::Debug)?;
    report.table(table(&change(&copy, &program)?));
    Ok(())
}

fn change(copy: &Path, program: &Program) -> Result<Seconds, String> {
    reword(&copy.join(SPEC))?;
    let code = || fs::read_to_string(copy.join(CODE)).map_err(|error| format!("{CODE}: {error}"));
    let before = code()?;
    let watch = Watch::start();
    xtask::generate_models(copy)?;
    let generate = watch.wall().as_secs_f64();
    if before == code()? {
        return Err(format!("{CODE} is as before, though {SPEC} has changed"));
    }
    let scaled = copy.join("target/scaled");
    let watch = Watch::start();
    xtask::generate_scaled(copy, &scaled, 3)?;
    let generate_scaled = watch.wall().as_secs_f64();
    fs::remove_dir_all(&scaled).map_err(|error| format!("{}: {error}", scaled.display()))?;
    Ok(Seconds {
        generate,
        generate_scaled,
        check: program.build(Profile::Check)?,
        debug: program.build(Profile::Debug)?,
    })
}

/// Changes the summary of a spec.
fn reword(file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{SPEC}: {error}"))?;
    let text = reworded(&text).ok_or_else(|| format!("{SPEC} has no summary in one line"))?;
    fs::write(file, text).map_err(|error| format!("{SPEC}: {error}"))
}

fn reworded(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("\nsummary: ")?;
    let (summary, after) = rest.split_once('\n')?;
    summary.ends_with('.').then(|| format!("{before}\nsummary: {summary} Again.\n{after}"))
}

fn table(seconds: &Seconds) -> Table {
    let mut table = Table::new("After a changed description of one operation", &[("time", "s")]);
    table.row("the generator, in the time of `cargo xtask gen`", [Some(seconds.generate)]);
    table.row("the generator for three times as many operations, into a new folder", [Some(seconds.generate_scaled)]);
    table.row("`cargo check` of \"print one page\"", [Some(seconds.check)]);
    table.row("its debug build", [Some(seconds.debug)]);
    table.note(
        "Incremental, all services, in a copy of the repository: the summary of ListAuthorizations changes, the generator \
         runs, cargo compiles the models again and what depends on them. One run.",
    );
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    #[test]
    fn the_summary_changes() {
        let text = "operation: A\nsummary: List them.\nquery:\n";
        let once = reworded(text).unwrap();
        assert_eq!(once, "operation: A\nsummary: List them. Again.\nquery:\n");
        assert_eq!(reworded(&once).unwrap(), "operation: A\nsummary: List them. Again. Again.\nquery:\n");
        assert_eq!(reworded("operation: A\nsummary: >\n  List them.\n"), None);
    }

    #[test]
    fn what_is_changed_is_there() {
        let spec = fs::read_to_string(root().join(SPEC)).unwrap();
        assert!(reworded(&spec).is_some() && root().join(CODE).is_file());
    }
}
