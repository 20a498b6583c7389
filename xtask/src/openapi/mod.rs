//! `cargo xtask openapi [--check]`: writes an OpenAPI 3.1 document for each service.
//!
//! The documents describe the services to other tools: validators, viewers, fuzzers such as schemathesis, and generators for
//! other languages. They contain what the spec states, and nothing that only hwc needs.

mod components;
mod document;
mod errors;
mod operation;
mod paths;
mod schema;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::r#gen;
use crate::model::Service;

/// The folder of the documents below the root.
const FOLDER: &str = "docs/openapi";

/// Writes the documents, or compares them with the spec.
///
/// # Errors
/// Returns the problems of the spec, what the file system reports, or the documents that differ.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let services = r#gen::load(root)?;
    match words {
        [] => write(root, &services),
        ["--check"] => check(root, &services),
        other => Err(crate::tasks::unexpected_arguments(other)),
    }
}

fn write(root: &Path, services: &[Service]) -> Result<String, String> {
    let folder = root.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot create `{FOLDER}`: {error}"))?;
    for service in services {
        let path = format!("{FOLDER}/{}.json", service.id);
        std::fs::write(root.join(&path), text(service)).map_err(|error| format!("cannot write `{path}`: {error}"))?;
    }
    Ok(format!("{} documents in {FOLDER}", services.len()))
}

/// Compares the documents with the spec.
fn check(root: &Path, services: &[Service]) -> Result<String, String> {
    let outdated: Vec<String> = services
        .iter()
        .map(|service| (format!("{FOLDER}/{}.json", service.id), text(service)))
        .filter(|(path, expected)| std::fs::read_to_string(root.join(path)).ok().as_ref() != Some(expected))
        .map(|(path, _)| path)
        .collect();
    if outdated.is_empty() {
        return Ok(format!("{} documents are up to date", services.len()));
    }
    Err(format!("out of date: {}; run `cargo xtask openapi`", outdated.join(", ")))
}

fn text(service: &Service) -> String {
    let mut text = serde_json::to_string_pretty(&document::document(service)).unwrap_or_default();
    text.push('\n');
    text
}
