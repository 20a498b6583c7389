//! Forms as they come over HTTP, taken apart into what the models read.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use hwc_transport::ByteStream;
use hwc_transport::bytes::Bytes;
use hwc_wire::ReceivedPart;
use multer::Multipart;

use crate::refusal::Refusal;

/// A part of a form, with its content in memory.
pub(crate) struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Bytes,
}

impl Part {
    /// The part as the models read it.
    pub(crate) fn received(&self) -> ReceivedPart<'_> {
        ReceivedPart {
            name: &self.name,
            file_name: self.file_name.as_deref(),
            content_type: self.content_type.as_deref(),
            content: &self.content,
        }
    }
}

/// Takes a form apart. All of it is in memory, so nothing waits.
pub(crate) fn parts(content_type: Option<&str>, body: &[u8]) -> Result<Vec<Part>, Refusal> {
    let boundary = multer::parse_boundary(content_type.unwrap_or_default());
    let boundary = boundary.map_err(|_| Refusal::invalid("the body has to be multipart/form-data"))?;
    let chunk = Ok(Bytes::copy_from_slice(body));
    let mut form = Multipart::new(ByteStream::from_chunks([chunk]), boundary);
    at_once(async move {
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await? {
            parts.push(part(field).await?);
        }
        Ok(parts)
    })
    .unwrap_or(Err(multer::Error::IncompleteStream))
    .map_err(|error: multer::Error| Refusal::invalid(format!("the form cannot be read: {error}")))
}

async fn part(field: multer::Field<'_>) -> Result<Part, multer::Error> {
    Ok(Part {
        name: field.name().unwrap_or_default().to_owned(),
        file_name: field.file_name().map(str::to_owned),
        content_type: field.content_type().map(ToString::to_string),
        content: field.bytes().await?,
    })
}

/// The outcome of what needs no waiting; `None` of what does.
fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}
