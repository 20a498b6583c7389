//! The command `hwc`, built for release from nothing, with its features and without.

use super::report::{Report, Table};
use super::workshop::Workshop;

/// Measures both.
///
/// # Errors
/// What does not compile.
pub(super) fn measure(workshop: &Workshop, report: &mut Report) -> Result<(), String> {
    let columns = [("time", "s"), ("binary", "MB"), ("crates", "")];
    let mut table = Table::new("The command `hwc`, a clean release build", &columns);
    let package = ["--package", "hwc-cli"];
    let variants: [(_, _, &[&str]); 2] =
        [("default features", "cli", &[]), ("no default features", "cli-bare", &["--no-default-features"])];
    for (name, folder, features) in variants {
        let program = workshop.package(folder, &[&package, features].concat());
        program.fetch()?;
        let seconds = program.clean()?;
        table.row(name, [seconds, program.megabytes("hwc")?, program.crates()? as f64].map(Some));
    }
    table.note("One run. Binaries are stripped. Crates are all that is compiled on this machine.");
    report.table(table);
    Ok(())
}
