//! Runs cargo on one of the crates and takes the time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{fs, io};

use crate::metadata::cargo;
use crate::stopwatch;

/// How far to compile.
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

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Profile::Check => &["check"],
            Profile::Debug => &["build"],
            Profile::Release => &["build", "--release"],
        }
    }
}

/// A crate below `target/buildcost`.
pub(super) struct Program {
    name: &'static str,
    folder: PathBuf,
    arguments: &'static [&'static str],
}

impl Program {
    pub(super) fn new(parent: &Path, name: &'static str, arguments: &'static [&'static str]) -> Self {
        Self { name, folder: parent.join(name), arguments }
    }

    /// Downloads what is missing, so that no download is measured.
    pub(super) fn fetch(&self) -> Result<(), String> {
        self.cargo(&["fetch"], &[])
    }

    /// Whether it compiles at all.
    pub(super) fn compiles(&self) -> Result<(), String> {
        self.cargo(Profile::Check.arguments(), self.arguments)
    }

    /// Compiles this crate alone, and gives the seconds.
    pub(super) fn again(&self, profile: Profile) -> Result<f64, String> {
        self.cargo(profile.arguments(), self.arguments)?;
        self.touch().map_err(|error| format!("{}: {error}", self.name))?;
        let watch = stopwatch();
        self.cargo(profile.arguments(), self.arguments)?;
        Ok(watch().as_secs_f64())
    }

    /// Compiles everything, dependencies too, and gives the seconds.
    pub(super) fn clean(&self) -> Result<f64, String> {
        match fs::remove_dir_all(self.target().join("release")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(format!("{}: {error}", self.name)),
            _ => {}
        }
        let watch = stopwatch();
        self.cargo(Profile::Release.arguments(), self.arguments)?;
        Ok(watch().as_secs_f64())
    }

    /// The size of the binary.
    pub(super) fn megabytes(&self) -> Result<f64, String> {
        let binary = self.target().join("release").join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        let about = fs::metadata(binary).map_err(|error| format!("the binary of {}: {error}", self.name))?;
        Ok(about.len() as f64 / 1e6)
    }

    #[expect(clippy::disallowed_methods, reason = "cargo compares it with the time of the last build")]
    fn touch(&self) -> io::Result<()> {
        fs::File::options().append(true).open(self.folder.join("src/lib.rs"))?.set_modified(SystemTime::now())
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// With the plain profiles, whatever the caller's environment says, and nothing kept from the compilation before.
    fn cargo(&self, command: &[&str], arguments: &[&str]) -> Result<(), String> {
        let mut cargo: Command = cargo();
        cargo.args(command).args(arguments).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", self.target()).env("CARGO_INCREMENTAL", "0");
        cargo.env("CARGO_PROFILE_RELEASE_STRIP", "true").env("CARGO_TERM_QUIET", "true");
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_PROFILE_DEV_DEBUG");
        let done = cargo.output().map_err(|error| format!("cargo: {error}"))?;
        if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
    }
}

/// Measures two things in turns, so that both see the same moods of the machine, and gives both medians.
pub(super) fn take_turns(
    runs: usize,
    left: impl Fn() -> Result<f64, String>,
    right: impl Fn() -> Result<f64, String>,
) -> Result<(f64, f64), String> {
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        lefts.push(left()?);
        rights.push(right()?);
    }
    Ok((median(lefts), median(rights)))
}

/// The middle one; `figures` must hold one at least.
pub(super) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
