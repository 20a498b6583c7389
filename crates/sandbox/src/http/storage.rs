//! Requests to the storage: sending contents, and receiving the parts of uploads.

use std::io::{self, Read, Seek, SeekFrom};
use std::time::SystemTime;

use hwc_transport::http::header::{CONTENT_LENGTH, ETAG, IF_RANGE, RANGE};
use hwc_transport::http::request::Parts;
use hwc_transport::http::{Method, StatusCode};
use hwc_wire::unix_millis;
use percent_encoding::percent_decode_str;
use rusqlite::Connection;

use crate::http::byte_range::ByteRange;
use crate::http::hosts;
use crate::http::presigned::{self, Presigner, Rejection, SignedRequest, Target};
use crate::http::response::SandboxResponse;
use crate::http::storage_error::StorageError;
use crate::runtime::contents::{ContentReader, PIECE, PartError, PartWriter};
use crate::runtime::sandbox::Inner;
use crate::services::koodrive::drive::uploads;

/// A checked request to the storage.
pub(crate) enum StorageRequest {
    /// It has a response without a content.
    Respond(SandboxResponse),
    /// A content follows the head of the response.
    Send(SandboxResponse, ContentSlice),
    /// The body of the request is a part of an upload.
    Receive(PartReceiver),
}

/// A part of a content, to be read piece by piece.
pub(crate) struct ContentSlice {
    reader: ContentReader,
    left: u64,
}

impl ContentSlice {
    /// Returns the number of bytes that are left.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// Reads the next piece. It is empty at the end.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn next_piece(&mut self) -> io::Result<Vec<u8>> {
        let length = self.left.min(PIECE as u64);
        let mut piece = Vec::with_capacity(usize::try_from(length).unwrap_or(PIECE));
        (&mut self.reader).take(length).read_to_end(&mut piece)?;
        self.left -= piece.len() as u64;
        if (piece.len() as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(piece) }
    }
}

/// A part of an upload that is being received.
pub(crate) struct PartReceiver {
    upload: String,
    number: u32,
    writer: PartWriter,
}

impl PartReceiver {
    /// Stores the next bytes.
    ///
    /// # Errors
    /// Returns an error if there are too many bytes, or they cannot be written.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.writer.write(bytes).map_err(not_stored)
    }

    /// Adds the part to its upload, and returns the response.
    pub(crate) fn finish(self, inner: &Inner) -> SandboxResponse {
        match inner.contents.finish_part(&self.upload, self.number, self.writer) {
            Ok(()) => SandboxResponse::new(StatusCode::OK, Vec::new()),
            Err(error) => not_stored(error).into(),
        }
    }
}

/// Checks a request, and prepares its response or the file for its body.
pub(crate) fn prepare(inner: &Inner, db: &Connection, head: &Parts, time: SystemTime) -> StorageRequest {
    let now = unix_millis(time);
    let (secrets, origin) = (inner.secrets(), hosts::origin(head));
    let signer = Presigner { secrets: &secrets, origin: &origin, now };
    let length: Option<u64> = header(head, CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
    if head.method == Method::PUT && length.is_none() {
        let message = "The request has no header Content-Length.";
        let error = StorageError::new(StatusCode::LENGTH_REQUIRED, "MissingContentLength", message);
        return StorageRequest::Respond(error.into());
    }
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    let outcome = match signer.check(&SignedRequest { method: &head.method, path, query, length }) {
        Ok(Target::Content(sha256)) => send(inner, head, sha256),
        Ok(Target::Part { upload, number }) => receive(inner, db, upload, number, (length, now)),
        Err(rejection) => Err(rejected(&rejection)),
    };
    outcome.unwrap_or_else(|error| StorageRequest::Respond(error.into()))
}

fn send(inner: &Inner, head: &Parts, sha256: &str) -> Result<StorageRequest, StorageError> {
    let found = inner.contents.open(sha256).map_err(|error| StorageError::failed(&error))?;
    let mut reader = found.ok_or_else(StorageError::no_content)?;
    let size = reader.size();
    let tag = format!("\"{sha256}\"");
    let (status, range) = match range(head, &tag, size) {
        ByteRange::Whole => (StatusCode::OK, 0..size),
        ByteRange::Partial(range) => (StatusCode::PARTIAL_CONTENT, range),
        ByteRange::Unsatisfiable => return Err(StorageError::no_range(size)),
    };
    let left = range.end - range.start;
    let mut response = described(head, status, &tag).header("Content-Length", &left.to_string());
    if status == StatusCode::PARTIAL_CONTENT {
        response = response.header("Content-Range", &format!("bytes {}-{}/{size}", range.start, range.end - 1));
    }
    if head.method == Method::HEAD {
        return Ok(StorageRequest::Respond(response));
    }
    reader.seek(SeekFrom::Start(range.start)).map_err(|error| StorageError::failed(&error))?;
    Ok(StorageRequest::Send(response, ContentSlice { reader, left }))
}

/// Returns the head of a response with a content, without the size.
fn described(head: &Parts, status: StatusCode, tag: &str) -> SandboxResponse {
    let response = SandboxResponse::new(status, Vec::new())
        .header("Content-Type", "application/octet-stream")
        .header("Accept-Ranges", "bytes")
        .header(ETAG.as_str(), tag);
    let query = head.uri.query().unwrap_or_default();
    match presigned::parameter(query, "response-content-disposition") {
        Some(disposition) => {
            response.header("Content-Disposition", &percent_decode_str(disposition).decode_utf8_lossy())
        }
        None => response,
    }
}

/// Returns the range of a request. A range of another version of the content is ignored.
fn range(head: &Parts, tag: &str, size: u64) -> ByteRange {
    let is_of_other = header(head, IF_RANGE.as_str()).is_some_and(|expected| expected != tag);
    match header(head, RANGE.as_str()).filter(|_| !is_of_other) {
        Some(range) => ByteRange::parse(range, size),
        None => ByteRange::Whole,
    }
}

fn receive(
    inner: &Inner,
    db: &Connection,
    upload: &str,
    number: u32,
    (length, now): (Option<u64>, i64),
) -> Result<StorageRequest, StorageError> {
    let found = uploads::find_part(db, upload, number, now).map_err(|error| StorageError::failed(&error.message))?;
    let (mut part, before) = found.ok_or_else(no_upload)?;
    // The signature covers the length.
    part.size = length.unwrap_or_default();
    let writer = inner.contents.begin_part(upload, &part, before).map_err(|error| StorageError::failed(&error))?;
    Ok(StorageRequest::Receive(PartReceiver { upload: upload.to_owned(), number, writer }))
}

fn header<'h>(head: &'h Parts, name: &str) -> Option<&'h str> {
    head.headers.get(name).and_then(|value| value.to_str().ok())
}

/// Returns the error for a URL that is not accepted.
fn rejected(rejection: &Rejection) -> StorageError {
    match rejection {
        Rejection::NotFound => StorageError::no_content(),
        Rejection::WrongMethod => {
            let message = "The URL is for another method.";
            StorageError::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message)
        }
        Rejection::WrongSignature => {
            let message = "The signature does not match the method, the URL, the host or the length.";
            StorageError::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message)
        }
        Rejection::Expired => StorageError::expired(),
    }
}

fn not_stored(error: PartError) -> StorageError {
    match error {
        PartError::WrongSize => StorageError::incomplete(),
        PartError::Io(error) if error.kind() == io::ErrorKind::NotFound => no_upload(),
        PartError::Io(error) => StorageError::failed(&error),
    }
}

fn no_upload() -> StorageError {
    let message = "The upload does not exist, has expired or is complete.";
    StorageError::new(StatusCode::NOT_FOUND, "NoSuchUpload", message)
}
