//! The feed of a synchronization directory: the changes of all files in it, in the order in which they happened.
//!
//! Entries are written with the change, because the places of the files at that time are not known later. A folder that enters
//! or leaves the directory has an entry for each file in it. The last entry of a file therefore tells its state.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Query, StoredRecord};
use crate::services::koodrive::drive::access::{Access, Right};
use crate::services::koodrive::drive::events::{Event, EventKind};
use crate::services::koodrive::drive::{Node, grants, tree};
use crate::services::koodrive::sync_dirs::directory::SyncDir;

/// A kind of change, by its name in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum ChangeKind {
    Create,
    Update,
    Rename,
    /// Moved within the directory.
    Move,
    /// Moved into the directory.
    MoveIn,
    /// Moved out of the directory.
    MoveOut,
    Recycle,
    Restore,
    Delete,
}

impl ChangeKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Rename => "rename",
            Self::Move => "move",
            Self::MoveIn => "moveIn",
            Self::MoveOut => "moveOut",
            Self::Recycle => "recycle",
            Self::Restore => "restore",
            Self::Delete => "delete",
        }
    }

    /// Returns true if the files below a folder change with it.
    fn has_content(self) -> bool {
        matches!(self, Self::MoveIn | Self::MoveOut | Self::Recycle | Self::Restore)
    }
}

/// An entry of a feed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    key: String,
    pub(super) directory: String,
    pub(super) number: i64,
    pub(super) kind: ChangeKind,
    pub(super) device: Option<String>,
    /// The users who could not see the file then.
    #[serde(default)]
    hidden_from: BTreeSet<String>,
    /// The file after the change. A file that left the directory has its last place in it.
    pub(super) node: Node,
}

impl StoredRecord for Entry {
    const KIND: &'static str = "koodrive.sync_change";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("directory", |entry| entry.directory.clone().into()),
        Column::new("number", |entry| entry.number.into()),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

/// Adds an event to the feeds of the directories that the file is in, or was in before. `old` is the file before the event.
pub(crate) fn observe(cx: &Context<'_>, event: &Event, node: &Node, old: Option<&Node>) -> Result<(), ApiError> {
    if cx.records::<SyncDir>().query().first()?.is_none() {
        return Ok(());
    }
    let now = enclosing(cx, node)?;
    let kind = match event.kind {
        EventKind::Created | EventKind::Copied => ChangeKind::Create,
        EventKind::Edited => ChangeKind::Update,
        EventKind::Renamed => ChangeKind::Rename,
        EventKind::Recycled => ChangeKind::Recycle,
        EventKind::Restored => ChangeKind::Restore,
        EventKind::Deleted => ChangeKind::Delete,
        EventKind::Moved => return add_move(cx, event, node, (&now, old)),
        EventKind::Downloaded | EventKind::Viewed | EventKind::Shared | EventKind::Unshared => return Ok(()),
    };
    now.iter().try_for_each(|directory| add(cx, directory, kind, event, node))
}

/// Adds a move to the feeds of the directories around the new and the old place.
fn add_move(
    cx: &Context<'_>,
    event: &Event,
    node: &Node,
    (now, old): (&BTreeSet<String>, Option<&Node>),
) -> Result<(), ApiError> {
    let old = old.unwrap_or(node);
    let before = enclosing(cx, old)?;
    for directory in now {
        let kind = if before.contains(directory) { ChangeKind::Move } else { ChangeKind::MoveIn };
        add(cx, directory, kind, event, node)?;
    }
    before.difference(now).try_for_each(|directory| add(cx, directory, ChangeKind::MoveOut, event, old))
}

/// Returns the IDs of the directories that a file is in. A file below a recycled folder is in none.
fn enclosing(cx: &Context<'_>, node: &Node) -> Result<BTreeSet<String>, ApiError> {
    let folders = tree::ancestors(cx, node)?;
    if folders.iter().any(|folder| folder.recycled.is_some()) {
        return Ok(BTreeSet::new());
    }
    Ok(folders.into_iter().filter(|folder| folder.sync_dir).map(|folder| folder.id).collect())
}

/// Adds the entry of a file to a feed, and those of the files below it if they change with it.
fn add(cx: &Context<'_>, directory: &str, kind: ChangeKind, event: &Event, node: &Node) -> Result<(), ApiError> {
    let content = if kind.has_content() { tree::descendants(cx, node)? } else { Vec::new() };
    let space = &node.space;
    for node in [node].into_iter().chain(&content) {
        let number = cx.next_number("sync change")?;
        cx.records().insert(&Entry {
            key: number.to_string(),
            directory: directory.to_owned(),
            number,
            kind,
            device: event.device.clone(),
            hidden_from: grants::hidden_from(cx, node)?,
            // The content of a folder that left may be in another space by now.
            node: Node { space: space.clone(), ..node.clone() },
        })?;
    }
    Ok(())
}

/// Selects the entries of a directory after a number, oldest first.
pub(super) fn after<'a>(cx: &'a Context<'_>, directory: &str, number: i64) -> Query<'a, Entry> {
    cx.records().query().filter("directory", directory.to_owned()).greater_than("number", number).sort("number")
}

/// Returns true if the caller may see an entry. The rights on the file decide, or those at the time of the change if the file is
/// gone.
pub(super) fn is_visible(cx: &Context<'_>, access: &Access, entry: &Entry) -> Result<bool, ApiError> {
    let present = cx.records::<Node>().get(&entry.node.id)?.filter(|node| node.space == entry.node.space);
    match present {
        Some(node) => Ok(access.on(cx, &node)?.has(Right::List)),
        None => Ok(access.is_full() || !entry.hidden_from.contains(&cx.caller.id)),
    }
}

/// Returns the number of the newest entry of a directory, or 0.
pub(super) fn newest(cx: &Context<'_>, directory: &str) -> Result<i64, ApiError> {
    Ok(after(cx, directory, 0).descending().first()?.map_or(0, |entry| entry.number))
}

/// Deletes the entries of a directory.
pub(super) fn clear(cx: &Context<'_>, directory: &str) -> Result<(), ApiError> {
    after(cx, directory, 0).delete().map(|_| ())
}
