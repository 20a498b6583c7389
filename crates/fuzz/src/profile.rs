//! Target: the profile file with credentials. Whatever it holds, it ends in an error that names a line, or in a profile; and
//! what is printed of either shows no value.

use hwc_api::Profile;

/// What stands in place of values, and can stand in no name.
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
    // The same with a value on each line that has one: it must not come back.
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
    match Profile::parse(text) {
        Ok(profile) => format!("{profile:?}"),
        Err(error) => format!("{error} {error:?}"),
    }
}
