//! Transfers of KooDrive with a sandbox in its own process: a large file, many small files, and folders as a package. Files are in
//! memory if the system supports that.

mod folder_download;
mod large_file;
mod programs;
mod small_files;
mod work_folder;

use std::path::Path;

use crate::helper::Child;
use crate::report::Report;
use crate::{Options, Outcome};

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    large_file::run(options, report)?;
    small_files::run(options, report)?;
    folder_download::run(options, report)
}

/// Starts a sandbox that stores contents in a folder.
fn start_sandbox(options: &Options, folder: &Path) -> Outcome<Child> {
    Child::start_with_temporary(&options.programs.helper, &["sandbox", "demo"], folder)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
