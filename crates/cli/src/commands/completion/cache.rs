//! The cache of IDs and paths for completion. Commands that read them write it; completion only reads it.

use std::fs;
use std::path::PathBuf;

use hwc_transport::file::{Access, AtomicFile};

use crate::args::global::GlobalArgs;
use crate::paths;
use crate::ui::text::sanitize_line;

/// The maximum number of tickets in the cache.
const MAX_TICKETS: usize = 200;

/// The maximum length of a description.
const MAX_LENGTH: usize = 60;

/// Returns the tickets that were listed last, with their descriptions.
pub(super) fn tickets() -> Vec<(String, String)> {
    let pairs = read("tickets").into_iter().filter_map(|line| {
        let (id, about) = line.split_once('\t')?;
        Some((id.to_owned(), about.to_owned()))
    });
    pairs.collect()
}

/// Remembers tickets for completion. A cache that cannot be written is not an error.
pub(crate) fn remember<'a>(listed: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let mut all: Vec<(String, String)> = Vec::new();
    let listed = listed.into_iter().map(|(id, about)| (sanitize_line(id), shorten(about)));
    for (id, about) in listed.chain(tickets()) {
        if !id.is_empty() && !all.iter().any(|(known, _)| *known == id) {
            all.push((id, about));
        }
    }
    all.truncate(MAX_TICKETS);
    write("tickets", all.iter().map(|(id, about)| format!("{id}\t{about}")));
}

/// Returns the lines of a file of the cache. A file that cannot be read has none.
pub(super) fn read(kind: &str) -> Vec<String> {
    let text = path(kind).and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Writes the lines of a file of the cache. A file that cannot be written is not an error.
pub(super) fn write(kind: &str, lines: impl IntoIterator<Item = String>) {
    let Some(path) = path(kind) else { return };
    let text: String = lines.into_iter().map(|line| line + "\n").collect();
    let directory = path.parent().map_or(Ok(()), fs::create_dir_all);
    let _ = directory.and_then(|()| AtomicFile::replace(&path, text.as_bytes(), Access::Owner));
}

fn shorten(text: &str) -> String {
    sanitize_line(text).chars().take(MAX_LENGTH).collect()
}

/// Returns the file of the profile in use. Unit tests have none: they share the environment of the developer.
fn path(kind: &str) -> Option<PathBuf> {
    if cfg!(test) {
        return None;
    }
    let profile = GlobalArgs::current().selected_profile().unwrap_or_else(|| "default".to_owned());
    let name: String = profile.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
    Some(paths::cache_dir()?.join(format!("{kind}-{name}")))
}
