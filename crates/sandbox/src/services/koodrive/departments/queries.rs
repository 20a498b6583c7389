//! `GetDepartment` and `GetDepartmentList`. All users can see the departments.

use hwc_models::koodrive::{
    Department as DepartmentInfo, DepartmentId, GetDepartment, GetDepartmentList, GetDepartmentListResponse,
    GetDepartmentResponse,
};

use super::{Department, children, code, find, top};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::TENANT;
use crate::services::koodrive::sessions::ORGANIZATION;

pub(super) fn register(registry: &mut Registry) {
    registry.register(get).register(list);
}

fn get(cx: &mut Context<'_>, request: &GetDepartment) -> Result<GetDepartmentResponse, ApiError> {
    let department = info(find(cx, request.department_id.as_str())?);
    let mut response = GetDepartmentResponse::default();
    response.id = department.id;
    response.org_id = department.org_id;
    response.dept_id = department.dept_id;
    response.parent_id = department.parent_id;
    response.name = department.name;
    response.tenant_id = department.tenant_id;
    Ok(response)
}

/// Lists the departments below one. Without a department, this is the top department.
fn list(cx: &mut Context<'_>, request: &GetDepartmentList) -> Result<GetDepartmentListResponse, ApiError> {
    let parent = match request.department_id.as_ref().map(DepartmentId::as_str).filter(|id| !id.is_empty()) {
        Some(id) => Some(find(cx, id)?.id),
        None => top(cx)?,
    };
    let mut found = match parent {
        Some(parent) => children(cx, Some(&parent))?,
        None => Vec::new(),
    };
    let word = request.key_word.as_deref().unwrap_or("");
    found.retain(|department| department.name.contains(word));
    let mut response = GetDepartmentListResponse::default();
    response.list = found.into_iter().map(info).collect();
    Ok(response)
}

/// Returns a department in the form of responses. The ID in OrgID is made from that in KooDrive.
fn info(department: Department) -> DepartmentInfo {
    let mut info = DepartmentInfo::default();
    info.id = Some(department.id.as_str().into());
    info.org_id = Some(ORGANIZATION.0.into());
    info.dept_id = Some(code(&department.id).into());
    info.parent_id = department.parent.map(Into::into);
    info.name = Some(department.name);
    info.tenant_id = Some(TENANT.into());
    info
}
