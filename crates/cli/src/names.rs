//! One spelling of a name from another: flags from names on the wire, and JSON names from those of Rust.

use std::fmt::Debug;

use heck::{ToKebabCase, ToSnakeCase};

/// A name as flags are written: `case_id` and `caseId` become `case-id`.
pub(crate) fn kebab(name: &str) -> String {
    name.to_kebab_case()
}

/// The name of a variant as JSON has it: `NotSent` becomes `not_sent`.
pub(crate) fn snake(variant: &impl Debug) -> String {
    format!("{variant:?}").to_snake_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_by_capitals_and_joints() {
        assert_eq!(kebab("case_id"), "case-id");
        assert_eq!(kebab("ownerId"), "owner-id");
        assert_eq!(kebab("X-Subject-Token"), "x-subject-token");
        assert_eq!(kebab("fileID"), "file-id");
        assert_eq!(kebab("v2Id"), "v2-id");
        assert_eq!(snake(&hwc_api::ErrorKind::MaybeSent), "maybe_sent");
    }
}
