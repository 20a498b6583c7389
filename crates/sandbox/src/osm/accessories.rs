//! Attachments: uploading one as Base64, and the links from which they are read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hwc_models::osm::{
    AccessoryId, AccessoryUrl, ListAccessoryAccessUrls, ListAccessoryAccessUrlsResponse, UploadJsonAccessories,
    UploadJsonAccessoriesResponse,
};
use hwc_wire::Link;
use rusqlite::OptionalExtension;

use super::rejected;
use crate::context::Context;
use crate::objects;
use crate::refusal::Refusal;

pub(super) fn upload(
    cx: &mut Context<'_>,
    request: &UploadJsonAccessories,
) -> Result<UploadJsonAccessoriesResponse, Refusal> {
    let content = STANDARD.decode(&request.accessory_data);
    let content = content.map_err(|_| rejected("accessory_data is not Base64."))?;
    let name = request.accessory_name.as_deref().unwrap_or_default();
    let object = objects::put(cx.db, name, &content)?;
    let id = (1000 + cx.next_number("accessory")?).to_string();
    cx.db.execute("INSERT INTO accessories (id, name, object) VALUES (?1, ?2, ?3)", (&id, name, object))?;
    let mut answer = UploadJsonAccessoriesResponse::default();
    answer.accessory_id = Some(id.into());
    Ok(answer)
}

pub(super) fn links(
    cx: &mut Context<'_>,
    request: &ListAccessoryAccessUrls,
) -> Result<ListAccessoryAccessUrlsResponse, Refusal> {
    let mut answer = ListAccessoryAccessUrlsResponse::default();
    for id in &request.accessory_ids {
        answer.accessory_urls.push(link(cx, id)?);
    }
    Ok(answer)
}

fn link(cx: &Context<'_>, id: &AccessoryId) -> Result<AccessoryUrl, Refusal> {
    let found: Option<(String, i64)> = cx
        .db
        .prepare_cached("SELECT name, object FROM accessories WHERE id = ?1")?
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (name, object) = found.ok_or_else(|| rejected("accessory_ids has an attachment that does not exist."))?;
    let mut url = AccessoryUrl::default();
    url.accessory_id = Some(id.clone());
    url.accessory_name = Some(name);
    url.accessory_url = Some(Link::from(cx.link(object)));
    Ok(url)
}
