//! Lists for diagnosis: earlier jobs, and the machines that can be diagnosed.

use hwc_models::osm::{
    DiagnoseFinding, DiagnoseKind, DiagnoseRecord, DiagnoseVm, ListDiagnoseRecords, ListDiagnoseRecordsResponse,
    ListDiagnoseResources, ListDiagnoseResourcesResponse, RegionId, VmId,
};
use hwc_wire::Json;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::osm::PAGE;
use crate::services::osm::diagnosis::checks::{self, Check};
use crate::services::osm::diagnosis::jobs::Job;

/// A virtual machine that can be diagnosed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Machine {
    pub(crate) id: String,
    pub(crate) project: String,
    pub(crate) region: String,
    pub(crate) name: String,
    pub(crate) eip: String,
    /// The ID of the check that finds a fault.
    pub(crate) fault: Option<String>,
    pub(crate) host: String,
    pub(crate) metadata: Json,
}

impl StoredRecord for Machine {
    const KIND: &'static str = "osm.diagnose_machine";
    const OWNER: Owner = Owner::Customer;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", |machine| machine.id.clone().into()),
        Column::new("project", |machine| machine.project.clone().into()),
        Column::new("region", |machine| machine.region.clone().into()),
        Column::new("eip", |machine| machine.eip.clone().into()),
        Column::new("name", |machine| machine.name.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Machine>().register(records).register(machines);
}

/// The default page size of machine lists.
const MACHINES_A_PAGE: u32 = 5;

/// Lists jobs, newest first. Page 0 is also the first page.
fn records(cx: &mut Context<'_>, request: &ListDiagnoseRecords) -> Result<ListDiagnoseRecordsResponse, ApiError> {
    let query = cx.records::<Job>().query().filter("kind", request.kind.unwrap_or(DiagnoseKind::Ecs).code());
    let query = query.filter_text("region", request.region_id.as_ref().map_or("", RegionId::as_str)).descending();
    let page = query.page(&Page::number(request.page_no.unwrap_or(1), request.page_size.unwrap_or(PAGE)))?;
    let mut response = ListDiagnoseRecordsResponse::default();
    response.total_count = Some(page.total);
    response.records = page.items.into_iter().map(|job| record(cx, job)).collect::<Result<_, _>>()?;
    Ok(response)
}

fn record(cx: &Context<'_>, job: Job) -> Result<DiagnoseRecord, ApiError> {
    let (all, elapsed) = (job.checks()?, cx.now - job.created_at);
    let is_abnormal = |(index, check): &(usize, &Check)| {
        checks::finding(elapsed, *index, job.finds_fault(check)) == DiagnoseFinding::Abnormal
    };
    let found = all.iter().enumerate().filter(is_abnormal);
    let mut record = DiagnoseRecord::default();
    record.abnormal_items = found.map(|(_, check)| check.name.id.into()).collect();
    record.red_count = u32::try_from(record.abnormal_items.len()).ok();
    record.id = Some(format!("record-{}", job.id).into());
    record.status = Some(checks::state(elapsed, all.len()).code().to_string());
    record.domain_id = Some(cx.caller.account().domain_id.into());
    record.create_time = Some(job.created());
    record.job_id = Some(job.id.as_str().into());
    record.params = job.params;
    record.region = Some(job.region.into());
    Ok(record)
}

/// Lists machines. `offset` is interpreted as a page number, as in the similar list of servers of ECS.
fn machines(cx: &mut Context<'_>, request: &ListDiagnoseResources) -> Result<ListDiagnoseResourcesResponse, ApiError> {
    let query = cx.records::<Machine>().query();
    let query = query.filter("project", request.project_id.as_ref().map_or("", |id| id.as_str()).to_owned());
    let query = query.filter_text("region", request.region.as_ref().map_or("", RegionId::as_str));
    let query = query.filter_text("id", request.vm_id.as_ref().map_or("", VmId::as_str));
    let query = query.filter_text("eip", request.eip.as_deref().unwrap_or(""));
    let query = query.filter_text("name", request.vm_name.as_deref().unwrap_or(""));
    let page = Page::number(request.offset.unwrap_or(1), request.limit.unwrap_or(MACHINES_A_PAGE));
    let page = query.page(&page)?;
    let mut response = ListDiagnoseResourcesResponse::default();
    response.total_count = Some(page.total);
    response.result = page.items.into_iter().map(|stored| machine(cx, stored)).collect();
    Ok(response)
}

fn machine(cx: &Context<'_>, stored: Machine) -> DiagnoseVm {
    let fault = stored.fault.and_then(|id| checks::find(&id));
    let mut machine = DiagnoseVm::default();
    machine.id = Some(stored.id.into());
    machine.name = Some(stored.name);
    machine.access_ipv4 = Some(stored.eip);
    machine.access_ipv6 = Some(String::new());
    machine.status = Some("ACTIVE".to_owned());
    machine.progress = Some("100".to_owned());
    machine.tenant_id = Some(stored.project.into());
    machine.user_id = Some(cx.caller.id.as_str().into());
    machine.host_id = Some(stored.host.into());
    machine.metadata = Some(stored.metadata);
    machine.fault = Some(fault.map_or("", |check| check.name.name(cx)).to_owned());
    machine
}
