//! Actions of customers on a ticket: urge, cancel, close, delete, rate.

use hwc_models::osm::{
    CaseAction, CaseOperation, CaseRating, CreateScores, CreateScoresResponse, SatisfactionCategoryId, UpdateCases,
    UpdateCasesResponse,
};
use rusqlite::{Row, named_params};

use crate::runtime::api_error::Refusal;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::settings;
use crate::services::osm::lifecycle::{Act, step};
use crate::services::osm::{business, log, rejected, require_case};

/// The minimum time between two urges of a ticket, in milliseconds. No source documents it.
const PAUSE: i64 = 30 * 60_000;

pub(crate) fn update(cx: &mut Context<'_>, request: &UpdateCases) -> Result<UpdateCasesResponse, Refusal> {
    require_case(cx, &request.case_id)?;
    let (act, operation) = match &request.action_id {
        CaseAction::Press => (Act::Press, CaseOperation::Pressed),
        CaseAction::Cancel => (Act::Cancel, CaseOperation::Cancelled),
        CaseAction::Close => (Act::Close, CaseOperation::Closed),
        CaseAction::Delete => (Act::Delete, CaseOperation::Deleted),
        _ => return Err(business("OSM.01010013", "action_id is none of cancel, close, press and delete.")),
    };
    step(cx, &request.case_id, act)?;
    let case = request.case_id.as_str();
    if act == Act::Press {
        press(cx, case)?;
    }
    judge(cx, case, request.judgement.as_deref(), request.incident_satisfaction_list.as_deref())?;
    log::note_with(cx, case, operation, request.operate_desc.as_deref())?;
    Ok(UpdateCasesResponse::default())
}

/// Records that a ticket was urged. Returns an error if the last urge is too recent.
fn press(cx: &Context<'_>, case: &str) -> Result<(), Refusal> {
    let pressed = cx
        .db
        .prepare_cached(
            "UPDATE cases SET pressed_at = ?2 WHERE id = ?1 AND (pressed_at IS NULL OR pressed_at <= ?2 - ?3)",
        )?
        .execute((case, cx.now, PAUSE))?;
    if pressed == 1 { Ok(()) } else { Err(business("OSM.01010004", "The ticket was urged a short time ago.")) }
}

/// Rates a ticket. A later rating replaces an earlier one.
pub(crate) fn score(cx: &mut Context<'_>, request: &CreateScores) -> Result<CreateScoresResponse, Refusal> {
    require_case(cx, &request.case_id)?;
    step(cx, &request.case_id, Act::Score)?;
    let case = request.case_id.as_str();
    judge(cx, case, Some(&request.judgement), Some(&request.incident_satisfaction_list))?;
    log::note(cx, case, CaseOperation::Rated)?;
    Ok(CreateScoresResponse::default())
}

/// Stores the customer's judgement and ratings. Missing values remain unchanged.
fn judge(cx: &Context<'_>, case: &str, judgement: Option<&str>, ratings: Option<&[CaseRating]>) -> Result<(), Refusal> {
    if let Some(judgement) = judgement {
        cx.db.prepare_cached("UPDATE cases SET judgement = ?2 WHERE id = ?1")?.execute((case, judgement))?;
    }
    let Some(ratings) = ratings else {
        return Ok(());
    };
    if let Some(rating) = ratings.iter().find(|rating| !settings::is_rating(rating)) {
        let aspect = rating.satisfaction_id.unwrap_or_default();
        return Err(rejected(&format!("The rating of aspect {aspect} is none that ListSatisfactionDimensions tells.")));
    }
    cx.db.prepare_cached("DELETE FROM case_ratings WHERE case_id = ?1")?.execute([case])?;
    ratings.iter().enumerate().try_for_each(|(position, rating)| rate(cx, case, position, rating))
}

fn rate(cx: &Context<'_>, case: &str, position: usize, rating: &CaseRating) -> Result<(), Refusal> {
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
    settings::complete(cx, &mut rating);
    Ok(rating)
}
