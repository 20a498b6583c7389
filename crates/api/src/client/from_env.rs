//! Client settings from environment variables, or from a lookup function in place of them.

use super::ClientBuilder;
use crate::credentials::EnvVars;

impl ClientBuilder {
    /// Creates a builder from the variables found by `lookup`. See [`Client::from_env`](super::Client::from_env) for the
    /// names.
    ///
    /// Values set on the builder take precedence.
    pub fn from_env_with(lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        Self::new().with_variables(EnvVars::read(lookup))
    }
}
