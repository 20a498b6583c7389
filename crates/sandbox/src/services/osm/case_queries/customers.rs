//! Users of the account, agencies of its IAM, its regions, and its partner.

use hwc_models::osm::{
    Agency, BusinessOwnership, CustomerRegion, ListAgencies, ListAgenciesResponse, ListCustomersRegions,
    ListCustomersRegionsResponse, ListSubCustomers, ListSubCustomersResponse, PartnerService,
    ShowPartnersCasesPrivilege, ShowPartnersCasesPrivilegeResponse, ShowPartnersServiceInfo,
    ShowPartnersServiceInfoResponse, SubCustomer,
};
use rusqlite::Row;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::{localized, require_case};

pub(crate) fn regions(
    cx: &mut Context<'_>,
    _: &ListCustomersRegions,
) -> Result<ListCustomersRegionsResponse, ApiError> {
    let mut response = ListCustomersRegionsResponse::default();
    for known in localized::REGIONS {
        let mut region = CustomerRegion::default();
        region.region_id = Some(known.id.into());
        region.region_name = Some(known.name(cx).to_owned());
        response.region_infos.push(region);
    }
    response.count = Some(response.region_infos.len() as u64);
    Ok(response)
}

pub(crate) fn agencies(cx: &mut Context<'_>, _: &ListAgencies) -> Result<ListAgenciesResponse, ApiError> {
    let mut statement = cx.db.prepare_cached(
        "SELECT id, name, duration, trust_domain_name, trust_domain_id, created_at, expires_at FROM agencies
         WHERE customer = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([cx.customer()], agency)?;
    let mut response = ListAgenciesResponse::default();
    response.agency_list = rows.collect::<Result<_, _>>()?;
    response.total_count = Some(response.agency_list.len() as u64);
    Ok(response)
}

fn agency(row: &Row<'_>) -> rusqlite::Result<Agency> {
    let mut agency = Agency::default();
    agency.id = Some(row.get::<_, String>(0)?.into());
    agency.name = row.get(1)?;
    agency.duration = row.get(2)?;
    agency.trust_domain_name = row.get(3)?;
    agency.trust_domain_id = Some(row.get::<_, String>(4)?.into());
    agency.create_time = Some(times::osm(row.get(5)?));
    agency.expire_time = row.get::<_, Option<i64>>(6)?.map(times::osm);
    Ok(agency)
}

/// Lists users by their full name or ID. Personal data is partly masked.
pub(crate) fn sub_customers(
    cx: &mut Context<'_>,
    request: &ListSubCustomers,
) -> Result<ListSubCustomersResponse, ApiError> {
    let mut statement = cx.db.prepare_cached(
        "SELECT id, name, area_code, mobile, mail FROM sub_customers
         WHERE customer = ?1 AND (?2 = '' OR id = ?2) AND (?3 = '' OR name = ?3) ORDER BY id",
    )?;
    let id = request.sub_customer_id.as_ref().map_or("", |id| id.as_str());
    let name = request.sub_customer_name.as_deref().unwrap_or("");
    let rows = statement.query_map((cx.customer(), id, name), |row| sub_customer(cx, row))?;
    let mut response = ListSubCustomersResponse::default();
    response.sub_customer_infos = rows.collect::<Result<_, _>>()?;
    Ok(response)
}

fn sub_customer(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<SubCustomer> {
    let (name, mobile, mail): (String, String, String) = (row.get(1)?, row.get(3)?, row.get(4)?);
    let mut user = SubCustomer::default();
    user.customer_id = Some(row.get::<_, String>(0)?.into());
    user.domain_id = Some(cx.customer().into());
    user.customer_name = Some(masked(&name, 1, 0));
    user.area_code = row.get(2)?;
    user.mobile = Some(masked(&mobile, 3, 4));
    user.email = Some(
        mail.split_once('@')
            .map_or_else(|| masked(&mail, 1, 0), |(who, domain)| format!("{}@{domain}", masked(who, 1, 0))),
    );
    Ok(user)
}

/// Masks a text except for some characters at its ends.
fn masked(text: &str, start: usize, end: usize) -> String {
    let length = text.chars().count();
    let hide = |at: usize| at >= start && at + end < length;
    text.chars().enumerate().map(|(at, c)| if hide(at) { '*' } else { c }).collect()
}

/// Reports the privilege to handle tickets of the partner. A caller has it if the account has such tickets.
pub(crate) fn privilege(
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
pub(crate) fn partner(
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
    use crate::services::osm::case_queries::customers::masked;

    #[test]
    fn only_the_ends_of_a_text_can_be_read() {
        assert_eq!(masked("13800000001", 3, 4), "138****0001");
        assert_eq!(masked("Li", 1, 0), "L*");
        assert_eq!(masked("诺尔", 1, 0), "诺*");
        assert_eq!(masked("", 1, 0), "");
    }
}
