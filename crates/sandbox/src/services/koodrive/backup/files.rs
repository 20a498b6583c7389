//! The files of a backup: `CreateBackupFile` and `ListBackupFile`. Contents are sent like those of other files, with `UploadUrl` and
//! `CompleteFile`. The files are in the space once the backup is complete.

use hwc_models::koodrive::{
    BackupFile as FileInfo, ConflictPolicy, CreateBackupFile, CreateBackupFileResponse, FileId, ListBackupFile,
    ListBackupFileResponse, Space,
};
use hwc_wire::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::records;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, Query, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::content::{self, ContentId, StoredContent};
use crate::services::koodrive::drive::uploads::{self, NewUpload, Upload, UploadResult};
use crate::services::koodrive::drive::{NewNode, Node, names, quota, recycle_bin, tree};
use crate::services::koodrive::{refused, refused_with, spaces};

/// A file of a backup.
#[derive(Serialize, Deserialize)]
pub(crate) struct BackupFile {
    pub(crate) id: String,
    /// The key of the backup.
    pub(crate) backup: String,
    pub(crate) name: String,
    /// The folder that the file is put into.
    pub(crate) parent: String,
    pub(crate) mime: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) size: u64,
    pub(crate) sha256: Option<String>,
    pub(crate) created_at: i64,
    /// The content between its upload and the completion of the backup.
    pub(crate) content: Option<ContentId>,
    /// True if the file is in the space.
    #[serde(default)]
    pub(crate) published: bool,
}

/// The key of a backup is unique among those of all users.
impl StoredRecord for BackupFile {
    const KIND: &'static str = "koodrive.backup_file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("backup", |file| file.backup.clone().into()),
        Column::new("content", |file| content::column(file.content.as_ref())),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<BackupFile>().register(create).register(list);
}

/// Adds a file. An empty one needs no upload.
fn create(cx: &mut Context<'_>, request: &CreateBackupFile) -> Result<CreateBackupFileResponse, ApiError> {
    let backup = records::find_open(cx, &request.record_id, &request.lock_id)?;
    let space = space(cx)?;
    let mut file = planned(cx, request, backup.key(), &space)?;
    quota::require(cx, &space, file.size)?;
    require_free_name(cx, &file)?;
    let upload = if file.size > 0 {
        Some(start(cx, &file, &space)?)
    } else {
        keep(&mut file, content::put(cx, &request.file_name, &mut [].as_slice())?)?;
        None
    };
    cx.records().insert(&file)?;
    let mut response = CreateBackupFileResponse::default();
    response.data = Some(json!({
        "fileId": file.id,
        "fileName": file.name,
        "containerId": spaces::id(&space),
        "parentFolder": [file.parent],
        "uploadId": upload.map(|upload| upload.id),
    }));
    Ok(response)
}

/// Validates the properties of a new file.
fn planned(cx: &Context<'_>, request: &CreateBackupFile, backup: &str, space: &Space) -> Result<BackupFile, ApiError> {
    names::validate(&request.file_name)?;
    uploads::validate_hash(request.sha256.as_deref())?;
    let parent = request.parent_folder.as_deref().unwrap_or_default().first().map_or("", FileId::as_str);
    Ok(BackupFile {
        id: tree::new_id(cx)?,
        backup: backup.to_owned(),
        name: request.file_name.clone(),
        parent: tree::folder(cx, space, parent)?.id,
        mime: request.mime_type.clone(),
        description: request.description.clone(),
        size: request.length.unwrap_or_default(),
        sha256: request.sha256.as_deref().map(str::to_ascii_lowercase),
        created_at: cx.now,
        content: None,
        published: false,
    })
}

/// Returns the personal space of the caller.
///
/// # Errors
/// Returns 13000301 without one, and 13000412 if it is disabled.
fn space(cx: &Context<'_>) -> Result<Space, ApiError> {
    let space = spaces::personal(cx, &cx.caller.id)?.ok_or_else(|| refused("13000301"))?;
    access::space(cx, spaces::id(&space), Right::Upload)
}

/// Checks that the backup has no file with the same name for the same folder.
fn require_free_name(cx: &Context<'_>, new: &BackupFile) -> Result<(), ApiError> {
    let is_taken = |file: &BackupFile| file.parent == new.parent && file.name == new.name;
    if of_backup(cx, &new.backup).all()?.iter().any(is_taken) { Err(refused("13000405")) } else { Ok(()) }
}

fn start(cx: &Context<'_>, file: &BackupFile, space: &Space) -> Result<Upload, ApiError> {
    let new = NewUpload {
        file: file.id.clone(),
        space: spaces::id(space),
        result: UploadResult::BackupFile,
        length: file.size,
        sha256: file.sha256.as_deref(),
        parts: &[],
    };
    uploads::start(cx, new)
}

/// Notes the content of a file. Its hash must be the announced one.
fn keep(file: &mut BackupFile, stored: StoredContent) -> Result<(), ApiError> {
    if file.sha256.is_some() && file.sha256 != stored.sha256 {
        return Err(refused("13000402"));
    }
    file.sha256 = stored.sha256;
    file.content = Some(stored.id);
    Ok(())
}

/// Completes the upload of a file, while the backup has its lock.
///
/// # Errors
/// Returns 13000401 if the backup is gone, and 13000402 for an incomplete content.
pub(crate) fn complete_upload(cx: &Context<'_>, upload: &Upload, sha256: Option<&str>) -> Result<(), ApiError> {
    let mut file = cx.records::<BackupFile>().get(&upload.file)?.ok_or_else(|| refused("13000401"))?;
    if records::visible(cx, &file.backup)?.is_none() {
        return Err(refused("13000401"));
    }
    keep(&mut file, uploads::join(cx, upload, sha256)?)?;
    cx.records().update(&file)?;
    uploads::delete(cx, upload)
}

/// Puts all files of a backup into the space. A name in use gets a time stamp.
///
/// # Errors
/// Returns 13000402 if the content of a file is missing, and the errors of new files.
pub(super) fn publish(cx: &Context<'_>, backup: &str) -> Result<(), ApiError> {
    for mut file in of_backup(cx, backup).all()? {
        let incomplete =
            || refused_with("13000402", &format!("File upload incomplete. {} was not uploaded.", file.name));
        let id = file.content.take().ok_or_else(incomplete)?;
        let space = space(cx)?;
        let parent = tree::folder(cx, &space, &file.parent)?;
        let stored = StoredContent { id, size: file.size, sha256: file.sha256.clone() };
        let mut new = NewNode::file(&file.name, stored);
        new.id = Some(file.id.clone());
        new.mime = file.mime.clone().or(new.mime);
        new.description.clone_from(&file.description);
        tree::insert(cx, &space, &parent, new, ConflictPolicy::Rename)?;
        file.published = true;
        cx.records().update(&file)?;
    }
    Ok(())
}

/// Deletes the files of a backup for good, and what was uploaded for them.
pub(super) fn delete_all(cx: &Context<'_>, backup: &str) -> Result<(), ApiError> {
    for file in of_backup(cx, backup).all()? {
        for upload in cx.records::<Upload>().query().filter("file", file.id.clone()).all()? {
            uploads::delete(cx, &upload)?;
        }
        cx.records::<BackupFile>().delete(&file.id)?;
        if let Some(id) = &file.content {
            content::release(cx, id)?;
        }
        if let Some(node) = cx.records::<Node>().get(&file.id)?.filter(|_| file.published) {
            recycle_bin::delete_forever(cx, &node)?;
        }
    }
    Ok(())
}

/// Lists the files of a complete backup in the order in which they were added.
fn list(cx: &mut Context<'_>, request: &ListBackupFile) -> Result<ListBackupFileResponse, ApiError> {
    let backup = records::find_complete(cx, &request.record_id)?;
    let page = Page::cursor(request.cursor.as_deref(), request.page_size);
    let page = of_backup(cx, backup.key()).page(&page)?;
    let mut response = ListBackupFileResponse::default();
    response.next_cursor = page.next_cursor();
    response.data = page.items.into_iter().map(info).collect();
    Ok(response)
}

fn info(file: BackupFile) -> FileInfo {
    let mut info = FileInfo::default();
    info.file_id = Some(file.id.into());
    info.file_name = Some(file.name);
    info.sha256 = file.sha256;
    info.size = Some(file.size);
    info.description = file.description;
    info.create_time = Some(Timestamp::from_unix_millis(file.created_at));
    info
}

fn of_backup<'a>(cx: &'a Context<'_>, backup: &str) -> Query<'a, BackupFile> {
    cx.records().query().filter("backup", backup.to_owned())
}
