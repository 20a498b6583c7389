//! The file of a package: a ZIP archive with one JSON document.

use std::io::{Cursor, Read, Write};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::runtime::api_error::ApiError;
use crate::services::insight::permissions::Rule;
use crate::services::insight::resource::Resource;

const ENTRY: &str = "package.json";

/// The size of the document in bytes.
const MAX_SIZE: u64 = 64 * 1024 * 1024;

/// The content of a package.
#[derive(Serialize, Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    /// The ID and the name of the workspace that it comes from.
    pub(super) origin: (String, String),
    pub(super) expires_at: Option<i64>,
    /// The resources, each after those that it depends on.
    pub(super) resources: Vec<Resource>,
    pub(super) rules: Vec<Rule>,
}

pub(super) fn write(package: &Package) -> Result<Vec<u8>, ApiError> {
    let failed = |error: &dyn std::error::Error| ApiError::internal(format!("cannot write the package: {error}"));
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    file.start_file(ENTRY, SimpleFileOptions::default()).map_err(|error| failed(&error))?;
    let document = serde_json::to_vec(package).map_err(|error| failed(&error))?;
    file.write_all(&document).map_err(|error| failed(&error))?;
    Ok(file.finish().map_err(|error| failed(&error))?.into_inner())
}

/// Reads a package. Returns `None` if the file is damaged.
pub(super) fn read(content: &[u8]) -> Option<Package> {
    let mut file = ZipArchive::new(Cursor::new(content)).ok()?;
    let mut document = Vec::new();
    file.by_name(ENTRY).ok()?.take(MAX_SIZE).read_to_end(&mut document).ok()?;
    serde_json::from_slice(&document).ok()
}
