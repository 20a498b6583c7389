//! Connections of the server.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::routes;
use crate::error::ExplorerError;
use crate::explorer::Shared;

/// The maximum number of open connections. A page uses about six.
const MAX_CONNECTIONS: usize = 64;

/// Serves connections until `shutdown` completes. Dropping the set of connections ends them.
pub(crate) async fn serve(
    shared: Arc<Shared>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ExplorerError> {
    let mut shutdown = pin!(shutdown);
    let mut running = JoinSet::new();
    loop {
        let mut accept = pin!(listener.accept());
        let accepted = poll_fn(|cx| match shutdown.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => accept.as_mut().poll(cx).map(Some),
        });
        match accepted.await {
            None => return Ok(()),
            Some(Ok((stream, _))) => {
                while running.try_join_next().is_some() {}
                // See the server of the sandbox.
                _ = stream.set_nodelay(true);
                if running.len() < MAX_CONNECTIONS {
                    running.spawn(connection(Arc::clone(&shared), stream));
                }
            }
            Some(Err(error)) if is_of_connection(&error) => {}
            Some(Err(error)) => return Err(ExplorerError::Accept(error)),
        }
    }
}

/// Returns true if only the connection failed, not the listener.
fn is_of_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

async fn connection(shared: Arc<Shared>, stream: TcpStream) {
    let service = service_fn(|request| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(routes::respond(&shared, request).await) }
    });
    // A broken connection has no reader for the error.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}
