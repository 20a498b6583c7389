//! Authentication: tokens, signatures and IDs, cached between calls. Sign-in requests and ID lookups are calls through
//! `execute` themselves.

mod authenticator;
mod federated;
mod identity;
#[cfg(feature = "koodrive")]
mod koodrive_session;
mod sign_in;
#[cfg(feature = "koodrive")]
mod upload_proof;

pub(super) use authenticator::{Authenticator, Invalidation};
pub(crate) use identity::Identity;
#[cfg(feature = "koodrive")]
pub(crate) use upload_proof::upload_proof_number;
