//! Tests of the loader and the printer, on small specs in `xtask/fixtures`.

mod bad_specs;
mod drift;

use std::path::{Path, PathBuf};

use crate::spec::problem::File;

fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder)
}

/// Cuts a fixture at its `# file: ...` lines. A fixture without a service gets the one of `fixtures/service.yaml`.
fn files(fixture: &str) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for line in fixture.lines() {
        if let Some(name) = line.strip_prefix("# file: ") {
            files.push(File { name: name.to_owned(), text: String::new() });
        } else if let Some(file) = files.last_mut() {
            file.text.push_str(line);
            file.text.push('\n');
        }
    }
    if !files.iter().any(|file| file.name.ends_with("service.yaml")) {
        let text = std::fs::read_to_string(fixtures("service.yaml")).unwrap();
        files.push(File { name: "spec/demo/service.yaml".to_owned(), text });
    }
    files
}
