//! `cargo xtask dist`: the command as it is handed out. It builds a static binary and packages it, each format with the
//! tool of its field.

mod archive;
mod build;
mod checksums;
mod image;
mod sbom;
mod stage;
mod tool;
mod verify;

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::metadata;
use crate::tasks::unexpected_arguments;

/// The folder of the packages.
const PACKAGES: &str = "target/dist/packages";

/// One part of the task: name and function, which returns a line for the report.
type Part = (&'static str, fn(&Dist) -> Result<String, String>);

/// The parts in their order. Each one needs the files of those before it.
const PARTS: &[Part] = &[
    ("binary", build::run),
    ("stage", stage::run),
    ("tarball", archive::tarball),
    ("deb", archive::deb),
    ("sbom", sbom::run),
    ("image", image::run),
    ("checksums", checksums::run),
    ("verify", verify::run),
];

/// The files and names of one distribution.
#[derive(Debug)]
struct Dist {
    root: PathBuf,
    version: String,
    /// The target triple.
    target: String,
    /// The time of all files in packages, in seconds since 1970, so that packages can be reproduced.
    time: String,
}

/// Builds the packages, or the named parts of them.
///
/// # Errors
/// Returns the error of the first part that fails.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let unknown = words.iter().any(|word| !PARTS.iter().any(|(name, _)| name == word));
    if unknown {
        let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        return Err(format!("{}\n\nThe parts of dist: {}", unexpected_arguments(words), names.join(", ")));
    }
    let dist = Dist::new(root)?;
    let wanted = PARTS.iter().filter(|(name, _)| words.is_empty() || words.contains(name));
    let lines = wanted.map(|(name, part)| Ok(format!("{name}: {}", part(&dist)?)));
    Ok(lines.collect::<Result<Vec<String>, String>>()?.join("\n"))
}

impl Dist {
    fn new(root: &Path) -> Result<Self, String> {
        let packages = metadata::load(root)?;
        let command = packages.iter().find(|package| package.name == "hwc-cli");
        Ok(Self {
            root: root.to_owned(),
            version: command.ok_or("the workspace has no crate hwc-cli")?.version.clone(),
            target: host_target()?,
            time: source_time(root)?,
        })
    }

    /// Returns the name of the release, as in `hwc-0.1.0-x86_64-unknown-linux-gnu`.
    fn name(&self) -> String {
        format!("hwc-{}-{}", self.version, self.target)
    }

    /// Returns the path of the binary.
    fn binary(&self) -> PathBuf {
        let file = format!("hwc{}", env::consts::EXE_SUFFIX);
        self.root.join(build::FOLDER).join(&self.target).join("release").join(file)
    }

    /// Returns the folder with the files of a release.
    fn stage(&self) -> PathBuf {
        self.packages().join(self.name())
    }

    /// Returns the folder of the packages.
    fn packages(&self) -> PathBuf {
        self.root.join(PACKAGES)
    }

    /// Returns the path of a package.
    fn package(&self, extension: &str) -> PathBuf {
        self.packages().join(format!("{}.{extension}", self.name()))
    }

    /// Returns the architecture in the words of Debian and of images.
    fn architecture(&self) -> &str {
        match self.target.split('-').next() {
            Some("x86_64") => "amd64",
            Some("aarch64") => "arm64",
            other => other.unwrap_or_default(),
        }
    }
}

/// Returns the target triple of this machine.
fn host_target() -> Result<String, String> {
    let text = tool::output("rustc", &["-vV"])?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc -vV names no host".to_owned())
}

/// Returns `SOURCE_DATE_EPOCH`, or the time of the last commit.
fn source_time(root: &Path) -> Result<String, String> {
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(time) => Ok(time),
        Err(_) => {
            let root = root.to_string_lossy();
            Ok(tool::output("git", &["-C", &root, "log", "-1", "--format=%ct"])?.trim().to_owned())
        }
    }
}

/// Removes a folder and creates it again.
fn empty_folder(path: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if path.exists() {
        fs::remove_dir_all(path).map_err(failed)?;
    }
    fs::create_dir_all(path).map_err(failed)
}

/// Returns the size of a file for the report.
fn size(path: &Path) -> Result<String, String> {
    let length = fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?.len() / 100_000;
    Ok(format!("{}: {}.{} MB", path.display(), length / 10, length % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a distribution whose binary is a script.
    pub(super) fn example(root: &Path) -> Dist {
        Dist {
            root: root.to_owned(),
            version: "1.2.3".to_owned(),
            target: "x86_64-unknown-linux-gnu".to_owned(),
            time: "1700000000".to_owned(),
        }
    }

    #[test]
    fn names_follow_the_target() {
        let dist = example(Path::new("/checkout"));
        assert_eq!(dist.name(), "hwc-1.2.3-x86_64-unknown-linux-gnu");
        assert_eq!(dist.architecture(), "amd64");
        assert!(dist.package("tar.gz").ends_with("target/dist/packages/hwc-1.2.3-x86_64-unknown-linux-gnu.tar.gz"));
    }

    #[test]
    fn unknown_parts_are_reported() {
        let error = run(Path::new("."), &["rpm"]).unwrap_err();
        assert!(error.contains("The parts of dist: binary, stage, tarball"), "{error}");
    }
}
