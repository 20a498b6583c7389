//! Writes a stream to wherever the caller wants it.

use hwc_transport::ByteStream;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::error::Error;

/// Writes all of a stream and gives the number of bytes. What was written stays there if it breaks off.
pub(crate) async fn write(mut from: ByteStream, to: &mut (dyn AsyncWrite + Send + Unpin)) -> Result<u64, Error> {
    let broken = |error| Error::file("the content cannot be written".to_owned(), error);
    let mut written = 0;
    while let Some(chunk) = from.next().await {
        let chunk = chunk.map_err(Error::body)?;
        to.write_all(&chunk).await.map_err(broken)?;
        written += chunk.len() as u64;
    }
    to.flush().await.map_err(broken)?;
    Ok(written)
}
