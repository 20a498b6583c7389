//! The file of a sandbox: its owner, its lock, and files that are rejected without changes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use hwc_sandbox::rusqlite::Connection;
use hwc_sandbox::{Sandbox, SandboxError, SandboxOptions};

/// Returns an empty folder of the test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("data-file-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn open(file: &Path) -> Result<Sandbox, SandboxError> {
    Sandbox::new(SandboxOptions::default().clock(common::clock()).database(file))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Returns the message of an error with its causes.
fn whole(error: &SandboxError) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[test]
fn one_sandbox_uses_a_file_at_a_time() {
    let folder = folder("in-use");
    let file = folder.join("state.db");
    let first = open(&file).unwrap();
    let error = open(&folder.join("./state.db")).unwrap_err();
    assert!(matches!(error, SandboxError::InUse { process: Some(id), .. } if id == std::process::id()), "{error:?}");
    let real = fs::canonicalize(&file).unwrap();
    let expected =
        format!("`{}` is in use by process {}; stop it or choose another file", real.display(), std::process::id());
    assert_eq!(error.to_string(), expected);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&file, folder.join("link.db")).unwrap();
        assert!(matches!(open(&folder.join("link.db")), Err(SandboxError::InUse { .. })), "by whatever path");
    }
    drop(first);
    open(&file).unwrap();
}

#[test]
fn a_foreign_file_is_refused_untouched() {
    let folder = folder("foreign");
    let (database, text, versioned) = (folder.join("a.db"), folder.join("b.txt"), folder.join("c.db"));
    Connection::open(&database).unwrap().execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE x (a)").unwrap();
    fs::write(&text, "Dear diary").unwrap();
    Connection::open(&versioned).unwrap().pragma_update(None, "user_version", 4).unwrap();
    let before = names(&folder);
    for file in [&database, &text, &versioned] {
        let content = fs::read(file).unwrap();
        let error = open(file).unwrap_err();
        assert!(matches!(error, SandboxError::NotASandboxDatabase { .. }), "{error:?}");
        let real = fs::canonicalize(file).unwrap();
        assert_eq!(error.to_string(), format!("`{}` is not a file of the sandbox; choose another one", real.display()));
        assert_eq!(fs::read(file).unwrap(), content);
    }
    assert_eq!(names(&folder), before, "nothing is left beside them");
}

#[test]
fn a_newer_file_is_refused_untouched() {
    let folder = folder("newer");
    let file = folder.join("state.db");
    drop(open(&file).unwrap());
    let db = Connection::open(&file).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let content = fs::read(&file).unwrap();
    let error = open(&file).unwrap_err();
    let real = fs::canonicalize(&file).unwrap();
    let expected = format!(
        "cannot open the database in `{}`: unsupported version 99 of the tables (supported: 5 to 8); use a newer \
         sandbox or another file",
        real.display()
    );
    assert_eq!(whole(&error), expected);
    assert_eq!(fs::read(&file).unwrap(), content);
}

#[test]
fn a_file_that_cannot_be_used_is_refused_at_the_start() {
    let folder = folder("unusable");
    let file = folder.join("state.db");
    drop(open(&file).unwrap());
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    for (path, reason) in [(file, "permission denied"), (folder.clone(), "not a regular file")] {
        let error = open(&path).unwrap_err();
        let expected = format!("cannot use the file `{}`: {reason}", fs::canonicalize(&path).unwrap().display());
        assert_eq!(whole(&error), expected);
    }
    let missing = folder.join("missing").join("state.db");
    let error = whole(&open(&missing).unwrap_err());
    assert!(error.starts_with(&format!("cannot use the file `{}`: ", missing.display())), "{error}");
}

#[cfg(unix)]
#[test]
fn a_new_file_is_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("private");
    let sandbox = open(&folder.join("state.db")).unwrap();
    assert_eq!(names(&folder), ["state.db", "state.db-contents", "state.db-lock", "state.db-shm", "state.db-wal"]);
    for name in names(&folder) {
        let metadata = fs::metadata(folder.join(&name)).unwrap();
        let expected = if metadata.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(metadata.permissions().mode() & 0o777, expected, "{name}");
    }
    drop(sandbox);
}

/// The application ID is in the file from the start, so that a file without a clean shutdown is recognized.
#[test]
fn a_file_says_whose_it_is_before_it_is_closed() {
    let folder = folder("marked");
    let sandbox = open(&folder.join("state.db")).unwrap();
    let copy = folder.join("copy.db");
    for end in ["", "-wal"] {
        fs::copy(format!("{}{end}", folder.join("state.db").display()), format!("{}{end}", copy.display())).unwrap();
    }
    open(&copy).unwrap();
    drop(sandbox);
}
