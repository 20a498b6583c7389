//! Reading a stored content, which consists of one file for each part that was uploaded, or is in memory.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A stored content, open for reading. It opens one file at a time.
#[derive(Debug)]
pub(crate) enum ContentReader {
    Memory(Cursor<Arc<[u8]>>),
    Files(FileReader),
}

impl ContentReader {
    /// Returns a reader of a content in memory.
    pub(super) fn in_memory(content: Arc<[u8]>) -> Self {
        Self::Memory(Cursor::new(content))
    }

    /// Opens the content in a folder. The order of its files is that of their names.
    ///
    /// # Errors
    /// Returns an error of the kind [`io::ErrorKind::NotFound`] if the folder does not exist.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        FileReader::open(folder).map(Self::Files)
    }

    /// Returns the size in bytes.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Memory(content) => content.get_ref().len() as u64,
            Self::Files(files) => files.size,
        }
    }
}

impl Read for ContentReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(content) => content.read(buffer),
            Self::Files(files) => files.read(buffer),
        }
    }
}

impl Seek for ContentReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Memory(content) => content.seek(to),
            Self::Files(files) => files.seek(to),
        }
    }
}

/// A content in files.
#[derive(Debug)]
pub(crate) struct FileReader {
    segments: Vec<Segment>,
    size: u64,
    position: u64,
    /// The index of the open segment.
    open: Option<(usize, File)>,
}

/// A file with a part of the content.
#[derive(Debug)]
struct Segment {
    path: PathBuf,
    start: u64,
    end: u64,
}

impl FileReader {
    fn open(folder: &Path) -> io::Result<Self> {
        let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        let mut files = Vec::new();
        for entry in entries {
            files.push((entry.path(), entry.metadata()?.len()));
        }
        files.sort();
        let mut size = 0;
        let segments = files.into_iter().map(|(path, length)| {
            let start = size;
            size += length;
            Segment { path, start, end: size }
        });
        Ok(Self { segments: segments.collect(), size, position: 0, open: None })
    }

    /// Returns the file at the position and the number of bytes that are left in it, or `None` at the end.
    fn current(&mut self) -> io::Result<Option<(&mut File, u64)>> {
        let index = self.segments.partition_point(|segment| segment.end <= self.position);
        let Some(segment) = self.segments.get(index) else {
            return Ok(None);
        };
        if self.open.as_ref().is_none_or(|(open, _)| *open != index) {
            let mut file = File::open(&segment.path)?;
            file.seek(SeekFrom::Start(self.position - segment.start))?;
            self.open = Some((index, file));
        }
        let left = segment.end - self.position;
        Ok(self.open.as_mut().map(|(_, file)| (file, left)))
    }
}

impl Read for FileReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let Some((file, left)) = self.current()? else {
            return Ok(0);
        };
        let length = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let read = file.read(&mut buffer[..length])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for FileReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.size.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        self.open = None;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_folder_are_one_content() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("00010", "bc"), ("00002", "a"), ("00011", ""), ("00012", "def")] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let mut reader = ContentReader::open(folder.path()).unwrap();
        assert_eq!(reader.size(), 6);
        let mut read = |from: SeekFrom| {
            reader.seek(from).unwrap();
            io::read_to_string(&mut reader).unwrap()
        };
        assert_eq!(read(SeekFrom::Start(0)), "abcdef");
        assert_eq!(read(SeekFrom::End(-4)), "cdef");
        assert_eq!(read(SeekFrom::Start(3)), "def");
        assert_eq!(read(SeekFrom::Start(9)), "");
        assert!(reader.seek(SeekFrom::End(-7)).is_err());
    }
}
