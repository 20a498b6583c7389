//! Attachments: uploading them in a form or as Base64, and attaching them to messages.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hwc_models::osm::{
    Accessory, AccessoryId, AccessoryPurpose, UploadAccessory, UploadAccessoryResponse, UploadJsonAccessories,
    UploadJsonAccessoriesResponse, UploadKind,
};
use hwc_wire::Binary;
use rusqlite::{Connection, named_params};

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::accessories::limits;
use crate::services::osm::rejected;

/// An uploaded file.
pub(crate) struct Upload<'a> {
    /// The name that engineers see.
    pub(crate) name: &'a str,
    /// The file name in the part of a form.
    pub(crate) file_name: Option<&'a str>,
    pub(crate) media_type: Option<&'a str>,
    pub(crate) purpose: Option<&'a AccessoryPurpose>,
    pub(crate) kind: Option<UploadKind>,
    pub(crate) content: &'a [u8],
}

pub(super) fn upload_form(
    cx: &mut Context<'_>,
    request: &UploadAccessory,
) -> Result<UploadAccessoryResponse, ApiError> {
    let (notes, file) = (&request.form_data, &request.file);
    let upload = Upload {
        name: notes.file_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&file.file_name),
        file_name: Some(&file.file_name),
        media_type: file.content_type.as_deref(),
        purpose: notes.accessory_from.as_ref(),
        kind: notes.upload_type,
        content: file.content.as_ref().map(Binary::as_slice).unwrap_or_default(),
    };
    let mut response = UploadAccessoryResponse::default();
    response.accessory_id = Some(accept(cx, &upload)?);
    Ok(response)
}

pub(super) fn upload_json(
    cx: &mut Context<'_>,
    request: &UploadJsonAccessories,
) -> Result<UploadJsonAccessoriesResponse, ApiError> {
    let content = STANDARD.decode(&request.accessory_data);
    let content = content.map_err(|_| rejected("accessory_data is not Base64."))?;
    let upload = Upload {
        name: request.accessory_name.as_deref().unwrap_or_default(),
        file_name: None,
        media_type: None,
        purpose: request.accessory_from.as_ref(),
        kind: request.upload_type,
        content: &content,
    };
    let mut response = UploadJsonAccessoriesResponse::default();
    response.accessory_id = Some(accept(cx, &upload)?);
    Ok(response)
}

fn accept(cx: &Context<'_>, upload: &Upload<'_>) -> Result<AccessoryId, ApiError> {
    if ![None, Some(UploadKind::File), Some(UploadKind::Markdown)].contains(&upload.kind) {
        return Err(rejected("upload_type must be 0 or 1."));
    }
    limits::check_file(cx, upload.name, upload.content.len())?;
    let id = (1000 + cx.next_number("accessory")?).to_string();
    store(cx, &id, upload, cx.now)?;
    Ok(id.into())
}

/// Stores a file as of `at`, with a given ID.
pub(crate) fn store(cx: &Context<'_>, id: &str, upload: &Upload<'_>, at: i64) -> Result<(), ApiError> {
    let object = objects::put(cx.db, upload.name, upload.content)?;
    cx.db
        .prepare_cached(
            "INSERT INTO accessories (id, customer, name, file_name, media_type, purpose, kind, size, object, uploaded_at)
             VALUES (:id, :customer, :name, :file_name, :media_type, :purpose, :kind, :size, :object, :at)",
        )?
        .execute(named_params! {
            ":id": id,
            ":customer": cx.customer(),
            ":name": upload.name,
            ":file_name": upload.file_name,
            ":media_type": upload.media_type,
            ":purpose": upload.purpose.map(AccessoryPurpose::code),
            ":kind": upload.kind.unwrap_or(UploadKind::File).code(),
            ":size": upload.content.len(),
            ":object": object,
            ":at": at,
        })?;
    Ok(())
}

/// Attaches files to a message. An attachment belongs to at most one message.
pub(crate) fn attach(cx: &Context<'_>, ids: &[AccessoryId], message: i64) -> Result<(), ApiError> {
    limits::check_count(ids.len())?;
    let mut update = cx.db.prepare_cached(
        "UPDATE accessories SET message = ?2, place = ?3
         WHERE id = ?1 AND customer = ?4 AND object IS NOT NULL AND (message IS NULL OR message = ?2)",
    )?;
    for (place, id) in ids.iter().enumerate() {
        if update.execute((id.as_str(), message, place, cx.customer()))? == 0 {
            return Err(rejected("accessory_ids has an attachment that does not exist or is in use."));
        }
    }
    Ok(())
}

/// Returns the attachments of a message, in the order of the request.
pub(crate) fn of_message(db: &Connection, message: i64) -> rusqlite::Result<Vec<Accessory>> {
    let mut list = db.prepare_cached("SELECT id, name FROM accessories WHERE message = ?1 ORDER BY place")?;
    let rows = list.query_map([message], |row| {
        let mut accessory = Accessory::default();
        accessory.accessory_id = Some(row.get::<_, String>(0)?.into());
        accessory.file_actual_name = row.get(1)?;
        Ok(accessory)
    })?;
    rows.collect()
}

/// Deletes the contents of the attachments of a message.
pub(crate) fn discard_all(cx: &Context<'_>, message: i64) -> Result<(), ApiError> {
    for accessory in of_message(cx.db, message)? {
        discard(cx, accessory.accessory_id.as_ref().map_or("", AccessoryId::as_str))?;
    }
    Ok(())
}

pub(super) fn discard(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    let object = cx.db.query_row("SELECT object FROM accessories WHERE id = ?1", [id], |row| row.get(0))?;
    cx.db.execute("UPDATE accessories SET object = NULL WHERE id = ?1", [id])?;
    Ok(objects::remove(cx.db, object)?)
}

/// Returns the error for a field with an unknown attachment or one of another customer.
pub(crate) fn unknown(field: &str) -> ApiError {
    rejected(&format!("{field} has an attachment that does not exist."))
}
