//! Errors of the storage. They are XML, as in an object storage.

use std::fmt::Display;

use hwc_transport::http::StatusCode;

use crate::http::response::SandboxResponse;

/// An error of the storage.
#[derive(Debug)]
pub(crate) struct StorageError {
    status: StatusCode,
    code: String,
    message: String,
    /// A header of the response.
    header: Option<(&'static str, String)>,
}

impl StorageError {
    pub(crate) fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, code: code.to_owned(), message: message.to_owned(), header: None }
    }

    /// Adds a header to the response.
    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.header = Some((name, value.to_owned()));
        self
    }

    /// Returns the error for a URL that has expired.
    pub(crate) fn expired() -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", "The URL has expired.")
    }

    /// Returns the error for a storage that failed.
    pub(crate) fn failed(reason: &dyn Display) -> Self {
        let message = format!("The sandbox's storage failed: {reason}.");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", &message)
    }

    /// Returns the error for a body that does not have the announced length.
    pub(crate) fn incomplete() -> Self {
        let message = "The body does not have the length of the header Content-Length.";
        Self::new(StatusCode::BAD_REQUEST, "IncompleteBody", message)
    }

    /// Returns the error for a range after the end of a content.
    pub(crate) fn no_range(size: u64) -> Self {
        let message = "The content has fewer bytes.";
        let error = Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", message);
        error.with_header("Content-Range", &format!("bytes */{size}"))
    }

    /// Returns the error for a content that does not exist.
    pub(crate) fn no_content() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchKey", "The content does not exist.")
    }
}

impl From<StorageError> for SandboxResponse {
    fn from(error: StorageError) -> Self {
        let StorageError { status, code, message, header } = error;
        let [code, message] = [code, message].map(|text| text.replace('&', "&amp;").replace('<', "&lt;"));
        let body = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
        let response = Self::new(status, body.into_bytes()).header("Content-Type", "application/xml");
        header.into_iter().fold(response, |response, (name, value)| response.header(name, &value))
    }
}
