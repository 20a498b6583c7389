//! The mail addresses that were used last for copies of tickets.

use hwc_models::osm::{CopyAddresses, ListCaseCcEmails, ListCaseCcEmailsResponse};
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// The maximum number of recent addresses in `ListCaseCcEmails`, and their maximum length in characters.
const MAX_RECENT: u32 = 5;
const MAX_LENGTH: u32 = 32;

pub(crate) fn list(cx: &mut Context<'_>, _: &ListCaseCcEmails) -> Result<ListCaseCcEmailsResponse, ApiError> {
    let mut response = ListCaseCcEmailsResponse::default();
    let last = "SELECT addresses FROM last_copies WHERE user_id = ?1";
    let last: Option<String> = cx.db.prepare_cached(last)?.query_row([&cx.caller.id], |row| row.get(0)).optional()?;
    let mut copies = CopyAddresses::default();
    copies.user_id = Some(cx.caller.id.as_str().into());
    copies.customer_id = Some(cx.customer().into());
    copies.cc_email = Some(last.unwrap_or_default());
    response.cc_email_info = vec![copies];
    let mut known = cx.db.prepare_cached(
        "SELECT address FROM copy_addresses WHERE customer = ?1 AND length(address) <= ?2
         ORDER BY used DESC, address LIMIT ?3",
    )?;
    let known = known.query_map((cx.customer(), MAX_LENGTH, MAX_RECENT), |row| row.get(0))?;
    response.mc_email_infos = known.collect::<Result<_, _>>()?;
    Ok(response)
}
