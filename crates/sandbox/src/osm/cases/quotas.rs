//! How many tickets may be opened. No source tells numbers or spans: questions about bills have a quota for a day, so that
//! there is one to meet; other problem types have none.

use hwc_models::osm::{ListCaseQuotas, ListCaseQuotasResponse};

use crate::context::Context;
use crate::osm::business;
use crate::refusal::Refusal;
use crate::times::DAY;

/// Problem types with a quota, and how many tickets of each may be opened in 24 hours.
const QUOTAS: [(&str, i32); 1] = [("Billing", 50)];

/// What the service says where there is no quota.
const UNLIMITED: i32 = -1;

fn total(business_type: &str) -> i32 {
    QUOTAS.iter().find(|(listed, _)| *listed == business_type).map_or(UNLIMITED, |(_, total)| *total)
}

/// How many tickets are left of a quota.
fn left(cx: &Context<'_>, business_type: &str, total: i32) -> Result<i32, Refusal> {
    let opened: i32 = cx
        .db
        .prepare_cached("SELECT count(*) FROM cases WHERE customer = ?1 AND business_type = ?2 AND opened_at > ?3")?
        .query_row((cx.customer(), business_type, cx.now - DAY), |row| row.get(0))?;
    Ok((total - opened).max(0))
}

/// Refuses when no ticket of this problem type may be opened now.
pub(super) fn check(cx: &Context<'_>, business_type: &str) -> Result<(), Refusal> {
    let total = total(business_type);
    if total != UNLIMITED && left(cx, business_type, total)? == 0 {
        return Err(business("OSM.01010037", "No more tickets of this problem type may be opened today."));
    }
    Ok(())
}

/// The product makes no difference.
pub(super) fn list(cx: &mut Context<'_>, request: &ListCaseQuotas) -> Result<ListCaseQuotasResponse, Refusal> {
    let total = total(request.business_type_id.as_str());
    let mut answer = ListCaseQuotasResponse::default();
    answer.total = Some(total);
    answer.un_used = Some(match total {
        UNLIMITED => UNLIMITED,
        total => left(cx, request.business_type_id.as_str(), total)?,
    });
    Ok(answer)
}
