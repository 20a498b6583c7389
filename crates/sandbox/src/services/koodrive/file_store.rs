//! Files in spaces, and the operations of jobs on a single file.

use hwc_models::koodrive::{JobAction, JobType};
use rusqlite::{Connection, OptionalExtension};

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// A file in a space.
pub(super) struct File {
    pub(super) id: String,
    pub(super) space: String,
    pub(super) name: String,
    pub(super) object: i64,
    pub(super) recycled: bool,
}

/// Finds a file of a space. An empty `space` means any.
pub(super) fn find(db: &Connection, space: &str, id: &str) -> rusqlite::Result<Option<File>> {
    let mut statement = db.prepare_cached(
        "SELECT id, space, name, object, recycled FROM files WHERE id = ?2 AND (?1 = '' OR space = ?1)",
    )?;
    statement
        .query_row((space, id), |row| {
            let (id, space, name) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(File { id, space, name, object: row.get(3)?, recycled: row.get(4)? })
        })
        .optional()
}

/// Creates a file and returns its ID.
pub(crate) fn add(cx: &Context<'_>, space: &str, name: &str, object: i64) -> Result<String, ApiError> {
    let id = format!("F{:032}", cx.next_number("file")?);
    cx.db.execute("INSERT INTO files (id, space, name, object) VALUES (?1, ?2, ?3, ?4)", (&id, space, name, object))?;
    Ok(id)
}

/// The outcome for a file: its ID from now on, or an error code.
pub(super) type FileOutcome = Result<Option<String>, &'static str>;

/// Performs the work of a job on one file.
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
    match kind {
        JobType::Copy => return Ok(Ok(Some(add(cx, target, &file.name, file.object)?))),
        JobType::Move => cx.db.execute("UPDATE files SET space = ?2 WHERE id = ?1", (&file.id, target))?,
        JobType::Delete if forever => return remove(cx.db, &file.id).map(|()| Ok(None)),
        JobType::Delete => cx.db.execute("UPDATE files SET recycled = 1 WHERE id = ?1", [&file.id])?,
        JobType::Restore => cx.db.execute("UPDATE files SET recycled = 0 WHERE id = ?1", [&file.id])?,
        _ => return Ok(Ok(None)),
    };
    Ok(Ok(Some(file.id.clone())))
}

/// Deletes a file permanently. Its content remains, because copies share it.
fn remove(db: &Connection, id: &str) -> Result<(), ApiError> {
    db.execute("DELETE FROM share_files WHERE file = ?1", [id])?;
    db.execute("DELETE FROM files WHERE id = ?1", [id])?;
    Ok(())
}

/// Empties the recycle bin of a space permanently.
pub(super) fn empty_recycle_bin(db: &Connection, space: &str) -> Result<(), ApiError> {
    let mut statement = db.prepare_cached("SELECT id FROM files WHERE space = ?1 AND recycled = 1")?;
    let ids = statement.query_map([space], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    ids.iter().try_for_each(|id| remove(db, id))
}

/// Returns the name and content of a file, for an archive.
pub(super) fn read(db: &Connection, file: &File) -> rusqlite::Result<(String, Vec<u8>)> {
    Ok((file.name.clone(), objects::get(db, file.object)?.unwrap_or_default()))
}
