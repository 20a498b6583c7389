//! Ratings of tickets by customers.

use hwc_models::osm::{CaseOperation, CaseRating, CreateScores, CreateScoresResponse, SatisfactionCategoryId};
use rusqlite::{Row, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::list_satisfaction_dimensions;
use crate::services::osm::lifecycle::{TicketEvent, transition};
use crate::services::osm::{log, rejected, require_case};

/// Rates a ticket. A later rating replaces an earlier one.
pub(crate) fn create(cx: &mut Context<'_>, request: &CreateScores) -> Result<CreateScoresResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    transition(cx, &request.case_id, TicketEvent::Rate)?;
    let case = request.case_id.as_str();
    store_ratings(cx, case, Some(&request.judgement), Some(&request.incident_satisfaction_list))?;
    log::log(cx, case, CaseOperation::Rated)?;
    Ok(CreateScoresResponse::default())
}

/// Stores the customer's judgement and ratings. Missing values remain unchanged.
pub(super) fn store_ratings(
    cx: &Context<'_>,
    case: &str,
    judgement: Option<&str>,
    ratings: Option<&[CaseRating]>,
) -> Result<(), ApiError> {
    if let Some(judgement) = judgement {
        cx.db.prepare_cached("UPDATE cases SET judgement = ?2 WHERE id = ?1")?.execute((case, judgement))?;
    }
    let Some(ratings) = ratings else {
        return Ok(());
    };
    if let Some(rating) = ratings.iter().find(|rating| !list_satisfaction_dimensions::is_rating(rating)) {
        let aspect = rating.satisfaction_id.unwrap_or_default();
        return Err(rejected(&format!(
            "Invalid rating of aspect {aspect}; ListSatisfactionDimensions lists the valid ones."
        )));
    }
    cx.db.prepare_cached("DELETE FROM case_ratings WHERE case_id = ?1")?.execute([case])?;
    ratings.iter().enumerate().try_for_each(|(position, rating)| rate(cx, case, position, rating))
}

fn rate(cx: &Context<'_>, case: &str, position: usize, rating: &CaseRating) -> Result<(), ApiError> {
    cx.db
        .prepare_cached(
            "INSERT INTO case_ratings (case_id, position, aspect, given, name, full_score, step, category, category_name)
             VALUES (:case, :position, :aspect, :given, :name, :full_score, :step, :category, :category_name)",
        )?
        .execute(named_params! {
            ":case": case,
            ":position": position,
            ":aspect": rating.satisfaction_id,
            ":given": rating.satisfaction_value,
            ":name": rating.satisfaction_name,
            ":full_score": rating.value,
            ":step": rating.per_value,
            ":category": rating.sat_category_id.as_ref().map(SatisfactionCategoryId::as_str),
            ":category_name": rating.sat_category_name,
        })?;
    Ok(())
}

/// Returns the ratings of a ticket.
pub(crate) fn ratings(cx: &Context<'_>, case: &str) -> rusqlite::Result<Vec<CaseRating>> {
    let mut statement = cx.db.prepare_cached(
        "SELECT aspect, given, name, full_score, step, category, category_name FROM case_ratings
         WHERE case_id = ?1 ORDER BY position",
    )?;
    statement.query_map([case], |row| rating(cx, row))?.collect()
}

/// Reads a rating. Missing values come from the list of rating dimensions.
fn rating(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<CaseRating> {
    let mut rating = CaseRating::default();
    rating.satisfaction_id = row.get(0)?;
    rating.satisfaction_value = row.get(1)?;
    rating.satisfaction_name = row.get(2)?;
    rating.value = row.get(3)?;
    rating.per_value = row.get(4)?;
    rating.sat_category_id = row.get::<_, Option<String>>(5)?.map(Into::into);
    rating.sat_category_name = row.get(6)?;
    list_satisfaction_dimensions::complete(cx, &mut rating);
    Ok(rating)
}
