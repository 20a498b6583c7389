//! Links between tickets: at most three from each, in one direction.

use hwc_models::osm::{
    CaseId, CaseRelation, CreateRelations, CreateRelationsResponse, DeleteRelation, DeleteRelationResponse,
    ListRelation, ListRelationResponse,
};
use hwc_wire::Violation;
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::osm::lifecycle::{TicketEvent, transition};
use crate::services::osm::{business, no_such_case, rejected, require_case};

pub(super) fn register(registry: &mut Registry) {
    registry.register_with(create, too_many_in_request).register(list).register(delete);
}

/// The maximum number of links of a ticket.
const MAX_LINKS: usize = 3;

pub(crate) fn create(cx: &mut Context<'_>, request: &CreateRelations) -> Result<CreateRelationsResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    transition(cx, &request.case_id, TicketEvent::Change)?;
    for related in &request.related_id_list {
        check_linkable(cx, &request.case_id, related)?;
        cx.db.execute(
            "INSERT OR IGNORE INTO relations (case_id, related_id) VALUES (?1, ?2)",
            (request.case_id.as_str(), related.as_str()),
        )?;
    }
    let count = "SELECT count(*) FROM relations WHERE case_id = ?1";
    let links: usize = cx.db.query_row(count, [request.case_id.as_str()], |row| row.get(0))?;
    if links > MAX_LINKS { Err(too_many_links()) } else { Ok(CreateRelationsResponse::default()) }
}

/// Returns the error for more than three links if it is the only violation of a request. A fourth link is a business error
/// of its own, even if one request has them all.
fn too_many_in_request(request: &CreateRelations, violations: &[Violation]) -> Option<ApiError> {
    let only_links = violations.iter().all(|violation| violation.path == "related_id_list");
    (only_links && request.related_id_list.len() > MAX_LINKS).then(too_many_links)
}

fn too_many_links() -> ApiError {
    business("OSM.01010043", "A ticket can be linked to three others at most.")
}

/// Returns an error unless both tickets belong to the same account and are handled by the same organization.
fn check_linkable(cx: &Context<'_>, case: &CaseId, related: &CaseId) -> Result<(), ApiError> {
    if related == case {
        return Err(business("OSM.01010044", "A ticket cannot be linked to itself."));
    }
    let (own, other) = (owner(cx, case)?, owner(cx, related)?);
    if own.0 != other.0 {
        return Err(business("OSM.01010048", "The tickets belong to different customers."));
    }
    if own.1 != other.1 {
        return Err(business("OSM.01010049", "The tickets are handled by different organizations."));
    }
    transition(cx, related, TicketEvent::Change).map(|_| ())
}

/// Returns the customer and the handling organization of a ticket.
fn owner(cx: &Context<'_>, case: &CaseId) -> Result<(String, i64), ApiError> {
    let sql = "SELECT customer, ownership FROM cases WHERE id = ?1";
    let found = cx.db.prepare_cached(sql)?.query_row([case.as_str()], |row| Ok((row.get(0)?, row.get(1)?)));
    found.optional()?.ok_or_else(no_such_case)
}

/// Removes the link from one ticket to another.
pub(crate) fn delete(cx: &mut Context<'_>, request: &DeleteRelation) -> Result<DeleteRelationResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    require_case(cx, &request.related_id)?;
    transition(cx, &request.case_id, TicketEvent::Change)?;
    let sql = "DELETE FROM relations WHERE case_id = ?1 AND related_id = ?2";
    let deleted = cx.db.execute(sql, (request.case_id.as_str(), request.related_id.as_str()))?;
    if deleted == 1 { Ok(DeleteRelationResponse::default()) } else { Err(rejected("The tickets are not linked.")) }
}

pub(crate) fn list(cx: &mut Context<'_>, request: &ListRelation) -> Result<ListRelationResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let mut statement = cx.db.prepare_cached(
        "SELECT cases.id, cases.description, cases.user_name FROM relations
         JOIN cases ON cases.id = relations.related_id
         WHERE relations.case_id = ?1 ORDER BY relations.number",
    )?;
    let rows = statement.query_map([request.case_id.as_str()], |row| {
        let mut relation = CaseRelation::default();
        relation.case_id = Some(row.get::<_, String>(0)?.into());
        relation.simple_description = row.get(1)?;
        relation.user_name = row.get(2)?;
        Ok(relation)
    })?;
    let mut response = ListRelationResponse::default();
    response.case_relation_list = rows.collect::<Result<_, _>>()?;
    Ok(response)
}
