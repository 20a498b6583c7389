//! Responses to clients whose requests hyper does not read: it has given up, or was never started.

use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::Response;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::http::wait::timeout;
use crate::runtime::sandbox::Sandbox;

/// The bytes and the time to read the rest of a request, so that its sender gets to read the response.
const MOST_UNREAD: usize = 1 << 20;
const LONGEST_UNREAD: Duration = Duration::from_secs(2);

/// Sends a response, ends the stream, and discards the rest of the request.
pub(crate) async fn send(sandbox: &Sandbox, mut stream: TcpStream, response: &Response<Bytes>) {
    let exchange = async {
        stream.write_all(&written(response)).await?;
        stream.shutdown().await?;
        let (mut rest, mut unread) = ([0; 4096], MOST_UNREAD);
        while let read @ 1.. = stream.read(&mut rest).await? {
            match unread.checked_sub(read) {
                Some(less) => unread = less,
                None => break,
            }
        }
        std::io::Result::Ok(())
    };
    // The client may be gone already.
    let _ = timeout(sandbox, LONGEST_UNREAD, exchange).await;
}

/// Returns a response as bytes of HTTP/1.1 that end the connection.
fn written(response: &Response<Bytes>) -> Vec<u8> {
    let (status, body) = (response.status(), response.body());
    let reason = status.canonical_reason().unwrap_or_default();
    let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in response.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(format!("content-length: {}\r\nconnection: close\r\n\r\n", body.len()).into_bytes());
    bytes.extend_from_slice(body);
    bytes
}
