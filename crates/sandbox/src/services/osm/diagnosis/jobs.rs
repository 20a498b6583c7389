//! Diagnosis jobs: starting one, its progress, its findings, and feedback on them.

use std::collections::BTreeMap;

use hwc_models::osm::{
    CreateDiagnoseFeedback, CreateDiagnoseFeedbackResponse, CreateDiagnoseJob, CreateDiagnoseJobResponse,
    DiagnoseCheck, DiagnoseCheckDetail, DiagnoseCheckId, DiagnoseJobId, ListDiagnoseItems, ListDiagnoseItemsResponse,
    ListDiagnoseJob, ListDiagnoseJobResponse, RegionId,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::osm::diagnosis::checks::{self, Check};
use crate::services::osm::diagnosis::queries::Machine;
use crate::services::osm::rejected;

/// The page with repair advice for findings.
const ADVICE_PAGE: &str = "https://support.huaweicloud.com/";

/// A stored job.
#[derive(Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) kind: i64,
    pub(crate) params: BTreeMap<String, String>,
    pub(crate) region: String,
    /// The checks that find a fault.
    pub(crate) abnormal: Vec<String>,
    pub(crate) created_at: i64,
}

impl StoredRecord for Job {
    const KIND: &'static str = "osm.diagnose_job";
    const OWNER: Owner = Owner::Customer;
    const COLUMNS: &'static [Column<Self>] =
        &[Column::new("kind", |job| job.kind.into()), Column::new("region", |job| job.region.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

impl Job {
    pub(super) fn checks(&self) -> Result<&'static [Check], ApiError> {
        checks::for_kind(self.kind.into())
    }

    pub(super) fn finds_fault(&self, check: &Check) -> bool {
        self.abnormal.iter().any(|id| id == check.name.id)
    }

    /// Returns the creation time in seconds since 1970. The maximum of the reference is 2,147,483,647.
    pub(super) fn created(&self) -> i64 {
        self.created_at.div_euclid(1000)
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Job>().register(create).register(show).register(items).register(feedback);
}

fn create(cx: &mut Context<'_>, request: &CreateDiagnoseJob) -> Result<CreateDiagnoseJobResponse, ApiError> {
    let abnormal = faults(cx, checks::for_kind(request.kind)?, &request.params)?;
    let (kind, params) = (request.kind.code(), request.params.clone());
    let region = request.region_id.as_ref().map_or("", RegionId::as_str).to_owned();
    let id = cx.next_number("diagnose job")?.to_string();
    let job = Job { id, kind, params, region, abnormal, created_at: cx.now };
    cx.records().insert(&job)?;
    let mut response = CreateDiagnoseJobResponse::default();
    response.job_id = Some(job.id.into());
    Ok(response)
}

/// Returns the checks that find a fault with the machine that the job is about.
fn faults(cx: &Context<'_>, checks: &[Check], params: &BTreeMap<String, String>) -> Result<Vec<String>, ApiError> {
    let machines = cx.records::<Machine>().query().filter("eip", params.get("eip").cloned()).all()?;
    let faults = machines.into_iter().filter_map(|machine| machine.fault);
    Ok(faults.filter(|fault| checks.iter().any(|check| check.name.id == fault)).collect())
}

fn show(cx: &mut Context<'_>, request: &ListDiagnoseJob) -> Result<ListDiagnoseJobResponse, ApiError> {
    let job = find(cx, request.job_id.as_ref(), request.region_id.as_ref())?;
    let (all, elapsed) = (job.checks()?, cx.now - job.created_at);
    let mut response = ListDiagnoseJobResponse::default();
    response.status = Some(checks::state(elapsed, all.len()));
    response.job_id = Some(job.id.as_str().into());
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

/// Returns the job with this ID, in the region if there is one.
fn find(cx: &Context<'_>, id: Option<&DiagnoseJobId>, region: Option<&RegionId>) -> Result<Job, ApiError> {
    let region = region.map_or("", RegionId::as_str);
    let job = cx.records::<Job>().get(id.map_or("", DiagnoseJobId::as_str))?;
    job.filter(|job| region.is_empty() || job.region == region).ok_or_else(|| rejected("Diagnosis job not found."))
}

fn items(cx: &mut Context<'_>, request: &ListDiagnoseItems) -> Result<ListDiagnoseItemsResponse, ApiError> {
    let job = find(cx, request.job_id.as_ref(), request.region_id.as_ref())?;
    let all = job.checks()?;
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

fn feedback(
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
