//! The measured crates below `target/buildcost`. They are created or copied on each run, so that the repository does not
//! change.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::build::{Profile, Program};
use super::serde_types;

/// A folder of crates.
pub(super) struct Workspace {
    /// The root of the repository.
    pub(super) root: PathBuf,
    /// The folder below its `target`.
    pub(super) folder: PathBuf,
    /// Locked while this value exists, since two concurrent runs would delete each other's files.
    _lock: File,
}

impl Workspace {
    /// Opens the workspace below `target/buildcost`.
    ///
    /// # Errors
    /// Returns an error if another run uses it, or the error of the file system.
    pub(super) fn open(root: &Path) -> Result<Self, String> {
        let folder = root.join("target/buildcost");
        let file = folder.join("lock");
        let lock = fs::create_dir_all(&folder).and_then(|()| File::create(&file));
        let lock = lock.map_err(|error| format!("{}: {error}", file.display()))?;
        lock.try_lock().map_err(|error| format!("{}: {error}; is another one running?", file.display()))?;
        Ok(Self { root: root.to_owned(), folder, _lock: lock })
    }

    /// Returns a program of `crates/bench/buildcost`. Its relative paths to `crates` are valid in the copy too.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(super) fn program(&self, name: &str, words: &[&str]) -> Result<Program, String> {
        let (from, to) = (self.root.join("crates/bench/buildcost").join(name), self.folder.join("programs").join(name));
        let written = ["Cargo.toml", "src/main.rs"]
            .iter()
            .try_for_each(|path| copy(&from.join(path), &to.join(path)))
            .and_then(|()| self.lock(&to));
        written.map_err(|error| format!("{name}: {error}"))?;
        Ok(Program::new(&to, words))
    }

    /// Returns a crate with the types of the services and serde's derives. Its dependencies are built for the profiles.
    ///
    /// # Errors
    /// Returns the error of the file system or of a build.
    pub(super) fn derived(&self, name: &str, services: &[&str], profiles: &[Profile]) -> Result<Program, String> {
        let models = self.root.join("crates/models");
        let files = serde_types::package(name, &models, services).map_err(|error| format!("{name}: {error}"))?;
        self.create_crate(name, &files, profiles)
    }

    /// Creates a crate, which is empty until its dependencies are built.
    fn create_crate(&self, name: &str, files: &[(String, String)], profiles: &[Profile]) -> Result<Program, String> {
        let folder = self.folder.join(name);
        let write = |is_wanted: fn(&str) -> bool| {
            let mut wanted = files.iter().filter(|(path, _)| is_wanted(path));
            wanted.try_for_each(|(path, text)| write(&folder.join(path), text.as_bytes()))
        };
        let emptied = removed(&folder.join("src"))
            .and_then(|()| write(|path| path == "Cargo.toml"))
            .and_then(|()| self.lock(&folder))
            .and_then(|()| self::write(&folder.join("src/lib.rs"), b"//! Nothing yet.\n"));
        emptied.map_err(|error| format!("{name}: {error}"))?;
        let program = Program::new(&folder, &[]);
        for profile in profiles {
            program.build(*profile)?;
        }
        write(|_| true).map_err(|error| format!("{name}: {error}"))?;
        Ok(program)
    }

    /// Returns packages of the workspace itself, built in place. `name` is that of the folder for the output.
    pub(super) fn package(&self, name: &str, words: &[&str]) -> Program {
        let target = self.folder.join(name);
        Program { target, ..Program::new(&self.root, &[words, &["--locked"]].concat()) }
    }

    /// Returns a copy of the repository that may be modified.
    ///
    /// # Errors
    /// Returns the error of git or the file system.
    pub(super) fn copy(&self) -> Result<PathBuf, String> {
        let to = self.folder.join("copy");
        let paths = xtask::repository_files(&self.root)?;
        // A file may be deleted but still in git's index.
        let mut present = paths.iter().filter(|path| self.root.join(path).is_file());
        let copied =
            removed(&to).and_then(|()| present.try_for_each(|path| copy(&self.root.join(path), &to.join(path))));
        copied.map_err(|error| format!("{}: {error}", to.display()))?;
        Ok(to)
    }

    /// Copies the lock file, so that all dependencies have the same versions as in the workspace.
    pub(super) fn lock(&self, folder: &Path) -> io::Result<()> {
        fs::copy(self.root.join("Cargo.lock"), folder.join("Cargo.lock")).map(drop)
    }
}

fn removed(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    write(to, &fs::read(from)?)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cannot_be_at_work() {
        let root = std::env::temp_dir().join(format!("hwc-buildcost-{}", std::process::id()));
        let first = Workspace::open(&root).unwrap();
        let refused = Workspace::open(&root).err().unwrap();
        assert!(refused.ends_with("is another one running?"), "{refused}");
        drop(first);
        assert!(Workspace::open(&root).is_ok());
        fs::remove_dir_all(root).unwrap();
    }
}
