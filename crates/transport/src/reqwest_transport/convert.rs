//! Conversion of requests and bodies to those of reqwest, and back.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::request::Parts;
use http::{Method, Response as HttpTypesResponse};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::classify::classify;
use super::url_cache::UrlCache;
use crate::{Body, BodyError, ByteStream, HttpRequest, HttpResponse, TransportError};

pub(super) fn request(request: HttpRequest, urls: &UrlCache) -> Result<reqwest::Request, TransportError> {
    let (mut parts, body) = request.into_parts();
    announce_length(&mut parts, body.len());
    let url = urls.url(&parts.uri).map_err(|error| classify(error, None))?;
    let mut request = reqwest::Request::new(parts.method, url);
    *request.version_mut() = parts.version;
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(request_body(body));
    Ok(request)
}

/// Sets the length headers according to the body. Some servers reject chunked requests, and some reject a POST without a
/// length.
fn announce_length(parts: &mut Parts, len: Option<u64>) {
    let expected = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
    let had_length = parts.headers.remove(CONTENT_LENGTH).is_some();
    parts.headers.remove(TRANSFER_ENCODING);
    match len {
        Some(0) if !(expected || had_length) => {}
        Some(len) => {
            parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(len));
        }
        None => {}
    }
}

fn request_body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(RequestBody { remaining: body.len(), stream: body.into_stream() }),
    }
}

/// A request body in the form that reqwest requires.
struct RequestBody {
    remaining: Option<u64>,
    stream: ByteStream,
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let chunk = ready!(Pin::new(&mut self.stream).poll_next(cx));
        if let (Some(remaining), Some(Ok(bytes))) = (&mut self.remaining, &chunk) {
            *remaining = remaining.saturating_sub(bytes.len() as u64);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.remaining == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.remaining.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

pub(super) fn response(response: reqwest::Response) -> HttpResponse {
    let (mut parts, body) = HttpTypesResponse::<reqwest::Body>::from(response).into_parts();
    parts.extensions.clear();
    let body = match body.size_hint().exact() {
        Some(0) => Body::empty(),
        len => Body::from_stream(ResponseBody(body), len),
    };
    HttpResponse::from_parts(parts, body)
}

/// The chunks of a response. Trailers are dropped.
struct ResponseBody(reqwest::Body);

impl Stream for ResponseBody {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(frame) = ready!(Pin::new(&mut self.0).poll_frame(cx)) else {
                return Poll::Ready(None);
            };
            match frame.map(Frame::into_data) {
                Ok(Ok(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Ok(Err(_trailers)) => {}
                Err(error) => {
                    return Poll::Ready(Some(Err(BodyError::interrupted(error.without_url()))));
                }
            }
        }
    }
}
