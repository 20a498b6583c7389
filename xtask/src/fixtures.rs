//! Small specs in one text to test the loader: the fixtures of the tests, and the variants that a fuzzer makes of them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::root::repository_root;
use crate::spec::problem::SpecFile;
use crate::{emit, r#gen, spec};

/// Loads a spec that is given as one text, and emits its code in memory. Returns the number of files.
///
/// The text is cut at its `# file: spec/<service>/...` lines. A text without a service gets the service of the fixtures.
///
/// # Errors
/// Returns all problems of the spec as one text.
pub fn try_spec(text: &str) -> Result<usize, String> {
    r#gen::resolve(split_files(text)).map(|services| emit::source_tree(&services, "hwc_models").len())
}

/// Returns the small specs of the loader's tests by name: the invalid ones, and the one with every feature.
///
/// # Errors
/// Returns the error of the file system.
pub fn load_fixtures() -> io::Result<Vec<(String, String)>> {
    let own = repository_root().map_err(io::Error::other)?.join("xtask");
    let mut found = Vec::new();
    for path in fixture_files(&own.join("fixtures/invalid"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.push((name, fs::read_to_string(path)?));
    }
    let files = spec::read_files(&own.join("goldens")).map_err(io::Error::other)?;
    let whole: Vec<String> = files.iter().map(|file| format!("{FILE_MARK}{}\n{}", file.name, file.text)).collect();
    found.push(("goldens.yaml".to_owned(), whole.concat()));
    found.sort();
    Ok(found)
}

/// Returns the files of a folder and of the folders in it, sorted.
pub(crate) fn fixture_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(fixture_files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The prefix of a file name.
const FILE_MARK: &str = "# file: ";

/// Cuts a text at its `# file: ...` lines. A text without a service gets the one of `fixtures/service.yaml`.
pub(crate) fn split_files(text: &str) -> Vec<SpecFile> {
    let mut files: Vec<SpecFile> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(FILE_MARK) {
            files.push(SpecFile { name: name.to_owned(), text: String::new() });
        } else if let Some(file) = files.last_mut() {
            file.text.push_str(line);
            file.text.push('\n');
        }
    }
    if !files.iter().any(|file| file.name.ends_with("service.yaml")) {
        let text = include_str!("../fixtures/service.yaml").to_owned();
        files.push(SpecFile { name: "spec/demo/service.yaml".to_owned(), text });
    }
    files
}
