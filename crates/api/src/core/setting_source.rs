//! The sources of settings.

use std::fmt;

/// The source of an endpoint or of a region.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingSource {
    /// A method of the client's builder.
    Builder,
    /// The environment variable of this name.
    Variable(String),
    /// The profile file.
    ProfileFile,
    /// [`ClientBuilder::fallback_region`](crate::ClientBuilder::fallback_region).
    FallbackRegion,
    /// The table of regions of the service. For endpoints only.
    Region,
    /// The default of the service.
    Default,
}

/// Writes the source as in a sentence: `HWC_ENDPOINT` or `the profile file`.
impl fmt::Display for SettingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Builder => "the client's builder",
            Self::Variable(name) => name,
            Self::ProfileFile => "the profile file",
            Self::FallbackRegion => "the fallback region",
            Self::Region => "the region",
            Self::Default => "the service's default",
        })
    }
}
