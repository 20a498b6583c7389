//! Lists for diagnosis: earlier jobs, and the machines that can be diagnosed.

use hwc_models::osm::{
    DiagnoseFinding, DiagnoseKind, DiagnoseRecord, DiagnoseVm, ListDiagnoseRecords, ListDiagnoseRecordsResponse,
    ListDiagnoseResources, ListDiagnoseResourcesResponse, RegionId, VmId,
};
use rusqlite::Row;
use serde_json::Value;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::PAGE;
use crate::services::osm::diagnosis::checks::{self, Check};
use crate::services::osm::diagnosis::jobs::Job;
use crate::services::osm::filters::{Filters, List};

const JOBS: List = List { table: "diagnose_jobs", join: "", columns: "*", order: "number DESC" };

const MACHINES: List = List { table: "diagnose_machines", join: "", columns: "*", order: "number" };

/// The default page size of machine lists.
const MACHINES_A_PAGE: u32 = 5;

pub(super) fn records(
    cx: &mut Context<'_>,
    request: &ListDiagnoseRecords,
) -> Result<ListDiagnoseRecordsResponse, ApiError> {
    let kind = request.kind.unwrap_or(DiagnoseKind::Ecs).code();
    let region = request.region_id.as_ref().map(RegionId::as_str);
    let customer = cx.customer();
    let mut filters = Filters::default();
    filters.and("customer = ?", &[&customer]);
    filters.and("kind = ?", &[&kind]);
    filters.and_text("region = ?", &region);
    let page = page(request.page_no, request.page_size.unwrap_or(PAGE));
    let mut response = ListDiagnoseRecordsResponse::default();
    response.total_count = Some(filters.count(cx.db, &JOBS)?);
    let jobs = filters.page(cx.db, &JOBS, page, Job::read)?;
    response.records = jobs.into_iter().map(|job| record(cx, job)).collect::<Result<_, _>>()?;
    Ok(response)
}

/// Returns offset and limit of a page counted from 1. Page 0 is also the first page.
fn page(number: Option<u32>, size: u32) -> (i64, i64) {
    let number = i64::from(number.unwrap_or(1).max(1));
    ((number - 1).saturating_mul(size.into()), size.into())
}

fn record(cx: &Context<'_>, job: Job) -> Result<DiagnoseRecord, ApiError> {
    let (all, elapsed) = (checks::for_kind(job.kind)?, cx.now - job.created_at);
    let is_abnormal = |(index, check): &(usize, &Check)| {
        checks::finding(elapsed, *index, job.finds_fault(check)) == DiagnoseFinding::Abnormal
    };
    let found = all.iter().enumerate().filter(is_abnormal);
    let mut record = DiagnoseRecord::default();
    record.abnormal_items = found.map(|(_, check)| check.name.id.into()).collect();
    record.red_count = u32::try_from(record.abnormal_items.len()).ok();
    record.id = Some(format!("record-{}", job.number).into());
    record.status = Some(checks::state(elapsed, all.len()).code().to_string());
    record.domain_id = Some(cx.caller.account().domain_id.into());
    record.create_time = Some(job.created());
    record.job_id = Some(job.number.to_string().into());
    record.params = job.params;
    record.region = Some(job.region.into());
    Ok(record)
}

/// Lists machines. `offset` is interpreted as a page number, as in the similar list of servers of ECS.
pub(super) fn machines(
    cx: &mut Context<'_>,
    request: &ListDiagnoseResources,
) -> Result<ListDiagnoseResourcesResponse, ApiError> {
    let project = request.project_id.as_ref().map_or("", |id| id.as_str());
    let (region, id) = (request.region.as_ref().map(RegionId::as_str), request.vm_id.as_ref().map(VmId::as_str));
    let (eip, name) = (request.eip.as_deref(), request.vm_name.as_deref());
    let customer = cx.customer();
    let mut filters = Filters::default();
    filters.and("customer = ?", &[&customer]);
    filters.and("project = ?", &[&project]);
    filters.and_text("region = ?", &region);
    filters.and_text("id = ?", &id);
    filters.and_text("eip = ?", &eip);
    filters.and_text("name = ?", &name);
    let page = page(request.offset, request.limit.unwrap_or(MACHINES_A_PAGE));
    let mut response = ListDiagnoseResourcesResponse::default();
    response.total_count = Some(filters.count(cx.db, &MACHINES)?);
    response.result = filters.page(cx.db, &MACHINES, page, |row| machine(cx, row))?;
    Ok(response)
}

fn machine(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<DiagnoseVm> {
    let fault: Option<String> = row.get("fault")?;
    let metadata: String = row.get("metadata")?;
    let mut machine = DiagnoseVm::default();
    machine.id = Some(row.get::<_, String>("id")?.into());
    machine.name = row.get("name")?;
    machine.access_ipv4 = row.get("eip")?;
    machine.access_ipv6 = Some(String::new());
    machine.status = Some("ACTIVE".to_owned());
    machine.progress = Some("100".to_owned());
    machine.tenant_id = Some(row.get::<_, String>("project")?.into());
    machine.user_id = Some(cx.caller.id.as_str().into());
    machine.host_id = Some(row.get::<_, String>("host")?.into());
    machine.metadata = serde_json::from_str::<Value>(&metadata).ok();
    machine.fault = Some(fault.and_then(|id| checks::find(&id)).map_or("", |check| check.name.name(cx)).to_owned());
    Ok(machine)
}
