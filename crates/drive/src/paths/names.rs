//! The rules of the service for names of files and folders.

use crate::error::Error;

/// The maximum length of a name in characters.
pub const MAX_NAME_LENGTH: usize = 250;

/// The characters that a name must not have.
const FORBIDDEN: &str = "<>|:\"*?/\\";

/// Checks a name for a file or a folder in a drive.
///
/// # Errors
/// Returns [`Error::InvalidPath`] for a name that the service rejects.
pub fn validate_name(name: &str) -> Result<(), Error> {
    let invalid = |reason: String| Err(Error::invalid_path(name, reason));
    if matches!(name.trim(), "" | "." | "..") {
        return invalid("a name must not be empty, `.` or `..`".to_owned());
    }
    if name.chars().count() > MAX_NAME_LENGTH {
        return invalid(format!("a name has at most {MAX_NAME_LENGTH} characters"));
    }
    match name.chars().find(|char| FORBIDDEN.contains(*char) || char.is_control()) {
        Some(char) => invalid(format!("a name must not contain {char:?}; rename the file")),
        None => Ok(()),
    }
}

/// Checks each name of a path from a folder.
pub(crate) fn validate_names(path: &str) -> Result<(), Error> {
    path.split('/').try_for_each(validate_name)
}

/// Inserts a mark before the extension of a name.
pub(crate) fn with_mark(name: &str, mark: &str) -> String {
    match name.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && !end.is_empty()) {
        Some((stem, end)) => format!("{stem}{mark}.{end}"),
        None => format!("{name}{mark}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules_of_the_service() {
        for name in ["a", ".b", "年度 报告.pdf", "😀", &"一".repeat(250)] {
            assert!(validate_name(name).is_ok(), "{name}");
        }
        for name in ["", " ", ".", "..", "a/b", "a\\b", "a:b", "a*", "a?", "\"", "<", "a\nb", &"a".repeat(251)] {
            assert!(validate_name(name).is_err(), "{name}");
        }
    }
}
