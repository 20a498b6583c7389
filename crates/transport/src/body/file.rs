//! Files of this machine as bodies: read piece by piece while they are sent, so that their size does not matter.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::BodyError;

/// How much is read at a time.
const PIECE: usize = 64 * 1024;

type Opening = Pin<Box<dyn Future<Output = io::Result<File>> + Send>>;

/// The content of a file. It is opened when the first piece is asked for.
pub(super) struct FileStream {
    opening: Option<Opening>,
    file: Option<File>,
    buffer: BytesMut,
}

impl FileStream {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { opening: Some(Box::pin(File::open(path))), file: None, buffer: BytesMut::new() }
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        if let Some(opening) = &mut self.opening {
            self.file = Some(ready!(opening.as_mut().poll(cx))?);
            self.opening = None;
        }
        let Some(file) = &mut self.file else {
            return Poll::Ready(Ok(Bytes::new()));
        };
        self.buffer.resize(PIECE, 0);
        let mut into = ReadBuf::new(&mut self.buffer);
        ready!(Pin::new(file).poll_read(cx, &mut into))?;
        let filled = into.filled().len();
        Poll::Ready(Ok(self.buffer.split_to(filled).freeze()))
    }
}

impl Stream for FileStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.poll_piece(cx)) {
            Ok(piece) if piece.is_empty() => None,
            Ok(piece) => Some(Ok(piece)),
            Err(error) => Some(Err(BodyError::new(error))),
        })
    }
}
