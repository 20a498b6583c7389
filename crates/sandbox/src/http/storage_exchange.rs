//! The exchange of a request to the storage, with bodies of any size: over a connection, and in process.

use std::sync::Arc;

use http_body_util::Either;
use hwc_transport::blocking::{self, BlockingTask};
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{CONTENT_LENGTH, HeaderValue};
use hwc_transport::http::request::Parts;
use hwc_transport::http::{Response, StatusCode};
use hwc_transport::{Body, BodyError, ByteStream, HttpResponse, TransportError};
use hyper::body::Incoming;

use crate::http::activity::Activity;
use crate::http::content_body::{ContentBody, PlainBody, in_memory};
use crate::http::dispatch;
use crate::http::exchange::Shared;
use crate::http::request_body::{self, Unread};
use crate::http::response::SandboxResponse;
use crate::http::storage::{self, ContentSlice, PartReceiver, StorageRequest};
use crate::http::storage_error::StorageError;
use crate::runtime::contents::PIECE;
use crate::runtime::sandbox::Inner;

/// The memory of an exchange: a piece that is read from or written to the disk, and the next one.
const BUFFERED: usize = 2 * PIECE + (64 << 10);

/// Returns the response to a request. The second value is true if the rest of its body has to be discarded.
pub(crate) async fn respond(
    shared: &Shared,
    activity: &Arc<Activity>,
    head: &Parts,
    body: &mut Incoming,
) -> (Response<PlainBody>, bool) {
    let inner = shared.sandbox.inner();
    let whole = |response: SandboxResponse| dispatch::stamped(inner, response).map(in_memory);
    let Some(reserved) = shared.memory.reserve(BUFFERED) else {
        let message = "The sandbox has reached the limit of its memory.";
        let busy = StorageError::new(StatusCode::SERVICE_UNAVAILABLE, "SlowDown", message);
        return (whole(busy.with_header("Retry-After", "1").into()), true);
    };
    let (checked, parts) = (Arc::clone(inner), head.clone());
    let prepared = shared.workers.read(move || prepare(&checked, &parts)).await;
    match prepared
        .unwrap_or_else(|| StorageRequest::Respond(StorageError::failed(&"the request was not handled").into()))
    {
        StorageRequest::Respond(response) => (whole(response), true),
        StorageRequest::Send(head, slice) if slice.left() > 0 => {
            let body = ContentBody::new(slice, Activity::stream(activity), reserved);
            (dispatch::stamped(inner, head).map(|_| Either::Right(body)), false)
        }
        StorageRequest::Send(head, _) => (whole(head), false),
        StorageRequest::Receive(receiver) => match receive(shared, receiver, body).await {
            Ok(response) => (whole(response), false),
            Err(error) => (whole(error.into()), true),
        },
    }
}

/// Writes a body to the disk. While a piece is written, the next one arrives.
async fn receive(
    shared: &Shared,
    receiver: PartReceiver,
    body: &mut Incoming,
) -> Result<SandboxResponse, StorageError> {
    let mut writing = blocking::spawn(move || Ok(receiver));
    loop {
        let piece = match next_piece(shared, body).await {
            Ok(piece) => piece,
            // The rest does not arrive, so it need not be discarded.
            Err(error) => return Ok(error.into()),
        };
        let mut receiver = written(writing).await?;
        if piece.is_empty() {
            let inner = Arc::clone(shared.sandbox.inner());
            let finished = blocking::spawn(move || receiver.finish(&inner)).await;
            return finished.map_err(|error| StorageError::failed(&error));
        }
        writing = blocking::spawn(move || {
            piece.iter().try_for_each(|bytes| receiver.write(bytes))?;
            Ok(receiver)
        });
    }
}

async fn written(writing: BlockingTask<Result<PartReceiver, StorageError>>) -> Result<PartReceiver, StorageError> {
    writing.await.unwrap_or_else(|error| Err(StorageError::failed(&error)))
}

/// Reads about [`PIECE`] bytes of a body. Returns nothing at the end.
async fn next_piece(shared: &Shared, body: &mut Incoming) -> Result<Vec<Bytes>, StorageError> {
    let (mut piece, mut length) = (Vec::new(), 0);
    while length < PIECE {
        match request_body::next(&shared.sandbox, shared.options.stall_timeout, body).await {
            Ok(Some(bytes)) => {
                length += bytes.len();
                piece.push(bytes);
            }
            Ok(None) => break,
            Err(Unread::Late) => {
                let message = "The body of the request did not arrive in time.";
                let late = StorageError::new(StatusCode::BAD_REQUEST, "RequestTimeout", message);
                return Err(late.with_header("Connection", "close"));
            }
            Err(_) => return Err(StorageError::incomplete()),
        }
    }
    Ok(piece)
}

/// Handles a request in process, on the thread of the caller.
///
/// # Errors
/// Returns an error if the body of the request cannot be read.
pub(crate) async fn respond_in_process(
    inner: &Inner,
    mut head: Parts,
    body: Body,
) -> Result<HttpResponse, TransportError> {
    if let (Some(length), false) = (body.len(), head.headers.contains_key(CONTENT_LENGTH)) {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let whole = |response: SandboxResponse| dispatch::stamped(inner, response).map(Body::from);
    Ok(match prepare(inner, &head) {
        StorageRequest::Respond(response) => whole(response),
        StorageRequest::Send(head, slice) => dispatch::stamped(inner, head).map(|_| streamed(slice)),
        StorageRequest::Receive(mut receiver) => {
            let mut pieces = body.into_stream();
            while let Some(piece) = pieces.next().await {
                let piece = piece.map_err(TransportError::maybe_sent)?;
                if let Err(error) = receiver.write(&piece) {
                    return Ok(whole(error.into()));
                }
            }
            whole(receiver.finish(inner))
        }
    })
}

/// Returns a body that reads a content as it is consumed.
fn streamed(mut slice: ContentSlice) -> Body {
    let length = slice.left();
    let pieces = std::iter::from_fn(move || {
        let piece = (slice.left() > 0).then(|| slice.next_piece())?;
        Some(piece.map(Bytes::from).map_err(BodyError::new))
    });
    Body::from_stream(ByteStream::from_chunks(pieces), Some(length))
}

fn prepare(inner: &Inner, head: &Parts) -> StorageRequest {
    let time = inner.now();
    let prepared = inner.database.read(None, |db| storage::prepare(inner, db, head, time));
    prepared.unwrap_or_else(|| storage::prepare(inner, &inner.db(), head, time))
}
