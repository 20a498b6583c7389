//! Files in the parts of a form.

use std::path::{Path, PathBuf};

use crate::value::Binary;

crate::record! {
    received
    /// A file in a request: its name, and its content or local path.
    ///
    /// ```
    /// use hwc_wire::FilePart;
    ///
    /// let notes = FilePart::bytes("notes.txt", "The disk is slow.");
    /// let log = FilePart::path("/var/log/app.log");
    /// assert_eq!(log.file_name, "app.log");
    /// ```
    ///
    /// The file at a [`path`](Self::path) is streamed when the request is sent, and read again for each retry. A program
    /// that makes requests from untrusted JSON should therefore reject paths.
    pub struct FilePart {
        /// The file name that is sent to the service.
        file_name: req String = body("file_name").length(1, 255).required();
        /// The media type. Default: `application/octet-stream`.
        content_type: opt String = body("content_type");
        /// The content.
        content: opt Binary = body("content");
        /// The local path of the content.
        path: opt PathBuf = body("path");
    }
}

crate::record_default! { FilePart }

impl FilePart {
    /// Creates a file from content in memory.
    #[must_use]
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Binary>) -> Self {
        Self { content: Some(content.into()), ..Self::named(file_name) }
    }

    /// Creates a file from a stream of known length, which is read while it is sent: a `Body` of the transport.
    #[must_use]
    pub fn stream(file_name: impl Into<String>, content: impl Into<Binary>) -> Self {
        Self::bytes(file_name, content)
    }

    /// Creates a file from a local path. Its name is the last part of the path, with U+FFFD in place of bytes that are not
    /// UTF-8.
    #[must_use]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { path: Some(path.to_owned()), ..Self::named(name.unwrap_or_default()) }
    }

    fn named(file_name: impl Into<String>) -> Self {
        Self { file_name: file_name.into(), ..Self::default() }
    }

    /// Sets the media type of the content, as in `text/plain`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}
