//! Uploads of files.

use hwc_models::koodrive::{
    CompleteFile, CompleteFileResponse, ConflictPolicy, CreateFile, CreateFileResponse, FileType, Space, UploadUrl,
    UploadUrlResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::Right;
use crate::services::koodrive::drive::content::StoredContent;
use crate::services::koodrive::drive::uploads::{self, NewUpload, PlannedFile, Proof, Upload, UploadResult};
use crate::services::koodrive::drive::{NewNode, Node, access, names, quota, shared_folder, tree};
use crate::services::koodrive::{backup, refused};

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Upload>().register(create).register(urls).register(complete);
}

fn create(cx: &mut Context<'_>, request: &CreateFile) -> Result<CreateFileResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    uploads::validate_mode(request.upload_mode.as_ref(), request.upload_type)?;
    uploads::validate_hash(request.sha256.as_deref())?;
    let space = access::space(cx, request.container_id.as_str(), Right::Upload)?;
    let parent = request.parent_folder.first().map_or("", |id| id.as_str());
    let parent = upload_folder(cx, access::node(cx, &space, parent, Right::Upload)?)?;
    let mut plan = plan(cx, request, &parent)?;
    if let Some(taken) = names::find(cx, &parent.id, &plan.name)? {
        match policy(request) {
            ConflictPolicy::Refuse => return Err(refused("13000405")),
            ConflictPolicy::SkipIfSame if is_same(&taken, request) && access::is_visible(cx, &space, &taken)? => {
                return Ok(response(&taken, true));
            }
            _ => plan.name = names::unused(cx, &parent.id, &plan.name, false)?,
        }
    }
    let length = request.length.unwrap_or_default();
    quota::require(cx, &space, length)?;
    let proof = Proof {
        length,
        sha256: request.sha256.as_deref(),
        prefix: request.pre_hash.as_deref(),
        code: request.proof_code.as_deref(),
    };
    if let Some(known) = uploads::find_known(cx, &proof)? {
        let node = insert(cx, &space, &parent, (None, plan, known))?;
        let mut response = response(&node, false);
        response.rapid_upload = Some(true);
        return Ok(response);
    }
    started(cx, request, &parent, plan)
}

/// Returns true if a file has the content of a request.
fn is_same(file: &Node, request: &CreateFile) -> bool {
    let wanted = request.sha256.as_deref();
    wanted.zip(file.sha256.as_deref()).is_some_and(|(wanted, known)| wanted.eq_ignore_ascii_case(known))
}

/// Starts an upload and returns its response.
fn started(
    cx: &Context<'_>,
    request: &CreateFile,
    parent: &Node,
    plan: PlannedFile,
) -> Result<CreateFileResponse, ApiError> {
    let parts = request.multi_parts.as_deref().unwrap_or_default();
    let mut response = CreateFileResponse::default();
    response.file_name = Some(plan.name.clone());
    let new = NewUpload {
        file: tree::new_id(cx)?,
        space: request.container_id.as_str(),
        result: UploadResult::File(plan),
        length: request.length.unwrap_or_default(),
        sha256: request.sha256.as_deref(),
        parts,
    };
    let upload = uploads::start(cx, new)?;
    response.multi_parts = uploads::with_urls(cx, &upload, parts);
    response.file_id = Some(upload.file.into());
    response.upload_id = Some(upload.id);
    response.container_id = Some(request.container_id.clone());
    response.parent_folder = vec![parent.id.as_str().into()];
    response.rapid_upload = Some(false);
    response.exist = Some(false);
    Ok(response)
}

/// Returns the response for a file that needs no upload.
fn response(node: &Node, exists: bool) -> CreateFileResponse {
    let mut response = CreateFileResponse::default();
    response.file_id = Some(node.id.as_str().into());
    response.file_name = Some(node.name.clone());
    response.container_id = Some(node.space.as_str().into());
    response.parent_folder = vec![node.parent.as_str().into()];
    response.rapid_upload = Some(false);
    response.exist = Some(exists);
    response
}

/// Checks that files can be uploaded to a folder.
///
/// # Errors
/// Returns 13000304 for a file, and 13000404 for a folder in the recycle bin.
fn upload_folder(cx: &Context<'_>, parent: Node) -> Result<Node, ApiError> {
    if !parent.is_folder() {
        return Err(refused("13000304"));
    }
    if tree::is_recycled(cx, &parent)? { Err(refused("13000404")) } else { Ok(parent) }
}

/// Validates the properties of a new file.
fn plan(cx: &Context<'_>, request: &CreateFile, parent: &Node) -> Result<PlannedFile, ApiError> {
    names::validate(&request.file_name)?;
    names::validate_policy(policy(request), false)?;
    let file_type = request.file_type.clone().filter(|kind| !kind.is_folder() && !matches!(kind, FileType::Unknown(_)));
    let file_type = file_type.ok_or_else(|| ApiError::invalid("fileType must be that of a file"))?;
    Ok(PlannedFile {
        parent: parent.id.clone(),
        name: request.file_name.clone(),
        file_type,
        policy: policy(request).code(),
        mime: request.mime_type.clone(),
        description: request.description.clone(),
        hidden: request.hidden.unwrap_or_default(),
        created_at: cx.millis("createdTime", request.created_time.as_ref())?,
    })
}

/// Returns the policy for a name in use. The field is required.
fn policy(request: &CreateFile) -> ConflictPolicy {
    request.auto_rename.unwrap_or(ConflictPolicy::Refuse)
}

fn urls(cx: &mut Context<'_>, request: &UploadUrl) -> Result<UploadUrlResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let mut upload = uploads::find(cx, request.file_id.as_str(), None)?;
    let space = access::space(cx, &upload.space, Right::Upload)?;
    if let UploadResult::File(plan) = &upload.result {
        access::node(cx, &space, &plan.parent, Right::Upload)?;
    }
    uploads::extend(cx, &mut upload, &request.multi_parts)?;
    let mut response = UploadUrlResponse::default();
    response.multi_parts = uploads::with_urls(cx, &upload, &request.multi_parts);
    Ok(response)
}

fn complete(cx: &mut Context<'_>, request: &CompleteFile) -> Result<CompleteFileResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let upload = uploads::find(cx, request.file_id.as_str(), Some(false))?;
    match upload.result.clone() {
        UploadResult::File(plan) => complete_file(cx, request, &upload, plan)?,
        UploadResult::BackupFile => backup::complete_upload(cx, &upload, request.sha256.as_deref())?,
        UploadResult::Version(_) => return Err(refused("13000401")),
    }
    Ok(CompleteFileResponse::default())
}

fn complete_file(cx: &Context<'_>, request: &CompleteFile, upload: &Upload, plan: PlannedFile) -> Result<(), ApiError> {
    let space = access::space(cx, &upload.space, Right::Upload)?;
    let parent = upload_folder(cx, access::node(cx, &space, &plan.parent, Right::Upload)?)?;
    quota::require(cx, &space, upload.length)?;
    let content = uploads::join(cx, upload, request.sha256.as_deref())?;
    insert(cx, &space, &parent, (Some(upload.file.clone()), plan, content))?;
    uploads::delete(cx, upload)
}

/// Creates a file whose content is complete.
fn insert(
    cx: &Context<'_>,
    space: &Space,
    parent: &Node,
    (id, plan, content): (Option<String>, PlannedFile, StoredContent),
) -> Result<Node, ApiError> {
    let mut new = NewNode::file(&plan.name, content);
    new.id = id;
    new.file_type = plan.file_type;
    new.mime = plan.mime.or(new.mime);
    new.description = plan.description;
    new.hidden = plan.hidden;
    new.created_at = plan.created_at;
    // The client was told that a file is created, so it is not skipped if the same one appeared in the meantime.
    let policy = match ConflictPolicy::from(plan.policy) {
        ConflictPolicy::Refuse => ConflictPolicy::Refuse,
        _ => ConflictPolicy::Rename,
    };
    tree::insert(cx, space, parent, new, policy)
}
