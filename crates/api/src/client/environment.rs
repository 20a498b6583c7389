//! Reads a client's settings from environment variables, or from whatever stands in for them.

use super::ClientBuilder;
use crate::credentials::Variables;

impl ClientBuilder {
    /// A builder filled with what `lookup` finds; see [`Client::from_env`](super::Client::from_env) for the names.
    ///
    /// What the builder is told besides goes before it.
    pub fn from_lookup(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        Self::new().with_surroundings(Variables::read(lookup))
    }
}
