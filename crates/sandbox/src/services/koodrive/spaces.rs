//! Spaces: creating, updating and listing them.

use hwc_models::koodrive::{
    AccountStatus, CreateSpace, CreateSpaceResponse, GetSpaceV2, GetSpaceV2Response, GetUserSpaceList,
    GetUserSpaceListResponse, Space, SpaceStatus, SpaceType, UpdateSpace, UpdateSpaceResponse, UserRole, UserSpace,
};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::{DEPARTMENTS, TENANT, department, refused};

/// The used part of a space: the bytes of its files. The unit is not documented.
const USED: &str = "(SELECT coalesce(sum(length(o.content)), 0) FROM files f JOIN objects o ON o.id = f.object
     WHERE f.space = s.id)";

pub(super) fn create(cx: &mut Context<'_>, request: &CreateSpace) -> Result<CreateSpaceResponse, ApiError> {
    let capacity = i64::try_from(request.capacity).map_err(|_| ApiError::invalid("capacity is too large"))?;
    let id = add(cx, request.owner_id.as_str(), request.kind, capacity)?;
    let sql = format!("SELECT s.*, {USED} AS used FROM spaces s WHERE s.id = ?1");
    let mut response = CreateSpaceResponse::default();
    response.data = Some(cx.db.prepare_cached(&sql)?.query_row([id], space)?);
    Ok(response)
}

/// Creates a space and returns its ID.
pub(crate) fn add(cx: &Context<'_>, owner: &str, kind: SpaceType, capacity: i64) -> Result<String, ApiError> {
    let number = cx.next_number("space")?;
    let id = format!("IAADfsBFCO6WtAtuA{number:030}");
    let folder = |name: &str| Ok::<_, ApiError>(format!("F{name}{:029}", cx.next_number("folder")?));
    cx.db.execute(
        "INSERT INTO spaces (id, owner, kind, status, capacity, root, biz_root, safe_box, creator, modifier)
         VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?8)",
        (&id, owner, kind.code(), capacity, folder("rt")?, folder("bz")?, folder("sb")?, &cx.caller.id),
    )?;
    Ok(id)
}

fn space(row: &Row<'_>) -> rusqlite::Result<Space> {
    let mut space = Space::default();
    space.kind = Some(SpaceType::from(row.get::<_, i64>("kind")?));
    space.status = Some(SpaceStatus::from(row.get::<_, i64>("status")?));
    space.owner_id = Some(row.get::<_, String>("owner")?.into());
    space.container_id = Some(row.get::<_, String>("id")?.into());
    space.biz_root_file_id = Some(row.get::<_, String>("biz_root")?.into());
    space.biz_sbox_file_id = Some(row.get::<_, String>("safe_box")?.into());
    space.root_file_id = Some(row.get::<_, String>("root")?.into());
    space.capacity = Some(row.get::<_, i64>("capacity")?.unsigned_abs());
    space.space_used = Some(row.get::<_, i64>("used")?.unsigned_abs());
    space.tenant_id = Some(TENANT.into());
    space.creator = row.get("creator")?;
    space.modifier = row.get("modifier")?;
    Ok(space)
}

/// Updates a space. Without a space ID, this is the owner's oldest space of the kind.
pub(super) fn update(cx: &mut Context<'_>, request: &UpdateSpace) -> Result<UpdateSpaceResponse, ApiError> {
    let wanted = request.container_id.as_ref().map_or("", |id| id.as_str());
    let found: Option<i64> = cx
        .db
        .prepare_cached(
            "SELECT number FROM spaces WHERE owner = ?1 AND kind = ?2 AND (?3 = '' OR id = ?3) ORDER BY number",
        )?
        .query_row((request.owner_id.as_str(), request.kind.code(), wanted), |row| row.get(0))
        .optional()?;
    let number = found.ok_or_else(|| refused("13000301"))?;
    let capacity = request.capacity.and_then(|capacity| i64::try_from(capacity).ok());
    cx.db.execute(
        "UPDATE spaces SET status = coalesce(?2, status), capacity = coalesce(?3, capacity), modifier = ?4
         WHERE number = ?1",
        (number, request.status.map(|status| status.code()), capacity, &cx.caller.id),
    )?;
    Ok(UpdateSpaceResponse::default())
}

pub(super) fn get(cx: &mut Context<'_>, request: &GetSpaceV2) -> Result<GetSpaceV2Response, ApiError> {
    let sql = format!(
        "SELECT s.*, {USED} AS used FROM spaces s
         WHERE s.owner = ?1 AND (?2 IS NULL OR s.kind = ?2) ORDER BY s.number"
    );
    let mut statement = cx.db.prepare_cached(&sql)?;
    let rows = statement.query_map((request.owner_id.as_str(), request.kind.map(|kind| kind.code())), space)?;
    let mut response = GetSpaceV2Response::default();
    response.data = rows.collect::<Result<_, _>>()?;
    Ok(response)
}

pub(super) fn of_users(cx: &mut Context<'_>, request: &GetUserSpaceList) -> Result<GetUserSpaceListResponse, ApiError> {
    let sql = format!(
        "{DEPARTMENTS} SELECT s.*, {USED} AS used, u.id AS user, u.name, u.department, d.name AS department_name,
             u.mobile, u.role, u.status AS user_status
         FROM users u JOIN inside ON inside.id = u.department JOIN departments d ON d.id = u.department
         JOIN spaces s ON s.owner = u.id AND s.kind = 1
         WHERE (:word = '' OR instr(u.name, :word) > 0 OR instr(u.mobile, :word) > 0)
             AND (:status IS NULL OR s.status = :status)
         ORDER BY u.id, s.number"
    );
    let mut statement = cx.db.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":department": department(request.dept_id.as_ref()),
            ":direct": request.is_direct.unwrap_or(false) && request.dept_id.is_some(),
            ":word": request.key_word.as_deref().unwrap_or(""),
            ":status": request.space_status.map(|status| status.code()),
        },
        user_space,
    )?;
    let all = rows.collect::<Result<Vec<UserSpace>, _>>()?;
    let mut response = GetUserSpaceListResponse::default();
    response.total = Some(all.len() as u64);
    response.users = all.into_iter().skip(request.offset as usize).take(request.limit as usize).collect();
    Ok(response)
}

fn user_space(row: &Row<'_>) -> rusqlite::Result<UserSpace> {
    let mut entry = UserSpace::default();
    entry.name = row.get("name")?;
    entry.dept_id = Some(row.get::<_, String>("department")?.into());
    entry.dept_name = row.get("department_name")?;
    entry.mobile = row.get("mobile")?;
    entry.role = Some(UserRole::from(row.get::<_, i64>("role")?));
    entry.status = Some(AccountStatus::from(row.get::<_, i64>("user_status")?));
    entry.container_id = Some(row.get::<_, String>("id")?.into());
    entry.capacity = Some(row.get::<_, i64>("capacity")?.unsigned_abs());
    entry.space_used = Some(row.get::<_, i64>("used")?.unsigned_abs());
    entry.tenant_id = Some(TENANT.into());
    entry.id = Some(row.get::<_, i64>("number")?.to_string().into());
    entry.user_id = Some(row.get::<_, String>("user")?.into());
    entry.space_status = Some(SpaceStatus::from(row.get::<_, i64>("status")?));
    Ok(entry)
}
