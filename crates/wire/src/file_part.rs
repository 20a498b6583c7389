//! Files that are sent as a part of a form.

use std::path::{Path, PathBuf};

use crate::binary::Binary;

crate::model! {
    /// A file that is sent along with a request: its name, and its content or where that is.
    ///
    /// ```
    /// use hwc_wire::FilePart;
    ///
    /// let notes = FilePart::bytes("notes.txt", "The disk is slow.");
    /// let log = FilePart::path("/var/log/app.log");
    /// assert_eq!(log.file_name, "app.log");
    /// ```
    ///
    /// The file at a [`path`](Self::path) is read when the request is sent, piece by piece, and read again if the request
    /// has to be sent again. So whoever may make requests from JSON of others should not let them name a path.
    pub struct FilePart {
        /// The name of the file, as the service gets to know it.
        file_name: one String = body("file_name").chars(1, 255).required();
        /// Its media type; `application/octet-stream` when left out.
        content_type: opt String = body("content_type");
        /// Its content.
        content: opt Binary = body("content");
        /// Where on this machine its content is.
        path: opt PathBuf = body("path");
    }
}

impl FilePart {
    /// A file whose content is in memory.
    #[must_use]
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Binary>) -> Self {
        Self { content: Some(content.into()), ..Self::named(file_name) }
    }

    /// A file of this machine. It is sent under the last part of its path, in which U+FFFD replaces what is not UTF-8.
    #[must_use]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { path: Some(path.to_owned()), ..Self::named(name.unwrap_or_default()) }
    }

    fn named(file_name: impl Into<String>) -> Self {
        Self { file_name: file_name.into(), ..Self::default() }
    }

    /// Says what the content is, as in `text/plain`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}
