//! Links between tickets: at most three from each, in one direction.

use hwc_models::osm::{CaseRelation, CreateRelations, CreateRelationsResponse, ListRelation, ListRelationResponse};

use super::{business, require_case};
use crate::behaviour::too_many_links;
use crate::context::Context;
use crate::refusal::Refusal;

/// How many links a ticket can have.
const MOST: i64 = 3;

pub(super) fn create(cx: &mut Context<'_>, request: &CreateRelations) -> Result<CreateRelationsResponse, Refusal> {
    require_case(cx.db, &request.case_id)?;
    for related in &request.related_id_list {
        if *related == request.case_id {
            return Err(business("OSM.01010044", "A ticket cannot be linked to itself."));
        }
        require_case(cx.db, related)?;
        cx.db.execute(
            "INSERT OR IGNORE INTO relations (case_id, related_id) VALUES (?1, ?2)",
            (request.case_id.as_str(), related.as_str()),
        )?;
    }
    let count = "SELECT count(*) FROM relations WHERE case_id = ?1";
    let links: i64 = cx.db.query_row(count, [request.case_id.as_str()], |row| row.get(0))?;
    if links > MOST { Err(too_many_links()) } else { Ok(CreateRelationsResponse::default()) }
}

pub(super) fn list(cx: &mut Context<'_>, request: &ListRelation) -> Result<ListRelationResponse, Refusal> {
    require_case(cx.db, &request.case_id)?;
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
    let mut answer = ListRelationResponse::default();
    answer.case_relation_list = rows.collect::<Result<_, _>>()?;
    Ok(answer)
}
