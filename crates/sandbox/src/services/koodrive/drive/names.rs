//! The rules for names of files and folders, and for names that are in use.

use hwc_models::koodrive::ConflictPolicy;
use hwc_wire::UtcOffset;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::refused;

/// The characters that are not allowed in a name.
const FORBIDDEN: &str = "<>|:\"*?/\\";

/// The ranges of characters that are emoji, or parts of them.
const EMOJI: [std::ops::RangeInclusive<char>; 4] =
    ['\u{2600}'..='\u{27bf}', '\u{fe0e}'..='\u{fe0f}', '\u{1f000}'..='\u{1faff}', '\u{200d}'..='\u{200d}'];

/// The length of the longest name in characters.
pub(crate) const LONGEST: usize = 250;

/// Validates the name of a file or folder.
///
/// # Errors
/// Returns 13000417 for a name of more than 250 characters, and an error of the parameter for any other invalid name.
pub(crate) fn validate(name: &str) -> Result<(), ApiError> {
    if name.chars().count() > LONGEST {
        return Err(refused("13000417"));
    }
    if matches!(name.trim(), "" | "." | "..") || name.contains(|c: char| FORBIDDEN.contains(c) || c.is_control()) {
        return Err(ApiError::invalid("the file name is empty, . or .., or has a forbidden character"));
    }
    Ok(())
}

/// Returns true if a text contains emoji.
pub(crate) fn has_emoji(text: &str) -> bool {
    text.chars().any(|char| EMOJI.iter().any(|range| range.contains(&char)))
}

/// Validates a policy for names in use. Only files can be skipped if they are the same.
pub(crate) fn validate_policy(policy: ConflictPolicy, is_folder: bool) -> Result<(), ApiError> {
    match policy {
        ConflictPolicy::Rename | ConflictPolicy::Refuse => Ok(()),
        ConflictPolicy::SkipIfSame if !is_folder => Ok(()),
        _ => Err(ApiError::invalid(format!("{} is not a policy for names in use", policy.code()))),
    }
}

/// Returns the extension of a name without the dot.
pub(crate) fn suffix(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(stem, suffix)| !stem.is_empty() && !suffix.is_empty()).map(|(_, suffix)| suffix)
}

/// Returns the name if no file of the folder has it, or else the name with a time stamp. Files in the recycle bin do not count.
pub(crate) fn unused(cx: &Context<'_>, folder: &str, name: &str, is_folder: bool) -> Result<String, ApiError> {
    if find(cx, folder, name)?.is_none() {
        return Ok(name.to_owned());
    }
    for copy in 0.. {
        let stamped = stamped(name, is_folder, cx.now, copy);
        if find(cx, folder, &stamped)?.is_none() {
            return Ok(stamped);
        }
    }
    Ok(name.to_owned())
}

/// Returns the file of a folder that has this name and is not in the recycle bin.
pub(crate) fn find(cx: &Context<'_>, folder: &str, name: &str) -> Result<Option<Node>, ApiError> {
    let query = cx.records::<Node>().query().filter("parent", folder.to_owned()).filter("name", name.to_owned());
    query.filter("recycled", false).first()
}

/// Adds a time stamp to a name, before the extension, and a number if `copy` is not 0. A long name is cut.
fn stamped(name: &str, is_folder: bool, now: i64, copy: u32) -> String {
    let end = suffix(name).filter(|_| !is_folder).map_or_else(String::new, |suffix| format!(".{suffix}"));
    let stem = name.strip_suffix(&end).unwrap_or(name);
    let time = UtcOffset::CHINA.local_time(now).replace(['-', ':'], "").replace(' ', "_");
    let number = if copy == 0 { String::new() } else { format!("({copy})") };
    let added = format!("_{time}{number}{end}");
    let stem: String = stem.chars().take(LONGEST.saturating_sub(added.chars().count())).collect();
    format!("{stem}{added}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-01-04T02:54:03Z.
    const NOW: i64 = 1_704_336_843_000;

    #[test]
    fn a_time_stamp_precedes_the_extension() {
        assert_eq!(stamped("test.zip", false, NOW, 0), "test_20240104_105403.zip");
        assert_eq!(stamped("test.zip", true, NOW, 0), "test.zip_20240104_105403");
        assert_eq!(stamped("test", false, NOW, 2), "test_20240104_105403(2)");
        assert_eq!(stamped(".profile", false, NOW, 0), ".profile_20240104_105403");
        let long = stamped(&format!("{}.txt", "一".repeat(246)), false, NOW, 0);
        assert_eq!(long.chars().count(), 250);
        assert!(long.ends_with("一_20240104_105403.txt"), "{long}");
    }

    #[test]
    fn names_follow_the_rules() {
        for name in ["a", "a.txt", "文件 😀", ".hidden", &"a".repeat(250)] {
            assert_eq!(validate(name), Ok(()), "{name}");
        }
        for name in ["", " ", ".", "..", "a/b", "a\\b", "a<b", "a>b", "a|b", "a:b", "a\"b", "a*b", "a?b", "a\nb"] {
            assert!(validate(name).is_err(), "{name}");
        }
        assert_eq!(validate(&"一".repeat(251)).map_err(|error| error.code), Err("13000417".to_owned()));
    }

    #[test]
    fn only_documented_policies_are_accepted() {
        let is_valid = |code: i64, is_folder| validate_policy(ConflictPolicy::from(code), is_folder).is_ok();
        assert_eq!([0, 1, 2, 3, 4, 5].map(|code| is_valid(code, false)), [false, false, true, true, true, false]);
        assert!(!is_valid(4, true));
    }
}
