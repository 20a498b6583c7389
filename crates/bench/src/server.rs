//! The server of the benchmarks. It responds from memory, discards uploads, and sends zeros as downloads. It runs in its
//! own process, so that the client's figures do not include it.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Either, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::{Outcome, data};

/// Bytes per write of a download.
const CHUNK_BYTES: usize = 256 * 1024;

/// The prepared responses.
struct Responses {
    small: Bytes,
    page: Bytes,
    zeros: Bytes,
    /// The size of a download in bytes.
    download: u64,
}

/// Serves on `listener` forever. Downloads have `download` bytes.
///
/// # Errors
/// Returns an error if the listener fails.
pub async fn serve(listener: TcpListener, download: u64) -> Outcome<()> {
    let responses = Arc::new(Responses {
        small: Bytes::from_static(data::RESPONSE.as_bytes()),
        page: data::page(100).into(),
        zeros: vec![0; CHUNK_BYTES].into(),
        download,
    });
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let responses = Arc::clone(&responses);
        let service = service_fn(move |request| respond(Arc::clone(&responses), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

type Content = Either<Full<Bytes>, Zeros>;

async fn respond(responses: Arc<Responses>, request: Request<Incoming>) -> Result<Response<Content>, Infallible> {
    let (head, mut body) = request.into_parts();
    let mut received: u64 = 0;
    while let Some(Ok(frame)) = body.frame().await {
        received += frame.data_ref().map_or(0, |data| data.len() as u64);
    }
    let (kind, content) = match (&head.method, head.uri.path(), head.uri.query()) {
        (&Method::GET, data::CASES, Some("limit=100")) => ("application/json", full(responses.page.clone())),
        (&Method::GET, data::CASES, _) => ("application/json", full(responses.small.clone())),
        (&Method::GET, path, _) if path.ends_with("/image") => {
            let zeros = Zeros { piece: responses.zeros.clone(), left: responses.download };
            ("image/png", Either::Right(zeros))
        }
        (&Method::POST, _, _) => ("application/json", full(format!(r#"{{"accessory_id":"{received}-bytes"}}"#).into())),
        _ => return Ok(not_found()),
    };
    let mut response = Response::new(content);
    response.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
    Ok(response)
}

fn full(bytes: Bytes) -> Content {
    Either::Left(Full::new(bytes))
}

fn not_found() -> Response<Content> {
    let mut response = Response::new(full(Bytes::new()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// A stream of zeros.
struct Zeros {
    piece: Bytes,
    left: u64,
}

impl Body for Zeros {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let size = self.piece.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.left -= size as u64;
        let piece = (size > 0).then(|| Ok(Frame::data(self.piece.slice(..size))));
        Poll::Ready(piece)
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
