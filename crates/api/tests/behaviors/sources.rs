//! The tests and faults that exist, read from the sources of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

use crate::behavior::Proof;

/// Returns the path of a file of the repository.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}

/// Returns an error if the test or the fault does not exist.
pub(crate) fn check(proof: Proof) -> Result<(), String> {
    match proof {
        Proof::Test(folder, file, function) => {
            let file = format!("{folder}{file}");
            let text = read(&file)?;
            let exists = tests(&text).any(|test| test == function);
            exists.then_some(()).ok_or_else(|| format!("{file} has no test `{function}`"))
        }
        Proof::Fault(name) => {
            let text = read("docs/faults.md")?;
            let start = format!("| {name} | ");
            let exists = text.lines().any(|line| line.starts_with(&start));
            exists.then_some(()).ok_or_else(|| format!("docs/faults.md has no fault `{name}`"))
        }
    }
}

/// Returns the tests of all files in a folder, with the paths of the files.
pub(crate) fn tests_of_folder(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(in_repository(folder)).unwrap();
    let files = entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()));
    let found = files.flat_map(|file| {
        let text = read(&file).unwrap();
        tests(&text).map(|test| (file.clone(), test.to_owned())).collect::<Vec<_>>()
    });
    found.collect()
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(in_repository(file)).map_err(|error| format!("{file}: {error}"))
}

/// Returns the names of the functions that run as tests: with an attribute `test`, and not ignored.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    let mut is_test = false;
    text.lines().map(str::trim).filter_map(move |line| {
        if line.starts_with("#[") {
            is_test |= line == "#[test]" || line.starts_with("#[tokio::test");
            is_test &= !line.starts_with("#[ignore");
            return None;
        }
        let is_one = std::mem::take(&mut is_test);
        let name = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?.split_once('(')?.0;
        is_one.then_some(name)
    })
}
