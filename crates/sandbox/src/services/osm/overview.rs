//! The tickets at a glance, for the control API.

use hwc_wire::Timestamp;
use rusqlite::Row;
use schemars::JsonSchema;
use serde::Serialize;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::status_view::StatusView;

/// A ticket.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ticket")]
pub(crate) struct TicketView {
    /// The ID.
    id: String,
    #[serde(flatten)]
    status: StatusView,
    /// The description.
    description: String,
    /// The ID of the product.
    product: Option<String>,
    /// The name of the user who opened it.
    user: String,
    /// The time at which it was opened.
    created_at: String,
    /// The number of messages.
    messages: u64,
    /// The number of messages of engineers that the customer has not read.
    unread: u64,
    /// The access grants.
    access_grants: Vec<AccessGrantView>,
}

/// An access grant of a ticket.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AccessGrant")]
pub(crate) struct AccessGrantView {
    /// The ID.
    id: String,
    #[serde(flatten)]
    status: StatusView,
}

/// Returns tickets of all accounts, the newest first.
pub(crate) fn tickets(cx: &Context<'_>, limit: usize) -> Result<Vec<TicketView>, ApiError> {
    let sql = "SELECT c.id, c.status, c.description, c.product, c.user_name, c.opened_at,
            (SELECT count(*) FROM messages m WHERE m.case_id = c.id AND m.written_at <= ?1),
            (SELECT count(*) FROM messages m LEFT JOIN message_reads r ON r.case_id = c.id
             WHERE m.case_id = c.id AND m.source = 1 AND m.written_at <= ?1 AND m.withdrawn_at IS NULL
                AND (m.written_at, m.number) > (coalesce(r.read_at, 0), coalesce(r.read_number, 0)))
         FROM cases c ORDER BY c.opened_at DESC, c.number DESC LIMIT ?2";
    let mut select = cx.db.prepare_cached(sql)?;
    let tickets = select.query_map((cx.now, i64::try_from(limit).unwrap_or(i64::MAX)), ticket)?;
    let mut tickets = tickets.collect::<rusqlite::Result<Vec<_>>>()?;
    for ticket in &mut tickets {
        ticket.access_grants = access_grants(cx, &ticket.id)?;
    }
    Ok(tickets)
}

fn ticket(row: &Row<'_>) -> rusqlite::Result<TicketView> {
    Ok(TicketView {
        id: row.get(0)?,
        status: StatusView::ticket(row.get::<_, i64>(1)?),
        description: row.get(2)?,
        product: row.get(3)?,
        user: row.get(4)?,
        created_at: Timestamp::from_unix_millis(row.get(5)?).to_string(),
        messages: row.get(6)?,
        unread: row.get(7)?,
        access_grants: Vec::new(),
    })
}

/// Returns the access grants of a ticket that were requested by now.
fn access_grants(cx: &Context<'_>, case: &str) -> Result<Vec<AccessGrantView>, ApiError> {
    let sql = "SELECT id, CASE WHEN status = 1 AND expires_at <= ?2 THEN 3 ELSE status END FROM authorizations
         WHERE case_id = ?1 AND asked_at <= ?2 ORDER BY number";
    let mut select = cx.db.prepare_cached(sql)?;
    let grants = select.query_map((case, cx.now), |row| {
        Ok(AccessGrantView { id: row.get(0)?, status: StatusView::grant(row.get::<_, i64>(1)?) })
    })?;
    Ok(grants.collect::<rusqlite::Result<_>>()?)
}
