//! The stream of a connection: it notes what happens, disconnects clients that do not read, and notices clients that have
//! disconnected.

use std::future::pending;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hwc_transport::clock::Sleep;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::http::activity::Activity;
use crate::runtime::sandbox::Sandbox;

/// The time that a client has for its response after it has closed its sending side. It looks like a client that has
/// disconnected.
const HALF_CLOSED: Duration = Duration::from_secs(1);

/// The stream of a connection.
pub(crate) struct ClientStream {
    sandbox: Sandbox,
    stream: Arc<TcpStream>,
    activity: Arc<Activity>,
    stall_timeout: Duration,
    /// The timer of a client that does not read.
    stalled: Option<Sleep>,
}

impl ClientStream {
    pub(crate) fn new(
        sandbox: Sandbox,
        stream: Arc<TcpStream>,
        activity: Arc<Activity>,
        stall_timeout: Duration,
    ) -> Self {
        Self { sandbox, stream, activity, stall_timeout, stalled: None }
    }

    /// Writes with `write` when the client is ready to read.
    fn poll_send(
        &mut self,
        cx: &mut Context<'_>,
        write: impl Fn(&TcpStream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            if self.stream.poll_write_ready(cx)?.is_pending() {
                let timer = self.stalled.get_or_insert_with(|| self.sandbox.sleep(self.stall_timeout));
                return timer.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()));
            }
            self.stalled = None;
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }
}

impl AsyncRead for ClientStream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(cx))?;
            match self.stream.try_read_buf(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Ok(0) => return Poll::Ready(Ok(())),
                read => {
                    self.activity.received();
                    return Poll::Ready(read.map(drop));
                }
            }
        }
    }
}

impl AsyncWrite for ClientStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.activity.intercept(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        self.poll_send(cx, |stream| stream.try_write(bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.activity.intercept(slices.first().map_or(&[], |slice| slice)) {
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        self.poll_send(cx, |stream| stream.try_write_vectored(slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.activity.flushed(|| self.sandbox.inner().monotonic());
        Poll::Ready(Ok(()))
    }

    /// Does nothing: the stream is closed when the connection has ended.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Waits until the client has disconnected. A client that has closed its sending side alone has [`HALF_CLOSED`] for its
/// response.
pub(crate) async fn disconnected(sandbox: &Sandbox, stream: &TcpStream) {
    match stream.peek(&mut [0]).await {
        Ok(0) => sandbox.sleep(HALF_CLOSED).await,
        // The next request is here, so its sender is too.
        Ok(_) => pending().await,
        Err(_) => {}
    }
}
