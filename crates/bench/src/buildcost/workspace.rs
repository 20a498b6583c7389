//! The crates that are measured, below `target/buildcost`: made anew or copied each time, so that the repository stays as it is.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::build::{Profile, Program};
use super::{plan, print};

/// A folder of crates.
pub(super) struct Workspace {
    /// The repository.
    pub(super) root: PathBuf,
    /// Below its `target`.
    pub(super) folder: PathBuf,
    /// Locked as long as this lives: two at once would remove what the other builds.
    _lock: File,
}

impl Workspace {
    /// Opens the one below `target/buildcost`.
    ///
    /// # Errors
    /// That somebody else is at work there, or what the file system says.
    pub(super) fn open(root: &Path) -> Result<Self, String> {
        let folder = root.join("target/buildcost");
        let file = folder.join("lock");
        let lock = fs::create_dir_all(&folder).and_then(|()| File::create(&file));
        let lock = lock.map_err(|error| format!("{}: {error}", file.display()))?;
        lock.try_lock().map_err(|error| format!("{}: {error}; is another one running?", file.display()))?;
        Ok(Self { root: root.to_owned(), folder, _lock: lock })
    }

    /// A program of `crates/bench/buildcost`. It lies where its paths to `crates` are right, too.
    ///
    /// # Errors
    /// What the file system says.
    pub(super) fn program(&self, name: &str, words: &[&str]) -> Result<Program, String> {
        let (from, to) = (self.root.join("crates/bench/buildcost").join(name), self.folder.join("programs").join(name));
        let written = ["Cargo.toml", "src/main.rs"]
            .iter()
            .try_for_each(|path| copy(&from.join(path), &to.join(path)))
            .and_then(|()| self.lock(&to));
        written.map_err(|error| format!("{name}: {error}"))?;
        Ok(Program::new(&to, words))
    }

    /// The made-up operations as two crates: through the macros of hwc-wire, and with serde's derives. What they depend on is
    /// built for the profiles.
    ///
    /// # Errors
    /// What the file system says, or what does not compile.
    pub(super) fn made_up(&self, operations: usize, profiles: &[Profile]) -> Result<[Program; 2], String> {
        let plan = plan::plan(operations);
        let hwc = self.crate_of("models-hwc", &print::hwc(&plan), profiles)?;
        Ok([hwc, self.crate_of("models-serde", &print::serde(&plan), profiles)?])
    }

    /// The crate is empty until its dependencies are built.
    fn crate_of(&self, name: &str, files: &[(String, String)], profiles: &[Profile]) -> Result<Program, String> {
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

    /// Packages of the workspace itself, built where they are. `name` is that of a folder for what is made.
    pub(super) fn package(&self, name: &str, words: &[&str]) -> Program {
        let target = self.folder.join(name);
        Program { target, ..Program::new(&self.root, &[words, &["--locked"]].concat()) }
    }

    /// A copy of the whole repository, to change something in.
    ///
    /// # Errors
    /// What git or the file system says.
    pub(super) fn copy(&self) -> Result<PathBuf, String> {
        let to = self.folder.join("copy");
        let paths = xtask::repository_files(&self.root)?;
        // A file may be gone but still in git's index.
        let mut present = paths.iter().filter(|path| self.root.join(path).is_file());
        let copied =
            removed(&to).and_then(|()| present.try_for_each(|path| copy(&self.root.join(path), &to.join(path))));
        copied.map_err(|error| format!("{}: {error}", to.display()))?;
        Ok(to)
    }

    /// The same versions of all dependencies as in the workspace.
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
