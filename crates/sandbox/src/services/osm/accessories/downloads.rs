//! Downloads of attachments: single contents, archives, and presigned URLs.

use hwc_models::osm::{
    AccessoryId, AccessoryRelation, AccessoryUrl, DownloadAccessories, DownloadAccessoriesResponse, DownloadImages,
    DownloadImagesResponse, ListAccessoryAccessUrls, ListAccessoryAccessUrlsResponse, ShowDownloadAccessoryUrl,
    ShowDownloadAccessoryUrlResponse,
};
use hwc_wire::PresignedUrl;
use rusqlite::OptionalExtension;

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::archive;
use crate::services::osm::accessories::uploads::unknown;
use crate::services::osm::{rejected, require_case};

/// The first bytes of images: PNG, JPEG, GIF and BMP.
const IMAGES: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM"];

/// The maximum number of attachments in an archive. No source documents it.
const MOST_AT_ONCE: usize = 20;

/// A stored attachment.
struct StoredFile {
    name: String,
    object: i64,
    message: Option<i64>,
}

fn find(cx: &Context<'_>, field: &str, id: &str) -> Result<StoredFile, ApiError> {
    let mut find = cx.db.prepare_cached(
        "SELECT name, object, message FROM accessories WHERE id = ?1 AND customer = ?2 AND object > 0",
    )?;
    let stored = find.query_row((id, cx.customer()), |row| {
        Ok(StoredFile { name: row.get(0)?, object: row.get(1)?, message: row.get(2)? })
    });
    stored.optional()?.ok_or_else(|| unknown(field))
}

fn read(cx: &Context<'_>, id: &str) -> Result<(String, Vec<u8>), ApiError> {
    let stored = find(cx, "accessory_id", id)?;
    let content = objects::get(cx.db, stored.object)?.ok_or_else(|| unknown("accessory_id"))?;
    Ok((stored.name, content))
}

/// Downloads a file. Several files, as comma-separated IDs, come as a zip archive.
pub(super) fn download(
    cx: &mut Context<'_>,
    request: &DownloadAccessories,
) -> Result<DownloadAccessoriesResponse, ApiError> {
    let ids: Vec<&str> = request.accessory_id.as_str().split(',').collect();
    if ids.len() > MOST_AT_ONCE {
        return Err(rejected(&format!("accessory_id has {} attachments, at most {MOST_AT_ONCE}.", ids.len())));
    }
    let mut files = ids.into_iter().map(|id| read(cx, id.trim())).collect::<Result<Vec<_>, _>>()?;
    let content = match files.pop() {
        Some((_, content)) if files.is_empty() => content,
        last => {
            files.extend(last);
            archive::pack(&files)?
        }
    };
    let mut response = DownloadAccessoriesResponse::default();
    response.content = content.into();
    Ok(response)
}

pub(super) fn image(cx: &mut Context<'_>, request: &DownloadImages) -> Result<DownloadImagesResponse, ApiError> {
    let (_, content) = read(cx, request.accessory_id.as_str())?;
    if !IMAGES.iter().any(|start| content.starts_with(start)) {
        return Err(rejected("The attachment is not an image."));
    }
    let mut response = DownloadImagesResponse::default();
    response.content = content.into();
    Ok(response)
}

pub(super) fn links(
    cx: &mut Context<'_>,
    request: &ListAccessoryAccessUrls,
) -> Result<ListAccessoryAccessUrlsResponse, ApiError> {
    let mut response = ListAccessoryAccessUrlsResponse::default();
    for id in &request.accessory_ids {
        response.accessory_urls.push(link_of_many(cx, id)?);
    }
    Ok(response)
}

fn link_of_many(cx: &Context<'_>, id: &AccessoryId) -> Result<AccessoryUrl, ApiError> {
    let stored = find(cx, "accessory_ids", id.as_str())?;
    let mut url = AccessoryUrl::default();
    url.accessory_id = Some(id.clone());
    url.accessory_name = Some(stored.name);
    url.accessory_url = Some(PresignedUrl::from(cx.link(stored.object)));
    Ok(url)
}

pub(super) fn link(
    cx: &mut Context<'_>,
    request: &ShowDownloadAccessoryUrl,
) -> Result<ShowDownloadAccessoryUrlResponse, ApiError> {
    if let Some(case) = &request.incident_id {
        require_case(cx, case)?;
    }
    if let AccessoryRelation::Unknown(_) = request.relation_type {
        return Err(rejected("relation_type has an unknown value."));
    }
    let stored = find(cx, "accessory_id", request.accessory_id.as_str())?;
    if let Some(message) = stored.message {
        check_relation(cx, request, message)?;
    }
    let mut response = ShowDownloadAccessoryUrlResponse::default();
    response.accessory_url = Some(PresignedUrl::from(cx.link(stored.object)));
    Ok(response)
}

/// Checks that an attachment belongs to the named ticket and message. An attachment without a message matches all.
fn check_relation(cx: &Context<'_>, request: &ShowDownloadAccessoryUrl, message: i64) -> Result<(), ApiError> {
    let sql = "SELECT case_id, coalesce(id, CAST(number AS TEXT)) FROM messages WHERE number = ?1";
    let (case, id): (String, String) =
        cx.db.prepare_cached(sql)?.query_row([message], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let relation = request.relation_id.as_ref().map_or("", |id| id.as_str());
    let fits = match request.relation_type {
        _ if relation.is_empty() => true,
        AccessoryRelation::Case => relation == case,
        AccessoryRelation::Message => relation == id,
        _ => true,
    };
    if !fits || request.incident_id.as_ref().is_some_and(|id| id.as_str() != case) {
        return Err(rejected("The attachment does not belong to what relation_id and incident_id name."));
    }
    Ok(())
}
