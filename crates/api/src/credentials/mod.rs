//! Credentials: explicit ones, custom providers, and the chain of default sources. Tokens that a service issues for them
//! belong to `pipeline/auth/`.

mod chain;
#[cfg(feature = "credentials-process")]
mod command;
mod env_vars;
mod environment;
mod metadata;
mod profile_file;
mod provider;
mod resolved;
mod types;
mod validate;

pub(crate) use chain::{CredentialSources, CredentialsSource, SearchContext, SearchError};
#[cfg(feature = "credentials-process")]
pub use command::CommandCredentials;
pub(crate) use env_vars::EnvVars;
pub(crate) use environment::Environment;
pub(crate) use metadata::system_time;
pub use profile_file::{ProfileFile, ProfileFileError};
pub use provider::{BoxError, CredentialsProvider, CredentialsRequest};
pub(crate) use resolved::{AuthMethod, ResolvedCredentials, Unavailable};
use types::{CredentialKind, KooDriveCredentialKind};
pub use types::{Credentials, KooDriveCredentials};
pub(crate) use validate::auth_token;
#[cfg(feature = "koodrive")]
pub(crate) use validate::bearer;
pub(crate) use validate::token_in;
