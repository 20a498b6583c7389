//! Tests that `gen` works next to another `gen`, without write access, and with files that cannot be read.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use super::drift::{LIST, Repository, TARGET};
use crate::r#gen::{Mode, generate, load};

#[test]
fn two_processes_can_generate_at_once() {
    let repository = Repository::new("twice");
    let root = &repository.0;
    for round in 0..5 {
        let doc = |round| format!("doc: Things per page{}.", " more".repeat(round));
        repository.change(LIST, &doc(round), &doc(round + 1));
        thread::scope(|scope| {
            let workers: Vec<_> = (0..3).map(|_| scope.spawn(|| generate(root, root, TARGET, Mode::Write))).collect();
            for worker in workers {
                worker.join().unwrap().unwrap();
            }
        });
        repository.check().unwrap();
    }
}

#[test]
fn a_check_needs_no_write_access() {
    let repository = Repository::new("readonly");
    let before = files(&repository.0);
    let folders = folders(&repository.0);
    folders.iter().for_each(|folder| set_writable(folder, false));
    let checked = repository.check();
    folders.iter().for_each(|folder| set_writable(folder, true));
    checked.unwrap();
    assert_eq!(files(&repository.0), before, "nothing was added to the repository");
}

#[test]
fn a_spec_file_that_is_not_utf_8_is_named_with_its_line() {
    let repository = Repository::new("encoding");
    let text = fs::read_to_string(repository.0.join(LIST)).unwrap();
    let bytes: Vec<u8> =
        text.replace("Things per page", "Things \u{1} page").bytes().map(|b| if b == 1 { 0xe9 } else { b }).collect();
    fs::write(repository.0.join(LIST), bytes).unwrap();
    let error = load(&repository.0).unwrap_err();
    assert!(error.contains("spec/demo/things/list_things.yaml:"), "{error}");
    assert!(error.contains("the file is not UTF-8: save it in that encoding"), "{error}");
    assert!(error.ends_with("1 problem in the spec"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_spec_file_that_cannot_be_read_is_named() {
    let repository = Repository::new("unreadable");
    let path = repository.0.join("spec/demo/things/lost.yaml");
    std::os::unix::fs::symlink(repository.0.join("nowhere"), &path).unwrap();
    let error = load(&repository.0).unwrap_err();
    assert!(error.starts_with(&format!("{}: cannot read the file: ", path.display())), "{error}");
}

#[test]
fn a_spec_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = load(folder.path()).unwrap_err();
    assert!(error.contains("spec: cannot read the folder: "), "{error}");
}

fn files(root: &Path) -> Vec<PathBuf> {
    crate::fixtures::fixture_files(root).unwrap()
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = files(root).iter().filter_map(|file| file.parent()).map(Path::to_path_buf).collect();
    found.push(root.to_path_buf());
    found.sort();
    found.dedup();
    found
}

fn set_writable(folder: &Path, writable: bool) {
    let mut permissions = fs::metadata(folder).unwrap().permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, if writable { 0o755 } else { 0o555 });
    #[cfg(not(unix))]
    permissions.set_readonly(!writable);
    fs::set_permissions(folder, permissions).unwrap();
}
