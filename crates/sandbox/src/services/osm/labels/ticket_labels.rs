//! Labels on tickets: at most five on each.

use hwc_models::osm::{
    CreateCaseLabels, CreateCaseLabelsResponse, DeleteCaseLabels, DeleteCaseLabelsResponse, ListCaseLabels,
    ListCaseLabelsResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::labels::account_labels;
use crate::services::osm::lifecycle::{TicketEvent, transition};
use crate::services::osm::{business, require_case};

/// The maximum number of labels on a ticket.
const MOST: i64 = 5;

/// Adds labels to a ticket. Existing labels remain.
pub(super) fn create(cx: &mut Context<'_>, request: &CreateCaseLabels) -> Result<CreateCaseLabelsResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    transition(cx, &request.case_id, TicketEvent::Change)?;
    let case = request.case_id.as_str();
    for label in &request.label_ids {
        account_labels::require(cx, *label)?;
        put(cx, case, *label)?;
    }
    let mut count = cx.db.prepare_cached("SELECT count(*) FROM case_labels WHERE case_id = ?1")?;
    if count.query_row([case], |row| row.get::<_, i64>(0))? > MOST {
        return Err(business("OSM.01010042", "A ticket can have five labels at most."));
    }
    Ok(CreateCaseLabelsResponse::default())
}

/// Adds a label to a ticket, unless the ticket already has it.
pub(crate) fn put(cx: &Context<'_>, case: &str, label: u32) -> Result<(), ApiError> {
    cx.db.execute("INSERT OR IGNORE INTO case_labels (case_id, label_id) VALUES (?1, ?2)", (case, label))?;
    Ok(())
}

/// Removes labels from a ticket. A label that is not on the ticket is ignored; an unknown label is an error.
pub(super) fn delete(cx: &mut Context<'_>, request: &DeleteCaseLabels) -> Result<DeleteCaseLabelsResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    transition(cx, &request.case_id, TicketEvent::Change)?;
    for label in &request.label_ids {
        account_labels::require(cx, *label)?;
        cx.db.execute(
            "DELETE FROM case_labels WHERE case_id = ?1 AND label_id = ?2",
            (request.case_id.as_str(), *label),
        )?;
    }
    Ok(DeleteCaseLabelsResponse::default())
}

pub(super) fn list(cx: &mut Context<'_>, request: &ListCaseLabels) -> Result<ListCaseLabelsResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let mut statement = cx.db.prepare_cached(
        "SELECT labels.* FROM case_labels JOIN labels ON labels.id = case_labels.label_id
         WHERE case_labels.case_id = ?1 ORDER BY labels.id",
    )?;
    let rows = statement.query_map([request.case_id.as_str()], account_labels::label)?;
    let mut response = ListCaseLabelsResponse::default();
    response.case_label_list = rows.collect::<Result<_, _>>()?;
    Ok(response)
}
