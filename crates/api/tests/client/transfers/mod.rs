//! Contents of files: forms on their way out, downloads on their way in.

mod download;
mod upload;

use std::path::PathBuf;

use hwc_api::FilePart;
use hwc_api::wire::{Binary, Download, Method, Operation, model, request};

use crate::common::OSM;

model! {
    /// An answer that says nothing.
    pub struct Nothing {}
}

model! {
    /// What is said about a file.
    pub struct Notes {
        /// A comment.
        comment: opt String = body("comment");
    }
}

request! {
    /// Uploads a file in a form.
    pub struct Upload(file: one FilePart) -> Nothing {
        /// What is said about it.
        notes: opt Notes = form("notes");
        /// The file.
        file: one FilePart = form("file").required();
    }
    operation: Operation::new(&OSM, "Files", "Upload", Method::Post, "/v2/files");
}

model! {
    /// The content of a file.
    pub struct Content {
        /// It.
        content: one Binary = content("content");
    }
}

request! {
    /// Downloads a file.
    pub struct Fetch(id: one String) -> Content {
        /// Which one.
        id: one String = path("id");
    }
    operation: Operation::new(&OSM, "Files", "Fetch", Method::Get, "/v2/files/{id}");
}

impl Download for Fetch {}

/// A folder of its own for a test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The names of what is in a folder.
fn files(folder: &PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
