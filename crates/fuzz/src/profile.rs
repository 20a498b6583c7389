//! Target: the profile file with credentials. Any input results in a profile or in an error that names a line. The output
//! of either does not contain values.

use hwc_api::ProfileFile;

/// A replacement for values that cannot occur in a name.
const VALUE: &str = "=SECRET-VALUE";

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    shown(text);
    if text.contains(VALUE) {
        return;
    }
    // The same input with a value on each line that has one. The output must not contain it.
    let marked: Vec<String> = text.lines().map(mark).collect();
    let shown = shown(&marked.join("\n"));
    assert!(!shown.contains(VALUE), "a value is printed");
}

fn mark(line: &str) -> String {
    match line.split_once('=') {
        Some((name, value)) if !line.trim_start_matches(['\u{feff}', ' ', '\t']).trim_start().starts_with('[') => {
            format!("{name}={VALUE}{value}")
        }
        _ => line.to_owned(),
    }
}

fn shown(text: &str) -> String {
    match ProfileFile::parse(text) {
        Ok(profile) => format!("{profile:?}"),
        Err(error) => format!("{error} {error:?}"),
    }
}
