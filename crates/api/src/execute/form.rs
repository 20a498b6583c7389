//! Multipart bodies: the parts and their boundaries. Files are read while they are sent.

use std::path::Path;

use hwc_transport::Body;
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::Clock;
use hwc_transport::http::HeaderValue;
use hwc_wire::{FormPart, FormValue};

use crate::call::Options;
use crate::client::ClientInner;
use crate::error::Error;
use crate::files::counted;

/// The default content type of a file.
const UNKNOWN: &str = "application/octet-stream";

/// Returns the multipart body and its `Content-Type`, or `None` without parts. The boundary is random, so that no content
/// can contain it by accident or on purpose.
pub(super) fn body(
    parts: &[FormPart],
    config: &ClientInner,
    options: &Options,
) -> Result<Option<(Body, HeaderValue)>, Error> {
    if parts.is_empty() {
        return Ok(None);
    }
    let boundary = format!("hwc-{:016x}{:016x}", config.clock.random(), config.clock.random());
    let mut bodies = Vec::new();
    for part in parts {
        bodies.push(format!("--{boundary}\r\n{}\r\n\r\n", head(part)?).into());
        bodies.push(content(part)?);
        bodies.push("\r\n".into());
    }
    bodies.push(format!("--{boundary}--\r\n").into());
    let kind = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"));
    let kind = kind.map_err(|_| Error::invalid("its form has no header"))?;
    Ok(Some((counted(Body::concat(bodies), options.progress.as_ref()), kind)))
}

/// Returns the headers of a part.
fn head(part: &FormPart) -> Result<String, Error> {
    let name = quoted(part.name);
    let FormValue::File(file) = &part.value else {
        return Ok(format!("Content-Disposition: form-data; name={name}"));
    };
    let kind = file.content_type.as_deref().unwrap_or(UNKNOWN);
    if !kind.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return Err(Error::invalid(format!("{}.content_type has characters that no header can hold", part.name)));
    }
    let file_name = quoted(&file.file_name);
    Ok(format!("Content-Disposition: form-data; name={name}; filename={file_name}\r\nContent-Type: {kind}"))
}

/// Returns a quoted name, escaped as browsers do it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"))
}

fn content(part: &FormPart) -> Result<Body, Error> {
    match &part.value {
        FormValue::Text(text) => Ok(text.clone().into()),
        FormValue::File(file) => match (&file.content, &file.path) {
            (Some(content), None) => Ok(Bytes::from_owner(content.clone()).into()),
            (None, Some(path)) => on_disk(part.name, path),
            (Some(_), Some(_)) => Err(Error::invalid(format!("{} has both a content and a path", part.name))),
            (None, None) => Err(Error::invalid(format!("{} has neither a content nor a path", part.name))),
        },
    }
}

#[cfg(feature = "tokio")]
fn on_disk(name: &str, path: &Path) -> Result<Body, Error> {
    let unreadable = |error| Error::file(format!("{name}: `{}` cannot be read", path.display()), error);
    let facts = std::fs::metadata(path).map_err(unreadable)?;
    if !facts.is_file() {
        return Err(Error::invalid(format!("{name}: `{}` is no file", path.display())));
    }
    Ok(Body::file(path, facts.len()))
}

#[cfg(not(feature = "tokio"))]
fn on_disk(name: &str, path: &Path) -> Result<Body, Error> {
    let path = path.display();
    Err(Error::invalid(format!("{name}: reading `{path}` needs the feature `tokio`; give its content instead")))
}
