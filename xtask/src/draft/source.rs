//! Sources of facts: JSON files in the layout of [`super::facts`], and the text of reference pages.

use std::fs;
use std::path::{Path, PathBuf};

use super::facts::Facts;
use super::page;

/// The facts of one file, with messages about the parts that were not understood.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) facts: Vec<Facts>,
    /// The messages, each with its position in the file.
    pub(crate) unread: Vec<String>,
}

/// Reads one file.
///
/// # Errors
/// Returns the error of the file system or of the JSON parser, with the position.
pub(crate) fn read(path: &Path) -> Result<Source, String> {
    let name = path.display();
    let bytes = fs::read(path).map_err(|error| format!("cannot read {name}: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("cannot read {name}: it is not UTF-8"))?;
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let mut source =
        parse(stem, has_extension(path, "json"), &text).map_err(|error| format!("cannot read {name}: {error}"))?;
    for message in &mut source.unread {
        *message = format!("{name}:{message}");
    }
    Ok(source)
}

/// Parses the text of one file. `stem` is its name without extension, which names the operation of a page.
///
/// # Errors
/// Returns the error of the JSON parser, with the position.
pub(crate) fn parse(stem: &str, is_json: bool, text: &str) -> Result<Source, String> {
    if !is_json {
        return Ok(page::read(stem, text));
    }
    let facts: Facts = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let unread = facts.unknown_keys().into_iter().map(|key| format!(" the key `{key}` is not used")).collect();
    Ok(Source { facts: vec![facts], unread })
}

/// Returns the files of facts and pages below a folder, sorted. Files whose name begins with `_` describe services.
///
/// # Errors
/// Returns the error of the file system.
pub(crate) fn find(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| format!("cannot read {}: {error}", folder.display()))?.path();
            let hidden =
                path.file_name().and_then(|name| name.to_str()).is_none_or(|name| name.starts_with(['_', '.']));
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if !hidden && (has_extension(&path, "json") || has_extension(&path, "txt")) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}
