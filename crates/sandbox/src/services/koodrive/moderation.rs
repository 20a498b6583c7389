//! The moderation of file contents, for system administrators. It has no effect on the files.

use hwc_models::koodrive::{
    AuditList, AuditListResponse, BatchAudit, BatchAuditResponse, BatchGet, BatchGetResponse, ModeratedFile,
    ModeratedFiles, ModerationLevel, ModerationRecord, ModerationResult,
};
use hwc_wire::PresignedUrl;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::{Node, content};
use crate::services::koodrive::roles;

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Moderation>().register(list).register(change).register(get);
}

/// The result of the moderation of a content.
#[derive(Serialize, Deserialize)]
struct Moderation {
    key: String,
    sha256: String,
    size: u64,
    result: i64,
    detail: Option<String>,
}

impl StoredRecord for Moderation {
    const KIND: &'static str = "koodrive.moderation";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("result", |moderation| moderation.result.into())];

    fn key(&self) -> &str {
        &self.key
    }
}

/// Returns the key of a content: its SHA-256 and its size.
fn key(sha256: Option<&str>, size: Option<u64>) -> String {
    format!("{}/{}", sha256.unwrap_or_default().to_lowercase(), size.unwrap_or_default())
}

impl Moderation {
    fn new(record: &ModerationRecord) -> Result<Self, ApiError> {
        let sha256 = record.sha256.as_deref().unwrap_or_default().to_lowercase();
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ApiError::invalid("sha256 must have 64 hexadecimal digits"));
        }
        let size = record.size.ok_or_else(|| ApiError::invalid("size is required"))?;
        let result = match record.audit_result {
            Some(ModerationResult::Unknown(_)) | None => {
                return Err(ApiError::invalid("auditResult must be 1, 2 or 3"));
            }
            Some(result) => result.code(),
        };
        let detail = record.audit_detail.clone();
        Ok(Self { key: key(Some(&sha256), Some(size)), sha256, size, result, detail })
    }
}

/// Lists the sensitive contents.
fn list(cx: &mut Context<'_>, request: &AuditList) -> Result<AuditListResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let query = cx.records::<Moderation>().query().greater_than("result", ModerationResult::Normal.code());
    let page = Page::cursor(request.cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE));
    let page = query.page(&page)?;
    let mut response = AuditListResponse::default();
    response.next_cursor = page.next_cursor();
    for moderation in page.items {
        let url = if request.has_url == Some(true) { url(cx, &moderation.sha256)? } else { None };
        let mut file = info(moderation);
        file.download_url = url;
        response.audit_list.push(file);
    }
    Ok(response)
}

/// Returns a presigned URL of a content, if a file has it.
fn url(cx: &Context<'_>, sha256: &str) -> Result<Option<PresignedUrl>, ApiError> {
    let file = cx.records::<Node>().query().filter("sha256", sha256.to_owned()).first()?;
    Ok(file.and_then(|file| file.content).map(|id| content::url(cx, &id)))
}

fn change(cx: &mut Context<'_>, request: &BatchAudit) -> Result<BatchAuditResponse, ApiError> {
    roles::require_system_admin(cx)?;
    for record in request.list.iter().flatten() {
        cx.records().put(&Moderation::new(record)?)?;
    }
    Ok(BatchAuditResponse::default())
}

fn get(cx: &mut Context<'_>, request: &BatchGet) -> Result<BatchGetResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let mut files = ModeratedFiles::default();
    for feature in request.feature_list.iter().flatten() {
        let found = cx.records::<Moderation>().get(&key(feature.sha256.as_deref(), feature.size))?;
        files.audit_list.extend(found.map(info));
    }
    let mut response = BatchGetResponse::default();
    response.data = Some(files);
    Ok(response)
}

/// Returns a result in the form of responses. People send them, so they are of that level.
fn info(moderation: Moderation) -> ModeratedFile {
    let mut info = ModeratedFile::default();
    info.sha256 = Some(moderation.sha256);
    info.size = Some(moderation.size);
    info.audit_result = Some(ModerationResult::from(moderation.result));
    info.audit_detail = moderation.detail;
    info.audit_level = Some(ModerationLevel::Human);
    info
}
