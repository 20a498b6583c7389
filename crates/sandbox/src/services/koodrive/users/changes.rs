//! `CreateUser`, `UpdateUser` and `DeleteUser`, for administrators.

use hwc_models::koodrive::{
    AccountStatus, CreateUser, CreateUserResponse, DeleteUser, DeleteUserResponse, DepartmentId, MessageType,
    NewUser as NewUserResult, SpaceType, UpdateUser, UpdateUserResponse, User, UserId, UserRole,
};

use super::{SPACE_SIZE, deletion, find, limit};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::spaces::{self, capacity};
use crate::services::koodrive::{accounts, authorizations, departments, messages, refused, roles, user_id};

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete);
}

/// The properties of a new user.
pub(in crate::services::koodrive) struct NewUser<'a> {
    /// The ID in OrgID.
    pub(in crate::services::koodrive) org_user: &'a str,
    pub(in crate::services::koodrive) department: Option<String>,
    pub(in crate::services::koodrive) role: UserRole,
    /// The size of the personal space in GB, 0 without one.
    pub(in crate::services::koodrive) space_size: u64,
}

fn create(cx: &mut Context<'_>, request: &CreateUser) -> Result<CreateUserResponse, ApiError> {
    let settings = request.settings.as_ref();
    let wanted = settings.and_then(|settings| settings.dept_id.as_ref()).map(DepartmentId::as_str);
    let department = match wanted.filter(|id| !id.is_empty()) {
        Some(id) => Some(id.to_owned()),
        None => home(cx)?,
    };
    let role = settings.and_then(|settings| settings.role).unwrap_or(UserRole::Member);
    require_assignable(cx, department.as_deref().unwrap_or_default(), role)?;
    if let Some(id) = &department {
        departments::find(cx, id)?;
    }
    let new =
        NewUser { org_user: request.user_id.as_str(), department: department.clone(), role, space_size: SPACE_SIZE };
    add(cx, &new)?;
    let mut result = NewUserResult::default();
    result.id = department.map(Into::into);
    let mut response = CreateUserResponse::default();
    response.data = Some(result);
    Ok(response)
}

/// Returns the department of a user who is added without one: that of the caller, or the top one.
fn home(cx: &Context<'_>) -> Result<Option<String>, ApiError> {
    let caller = cx.records::<User>().get(&cx.caller.id)?;
    match caller.and_then(|caller| caller.dept_id) {
        Some(id) => Ok(Some(id.to_string())),
        None => departments::top(cx),
    }
}

/// Adds a user with a personal space. OrgID's data are not known, so the name and the mobile number are made up.
///
/// # Errors
/// Returns 13000102 for a user of OrgID who was added before and if there are too many users, and 13000311 without capacity for
/// the space.
pub(in crate::services::koodrive) fn add(cx: &Context<'_>, new: &NewUser<'_>) -> Result<String, ApiError> {
    require_new(cx, new.org_user)?;
    if limit::free(cx)? == 0 {
        return Err(ApiError::invalid("the organization has its maximum number of users"));
    }
    capacity::require_free(cx, SpaceType::Personal, new.space_size)?;
    let number = cx.next_number("user")?;
    let id = user_id(number);
    let mut user = User::default();
    user.id = Some(id.as_str().into());
    user.user_id = Some(new.org_user.into());
    user.name = Some(format!("User {number}"));
    user.mobile = Some(format!("+86 100 0001 {number:04}"));
    user.dept_id = new.department.clone().map(Into::into);
    user.role = Some(new.role);
    user.status = Some(AccountStatus::Enabled);
    cx.records().insert(&user)?;
    if let Some(department) = &new.department {
        authorizations::join(cx, department, &id, None)?;
    }
    if new.space_size > 0 {
        spaces::add(cx, &id, SpaceType::Personal, new.space_size)?;
    }
    Ok(id)
}

/// Checks that no user has an ID of OrgID.
fn require_new(cx: &Context<'_>, org_user: &str) -> Result<(), ApiError> {
    if org_user.trim().is_empty() {
        return Err(ApiError::invalid("userId must not be blank"));
    }
    let is_same = |user: &User| user.user_id.as_ref().is_some_and(|id| id.as_str() == org_user);
    let exists = cx.records::<User>().query().all()?.iter().any(is_same);
    if exists { Err(ApiError::invalid("the user was added before")) } else { Ok(()) }
}

/// Checks that the caller can give a role in a department. Administrators of a department make no administrators.
fn require_assignable(cx: &Context<'_>, department: &str, role: UserRole) -> Result<(), ApiError> {
    roles::require_owner_admin(cx, department, SpaceType::Department)?;
    match role {
        UserRole::Member | UserRole::Manager => Ok(()),
        UserRole::DepartmentAdmin | UserRole::SystemAdmin | UserRole::DriveAdmin => roles::require_system_admin(cx),
        _ => Err(ApiError::invalid("role is unknown")),
    }
}

fn update(cx: &mut Context<'_>, request: &UpdateUser) -> Result<UpdateUserResponse, ApiError> {
    if accounts::is_account(cx.db, request.user_id.as_str())? {
        accounts::update(cx, request)?;
        return Ok(UpdateUserResponse::default());
    }
    let mut user = changeable(cx, request.user_id.as_str())?;
    if let Some(role) = request.role {
        let own = user.dept_id.as_ref().map_or("", DepartmentId::as_str);
        require_assignable(cx, own, role)?;
        user.role = Some(role);
    }
    if let Some(department) = request.dept_id.as_ref() {
        roles::require_owner_admin(cx, department.as_str(), SpaceType::Department)?;
        move_to(cx, &mut user, department.as_str())?;
    }
    match request.status {
        None => {}
        Some(AccountStatus::Enabled | AccountStatus::Disabled | AccountStatus::Frozen) => user.status = request.status,
        Some(_) => return Err(ApiError::invalid("status is unknown")),
    }
    cx.records().update(&user)?;
    Ok(UpdateUserResponse::default())
}

/// Moves a user to a department. The grants on the space of the old one end.
fn move_to(cx: &Context<'_>, user: &mut User, department: &str) -> Result<(), ApiError> {
    let department = departments::find(cx, department)?;
    let text = format!("{} moved you to the department {}.", cx.caller.name, department.name);
    let department = department.id;
    let id = user.id.as_ref().map_or("", UserId::as_str);
    let old = user.dept_id.as_ref().map_or("", DepartmentId::as_str);
    if old != department {
        authorizations::leave(cx, old, id)?;
        authorizations::join(cx, &department, id, None)?;
        user.dept_id = Some(department.into());
        messages::post(cx, id, MessageType::Team, text)?;
    }
    Ok(())
}

fn delete(cx: &mut Context<'_>, request: &DeleteUser) -> Result<DeleteUserResponse, ApiError> {
    let id = request.user_id.as_str();
    if accounts::is_account(cx.db, id)? {
        accounts::delete(cx, id)?;
    } else {
        deletion::delete(cx, &changeable(cx, id)?)?;
    }
    Ok(DeleteUserResponse::default())
}

/// Finds a user whom the caller can change and delete: administrators cannot do that to each other and to themselves.
///
/// # Errors
/// Returns 13000410 without the right, and 13000309 for an unknown user.
pub(in crate::services::koodrive) fn changeable(cx: &Context<'_>, id: &str) -> Result<User, ApiError> {
    roles::require_owner_admin(cx, id, SpaceType::Personal)?;
    let user = find(cx, id)?;
    let is_protected = match user.role {
        Some(UserRole::SystemAdmin) => true,
        Some(UserRole::DepartmentAdmin | UserRole::DriveAdmin) => !access::is_system_admin(cx)?,
        _ => false,
    };
    if is_protected { Err(refused("13000410")) } else { Ok(user) }
}
