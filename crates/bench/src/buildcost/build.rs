//! Runs cargo on one of the programs and measures the time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::harness::Watch;

/// Environment variables that are removed, since they would change what is built, or how.
const REMOVED_VARIABLES: &[&str] = &[
    "CARGO_BUILD_RUSTC_WRAPPER",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_PROFILE_DEV_DEBUG",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTFLAGS",
];

/// The build profile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    Check,
    Debug,
    Release,
}

impl Profile {
    pub(super) fn name(self) -> &'static str {
        match self {
            Profile::Check => "check",
            Profile::Debug => "debug build",
            Profile::Release => "release build",
        }
    }

    fn words(self) -> &'static [&'static str] {
        match self {
            Profile::Check => &["check"],
            Profile::Debug => &["build"],
            Profile::Release => &["build", "--release"],
        }
    }
}

/// A program or package that cargo compiles.
pub(super) struct Program {
    /// The working directory of cargo.
    pub(super) folder: PathBuf,
    /// The target directory.
    pub(super) target: PathBuf,
    /// Additional arguments: features, and packages of a workspace.
    pub(super) words: Vec<String>,
    /// True if incremental compilation is allowed.
    pub(super) incremental: bool,
}

impl Program {
    /// Creates a program for the crate in `folder`.
    pub(super) fn new(folder: &Path, words: &[&str]) -> Self {
        let target = folder.join(format!("target{}", words.concat()));
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        Self { folder: folder.to_owned(), target, words, incremental: false }
    }

    /// Downloads missing dependencies, so that no download is measured.
    pub(super) fn fetch(&self) -> Result<(), String> {
        let is_locked = self.words.iter().any(|word| word == "--locked");
        self.cargo(&["fetch"], if is_locked { &["--locked"] } else { &[] }).map(drop)
    }

    /// Compiles what is not up to date. Returns the seconds.
    pub(super) fn build(&self, profile: Profile) -> Result<f64, String> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let watch = Watch::start();
        self.cargo(profile.words(), &words)?;
        Ok(watch.wall().as_secs_f64())
    }

    /// Compiles the packages, after their other dependencies are built. Returns the seconds.
    pub(super) fn alone(&self, packages: &[String], profile: Profile) -> Result<f64, String> {
        let mut words: Vec<&str> = packages.iter().flat_map(|package| ["--package", package]).collect();
        words.extend((profile == Profile::Release).then_some("--release"));
        self.cargo(&["clean"], &words)?;
        self.build(profile)
    }

    /// Builds everything for release, including dependencies. Returns the seconds.
    pub(super) fn clean(&self) -> Result<f64, String> {
        match fs::remove_dir_all(self.target.join("release")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(format!("{}: {error}", self.target.display()));
            }
            _ => {}
        }
        self.build(Profile::Release)
    }

    /// Returns the size of a release binary in MB.
    pub(super) fn megabytes(&self, binary: &str) -> Result<f64, String> {
        let file = self.target.join("release").join(format!("{binary}{}", std::env::consts::EXE_SUFFIX));
        let about = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(about.len() as f64 / 1e6)
    }

    /// Returns the number of crates that are compiled on this machine, including the program itself.
    pub(super) fn crates(&self) -> Result<usize, String> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let tree = ["tree", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
        self.cargo(&tree, &words).map(|text| count(&text))
    }

    /// Returns the output of `cargo metadata`, including all dependencies.
    pub(super) fn metadata(&self) -> Result<String, String> {
        self.cargo(&["metadata", "--format-version", "1"], &[])
    }

    /// Runs cargo with the default profiles, regardless of the caller's environment. Returns its output.
    fn cargo(&self, command: &[&str], words: &[&str]) -> Result<String, String> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(command).args(words).current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target);
        cargo.env("CARGO_INCREMENTAL", if self.incremental { "1" } else { "0" });
        cargo.env("CARGO_PROFILE_RELEASE_STRIP", "true").env("CARGO_TERM_QUIET", "true");
        for name in REMOVED_VARIABLES {
            cargo.env_remove(name);
        }
        let done = cargo.output().map_err(|error| format!("cargo: {error}"))?;
        if done.status.success() {
            Ok(String::from_utf8_lossy(&done.stdout).into_owned())
        } else {
            let said = String::from_utf8_lossy(&done.stderr);
            Err(format!("cargo {} in {}: {}", command.join(" "), self.folder.display(), said.trim_end()))
        }
    }
}

/// Counts the distinct lines of `cargo tree`, which marks repeated ones.
fn count(tree: &str) -> usize {
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)").trim());
    lines.filter(|line| !line.is_empty()).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn a_crate_counts_once_and_each_version_of_it() {
        let tree = "page v0.0.0 (there)\nserde v1.0.1\nsyn v2.0.1\nsyn v3.0.0\nserde v1.0.1 (*)\n\nserde v1.0.1\n";
        assert_eq!(count(tree), 4);
    }
}
