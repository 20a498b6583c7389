//! Stored access grants: requesting one, finding one, and recalling those of a ticket that has ended.

use hwc_models::osm::{AuthorizationId, AuthorizationStatus, AuthorizationTarget};
use rusqlite::{OptionalExtension, Row};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::authorizations::states;
use crate::services::osm::engineer::ENGINEER;
use crate::services::osm::{business, rejected};

/// An access request of an engineer.
pub(crate) struct NewGrant<'a> {
    pub(crate) resource_type: &'a str,
    pub(crate) visit_type: &'a str,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) description: &'a str,
}

/// A request to sign in to the console with the customer's account.
pub(crate) const CONSOLE: NewGrant<'_> = NewGrant {
    resource_type: "2",
    visit_type: "4",
    content_type: None,
    description: "May I sign in to look at the problem?",
};

/// A request to sign in to hosts through a bastion host, with passwords from the customer.
pub(crate) const HOSTS: NewGrant<'_> = NewGrant {
    resource_type: "1",
    visit_type: "1",
    content_type: Some("1"),
    description: "<p>May I look at the <b>logs</b> of the host?</p>",
};

/// A grant with data of its ticket.
pub(super) struct Grant {
    pub(super) id: String,
    pub(super) case: String,
    pub(super) status: AuthorizationStatus,
    pub(super) resource_type: String,
    pub(super) visit_type: String,
    pub(super) content_type: Option<String>,
    pub(super) handler: String,
    pub(super) description: String,
    pub(super) agency: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) asked_at: i64,
    pub(super) effective_at: Option<i64>,
    pub(super) expires_at: Option<i64>,
    pub(super) case_description: String,
    pub(super) user_id: String,
    pub(super) user_name: String,
}

/// The columns of a [`Grant`], and the join of its ticket.
pub(super) const COLUMNS: &str = "a.*, c.description AS case_description, c.user_id, c.user_name";
pub(super) const TICKET: &str = "JOIN cases c ON c.id = a.case_id";

impl Grant {
    /// Reads a row in its state at `now`.
    pub(super) fn read(row: &Row<'_>, now: i64) -> rusqlite::Result<Self> {
        let expires_at = row.get("expires_at")?;
        Ok(Self {
            id: row.get("id")?,
            case: row.get("case_id")?,
            status: states::effective_status(row.get("status")?, expires_at, now),
            resource_type: row.get("resource_type")?,
            visit_type: row.get("visit_type")?,
            content_type: row.get("content_type")?,
            handler: row.get("handler")?,
            description: row.get("description")?,
            agency: row.get("agency")?,
            reason: row.get("reason")?,
            asked_at: row.get("asked_at")?,
            effective_at: row.get("effective_at")?,
            expires_at,
            case_description: row.get("case_description")?,
            user_id: row.get("user_id")?,
            user_name: row.get("user_name")?,
        })
    }
}

/// Stores which grants have expired by now. SQL queries for states must call this first.
pub(in crate::services::osm) fn expire_grants(cx: &Context<'_>) -> rusqlite::Result<()> {
    let due = "SELECT 1 FROM authorizations WHERE status = 1 AND expires_at <= ?1 LIMIT 1";
    if !cx.db.prepare_cached(due)?.exists([cx.now])? {
        return Ok(());
    }
    let sql = "UPDATE authorizations SET status = 3 WHERE status = 1 AND expires_at <= ?1";
    cx.db.prepare_cached(sql)?.execute([cx.now]).map(|_| ())
}

/// Returns the grant of this customer with this ID, once it was requested. No source documents a code for an unknown one.
pub(super) fn find(cx: &Context<'_>, id: &AuthorizationId) -> Result<Grant, ApiError> {
    let sql = format!("SELECT {COLUMNS} FROM authorizations a {TICKET} WHERE a.id = ?1 AND a.asked_at <= ?2");
    let mut statement = cx.db.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| Ok((row.get::<_, String>("customer")?, Grant::read(row, cx.now)?));
    let found = statement.query_row((id.as_str(), cx.now), read).optional()?;
    match found {
        Some((customer, grant)) if customer == cx.customer() => Ok(grant),
        Some(_) => Err(business("OSM.01010002", "The access grant belongs to another customer.")),
        None => Err(rejected("Access grant not found.")),
    }
}

/// Returns an unused grant ID. The demo data has IDs that are not counted.
pub(crate) fn next_id(cx: &Context<'_>) -> Result<String, ApiError> {
    loop {
        let id = format!("Auth-{}", 100_000 + cx.next_number("authorization")?);
        let mut taken = cx.db.prepare_cached("SELECT 1 FROM authorizations WHERE id = ?1")?;
        if !taken.exists([&id])? {
            return Ok(id);
        }
    }
}

/// Requests access to the console for a ticket, from the time `at` on.
pub(crate) fn request_access(cx: &Context<'_>, case: &str, id: &str, at: i64) -> Result<(), ApiError> {
    insert(cx, (case, id), &CONSOLE, at)?;
    cx.db
        .prepare_cached("INSERT INTO authorization_details (grant_id, target) VALUES (?1, ?2)")?
        .execute((id, AuthorizationTarget::Console.code()))?;
    Ok(())
}

/// Requests access for a ticket. The caller adds the details to open.
pub(crate) fn insert(
    cx: &Context<'_>,
    (case, id): (&str, &str),
    grant: &NewGrant<'_>,
    at: i64,
) -> Result<(), ApiError> {
    cx.db
        .prepare_cached(
            "INSERT INTO authorizations (id, case_id, customer, status, resource_type, visit_type, content_type, handler,
                 description, asked_at)
             SELECT ?1, id, customer, 0, ?3, ?4, ?5, ?6, ?7, ?8 FROM cases WHERE id = ?2",
        )?
        .execute((
            id,
            case,
            grant.resource_type,
            grant.visit_type,
            grant.content_type,
            ENGINEER.1,
            grant.description,
            at,
        ))?;
    Ok(())
}

/// Recalls the waiting grants of a ticket that has ended, and cancels later requests.
pub(crate) fn revoke(cx: &Context<'_>, case: &str) -> rusqlite::Result<()> {
    let later = "SELECT id FROM authorizations WHERE case_id = ?1 AND asked_at > ?2";
    let details = format!("DELETE FROM authorization_details WHERE grant_id IN ({later})");
    cx.db.prepare_cached(&details)?.execute((case, cx.now))?;
    let grants = "DELETE FROM authorizations WHERE case_id = ?1 AND asked_at > ?2";
    cx.db.prepare_cached(grants)?.execute((case, cx.now))?;
    let waiting = "UPDATE authorizations SET status = ?2 WHERE case_id = ?1 AND status = ?3";
    let states = (case, AuthorizationStatus::Recalled.code(), AuthorizationStatus::Waiting.code());
    cx.db.prepare_cached(waiting)?.execute(states)?;
    Ok(())
}
