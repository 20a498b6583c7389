//! Conversion of file names from other people to names that every file system accepts. The rules are the same on all
//! systems, since files move between them.

use std::collections::BTreeSet;

use hwc_transport::file::is_device_name;

use crate::ui::escape::is_harmful;

/// The maximum length of a name in bytes. Windows and macOS count UTF-16 units, which are never more.
const MAX_LENGTH: usize = 255;

/// The maximum length of an extension. A longer one is treated as part of the name.
const MAX_EXTENSION_LENGTH: usize = 32;

/// Returns the last component of `name` as a safe file name. Falls back to `id` if nothing of the name is left.
pub(super) fn safe_name(name: &str, id: &str) -> String {
    [name, id].into_iter().find_map(harmless).unwrap_or_else(|| "attachment".to_owned())
}

/// Returns a name that is not in `names` yet. Names that differ only in case count as equal, since some file systems do
/// not distinguish `A` from `a`.
pub(super) fn unique_name(names: &mut BTreeSet<String>, name: &str, id: &str) -> String {
    let mut unique = name.to_owned();
    let mut count = 1;
    while !names.insert(unique.to_lowercase()) {
        unique = match count {
            1 => safe_name(&format!("{}-{name}", safe_name(id, "")), ""),
            _ => shorten(&format!("{count}-{name}")),
        };
        count += 1;
    }
    unique
}

/// Removes directories, leading dots, control characters, and characters that Windows rejects, and shortens the name.
/// Returns `None` if nothing is left.
fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| is_visible(*c)).map(portable).collect();
    let name = shorten(visible.trim_start_matches(|c: char| c == '.' || c.is_whitespace()));
    if name.is_empty() { None } else { Some(if is_device_name(&name) { shorten(&format!("_{name}")) } else { name }) }
}

/// Returns true for visible characters. Line and paragraph separators are not visible.
fn is_visible(c: char) -> bool {
    !is_harmful(c) && !matches!(c, '\u{2028}' | '\u{2029}')
}

fn portable(c: char) -> char {
    if matches!(c, '<' | '>' | '"' | '|' | '?' | '*') { '_' } else { c }
}

/// Shortens a name before its extension, and removes dots and spaces from its end.
fn shorten(name: &str) -> String {
    let name = trim_end(name);
    if name.len() <= MAX_LENGTH {
        return name.to_owned();
    }
    let extension = name.rfind('.').map_or("", |dot| &name[dot..]);
    let extension = if extension.len() > MAX_EXTENSION_LENGTH { "" } else { extension };
    let whole = |end: &usize| name.is_char_boundary(*end);
    let end = (0..=MAX_LENGTH - extension.len()).rev().find(whole).unwrap_or_default();
    format!("{}{extension}", trim_end(&name[..end]))
}

fn trim_end(name: &str) -> &str {
    name.trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_paths() {
        let names = ["app.log", "../../etc/passwd", "C:\\x\\y.txt", "..", "", ".bashrc", " . .x", "a\x1b[2J.log"];
        let safe = names.map(|name| safe_name(name, "a/7"));
        assert_eq!(safe, ["app.log", "passwd", "y.txt", "7", "7", "bashrc", "x", "a[2J.log"]);
    }

    #[test]
    fn invisible_characters_are_removed() {
        let names =
            ["gpj.\u{202e}exe.txt", "a\u{200b}b\u{feff}.log", "a\u{9b}\u{7f}.log", "\u{200f}\u{2066}", "a\u{2028}b"];
        assert_eq!(names.map(|name| safe_name(name, "7")), ["gpj.exe.txt", "ab.log", "a.log", "7", "ab"]);
    }

    #[test]
    fn names_are_valid_on_windows() {
        let names = ["CON", "nul.txt", "LPT1.tar.gz", "com¹", "a<b>|\"?*.log", "a.log. . ", "console.log"];
        let wanted = ["_CON", "_nul.txt", "_LPT1.tar.gz", "_com¹", "a_b_____.log", "a.log", "console.log"];
        assert_eq!(names.map(|name| safe_name(name, "7")), wanted);
    }

    #[test]
    fn long_names_keep_their_extension() {
        let long = safe_name(&format!("{}.log", "日志".repeat(60)), "7");
        assert_eq!(long, format!("{}日.log", "日志".repeat(41)));
        assert_eq!(
            (safe_name(&"x".repeat(300), "7").len(), safe_name(&format!("a.{}", "x".repeat(300)), "7").len()),
            (255, 255)
        );
        assert_eq!(safe_name(&format!("{} ..x.log", "x".repeat(250)), "7"), format!("{}.log", "x".repeat(250)));
        assert_eq!(safe_name("x".repeat(255).as_str(), ""), "x".repeat(255));
    }

    #[test]
    fn each_attachment_has_a_name_of_its_own() {
        let mut names = BTreeSet::new();
        let saved = [("A.log", "1"), ("a.log", "2"), ("2-a.log", "3"), ("a.LOG", "2"), ("A.log", "x/2")];
        let saved = saved.map(|(name, id)| unique_name(&mut names, name, id));
        assert_eq!(saved, ["A.log", "2-a.log", "3-2-a.log", "3-a.LOG", "4-A.log"]);
        let long = format!("{}.log", "x".repeat(251));
        let twins = [(); 3].map(|()| unique_name(&mut names, &long, "9"));
        assert!(twins.iter().all(|name| name.len() <= 255 && name.ends_with("x.log")), "{twins:?}");
        assert_eq!(BTreeSet::from(twins).len(), 3);
    }
}
