//! Contents of files, and the presigned links from which they are fetched: the sandbox's own object store.

use hwc_transport::http::{Method, StatusCode};
use rusqlite::{Connection, OptionalExtension};

use crate::answer::Answer;
use crate::secrets::Secrets;

/// Where the objects are, below any host.
const PATH: &str = "/sandbox/objects/";

/// How long a link opens, in seconds: as long as the one that the KooDrive reference prints.
const LIFETIME: i64 = 10_000;

/// Keeps a content and gives its number.
pub(crate) fn put(db: &Connection, name: &str, content: &[u8]) -> rusqlite::Result<i64> {
    db.execute("INSERT INTO objects (name, content) VALUES (?1, ?2)", (name, content))?;
    Ok(db.last_insert_rowid())
}

/// The content with this number.
pub(crate) fn get(db: &Connection, object: i64) -> rusqlite::Result<Option<Vec<u8>>> {
    db.query_row("SELECT content FROM objects WHERE id = ?1", [object], |row| row.get(0)).optional()
}

/// Forgets a content. Links to it lead nowhere from then on.
pub(crate) fn remove(db: &Connection, object: i64) -> rusqlite::Result<()> {
    db.execute("DELETE FROM objects WHERE id = ?1", [object]).map(|_| ())
}

/// A presigned link that opens for [`LIFETIME`] from now on.
pub(crate) fn link(secrets: &Secrets<'_>, origin: &str, object: i64, now: i64) -> String {
    let expires = now.div_euclid(1000) + LIFETIME;
    let signature = secrets.sign(&signed(object, expires));
    format!("{origin}{PATH}{object}?expires={expires}&signature={signature}")
}

/// Whether a path is one of the object store.
pub(crate) fn is_object(path: &str) -> bool {
    path.starts_with(PATH)
}

/// Answers a request for an object. Like an object store, it says no in XML.
pub(crate) fn fetch(
    db: &Connection,
    secrets: &Secrets<'_>,
    now: i64,
    (method, path, query): (&Method, &str, &str),
) -> rusqlite::Result<Answer> {
    if method != Method::GET {
        return Ok(no(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "Objects can only be read."));
    }
    let object = path.strip_prefix(PATH).and_then(|id| id.parse().ok()).unwrap_or_default();
    let expires = parameter(query, "expires").and_then(|text| text.parse().ok()).unwrap_or_default();
    if !secrets.is_signed(&signed(object, expires), parameter(query, "signature").unwrap_or_default()) {
        return Ok(no(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", "The link is not as it was signed."));
    }
    if expires < now.div_euclid(1000) {
        return Ok(no(StatusCode::FORBIDDEN, "AccessDenied", "The link has expired."));
    }
    Ok(match get(db, object)? {
        Some(content) => Answer::new(StatusCode::OK, content).header("Content-Type", "application/octet-stream"),
        None => no(StatusCode::NOT_FOUND, "NoSuchKey", "There is no such object."),
    })
}

fn no(status: StatusCode, code: &str, message: &str) -> Answer {
    let body = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    Answer::new(status, body.into_bytes()).header("Content-Type", "application/xml")
}

fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Returns the text that a link's signature is of.
fn signed(object: i64, expires: i64) -> String {
    format!("object {object} until {expires}")
}
