//! Names of local files for names in a drive that the local system does not allow.

use std::collections::BTreeMap;

use hwc_transport::file::is_device_name;
use unicode_normalization::UnicodeNormalization;

use super::names::with_mark;
use crate::transfer::sha256_hex;

/// The maximum length of a local name in bytes, on all common systems.
const MAX_BYTES: usize = 255;

/// The rules of the local system for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRules {
    /// True if characters and names that Windows reserves are replaced.
    pub windows: bool,
    /// True if names that differ only in case or Unicode form are the same file.
    pub folds_names: bool,
}

impl NameRules {
    /// The rules of the system that the program runs on.
    pub const HERE: Self = Self { windows: cfg!(windows), folds_names: cfg!(any(windows, target_os = "macos")) };
}

/// The local names of one folder: safe and unique.
///
/// A name that the system does not allow is changed: characters become `_`, and eight digits of a hash of the old name
/// precede the extension. The result depends on the names alone, so a second download finds the files of the first.
#[derive(Debug)]
pub struct LocalNames {
    rules: NameRules,
    /// The used names, folded by the rules, with the names in the drive.
    used: BTreeMap<String, String>,
}

impl LocalNames {
    /// Creates an empty folder.
    #[must_use]
    pub fn new(rules: NameRules) -> Self {
        Self { rules, used: BTreeMap::new() }
    }

    /// Returns a local name for a name in the drive. It differs from all names that were returned before.
    pub fn add(&mut self, name: &str) -> String {
        let mut local = safe_name(name, self.rules);
        let mut salt = String::new();
        while self.used.contains_key(&self.fold(&local)) {
            salt.push('~');
            local = marked(&safe_name(name, self.rules), &format!("{name}{salt}"));
        }
        self.used.insert(self.fold(&local), name.to_owned());
        local
    }

    fn fold(&self, name: &str) -> String {
        if self.rules.folds_names { name.to_lowercase().nfc().collect() } else { name.to_owned() }
    }
}

/// Returns a name that the system allows. Other names are returned unchanged.
fn safe_name(name: &str, rules: NameRules) -> String {
    let is_unsafe = |char: char| {
        char == '/' || char.is_control() || (rules.windows && "<>|:\"*?\\".contains(char)) || is_bidi_control(char)
    };
    let mut safe: String = name.chars().map(|char| if is_unsafe(char) { '_' } else { char }).collect();
    if rules.windows && safe.ends_with(['.', ' ']) {
        safe = format!("{}_", safe.trim_end_matches(['.', ' ']));
    }
    if rules.windows && is_device_name(&safe) {
        safe = format!("_{safe}");
    }
    if matches!(safe.as_str(), "" | "." | "..") {
        safe = "_".to_owned();
    }
    if safe == name && safe.len() <= MAX_BYTES { safe } else { marked(&safe, name) }
}

/// Returns true for characters that change the direction of the text around them, and so hide the extension of a file.
fn is_bidi_control(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Adds the beginning of the hash of `original` to a name, and shortens the name to the maximum length.
fn marked(name: &str, original: &str) -> String {
    let mark = format!("~{}", &sha256_hex(original.as_bytes())[..8]);
    let mut stem = name.to_owned();
    loop {
        let marked = with_mark(&stem, &mark);
        if marked.len() <= MAX_BYTES || stem.is_empty() {
            return marked;
        }
        stem = shortened(&stem);
    }
}

/// Removes the last character before the extension, or of the name if it consists of little else.
fn shortened(name: &str) -> String {
    let drop_last = |text: &str| text.chars().take(text.chars().count().saturating_sub(1)).collect::<String>();
    match name.rsplit_once('.').filter(|(stem, end)| stem.len() > 1 && end.len() < 32) {
        Some((stem, end)) => format!("{}.{end}", drop_last(stem)),
        None => drop_last(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIX: NameRules = NameRules { windows: false, folds_names: false };
    const WINDOWS: NameRules = NameRules { windows: true, folds_names: true };

    #[test]
    fn names_that_are_allowed_stay() {
        for name in ["a.txt", ".hidden", "年度.pdf", "a b", "con.d"] {
            assert_eq!(LocalNames::new(UNIX).add(name), name);
        }
        assert_eq!(LocalNames::new(UNIX).add("NUL"), "NUL");
    }

    #[test]
    fn unsafe_names_are_replaced() {
        let names = |rules, name: &str| LocalNames::new(rules).add(name);
        for name in ["..", ".", "", "a/b", "a\0b", "a\u{202e}gpj.exe"] {
            let local = names(UNIX, name);
            assert!(local != name && !local.contains(['/', '\0', '\u{202e}']) && local.contains('~'), "{local:?}");
        }
        for name in ["a:b", "x.", "COM1", "a?"] {
            assert_ne!(names(WINDOWS, name), name);
        }
        assert!(!is_device_name(&names(WINDOWS, "nul.txt")), "{}", names(WINDOWS, "nul.txt"));
    }

    #[test]
    fn long_names_keep_their_extension() {
        let local = LocalNames::new(UNIX).add(&format!("{}.pdf", "一".repeat(246)));
        assert!(local.len() <= MAX_BYTES && local.ends_with(".pdf"), "{local}");
        let local = LocalNames::new(UNIX).add(&"一".repeat(250));
        assert!(local.len() <= MAX_BYTES, "{local}");
    }

    #[test]
    fn names_that_fold_to_one_are_distinct() {
        let mut names = LocalNames::new(WINDOWS);
        let all = ["a.txt", "A.TXT", "e\u{301}", "\u{e9}"].map(|name| names.add(name));
        assert_eq!(all[0], "a.txt");
        assert_ne!(all[1].to_lowercase(), "a.txt");
        assert_ne!(all[3], "\u{e9}");
    }
}
