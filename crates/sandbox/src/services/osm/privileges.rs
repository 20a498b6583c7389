//! Privileges of the users of an account. The reference does not name a user to grant them to, so they are granted to all.

use hwc_models::osm::{
    CreatePrivileges, CreatePrivilegesResponse, ListPrivileges, ListPrivilegesResponse, Privilege, PrivilegeAction,
    ShowCustomerPrivilegePolicy, ShowCustomerPrivilegePolicyResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::osm::configuration_lists::list_extends_params::yes_no;
use crate::services::osm::{business, rejected};

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(list).register(policy);
}

const KNOWN: [Privilege; 3] = [Privilege::ExportCases, Privilege::CreateCases, Privilege::AgencyCases];

/// Grants or withdraws privileges. Granting a granted one or withdrawing a missing one changes nothing.
pub(crate) fn create(cx: &mut Context<'_>, request: &CreatePrivileges) -> Result<CreatePrivilegesResponse, ApiError> {
    let privilege = request.privilege.as_ref().ok_or_else(|| rejected("privilege is required."))?;
    require_known(privilege)?;
    let sql = match request.operation {
        Some(PrivilegeAction::Grant) => "INSERT OR IGNORE INTO privileges (customer, privilege) VALUES (?1, ?2)",
        Some(PrivilegeAction::Withdraw) => "DELETE FROM privileges WHERE customer = ?1 AND privilege = ?2",
        _ => return Err(rejected("operation must be create or delete.")),
    };
    cx.db.execute(sql, (cx.customer(), privilege.code()))?;
    Ok(CreatePrivilegesResponse::default())
}

pub(crate) fn list(cx: &mut Context<'_>, request: &ListPrivileges) -> Result<ListPrivilegesResponse, ApiError> {
    require_known(&request.privilege)?;
    let mut response = ListPrivilegesResponse::default();
    response.has_privilege = Some(yes_no(is_in(cx, "privileges", &request.privilege)?));
    Ok(response)
}

/// Returns the policy of a privilege. Default: the privilege to open tickets.
pub(crate) fn policy(
    cx: &mut Context<'_>,
    request: &ShowCustomerPrivilegePolicy,
) -> Result<ShowCustomerPrivilegePolicyResponse, ApiError> {
    let privilege = request.privilege.clone().unwrap_or(Privilege::CreateCases);
    require_known(&privilege)?;
    let mut response = ShowCustomerPrivilegePolicyResponse::default();
    response.policy_switch = Some(is_in(cx, "privilege_policies", &privilege)?);
    Ok(response)
}

/// Returns an error if opening a ticket requires the privilege and it is not granted.
pub(crate) fn check_creation(cx: &Context<'_>) -> Result<(), ApiError> {
    let privilege = Privilege::CreateCases;
    if is_in(cx, "privilege_policies", &privilege)? && !is_in(cx, "privileges", &privilege)? {
        return Err(business("OSM.01010007", "Users of this account need the privilege createCase to open tickets."));
    }
    Ok(())
}

fn require_known(privilege: &Privilege) -> Result<(), ApiError> {
    if KNOWN.contains(privilege) { Ok(()) } else { Err(rejected("Privilege not found.")) }
}

fn is_in(cx: &Context<'_>, table: &str, privilege: &Privilege) -> Result<bool, ApiError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE customer = ?1 AND privilege = ?2)");
    Ok(cx.db.prepare_cached(&sql)?.query_row((cx.customer(), privilege.code()), |row| row.get(0))?)
}
