//! Received forms (`multipart/form-data`) in memory, split into the parts that the models decode. For servers and mocks.
//!
//! Parsing takes linear time for any content: each byte is searched once for the delimiter.

mod disposition;

use std::fmt;

use hwc_wire::FormPartRef;
use memchr::memmem::{self, Finder};

use disposition::Disposition;

/// The maximum number of parts in a form. No operation has more than three.
const MOST_PARTS: usize = 64;

/// The maximum length of the headers of a part, in bytes.
const LONGEST_HEAD: usize = 8 << 10;

/// The maximum length of a boundary, in bytes (RFC 2046).
const LONGEST_BOUNDARY: usize = 70;

/// A part of a form, with its content in memory.
pub struct Part<'a> {
    disposition: Disposition,
    content_type: Option<String>,
    content: &'a [u8],
}

impl Part<'_> {
    /// Returns the part in the form that the models decode.
    #[must_use]
    pub fn received(&self) -> FormPartRef<'_> {
        FormPartRef {
            name: &self.disposition.name,
            file_name: self.disposition.file_name.as_deref(),
            content_type: self.content_type.as_deref(),
            content: self.content,
        }
    }
}

/// Prints the length of the content in place of the content.
impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.received().fmt(f)
    }
}

/// The error for a form that cannot be split.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FormError(String);

/// Splits a form into its parts. `content_type` is the header of the request.
///
/// # Errors
///
/// Returns [`FormError`] if the content type is not `multipart/form-data` with a boundary, or if the body is malformed.
pub fn parts<'a>(content_type: Option<&str>, body: &'a [u8]) -> Result<Vec<Part<'a>>, FormError> {
    let boundary = boundary(content_type.unwrap_or_default());
    let boundary =
        boundary.ok_or_else(|| FormError("the body has to be multipart/form-data with a boundary".to_owned()))?;
    split(&boundary, body).map_err(|problem| FormError(format!("invalid form: {problem}")))
}

/// Returns the boundary parameter of a media type.
fn boundary(content_type: &str) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = disposition::parameters(parameters).into_iter().find(|(name, _)| name == "boundary")?.1;
    (1..=LONGEST_BOUNDARY).contains(&boundary.len()).then_some(boundary)
}

fn split<'a>(boundary: &str, body: &'a [u8]) -> Result<Vec<Part<'a>>, String> {
    let delimiter = format!("\r\n--{boundary}");
    let finder = Finder::new(&delimiter);
    let mut rest = after_preamble(&delimiter, &finder, body)?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        if parts.len() == MOST_PARTS {
            return Err(format!("more than {MOST_PARTS} parts"));
        }
        let line = memmem::find(rest, b"\r\n").ok_or("no line end after a boundary")?;
        if !rest[..line].iter().all(|byte| matches!(byte, b' ' | b'\t')) {
            return Err("text after a boundary".to_owned());
        }
        // The line break stays: in a part without headers it is followed by the blank line.
        let part = &rest[line..];
        let end = finder.find(&part[2..]).ok_or("no boundary after the last part")? + 2;
        parts.push(read(&part[..end])?);
        rest = &part[end + delimiter.len()..];
    }
    Ok(parts)
}

/// Skips the preamble and the first boundary.
fn after_preamble<'a>(delimiter: &str, finder: &Finder<'_>, body: &'a [u8]) -> Result<&'a [u8], String> {
    let first = &delimiter.as_bytes()[2..];
    match body.strip_prefix(first) {
        Some(rest) => Ok(rest),
        None => finder.find(body).map(|at| &body[at + delimiter.len()..]).ok_or_else(|| "no boundary".to_owned()),
    }
}

/// Parses a part, which starts with the line break before its headers.
fn read(part: &[u8]) -> Result<Part<'_>, String> {
    // A part may end with its headers. Its content is then empty.
    let head = memmem::find(part, b"\r\n\r\n").unwrap_or(part.len());
    if head > LONGEST_HEAD {
        return Err(format!("headers of a part have more than {LONGEST_HEAD} bytes"));
    }
    let headers = String::from_utf8_lossy(&part[..head]);
    let header = |name: &str| {
        let mut all = headers.lines().filter_map(|line| line.split_once(':'));
        all.find(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let disposition = header("Content-Disposition").ok_or("a part has no Content-Disposition")?;
    Ok(Part {
        disposition: Disposition::read(&disposition)?,
        content_type: header("Content-Type"),
        content: part.get(head + 4..).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests;
