//! The versions of files.

use hwc_models::koodrive::{
    CompleteFileRevision, CompleteFileRevisionResponse, CreateHistoryVersions, CreateHistoryVersionsResponse,
    DeleteRevision, DeleteRevisionResponse, FileRevision, GetRevision, GetRevisionResponse, KeepPolicy, ListRevision,
    ListRevisionResponse, RestoreRevision, RestoreRevisionResponse, RevisionReason, Space, UpdateRevision,
    UpdateRevisionResponse, UrlType,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::revisions::{self, NewRevision, Revision};
use crate::services::koodrive::drive::uploads::{self, NewUpload, PlannedVersion, Proof, UploadResult};
use crate::services::koodrive::drive::{Node, content, quota, tree};
use crate::services::koodrive::refused;

/// The versions on a page without a page size.
const PAGE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Revision>().register(create).register(complete).register(list).register(get);
    registry.register(restore).register(update).register(delete);
}

/// Finds a file that the caller has a right on and that is not in the recycle bin.
fn find(cx: &Context<'_>, space: &str, file: &str, right: Right) -> Result<(Space, Node), ApiError> {
    let space = access::space(cx, space, right)?;
    let node = access::node(cx, &space, file, right)?;
    if node.is_folder() {
        return Err(refused("13000406"));
    }
    tree::require_live(cx, &node)?;
    Ok((space, node))
}

fn create(cx: &mut Context<'_>, request: &CreateHistoryVersions) -> Result<CreateHistoryVersionsResponse, ApiError> {
    uploads::validate_mode(request.upload_mode.as_ref(), request.upload_type)?;
    uploads::validate_hash(request.sha256.as_deref())?;
    let plan = plan(request)?;
    let (space, node) = find(cx, request.container_id.as_str(), request.file_id.as_str(), Right::Upload)?;
    quota::require(cx, &space, request.length)?;
    let proof = Proof {
        length: request.length,
        sha256: request.sha256.as_deref(),
        prefix: request.pre_hash.as_deref(),
        code: request.proof_code.as_deref(),
    };
    let mut response = CreateHistoryVersionsResponse::default();
    response.file_id = Some(request.file_id.clone());
    response.container_id = Some(request.container_id.clone());
    let known = uploads::find_known(cx, &proof)?;
    response.rapid_upload = Some(known.is_some());
    match known {
        Some(content) => add(cx, &space, &node, (plan, content)).map(|_| ())?,
        None => start(cx, request, plan, &mut response)?,
    }
    Ok(response)
}

/// Starts an upload. It replaces one of the same user that is not complete.
fn start(
    cx: &Context<'_>,
    request: &CreateHistoryVersions,
    plan: PlannedVersion,
    response: &mut CreateHistoryVersionsResponse,
) -> Result<(), ApiError> {
    if let Ok(old) = uploads::find(cx, request.file_id.as_str(), Some(true)) {
        uploads::delete(cx, &old)?;
    }
    let parts = request.multi_parts.as_deref().unwrap_or_default();
    let new = NewUpload {
        file: request.file_id.to_string(),
        space: request.container_id.as_str(),
        result: UploadResult::Version(plan),
        length: request.length,
        sha256: request.sha256.as_deref(),
        parts,
    };
    let upload = uploads::start(cx, new)?;
    response.multi_parts = uploads::with_urls(cx, &upload, parts);
    response.upload_id = Some(upload.id);
    Ok(())
}

fn plan(request: &CreateHistoryVersions) -> Result<PlannedVersion, ApiError> {
    let keep_forever = match request.keep_policy.unwrap_or(KeepPolicy::Automatic) {
        KeepPolicy::Automatic => false,
        KeepPolicy::Forever => true,
        _ => return Err(ApiError::invalid("keepPolicy must be 0 or 1")),
    };
    Ok(PlannedVersion { keep_forever, mime: request.mime_type.clone() })
}

/// Adds an uploaded version.
fn add(
    cx: &Context<'_>,
    space: &Space,
    node: &Node,
    (plan, content): (PlannedVersion, content::StoredContent),
) -> Result<Revision, ApiError> {
    let PlannedVersion { keep_forever, mime } = plan;
    revisions::add(cx, space, node, NewRevision { content, keep_forever, reason: RevisionReason::Created, mime })
}

fn complete(cx: &mut Context<'_>, request: &CompleteFileRevision) -> Result<CompleteFileRevisionResponse, ApiError> {
    let upload = uploads::find(cx, request.file_id.as_str(), Some(true))?;
    let UploadResult::Version(plan) = upload.result.clone() else {
        return Err(refused("13000401"));
    };
    let (space, node) = access::node_anywhere(cx, &upload.file, Right::Upload)?;
    tree::require_live(cx, &node)?;
    quota::require(cx, &space, upload.length)?;
    let content = uploads::join(cx, &upload, request.sha256.as_deref())?;
    add(cx, &space, &node, (plan, content))?;
    uploads::delete(cx, &upload)?;
    Ok(CompleteFileRevisionResponse::default())
}

fn list(cx: &mut Context<'_>, request: &ListRevision) -> Result<ListRevisionResponse, ApiError> {
    require_all_fields(request.fields.as_deref())?;
    let (_, node) = find(cx, request.container_id.as_str(), request.file_id.as_str(), Right::List)?;
    let info = request.page_info.as_ref();
    let size = info.and_then(|info| info.page_size).unwrap_or(PAGE);
    let cursor = info.and_then(|info| info.page_cursor.as_deref()).filter(|cursor| !cursor.is_empty());
    let page = Page::cursor(cursor, size).select(revisions::all(cx, &node)?)?;
    let mut response = ListRevisionResponse::default();
    response.next_page_cursor = Some(page.next_cursor().unwrap_or_default());
    response.revision_list = page.items.iter().map(|revision| listed(&node, revision)).collect();
    Ok(response)
}

fn listed(node: &Node, revision: &Revision) -> FileRevision {
    let mut listed = FileRevision::default();
    listed.container_id = Some(node.space.as_str().into());
    listed.file_id = Some(node.id.as_str().into());
    listed.revision_id = Some(revision.id.as_str().into());
    listed.revision_version = Some(revision.number);
    listed.keep_forever = Some(revision.keep_forever);
    listed.latest_version = Some(revision.number == node.version);
    listed.create_reason = Some(revision.reason.into());
    listed.created_at = Some(revision.created_at);
    listed.created_by = Some(revision.created_by.clone());
    listed.updated_at = Some(revision.updated_at);
    listed.updated_by = Some(revision.updated_by.clone());
    listed.name = Some(node.name.clone());
    listed.size = Some(revision.size);
    listed.extension = node.suffix().map(str::to_owned);
    listed
}

fn get(cx: &mut Context<'_>, request: &GetRevision) -> Result<GetRevisionResponse, ApiError> {
    require_all_fields(request.fields.as_deref())?;
    if matches!(request.url_type, Some(UrlType::Unknown(_))) {
        return Err(ApiError::invalid("urlType must be 1 or 2"));
    }
    let (_, node) = find(cx, request.container_id.as_str(), request.file_id.as_str(), Right::Download)?;
    let revision = revisions::find(cx, &node, request.revision_id.as_str())?;
    events::record_later(cx, EventKind::Downloaded, std::slice::from_ref(&node))?;
    let listed = listed(&node, &revision);
    let mut response = GetRevisionResponse::default();
    response.container_id = listed.container_id;
    response.file_id = listed.file_id;
    response.revision_id = listed.revision_id;
    response.revision_version = listed.revision_version;
    response.keep_forever = listed.keep_forever;
    response.latest_version = listed.latest_version;
    response.create_reason = listed.create_reason;
    response.created_at = listed.created_at;
    response.created_by = listed.created_by;
    response.updated_at = listed.updated_at;
    response.updated_by = listed.updated_by;
    response.name = listed.name;
    response.size = listed.size;
    response.extension = listed.extension;
    response.download_url = Some(content::url_as(cx, &revision.content, &node.name));
    Ok(response)
}

/// Checks the selection of fields. The service supports only all of them.
fn require_all_fields(fields: Option<&str>) -> Result<(), ApiError> {
    if fields.is_none_or(|fields| fields == "*") { Ok(()) } else { Err(ApiError::invalid("fields must be *")) }
}

/// Adds the content of an old version as the newest one.
fn restore(cx: &mut Context<'_>, request: &RestoreRevision) -> Result<RestoreRevisionResponse, ApiError> {
    let (space, node) = find(cx, request.container_id.as_str(), request.file_id.as_str(), Right::Upload)?;
    let old = revisions::find(cx, &node, request.revision_id.as_str())?;
    if old.number == node.version {
        return Err(refused("13000403"));
    }
    let content = content::StoredContent { id: old.content, size: old.size, sha256: old.sha256 };
    let new = NewRevision { content, keep_forever: false, reason: RevisionReason::Restored, mime: None };
    revisions::add(cx, &space, &node, new)?;
    Ok(RestoreRevisionResponse::default())
}

fn update(cx: &mut Context<'_>, request: &UpdateRevision) -> Result<UpdateRevisionResponse, ApiError> {
    let (_, node) = find(cx, request.container_id.as_str(), request.file_id.as_str(), Right::Upload)?;
    let revision = revisions::find(cx, &node, request.revision_id.as_str())?;
    revisions::set_keep_forever(cx, revision, request.keep_forever.unwrap_or_default())?;
    Ok(UpdateRevisionResponse::default())
}

fn delete(cx: &mut Context<'_>, request: &DeleteRevision) -> Result<DeleteRevisionResponse, ApiError> {
    let (_, node) = find(cx, request.container_id.as_str(), request.file_id.as_str(), Right::Delete)?;
    let revision = revisions::find(cx, &node, request.revision_id.as_str())?;
    revisions::delete(cx, node, &revision)?;
    Ok(DeleteRevisionResponse::default())
}
