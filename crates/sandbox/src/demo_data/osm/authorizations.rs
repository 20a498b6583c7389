//! Demo data: access grants in all states that a customer sees, hosts, and sessions on them.

use hwc_models::osm::{AuthorizationStatus, AuthorizationTarget};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::authorizations::{self, HOSTS, sessions};

/// The grant of the reference's examples, its hosts and its ticket.
const DOCUMENTED: &str = "Auth-123456";
const DOCUMENTED_HOSTS: [i64; 2] = [123, 123_456];

/// Other grants: ID, ticket, state, and the begin and end of access in days from now.
const GRANTS: [(&str, &str, AuthorizationStatus, i64, i64); 2] = [
    ("Auth-90001", "case-1001", AuthorizationStatus::Granted, -2, -1),
    ("Auth-90002", "123456", AuthorizationStatus::Granted, -1, 6),
];

/// The length of sessions in the demo data, in milliseconds.
const SESSION: i64 = 600_000;

/// Writes the demo data. Requires the tickets.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    documented(cx)?;
    for (id, case, status, from, to) in GRANTS {
        let (from, to) = (cx.now + from * DAY, cx.now + to * DAY);
        authorizations::insert(cx, (case, id), &HOSTS, from)?;
        cx.db.execute(
            "UPDATE authorizations SET status = ?2, effective_at = ?3, expires_at = ?4 WHERE id = ?1",
            (id, status.code(), from, to),
        )?;
        let host = add_host(cx, id, None)?;
        sessions::add(cx, host, from + SESSION, from + 2 * SESSION)?;
    }
    Ok(())
}

/// Adds the grant of the examples, which is for two hosts. An earlier session on the first host is session 1 of the
/// examples.
fn documented(cx: &Context<'_>) -> Result<(), ApiError> {
    cx.db.execute("DELETE FROM authorization_details WHERE grant_id = ?1", [DOCUMENTED])?;
    cx.db.execute(
        "UPDATE authorizations SET resource_type = ?2, visit_type = ?3, content_type = ?4, description = ?5 WHERE id = ?1",
        (DOCUMENTED, HOSTS.resource_type, HOSTS.visit_type, HOSTS.content_type, HOSTS.description),
    )?;
    for id in DOCUMENTED_HOSTS {
        add_host(cx, DOCUMENTED, Some(id))?;
    }
    let started = cx.now - DAY;
    sessions::add(cx, DOCUMENTED_HOSTS[0], started, started + SESSION)
}

/// Adds a host that listens at port 22.
fn add_host(cx: &Context<'_>, grant: &str, id: Option<i64>) -> Result<i64, ApiError> {
    cx.db.execute(
        "INSERT INTO authorization_details (id, grant_id, target, port, region) VALUES (?1, ?2, ?3, 22, 'cn-south-1')",
        (id, grant, AuthorizationTarget::Host.code()),
    )?;
    let id = cx.db.last_insert_rowid();
    cx.db.execute(
        "UPDATE authorization_details SET instance_id = ?2, instance_name = ?3 WHERE id = ?1",
        (id, format!("instance-{id}"), format!("server-{id}")),
    )?;
    Ok(id)
}
