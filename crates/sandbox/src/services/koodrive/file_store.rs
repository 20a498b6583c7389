//! Stored files and shares, and the work of tasks on a single file.

use hwc_models::koodrive::{JobAction, JobType};
use serde::{Deserialize, Serialize};

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};

/// A file in a space.
#[derive(Serialize, Deserialize)]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) space: String,
    pub(crate) name: String,
    /// The number of the content in the object store.
    pub(crate) object: i64,
    pub(crate) size: u64,
    #[serde(default)]
    pub(crate) recycled: bool,
}

impl StoredRecord for File {
    const KIND: &'static str = "koodrive.file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] =
        &[Column::new("space", |file| file.space.clone().into()), Column::new("recycled", |file| file.recycled.into())];

    fn key(&self) -> &str {
        &self.id
    }
}

/// A share link and the files that it opens.
#[derive(Serialize, Deserialize)]
pub(crate) struct Share {
    pub(crate) id: String,
    pub(crate) files: Vec<String>,
}

impl StoredRecord for Share {
    const KIND: &'static str = "koodrive.share";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

/// Finds a file of a space.
pub(super) fn find(cx: &Context<'_>, space: &str, id: &str) -> Result<Option<File>, ApiError> {
    Ok(cx.records::<File>().get(id)?.filter(|file| file.space == space))
}

/// Creates a file with a stored content and returns its ID.
pub(crate) fn add(cx: &Context<'_>, space: &str, name: &str, (object, size): (i64, u64)) -> Result<String, ApiError> {
    let id = format!("F{:032}", cx.next_number("file")?);
    let (space, name) = (space.to_owned(), name.to_owned());
    cx.records().insert(&File { id: id.clone(), space, name, object, size, recycled: false })?;
    Ok(id)
}

/// Returns the bytes of the files of a space, including those in its recycle bin.
pub(super) fn used(cx: &Context<'_>, space: &str) -> Result<u64, ApiError> {
    let files = cx.records::<File>().query().filter("space", space.to_owned()).all()?;
    Ok(files.iter().map(|file| file.size).sum())
}

/// The outcome for a file: its ID from now on, or an error code.
pub(super) type FileOutcome = Result<Option<String>, &'static str>;

/// Performs the work of a task on one file.
pub(super) fn run_task(
    cx: &Context<'_>,
    (kind, action): (JobType, Option<JobAction>),
    file: Option<&File>,
    target: &str,
) -> Result<FileOutcome, ApiError> {
    let Some(file) = file else {
        return Ok(Err("13000302"));
    };
    let wants_recycled = kind == JobType::Restore;
    let forever = action == Some(JobAction::DeleteForever);
    if file.recycled != wants_recycled && !forever {
        return Ok(Err(if wants_recycled { "13000303" } else { "13000306" }));
    }
    let files = cx.records::<File>();
    match kind {
        JobType::Copy => return Ok(Ok(Some(add(cx, target, &file.name, (file.object, file.size))?))),
        JobType::Move => files.edit(&file.id, |file| target.clone_into(&mut file.space))?,
        // The content remains, because copies share it.
        JobType::Delete if forever => return files.delete(&file.id).map(|_| Ok(None)),
        JobType::Delete => files.edit(&file.id, |file| file.recycled = true)?,
        JobType::Restore => files.edit(&file.id, |file| file.recycled = false)?,
        _ => return Ok(Ok(None)),
    };
    Ok(Ok(Some(file.id.clone())))
}

/// Empties the recycle bin of a space permanently.
pub(super) fn empty_recycle_bin(cx: &Context<'_>, space: &str) -> Result<(), ApiError> {
    cx.records::<File>().query().filter("space", space.to_owned()).filter("recycled", true).delete().map(|_| ())
}

/// Returns the name and content of a file, for an archive.
pub(super) fn read(cx: &Context<'_>, file: &File) -> Result<(String, Vec<u8>), ApiError> {
    Ok((file.name.clone(), objects::get(cx.db, file.object)?.unwrap_or_default()))
}
