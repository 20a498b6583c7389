//! Authentication: tokens, signatures and IDs, cached between calls. Sign-in requests and ID lookups are calls through
//! `execute` themselves.

mod authenticator;
mod federated;
mod identity;
#[cfg(feature = "koodrive")]
mod koodrive_session;
mod refresh;
mod sign_in;

pub(super) use authenticator::{Authenticator, Invalidation};
pub(crate) use identity::Identity;
