//! Labels of the account: at most 30, with unique names.

use hwc_models::osm::{
    CreateLabels, CreateLabelsResponse, DeleteLabels, DeleteLabelsResponse, Label, ListLabels, ListLabelsResponse,
    UpdateLabels, UpdateLabelsResponse,
};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::{PAGE, business, rejected};

/// The maximum number of labels of an account.
const MOST: i64 = 30;

/// The filters of `ListLabels`.
const FILTER: &str =
    "FROM labels WHERE customer = :customer AND (:name = '' OR name = :name) AND (:id IS NULL OR id = :id)";

pub(super) fn create(cx: &mut Context<'_>, request: &CreateLabels) -> Result<CreateLabelsResponse, ApiError> {
    let there: i64 =
        cx.db.query_row("SELECT count(*) FROM labels WHERE customer = ?1", [cx.customer()], |row| row.get(0))?;
    if there >= MOST {
        return Err(business("OSM.01010041", "An account can have 30 labels at most."));
    }
    require_unused(cx, &request.name, None)?;
    cx.db.execute(
        "INSERT INTO labels (customer, name, color) VALUES (?1, ?2, ?3)",
        (cx.customer(), &request.name, &request.color),
    )?;
    Ok(CreateLabelsResponse::default())
}

pub(super) fn list(cx: &mut Context<'_>, request: &ListLabels) -> Result<ListLabelsResponse, ApiError> {
    let (name, id) = (request.name.as_deref().unwrap_or_default(), request.label_id);
    let mut count = cx.db.prepare_cached(&format!("SELECT count(*) {FILTER}"))?;
    let total: i64 =
        count.query_row(named_params! { ":customer": cx.customer(), ":name": name, ":id": id }, |row| row.get(0))?;
    let mut page = cx.db.prepare_cached(&format!("SELECT * {FILTER} ORDER BY id LIMIT :limit OFFSET :offset"))?;
    let rows = page.query_map(
        named_params! {
            ":customer": cx.customer(),
            ":name": name,
            ":id": id,
            ":limit": request.limit.unwrap_or(PAGE),
            ":offset": request.offset.unwrap_or(0),
        },
        label,
    )?;
    let mut response = ListLabelsResponse::default();
    response.label_list = rows.collect::<Result<_, _>>()?;
    response.total_count = u64::try_from(total).ok();
    Ok(response)
}

/// Reads a row of the table in the format of responses.
pub(super) fn label(row: &Row<'_>) -> rusqlite::Result<Label> {
    let mut label = Label::default();
    label.label_id = row.get("id")?;
    label.name = row.get("name")?;
    label.color = row.get("color")?;
    Ok(label)
}

pub(super) fn update(cx: &mut Context<'_>, request: &UpdateLabels) -> Result<UpdateLabelsResponse, ApiError> {
    require(cx, request.label_id)?;
    require_unused(cx, &request.name, Some(request.label_id))?;
    cx.db.execute(
        "UPDATE labels SET name = ?2, color = ?3 WHERE id = ?1",
        (request.label_id, &request.name, &request.color),
    )?;
    Ok(UpdateLabelsResponse::default())
}

pub(super) fn delete(cx: &mut Context<'_>, request: &DeleteLabels) -> Result<DeleteLabelsResponse, ApiError> {
    require(cx, request.label_id)?;
    cx.db.execute("DELETE FROM case_labels WHERE label_id = ?1", [request.label_id])?;
    cx.db.execute("DELETE FROM labels WHERE id = ?1", [request.label_id])?;
    Ok(DeleteLabelsResponse::default())
}

/// Returns an error if the account does not have the label. No source documents a code for it.
pub(super) fn require(cx: &Context<'_>, id: u32) -> Result<(), ApiError> {
    let mut find = cx.db.prepare_cached("SELECT 1 FROM labels WHERE id = ?1 AND customer = ?2")?;
    if find.exists((id, cx.customer()))? { Ok(()) } else { Err(rejected("Label not found.")) }
}

/// Returns an error if another label has the name. The code for it is unknown.
fn require_unused(cx: &Context<'_>, name: &str, own: Option<u32>) -> Result<(), ApiError> {
    if name.trim().is_empty() {
        return Err(rejected("name is blank."));
    }
    let mut find = cx.db.prepare_cached("SELECT id FROM labels WHERE customer = ?1 AND name = ?2")?;
    let found: Option<u32> = find.query_row((cx.customer(), name), |row| row.get(0)).optional()?;
    if found.is_some() && found != own { Err(rejected("Another label has this name.")) } else { Ok(()) }
}
