//! The number that selects the bytes of a file with which an upload to KooDrive proves that the caller has the file.

use std::sync::Arc;

use hwc_transport::sign::sha256_hex;
use hwc_wire::AuthRequirement;

use crate::error::Error;
use crate::pipeline::ClientInner;

/// Returns the number for the current credentials, or `None` if no proof is defined for them. The credentials cannot be
/// derived from it.
///
/// # Errors
/// Returns the errors of getting credentials.
pub(crate) async fn upload_proof_number(client: &Arc<ClientInner>) -> Result<Option<u64>, Error> {
    let service = &hwc_models::koodrive::SERVICE;
    let identity = Arc::clone(&client.state(service).identity);
    let authenticator = identity.authenticator(client, service, AuthRequirement::Any, None).await?;
    Ok(authenticator.proof_origin().and_then(proof_number))
}

/// Returns the last eight bytes of the hash of the hash of a text, as a number without its top bit.
fn proof_number(origin: &str) -> Option<u64> {
    let digest = sha256_hex(sha256_hex(origin.as_bytes()).as_bytes());
    let number = u64::from_str_radix(digest.get(48..)?, 16).ok()?;
    Some(number & (u64::MAX >> 1))
}

#[cfg(test)]
mod tests {
    use super::proof_number;

    /// The expected values were computed with hashlib of Python from the recipe of the reference.
    #[test]
    fn the_number_follows_the_recipe() {
        assert_eq!(proof_number("Bearer token"), Some(EXPECTED_TOKEN));
        assert_eq!(proof_number("1316083732377071001"), Some(EXPECTED_USER));
    }

    const EXPECTED_TOKEN: u64 = 3_880_170_745_232_825_052;
    const EXPECTED_USER: u64 = 3_090_095_250_373_433_160;
}
