//! The operations that accounts of a carrier may call: those on the reference pages for carriers, and messages.

use hwc_models::CATALOG;
use hwc_wire::Operation;
use rusqlite::Connection;

use super::is_account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Caller;
use crate::services::koodrive::refused;

/// The start of the reference pages for carriers.
const PAGES: &str = "api-koodrive-carrier/";

/// The operations on messages, which only the pages for companies have. Packages are announced by messages.
const MESSAGES: [&str; 5] =
    ["ListMessages", "GetUnreadCount", "BatchReadMessage", "BatchDeleteMessage", "UpdateSpecificMessageState"];

/// Checks that a caller may call an operation. Users of the company may call any.
///
/// # Errors
/// Returns 13000410 for an account of a carrier and an operation of companies.
pub(crate) fn require_operation(db: &Connection, caller: &Caller, operation: &Operation) -> Result<(), ApiError> {
    if !is_account(db, &caller.id)? || is_for_accounts(operation) { Ok(()) } else { Err(refused("13000410")) }
}

fn is_for_accounts(operation: &Operation) -> bool {
    let doc = CATALOG.operation(operation);
    let has_page = doc.is_some_and(|doc| doc.sources.iter().any(|source| source.starts_with(PAGES)));
    has_page || MESSAGES.contains(&operation.name)
}
