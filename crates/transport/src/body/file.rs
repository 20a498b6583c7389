//! Local files as bodies. They are read in pieces while they are sent, so that memory use does not depend on their size.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::BodyError;
use crate::blocking::{BlockingTask, spawn};

/// Bytes per read. The next piece is read while one is sent, so twice as much is in memory.
const PIECE: u64 = 256 * 1024;

/// A piece, and the file to read the next one from.
type Piece = io::Result<(Vec<u8>, File)>;

/// A stream of a range of a file. The file is opened when the first piece is requested.
pub(super) struct FileStream {
    path: Option<PathBuf>,
    /// The position of the first byte.
    start: u64,
    /// The number of bytes that are still to be read. Data appended meanwhile is ignored.
    left: u64,
    reading: Option<BlockingTask<Piece>>,
}

impl FileStream {
    pub(super) fn new(path: PathBuf, start: u64, len: u64) -> Self {
        Self { path: Some(path), start, left: len, reading: None }
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Vec<u8>>> {
        if let Some(path) = self.path.take() {
            let (start, left) = (self.start, self.left);
            self.reading = Some(spawn(move || piece(open(&path, start)?, left)));
        }
        let Some(reading) = &mut self.reading else {
            return Poll::Ready(Ok(Vec::new()));
        };
        let read = ready!(Pin::new(reading).poll(cx));
        self.reading = None;
        let (piece_read, file) = read??;
        self.left = self.left.saturating_sub(piece_read.len() as u64);
        if !piece_read.is_empty() && self.left > 0 {
            let left = self.left;
            self.reading = Some(spawn(move || piece(file, left)));
        }
        Poll::Ready(Ok(piece_read))
    }
}

/// Opens a file at a position. The start is not sought, so that pipes can be read.
fn open(path: &Path, start: u64) -> io::Result<File> {
    let mut file = File::open(path)?;
    if start > 0 {
        file.seek(SeekFrom::Start(start))?;
    }
    Ok(file)
}

/// Reads the next piece of at most `left` bytes. Returns an empty piece at the end of the file.
fn piece(mut file: File, left: u64) -> Piece {
    let size = left.min(PIECE);
    let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    (&mut file).take(size).read_to_end(&mut content)?;
    Ok((content, file))
}

impl Stream for FileStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.poll_piece(cx)) {
            Ok(piece) if piece.is_empty() => None,
            Ok(piece) => Some(Ok(piece.into())),
            Err(error) => Some(Err(BodyError::new(error))),
        })
    }
}
