//! Release builds of the command `hwc` with its features and without. The first is a clean build; the second reuses its
//! crates.

use super::build::Profile;
use super::workspace::Workspace;
use crate::report::{Report, Table};

/// Measures both builds.
///
/// # Errors
/// Returns an error if a build fails.
pub(super) fn measure(workspace: &Workspace, report: &mut Report) -> Result<(), String> {
    let columns = [("time", "s"), ("binary", "MB"), ("crates", "")];
    let mut table = Table::new("The command `hwc`, a clean release build", &columns);
    let package = ["--package", "hwc-cli"];
    let program = workspace.package("cli", &package);
    program.fetch()?;
    let seconds = program.clean()?;
    table.row("default features", [seconds, program.megabytes("hwc")?, program.crates()? as f64].map(Some));
    let bare = workspace.package("cli", &[&package[..], &["--no-default-features"]].concat());
    bare.build(Profile::Release)?;
    table.row("no default features", [None, Some(bare.megabytes("hwc")?), Some(bare.crates()? as f64)]);
    table.note("One run. Binaries are stripped. Crates are all that is compiled on this machine.");
    report.table(table);
    Ok(())
}
