//! Tokens, keys and signatures: random with strict authentication, otherwise the same in each run.

use hmac::{Hmac, KeyInit, Mac};
use hwc_transport::clock::Clock;
use rusqlite::{Connection, OptionalExtension};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::runtime::store;

/// The signing key without strict authentication. It is public, so that presigned URLs are the same in each run.
const PUBLIC_KEY: &str = "hwc-sandbox";

/// The source of unguessable values, and the key of presigned URLs.
#[derive(Clone, Copy)]
pub(crate) struct Secrets<'a> {
    /// `None` without strict authentication.
    random: Option<&'a dyn Clock>,
    key: &'a str,
}

impl<'a> Secrets<'a> {
    /// Secrets derived from their purpose, so that all runs are alike.
    pub(crate) const PUBLIC: Secrets<'static> = Secrets { random: None, key: PUBLIC_KEY };

    /// Creates a source of random secrets if `is_strict`. `key` is the result of the function [`key`].
    pub(crate) fn new(is_strict: bool, clock: &'a dyn Clock, key: &'a str) -> Self {
        Self { random: is_strict.then_some(clock), key }
    }

    /// Returns 64 hexadecimal digits. `purpose` must be different each time.
    pub(crate) fn make(&self, purpose: &str) -> String {
        match self.random {
            None => digest(purpose),
            Some(clock) => digest(&format!("{purpose} {}", random(clock))),
        }
    }

    /// Signs a text. Returns 64 hexadecimal digits.
    pub(crate) fn sign(&self, text: &str) -> String {
        sign(self.key, text)
    }

    /// Returns true if `given` is the signature of a text. Takes the same time for every wrong signature of the same length.
    pub(crate) fn is_signed(&self, text: &str, given: &str) -> bool {
        self.sign(text).as_bytes().ct_eq(given.as_bytes()).into()
    }
}

/// Returns the key of presigned URLs, and creates one if the database has none.
///
/// Credentials issued before there was a key could be guessed, so they are expired.
pub(crate) fn key(db: &Connection, is_strict: bool, clock: &dyn Clock) -> rusqlite::Result<String> {
    let kept: Option<String> = db.query_row("SELECT key FROM link_keys", (), |row| row.get(0)).optional()?;
    match (is_strict, kept) {
        (true, Some(key)) => Ok(key),
        (true, None) => {
            store::expire_tokens(db)?;
            let key = random(clock);
            db.execute("INSERT INTO link_keys (id, key) VALUES (1, ?1)", [&key])?;
            Ok(key)
        }
        (false, kept) => {
            if kept.is_some() {
                db.execute("DELETE FROM link_keys", ())?;
            }
            Ok(PUBLIC_KEY.to_owned())
        }
    }
}

/// Stores the key of a running sandbox in a database that came from elsewhere.
pub(crate) fn keep_key(db: &Connection, is_strict: bool, key: &str) -> rusqlite::Result<()> {
    db.execute("DELETE FROM link_keys", ())?;
    if is_strict {
        db.execute("INSERT INTO link_keys (id, key) VALUES (1, ?1)", [key])?;
    }
    Ok(())
}

/// Returns 256 bits of the injected randomness. They are hashed, so that they do not reveal the next values of the clock.
fn random(clock: &dyn Clock) -> String {
    digest(&[0; 4].map(|_: u8| clock.random().to_string()).join(" "))
}

/// Returns 64 hexadecimal digits that depend on the text alone, for IDs that look random.
pub(crate) fn digest(text: &str) -> String {
    sign(PUBLIC_KEY, text)
}

fn sign(key: &str, text: &str) -> String {
    // HMAC accepts keys of any length, so the other arm is never taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}
