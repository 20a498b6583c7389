//! SHA-256 and HMAC: the two functions of which signatures are made.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest, Sha256};

use super::hex;

/// What HMAC makes of a secret, ready for a message. The secret itself is not in it, and `Debug` shows nothing.
pub(super) type Mac = Hmac<Sha256>;

/// `None` never comes about: HMAC takes keys of any length.
pub(super) fn keyed(secret: &str) -> Option<Mac> {
    Mac::new_from_slice(secret.as_bytes()).ok()
}

/// The hash of `bytes` as hex digits.
pub(super) fn hash(bytes: &[u8]) -> [u8; 64] {
    hex::encode(&Sha256::digest(bytes).into())
}

/// The signature as hex digits.
pub(super) fn signature(mac: Mac) -> [u8; 64] {
    hex::encode(&mac.finalize().into_bytes().into())
}

/// Whether `signature` is the right one. It takes as long for a wrong one, wherever it differs.
pub(super) fn is_signature(mac: Mac, signature: &[u8; 32]) -> bool {
    mac.verify(signature.into()).is_ok()
}
