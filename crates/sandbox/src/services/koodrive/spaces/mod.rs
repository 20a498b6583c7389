//! Spaces: their records, their capacity and their use. Departments, users and groups own them.

mod batch_get_space;
pub(crate) mod capacity;
mod changes;
mod department_list;
mod get_space;
pub(crate) mod groups;
mod team_lists;
mod usage;
mod user_list;

pub(crate) use usage::used_kb;

use hwc_models::koodrive::{OwnerId, Space, SpaceId, SpaceStatus, SpaceType};
use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Query, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::{Node, grants, quota, recycle_bin, tree};

/// The start of the IDs of spaces. A number follows.
const ID_START: &str = "IAADfsBFCO6WtAtuA";

/// The tenant of the accounts of a carrier.
const CARRIER_TENANT: &str = "40086000004871777";

/// The number before those of the spaces of accounts.
const CARRIER_NUMBERS: i64 = 1_000_000;

/// The start of the IDs of top folders. The kind of the folder and the ID of the space follow.
const TOP_START: &str = "DEUI7pa0C24A";

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Space>();
    batch_get_space::register(registry);
    capacity::register(registry);
    changes::register(registry);
    department_list::register(registry);
    get_space::register(registry);
    groups::register(registry);
    team_lists::register(registry);
    usage::register(registry);
    user_list::register(registry);
}

/// A space is stored without its used part.
impl StoredRecord for Space {
    const KIND: &'static str = "koodrive.space";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("owner", |space| space.owner_id.as_ref().map(OwnerId::to_string).into()),
        Column::new("kind", |space| space.kind.map(|kind| kind.code()).into()),
        Column::new("status", |space| space.status.map(|status| status.code()).into()),
        Column::new("carrier", |space| is_of_carrier(space).into()),
        Column::new("capacity", |space| space.capacity.and_then(|capacity| i64::try_from(capacity).ok()).into()),
    ];

    fn key(&self) -> &str {
        id(self)
    }
}

/// Returns the ID of a space.
pub(super) fn id(space: &Space) -> &str {
    space.container_id.as_ref().map_or("", SpaceId::as_str)
}

/// Returns the ID of the owner of a space.
fn owner(space: &Space) -> &str {
    space.owner_id.as_ref().map_or("", OwnerId::as_str)
}

/// Returns true if only administrators can see a space.
pub(super) fn is_disabled(space: &Space) -> bool {
    space.status == Some(SpaceStatus::Disabled)
}

/// Returns true for the space of an account of a carrier.
fn is_of_carrier(space: &Space) -> bool {
    space.tenant_id.as_ref().is_some_and(|tenant| tenant.as_str() == CARRIER_TENANT)
}

/// Creates a space of the company, without a check of rights and capacity.
pub(crate) fn add(cx: &Context<'_>, owner: &str, kind: SpaceType, capacity: u64) -> Result<Space, ApiError> {
    let mut space = new(cx, cx.next_number("space")?, cx.next_number("folder")?);
    space.owner_id = Some(owner.into());
    space.kind = Some(kind);
    space.capacity = Some(capacity);
    space.tenant_id = Some(Owner::COMPANY.into());
    cx.records().insert(&space)?;
    Ok(space)
}

/// Creates the personal space of the caller, an account of a carrier. It needs no capacity of the company.
pub(crate) fn add_of_carrier(cx: &Context<'_>, capacity: u64) -> Result<Space, ApiError> {
    let number = CARRIER_NUMBERS + cx.next_number("carrier space")?;
    let mut space = new(cx, number, number);
    space.owner_id = Some(cx.caller.id.as_str().into());
    space.kind = Some(SpaceType::Personal);
    space.capacity = Some(capacity);
    space.tenant_id = Some(CARRIER_TENANT.into());
    cx.records().insert(&space)?;
    Ok(space)
}

/// Returns a new space without an owner.
fn new(cx: &Context<'_>, number: i64, folder: i64) -> Space {
    let id = format!("{ID_START}{number:030}");
    let mut space = Space::default();
    space.status = Some(SpaceStatus::Normal);
    space.root_file_id = Some(format!("H{folder:032}").into());
    space.biz_root_file_id = Some(format!("{TOP_START}root{id}").into());
    space.biz_sbox_file_id = Some(format!("{TOP_START}sbox{id}").into());
    space.container_id = Some(id.into());
    space.creator = Some(cx.caller.id.clone());
    space.create_time = Some(Timestamp::from_unix_millis(cx.now));
    touch(cx, &mut space);
    space
}

/// Notes the caller and the time of a change.
fn touch(cx: &Context<'_>, space: &mut Space) {
    space.modifier = Some(cx.caller.id.clone());
    space.update_time = Some(Timestamp::from_unix_millis(cx.now));
}

/// Deletes the spaces of an owner with their files.
pub(super) fn remove_all(cx: &Context<'_>, owner: &str, kind: SpaceType) -> Result<(), ApiError> {
    of_owner(cx, owner, Some(kind)).all()?.iter().try_for_each(|space| remove(cx, space))
}

/// Deletes a space with its files. They do not go to a recycle bin.
fn remove(cx: &Context<'_>, space: &Space) -> Result<(), ApiError> {
    recycle_bin::empty(cx, space)?;
    for top in [Node::root(space), Node::safe_box(space)] {
        tree::children(cx, &top.id).all()?.iter().try_for_each(|node| recycle_bin::delete_forever(cx, node))?;
    }
    grants::delete_of_space(cx, id(space))?;
    cx.records::<Space>().delete(id(space))?;
    Ok(())
}

/// Adds the used part of a space: the bytes of its files. The unit is not documented.
fn with_used(cx: &Context<'_>, mut space: Space) -> Result<Space, ApiError> {
    space.space_used = Some(quota::used(cx, id(&space))?);
    Ok(space)
}

/// Selects the spaces of an owner, of one kind or of all.
fn of_owner<'a>(cx: &'a Context<'_>, owner: &str, kind: Option<SpaceType>) -> Query<'a, Space> {
    cx.records().query().filter("owner", owner.to_owned()).filter_opt("kind", kind.map(|kind| kind.code()))
}

/// Selects the spaces of the company, without those of a carrier's accounts.
pub(super) fn of_company<'a>(cx: &'a Context<'_>) -> Query<'a, Space> {
    cx.records().query().filter("carrier", false)
}

/// Selects the spaces of the company of one kind.
pub(super) fn of_kind<'a>(cx: &'a Context<'_>, kind: SpaceType) -> Query<'a, Space> {
    of_company(cx).filter("kind", kind.code())
}

/// Returns the personal space of a user or an account, or `None` if there is none.
pub(crate) fn personal(cx: &Context<'_>, owner: &str) -> Result<Option<Space>, ApiError> {
    of_owner(cx, owner, Some(SpaceType::Personal)).first()
}

/// Finds the space with this ID among those of an owner, or the oldest one without an ID.
fn of_owner_with_id(
    cx: &Context<'_>,
    owner: &str,
    kind: SpaceType,
    wanted: Option<&SpaceId>,
) -> Result<Option<Space>, ApiError> {
    let wanted = wanted.map_or("", SpaceId::as_str);
    let spaces = of_owner(cx, owner, Some(kind)).all()?;
    Ok(spaces.into_iter().find(|space| wanted.is_empty() || id(space) == wanted))
}
