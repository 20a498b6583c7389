//! The files of a release: the binary, completion scripts, man pages, documents and licenses.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Dist, empty_folder, size, tool};

/// The shells with the names of their completion scripts.
const COMPLETIONS: [(&str, &str); 4] =
    [("bash", "hwc.bash"), ("zsh", "_hwc"), ("fish", "hwc.fish"), ("powershell", "_hwc.ps1")];

/// The documents, from the root of the repository.
const DOCUMENTS: [&str; 5] = ["README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Writes the files. The binary itself writes its completion scripts and man pages.
///
/// # Errors
/// Returns the error of the file system or of the binary.
pub(super) fn run(dist: &Dist) -> Result<String, String> {
    let stage = dist.stage();
    empty_folder(&stage)?;
    let binary = stage.join(dist.binary().file_name().unwrap_or_default());
    copy(&dist.binary(), &binary)?;
    completions(&binary, &stage.join("completions"))?;
    tool::run(isolated(&binary).args(["man", "--dir"]).arg(stage.join("man")))?;
    for document in DOCUMENTS {
        copy(&dist.root.join(document), &stage.join(document))?;
    }
    size(&binary)
}

fn completions(binary: &Path, folder: &Path) -> Result<(), String> {
    empty_folder(folder)?;
    for (shell, file) in COMPLETIONS {
        let script = tool::run(isolated(binary).args(["completion", shell]))?;
        let path = folder.join(file);
        fs::write(&path, script).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Returns the command without an environment, so that no setting of the build machine changes a page.
fn isolated(binary: &Path) -> Command {
    let mut command = Command::new(binary);
    command.env_clear();
    command
}

pub(super) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map(drop).map_err(|error| format!("cannot copy {}: {error}", from.display()))
}
