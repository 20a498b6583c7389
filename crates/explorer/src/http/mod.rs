//! The local server of the page.

mod assets;
pub(crate) mod connections;
#[cfg(feature = "sandbox")]
mod control;
mod guard;
mod respond;
mod routes;
