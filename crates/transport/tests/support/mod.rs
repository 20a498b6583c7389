//! A server of hand-written bytes. It reads one request, sends the response of the test, and returns what it read.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The address of a server and its future outcome.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    seen: JoinHandle<String>,
}

impl Server {
    /// Waits for a request whose text satisfies `is_whole`, writes `answer` and closes the connection.
    pub(crate) async fn answering(is_whole: fn(&str) -> bool, answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            converse(stream, is_whole, answer).await
        });
        Self { address, seen }
    }

    /// Returns an `http` URI on this server.
    pub(crate) fn uri(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the received request.
    pub(crate) async fn request(self) -> String {
        self.seen.await.unwrap()
    }
}

/// Reads a request until `is_whole` is true or the stream ends, writes `answer` and closes the stream.
pub(crate) async fn converse<S>(mut stream: S, is_whole: fn(&str) -> bool, answer: impl AsRef<[u8]>) -> String
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut seen = Vec::new();
    while !is_whole(&String::from_utf8_lossy(&seen)) {
        if stream.read_buf(&mut seen).await.unwrap() == 0 {
            break;
        }
    }
    stream.write_all(answer.as_ref()).await.unwrap();
    stream.shutdown().await.unwrap();
    String::from_utf8(seen).unwrap()
}

/// Returns true at the empty line, which ends a request without a body.
pub(crate) fn head(seen: &str) -> bool {
    seen.ends_with("\r\n\r\n")
}
