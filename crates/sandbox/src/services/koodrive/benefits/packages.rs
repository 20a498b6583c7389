//! The packages that a carrier sells.

use crate::runtime::api_error::ApiError;
use crate::services::koodrive::refused;

/// The IDs of the packages, and the sizes of the personal space in GB that they bring. The first ID is that of the reference's
/// example.
const PACKAGES: [(&str, u64); 3] = [("14", 100), ("15", 500), ("16", 2000)];

/// Returns the size of the personal space with a package.
///
/// # Errors
/// Returns 13000309 for an unknown package.
pub(super) fn space_size(package: &str) -> Result<u64, ApiError> {
    let found = PACKAGES.iter().find(|(id, _)| *id == package);
    found.map(|(_, size)| *size).ok_or_else(|| refused("13000309"))
}
