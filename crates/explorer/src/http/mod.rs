//! The local server of the page.

mod assets;
pub(crate) mod connections;
mod guard;
mod respond;
mod routes;
mod token;

pub(crate) use token::Token;
