//! Contents in the database: attachments of tickets. Contents of KooDrive are on the disk.

use hwc_transport::http::{Method, StatusCode};
use rusqlite::{Connection, OptionalExtension};

use crate::http::presigned::parameter;
use crate::http::response::SandboxResponse;
use crate::http::storage_error::StorageError;
use crate::runtime::secrets::Secrets;

/// The path of the objects, below any host.
const PATH: &str = "/sandbox/objects/";

/// The lifetime of a presigned URL in seconds, which is the lifetime shown in the KooDrive reference.
const LIFETIME: i64 = 10_000;

/// Stores a content and returns its number.
pub(crate) fn put(db: &Connection, name: &str, content: &[u8]) -> rusqlite::Result<i64> {
    db.execute("INSERT INTO objects (name, content) VALUES (?1, ?2)", (name, content))?;
    Ok(db.last_insert_rowid())
}

/// Returns the content with this number.
pub(crate) fn get(db: &Connection, object: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    db.query_row("SELECT content FROM objects WHERE id = ?1", [object], |row| row.get(0)).optional()
}

/// Deletes a content. URLs to it return 404 from then on.
pub(crate) fn remove(db: &Connection, object: i64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM objects WHERE id = ?1", [object]).map(|_| ())
}

/// Returns a presigned URL that opens for [`LIFETIME`] from now on.
pub(crate) fn link(secrets: &Secrets<'_>, origin: &str, object: i64, now: i64) -> String {
    let expires = now.div_euclid(1000) + LIFETIME;
    let signature = secrets.sign(&signed(object, expires));
    format!("{origin}{PATH}{object}?expires={expires}&signature={signature}")
}

/// Returns true if a path belongs to the object store.
pub(crate) fn is_object(path: &str) -> bool {
    path.starts_with(PATH)
}

/// Handles a request for an object. Errors are XML, as in an object store.
pub(crate) fn fetch(
    db: &Connection,
    secrets: &Secrets<'_>,
    now: i64,
    (method, path, query): (&Method, &str, &str),
) -> rusqlite::Result<SandboxResponse> {
    if method != Method::GET {
        return Ok(no(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "Objects can only be read."));
    }
    let object = path.strip_prefix(PATH).and_then(|id| id.parse().ok()).unwrap_or_default();
    let expires = parameter(query, "expires").and_then(|text| text.parse().ok()).unwrap_or_default();
    if !secrets.is_signed(&signed(object, expires), parameter(query, "signature").unwrap_or_default()) {
        return Ok(no(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", "The signature does not match the URL."));
    }
    if expires < now.div_euclid(1000) {
        return Ok(no(StatusCode::FORBIDDEN, "AccessDenied", "The link has expired."));
    }
    Ok(match get(db, object)? {
        Some(content) => {
            SandboxResponse::new(StatusCode::OK, content).header("Content-Type", "application/octet-stream")
        }
        None => no(StatusCode::NOT_FOUND, "NoSuchKey", "Object not found."),
    })
}

fn no(status: StatusCode, code: &'static str, message: &str) -> SandboxResponse {
    StorageError::new(status, code, message).into()
}

/// Returns the text that the signature of a URL covers.
fn signed(object: i64, expires: i64) -> String {
    format!("object {object} until {expires}")
}
