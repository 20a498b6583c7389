//! Clients that synchronize a directory of KooDrive.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    CloseSyncDir, CreateJob, CreateSyncDir, FileChange, GetJobDetail, GetStartCursor, JobAction, JobType, ListChanges,
    ListChangesResponse, SyncFile, WalkFile, WalkPage,
};
use hwc_wire::Request;

use super::Bench;
use super::drive::{codes, job};

/// A device, which is signed in with a token of its own. All devices belong to the user of the built-in token.
pub(crate) struct Device<'a> {
    pub(crate) bench: &'a Bench,
    pub(crate) name: &'static str,
    pub(crate) space: String,
}

impl Device<'_> {
    /// Sends a request, which must succeed.
    pub(crate) async fn send<E: Request>(&self, request: E) -> E::Response {
        self.bench.send_with(request, &[("Authorization", &format!("Bearer {}", self.name))]).await
    }

    /// Creates a synchronization directory in the top folder and returns its ID.
    pub(crate) async fn sync_dir(&self, name: &str) -> String {
        let request = CreateSyncDir::new(self.space.as_str()).file_name(name);
        self.send(request).await.file_id.unwrap().to_string()
    }

    /// Creates a folder and returns its ID. The top folder has an empty ID.
    pub(crate) async fn folder(&self, parent: &str, name: &str) -> String {
        let mut request = CreateSyncDir::new(self.space.as_str()).file_name(name);
        if !parent.is_empty() {
            request = request.parent_folder(parent);
        }
        let id = self.send(request).await.file_id.unwrap();
        self.send(CloseSyncDir::new(self.space.as_str(), id.clone())).await;
        id.to_string()
    }

    /// Runs a job on one file and returns the code of its result, and the ID of the file from now on.
    pub(crate) async fn run(&self, request: CreateJob) -> (String, Option<String>) {
        let id = self.send(request).await.data.unwrap();
        self.bench.wait(3);
        let detail = self.send(GetJobDetail::new(id)).await.data.unwrap();
        let new_id = detail.task_infos[0].new_file_id.as_ref().map(ToString::to_string);
        (codes(&detail)[0].to_owned(), new_id)
    }

    /// Copies a file to a folder and returns the ID of the copy, if there is one.
    pub(crate) async fn copy(&self, file: &str, folder: &str) -> Option<String> {
        self.run(self.job_to(JobType::Copy, file, folder)).await.1
    }

    /// Moves a file to a folder and returns the code of the result.
    pub(crate) async fn move_to(&self, file: &str, folder: &str) -> String {
        self.run(self.job_to(JobType::Move, file, folder)).await.0
    }

    /// Moves a file to the recycle bin and returns the code of the result.
    pub(crate) async fn recycle(&self, file: &str) -> String {
        self.run(job(JobType::Delete, &self.space, &[file]).action_type(JobAction::Recycle)).await.0
    }

    /// Restores a file and returns the code of the result.
    pub(crate) async fn restore(&self, file: &str) -> String {
        self.run(job(JobType::Restore, &self.space, &[file])).await.0
    }

    /// Deletes a file for good and returns the code of the result.
    pub(crate) async fn delete(&self, file: &str) -> String {
        self.run(job(JobType::Delete, &self.space, &[file]).action_type(JobAction::DeleteForever)).await.0
    }

    fn job_to(&self, kind: JobType, file: &str, folder: &str) -> CreateJob {
        let mut request = job(kind, &self.space, &[file]);
        request.task_info.new_file_path = Some(folder.to_owned());
        request
    }

    /// Returns the cursor after the last change of a directory.
    pub(crate) async fn start(&self, directory: &str) -> String {
        self.send(GetStartCursor::new(self.space.as_str(), directory)).await.start_cursor.unwrap()
    }

    /// Returns a page of the changes of a directory.
    pub(crate) async fn changes(&self, directory: &str, cursor: &str, size: u32) -> ListChangesResponse {
        self.send(ListChanges::new(self.space.as_str(), directory, self.name).cursor(cursor).page_size(size)).await
    }

    /// Returns all changes after a cursor, which moves to their end.
    pub(crate) async fn follow(&self, directory: &str, cursor: &mut String, size: u32) -> Vec<FileChange> {
        let mut changes = Vec::new();
        loop {
            let page = self.changes(directory, cursor, size).await;
            *cursor = page.next_cursor.unwrap();
            changes.extend(page.file_change_list);
            if page.has_more == Some(false) {
                return changes;
            }
        }
    }

    /// Returns all files below a folder, read by pages.
    pub(crate) async fn walk(&self, folder: &str, size: u32) -> Vec<SyncFile> {
        let (mut files, mut page) = (Vec::new(), WalkPage::default());
        page.page_size = Some(size);
        loop {
            let request = WalkFile::new(self.space.as_str(), folder).page_info(page.clone()).include_hidden(true);
            let response = self.send(request).await;
            files.extend(response.files);
            page.page_cursor = response.next_cursor;
            if page.page_cursor.as_deref() == Some("") {
                return files;
            }
        }
    }
}

/// The files of a directory by ID: name, parent and size.
pub(crate) type Mirror = BTreeMap<String, (String, String, u64)>;

/// Returns the mirror of files.
pub(crate) fn mirror(files: &[SyncFile]) -> Mirror {
    files.iter().map(mirrored).collect()
}

fn mirrored(file: &SyncFile) -> (String, (String, String, u64)) {
    let parent = file.parent_folder[0].to_string();
    (file.id.as_ref().unwrap().to_string(), (file.file_name.clone().unwrap(), parent, file.size.unwrap()))
}

/// Applies a change to a mirror. Returns false if the change does not fit what the mirror has.
pub(crate) fn apply(mirror: &mut Mirror, change: &FileChange) -> bool {
    let (id, file) = mirrored(change.file_info.as_ref().unwrap());
    match change.change_type.as_deref().unwrap() {
        "create" | "moveIn" | "restore" => mirror.insert(id, file).is_none(),
        "update" | "rename" | "move" => mirror.insert(id, file).is_some(),
        "moveOut" | "recycle" => mirror.remove(&id).is_some(),
        // A file in the recycle bin is gone already.
        "delete" => {
            mirror.remove(&id);
            true
        }
        other => panic!("unknown change {other}"),
    }
}

/// Returns the kinds of changes, with the names of the files.
pub(crate) fn kinds(changes: &[FileChange]) -> Vec<String> {
    let name = |change: &FileChange| change.file_info.as_ref().unwrap().file_name.clone().unwrap();
    changes.iter().map(|change| format!("{} {}", change.change_type.as_ref().unwrap(), name(change))).collect()
}
