//! Conversions of names: wire names to flags, and Rust names to JSON names.

use std::fmt::Debug;

use heck::{ToKebabCase, ToSnakeCase};

/// Converts a name to a flag: `case_id` and `caseId` become `case-id`.
pub(crate) fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// Converts the name of a variant to JSON: `NotSent` becomes `not_sent`.
pub(crate) fn snake(variant: &impl Debug) -> String {
    format!("{variant:?}").to_snake_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_separators_split_words() {
        assert_eq!(kebab("case_id"), "case-id");
        assert_eq!(kebab("ownerId"), "owner-id");
        assert_eq!(kebab("X-Subject-Token"), "x-subject-token");
        assert_eq!(kebab("fileID"), "file-id");
        assert_eq!(kebab("v2Id"), "v2-id");
        assert_eq!(snake(&hwc_api::ErrorKind::MaybeSent), "maybe_sent");
    }
}
