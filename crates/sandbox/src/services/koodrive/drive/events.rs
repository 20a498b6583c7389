//! The events of the files: each change of the tree, each view and each download writes one, with a growing number. The change feed, the operations of a
//! file and the list of recent files read them.

use hwc_models::koodrive::FileType;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Query, Records, StoredRecord};
use crate::runtime::store;
use crate::services::koodrive::drive::Node;
use crate::services::koodrive::sync_dirs;

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EventKind {
    /// Created, uploaded or unpacked.
    Created,
    /// Created as a copy.
    Copied,
    /// The content or the properties changed.
    Edited,
    /// Renamed.
    Renamed,
    /// Moved to another folder.
    Moved,
    /// Moved to the recycle bin.
    Recycled,
    /// Moved back from the recycle bin.
    Restored,
    /// Deleted for good.
    Deleted,
    /// Downloaded, or packed to be downloaded.
    Downloaded,
    /// Opened: its details were requested with the URL of the content.
    Viewed,
    /// Shared.
    Shared,
    /// No longer shared.
    Unshared,
}

/// An event of a file. Name, parent and type are those after the event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Event {
    key: String,
    pub(crate) number: i64,
    pub(crate) kind: EventKind,
    pub(crate) node: String,
    pub(crate) space: String,
    /// The user who caused it.
    pub(crate) user: String,
    /// The device of the user, if it is known.
    #[serde(default)]
    pub(crate) device: Option<String>,
    pub(crate) at: i64,
    pub(crate) name: String,
    pub(crate) parent: String,
    pub(crate) file_type: FileType,
    /// The former name, if the file was renamed.
    #[serde(default)]
    pub(crate) old_name: Option<String>,
    /// The former parent, if the file was moved.
    #[serde(default)]
    pub(crate) old_parent: Option<String>,
    /// The former space, if the file was moved to another one.
    #[serde(default)]
    pub(crate) old_space: Option<String>,
}

impl StoredRecord for Event {
    const KIND: &'static str = "koodrive.event";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("number", |event| event.number.into()),
        Column::new("node", |event| event.node.clone().into()),
        Column::new("space", |event| event.space.clone().into()),
        Column::new("user", |event| event.user.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

/// Writes an event of a file.
pub(crate) fn record(cx: &Context<'_>, kind: EventKind, node: &Node) -> Result<(), ApiError> {
    write(cx, kind, node, None)
}

/// Writes an event of a file that had another name or another place before.
pub(crate) fn record_change(cx: &Context<'_>, kind: EventKind, node: &Node, old: &Node) -> Result<(), ApiError> {
    write(cx, kind, node, Some(old))
}

/// Writes events of files after the response of an operation that only reads. On a full disk, they are lost.
pub(crate) fn record_later(cx: &mut Context<'_>, kind: EventKind, nodes: &[Node]) -> Result<(), ApiError> {
    if nodes.is_empty() {
        return Ok(());
    }
    let mut events = nodes.iter().map(|node| event(cx, kind, node, None)).collect::<Result<Vec<_>, _>>()?;
    cx.deferred = Some(Box::new(move |db| {
        match std::mem::take(&mut events).into_iter().try_for_each(|event| insert(db, event).map(drop)) {
            Err(error) if error.origin != ErrorOrigin::Storage => Err(error),
            _ => Ok(false),
        }
    }));
    Ok(())
}

fn write(cx: &Context<'_>, kind: EventKind, node: &Node, old: Option<&Node>) -> Result<(), ApiError> {
    let event = insert(cx.db, event(cx, kind, node, old)?)?;
    sync_dirs::observe(cx, &event, node, old)
}

/// Numbers an event and stores it.
fn insert(db: &Connection, mut event: Event) -> Result<Event, ApiError> {
    event.number = store::next_number(db, "drive event")?;
    event.key = format!("{:019}", event.number);
    Records::of_owner(db, Owner::COMPANY).insert(&event)?;
    Ok(event)
}

/// Returns an event without its number.
fn event(cx: &Context<'_>, kind: EventKind, node: &Node, old: Option<&Node>) -> Result<Event, ApiError> {
    let former = |field: fn(&Node) -> &String| old.map(field).filter(|value| *value != field(node)).cloned();
    Ok(Event {
        key: String::new(),
        number: 0,
        kind,
        node: node.id.clone(),
        space: node.space.clone(),
        user: cx.caller.id.clone(),
        device: sync_dirs::current_device(cx)?,
        at: cx.now,
        name: node.name.clone(),
        parent: node.parent.clone(),
        file_type: node.file_type.clone(),
        old_name: former(|node| &node.name),
        old_parent: former(|node| &node.parent),
        old_space: former(|node| &node.space),
    })
}

/// Selects the events of a file, oldest first.
pub(crate) fn of_node<'a>(cx: &'a Context<'_>, node: &str) -> Query<'a, Event> {
    cx.records().query().filter("node", node.to_owned()).sort("number")
}

/// Selects the events that a user caused, oldest first.
pub(crate) fn of_user<'a>(cx: &'a Context<'_>, user: &str) -> Query<'a, Event> {
    cx.records().query().filter("user", user.to_owned()).sort("number")
}
