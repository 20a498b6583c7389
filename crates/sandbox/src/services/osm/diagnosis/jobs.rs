//! Diagnosis jobs: starting one, its progress, its findings, and feedback on them.

use std::collections::BTreeMap;

use hwc_models::osm::{
    CreateDiagnoseFeedback, CreateDiagnoseFeedbackResponse, CreateDiagnoseJob, CreateDiagnoseJobResponse,
    DiagnoseCheck, DiagnoseCheckDetail, DiagnoseCheckId, DiagnoseJobId, DiagnoseKind, ListDiagnoseItems,
    ListDiagnoseItemsResponse, ListDiagnoseJob, ListDiagnoseJobResponse, RegionId,
};
use rusqlite::{OptionalExtension, Row};
use serde_json::json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::diagnosis::checks::{self, Check};
use crate::services::osm::rejected;

/// The page with repair advice for findings.
const ADVICE_PAGE: &str = "https://support.huaweicloud.com/";

/// A stored job.
pub(super) struct Job {
    pub(super) number: i64,
    pub(super) kind: DiagnoseKind,
    pub(super) params: BTreeMap<String, String>,
    pub(super) region: String,
    /// The checks that find a fault.
    pub(super) abnormal: Vec<String>,
    pub(super) created_at: i64,
}

impl Job {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let (params, abnormal): (String, String) = (row.get("params")?, row.get("abnormal")?);
        Ok(Self {
            number: row.get("number")?,
            kind: DiagnoseKind::from(row.get::<_, i64>("kind")?),
            params: serde_json::from_str(&params).unwrap_or_default(),
            region: row.get("region")?,
            abnormal: serde_json::from_str(&abnormal).unwrap_or_default(),
            created_at: row.get("created_at")?,
        })
    }

    pub(super) fn finds_fault(&self, check: &Check) -> bool {
        self.abnormal.iter().any(|id| id == check.name.id)
    }

    /// Returns the creation time in seconds since 1970. The maximum of the reference is 2,147,483,647.
    pub(super) fn created(&self) -> i64 {
        self.created_at.div_euclid(1000)
    }
}

pub(super) fn create(cx: &mut Context<'_>, request: &CreateDiagnoseJob) -> Result<CreateDiagnoseJobResponse, ApiError> {
    let abnormal = faults(cx, checks::for_kind(request.kind)?, &request.params)?;
    let region = request.region_id.as_ref().map_or("", RegionId::as_str);
    let mut response = CreateDiagnoseJobResponse::default();
    let number = add(cx, (request.kind, &request.params, region), &abnormal, cx.now)?;
    response.job_id = Some(number.to_string().into());
    Ok(response)
}

/// Returns the checks that find a fault with the machine that the job is about.
fn faults(cx: &Context<'_>, checks: &[Check], params: &BTreeMap<String, String>) -> Result<Vec<String>, ApiError> {
    let mut faults = cx
        .db
        .prepare_cached("SELECT fault FROM diagnose_machines WHERE customer = ?2 AND eip = ?1 AND fault IS NOT NULL")?;
    let found: Vec<String> =
        faults.query_map((params.get("eip"), cx.customer()), |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(found.into_iter().filter(|fault| checks.iter().any(|check| check.name.id == fault)).collect())
}

/// Stores a job and returns its number.
pub(crate) fn add(
    cx: &Context<'_>,
    (kind, params, region): (DiagnoseKind, &BTreeMap<String, String>, &str),
    abnormal: &[String],
    at: i64,
) -> Result<i64, ApiError> {
    let (params, abnormal) = (json!(params).to_string(), json!(abnormal).to_string());
    cx.db
        .prepare_cached(
            "INSERT INTO diagnose_jobs (kind, params, region, abnormal, created_at, customer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((kind.code(), params, region, abnormal, at, cx.customer()))?;
    Ok(cx.db.last_insert_rowid())
}

pub(super) fn show(cx: &mut Context<'_>, request: &ListDiagnoseJob) -> Result<ListDiagnoseJobResponse, ApiError> {
    let job = find(cx, request.job_id.as_ref(), request.region_id.as_ref())?;
    let (all, elapsed) = (checks::for_kind(job.kind)?, cx.now - job.created_at);
    let mut response = ListDiagnoseJobResponse::default();
    response.status = Some(checks::state(elapsed, all.len()));
    response.job_id = Some(job.number.to_string().into());
    response.domain_id = Some(cx.caller.account().domain_id.into());
    response.create_time = Some(job.created());
    response.items_result = all.iter().enumerate().map(|(index, check)| item(cx, &job, index, check)).collect();
    Ok(response)
}

fn item(cx: &Context<'_>, job: &Job, index: usize, check: &Check) -> DiagnoseCheck {
    let elapsed = cx.now - job.created_at;
    let mut item = DiagnoseCheck::default();
    item.status = u32::try_from(checks::check_state(elapsed, index).code()).ok();
    item.visible = Some(1);
    item.category_id = Some(check.category.id.into());
    item.category_name = Some(check.category.name(cx).to_owned());
    item.check_id = Some(check.name.id.into());
    item.check_name = Some(check.name.name(cx).to_owned());
    item.problem_level = Some(checks::finding(elapsed, index, job.finds_fault(check)));
    item
}

/// Selects one job of a customer.
const FIND: &str = "SELECT * FROM diagnose_jobs WHERE number = ?1 AND customer = ?3 AND (?2 = '' OR region = ?2)";

/// Returns the job with this ID, in the region if there is one.
fn find(cx: &Context<'_>, id: Option<&DiagnoseJobId>, region: Option<&RegionId>) -> Result<Job, ApiError> {
    let number = id.and_then(|id| id.as_str().parse::<i64>().ok());
    let region = region.map_or("", RegionId::as_str);
    let mut job = cx.db.prepare_cached(FIND)?;
    let job = job.query_row((number, region, cx.customer()), Job::read).optional()?;
    job.ok_or_else(|| rejected("Diagnosis job not found."))
}

pub(super) fn items(cx: &mut Context<'_>, request: &ListDiagnoseItems) -> Result<ListDiagnoseItemsResponse, ApiError> {
    let job = find(cx, request.job_id.as_ref(), request.region_id.as_ref())?;
    let all = checks::for_kind(job.kind)?;
    let asked = request.item_ids.as_ref().map(|ids| separate(ids));
    let is_known = |id: &&str| all.iter().any(|check| check.name.id == *id);
    if !asked.iter().flatten().all(is_known) {
        return Err(rejected("item_ids has a check that the job does not have."));
    }
    let is_asked = |check: &Check| asked.as_ref().is_none_or(|ids| ids.contains(&check.name.id));
    let mut response = ListDiagnoseItemsResponse::default();
    let checks = all.iter().enumerate().filter(|(_, check)| is_asked(check));
    response.item_results = checks.map(|(index, check)| result(cx, &job, index, check)).collect();
    Ok(response)
}

/// Splits IDs. They come one by one or, from the official SDKs, joined by commas in one text.
fn separate(ids: &[DiagnoseCheckId]) -> Vec<&str> {
    ids.iter().flat_map(|ids| ids.as_str().split(',')).map(str::trim).filter(|id| !id.is_empty()).collect()
}

fn result(cx: &Context<'_>, job: &Job, index: usize, check: &Check) -> DiagnoseCheckDetail {
    let elapsed = cx.now - job.created_at;
    let finding = checks::finding(elapsed, index, job.finds_fault(check));
    let mut result = DiagnoseCheckDetail::default();
    result.status = u32::try_from(checks::check_state(elapsed, index).code()).ok();
    result.level = u32::try_from(finding.code()).ok();
    result.response = Some(format!("{finding:?}"));
    result.check_id = Some(check.name.id.into());
    result.check_name = Some(check.name.chinese.to_owned());
    result.check_name_en = Some(check.name.english.to_owned());
    result.suggestion = Some(check.advice.name(cx).to_owned());
    result.suggestion_url = Some(ADVICE_PAGE.to_owned());
    result
}

pub(super) fn feedback(
    cx: &mut Context<'_>,
    request: &CreateDiagnoseFeedback,
) -> Result<CreateDiagnoseFeedbackResponse, ApiError> {
    checks::for_kind(request.kind)?;
    let region = request.region_id.as_ref().map(RegionId::as_str);
    cx.db
        .prepare_cached(
            "INSERT INTO diagnose_feedback (kind, content, is_helpful, region, user_id, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((request.kind.code(), &request.content, request.is_helpful, region, &cx.caller.id, cx.now))?;
    Ok(CreateDiagnoseFeedbackResponse::default())
}
