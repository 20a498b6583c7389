//! The versions of files. The record of a file has its newest version. A version gets a record of its own when it becomes an old
//! one, or when its properties change.

use hwc_models::koodrive::{RevisionReason, Space};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::secrets;
use crate::services::koodrive::drive::content::{self, ContentId, StoredContent};
use crate::services::koodrive::drive::{Node, quota, tree};
use crate::services::koodrive::refused;

/// The number of versions that automatic cleaning keeps, with the newest one.
const KEPT: usize = 2;

/// A version of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Revision {
    /// The ID of the stored object, a dot and the ID of its version.
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) number: i64,
    pub(crate) content: ContentId,
    pub(crate) size: u64,
    pub(crate) sha256: Option<String>,
    pub(crate) keep_forever: bool,
    /// The code of the reason.
    pub(crate) reason: i64,
    pub(crate) created_at: i64,
    pub(crate) created_by: String,
    pub(crate) updated_at: i64,
    pub(crate) updated_by: String,
}

impl StoredRecord for Revision {
    const KIND: &'static str = "koodrive.revision";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("file", |revision| revision.file.clone().into()),
        Column::new("number", |revision| revision.number.into()),
        Column::new("content", |revision| content::column(Some(&revision.content))),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

/// Returns the ID of a version, which has the form of the reference.
fn id(file: &str, number: i64) -> String {
    let digest = secrets::digest(&format!("asset {file}"));
    // 15 hexadecimal digits are at most 19 decimal ones.
    let asset = i64::from_str_radix(&digest[..15], 16).unwrap_or_default();
    format!("{asset}.{}", asset.saturating_add(number))
}

/// Returns the newest version of a file.
///
/// # Errors
/// Returns 13000406 for a folder.
pub(crate) fn newest(cx: &Context<'_>, node: &Node) -> Result<Revision, ApiError> {
    let id = id(&node.id, node.version);
    if let Some(known) = cx.records::<Revision>().get(&id)? {
        return Ok(known);
    }
    let content = node.content.clone().ok_or_else(|| refused("13000406"))?;
    Ok(Revision {
        id,
        file: node.id.clone(),
        number: node.version,
        content,
        size: node.size,
        sha256: node.sha256.clone(),
        keep_forever: false,
        reason: RevisionReason::Created.code(),
        created_at: node.created_at,
        created_by: node.creator.clone(),
        updated_at: node.created_at,
        updated_by: node.creator.clone(),
    })
}

/// Returns all versions of a file, the newest first.
///
/// # Errors
/// Returns 13000406 for a folder.
pub(crate) fn all(cx: &Context<'_>, node: &Node) -> Result<Vec<Revision>, ApiError> {
    let mut found = stored(cx, &node.id)?;
    if found.first().is_none_or(|revision| revision.number != node.version) {
        found.insert(0, newest(cx, node)?);
    }
    Ok(found)
}

/// Returns the versions of a file that have a record, the newest first.
fn stored(cx: &Context<'_>, file: &str) -> Result<Vec<Revision>, ApiError> {
    let mut found = cx.records::<Revision>().query().filter("file", file.to_owned()).all()?;
    found.sort_by_key(|revision| std::cmp::Reverse(revision.number));
    Ok(found)
}

/// Returns a version of a file by its ID.
///
/// # Errors
/// Returns 13000309 for an unknown version, and 13000406 for a folder.
pub(crate) fn find(cx: &Context<'_>, node: &Node, id: &str) -> Result<Revision, ApiError> {
    let newest = newest(cx, node)?;
    if newest.id == id {
        return Ok(newest);
    }
    let found = cx.records::<Revision>().get(id)?.filter(|revision| revision.file == node.id);
    found.ok_or_else(|| refused("13000309"))
}

/// The properties of a new version.
pub(crate) struct NewRevision {
    pub(crate) content: StoredContent,
    pub(crate) keep_forever: bool,
    pub(crate) reason: RevisionReason,
    /// The media type, if it changes.
    pub(crate) mime: Option<String>,
}

/// Adds a version to a file. Old versions without a record that keeps them are removed.
///
/// # Errors
/// Returns 13000311 if the space is full, and 13000406 for a folder.
pub(crate) fn add(cx: &Context<'_>, space: &Space, node: &Node, new: NewRevision) -> Result<Revision, ApiError> {
    quota::require(cx, space, new.content.size)?;
    let old = newest(cx, node)?;
    let revision = Revision {
        id: id(&node.id, node.version + 1),
        file: node.id.clone(),
        number: node.version + 1,
        content: new.content.id.clone(),
        size: new.content.size,
        sha256: new.content.sha256.clone(),
        keep_forever: new.keep_forever,
        reason: new.reason.code(),
        created_at: cx.now,
        created_by: cx.caller.id.clone(),
        updated_at: cx.now,
        updated_by: cx.caller.id.clone(),
    };
    cx.records().put(&old)?;
    cx.records().insert(&revision)?;
    let mut node = node.clone();
    node.version = revision.number;
    node.size = new.content.size;
    node.sha256 = new.content.sha256;
    node.content = Some(new.content.id);
    node.mime = new.mime.or(node.mime);
    clean(cx, &node.id)?;
    count(cx, &mut node)?;
    tree::update(cx, node)?;
    Ok(revision)
}

/// Removes the old versions of a file that automatic cleaning does not keep.
fn clean(cx: &Context<'_>, file: &str) -> Result<(), ApiError> {
    let revisions = stored(cx, file)?;
    revisions.iter().filter(|revision| !revision.keep_forever).skip(KEPT).try_for_each(|old| remove(cx, old))
}

/// Stores the size of the old versions with the file, for the quota.
fn count(cx: &Context<'_>, node: &mut Node) -> Result<(), ApiError> {
    let old = stored(cx, &node.id)?.into_iter().filter(|revision| revision.number != node.version);
    node.old_versions_size = old.map(|revision| revision.size).sum();
    Ok(())
}

/// Changes the retention of a version.
pub(crate) fn set_keep_forever(cx: &Context<'_>, mut revision: Revision, keep_forever: bool) -> Result<(), ApiError> {
    revision.keep_forever = keep_forever;
    revision.updated_at = cx.now;
    revision.updated_by.clone_from(&cx.caller.id);
    cx.records().put(&revision)
}

/// Deletes an old version of a file.
///
/// # Errors
/// Returns 13000403 for the newest version.
pub(crate) fn delete(cx: &Context<'_>, mut node: Node, revision: &Revision) -> Result<(), ApiError> {
    if revision.number == node.version {
        return Err(refused("13000403"));
    }
    remove(cx, revision)?;
    count(cx, &mut node)?;
    cx.records().update(&node).map(|_| ())
}

/// Deletes all versions of a file that is deleted for good.
pub(crate) fn delete_all(cx: &Context<'_>, file: &str) -> Result<(), ApiError> {
    stored(cx, file)?.iter().try_for_each(|revision| remove(cx, revision))
}

fn remove(cx: &Context<'_>, revision: &Revision) -> Result<(), ApiError> {
    cx.records::<Revision>().delete(&revision.id)?;
    content::release(cx, &revision.content)
}
