//! Connections to a served sandbox: accepting them, reading requests, and ending them.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::EXPECT;
use hwc_transport::http::{Request, Response};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::runtime::error::SandboxError;
use crate::runtime::sandbox::{LARGEST_BODY, Sandbox};

/// The time that running requests have to finish at shutdown.
const DRAIN: Duration = Duration::from_secs(3);

/// The pause after a failed accept, for example with too many open files. The second constant is the number of failures in a
/// row before the server gives up.
const PAUSE: Duration = Duration::from_secs(1);
const MOST_PAUSES: u32 = 30;

/// The bytes and the time to read the rest of a rejected request, so that its sender gets to read the response.
const MOST_UNREAD: u64 = 64 << 20;
const LONGEST_UNREAD: Duration = Duration::from_secs(2);

/// The reason why a body could not be read.
enum Unread {
    TooLarge,
    Broken(hyper::Error),
}

/// Serves connections until `shutdown` completes, then drains them.
pub(crate) async fn serve(
    sandbox: &Sandbox,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), SandboxError> {
    let (mut connections, graceful) = (JoinSet::new(), GracefulShutdown::new());
    let mut shutdown = pin!(shutdown);
    let mut failures = 0;
    while let Some(accepted) = first(shutdown.as_mut(), listener.accept()).await {
        match accepted {
            Ok((stream, _)) => {
                failures = 0;
                connections.spawn(connection(sandbox.clone(), stream, &graceful));
            }
            // The peer disconnected before the connection was accepted.
            Err(error) if is_of_connection(&error) => {}
            Err(error) if failures == MOST_PAUSES => return Err(error.into()),
            Err(_) => {
                failures += 1;
                sandbox.sleep(PAUSE).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
    // From here on, the operating system refuses connections.
    drop(listener);
    first(sandbox.sleep(DRAIN), graceful.shutdown()).await;
    // Dropping the set ends the remaining connections.
    Ok(())
}

fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Awaits `work`. Returns `None` if `end` completes first.
async fn first<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    let (mut end, mut work) = (pin!(end), pin!(work));
    poll_fn(|cx| match end.as_mut().poll(cx) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => work.as_mut().poll(cx).map(Some),
    })
    .await
}

fn connection(sandbox: Sandbox, stream: TcpStream, graceful: &GracefulShutdown) -> impl Future<Output = ()> + use<> {
    let service = service_fn(move |request| {
        let sandbox = sandbox.clone();
        async move { Ok::<_, Infallible>(respond(&sandbox, request).await.map(Full::new)) }
    });
    // A client may close its sending side after the request and wait for the response.
    let connection = http1::Builder::new().half_close(true).serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    async move {
        // The peer is gone, so the error has no reader.
        let _ = connection.await;
    }
}

async fn respond(sandbox: &Sandbox, request: Request<Incoming>) -> Response<Bytes> {
    let (head, mut body) = request.into_parts();
    let refused = match sandbox.check_host(&head) {
        Some(refused) => refused,
        None => match read(&mut body).await {
            Ok(body) => return sandbox.answer(&head, &body).await,
            Err(Unread::TooLarge) => sandbox.too_large(),
            Err(Unread::Broken(error)) => return sandbox.broken_body(&error),
        },
    };
    // A client that waits for `100 Continue` has not sent its body yet.
    if !head.headers.contains_key(EXPECT) {
        let sandbox = sandbox.clone();
        tokio::spawn(async move { first(sandbox.sleep(LONGEST_UNREAD), discard(body)).await });
    }
    refused
}

/// Reads a body of at most [`LARGEST_BODY`] bytes. A larger announced length fails before the body is read.
async fn read(body: &mut Incoming) -> Result<Bytes, Unread> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if announced > LARGEST_BODY {
        return Err(Unread::TooLarge);
    }
    let mut all = Vec::with_capacity(announced);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(Unread::Broken)?.into_data() else {
            continue;
        };
        if all.len() + data.len() > LARGEST_BODY {
            return Err(Unread::TooLarge);
        }
        all.extend_from_slice(&data);
    }
    Ok(all.into())
}

/// Reads and discards the rest of a body.
async fn discard(mut body: Incoming) {
    let mut left = MOST_UNREAD;
    while let Some(Ok(frame)) = body.frame().await {
        let read = frame.data_ref().map_or(0, |data| data.len() as u64);
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
