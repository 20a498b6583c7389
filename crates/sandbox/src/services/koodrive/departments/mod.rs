//! Departments of the company. They form a tree, and each one is created with a space.

mod changes;
mod queries;

pub(super) use changes::SPACE_SIZE;

use std::collections::BTreeMap;

use hwc_models::koodrive::{DepartmentId, User, UserRole};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

/// The number of levels of departments.
const MAX_LEVELS: usize = 5;

/// A department.
#[derive(Serialize, Deserialize)]
pub(crate) struct Department {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
}

impl StoredRecord for Department {
    const KIND: &'static str = "koodrive.department";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("parent", |department| department.parent.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Department>();
    changes::register(registry);
    queries::register(registry);
}

/// Finds a department.
///
/// # Errors
/// Returns 13000309 for an unknown department.
pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<Department, ApiError> {
    cx.records().get(id)?.ok_or_else(|| refused("13000309"))
}

/// Returns the name of a department, or `None` if it does not exist.
pub(super) fn name(cx: &Context<'_>, id: &str) -> Result<Option<String>, ApiError> {
    Ok(cx.records::<Department>().get(id)?.map(|department| department.name))
}

/// Returns the ID of a department in OrgID, which is made from that in KooDrive.
pub(super) fn code(id: &str) -> String {
    let number: u128 = id.parse().unwrap_or_default();
    format!("{number:032x}")
}

/// Returns the ID of the top department.
pub(super) fn top(cx: &Context<'_>) -> Result<Option<String>, ApiError> {
    Ok(children(cx, None)?.into_iter().next().map(|top| top.id))
}

/// Returns the departments directly below one, or those without a parent.
fn children(cx: &Context<'_>, parent: Option<&str>) -> Result<Vec<Department>, ApiError> {
    cx.records().query().filter("parent", parent.map(str::to_owned)).all()
}

/// Returns the IDs of a department and of all departments above it, from below.
fn path(cx: &Context<'_>, department: &Department) -> Result<Vec<String>, ApiError> {
    let mut ids = vec![department.id.clone()];
    let mut next = department.parent.clone();
    while let Some(parent) = next {
        next = cx.records::<Department>().get(&parent)?.and_then(|parent| parent.parent);
        ids.push(parent);
    }
    Ok(ids)
}

/// Returns the names of the departments at and below `root` by ID, or of `root` alone if `is_direct`. Without a root, returns
/// all departments.
pub(super) fn names_below(
    cx: &Context<'_>,
    root: Option<&DepartmentId>,
    is_direct: bool,
) -> Result<BTreeMap<String, String>, ApiError> {
    let departments = cx.records::<Department>();
    let Some(root) = root.map(DepartmentId::as_str).filter(|root| !root.is_empty()) else {
        return Ok(departments.query().all()?.into_iter().map(|found| (found.id, found.name)).collect());
    };
    let mut pending: Vec<Department> = departments.get(root)?.into_iter().collect();
    let mut names = BTreeMap::new();
    while let Some(department) = pending.pop() {
        if !is_direct {
            pending.extend(children(cx, Some(&department.id))?);
        }
        names.insert(department.id, department.name);
    }
    Ok(names)
}

/// Returns the users directly in a department.
pub(super) fn users_in(cx: &Context<'_>, department: &str) -> Result<Vec<User>, ApiError> {
    let mut users = cx.records::<User>().query().all()?;
    users.retain(|user| user.dept_id.as_ref().is_some_and(|id| id.as_str() == department));
    Ok(users)
}

/// Returns the names of the administrators of a department, with commas between them.
pub(super) fn administrators(users: &[User]) -> Option<String> {
    let admins = users.iter().filter(|user| user.role == Some(UserRole::DepartmentAdmin));
    let names: Vec<&str> = admins.filter_map(|user| user.name.as_deref()).collect();
    (!names.is_empty()).then(|| names.join(","))
}
