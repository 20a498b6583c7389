//! SHA-256 and HMAC, the two functions behind the signatures. They are those of ring, which TLS compiles in any case.

use ring::{digest, hmac};

use super::hex;

/// A secret as a key of HMAC. It does not contain the secret itself, and `Debug` shows only the algorithm.
pub(super) type Key = hmac::Key;

/// Converts a secret of any length to a key.
pub(super) fn key(secret: &str) -> Key {
    Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

/// Returns the hash of `bytes` as hex digits.
pub(super) fn hash(bytes: &[u8]) -> [u8; 64] {
    hex::encode(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Returns the signature of `text` as hex digits.
pub(super) fn signature(key: &Key, text: &[u8]) -> [u8; 64] {
    hex::encode(hmac::sign(key, text).as_ref())
}

/// Returns true if `signature` is that of `text`. The comparison takes constant time.
#[inline]
pub(super) fn is_signature(key: &Key, text: &[u8], signature: &[u8; 32]) -> bool {
    hmac::verify(key, text, signature).is_ok()
}
