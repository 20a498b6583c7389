//! The policy for names in use on the command line.

use clap::ValueEnum;
use hwc_drive::NamePolicy;

/// A policy for names in use.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum PolicyArg {
    /// Add a new version.
    Replace,
    /// Add a time stamp to the new name.
    Rename,
    /// Fail.
    Fail,
    /// Keep a file with the same content, otherwise rename.
    SkipIdentical,
}

impl From<PolicyArg> for NamePolicy {
    fn from(policy: PolicyArg) -> Self {
        match policy {
            PolicyArg::Replace => Self::Replace,
            PolicyArg::Rename => Self::Rename,
            PolicyArg::Fail => Self::Fail,
            PolicyArg::SkipIdentical => Self::SkipIdentical,
        }
    }
}
