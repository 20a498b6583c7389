//! Users of the account, agencies of its IAM, and its partner.

use hwc_models::osm::{
    Agency, AgencyId, BusinessOwnership, ListAgencies, ListAgenciesResponse, ListSubCustomers,
    ListSubCustomersResponse, PartnerService, ShowPartnersCasesPrivilege, ShowPartnersCasesPrivilegeResponse,
    ShowPartnersServiceInfo, ShowPartnersServiceInfoResponse, SubCustomer,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::osm::require_case;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Agency>().register(agencies);
    registry.store::<AccountUser>().register(sub_customers);
    registry.register(privilege).register(partner);
}

/// An agency of the account's IAM. It is stored in the format of responses.
impl StoredRecord for Agency {
    const KIND: &'static str = "osm.agency";
    const OWNER: Owner = Owner::Customer;

    fn key(&self) -> &str {
        self.id.as_ref().map_or("", AgencyId::as_str)
    }
}

/// A user below the account.
#[derive(Serialize, Deserialize)]
pub(crate) struct AccountUser {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) area_code: String,
    pub(crate) mobile: String,
    pub(crate) mail: String,
}

impl StoredRecord for AccountUser {
    const KIND: &'static str = "osm.account_user";
    const OWNER: Owner = Owner::Customer;
    const COLUMNS: &'static [Column<Self>] =
        &[Column::new("id", |user| user.id.clone().into()), Column::new("name", |user| user.name.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

fn agencies(cx: &mut Context<'_>, _: &ListAgencies) -> Result<ListAgenciesResponse, ApiError> {
    let mut response = ListAgenciesResponse::default();
    response.agency_list = cx.records().query().all()?;
    response.total_count = Some(response.agency_list.len() as u64);
    Ok(response)
}

/// Lists users by their full name or ID. Personal data is partly masked.
fn sub_customers(cx: &mut Context<'_>, request: &ListSubCustomers) -> Result<ListSubCustomersResponse, ApiError> {
    let query = cx.records::<AccountUser>().query();
    let query = query.filter_text("id", request.sub_customer_id.as_ref().map_or("", |id| id.as_str()));
    let query = query.filter_text("name", request.sub_customer_name.as_deref().unwrap_or(""));
    let mut response = ListSubCustomersResponse::default();
    response.sub_customer_infos = query.all()?.into_iter().map(|user| sub_customer(cx, user)).collect();
    Ok(response)
}

fn sub_customer(cx: &Context<'_>, stored: AccountUser) -> SubCustomer {
    let mail = match stored.mail.split_once('@') {
        Some((who, domain)) => format!("{}@{domain}", masked(who, 1, 0)),
        None => masked(&stored.mail, 1, 0),
    };
    let mut user = SubCustomer::default();
    user.customer_id = Some(stored.id.into());
    user.domain_id = Some(cx.customer().into());
    user.customer_name = Some(masked(&stored.name, 1, 0));
    user.area_code = Some(stored.area_code);
    user.mobile = Some(masked(&stored.mobile, 3, 4));
    user.email = Some(mail);
    user
}

/// Masks a text except for some characters at its ends.
fn masked(text: &str, start: usize, end: usize) -> String {
    let length = text.chars().count();
    let hide = |at: usize| at >= start && at + end < length;
    text.chars().enumerate().map(|(at, c)| if hide(at) { '*' } else { c }).collect()
}

/// Reports the privilege to handle tickets of the partner. A caller has it if the account has such tickets.
fn privilege(
    cx: &mut Context<'_>,
    _: &ShowPartnersCasesPrivilege,
) -> Result<ShowPartnersCasesPrivilegeResponse, ApiError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM cases WHERE customer = ?1 AND ownership = ?2)";
    let partner = BusinessOwnership::Partner.code();
    let mut response = ShowPartnersCasesPrivilegeResponse::default();
    response.has_privilege = Some(cx.db.prepare_cached(sql)?.query_row((cx.customer(), partner), |row| row.get(0))?);
    Ok(response)
}

/// Returns the partner, which is the same for all tickets, ticket types and products.
fn partner(
    cx: &mut Context<'_>,
    request: &ShowPartnersServiceInfo,
) -> Result<ShowPartnersServiceInfoResponse, ApiError> {
    if let Some(case) = request.case_id.as_ref().filter(|case| !case.as_str().is_empty()) {
        require_case(cx, case)?;
    }
    let mut partner = PartnerService::default();
    partner.customer_id = Some("partner-1".into());
    partner.customer_name = Some("Sandbox Partner".to_owned());
    partner.service_time_zone = Some("GMT+08:00".to_owned());
    partner.service_time_day = Some("5".to_owned());
    partner.service_time_hour = Some("8".to_owned());
    let mut response = ShowPartnersServiceInfoResponse::default();
    response.partners_service_info = vec![partner];
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn only_the_ends_of_a_text_can_be_read() {
        assert_eq!(masked("13800000001", 3, 4), "138****0001");
        assert_eq!(masked("Li", 1, 0), "L*");
        assert_eq!(masked("诺尔", 1, 0), "诺*");
        assert_eq!(masked("", 1, 0), "");
    }
}
