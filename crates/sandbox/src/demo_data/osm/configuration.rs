//! Demo data of the configuration: a signed agreement, verified contacts and privileges.

use hwc_models::osm::{ContactWay, Privilege};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::agreements;
use crate::services::osm::verification_codes::contacts::Contact;

/// Writes the demo data.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    agreements::add_signature(cx, "123", None, cx.now - 30 * DAY)?;
    // The contact of the reference's examples, and a realistic one.
    Contact::new(ContactWay::Phone, None, "test").add(cx, "test", &cx.caller.id)?;
    Contact::new(ContactWay::Mail, None, "ada@example.com").add(cx, "verified-1000", &cx.caller.id)?;
    // Users of the demo account need a privilege to open tickets, and have it.
    let customer = cx.customer();
    let policy = "INSERT INTO privilege_policies (customer, privilege) VALUES (?1, ?2)";
    cx.db.execute(policy, (customer, Privilege::CreateCases.code()))?;
    for privilege in [Privilege::CreateCases, Privilege::ExportCases] {
        cx.db.execute("INSERT INTO privileges (customer, privilege) VALUES (?1, ?2)", (customer, privilege.code()))?;
    }
    Ok(())
}
