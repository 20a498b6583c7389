//! Passwords of accounts: their rules, and their hashes. Passwords themselves are not stored.

use hwc_wire::Secret;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::secrets::digest;

/// The numbers of characters of a password.
const SHORTEST: usize = 8;
const LONGEST: usize = 64;

/// The hash of a password.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct StoredPassword {
    salt: String,
    hash: String,
}

impl StoredPassword {
    /// Hashes a password.
    ///
    /// # Errors
    /// Returns an error of the parameter for a password that breaks the rules.
    pub(super) fn new(cx: &Context<'_>, password: &Secret) -> Result<Self, ApiError> {
        validate(password.expose())?;
        let salt = cx.secret("password salt")?;
        Ok(Self { hash: hash(&salt, password), salt })
    }

    /// Returns true if this is the hash of a password.
    pub(super) fn matches(&self, password: &Secret) -> bool {
        hash(&self.salt, password) == self.hash
    }
}

fn hash(salt: &str, password: &Secret) -> String {
    digest(&format!("{salt} {}", password.expose()))
}

/// Checks the length and the characters of a password.
fn validate(password: &str) -> Result<(), ApiError> {
    let has_letter = password.chars().any(char::is_alphabetic);
    let has_digit = password.chars().any(|char| char.is_ascii_digit());
    if has_letter && has_digit && (SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Ok(());
    }
    Err(ApiError::invalid(format!("a password must have {SHORTEST} to {LONGEST} characters with a letter and a digit")))
}
