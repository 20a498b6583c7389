//! Writes a stream to a writer.

use hwc_transport::ByteStream;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::error::Error;

/// Writes a stream and returns the number of bytes. If the stream fails, bytes already written remain.
#[inline]
pub(crate) async fn write(mut from: ByteStream, to: &mut (dyn AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
    let broken = |error| Error::file("the content cannot be written".to_owned(), error);
    let mut written = 0;
    while let Some(chunk) = from.next().await {
        let chunk = chunk.map_err(Error::response_body)?;
        to.write_all(&chunk).await.map_err(broken)?;
        written += chunk.len() as u64;
    }
    to.flush().await.map_err(broken)?;
    Ok(written)
}
