//! Conversion of requests and bodies to those of reqwest, and back.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Extensions, Response as HttpTypesResponse};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::classify::classify;
use super::url_cache::UrlCache;
use crate::network::body::{announce_length, receive};
use crate::{Body, HttpRequest, HttpResponse, TransportError};

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

fn request_body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(body),
    }
}

pub(super) fn response(response: reqwest::Response) -> HttpResponse {
    let (mut parts, body) = HttpTypesResponse::<reqwest::Body>::from(response).into_parts();
    parts.extensions = Extensions::new();
    HttpResponse::from_parts(parts, receive(WithoutUrls(body), || {}))
}

/// A body whose errors contain no URLs.
struct WithoutUrls(reqwest::Body);

impl HttpBody for WithoutUrls {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        let frame = ready!(Pin::new(&mut self.0).poll_frame(cx));
        Poll::Ready(frame.map(|frame| frame.map_err(reqwest::Error::without_url)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
