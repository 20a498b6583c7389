//! The checksums of the packages, in the format of `sha256sum`.

use std::fs;
use std::process::Command;

use super::{Dist, tool};

/// The file with the checksums.
pub(super) const FILE: &str = "SHA256SUMS";

/// The endings of packages.
const ENDINGS: [&str; 4] = [".tar.gz", ".deb", ".oci.tar", ".cdx.json"];

/// Writes the checksums of all packages.
///
/// # Errors
/// Returns the error of `sha256sum` or of the file system.
pub(super) fn run(dist: &Dist) -> Result<String, String> {
    let names = packages(dist)?;
    let text = tool::run(Command::new("sha256sum").args(&names).current_dir(dist.packages()))?;
    let path = dist.packages().join(FILE);
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!("{}: {} files", path.display(), names.len()))
}

/// Returns the names of the packages, sorted.
pub(super) fn packages(dist: &Dist) -> Result<Vec<String>, String> {
    let folder = dist.packages();
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| ENDINGS.iter().any(|ending| name.ends_with(ending))).collect();
    names.sort();
    if names.is_empty() { Err(format!("{} has no packages", folder.display())) } else { Ok(names) }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::super::tests::example;
    use super::*;

    #[test]
    fn checksums_can_be_verified() {
        let folder = tempfile::tempdir().unwrap();
        let dist = example(folder.path());
        fs::create_dir_all(dist.packages()).unwrap();
        assert!(run(&dist).unwrap_err().ends_with("has no packages"));
        for name in ["b.deb", "a.tar.gz", "notes.txt"] {
            fs::write(dist.packages().join(name), name).unwrap();
        }
        run(&dist).unwrap();
        let check = || tool::run(Command::new("sha256sum").args(["-c", FILE]).current_dir(dist.packages()));
        assert_eq!(check().unwrap(), "a.tar.gz: OK\nb.deb: OK\n");
        fs::write(dist.packages().join("b.deb"), "changed").unwrap();
        assert!(check().is_err());
    }
}
