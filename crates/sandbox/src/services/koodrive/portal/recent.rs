//! The files that the caller used recently, from the events of files.

use std::collections::BTreeSet;

use hwc_models::koodrive::{
    AccessType, CollaborationType, ListRecentlyAccess, ListRecentlyAccessResponse, RecentAccess, RecentFile,
    RecentStatus, Space, SpaceType, User,
};
use hwc_wire::Timestamp;

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::services::koodrive::departments::Department;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::drive::events::{self, Event, EventKind};
use crate::services::koodrive::drive::{Node, favorites, tree};

/// The number of files in the list.
const MOST: usize = 100;

/// Lists the files with the last action of the caller, the latest first.
pub(super) fn list(
    cx: &mut Context<'_>,
    _request: &ListRecentlyAccess,
) -> Result<ListRecentlyAccessResponse, ApiError> {
    let mut response = ListRecentlyAccessResponse::default();
    let mut seen = BTreeSet::new();
    for event in events::of_user(cx, &cx.caller.id).descending().all()? {
        if let Some(action) = action(cx, &event)?.filter(|_| seen.insert(event.node.clone())) {
            response.list.push(entry(cx, &event, action)?);
        }
        if response.list.len() == MOST {
            break;
        }
    }
    Ok(response)
}

/// Returns the action that an event stands for, if the list has it. A copy counts if it is in a personal space.
fn action(cx: &Context<'_>, event: &Event) -> Result<Option<AccessType>, ApiError> {
    Ok(match event.kind {
        EventKind::Viewed | EventKind::Downloaded => Some(AccessType::Viewed),
        EventKind::Edited | EventKind::Renamed => Some(AccessType::Edited),
        EventKind::Shared => Some(AccessType::Shared),
        EventKind::Copied => {
            let space = cx.records::<Space>().get(&event.space)?;
            space.filter(|space| space.kind == Some(SpaceType::Personal)).map(|_| AccessType::Saved)
        }
        _ => None,
    })
}

fn entry(cx: &Context<'_>, event: &Event, action: AccessType) -> Result<RecentAccess, ApiError> {
    let node = cx.records::<Node>().get(&event.node)?;
    let status = status(cx, event, node.as_ref())?;
    // Files that the caller cannot open have the properties of the caller's own action.
    let node = node.filter(|_| status != RecentStatus::SpaceUnavailable);
    let mut entry = RecentAccess::default();
    entry.operate_time = Some(Timestamp::from_unix_millis(event.at));
    entry.operate_type = Some(action);
    entry.file = Some(file(cx, event, node.as_ref())?);
    entry.status = Some(status);
    Ok(entry)
}

fn status(cx: &Context<'_>, event: &Event, node: Option<&Node>) -> Result<RecentStatus, ApiError> {
    match access::read(cx, node.map_or(&event.space, |node| &node.space)) {
        Err(error) if error.origin == ErrorOrigin::Explicit => return Ok(RecentStatus::SpaceUnavailable),
        opened => {
            let space = opened?;
            if let Some(node) = node
                && !access::Access::load(cx, &space)?.on(cx, node)?.has(access::Right::List)
            {
                return Ok(RecentStatus::SpaceUnavailable);
            }
        }
    }
    let is_deleted = node.map_or(Ok(true), |node| tree::is_recycled(cx, node))?;
    Ok(if is_deleted { RecentStatus::FileDeleted } else { RecentStatus::Usable })
}

/// Returns the file of an event. Without its record, it has the properties of the event.
fn file(cx: &Context<'_>, event: &Event, node: Option<&Node>) -> Result<RecentFile, ApiError> {
    let space = node.map_or(&event.space, |node| &node.space);
    let mut file = RecentFile::default();
    file.id = Some(event.node.as_str().into());
    file.container_id = Some(space.as_str().into());
    file.name = Some(node.map_or(&event.name, |node| &node.name).clone());
    file.file_type = Some(node.map_or(&event.file_type, |node| &node.file_type).clone());
    file.favorite = Some(favorites::is_favorite(cx, &event.node)?);
    if let Some(space) = cx.records::<Space>().get(space)? {
        add_space(cx, &mut file, &space)?;
    }
    if let Some(node) = node {
        file.owner = user_name(cx, &node.creator)?;
        add_collaboration(cx, &mut file)?;
    }
    Ok(file)
}

/// Adds the space. A personal space has no name and no team.
fn add_space(cx: &Context<'_>, file: &mut RecentFile, space: &Space) -> Result<(), ApiError> {
    let owner = space.owner_id.as_ref().map_or("", |id| id.as_str());
    let department = cx.records::<Department>().get(owner)?.filter(|_| space.kind == Some(SpaceType::Department));
    file.container_type = space.kind;
    file.container_name = Some(department.map_or_else(String::new, |department| department.name));
    file.team_id = Some(owner.into()).filter(|_| space.kind != Some(SpaceType::Personal));
    Ok(())
}

/// Adds the last action of another user.
fn add_collaboration(cx: &Context<'_>, file: &mut RecentFile) -> Result<(), ApiError> {
    let id = file.id.as_ref().map_or("", |id| id.as_str());
    let events = events::of_node(cx, id).descending().all()?;
    let others = events.iter().filter(|event| event.user != cx.caller.id);
    let last = others.filter_map(|event| Some((event, collaboration(event.kind)?))).next();
    if let Some((event, kind)) = last {
        file.collaborator = user_name(cx, &event.user)?;
        file.collaborator_id = Some(event.user.as_str().into());
        file.collaborate_time = Some(Timestamp::from_unix_millis(event.at));
        file.collaborate_type = Some(kind);
    }
    Ok(())
}

fn collaboration(kind: EventKind) -> Option<CollaborationType> {
    match kind {
        EventKind::Edited | EventKind::Renamed => Some(CollaborationType::Edited),
        EventKind::Shared => Some(CollaborationType::Shared),
        EventKind::Copied => Some(CollaborationType::Saved),
        _ => None,
    }
}

/// Returns the name of a user, if the user is known.
fn user_name(cx: &Context<'_>, id: &str) -> Result<Option<String>, ApiError> {
    Ok(cx.records::<User>().get(id)?.and_then(|user| user.name))
}
