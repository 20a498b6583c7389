//! The only place that decides whether the caller may see or change a space or a file.
//!
//! A personal space is open to its owner alone, not even to administrators. The space of a department is open to its members and
//! to system administrators, and that of a group to its members and its creator. Who can open a space has all rights in it, unless
//! grants set others, for the space or for a file with everything in it. Grants do not change the rights of administrators of a
//! department and of creators of a group. In a shared folder, its members have rights that are independent of all others.

use std::collections::BTreeSet;

use hwc_models::koodrive::{DepartmentId, OwnerId, Space, SpaceStatus, SpaceType, User, UserRole};

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
pub(crate) use crate::services::koodrive::drive::file_rights::Access;
pub(crate) use crate::services::koodrive::drive::rights::{Right, Rights};
use crate::services::koodrive::drive::{Node, members, tree};
use crate::services::koodrive::{refused, spaces};

/// Returns a space if the caller may see its files.
pub(crate) fn read(cx: &Context<'_>, space: &str) -> Result<Space, ApiError> {
    self::space(cx, space, Right::List)
}

/// Returns a space if the caller may create files in it.
pub(crate) fn write(cx: &Context<'_>, space: &str) -> Result<Space, ApiError> {
    self::space(cx, space, Right::AddChild)
}

/// Returns a space if the caller has a right in it, or on a file in it. The right on the file is checked with [`node`].
///
/// # Errors
/// Returns 13000301 for an unknown space, 13000410 without the right, and 13000412 for a disabled space.
pub(crate) fn space(cx: &Context<'_>, id: &str, right: Right) -> Result<Space, ApiError> {
    open(cx, id, |access| access.has_anywhere(right))
}

/// Returns a space if the caller has a right in all of it, for operations on no single file.
///
/// # Errors
/// Returns the errors of [`space`].
pub(crate) fn whole_space(cx: &Context<'_>, id: &str, right: Right) -> Result<Space, ApiError> {
    open(cx, id, |access| access.space().has(right))
}

fn open(cx: &Context<'_>, id: &str, is_open: impl Fn(&Access) -> bool) -> Result<Space, ApiError> {
    let space = cx.records::<Space>().get(id)?.ok_or_else(|| refused("13000301"))?;
    if !is_open(&Access::load(cx, &space)?) {
        return Err(refused("13000410"));
    }
    if is_active(&space) { Ok(space) } else { Err(refused("13000412")) }
}

/// Returns a space whose recycle bin the caller may empty. In a shared folder, this is limited to what was deleted from the
/// folder.
///
/// # Errors
/// Returns the errors of [`space`].
pub(crate) fn recycle_bin(cx: &Context<'_>, id: &str) -> Result<Space, ApiError> {
    if cx.scope_in(id).is_some() { space(cx, id, Right::Delete) } else { whole_space(cx, id, Right::Delete) }
}

/// Returns a file of a space, which may be `root` or `sbox`, if the caller has a right on it. The space was opened before.
///
/// # Errors
/// Returns 13000302 if the space does not contain the file, and 13000410 without the right.
pub(crate) fn node(cx: &Context<'_>, space: &Space, id: &str, right: Right) -> Result<Node, ApiError> {
    let node = tree::resolve(cx, space, id)?;
    require(cx, &node, space, right)?;
    Ok(node)
}

/// Returns a file and its space, for operations that are called without a space.
///
/// # Errors
/// Returns 13000309 for an unknown file, and the errors of [`space`] for its space.
pub(crate) fn node_anywhere(cx: &Context<'_>, id: &str, right: Right) -> Result<(Space, Node), ApiError> {
    let node = cx.records::<Node>().get(id)?.ok_or_else(|| refused("13000309"))?;
    let space = space(cx, &node.space, right)?;
    require(cx, &node, &space, right)?;
    Ok((space, node))
}

/// Checks that the caller has a right on a file of a space.
///
/// # Errors
/// Returns 13000410 without the right.
pub(crate) fn require(cx: &Context<'_>, node: &Node, space: &Space, right: Right) -> Result<(), ApiError> {
    if Access::load(cx, space)?.on(cx, node)?.has(right) { Ok(()) } else { Err(refused("13000410")) }
}

/// Returns a file with what is below it, as far as the caller has the rights. What is in a folder without them is missing. The
/// rights on the file itself were checked before.
pub(crate) fn branch(
    cx: &Context<'_>,
    space: &Space,
    top: Node,
    rights: impl Into<Rights>,
) -> Result<tree::Branch, ApiError> {
    let (access, rights) = (Access::load(cx, space)?, rights.into());
    let mut permitted = BTreeSet::from([top.id.clone()]);
    let mut branch = tree::Branch { below: Vec::new(), top };
    for node in tree::descendants(cx, &branch.top)? {
        if permitted.contains(&node.parent) && access.on(cx, &node)?.has_all(rights) {
            permitted.insert(node.id.clone());
            branch.below.push(node);
        }
    }
    Ok(branch)
}

/// Returns true if the caller has a right on a file and on everything below it.
pub(crate) fn has_on_all(cx: &Context<'_>, space: &Space, top: &Node, right: Right) -> Result<bool, ApiError> {
    let access = Access::load(cx, space)?;
    for node in tree::Branch::whole(cx, top.clone())?.nodes() {
        if !access.on(cx, node)?.has(right) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Checks that the caller has a right on a file and on everything below it.
///
/// # Errors
/// Returns 13000410 without the right.
pub(crate) fn require_on_all(cx: &Context<'_>, space: &Space, top: &Node, right: Right) -> Result<(), ApiError> {
    if has_on_all(cx, space, top, right)? { Ok(()) } else { Err(refused("13000410")) }
}

/// Returns the path of names of a file. It begins below the nearest folder that the caller cannot see.
pub(crate) fn name_path(cx: &Context<'_>, space: &Space, node: &Node) -> Result<String, ApiError> {
    let access = Access::load(cx, space)?;
    let mut folders = Vec::new();
    for folder in tree::ancestors(cx, node)?.into_iter().rev() {
        if !access.on(cx, &folder)?.has(Right::List) {
            break;
        }
        folders.push(folder);
    }
    Ok(tree::name_path(folders.iter().rev().chain([node])))
}

/// Returns true if the caller can see a file of a space.
pub(crate) fn is_visible(cx: &Context<'_>, space: &Space, file: &Node) -> Result<bool, ApiError> {
    Ok(Access::load(cx, space)?.on(cx, file)?.has(Right::List))
}

/// Removes the files that the caller cannot see. All of them are in the space.
pub(crate) fn retain_visible(cx: &Context<'_>, space: &Space, files: &mut Vec<Node>) -> Result<(), ApiError> {
    let access = Access::load(cx, space)?;
    let mut visible = Vec::with_capacity(files.len());
    for file in files.drain(..) {
        if access.on(cx, &file)?.has(Right::List) {
            visible.push(file);
        }
    }
    *files = visible;
    Ok(())
}

/// Returns the rights of the caller in a space, active or not, without those on single files.
pub(crate) fn rights(cx: &Context<'_>, space: &Space) -> Result<Rights, ApiError> {
    Ok(Access::load(cx, space)?.space())
}

/// The relation of a caller to a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// All rights, whatever was granted.
    Full,
    /// All rights, unless others were granted.
    Member,
    /// The rights that were granted.
    Guest,
    /// No rights, whatever was granted.
    Stranger,
}

/// Returns the relation of the caller to a space.
pub(super) fn relation(cx: &Context<'_>, space: &Space) -> Result<Relation, ApiError> {
    let owner = space.owner_id.as_ref().map_or("", OwnerId::as_str);
    match space.kind {
        Some(SpaceType::Personal) if owner == cx.caller.id => Ok(Relation::Full),
        Some(SpaceType::Department) => department_relation(cx, owner),
        Some(SpaceType::Group) => group_relation(cx, space, owner),
        _ => Ok(Relation::Stranger),
    }
}

fn department_relation(cx: &Context<'_>, department: &str) -> Result<Relation, ApiError> {
    let role = role(cx)?;
    if role == UserRole::SystemAdmin {
        return Ok(Relation::Full);
    }
    Ok(match (is_in_department(cx, department)?, role) {
        (true, UserRole::DepartmentAdmin) => Relation::Full,
        (true, _) => Relation::Member,
        (false, _) => Relation::Guest,
    })
}

/// Returns all active spaces whose files the caller may see.
pub(crate) fn spaces(cx: &Context<'_>) -> Result<Vec<Space>, ApiError> {
    let mut found = Vec::new();
    for space in cx.records::<Space>().query().all()? {
        if is_active(&space) && rights(cx, &space)?.has(Right::List) {
            found.push(space);
        }
    }
    Ok(found)
}

/// Returns the role of the caller. An unknown user is a member, except for the user of the built-in token.
pub(crate) fn role(cx: &Context<'_>) -> Result<UserRole, ApiError> {
    let role = cx.records::<User>().get(&cx.caller.id)?.and_then(|user| user.role);
    let built_in = if cx.caller.id == account::DRIVE_USER_ID { UserRole::SystemAdmin } else { UserRole::Member };
    Ok(role.unwrap_or(built_in))
}

/// Returns true if the caller administers the whole organization.
pub(crate) fn is_system_admin(cx: &Context<'_>) -> Result<bool, ApiError> {
    Ok(role(cx)? == UserRole::SystemAdmin)
}

fn is_active(space: &Space) -> bool {
    space.status.is_none_or(|status| status == SpaceStatus::Normal)
}

fn is_in_department(cx: &Context<'_>, department: &str) -> Result<bool, ApiError> {
    let user = cx.records::<User>().get(&cx.caller.id)?;
    Ok(user.and_then(|user| user.dept_id).as_ref().map(DepartmentId::as_str) == Some(department))
}

/// Returns the relation of the caller to the space of a group, which may be known by its own ID or by that of the space.
fn group_relation(cx: &Context<'_>, space: &Space, group: &str) -> Result<Relation, ApiError> {
    let user = &cx.caller.id;
    if group == user || space.creator.as_ref() == Some(user) {
        return Ok(Relation::Full);
    }
    let is_member = members::is_member(cx, group, user)? || members::is_member(cx, spaces::id(space), user)?;
    Ok(if is_member { Relation::Member } else { Relation::Stranger })
}
