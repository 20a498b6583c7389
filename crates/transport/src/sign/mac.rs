//! SHA-256 and HMAC, the two functions behind the signatures.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest, Sha256};

use super::hex;

/// An HMAC keyed with a secret, ready for a message. It does not contain the secret itself, and `Debug` shows nothing.
pub(super) type Mac = Hmac<Sha256>;

/// Returns a keyed HMAC. Never `None`, since HMAC accepts keys of any length.
pub(super) fn keyed(secret: &str) -> Option<Mac> {
    Mac::new_from_slice(secret.as_bytes()).ok()
}

/// Returns the hash of `bytes` as hex digits.
pub(super) fn hash(bytes: &[u8]) -> [u8; 64] {
    hex::encode(&Sha256::digest(bytes).into())
}

/// Returns the signature as hex digits.
pub(super) fn signature(mac: Mac) -> [u8; 64] {
    hex::encode(&mac.finalize().into_bytes().into())
}

/// Returns true if `signature` is valid. The comparison takes constant time.
pub(super) fn is_signature(mac: Mac, signature: &[u8; 32]) -> bool {
    mac.verify(signature.into()).is_ok()
}
