//! Multipart bodies: the parts and their boundaries. Files are read while they are sent.

use std::path::Path;

use hwc_transport::Body;
use hwc_transport::clock::Clock;
use hwc_transport::http::HeaderValue;
use hwc_wire::{FormPart, FormValue};

use super::{ClientInner, RequestOptions};
use crate::error::Error;
use crate::io::with_progress;

/// The default content type of a file.
const DEFAULT_CONTENT_TYPE: &str = "application/octet-stream";

/// Returns the multipart body and its `Content-Type`, or `None` without parts. The boundary is random, so that no content
/// can contain it by accident or on purpose.
pub(super) fn encode(
    parts: &[FormPart],
    client: &ClientInner,
    options: &RequestOptions,
) -> Result<Option<(Body, HeaderValue)>, Error> {
    if parts.is_empty() {
        return Ok(None);
    }
    let boundary = format!("hwc-{:016x}{:016x}", client.clock.random(), client.clock.random());
    let mut bodies = Vec::new();
    for part in parts {
        bodies.push(format!("--{boundary}\r\n{}\r\n\r\n", part_head(part)?).into());
        bodies.push(part_body(part)?);
        bodies.push("\r\n".into());
    }
    bodies.push(format!("--{boundary}--\r\n").into());
    let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"));
    let content_type = content_type.map_err(|_| Error::invalid("invalid multipart content type"))?;
    Ok(Some((with_progress(Body::concat(bodies), options.progress.as_ref()), content_type)))
}

/// Returns the headers of a part.
fn part_head(part: &FormPart) -> Result<String, Error> {
    let name = quoted(part.name);
    let FormValue::File(file) = &part.value else {
        return Ok(format!("Content-Disposition: form-data; name={name}"));
    };
    let content_type = file.content_type.as_deref().unwrap_or(DEFAULT_CONTENT_TYPE);
    if !content_type.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return Err(Error::invalid(format!(
            "{}.content_type contains characters that are not allowed in a header",
            part.name
        )));
    }
    let file_name = quoted(base_name(part.name, &file.file_name)?);
    Ok(format!("Content-Disposition: form-data; name={name}; filename={file_name}\r\nContent-Type: {content_type}"))
}

/// Returns the last component of a file name. Folders of this machine are not sent, and a server that stores files by their
/// names must not leave its folder.
fn base_name<'a>(part: &str, file_name: &'a str) -> Result<&'a str, Error> {
    match file_name.rsplit(['/', '\\']).next().unwrap_or_default() {
        "" | "." | ".." => Err(Error::invalid(format!("{part}.file_name is not the name of a file"))),
        name => Ok(name),
    }
}

/// Returns a quoted name, escaped as browsers do it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"))
}

fn part_body(part: &FormPart) -> Result<Body, Error> {
    match &part.value {
        FormValue::Text(text) => Ok(text.clone().into()),
        FormValue::File(file) => match (&file.content, &file.path) {
            (Some(content), None) => Body::from_content(content)
                .ok_or_else(|| Error::invalid(format!("{} has a stream of unknown length", part.name))),
            (None, Some(path)) => file_body(part.name, path),
            (Some(_), Some(_)) => Err(Error::invalid(format!("{} has both a content and a path", part.name))),
            (None, None) => Err(Error::invalid(format!("{} has neither a content nor a path", part.name))),
        },
    }
}

#[cfg(feature = "system-clock")]
fn file_body(name: &str, path: &Path) -> Result<Body, Error> {
    let unreadable = |error| Error::file(format!("{name}: `{}` cannot be read", path.display()), error);
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Error::invalid(format!("{name}: `{}` is not a file", path.display())));
    }
    Ok(Body::file(path, metadata.len()))
}

#[cfg(not(feature = "system-clock"))]
fn file_body(name: &str, path: &Path) -> Result<Body, Error> {
    let path = path.display();
    Err(Error::invalid(format!("{name}: reading `{path}` needs the feature `system-clock`; give its content instead")))
}
