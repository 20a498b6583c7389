//! The context of one request, which dav-server hands to the file system as its credentials.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use hwc_drive::{NamedEntry, RemotePath};

use crate::failure::Failure;

/// The context of one request.
///
/// dav-server walks folders itself to delete and to copy them, a file at a time. KooDrive does it in one job for the whole
/// folder. The context tells the file system which of both is going on.
#[derive(Clone, Debug)]
pub(crate) struct RequestContext(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    method: Method,
    is_deep: bool,
    /// The path of the request in the space.
    path: RemotePath,
    /// The target of a copy or a move in the space.
    destination: Option<RemotePath>,
    /// The content of the folder of the request, read before the response began.
    listing: Mutex<Option<Vec<NamedEntry>>>,
    failure: Mutex<Option<Failure>>,
}

impl RequestContext {
    pub(crate) fn new(head: &Parts, path: RemotePath, destination: Option<RemotePath>) -> Self {
        let (method, is_deep) = (head.method.clone(), is_deep(&head.headers));
        let (listing, failure) = (Mutex::default(), Mutex::default());
        Self(Arc::new(Inner { method, is_deep, path, destination, listing, failure }))
    }

    /// Returns the path of the request in the space.
    pub(crate) fn path(&self) -> &RemotePath {
        &self.0.path
    }

    /// Returns the paths whose files the request reads or changes. A stale cache would lead to other files.
    pub(crate) fn used_paths(&self) -> impl Iterator<Item = &RemotePath> {
        let is_use = !matches!(self.0.method.as_str(), "OPTIONS" | "HEAD" | "PROPFIND" | "UNLOCK");
        [Some(&self.0.path), self.0.destination.as_ref()].into_iter().flatten().filter(move |_| is_use)
    }

    /// Returns true if the request stores a content, which compares the folders around a new file itself.
    pub(crate) fn stores_content(&self) -> bool {
        matches!(self.0.method.as_str(), "PUT" | "LOCK")
    }

    /// Returns true if the request changes a whole folder, which the service does at once.
    pub(crate) fn acts_on_whole_folders(&self) -> bool {
        matches!(self.0.method.as_str(), "DELETE" | "MOVE" | "COPY")
    }

    /// Returns true if the request copies a folder with its content.
    pub(crate) fn copies_content(&self) -> bool {
        self.0.method.as_str() == "COPY" && self.0.is_deep
    }

    /// Returns true if the request locks a path, which creates a file if there is none.
    pub(crate) fn locks(&self) -> bool {
        self.0.method.as_str() == "LOCK"
    }

    /// Returns true if the response lists the content of a folder.
    pub(crate) fn lists(&self, path: &RemotePath) -> bool {
        let is_list = match self.0.method.as_str() {
            "PROPFIND" => self.0.is_deep,
            "GET" => true,
            _ => false,
        };
        is_list && self.0.path == *path
    }

    /// Stores the content of the folder of the request.
    pub(crate) fn set_listing(&self, entries: Vec<NamedEntry>) {
        *lock(&self.0.listing) = Some(entries);
    }

    /// Returns the stored content, once.
    pub(crate) fn take_listing(&self, path: &RemotePath) -> Option<Vec<NamedEntry>> {
        if self.0.path == *path { lock(&self.0.listing).take() } else { None }
    }

    /// Returns true if the content of the folder is stored.
    pub(crate) fn has_listing(&self) -> bool {
        lock(&self.0.listing).is_some()
    }

    /// Stores the reason of a failure. The first one is the cause of the others.
    pub(crate) fn set_failure(&self, failure: Failure) {
        lock(&self.0.failure).get_or_insert(failure);
    }

    pub(crate) fn take_failure(&self) -> Option<Failure> {
        lock(&self.0.failure).take()
    }
}

/// Returns true unless the header `Depth` restricts a request to the path itself.
fn is_deep(headers: &HeaderMap) -> bool {
    headers.get("depth").is_none_or(|depth| depth.as_bytes() != b"0")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
