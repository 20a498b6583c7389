//! File transfers: multipart uploads and downloads.

mod download;
mod upload;

use std::path::PathBuf;

use hwc_api::FilePart;
use hwc_api::wire::{Binary, Download, Method, Operation, model, request};

use crate::common::OSM;

model! {
    /// An empty response.
    pub struct Nothing {}
}

model! {
    /// The metadata of a file.
    pub struct Notes {
        /// A comment.
        comment: opt String = body("comment");
    }
}

request! {
    /// Uploads a file in a multipart form.
    pub struct Upload(file: req FilePart) -> Nothing {
        /// The metadata of the file.
        notes: opt Notes = form("notes");
        /// The file.
        file: req FilePart = form("file").required();
    }
    operation: Operation::new(&OSM, "Files", "Upload", Method::Post, "/v2/files");
}

model! {
    /// The content of a file.
    pub struct Content {
        /// The bytes.
        content: req Binary = binary("content");
    }
}

request! {
    /// Downloads a file.
    pub struct Fetch(id: req String) -> Content {
        /// The ID of the file.
        id: req String = path("id");
    }
    operation: Operation::new(&OSM, "Files", "Fetch", Method::Get, "/v2/files/{id}");
}

impl Download for Fetch {}

/// Creates an empty directory for a test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Returns the names of the entries in a directory.
fn files(folder: &PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
