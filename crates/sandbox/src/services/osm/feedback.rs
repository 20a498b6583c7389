//! Reports of illegal content and of violations of intellectual property. They are stored completely. No operation reads
//! them.

use hwc_models::osm::{AccessoryId, CreateFeedback, CreateFeedbackResponse};
use rusqlite::named_params;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::osm::accessories::uploads;
use crate::services::osm::business;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create);
}

fn create(cx: &mut Context<'_>, request: &CreateFeedback) -> Result<CreateFeedbackResponse, ApiError> {
    if request.content.trim().is_empty() {
        return Err(business("OSM.01010016", "The report is empty."));
    }
    let report = store(cx, request)?;
    let reporter = request.contacts.as_ref().map(|contacts| contacts.id_files.as_slice());
    add_evidence(cx, report, "report", "files", request.files.as_deref())?;
    add_evidence(cx, report, "reporter", "contacts.id_files", reporter)?;
    Ok(CreateFeedbackResponse::default())
}

fn store(cx: &Context<'_>, request: &CreateFeedback) -> Result<i64, ApiError> {
    cx.db.execute(
        "INSERT INTO feedbacks (user_id, user_name, kind, title, content, ip, contacts, sent_at)
         VALUES (:user_id, :user_name, :kind, :title, :content, :ip, :contacts, :now)",
        named_params! {
            ":user_id": cx.caller.id,
            ":user_name": cx.caller.name,
            ":kind": request.kind.code(),
            ":title": request.title,
            ":content": request.content,
            ":ip": request.intellectual_property.as_ref().map(|ip| serde_json::json!(ip).to_string()),
            ":contacts": request.contacts.as_ref().map(|contacts| serde_json::json!(contacts).to_string()),
            ":now": cx.now,
        },
    )?;
    Ok(cx.db.last_insert_rowid())
}

/// Stores which attachments prove a claim. They must exist.
fn add_evidence(
    cx: &Context<'_>,
    report: i64,
    what: &str,
    field: &str,
    ids: Option<&[AccessoryId]>,
) -> Result<(), ApiError> {
    let mut insert = cx.db.prepare_cached(
        "INSERT INTO feedback_files (feedback, proves, place, accessory)
         SELECT ?1, ?2, ?3, id FROM accessories WHERE id = ?4 AND customer = ?5 AND object IS NOT NULL",
    )?;
    for (place, id) in ids.unwrap_or_default().iter().enumerate() {
        if insert.execute((report, what, place, id.as_str(), cx.customer()))? == 0 {
            return Err(uploads::unknown(field));
        }
    }
    Ok(())
}
