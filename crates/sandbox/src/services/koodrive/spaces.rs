//! Spaces: creating, updating and listing them.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    CreateSpace, CreateSpaceResponse, GetSpaceV2, GetSpaceV2Response, GetUserSpaceList, GetUserSpaceListResponse,
    OwnerId, Space, SpaceId, SpaceStatus, SpaceType, UpdateSpace, UpdateSpaceResponse, User, UserId, UserSpace,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, Query, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::{departments, drive, refused, users};

/// The start of the IDs of spaces. A number follows.
const ID_START: &str = "IAADfsBFCO6WtAtuA";

/// The start of the IDs of top folders. The kind of the folder and the ID of the space follow.
const TOP_START: &str = "DEUI7pa0C24A";

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Space>().register(create).register(update).register(get).register(of_users);
}

/// A space is stored without its used part.
impl StoredRecord for Space {
    const KIND: &'static str = "koodrive.space";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("owner", |space| space.owner_id.as_ref().map(OwnerId::to_string).into()),
        Column::new("kind", |space| space.kind.map(|kind| kind.code()).into()),
        Column::new("status", |space| space.status.map(|status| status.code()).into()),
    ];

    fn key(&self) -> &str {
        id(self)
    }
}

/// Returns the ID of a space.
pub(super) fn id(space: &Space) -> &str {
    space.container_id.as_ref().map_or("", SpaceId::as_str)
}

fn create(cx: &mut Context<'_>, request: &CreateSpace) -> Result<CreateSpaceResponse, ApiError> {
    i64::try_from(request.capacity).map_err(|_| ApiError::invalid("capacity is too large"))?;
    let space = add(cx, request.owner_id.as_str(), request.kind, request.capacity)?;
    let mut response = CreateSpaceResponse::default();
    response.data = Some(with_used(cx, space)?);
    Ok(response)
}

/// Creates a space.
pub(crate) fn add(cx: &Context<'_>, owner: &str, kind: SpaceType, capacity: u64) -> Result<Space, ApiError> {
    let id = format!("{ID_START}{:030}", cx.next_number("space")?);
    let mut space = Space::default();
    space.owner_id = Some(owner.into());
    space.kind = Some(kind);
    space.status = Some(SpaceStatus::Normal);
    space.capacity = Some(capacity);
    space.root_file_id = Some(format!("H{:032}", cx.next_number("folder")?).into());
    space.biz_root_file_id = Some(format!("{TOP_START}root{id}").into());
    space.biz_sbox_file_id = Some(format!("{TOP_START}sbox{id}").into());
    space.container_id = Some(id.into());
    space.tenant_id = Some(Owner::COMPANY.into());
    space.creator = Some(cx.caller.id.clone());
    space.modifier = Some(cx.caller.id.clone());
    cx.records().insert(&space)?;
    Ok(space)
}

/// Adds the used part of a space: the bytes of its files. The unit is not documented.
fn with_used(cx: &Context<'_>, mut space: Space) -> Result<Space, ApiError> {
    space.space_used = Some(drive::quota::used(cx, id(&space))?);
    Ok(space)
}

/// Selects the spaces of an owner, of one kind or of all.
fn of_owner<'a>(cx: &'a Context<'_>, owner: &str, kind: Option<SpaceType>) -> Query<'a, Space> {
    cx.records().query().filter("owner", owner.to_owned()).filter_opt("kind", kind.map(|kind| kind.code()))
}

/// Updates a space. Without a space ID, this is the owner's oldest space of the kind.
fn update(cx: &mut Context<'_>, request: &UpdateSpace) -> Result<UpdateSpaceResponse, ApiError> {
    let wanted = request.container_id.as_ref().map_or("", |id| id.as_str());
    let spaces = of_owner(cx, request.owner_id.as_str(), Some(request.kind)).all()?;
    let found = spaces.into_iter().find(|space| wanted.is_empty() || id(space) == wanted);
    let mut space = found.ok_or_else(|| refused("13000301"))?;
    space.status = request.status.or(space.status);
    space.capacity = request.capacity.or(space.capacity);
    space.modifier = Some(cx.caller.id.clone());
    cx.records().update(&space)?;
    Ok(UpdateSpaceResponse::default())
}

fn get(cx: &mut Context<'_>, request: &GetSpaceV2) -> Result<GetSpaceV2Response, ApiError> {
    let spaces = of_owner(cx, request.owner_id.as_str(), request.kind).all()?;
    let mut response = GetSpaceV2Response::default();
    response.data = spaces.into_iter().map(|space| with_used(cx, space)).collect::<Result<_, _>>()?;
    Ok(response)
}

fn of_users(cx: &mut Context<'_>, request: &GetUserSpaceList) -> Result<GetUserSpaceListResponse, ApiError> {
    let is_direct = request.is_direct.unwrap_or(false);
    let departments = departments::names_below(cx, request.dept_id.as_ref(), is_direct)?;
    let spaces = personal_spaces(cx, &departments, request)?;
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or_default()).select(spaces)?;
    let mut response = GetUserSpaceListResponse::default();
    response.total = Some(page.total);
    let spaces = page.items.into_iter().map(|(user, space)| Ok(user_space(user, with_used(cx, space)?)));
    response.users = spaces.collect::<Result<_, ApiError>>()?;
    Ok(response)
}

/// Returns the personal spaces of the users in departments who match the filters of a request.
fn personal_spaces(
    cx: &Context<'_>,
    departments: &BTreeMap<String, String>,
    request: &GetUserSpaceList,
) -> Result<Vec<(User, Space)>, ApiError> {
    let word = request.key_word.as_deref().unwrap_or("");
    let has_word = |text: &Option<String>| text.as_deref().unwrap_or_default().contains(word);
    let mut found = Vec::new();
    for user in
        users::members(cx, departments)?.into_iter().filter(|user| has_word(&user.name) || has_word(&user.mobile))
    {
        let spaces = of_owner(cx, user.id.as_ref().map_or("", UserId::as_str), Some(SpaceType::Personal));
        let status = request.space_status.map(|status| status.code());
        found.extend(spaces.filter_opt("status", status).all()?.into_iter().map(|space| (user.clone(), space)));
    }
    Ok(found)
}

fn user_space(user: User, space: Space) -> UserSpace {
    let mut entry = UserSpace::default();
    entry.id = id(&space).strip_prefix(ID_START).map(|number| number.trim_start_matches('0').into());
    entry.name = user.name;
    entry.dept_id = user.dept_id;
    entry.dept_name = user.dept_name;
    entry.mobile = user.mobile;
    entry.role = user.role;
    entry.status = user.status;
    entry.user_id = user.id;
    entry.container_id = space.container_id;
    entry.capacity = space.capacity;
    entry.space_used = space.space_used;
    entry.tenant_id = space.tenant_id;
    entry.space_status = space.status;
    entry
}
